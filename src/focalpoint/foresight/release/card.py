"""The model card of a release: made from its tables and settings, misses first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from string import Template
from typing import Any

import polars as pl

from focalpoint.foresight.release import card_record
from focalpoint.foresight.release.card_record import state_name
from focalpoint.foresight.release.figures import number, percent, table, tall, wide
from focalpoint.foresight.release.manifest import FORBIDDEN_USES, Input, Stretch
from focalpoint.reference.calendar import month_in_words, parse_month

PROSE = Template((Path(__file__).parent / "card.md").read_text(encoding="utf-8"))
_REVISED = (
    "All figures are on revised data: past months are as the sources report them today, for the forecast and the "
    "benchmark alike. Nobody knew these values on the day, so forecasts made at the time would probably have done "
    "worse."
)
_CAVEAT = (
    "What was known was fixed on {known}. Counts of recent months are revised for years, mostly upwards: state-based "
    "deaths of 2018-2021 rose by almost a half between two releases of one source."
)
_AFTERWARDS = (
    " Months after the last month of data were known too: this release was made afterwards, for study, from figures "
    "that nobody had on that day."
)
_SHAREALIKE = (
    "Columns of this release that come from V-Dem (sources named vdem in `profile.parquet` and `drivers.parquet`) are "
    "under CC BY-SA 4.0: whoever passes them on credits V-Dem and keeps that licence. The rest is under the licences "
    "above."
)


def _long(month: str, later: int = 0) -> str:
    return month_in_words(parse_month(month) + later)


def _misses(scores: pl.DataFrame) -> str:
    found = wide(scores, "miss", state_name, sort="actual", without=("window", "cases"))
    if not found:
        return "No back-test was run for this release, so nothing is known of its misses. Do not rely on it."
    return _onsets_missed(scores) + (
        "The largest misses of the back-test, the most killed first: years in which a State passed a threshold to "
        f"which the forecast made before that year had given a low chance.\n\n{found}"
    )


def _onsets_missed(scores: pl.DataFrame) -> str:
    for row in scores.filter(pl.col("metric") == "onsets_missed").iter_rows(named=True):
        return (
            f"Of {row['n']} beginnings of one-sided killing, {number(row['value'])} were never among the 30 highest "
            "chances given for them.\n\n"
        )
    return ""


def _too_narrow(scores: pl.DataFrame) -> str:
    """Say so when more of the record than should lies above the highest quantile that was scored."""
    top = scores.filter(pl.col("section") == "calibration").sort("threshold", descending=True).head(1)
    for row in top.iter_rows(named=True):
        if row["high"] is not None and row["high"] < row["threshold"]:
            return (
                f" The bands are too narrow at the top: {percent(1 - row['value'])} of the record lay above the "
                f"{percent(row['threshold'])} quantile."
            )
    return ""


def _false_alarms(scores: pl.DataFrame) -> str:
    found = wide(scores, "false_alarm", state_name, sort="chance", without=("window", "cases"))
    if not found:
        return ""
    return (
        "The largest false alarms, the highest chance first: years in which a State did not pass a threshold to which "
        f"the forecast had given a high chance.\n\n{found}"
    )


def _figures(scores: pl.DataFrame) -> str:
    pooled = pl.col("year").is_null()
    parts = {
        "Civilians killed by month, year after year": (
            f"{tall(scores.filter(pooled), 'yearly')}\n\n{wide(scores.filter(~pooled), 'yearly', state_name)}".strip(),
            "Most State-months are zero and are forecast as zero: more of the record lies inside a band than it says.",
        ),
        "Calibration: how often the record fell below each quantile": (
            wide(scores, "calibration", state_name, threshold="quantile"),
            "A record that equals several quantiles at once, as zero often does, is spread evenly over them."
            + _too_narrow(scores),
        ),
        "Chances of passing a threshold": (
            wide(scores, "threshold", state_name),
            "Brier skill is against the share of States that passed in the ten years before. Where killing goes on, it "
            "mostly goes on the year after, so these figures are high for any forecast that knows the last year. The "
            "misses above show what is hard: the beginning.",
        ),
        "Beginning of one-sided killing, and of mass killing": (tall(scores, "onset"), ""),
        "By region": (tall(scores, "region"), ""),
    }
    written = [f"### {title}\n\n{found}\n\n{note}".strip() for title, (found, note) in parts.items() if found]
    return "\n\n".join(written) or "No back-test was run for this release."


def _unknown(tables: Mapping[str, pl.DataFrame], notes: Mapping[str, str]) -> str:
    history, profile, evenhand = tables["history"], tables["profile"], tables["evenhand"]
    latest = history.filter(pl.col("month") == pl.col("month").max())
    dark = latest.filter(pl.col("status").is_in(["unknown", "missing"]))["unit"].sort()
    named = [f"{state_name(unit)} ({notes[unit]})" if unit in notes else state_name(unit) for unit in dark]
    lines = [f"- No record of killing of their own, and so no forecast of deaths: {'; '.join(named) or 'none'}."]
    lines += [f"- {state_name(unit)}: {note}." for unit, note in sorted(notes.items()) if unit not in set(dark)]
    lines += _flat(tables["forecasts"])
    no_band = latest.filter(
        (pl.col("status") == "recorded") & (pl.col("low").is_null() | pl.col("high").is_null())
    ).height
    if no_band:
        lines.append(
            f"- The low or high estimate of the last month is unknown for {no_band} States where civilians were "
            "killed; only the best estimate is there. Event data bring them (`focalpoint add`)."
        )
    blank = profile.group_by("label").agg((pl.col("status") == "known").mean().alias("share")).sort("share", "label")
    lines += [f"- {label}: known for {number(100 * share)} % of States." for label, share in blank.rows() if share < 1]
    cannot = evenhand["observability"].null_count()
    lines.append(f"- How well killing can be observed: cannot tell for {cannot} of {evenhand.height} States.")
    return "\n".join(lines)


def _inputs(inputs: Sequence[Input]) -> str:
    rows = [
        [one.source, one.release or "unknown", f"{one.first} to {one.last}", one.licence, one.citation, one.sha256[:12]]
        for one in sorted(inputs, key=lambda one: one.id)
    ]
    return table(["source", "release", "covers", "licence", "citation", "sha256"], rows)


def _settings(settings: Mapping[str, Any], prefix: str = "") -> list[str]:
    """Write settings a line a group: what holds plain values comes together, deeper groups follow."""
    plain = [f"{key} {_value(settings[key])}" for key in sorted(settings) if not isinstance(settings[key], Mapping)]
    lines = [f"- `{prefix or 'all'}`: {'; '.join(plain)}"] if plain else []
    for key in sorted(settings):
        if isinstance(settings[key], Mapping):
            lines += _settings(settings[key], f"{prefix}.{key}" if prefix else key)
    return lines


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)


def _interval(settings: Mapping[str, Any]) -> str:
    share = settings.get("protocol", {}).get("interval")
    return f"{percent(share)} intervals, countries drawn as wholes" if share else "intervals"


def _flat(forecasts: pl.DataFrame) -> list[str]:
    """Say so when the bands of a State are the same for every month ahead."""
    monthly = forecasts.filter((pl.col("target") == "civilians") & (pl.col("kind") == "quantile"))
    apart = monthly.group_by("unit", "model", "level").agg(
        (pl.col("value").max() > pl.col("value").min()).alias("apart")
    )
    if apart["apart"].any():
        return []
    return [
        "- How much better nearer months can be told than later ones: the models found no difference, and the band of "
        "a State is the same for every month ahead."
    ]


def render(
    tables: Mapping[str, pl.DataFrame],
    *,
    origin: str,
    window: Mapping[str, str],
    known_at: dt.date,
    revised: bool,
    notes: Mapping[str, str],
    inputs: Sequence[Input],
    data: Sequence[Stretch],
    settings: Mapping[str, Any],
) -> str:
    """Write the model card of a release as Markdown.

    Parameters
    ----------
    tables : the shaped tables of the bundle.
    origin : last month of data, YYYY-MM.
    window : ``first`` and ``last`` month that the release speaks of, YYYY-MM.
    known_at : the day whose knowledge was used.
    revised : whether later months were known than the last month of data.
    notes : what must be known about the record of a unit: why it is dark, or what else it includes.
    inputs : every vintage used.
    data : which edition speaks for which months of the record.
    settings : every scientific choice.

    Returns
    -------
    str
        The same text for the same arguments: no clock, no id.
    """
    return PROSE.substitute(
        origin=_long(origin),
        first=_long(window["first"]),
        last=_long(window["last"]),
        year=f"{_long(window['first'])} to {_long(window['first'], card_record.YEAR - 1)}",
        record=card_record.section(data, tables["history"]),
        forbidden="\n".join(f"- {use}" for use in FORBIDDEN_USES),
        misses=_misses(tables["scores"]),
        false_alarms=_false_alarms(tables["scores"]),
        vintage=_REVISED,
        interval_text=_interval(settings),
        figures=_figures(tables["scores"]),
        unknown=_unknown(tables, notes),
        inputs=_inputs(inputs),
        caveat=_CAVEAT.format(known=known_at.isoformat()) + (_AFTERWARDS if revised else ""),
        sharealike=_SHAREALIKE if any(one.source.startswith("vdem") for one in inputs) else "",
        settings="\n".join(_settings(settings)) or "- none",
    )
