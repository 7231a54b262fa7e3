"""The marking that a page shows when its view names none."""

from django.http import HttpRequest

from focalpoint.desk.marking.levels import Tlp


def marking(request: HttpRequest) -> dict[str, Tlp]:
    """Mark every page of the desk for the community; a public page's view says TLP:CLEAR itself."""
    return {"marking": Tlp.GREEN}
