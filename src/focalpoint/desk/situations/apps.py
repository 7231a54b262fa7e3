"""The application's name for Django."""

from django.apps import AppConfig


class SituationsConfig(AppConfig):
    """Focalpoint's situations."""

    name = "focalpoint.desk.situations"
    label = "situations"
