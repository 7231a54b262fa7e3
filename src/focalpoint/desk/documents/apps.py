"""The application's name for Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Focalpoint's documents."""

    name = "focalpoint.desk.documents"
    label = "documents"
