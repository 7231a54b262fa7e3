"""Where the pages of who may see an item or a situation are."""

from django.urls import reverse

from focalpoint.desk.compartments.sight import Subject
from focalpoint.desk.intake.models import Item


def page_of(subject: Subject) -> str:
    """Return the address of the page of who may see an item or a situation."""
    return reverse("item_access" if isinstance(subject, Item) else "situation_access", args=[subject.ref])
