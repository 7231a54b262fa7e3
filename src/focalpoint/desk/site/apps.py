"""The installation as a Django application: it holds the system checks."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "focalpoint.desk.site"
    label = "desk_site"

    def ready(self) -> None:
        """Register the checks."""
        from focalpoint.desk.site import checks, production  # noqa: F401 - importing them registers the checks
