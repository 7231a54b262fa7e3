"""Situations: opened, tested, rated, referred, monitored and closed."""

from collections.abc import Sequence
from typing import Any

from focalpoint.desk.compartments.actions import change_members
from focalpoint.desk.decisions import referrals
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.decisions.transmission.referral import compose_letter, mark_shown
from focalpoint.desk.demo.script import day
from focalpoint.desk.demo.walk import Actor, Walk, there
from focalpoint.desk.life import actions as living
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations import actions, collecting
from focalpoint.desk.situations.incitement import actions as rating
from focalpoint.desk.situations.models import CollectionTask, ScopeTest, Situation, Speech


def open_situation(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Open the situation from an item."""
    names = ("title", "areas", "populations", "tlp", "need_to_know", "overlap_reason", "as_of")
    situation = Situation(reconstruction=True, **{name: more[name] for name in names if name in more})
    opened_from = {"iso3s": more["iso3s"], "item": walk.items[more["from"]]}
    walk.situation = actions.open_situation(situation=situation, **opened_from, closes=True, **actor.signed)


def link(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Link items that were filed before."""
    for fact in more["facts"]:
        actions.link_item(situation=there(walk.situation), item=walk.items[fact], closes=True, **actor.signed)


def admit(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Add a person to the members of the situation."""
    situation, person = there(walk.situation), User.objects.get(username=more["person"])
    given = {"is_member": True, "reason": more["reason"], "revision": situation.revision}
    change_members(subject=situation, person=person, **given, **actor.signed)


def run_scope_test(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Run the scope test."""
    found = [_finding(walk, **row) for row in more.get("findings", ())]
    test = ScopeTest(situation=walk.situation, **{name: value for name, value in more.items() if name != "findings"})
    actions.run_scope_test(test=test, findings=found, **actor.signed)


def ask_for(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Give a person the task to find out what the scope test could not say."""
    owner, due_on = User.objects.get(username=more["owner"]), day(more["due_on"], walk.now)
    words = {name: more[name] for name in ("what", "from_whom", "unsafe")}
    task = CollectionTask(situation=walk.situation, owner=owner, due_on=due_on, **words)
    collecting.open_task(task=task, **actor.signed)


def refer(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Read the letter to the body that the scope test names, and send it."""
    situation, route, ref = there(walk.situation), Route(**walk.dated(more)), new_ref()
    test = referrals.ensure_referred(situation, route.body)
    letter = compose_letter(test, route, ref=ref, language="en", on=office_day(actor.at))
    mark = mark_shown(letter, ref, by=actor.by.ref)
    walk.sent = referrals.refer(situation=situation, route=route, mark=mark, **actor.signed)


def file_speech(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """File the speech that an item of the situation reports."""
    words = {name: more[name] for name in ("speaker", "said_on", "place", "audience")}
    speech = Speech(situation=there(walk.situation), item=walk.items[more["fact"]], **words)
    walk.speech = rating.file_speech(speech=speech, **actor.signed)


def rate(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Rate the speech; each part has its level, why, and the facts behind it."""
    parts = [
        rating.Rated(name, level, why, [walk.items[each] for each in on]) for name, (level, why, *on) in more.items()
    ]
    rating.rate_speech(speech=there(walk.speech), parts=parts, **actor.signed)


def monitor(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Set the situation to monitoring."""
    situation = there(walk.situation)
    living.monitor_situation(situation=situation, reason=more["reason"], revision=situation.revision, **actor.signed)


def close(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Close the situation with what was learnt and what remains."""
    situation = there(walk.situation)
    words = {name: more[name] for name in ("reason", "learnt", "remains")}
    living.close_situation(situation=situation, **words, revision=situation.revision, **actor.signed)


def _finding(walk: Walk, facts: Sequence[str] = (), against: Sequence[str] = (), **row: str) -> actions.Finding:
    items, others = ([walk.items[fact] for fact in each] for each in (facts, against))
    return actions.Finding(**row, items=items, against=others)
