"""Whether what was signed, decided, sent and answered still says what the trail recorded of it.

The trail holds no text. With each of these acts it holds a hash of what was said: of a note or a copy its SHA-256, of a
reason or an answer, which are short enough to be guessed, a hash under the installation's key.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.crypto import salted_hmac

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.documents.checksum import RULE, digest_of
from focalpoint.desk.trail.models import Event

SALT = "focalpoint.desk.decisions.said"


def of_decision(taken: Decision) -> str:
    """Return the keyed hash of a decision: choice, reason, body, form and day."""
    others = [taken.others_not_used] if taken.others_not_used else []  # decisions of before have none
    return _keyed([taken.choice, taken.reason, taken.body, taken.form, taken.on.isoformat(), *others])


def of_sent(sent: Transmission) -> str:
    """Return the keyed hash of what went out: body, what is asked, the way, the day, and the copy's own hash."""
    way = [sent.entry_point, sent.conveyor, sent.legal_basis, sent.form, sent.answer_due_on.isoformat()]
    plan = [json.dumps(sent.quiet, sort_keys=True)] if sent.quiet else []  # copies of before have none
    return _keyed([sent.body, sent.asked, *way, digest_of(sent.copy), *plan])


def of_answer(sent: Transmission) -> str:
    """Return the keyed hash of what a body answered."""
    return _keyed([sent.answer])


def differences() -> Iterator[tuple[int, str]]:
    """Yield the trail's row and a sentence for everything that no longer says what was recorded of it."""
    for number, verb, subject, ids in _recorded():
        for name, (now, sentence) in NOW[verb].items():
            if name in ids and ids[name] not in now(subject, _rules(ids)):
                yield number, sentence


def _rules(ids: dict[str, Any]) -> list[int]:
    """Return the rules by which a row's hash can have been made: the one it names; of an early row, any."""
    return [ids["rule"]] if "rule" in ids else list(range(1, RULE + 1))


def _recorded() -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """Yield what the trail recorded of texts, in order."""
    rows = Event.objects.filter(verb__in=list(NOW)).order_by("number")
    for number, verb, subject, ids in rows.values_list("number", "verb", "subject", "ids").iterator():
        yield number, verb, subject, json.loads(ids)


def _note(ref: str, rules: list[int]) -> list[str]:
    found = Assessment.objects.filter(submission__ref=ref).first()
    if found is None or found.frozen is None:
        return []
    return [digest for rule in rules if (digest := digest_of(found.frozen, rule)) == found.frozen_hash]


def _decision(ref: str, rules: list[int]) -> list[str]:
    return [of_decision(each) for each in Decision.objects.filter(submission__ref=ref)]


def _sent(ref: str, rules: list[int]) -> list[str]:
    """Return what went out with a decision, which is the first; each further copy has an event of its own."""
    rows = Transmission.objects.filter(decision__submission__ref=ref).order_by("sent_at", "pk")
    return [of_sent(each) for each in rows[:1]]


def _sent_later(ref: str, rules: list[int]) -> list[str]:
    return [of_sent(each) for each in Transmission.objects.filter(ref=ref)]


def _answer(ref: str, rules: list[int]) -> list[str]:
    return [of_answer(each) for each in Transmission.objects.filter(ref=ref)]


def _keyed(words: list[str]) -> str:
    return salted_hmac(SALT, json.dumps(words), algorithm="sha256").hexdigest()


_NOT_AS_SENT = "what is stored as sent is not what was sent: the copy, what is asked, or the way it went"

Checks = dict[str, tuple[Callable[[str, list[int]], list[str]], str]]
_SIGNED: Checks = {"note": (_note, "the note that was signed is not the one that is stored")}

# Verb -> the name of a hash among its ids -> what it is today by some rules, and what is said when it differs.
NOW: dict[str, Checks] = {
    "submission.signed": _SIGNED,
    "submission.signed-by-telephone": _SIGNED,
    "decision.taken": {
        "said": (_decision, "the decision that is stored is not the one that was taken: choice, reason, body or day"),
        "sent": (_sent, _NOT_AS_SENT),
    },
    "transmission.sent": {"sent": (_sent_later, _NOT_AS_SENT)},
    "transmission.referred": {"sent": (_sent_later, _NOT_AS_SENT)},
    "mission.report-sent": {"sent": (_sent_later, _NOT_AS_SENT)},
    "transmission.answered": {"said": (_answer, "the answer that is stored is not the one that was given")},
}
