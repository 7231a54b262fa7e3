"""Pages of the rooms that have none, and what one page shows of several apps (``FOCALPOINT_PANELS``)."""
