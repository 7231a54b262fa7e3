"""Tokens, page parts and SVG charts: what every page is made of. No models."""
