"""How a release did on what became known since, as sentences, lists and pictures: pure functions over stored rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from focalpoint.desk.design.strip import Dot, strip
from focalpoint.desk.design.templatetags.figures import country, figure
from focalpoint.desk.watch.sentences import months
from focalpoint.reference.calendar import parse_month

Row = Mapping[str, Any]
ONSET = "onset_one_sided"
# The order on the page: what is final before what will change, all civilians after what is known of each death.
ORDER = ("final", "one-sided", "estimate")
NAMES = {
    "one-sided": gettext_lazy("Deaths in one-sided violence"),
    "estimate": gettext_lazy("Civilians killed, estimated"),
    "final": gettext_lazy("Civilians killed, final"),
}
NOTES = {
    "one-sided": gettext_lazy(
        "This outcome counts deliberate killing of civilians alone. Civilians who die in fighting are not in it. It is "
        "a floor: where a high chance did not come true here, it may have come true."
    ),
    "estimate": gettext_lazy(
        "The source does not yet say how many of the dead were civilians. The estimate adds to the deaths in one-sided "
        "violence the share of civilians that the State had among other dead in the years before."
    ),
    "final": gettext_lazy("Every month comes from a yearly release of the source."),
}
BASIS = {
    "candidate": gettext_lazy("Candidate figures: they will change until the yearly release is read."),
    "final": gettext_lazy("Final figures."),
}
MEASURES = {
    "auc": gettext_lazy("Area under the curve (AUC); 0.5 is chance, 1 is perfect"),
    "average_precision": gettext_lazy("Average precision; 1 is perfect"),
    "brier": gettext_lazy("Brier score; 0 is perfect"),
}


@dataclass(frozen=True)
class Part:
    """One question of a release and its answer: sentences, named States, measures and a picture."""

    id: str
    title: str
    row: Row
    sentences: list[str]
    lists: list[dict[str, Any]]
    measures: list[dict[str, Any]]
    chart: dict[str, object]
    states: list[dict[str, Any]]
    unknown: list[str]


def kinds(stored: Mapping[str, list[Row]]) -> list[dict[str, Any]]:
    """Return what is known of each kind of truth, the surest first."""
    return [
        {
            "kind": kind,
            "name": NAMES[kind],
            "note": NOTES[kind],
            "basis": BASIS[stored[kind][0]["basis"]],
            "as_of": stored[kind][0]["as_of"],
            "parts": [part(row) for row in stored[kind]],
        }
        for kind in ORDER
        if stored.get(kind)
    ]


def part(row: Row) -> Part:
    """Return one question as it is shown."""
    asked = {"threshold": figure(row["threshold"]), "period": period(row)}
    if row["target"] == ONSET:
        title = _("One-sided killing begins, %(period)s") % asked
    else:
        title = _("At least %(threshold)s killed, %(period)s") % asked
    return Part(
        id=f"{row['truth']}-{row['target']}-{row['threshold']}-{row['months']}",
        title=title,
        row=row,
        sentences=[each for each in (counted(row), likely(row), ordered(row), resumed(row)) if each],
        lists=named(row),
        measures=measures(row),
        chart=strip(_dots(row)),
        states=[{"unit": unit, "chance": said(chance), "came": came} for unit, chance, came in reversed(row["states"])],
        unknown=[str(_(name)) for name in row["unknown"]],
    )


def period(row: Row) -> str:
    """Name the months of the window.

    >>> period({"first": "2025-01", "last": "2025-12"})
    'January–December 2025'
    """
    return months(parse_month(row["first"]), parse_month(row["last"]))


def counted(row: Row) -> str:
    """Say how many were expected and how many were seen, and how much of the window is over."""
    values = {
        "expected": figure(row["expected"], 0 if row["expected"] >= 10 else 1),
        "seen": figure(row["seen"]),
        "all": figure(row["n"]),
        "over": row["over"],
        "months": row["months"],
    }
    if row["over"] < row["months"]:
        text = _(
            "Expected %(expected)s, seen %(seen)s so far: the chances of %(all)s States add up to %(expected)s. "
            "%(over)s of %(months)s months are over."
        )
    else:
        text = _("Expected %(expected)s, seen %(seen)s: the chances of %(all)s States add up to %(expected)s.")
    return text % values


def likely(row: Row) -> str:
    """Say of how many States more likely than not it came true."""
    came, alarms = len(row["hits"]), len(row["false_alarms"])
    if row["target"] == ONSET or not came + alarms:
        return ""
    text = ngettext(
        "%(count)s State was more likely than not to reach it; %(came)s did.",
        "%(count)s States were more likely than not to reach it; %(came)s did.",
        came + alarms,
    )
    return text % {"count": figure(came + alarms), "came": figure(came)}


def ordered(row: Row) -> str:
    """Say how often the forecast put a State to which it came before one to which it did not."""
    other = row["benchmark"]["last_year"]["auc"]
    if row["auc"] is None or other is None:
        return ""
    text = _(
        "Take one State to which it came and one to which it did not: the forecast had put the first higher in "
        "%(share)s of 100 such pairs, the number of civilians killed in the year before in %(other)s."
    )
    return text % {"share": figure(row["auc"] * 100), "other": figure(other * 100)}


def resumed(row: Row) -> str:
    """Name the States where killing reached the threshold again after a quiet year, which is no onset."""
    again = [country(one["unit"]) for one in row.get("resumed", [])]
    if not again:
        return ""
    text = _(
        "The threshold was also reached in %(states)s, where it had been reached in one of the two years before: that "
        "is killing that goes on, and no onset."
    )
    return text % {"states": ", ".join(again)}


def named(row: Row) -> list[dict[str, Any]]:
    """Return the lists of States by name: missed first, then what was likely and did not come, then what came."""
    if row["target"] == ONSET:
        heads = {"misses": _("Missed: came, outside the first 30"), "hits": _("Came, among the first 30")}
    else:
        heads = {
            "misses": _("Missed: came, and was less likely than not"),
            "false_alarms": _("Likely, and not seen in this count"),
            "hits": _("Likely, and came"),
        }
    return [
        {"head": head, "states": [_state(one, row, name) for one in row[name]]}
        for name, head in heads.items()
        if row[name]
    ]


def _state(one: Row, row: Row, name: str) -> dict[str, Any]:
    values = {"chance": said(one["chance"]), "deaths": figure(one["deaths"]), "all": figure(one.get("all_deaths"))}
    values["civilians"] = figure(one.get("civilians"))
    if one.get("rank"):
        text = _("%(chance)s %% chance, place %(rank)s; %(deaths)s killed") % {**values, "rank": one["rank"]}
    elif row["truth"] == "one-sided" and name == "false_alarms":
        text = _not_seen(one) % values
    else:
        text = _("%(chance)s %% chance; %(deaths)s killed") % values
    return {"unit": one["unit"], "text": text, "surprise": bool(one.get("surprise")) and name == "hits"}


def _not_seen(one: Row) -> str:
    """Say what the outcome leaves out of a State with a high chance: the civilians who died otherwise."""
    if one.get("civilians") is not None:
        return _(
            "%(chance)s %% chance; %(deaths)s killed in one-sided violence, %(civilians)s civilians in all violence"
        )
    return _("%(chance)s %% chance; %(deaths)s killed in one-sided violence, %(all)s dead in all violence")


def said(chance: float) -> str:
    """Write a chance with enough digits to distinguish small ones: never 0, never 100.

    >>> said(0.0044), said(0.165), said(0.0004), said(0.9995), said(0.94)
    ('0.4', '16', '<0.1', '>99', '94')
    """
    if chance < 0.001:
        return f"<{figure(0.1, 1)}"
    if chance > 0.99:
        return ">99"
    return figure(chance * 100, 1 if chance < 0.1 else 0)


def measures(row: Row) -> list[dict[str, Any]]:
    """Return the table of measures, with last year's civilians and the release's own benchmark to compare."""
    compared = row["benchmark"]
    return [
        {
            "label": label,
            "value": row[name],
            "ends": row["intervals"].get(name),
            "last_year": compared["last_year"][name],
            "own": compared["release"][name],
        }
        for name, label in MEASURES.items()
    ]


def _dots(row: Row) -> list[Dot]:
    notable = {one["unit"] for one in _notable(row)}
    return [Dot(country(unit), chance, bool(came), unit in notable) for unit, chance, came in row["states"]]


def _notable(row: Row) -> Iterable[Row]:
    """Return the States that the picture names: misses, and false alarms, the clearest eight of each."""
    return [*row["misses"][:8], *row["false_alarms"][:8]]
