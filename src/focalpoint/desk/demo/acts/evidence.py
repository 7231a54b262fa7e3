"""Sources and items: registered, filed, graded, and withdrawn."""

from typing import Any

from focalpoint.desk.demo import facts
from focalpoint.desk.demo.walk import Actor, Walk
from focalpoint.desk.intake import actions, grading
from focalpoint.desk.intake.models import Event, Item, Source
from focalpoint.desk.situations.actions import link_item

CREDIBILITY = {"true": 2, "partly": 3, "recalled": 6}
RELIABILITY = "what is published"  # the subject under which published sources are graded here


def register(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Register sources with their first grades; one that another situation registered under its name is that one."""
    for given in more["sources"]:
        if known := Source.objects.filter(label=given["label"]).first():
            walk.sources[given["as"]] = known
            continue
        names = ("label", "kind", "independence_group", "tlp")
        source = Source(**{"tlp": "TLP:GREEN"} | {name: given[name] for name in names if name in given})
        graded = {"subject": RELIABILITY, "grade": given["grade"], "reason": given["reason"]}
        walk.sources[given["as"]] = actions.register_source(source=source, **graded, **actor.signed)


def file(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """File a fact as an item; its text says how far it was checked, and that it is reconstructed."""
    fact = walk.fact(more["fact"])
    text = f"{fact.text}\n\n{facts.flag(fact)} Source: {fact.seen_in}.\n\n{walk.script.note}"
    marks = {"tlp": more["tlp"]} if "tlp" in more else {}
    item = Item(
        **marks,
        title=f"{more['title']} (reconstruction)",
        text=text,
        obtained_on=actor.at.date(),
        how_obtained=fact.compiled,
        consent_bodies=True,
        consent_public=True,
    )
    given: dict[str, Any] = {"event": _event(more, fact), "attachments": _files(more, text)}
    walk.items[more["fact"]] = actions.file_item(item=item, **given, **actor.signed)


def weigh(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Name the source of an item and set its credibility by how far the fact was checked."""
    fact = walk.fact(more["fact"])
    item = walk.items[more["fact"]]
    named: dict[str, Any] = {"source": walk.sources[more["source"]], "subject": RELIABILITY}
    actions.name_source(item=item, **named, revision=item.revision, **actor.signed)
    reason = f"{facts.flag(fact)} Set by that flag alone; no second origin was sought for this reconstruction."
    graded: dict[str, Any] = {"credibility": CREDIBILITY[fact.checked], "reason": reason, "confirmed_by": []}
    grading.grade_item(item=item, **graded, revision=item.revision, **actor.signed)


def collect(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """File and weigh several facts, and link them to the situation where it is open."""
    for given in more["items"]:
        file(walk, actor, given)
        weigh(walk, actor, given)
        if walk.situation:
            link_item(situation=walk.situation, item=walk.items[given["fact"]], closes=True, **actor.signed)


def withdraw(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Withdraw the consent for an item."""
    item = walk.items[more["fact"]]
    item.refresh_from_db()
    actions.withdraw_consent(item=item, revision=item.revision, **actor.signed)


def _files(more: dict[str, Any], text: str) -> list[actions.Attachment]:
    """Return the entry as a file of its own, where the script names one."""
    return [actions.Attachment(more["file"], text.encode())] if "file" in more else []


def _event(more: dict[str, Any], fact: facts.FoundFact) -> Event | None:
    """Return what happened, where the fact is an event; what the catalogue does not say is unknown."""
    if "event" not in more:
        return None
    known = {"happened_on": fact.day, "date_precision": "exact"} if fact.day else {}
    given = {"how_known": "media", **known, **fact.counts, **more["event"]}
    return Event(what=f"{fact.text} {facts.flag(fact)}", **given)
