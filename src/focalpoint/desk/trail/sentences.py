"""Each event as a sentence that somebody reads who was not there: what was done, with its outcome, to which object.

Outcomes are told, contents never: a decision and where it went, not its reason; a scope outcome, not the answers.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.models import Event
from focalpoint.desk.trail.queries import births, is_ref
from focalpoint.desk.trail.verbs import VERBS
from focalpoint.doctrine import catalogue

SHORT = 6  # signs of a reference that stand for it in a sentence
Words = str | Promise
# By verb, key and value of an event's ids: what is said in place of the verb's own sentence. "" stands for any value.
MORE: dict[str, dict[tuple[str, str], Words]] = {
    "decision.taken": {
        ("choice", "act"): _("decided to act on the submission %(subject)s and to turn to %(body)s"),
        ("choice", "refer"): _("decided to refer the submission %(subject)s to %(body)s"),
        ("choice", "watch"): _("decided on the submission %(subject)s to watch until %(on)s"),
        ("choice", "refuse"): _("decided to refuse what the submission %(subject)s asks for"),
    },
    "scope.tested": {
        ("outcome", "in_scope_risk"): _("ran the scope test of the situation %(subject)s: in scope, a risk"),
        ("outcome", "in_scope_ongoing_alleged"): _(
            "ran the scope test of the situation %(subject)s: in scope, crimes alleged to be going on"
        ),
        ("outcome", "in_scope_incitement"): _("ran the scope test of the situation %(subject)s: in scope, incitement"),
        ("outcome", "out_of_scope_refer"): _(
            "ran the scope test of the situation %(subject)s: out of scope, for others to take up"
        ),
        ("outcome", "insufficient_information"): _(
            "ran the scope test of the situation %(subject)s: too little is known to tell"
        ),
    },
    "situation.changed": {
        ("member", ""): _("admitted a person to the situation %(subject)s"),
        ("state", "open"): _("opened the situation %(subject)s again"),
        ("state", "monitoring"): _("set the situation %(subject)s to monitoring"),
        ("state", "closed"): _("closed the situation %(subject)s"),
        ("state", "merged"): _("merged the situation %(subject)s into another"),
    },
    "assessment.saved": {("factor", ""): _("answered a risk factor in the assessment %(subject)s")},
    "paper.saved": {("assessment", ""): _("started the options paper %(subject)s")},
    "option.considered": {
        ("status", "proposed"): _("proposed a measure in the options paper %(subject)s"),
        ("status", "rejected"): _("considered and rejected a measure in the options paper %(subject)s"),
    },
    "user.changed": {("closed", ""): _("closed the account %(subject)s")},
    "document.exported": {
        ("kind", "pdf"): _("took %(subject)s away as a PDF document"),
        ("kind", "docx"): _("took %(subject)s away as a Word document"),
    },
}
# What an object is, by the verb with which it came to be.
KINDS: dict[str, Words] = {
    "item.filed": _("the item %(ref)s"),
    "source.registered": _("the source %(ref)s"),
    "situation.opened": _("the situation %(ref)s"),
    "assessment.started": _("the assessment %(ref)s"),
    "paper.saved": _("the options paper %(ref)s"),
    "submission.made": _("the submission %(ref)s"),
    "transmission.acknowledged": _("the transmission %(ref)s"),
    "user.created": _("the account %(ref)s"),
}
# Sentences that do not say by themselves what the object is.
NAMELESS = {"protected.read", "document.exported", "rows.exported", "release-figure.shown"}
THE_TRAIL: Words = _("the trail")


def sentences(events: Iterable[Event]) -> list[str]:
    """Say what some events record, in the reader's language; what kind of thing each concerns costs one query."""
    listed = list(events)
    kinds = births([each.subject for each in listed if each.verb in NAMELESS], KINDS)
    return [sentence(each, kinds) for each in listed]


def sentence(event: Event, kinds: Mapping[str, str] | None = None) -> str:
    """Say what an event records; ``kinds`` maps references to the verbs with which their objects came to be."""
    ids: dict[str, Any] = json.loads(event.ids or "{}")
    said = VERBS.get(event.verb, event.verb)
    for (key, value), words in MORE.get(event.verb, {}).items():
        if key in ids and value in ("", str(ids[key])):
            said = words
    subject = _subject(event, kinds or {})
    return str(said) % {"subject": subject, "body": _body(ids.get("body")), "on": _day(ids.get("on"))}


def _subject(event: Event, kinds: Mapping[str, str]) -> str:
    """Return what a sentence calls its object: a reference by its first signs, with its kind where none is said."""
    short = event.subject[:SHORT] if is_ref(event.subject) else event.subject
    if event.subject == "trail":
        return str(THE_TRAIL)
    kind = KINDS.get(kinds.get(event.subject, "")) if event.verb in NAMELESS else None
    return str(kind) % {"ref": short} if kind else short


def _body(body: str | None) -> str:
    """Return the name of a body; rows that name none are told so."""
    if not body:
        return str(_("a body"))
    return next((each.name for each in catalogue().bodies.bodies if each.id == body), body)


def _day(day: str | None) -> str:
    """Return a day in the reader's words."""
    return date_format(dt.date.fromisoformat(day)) if day else str(_("a day"))
