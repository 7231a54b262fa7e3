"""The parts of a State's page, from its stored document: pure functions."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from focalpoint.desk.design.fan import Ahead, Recorded, fan
from focalpoint.desk.watch import notes
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.models import Chance, CountryForecast

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Past:
    """One past forecast of a year beside what happened."""

    year: int
    actual: float
    median: float | None
    low: float
    high: float

    @property
    def missed(self) -> str:
        """Say on which side the forecast was missed; empty when it was not."""
        if self.actual > self.high:
            return "low"
        return "high" if self.actual < self.low else ""

    @property
    def factor(self) -> float:
        """By how much the nearer edge of the band was missed, as a ratio; 1 when it was not."""
        if self.missed == "low":
            return (self.actual + 1) / (self.high + 1)
        return (self.low + 1) / (self.actual + 1) if self.missed else 1.0


def remarks(state: CountryForecast) -> list[str]:
    """Return what must be read beside the figures of a State: the release's own note, then the standing ones."""
    own = _(state.note) if state.note and state.iso3 not in notes.SAID else ""
    standing = [str(note) for note in notes.NOTES.get(state.iso3, ())]
    return ([f"{own[0].upper()}{own[1:]}."] if own else []) + standing


def fan_chart(document: dict[str, Any]) -> dict[str, object] | None:
    """Return the fan chart of a State, or None when nothing is recorded and nothing forecast."""
    history = document["history"][-choices().months_of_fan :]
    if not any(row["best"] is not None for row in history):
        return None
    recorded = [Recorded(row["month"], row["best"], row["low"], row["high"]) for row in history]
    return fan(recorded, [Ahead(**row) for row in document["fan"]])


def chance_table(chances: dict[tuple[int, int], Chance]) -> list[dict[str, Any]]:
    """Return the table of chances: a row a threshold, a cell a window."""
    cells = {key: chances.get(key) for key in ((t, w) for t in choices().thresholds for w in choices().windows)}
    return [
        {"threshold": threshold, "cells": [cells[threshold, window] for window in choices().windows]}
        for threshold in choices().thresholds
    ]


def drivers(document: dict[str, Any]) -> dict[str, Rows]:
    """Return the drivers that raise and that lower the chance, strongest first."""
    rows = [{**row, "width": max(row["share"] * 100, 1)} for row in document["drivers"]["civilians_sum"]]
    return {"up": [r for r in rows if r["contribution"] > 0], "down": [r for r in rows if r["contribution"] < 0]}


def profile(document: dict[str, Any]) -> Rows:
    """Return the indicators of a State, each with the name its source goes by."""
    return [{**row, "source": notes.SOURCES.get(row["source"], row["source"])} for row in document["profile"]]


def unknowns(state: CountryForecast) -> list[str]:
    """Say what is not known about a State, the particular before the general."""
    document, found = state.document, []
    if state.observability is None:
        found.append(str(notes.SILENT))
    else:
        found.append(notes.PARTLY % {"share": round(state.observability * 100)})
    silent = [row for row in profile(document) if row["status"] != "known"]
    found += [notes.NO_INDICATOR % {"label": _(row["label"]), "source": row["source"]} for row in silent]
    blind = [row for row in document["drivers"]["civilians_sum"] if row["value"] is None and row["note"]]
    found += [notes.NO_DRIVER % {"label": _(row["label"]), "note": _(row["note"])} for row in blind]
    if state.killed_best and state.killed_low is None:
        found.append(str(notes.ONE_ESTIMATE))
    return [*found, str(notes.NOT_COUNTED), str(notes.FLOOR)]


def past(document: dict[str, Any]) -> list[Past]:
    """Return the yearly forecasts made of a State in the back-test, worst miss first."""
    years: dict[int, dict[str, float]] = defaultdict(dict)
    for row in document["scores"]:
        if row["section"] == "country_year" and row["value"] is not None and row["model"] == "combination":
            years[row["year"]][row["metric"]] = row["value"]
    found = [
        Past(year, values["actual"], values.get("median"), values["q05"], values["q95"])
        for year, values in years.items()
        if {"actual", "q05", "q95"} <= set(values)
    ]
    return sorted(found, key=lambda each: (-each.factor, -each.year))


def killed_sentence(state: CountryForecast) -> str:
    """Say how many were killed in the last twelve months, with the range where it is known."""
    if state.killed_best is None:
        return _("How many civilians were killed here in the last twelve months is unknown.")
    figures = {"best": f"{state.killed_best:,.0f}"}
    if state.killed_low is None or state.killed_high is None or state.killed_low == state.killed_high:
        if not state.killed_best:
            return _("In the last twelve months of data no killing of civilians was recorded here.")
        return _("In the last twelve months of data at least %(best)s civilians were recorded killed.") % figures
    figures |= {"low": f"{state.killed_low:,.0f}", "high": f"{state.killed_high:,.0f}"}
    return (
        _("In the last twelve months of data %(best)s civilians were recorded killed (%(low)s to %(high)s).") % figures
    )
