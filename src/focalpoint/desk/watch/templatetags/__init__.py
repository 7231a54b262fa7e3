"""Template tags of Watch."""
