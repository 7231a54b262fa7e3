"""The application's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Focalpoint's people."""

    name = "focalpoint.desk.people"
    label = "people"
