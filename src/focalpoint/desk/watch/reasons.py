"""What speaks for and against, in words: the reasons behind a chance, as the release gives them. Pure functions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from focalpoint.desk.design.templatetags.figures import figure, short

SHOWN = 5  # reasons on either side; the rest is in the rows of the release
LEAST_SHARE = 0.05  # of the strongest, in an older release; what is weaker is no reason
LEAST_CHANCE = 0.01  # below it no reason is shown, whatever the model weighs
PASSING, ONSET = "civilians_sum", "onset_one_sided"
# A feature of the model that is also a fact of the profile: one figure a fact, so the profile alone gives it, unless
# the release says of which year and source the model's figure is.
IN_PROFILE = frozenset(
    {
        *("population", "displaced_within", "displaced_per_thousand", "refugees_from", "refugees_in"),
        *("asylum_seekers_from", "gdp_per_head", "gdp_growth", "trade_share", "infant_mortality"),
        *("polyarchy", "libdem", "egaldem", "mentions_share", "osv_last"),
    }
)
RATIO, UNIT_SHARE, YES_NO = "logarithm of the ratio", "share, 0 to 1", "yes or no"


@dataclass(frozen=True)
class Reason:
    """One reason: its words, how strong it is against the strongest, in per cent, and its words without comparison."""

    words: str
    width: float
    raises: bool
    short: str = ""


@dataclass(frozen=True)
class Reasons:
    """What speaks for, what speaks against, or the one sentence that replaces both."""

    up: Sequence[Reason] = ()
    down: Sequence[Reason] = ()
    sentence: str = ""


def reasons(rows: Sequence[dict[str, Any]], chance: float | None) -> Reasons:
    """Return the reasons for a chance, strongest first.

    Parameters
    ----------
    rows : the drivers of a State for one target, as the release has them.
    chance : the chance they explain; below ``LEAST_CHANCE`` one sentence is all.
    """
    if not rows:
        return Reasons(sentence=_("The release gives no reasons."))
    if chance is not None and chance < LEAST_CHANCE:
        return Reasons(sentence=_quiet(rows))
    found = [reason for row in rows if (reason := _reason(row))]
    if not found:
        return Reasons(sentence=_("There is no single main reason."))
    up, down = ([each for each in found if each.raises is way][:SHOWN] for way in (True, False))
    return Reasons(up, down)


def _quiet(rows: Sequence[dict[str, Any]]) -> str:
    """Return the one sentence of a State whose chance is small, with the reason against it where there is one."""
    against = next((row for row in rows if row.get("meaning") and row["contribution"] < 0), None)
    if against is None:
        return _("The chance is below 1 %, as in most States. There is no main reason.")
    return _("The chance is below 1 %%. What lowers it most: %(reason)s.") % {"reason": words(against)}


def _reason(row: dict[str, Any]) -> Reason | None:
    """Return a row as a reason; None for what says nothing.

    A newer release gives reasons alone: it has left out what is weak or against its plain meaning. Of an older one,
    without a ``meaning``, what is weak is left out here, and what would be raised by nothing.
    """
    raises = row["contribution"] > 0
    if row.get("meaning") is None and (row["share"] < LEAST_SHARE or (raises and not row["value"])):
        return None
    return None if row.get("meaning") == "none" else Reason(words(row), max(row["share"] * 100, 1), raises, fact(row))


def words(row: dict[str, Any]) -> str:
    """Say a driver: what it is, its value with year and source where they are known, and how that compares."""
    said = {"label": _(row["label"]), "value": _valued(row), "compared": _lowered(row.get("compared") or "")}
    if row["value"] is None:
        return _("%(label)s: not known") % said
    if row["feature"] in IN_PROFILE and not row.get("year"):
        return _("%(label)s (figure under Background)") % said
    usual = row.get("usual")
    if usual is None or not said["compared"]:
        return _("%(label)s: %(value)s") % said
    said["usual"] = written(usual, row["unit_text"])
    if said["usual"] == written(row["value"], row["unit_text"]):
        return _("%(label)s: %(value)s, the usual value in %(compared)s") % said
    if row["value"] < usual:
        return _("%(label)s: %(value)s, lower than usual in %(compared)s (%(usual)s)") % said
    return _("%(label)s: %(value)s, higher than usual in %(compared)s (%(usual)s)") % said


def fact(row: dict[str, Any]) -> str:
    """Say a driver without what it is compared with, in a list of many States."""
    if row["value"] is None:
        return _("%(label)s: not known") % {"label": _(row["label"])}
    return _("%(label)s: %(value)s") % {"label": _(row["label"]), "value": _valued(row)}


def _valued(row: dict[str, Any]) -> str:
    value, year = written(row["value"], row["unit_text"]), row.get("year")
    return _("%(value)s in %(year)s") % {"value": value, "year": year} if year else value


def _lowered(text: str) -> str:
    """Return a phrase as it reads within a sentence; the word State keeps its capital."""
    return text if text.startswith("State") else text[:1].lower() + text[1:]


def written(value: float | None, unit: str | None) -> str:
    """Write a value of a feature with its unit, in units that people use.

    >>> written(0.1770, "share, 0 to 1"), written(0.0, "people"), written(1.0, "yes or no")
    ('18 %', '0', 'yes')
    """
    if value is None:
        return "–"
    if unit == YES_NO:
        return _("yes") if value else _("no")
    if unit == UNIT_SHARE:
        return f"{figure(100 * value)} %"
    if unit == RATIO:
        return f"{'+' if value > 0 else ''}{figure(100 * math.expm1(value))} %"
    return short(value) if unit in {None, "", "people", "index, 0 to 1"} else f"{short(value)} {_(unit)}"
