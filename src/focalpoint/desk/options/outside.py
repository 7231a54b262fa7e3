"""The second reader of a safeguard, where a small office asks a person outside."""

import datetime as dt

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from focalpoint.desk.options.columns import safeguards_of
from focalpoint.desk.options.models import Option, Reading
from focalpoint.desk.options.readings import keep_reading
from focalpoint.desk.options.rules import measure
from focalpoint.desk.people.models import User
from focalpoint.desk.people.outsider import Kind, Question, ensure_shared


def find(ref: str) -> Option | None:
    """Return an option that is proposed and not read yet; a change of it makes another row, which is another act."""
    found = Option.objects.current().filter(pk=int(ref)).first() if ref.isdecimal() and len(ref) < 19 else None
    waits = found is not None and found.needs_second_reader and not Reading.objects.filter(option=found).exists()
    return found if waits else None


def question(option: Option) -> Question:
    """Return the safeguards of an option in words.

    Raises
    ------
    NotShared : an item that they rest on is kept inside of the office.
    """
    situation = option.paper.assessment.situation
    for each in option.evidence.all():
        ensure_shared(each.tlp, is_for_members=each.is_for_members or each.consent_withdrawn_at is not None)
    found = safeguards_of(option)
    lines = tuple((f"{each.label}: {line.label}", line.text) for each in found for line in each.lines)
    title = _("Safeguards of “%(measure)s”") % {"measure": measure(option.measure).name}
    return Question(title, lines, situation.tlp, situation.is_for_members)


def answer(option: Option, is_confirmed: bool, words: str, by: User, at: dt.datetime) -> tuple[str, str, list[Model]]:
    """Keep that a person outside read the safeguards; a refusal leaves them unread, and its words on the link."""
    if is_confirmed:
        keep_reading(option, by=by, at=at)
    verb = "safeguards.read" if is_confirmed else "safeguards.refused"
    return verb, option.paper.ref, [option.paper]


SAFEGUARD = Kind(
    name="safeguard",
    ref_of=lambda option: str(option.pk),
    find=find,
    question=question,
    answer=answer,
    page=lambda option: reverse("paper", args=[option.paper.ref]),
)
