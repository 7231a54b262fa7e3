"""Civilians killed by month, and the chance that they pass a threshold (protocol B2)."""
