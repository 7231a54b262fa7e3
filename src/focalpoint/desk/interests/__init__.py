"""Interests that those who write, review and decide declare in a situation, and what another person answers."""
