"""The item that an address names."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from focalpoint.desk.intake import queries
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.access import person
from focalpoint.desk.people.permissions import Permission, has_permission


def visible_item(request: HttpRequest, ref: str, permission: Permission | None = None) -> Item:
    """Return an item the reader may see (and, with a permission, may act on); anything else does not exist."""
    by = person(request)
    if permission and not has_permission(by, permission):
        raise Http404
    return get_object_or_404(queries.items(by).select_related("event", "source", "created_by"), ref=ref)
