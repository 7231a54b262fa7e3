"""Views of Watch: the ranking, one State, and the record of the releases."""

from focalpoint.desk.watch.views import country, record, watch

__all__ = ["country", "record", "watch"]
