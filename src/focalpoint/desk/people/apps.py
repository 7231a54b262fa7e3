"""The application's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Focalpoint's people."""

    name = "focalpoint.desk.people"
    label = "people"

    def ready(self) -> None:
        """Import the receivers, so that sign-ins are recorded."""
        from focalpoint.desk.people import recording

        assert recording  # noqa: S101 - the import connects them
