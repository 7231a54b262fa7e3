"""The application's name for Django."""

from django.apps import AppConfig


class DesignConfig(AppConfig):
    """Focalpoint's design."""

    name = "focalpoint.desk.design"
    label = "design"
