"""The scorecard's tables from the stored scores: pure functions."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.design.calibration import Bin, calibration
from focalpoint.desk.design.recall import recall_chart
from focalpoint.desk.design.skill import YearSkill, skill_chart
from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.design.timeline import Happened, timeline
from focalpoint.desk.watch.facts import Killed

PLACE = ("unit", "year", "threshold", "window")
# What the measures are called on the page; one that is not listed keeps its own name.
MEASURES = {
    "auc": _("Area under the curve (AUC); 0.5 is chance, 1 is perfect"),
    "average_precision": _("Average precision"),
    "brier": _("Brier score; lower is better"),
    "brier_skill": _("Brier skill against the base rate"),
    "recall_at_10": _("Share of onsets among the 10 highest"),
    "recall_at_20": _("Share of onsets among the 20 highest"),
    "recall_at_30": _("Share of onsets among the 30 highest"),
    "false_alarms_per_hit": _("False alarms for each hit, at two thirds of the onsets"),
    "coverage_90": _("Share of outcomes inside the 90 % band"),
    "onsets_missed": _("Onsets outside the 30 highest"),
    "mass_expected": _("Onsets of mass killing (1,000 or more) expected in the window, all States together"),
    "mass_per_year": _("Onsets of mass killing (1,000 or more) a year, as recorded"),
    "skill": _("Skill against the benchmark"),
    "crps": _("Mean CRPS"),
}
# The same in words for everybody: a share of 100, or a count.
QUOTES = {
    "auc": _(
        "Of 100 pairs of a State where it happened and one where it did not, %(share)s had the higher chance where it "
        "happened."
    ),
    "average_precision": _("Going down the list to each case, on average %(share)s of 100 States passed were cases."),
    "brier_skill": _("Its chances were %(share)s %% nearer to what happened than the base rate."),
    "recall_at_10": _("Of 100 cases, %(share)s were among the first 10 of the list."),
    "recall_at_20": _("Of 100 cases, %(share)s were among the first 20 of the list."),
    "recall_at_30": _("Of 100 cases, %(share)s were among the first 30 of the list."),
    "false_alarms_per_hit": _("For each case found, %(count)s States were listed where nothing began."),
    "coverage_90": _("Of 100 outcomes, %(share)s lay inside the 90 %% interval. It should be 90."),
    "coverage_50": _("Of 100 outcomes, %(share)s lay inside the 50 %% interval. It should be 50."),
    "onsets_missed": _("%(count)s cases were never among the first 30 of the list."),
    "mass_expected": _("Over the whole world %(count)s cases are to be expected in the window."),
    "mass_per_year": _("As recorded, there were %(count)s cases a year."),
    "skill": _("Its error was %(share)s %% smaller than that of repeating the last twelve months."),
    "skill_mean": _("The forecast's error was %(share)s %% smaller than that of repeating the last twelve months."),
}
COUNTS = {"onsets_missed", "mass_expected", "mass_per_year"}
Rows = list[dict[str, Any]]
Cells = dict[str, dict[str, Any]]


def section(scores: Rows, name: str) -> Rows:
    """Return the rows of one section."""
    kept = [row for row in scores if row["section"] == name and row["value"] is not None]
    return [
        {**row, "label": label(row["metric"], row["model"]), "quote": quote(row), "places": places(row)} for row in kept
    ]


def label(metric: str, model: str = "combination") -> str:
    """Return the words for a measure; the part after a colon (a region) is kept.

    >>> label("skill: Africa"), label("unheard_of")
    ('Skill against the benchmark: Africa', 'unheard_of')
    """
    name, colon, rest = metric.partition(": ")
    by = "" if model == "combination" else f" ({_now('benchmark') if model == 'benchmark' else model})"
    return f"{MEASURES.get(name, name)}{colon}{rest}{by}"


def places(row: dict[str, Any]) -> int:
    """Return how many decimals a measure is written with: none where it counts cases."""
    return 0 if row["metric"] in COUNTS and row["value"] == round(row["value"]) else 3


def quote(row: dict[str, Any]) -> str:
    """Say a measure in one sentence that can be quoted; empty where everyday words would mislead.

    >>> quote({"metric": "auc", "value": 0.872, "model": "combination"})
    'Of 100 pairs of a State where it happened and one where it did not, 87 had the higher chance where it happened.'
    """
    sentence = QUOTES.get(row["metric"].partition(": ")[0])
    return str(sentence) % {"share": round(100 * row["value"]), "count": _counted(row["value"])} if sentence else ""


def _counted(value: float) -> str:
    """Write a count: whole where it is whole.

    >>> _counted(15.0), _counted(2.03)
    ('15', '2.0')
    """
    return figure(value, 0 if value == round(value) else 1)


def _gathered(rows: Rows, *keys: str) -> list[tuple[tuple[Any, ...], Cells]]:
    """Put the metrics of the same thing together; the benchmark's are under ``benchmark_<metric>``."""
    groups: dict[tuple[Any, ...], Cells] = defaultdict(dict)
    for row in rows:
        prefix = "" if row["model"] == "combination" else f"{row['model']}_"
        groups[tuple(row[key] for key in keys)][prefix + row["metric"]] = row
    return list(groups.items())


def misses(scores: Rows) -> list[dict[str, Any]]:
    """Return the worst misses: what happened above the band, the largest first."""
    found = [
        {**dict(zip(PLACE, key, strict=True)), **{metric: row["value"] for metric, row in cells.items()}}
        for key, cells in _gathered(section(scores, "miss"), *PLACE)
    ]
    return sorted(found, key=lambda row: -(row.get("actual") or 0.0))


def false_alarms(scores: Rows) -> list[dict[str, Any]]:
    """Return the worst false alarms: high chances that did not come true, the highest first."""
    found = [
        {**dict(zip(PLACE, key, strict=True)), **{metric: row["value"] for metric, row in cells.items()}}
        for key, cells in _gathered(section(scores, "false_alarm"), *PLACE)
    ]
    return sorted(found, key=lambda row: -(row.get("chance") or 0.0))


def yearly(scores: Rows) -> tuple[list[dict[str, Any]], Cells]:
    """Return the yearly table, newest first, and the figures over all years."""
    table, overall = [], {}
    for (year,), cells in _gathered(section(scores, "yearly"), "year"):
        if year is None:
            overall = cells
        else:
            table.append({"year": year, **cells})
    return sorted(table, key=lambda row: -row["year"]), overall


def thresholds(scores: Rows) -> list[dict[str, Any]]:
    """Return the table of threshold chances: a row a threshold and window."""
    found = _gathered(section(scores, "threshold"), "threshold", "window")
    return [{"threshold": key[0], "window": key[1], **cells} for key, cells in sorted(found, key=lambda pair: pair[0])]


def calibration_chart(scores: Rows) -> dict[str, object] | None:
    """Return the chart of calibration: level said against the share that fell below it."""
    rows = [row for row in section(scores, "calibration") if row["threshold"] is not None]
    bins = [Bin(row["threshold"], row["value"], row["low"], row["high"], row["n"] or 0) for row in rows]
    return calibration(bins) if bins else None


def statement_bands(scores: Rows, threshold: float, window: int) -> list[Bin]:
    """Return how often statements of one question came true, a bin a band of chance, lowest first."""
    cells = {
        row["metric"]: row
        for row in section(scores, "reliability")
        if (row["threshold"], row["window"]) == (threshold, window)
    }
    bands = sorted({int(name.partition(": ")[2]) for name in cells})
    pairs = [(cells.get(f"said: {band}"), cells.get(f"came_true: {band}")) for band in bands]
    return [
        Bin(said["value"], came["value"], came["low"], came["high"], came["n"] or 0)
        for said, came in pairs
        if said and came
    ]


def skill_by_year(scores: Rows) -> dict[str, object] | None:
    """Return the chart of skill by year, oldest first."""
    rows = [row for row in section(scores, "yearly") if row["metric"] == "skill" and row["year"] is not None]
    rows.sort(key=lambda row: row["year"])
    return (
        skill_chart([YearSkill(row["year"], row["value"], row["low"], row["high"]) for row in rows]) if rows else None
    )


def recall_lines(scores: Rows, threshold: float) -> dict[str, object] | None:
    """Return the chart of what a list of so many States held."""
    lines: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for row in section(scores, "recall"):
        if row["threshold"] == threshold:
            lines[row["model"]].append((int(row["metric"].partition(": ")[2]), row["value"]))
    return recall_chart(lines) if lines else None


def recall_table(scores: Rows) -> list[dict[str, Any]]:
    """Return the shares behind the lines: a row a threshold and length of list."""
    found = _gathered(section(scores, "recall"), "threshold", "metric")
    rows = []
    for (threshold, metric), cells in found:
        own, other = cells.get(metric), cells.get(f"benchmark_{metric}")
        if own:
            place = {"threshold": threshold, "length": int(metric.partition(": ")[2]), "n": own["n"]}
            rows.append(place | {"own": own["value"], "benchmark": other["value"] if other else None})
    return sorted(rows, key=lambda row: (row["threshold"], row["length"]))


def hits_and_misses(scores: Rows, names: dict[str, str]) -> dict[str, object] | None:
    """Return the timeline of every calendar year that passed the largest threshold."""
    found = _gathered(section(scores, "passed"), "unit", "year", "threshold")
    rows = [
        Happened(names.get(unit, unit), year, cells["actual"]["value"], cells["chance"]["value"])
        for (unit, year, _threshold), cells in found
        if {"actual", "chance"} <= set(cells)
    ]
    return timeline(rows, found[0][0][2]) if rows else None


def tallies(scores: Rows) -> list[dict[str, Any]]:
    """Return, for each threshold, how many statements were made, came true, and how many events were missed."""
    found = sorted(_gathered(section(scores, "tally"), "threshold"), key=lambda pair: pair[0])
    return [
        {"threshold": key[0], "years": next(iter(cells.values()))["n"]}
        | {metric: round(row["value"]) for metric, row in cells.items()}
        | {"of_hundred": _of_hundred(cells)}
        for key, cells in found
    ]


def _of_hundred(cells: Cells) -> str:
    """Return how many of a hundred likely statements came true, from the counts; a dash where none was made."""
    said, true = cells["said_likely"]["value"], cells["came_true"]["value"]
    return str(round(100 * true / said)) if said else "–"


def evenhand(rows: Rows, names: dict[str, str], now: Mapping[str, Killed] | None = None) -> list[dict[str, Any]]:
    """Return the even-hand table: most severe first, States without a known severity at the end.

    ``now`` holds those killed as the newest record has them: the figure of a fact is one everywhere, and ``own`` is
    what the release itself counted where that differs.
    """
    named = [{**row, "name": names.get(row["unit"], row["unit"])} | _fact(row, now or {}) for row in rows]
    return sorted(named, key=lambda row: (row["severity_rank"] or 9999, row["name"]))


def _fact(row: dict[str, Any], now: Mapping[str, Killed]) -> dict[str, Any]:
    known, own = now.get(row["unit"]), row["severity_best"]
    if known is None or known.best is None or known.best == own:
        return {"killed": own, "own": None}
    return {"killed": known.best, "own": own}
