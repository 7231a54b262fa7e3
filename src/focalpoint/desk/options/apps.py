"""The application's name for Django."""

from django.apps import AppConfig


class OptionsConfig(AppConfig):
    """Focalpoint's options."""

    name = "focalpoint.desk.options"
    label = "options"
