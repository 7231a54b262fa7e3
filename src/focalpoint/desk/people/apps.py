"""The application's name for Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Focalpoint's people."""

    name = "focalpoint.desk.people"
    label = "people"

    def ready(self) -> None:
        """Import the receivers, so that sign-ins are recorded, and the key that replaces addresses.

        That key is there before the server parts into processes, so that all of them count tries alike.
        """
        from focalpoint.desk.people import adapter, expiry, signals

        assert adapter, (expiry, signals)  # noqa: S101 - importing them is what is wanted
