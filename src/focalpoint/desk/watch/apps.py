"""The application's name for Django."""

from django.apps import AppConfig


class WatchConfig(AppConfig):
    """Focalpoint's watch."""

    name = "focalpoint.desk.watch"
    label = "watch"
