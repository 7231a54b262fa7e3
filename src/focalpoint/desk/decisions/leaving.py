"""The copy that leaves the office: the signed note under a symbol of its own, without what must stay here.

What somebody told on condition that it is not passed on is not passed on, whatever the note cites of it.
"""

from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.documents.blocks import Block, Document, Listing
from focalpoint.desk.intake.models import Item

SIGNS = 6  # of an item's reference, as the note cites it


def copy(assessment: Assessment, *, symbol: str, addressee: str) -> Document:
    """Return the signed note as a body may have it; its symbol tells nothing of how many others there are."""
    note = Document.model_validate(assessment.frozen)
    kept = {item.ref[:SIGNS] for item in Item.objects.filter(cited_in__assessment=assessment) if stays(item)}
    own = {"reference": symbol, "subtitle": _("Copy for %s: assessment and options") % addressee}
    return note.model_copy(update={**own, "blocks": tuple(_without(block, kept) for block in note.blocks)})


def stays(item: Item) -> bool:
    """Tell whether an item's giver did not agree that it is passed to a body, or agrees no longer."""
    return not item.consent_bodies or item.consent_withdrawn_at is not None


def _without(block: Block, kept: set[str]) -> Block:
    """Replace the words of items that stay by the reason."""
    if not isinstance(block, Listing):
        return block
    withheld = _("%s: held by the office; its giver did not agree that it is passed on")
    points = (withheld % point[:SIGNS] if point[:SIGNS] in kept else point for point in block.points)
    return Listing(points=tuple(points))
