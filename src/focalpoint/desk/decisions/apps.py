"""The application's name for Django."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Focalpoint's decisions."""

    name = "focalpoint.desk.decisions"
    label = "decisions"
