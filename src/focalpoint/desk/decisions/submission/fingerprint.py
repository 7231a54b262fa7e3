"""Whether anything was changed between a return and the next submission: a hash of all that its author can write."""

import hashlib
import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.forms import model_to_dict

from focalpoint.desk.assessments.actions import FIGURE, TEXTS
from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.note.evidence import reliability_of
from focalpoint.desk.intake.models import Item
from focalpoint.desk.interests.queries import declared
from focalpoint.desk.options.models import Paper
from focalpoint.desk.situations.incitement.ratings import counted_result, speeches_of
from focalpoint.desk.situations.queries import scope
from focalpoint.desk.situations.scope_outcome import outcome_of

OWN = ("title", "areas", "populations")  # of the situation


def fingerprint(assessment: Assessment, paper: Paper) -> str:
    """Return the SHA-256 of the present texts; to save the same words again changes nothing of it."""
    test = scope(assessment.situation)
    said = {
        "texts": {name: getattr(assessment, name) for name in TEXTS},
        "situation": {name: getattr(assessment.situation, name) for name in OWN},
        "scope": [test.pk, outcome_of(test, assessment)] if test else None,
        "factors": _factors(assessment),
        "judgements": _judgements(assessment),
        "options": sorted(_options(paper)),
        "no_new_measure": paper.no_new_measure,
    }
    if speeches := _speeches(assessment):  # only where there are some, so that earlier hashes hold
        said["speeches"] = speeches
    if mine := declared(assessment.situation).get(assessment.author_id):
        said["interests"] = mine.ref
    return hashlib.sha256(_json(said).encode()).hexdigest()


def _judgements(assessment: Assessment) -> list[dict[str, object]]:
    """Return each judgement; the items it rests on only where there are some, so that earlier hashes hold."""
    rows = assessment.judgements.order_by("pk").prefetch_related("evidence__source__reliabilities")
    return [
        model_to_dict(each, exclude=["id", "evidence", *FIGURE])
        | ({"evidence": _graded(each.evidence.all())} if each.evidence.all() else {})
        for each in rows
    ]


def _graded(items: Iterable[Item]) -> list[list[object]]:
    """Return items with their two grades, in the order of their references."""
    return sorted([item.ref, item.credibility or 0, reliability_of(item)] for item in items)


def _speeches(assessment: Assessment) -> list[list[object]]:
    """Return each speech that counts with its newest round and its ratings, once two people have rated."""
    found = [(each, counted_result(each)) for each in speeches_of(assessment.situation)]
    return [[each.ref, sorted(rating.pk for rating in known.ratings.values())] for each, known in found if known]


def _factors(assessment: Assessment) -> list[list[object]]:
    """Return each factor's answer with the evidence behind it and how that is graded."""
    rows = assessment.factors.prefetch_related("evidence__source__reliabilities")
    return [[each.factor, each.value, each.note, _graded(each.evidence.all())] for each in rows]


def _options(paper: Paper) -> list[str]:
    return [_json(model_to_dict(each, exclude=["id", "written", "evidence"])) for each in paper.options.all()]


def _json(what: object) -> str:
    return json.dumps(what, cls=DjangoJSONEncoder, sort_keys=True)
