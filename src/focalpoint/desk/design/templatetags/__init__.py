"""Template filters and tags of the design."""
