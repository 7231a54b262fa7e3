"""Attention against severity."""
