"""The application's name for Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Focalpoint's intake."""

    name = "focalpoint.desk.intake"
    label = "intake"
