"""The application's name for Django."""

from django.apps import AppConfig


class MarkingConfig(AppConfig):
    """Focalpoint's marking."""

    name = "focalpoint.desk.marking"
    label = "marking"
