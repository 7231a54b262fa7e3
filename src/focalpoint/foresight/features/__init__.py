"""What the models look at: one function a feature group, none of which can see past its own month."""

from focalpoint.foresight.features.build import monthly, yearly

__all__ = ["monthly", "yearly"]
