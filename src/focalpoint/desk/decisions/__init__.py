"""Submissions, decisions, transmissions and what the bodies answered."""
