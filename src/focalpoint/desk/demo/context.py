"""The banner of a demonstration, on every page of it."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from focalpoint.desk.demo import home


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """Give templates whether this home is that of a demonstration."""
    return {"demonstration": home.is_demo(Path(settings.FOCALPOINT_HOME))}
