"""What the models look at: one function a feature group, none of which can see past the month it stands at."""

from focalpoint.foresight.features.build import monthly, yearly

__all__ = ["monthly", "yearly"]
