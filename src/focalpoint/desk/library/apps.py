"""The library as a Django application: the catalogues are read as the office corrected them."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Says where the office's corrections are asked for."""

    name = "focalpoint.desk.library"
    label = "library"

    def ready(self) -> None:
        """Name the query; it runs when a process serves pages, or meets a version that it does not hold."""
        from focalpoint.desk.library.queries import states
        from focalpoint.doctrine import office

        office.ask(states)
