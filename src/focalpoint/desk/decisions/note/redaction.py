"""A fixed text as it is shown once consent was withdrawn: what an item said is no longer told. What is stored stays."""

import dataclasses
from collections.abc import Iterable

from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.note.evidence import SIGNS
from focalpoint.desk.documents.blocks import Block, Document, Listing, Table
from focalpoint.desk.intake.models import Item


@dataclasses.dataclass(frozen=True)
class Withdrawn:
    """The signs of items that are no longer told, and the factors that rest on nothing else."""

    items: frozenset[str]
    factors: frozenset[str]


def find_withdrawn(assessment: Assessment, items: Iterable[Item]) -> Withdrawn:
    """Return what is no longer told once some items of an assessment are not."""
    lost = {item.pk: item.ref[:SIGNS] for item in items}
    rows = assessment.factors.prefetch_related("evidence")
    rest = {row.factor: {item.pk for item in row.evidence.all()} for row in rows}
    factors = frozenset(factor for factor, cited in rest.items() if cited and cited <= lost.keys())
    return Withdrawn(frozenset(lost.values()), factors)


def redact(document: Document, lost: Withdrawn) -> Document:
    """Return a document without what is no longer told; its language is the active one."""
    return document.model_copy(update={"blocks": tuple(_masked(block, lost) for block in document.blocks)})


def _masked(block: Block, lost: Withdrawn) -> Block:
    """Return a block without the words of items, and the reasons of factors, that are no longer told."""
    if isinstance(block, Listing):
        said = _("%s: consent withdrawn; no longer told")
        points = (said % point[:SIGNS] if point[:SIGNS] in lost.items else point for point in block.points)
        return block.model_copy(update={"points": tuple(points)})
    if isinstance(block, Table) and block.withholds is not None:
        return block.model_copy(update={"rows": tuple(_reasons(block, block.withholds, lost))})
    return block


def _reasons(block: Table, column: int, lost: Withdrawn) -> Iterable[tuple[str, ...]]:
    """Give the rows of a table of factors; the reason of one that rests on nothing else is no longer told."""
    for key, row in zip(block.keys, block.rows, strict=True):
        yield (*row[:column], _("no longer told"), *row[column + 1 :]) if key in lost.factors else row
