"""The application's name for Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Focalpoint's demonstration."""

    name = "focalpoint.desk.demo"
    label = "demo"
