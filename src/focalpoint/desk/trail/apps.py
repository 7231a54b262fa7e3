"""The trail as a Django application."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    """Registers the check that the triggers exist."""

    name = "focalpoint.desk.trail"
    label = "trail"

    def ready(self) -> None:
        """Import the checks, so that Django knows them."""
        from focalpoint.desk.trail import checks

        assert checks  # noqa: S101 - the import registers them
