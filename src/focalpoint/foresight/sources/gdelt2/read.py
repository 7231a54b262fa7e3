"""GDELT 2.0 events."""

from focalpoint.foresight.sources.gdelt import read_events as read_table

__all__ = ["read_table"]
