"""The events of submissions, decisions and transmissions."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.trail.event_types import EventType
from focalpoint.doctrine import catalogue

SUBMISSION = _("the submission %(ref)s")
TRANSMISSION = _("the transmission %(ref)s")


def body_name(body: str | None) -> str:
    """Return the name of a body; one that the catalogue lacks is called by its id."""
    if not body:
        return now("a body")
    return catalogue().bodies.name(body)


def day_name(day: str | None) -> str:
    """Return a day of ISO 8601 as the reader writes it."""
    return date_format(dt.date.fromisoformat(day)) if day else now("a day")


EVENTS = (
    EventType(
        "submission.made",
        _("submitted %(subject)s: assessment and options together"),
        SUBMISSION,
        creates=True,
        objects=("assessment", "paper"),
        variants={("skipped", ""): _("filed %(subject)s as an urgent alert")},
        done=_("Submitted. A reviewer reads it next."),
    ),
    EventType(
        "submission.returned",
        _("returned the submission %(subject)s with reasons"),
        SUBMISSION,
        variants={("outside", "1"): _("refused the submission %(subject)s as the person outside of the office")},
        done=_("Returned. Its author corrects it and submits it again."),
    ),
    EventType(
        "submission.signed",
        _("signed the submission %(subject)s"),
        SUBMISSION,
        variants={("outside", "1"): _("confirmed the submission %(subject)s as the person outside of the office")},
        done=_("Signed. The principal decides next."),
    ),
    EventType(
        "submission.outside-asked",
        _("made a one-time link for a person outside of the office to the submission %(subject)s"),
        SUBMISSION,
        done=_("The link is made. Hand it over yourself."),
    ),
    EventType(
        "submission.outside-taken-back",
        _("took back the one-time link to the submission %(subject)s"),
        SUBMISSION,
        done=_("The link is taken back. It opens nothing any more."),
    ),
    EventType(
        "submission.signed-by-telephone",
        _("recorded that a reviewer signed the submission %(subject)s by telephone"),
        SUBMISSION,
        objects=("reviewer",),
        done=_("The signature by telephone is recorded. The principal decides next; the reviewer confirms it."),
    ),
    EventType(
        "alert.announced",
        _("sent a message that an urgent alert waits: %(subject)s"),
        SUBMISSION,
        objects=("people",),
    ),
    EventType(
        "submission.signature-confirmed",
        _("confirmed the signature by telephone of the submission %(subject)s"),
        SUBMISSION,
        done=_("Your signature by telephone is confirmed."),
    ),
    EventType(
        "decision.taken",
        _("decided on the submission %(subject)s"),
        SUBMISSION,
        objects=("transmissions",),
        variants={
            ("choice", "act"): _("decided to act on the submission %(subject)s and to turn to %(body)s"),
            ("choice", "refer"): _("decided to refer the submission %(subject)s to %(body)s"),
            ("choice", "watch"): _("decided on the submission %(subject)s to watch until %(on)s"),
            ("choice", "refuse"): _("decided to refuse what the submission %(subject)s asks for"),
        },
        fills={"body": body_name, "on": day_name},
        done=_("The decision is recorded. What it sends to a body is listed under Transmissions."),
    ),
    EventType(
        "transmission.shown",
        _("read, before deciding on the submission %(subject)s, the copy that would leave"),
        SUBMISSION,
        is_read=True,
    ),
    EventType(
        "transmission.recalled",
        _("recalled the transmission %(subject)s before it left"),
        TRANSMISSION,
        done=_("Recalled: the body never sees it. The decision holds, and another copy can be sent."),
    ),
    EventType(
        "transmission.sent",
        _("sent a further copy, %(subject)s"),
        TRANSMISSION,
        creates=True,
        objects=("submission",),
        variants={("body", ""): _("sent a further copy, %(subject)s, to %(body)s")},
        fills={"body": body_name},
        done=_("The copy is sent. The body acknowledges it next."),
        part_of=("decision.taken",),
    ),
    EventType(
        "transmission.referred",
        _("referred a situation outside of the mandate, %(subject)s"),
        TRANSMISSION,
        creates=True,
        objects=("situation",),
        variants={("body", ""): _("referred a situation outside of the mandate to %(body)s, %(subject)s")},
        fills={"body": body_name},
        done=_("The letter is sent. The body acknowledges it next."),
    ),
    EventType(
        "mission.report-signed",
        _("signed the report of a mission, %(subject)s"),
        _("the report %(ref)s of a mission"),
        creates=True,
        objects=("mission",),
        done=_("Signed. Its recipients are chosen next."),
    ),
    EventType(
        "mission.report-sent",
        _("sent the report of a mission, %(subject)s"),
        TRANSMISSION,
        creates=True,
        objects=("mission",),
        variants={("body", ""): _("sent the report of a mission to %(body)s, %(subject)s")},
        fills={"body": body_name},
        done=_("The report is sent. The recipient acknowledges it next."),
    ),
    EventType(
        "transmission.acknowledged",
        _("acknowledged the transmission %(subject)s"),
        TRANSMISSION,
        creates=True,
        done=_("Acknowledged. The answer of the body is awaited."),
    ),
    EventType(
        "transmission.answered",
        _("answered the transmission %(subject)s"),
        TRANSMISSION,
        done=_("The answer is sent. The office that asked sees it now."),
    ),
    EventType(
        "transmission.answered-in-part",
        _("answered the transmission %(subject)s in part"),
        TRANSMISSION,
        done=_("This part of the answer is sent. The rest is awaited."),
    ),
    EventType(
        "transmission.asked-back",
        _("asked a question about the transmission %(subject)s"),
        TRANSMISSION,
        done=_("The question is sent. The office replies next."),
    ),
    EventType(
        "transmission.replied",
        _("replied to the question about the transmission %(subject)s"),
        TRANSMISSION,
        done=_("The reply is kept. The answer of the body is awaited."),
    ),
    EventType(
        "transmission.recorded",
        _("recorded for the body what it did with the transmission %(subject)s"),
        TRANSMISSION,
        variants={
            ("kind", "delivered"): _("recorded how the transmission %(subject)s was handed over"),
            ("kind", "acknowledged"): _("recorded that the body acknowledged the transmission %(subject)s"),
            ("kind", "question"): _("recorded a question of the body about the transmission %(subject)s"),
            ("kind", "part"): _("recorded a part of the body's answer to the transmission %(subject)s"),
            ("kind", "answer"): _("recorded the body's answer to the transmission %(subject)s"),
        },
        done=_("Recorded with your name, for the body."),
    ),
    EventType(
        "transmission.record-withdrawn",
        _("withdrew what was recorded for the body on the transmission %(subject)s"),
        TRANSMISSION,
        done=_("Withdrawn. It stays to be read, and counts no more."),
    ),
    EventType(
        "transmission.letter-read",
        _("read a letter on the transmission %(subject)s"),
        TRANSMISSION,
        is_read=True,
    ),
    EventType(
        "position.recorded",
        _("recorded a position on a situation, %(subject)s"),
        _("the position %(ref)s"),
        creates=True,
        objects=("situation",),
        done=_("The position is recorded. The principal sees it before a decision."),
    ),
    EventType(
        "position.withdrawn",
        _("withdrew a position on a situation, %(subject)s"),
        _("the position %(ref)s"),
        objects=("situation", "instead"),
        variants={("instead", ""): _("corrected a position on a situation, %(subject)s")},
        done=_("Withdrawn. It stays to be read with its reason, and counts no more."),
    ),
    EventType(
        "document.exported",
        _("took %(subject)s away as a document"),
        is_read=True,
        variants={
            ("kind", "pdf"): _("took %(subject)s away as a PDF document"),
            ("kind", "docx"): _("took %(subject)s away as a Word document"),
        },
    ),
)
