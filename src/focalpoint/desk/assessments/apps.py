"""The application's name for Django."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Focalpoint's assessments."""

    name = "focalpoint.desk.assessments"
    label = "assessments"
