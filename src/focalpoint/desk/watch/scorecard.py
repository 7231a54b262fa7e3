"""The scorecard's tables from the stored scores: pure functions."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.design.calibration import Bin, calibration

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
Rows = list[dict[str, Any]]
Cells = dict[str, dict[str, Any]]


def section(scores: Rows, name: str) -> Rows:
    """Return the rows of one section."""
    kept = [row for row in scores if row["section"] == name and row["value"] is not None]
    return [{**row, "label": label(row["metric"], row["model"])} for row in kept]


def label(metric: str, model: str = "combination") -> str:
    """Return the words for a measure; what stands after a colon (a region) stays.

    >>> label("skill: Africa"), label("unheard_of")
    ('Skill against the benchmark: Africa', 'unheard_of')
    """
    name, colon, rest = metric.partition(": ")
    by = "" if model == "combination" else f" ({_now('benchmark') if model == 'benchmark' else model})"
    return f"{MEASURES.get(name, name)}{colon}{rest}{by}"


def _gathered(rows: Rows, *keys: str) -> list[tuple[tuple[Any, ...], Cells]]:
    """Put the metrics of the same thing together; the benchmark's stand under ``benchmark_<metric>``."""
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


def evenhand(rows: Rows, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return the even-hand table: most severe first, States without a known severity at the end."""
    named = [{**row, "name": names.get(row["unit"], row["unit"])} for row in rows]
    return sorted(named, key=lambda row: (row["severity_rank"] or 9999, row["name"]))
