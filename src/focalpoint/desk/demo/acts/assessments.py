"""Assessments: factors, judgements before the forecast, dissent, and views of others."""

from typing import Any

from focalpoint.desk.assessments import actions
from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.assessments.queries import release_chance
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.demo.walk import Actor, Walk, there


def start(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Start the next version, with a paper of its own to come."""
    walk.assessment, walk.paper = actions.start(situation=there(walk.situation), **actor.signed), None


def write(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Write the reasoning."""
    draft = there(walk.assessment)
    actions.save_texts(assessment=draft, texts=walk.dated(more), revision=draft.revision, **actor.signed)


def answer_factors(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Answer factors; each value is the answer, why, and the facts behind it."""
    draft = there(walk.assessment)
    for factor, (value, why, *behind) in more.items():
        evidence = [walk.items[fact] for fact in behind]
        given = {"factor": factor, "value": value, "note": why, "evidence": evidence}
        actions.set_factor(assessment=draft, **given, revision=draft.revision, **actor.signed)


def judge(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Record a judgement."""
    draft = there(walk.assessment)
    evidence = [walk.items[fact] for fact in more.get("facts", ())]
    words = {name: value for name, value in walk.dated(more).items() if name != "facts"}
    judgement = Judgement(assessment=draft, **words)
    given: dict[str, Any] = {"revision": draft.revision, "evidence": evidence}
    walk.judgement = actions.record_judgement(judgement=judgement, **given, **actor.signed)


def show_release(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Show what the newest release says on the same question; a home without a release shows nothing."""
    iso3 = there(walk.situation).places.get().iso3
    asked = {"iso3": iso3, "threshold": more["threshold"], "window": more["window"]}
    if release_chance(**asked):
        actions.show_release(judgement=there(walk.judgement), **asked, **actor.signed)


def dissent(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Record a dissent."""
    actions.dissent(assessment=there(walk.assessment), text=more["text"], **actor.signed)


def explain_no_local_view(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Say why no local partner was asked."""
    consulting.explain_no_local_view(assessment=there(walk.assessment), reason=more["reason"], **actor.signed)
