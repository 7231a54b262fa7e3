"""Focalpoint: an open, self-hosted atrocity-prevention desk."""

__version__ = "0.1.0"
