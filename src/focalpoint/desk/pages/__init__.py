"""What one page shows of several apps: each panel by its name in ``FOCALPOINT_PANELS``."""
