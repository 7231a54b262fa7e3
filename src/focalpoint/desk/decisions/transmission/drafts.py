"""Drafts of messages to leaders, built from what binds the State that is addressed; whoever sends one edits it.

Mechanisms of the founding documents: timely notice (M44), the reminder on incitement (M46), reliance on the convention
against racial discrimination (M47); and what binds each party to an armed conflict, armed groups among them.
"""

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from focalpoint.desk.assessments.models import Assessment, Factor
from focalpoint.desk.situations.incitement.reminder import NORMS, reminder_of
from focalpoint.doctrine import catalogue
from focalpoint.doctrine.framework import Norm
from focalpoint.doctrine.parties import table
from focalpoint.reference.countries import watched

LEADERS = "STATE"  # the body to which messages to leaders of the State concerned go
HUMANITARIAN = {"GC14", "AP1", "AP2"}


@dataclasses.dataclass(frozen=True)
class Draft:
    """The beginning of a message: to whom, what is asked, and what binds, one line each."""

    addressee: str
    asked: str
    obligations: str
    left_out: str = ""  # norms of treaties to which the State was not party, by the table


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of message, with the norms that it quotes."""

    label: str | Promise
    asked: str | Promise
    quotes: Callable[[str, Norm, set[str]], bool]  # factor, norm, factors that are present


KINDS = {
    "M44": Kind(
        gettext_lazy("Timely notice (M44): the norms of the risk factors that are present"),
        gettext_lazy(
            "To order all forces and officials to protect the people at risk, to prevent attacks on them, and to "
            "inform this office by the day below of what was ordered."
        ),
        lambda factor, norm, present: factor in present,
    ),
    "M46": Kind(
        gettext_lazy("Reminder on incitement (M46): what binds on incitement and hatred"),
        gettext_lazy(
            "To say in public that incitement to violence or hatred against a group is forbidden, to prevent it and "
            "prosecute it, and to inform this office by the day below of what was done."
        ),
        lambda factor, norm, present: norm.id in NORMS,
    ),
    "M47": Kind(
        gettext_lazy("Racial hatred (M47): what the convention against racial discrimination asks"),
        gettext_lazy(
            "To condemn racial hatred and discrimination, to act against both as the Convention asks, and to inform "
            "this office by the day below of what was done."
        ),
        lambda factor, norm, present: "ICERD" in norm.instruments,
    ),
    "group": Kind(
        gettext_lazy("To an armed group: what binds each party to an armed conflict"),
        gettext_lazy(
            "To order all fighters to spare civilians and to let relief through, and to answer through the channel "
            "that carries this message."
        ),
        lambda factor, norm, present: norm.binds == "all" and bool(HUMANITARIAN & set(norm.instruments)),
    ),
}


def compose_draft(kind: str, assessment: Assessment, iso3: str, on: dt.date) -> Draft | None:
    """Return a draft to a State, or through a channel to an armed group; None where there is no such kind or State.

    Parameters
    ----------
    on : the day of the message; that of a reconstruction goes before it, and decides which treaties bind.
    """
    state = next((_(each.name) for each in watched() if each.iso3 == iso3 and kind != "group"), "")
    if kind not in KINDS or (kind != "group" and not state):
        return None
    chosen = KINDS[kind]
    to = _("Head of State or government of %(state)s") % {"state": state} if state else ""
    norms, day = list(_norms(chosen, assessment)), assessment.situation.day_of_law(on)
    quoted = [norm for norm in norms if not state or _may_bind(norm, iso3, day)]
    left_out = ", ".join(norm.cite for norm in norms if norm not in quoted)
    return Draft(to, str(chosen.asked), "\n\n".join(_line(norm, iso3, state, day) for norm in quoted), left_out)


def is_reminder_due(assessment: Assessment) -> bool:
    """Whether the scope test found incitement, so that leaders are reminded of what binds them."""
    return reminder_of(assessment.situation, assessment) is not None


def _norms(kind: Kind, assessment: Assessment) -> Iterator[Norm]:
    """Yield the norms that a message quotes, each once."""
    present = {each.factor for each in assessment.factors.all() if each.value == Factor.Value.PRESENT}
    for factor in catalogue().framework.factors:
        yield from (norm for norm in factor.norms if kind.quotes(factor.id, norm, present))


def _may_bind(norm: Norm, iso3: str, on: dt.date) -> bool:
    """Whether a norm binds a State by custom or by a treaty that it is party to, or may do so, as nothing is known."""
    kinds = {table().standing(each, iso3, on).kind for each in norm.instruments}
    return norm.binds != "parties" or not kinds or bool(kinds & {"party", "unknown"})


def _line(norm: Norm, iso3: str, state: str, on: dt.date) -> str:
    """Return a norm with where it is written, and how the State stands to it, as far as that is known."""
    said = _("%(norm)s (%(cite)s)") % {"norm": norm.text.rstrip("."), "cite": norm.cite} + "."
    if not state:
        return said
    if norm.binds == "parties":
        return " ".join([said, *filter(None, (_status(each, iso3, state, on) for each in norm.instruments))])
    return " ".join([said, _("It binds every State.") if norm.binds == "all" else _("It is a commitment, not law.")])


def _status(instrument: str, iso3: str, state: str, on: dt.date) -> str:
    """Say since when a State is party to a treaty, or that this is not known; nothing where it is not party."""
    found = table().standing(instrument, iso3, on)
    treaty = next((each.name for each in catalogue().treaties.instruments if each.id == instrument), instrument)
    if found.kind == "unknown":
        said = _("This office does not know whether %(state)s is party to: %(treaty)s.")
        return said % {"state": state, "treaty": treaty}
    if found.kind != "party" or found.on is None:
        return ""
    month = date_format(dt.date.fromisoformat(f"{found.as_of}-01"), "YEAR_MONTH_FORMAT")
    words = {"state": state, "treaty": treaty, "day": date_format(found.on), "month": month}
    return _("%(state)s has been party since %(day)s to: %(treaty)s (status of %(month)s).") % words
