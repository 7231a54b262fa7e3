"""Onset of one-sided killing within 24 months."""
