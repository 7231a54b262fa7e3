"""Submissions, decisions, and what a body answers."""

from typing import Any

from focalpoint.desk.decisions import actions, exchange
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.drafts import compose_draft
from focalpoint.desk.demo.script import day
from focalpoint.desk.demo.walk import Actor, Walk, there
from focalpoint.desk.interests.actions import declare
from focalpoint.desk.people.zones import office_day


def submit(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Submit the assessment with its options."""
    _declare_interests(walk, actor)
    draft = there(walk.assessment)
    draft.refresh_from_db()
    walk.submission = actions.submit(assessment=draft, revision=draft.revision, **actor.signed)


def send_back(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Return it with reasons."""
    submission = _fresh(walk)
    actions.send_back(submission=submission, reason=more["reason"], revision=submission.revision, **actor.signed)
    there(walk.assessment).refresh_from_db()


def sign(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Sign what was read."""
    _declare_interests(walk, actor)
    submission = _fresh(walk)
    read = read_now(submission, at=actor.at)
    actions.sign(submission=submission, read=read, revision=submission.revision, **actor.signed)


def decide(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Decide, with a way out where it acts or refers."""
    _declare_interests(walk, actor)
    submission = _fresh(walk)
    given = {"choice": more["choice"], "reason": more["reason"], "on": day(more["on"], walk.now)}
    given["others"] = more.get("others", "")
    route = _route(walk, actor, more["route"]) if "route" in more else None
    taken = actions.decide(submission=submission, **given, route=route, revision=submission.revision, **actor.signed)
    walk.sent = taken.transmissions.order_by("sent_at", "pk").first()


def acknowledge(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Acknowledge the copy for a body."""
    exchange.acknowledge(transmission=there(walk.sent), **actor.signed)


def answer(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Answer for a body."""
    exchange.answer(transmission=there(walk.sent), text=more["text"], **actor.signed)


def record_for_body(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Record what a body without an account did."""
    said = exchange.Said(more["kind"], more.get("text", ""), office_day(actor.at), means=more["means"])
    exchange.record_for_body(transmission=there(walk.sent), said=said, **actor.signed)


def _declare_interests(walk: Walk, actor: Actor) -> None:
    """Declare no interest once: the people of the demonstration are invented and have none."""
    situation = there(walk.situation)
    if not situation.declarations.filter(by=actor.by).exists():
        declare(situation=situation, **actor.signed)


def _route(walk: Walk, actor: Actor, given: dict[str, Any]) -> Route:
    """Return a way out; a ``draft`` names the message to leaders that it begins from, and the State."""
    words = {name: value for name, value in walk.dated(given).items() if name != "draft"}
    if "draft" in given:
        kind, iso3 = given["draft"]
        begun = there(compose_draft(kind, there(walk.assessment), iso3, office_day(actor.at)))
        words = {"addressee": begun.addressee, "obligations": begun.obligations} | words
    return Route(**words | {"options": tuple(given.get("options", ()))})


def _fresh(walk: Walk) -> Submission:
    """Return the submission as everybody sees it now."""
    return Submission.objects.get(pk=there(walk.submission).pk)
