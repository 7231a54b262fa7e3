"""Experts and their combination."""
