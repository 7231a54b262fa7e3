"""The parts of a State's page, from its stored document: pure functions."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.fan import Ahead, Recorded, fan, months_differ
from focalpoint.desk.design.likelihood import interval, percent
from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch import notes
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.facts import Killed
from focalpoint.desk.watch.models import CountryForecast
from focalpoint.desk.watch.months import YEAR, Stretch, twelve_months
from focalpoint.desk.watch.sentences import calendar_years, months
from focalpoint.desk.watch.sentences import twelve_months as year_name

Rows = list[dict[str, Any]]
SHOWN_YEARS = 5


@dataclass(frozen=True)
class Past:
    """One past forecast of a year and what happened."""

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


def chart_of_months(document: dict[str, Any]) -> dict[str, object] | None:
    """Return the chart of a State's months, or None when nothing is recorded or no one was recorded killed."""
    history = document["history"][-choices().months_of_fan :]
    if not any(row["best"] for row in history):
        return None
    recorded = [
        Recorded(row["month"], row["best"], row["low"], row["high"], row.get("basis") or "final") for row in history
    ]
    return fan(recorded, ahead(document))


def ahead(document: dict[str, Any]) -> list[Ahead]:
    """Return the forecast of the coming months."""
    return [Ahead(**row) for row in document["fan"]]


def month_ahead(document: dict[str, Any]) -> Ahead | None:
    """Return the forecast of a month ahead where all coming months have the same one; None where they differ."""
    found = ahead(document)
    return None if not found or months_differ(found) else found[0]


def is_quiet(document: dict[str, Any]) -> bool:
    """Whether every month of the chart is known and without a death."""
    history = document["history"][-choices().months_of_fan :]
    return bool(history) and all(row["best"] == 0 for row in history)


@dataclass(frozen=True)
class Year:
    """Twelve months, recorded or forecast, drawn on one scale with the others: figures and shares of the widest."""

    name: str
    recorded: Stretch | None = None
    low: float | None = None
    median: float | None = None
    high: float | None = None
    bar: tuple[float, float] = (0.0, 0.0)
    half: tuple[float, float] = (0.0, 0.0)
    mark: float = 0.0


def years(document: dict[str, Any], origin: int) -> list[Year]:
    """Return the last five times twelve months and the coming twelve, each on the scale of the largest."""
    past_years = twelve_months(document["history"], origin, SHOWN_YEARS)
    sums = next((row for row in document.get("sums", []) if row["window"] == YEAR), None)
    top = max([row.best or 0 for row in past_years] + [sums["q95"] if sums else 0, 1])
    found = [
        Year(year_name(row.first, row.last), row, bar=(0.0, round(100 * (row.best or 0) / top, 1)))
        for row in past_years
    ]
    if sums:
        at = {name: round(100 * sums[name] / top, 1) for name in ("q05", "q25", "q50", "q75", "q95")}
        name, wide = year_name(origin + 1, origin + YEAR), (at["q05"], round(at["q95"] - at["q05"], 1))
        half = (at["q25"], round(at["q75"] - at["q25"], 1))
        found.append(Year(name, None, sums["q05"], sums["q50"], sums["q95"], wide, half, at["q50"]))
    return found


def profile(document: dict[str, Any]) -> Rows:
    """Return the indicators of a State that have a value, each with the name its source goes by."""
    return [_sourced(row) for row in document["profile"] if row["status"] == "known"]


def _sourced(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "source": notes.SOURCES.get(row["source"], row["source"])}


def unknowns(state: CountryForecast, killed: Killed) -> list[str]:
    """Say what is not known about a State, the particular before the general."""
    document, found = state.document, []
    if state.observability is None:
        found.append(str(notes.SILENT))
    else:
        found.append(notes.PARTLY % {"share": round(state.observability * 100)})
    silent = [_sourced(row) for row in document["profile"] if row["status"] != "known"]
    found += [notes.NO_INDICATOR % {"label": _(row["label"]), "source": row["source"]} for row in silent]
    blind = [row for row in document["drivers"]["civilians_sum"] if row["value"] is None and row["note"]]
    found += [notes.NO_DRIVER % {"label": _(row["label"]), "note": _(row["note"])} for row in blind]
    if killed.best and killed.low is None:
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


def eventful(record: list[Past]) -> list[Past]:
    """Return the years in which something was expected or happened; the others are one sentence."""
    return [each for each in record if each.actual or each.high]


def killed_sentence(killed: Killed, window: Stretch) -> str:
    """Say how many were killed in the twelve months to a release's last, with the range where it is known."""
    said = {"best": figure(killed.best), "low": figure(killed.low), "high": figure(killed.high)}
    said["window"] = months(window.first, window.last)
    if killed.best is None:
        return _("How many civilians were killed here in %(window)s is unknown.") % said
    if "estimate" in window.bases and window.best == killed.best:
        return _estimated(said, window)
    if killed.low is not None and killed.high is not None and killed.low != killed.high:
        text = ngettext(
            "In %(window)s %(best)s civilian was recorded killed (%(low)s to %(high)s).",
            "In %(window)s %(best)s civilians were recorded killed (%(low)s to %(high)s).",
            round(killed.best),
        )
        return text % said
    if not killed.best:
        return _("In %(window)s no killing of civilians was recorded here.") % said
    text = ngettext(
        "In %(window)s at least %(best)s civilian was recorded killed.",
        "In %(window)s at least %(best)s civilians were recorded killed.",
        round(killed.best),
    )
    return text % said


def _estimated(said: dict[str, str], window: Stretch) -> str:
    """Say an estimate as one, with its range and the part of it that is known."""
    said |= {"part": figure(window.one_sided)}
    if window.has_range and window.one_sided is not None:
        return (
            _(
                "In %(window)s an estimated %(best)s civilians were killed (%(low)s to %(high)s; known part: one-sided "
                "%(part)s)."
            )
            % said
        )
    if window.one_sided is not None:
        return _("In %(window)s an estimated %(best)s civilians were killed (known part: one-sided %(part)s).") % said
    return _("In %(window)s an estimated %(best)s civilians were killed.") % said


def onset_sentence(document: dict[str, Any], target: str, origin: int) -> str:
    """Say the chance that killing begins, where it is not under way; nothing where it is, or the chance is unknown."""
    row = next((row for row in document["onset"] if row["target"] == target), None)
    if row is None or row["value"] is None:
        return ""
    last = row.get("month") or origin + row["window"]
    said = {
        "chance": percent(row["value"]),
        "interval": interval(row["low"], row["high"]),
        "window": calendar_years(last - row["window"] + 1, last),
        "base": percent(row["base_rate"]),
    }
    if target == "onset_one_sided":
        text = _(
            "The chance that deliberate killing of civilians begins in %(window)s (25 or more killed in a year) is "
            "%(chance)s %% (90 %% interval %(interval)s %%). The base rate is %(base)s %%."
        )
    else:
        text = _(
            "The chance that mass killing begins in %(window)s (1,000 or more killed in a year) is %(chance)s %% "
            "(90 %% interval %(interval)s %%). The base rate is %(base)s %%."
        )
    return text % said
