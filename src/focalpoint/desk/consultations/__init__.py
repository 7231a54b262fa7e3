"""Whom the office asked about an assessment or an option, what they said, and why no local partner was asked."""
