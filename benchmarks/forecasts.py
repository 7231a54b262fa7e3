"""A release from the snapshot, the back-test over thirteen years (B2), the onset run over 31 refits (B1)."""

import json
import math
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Figure, Run, ours

VERB = """
import sys
from focalpoint.cli import focalpoint
focalpoint(sys.argv[1:], standalone_mode=False)
"""
B1 = {"auc": 0.84, "recall_at_30": 0.74, "average_precision": 0.05, "brier_skill": 0.0}


def verb(*arguments: str | Path) -> Run:
    """Run one verb of the command in an empty home and measure it."""
    with tempfile.TemporaryDirectory() as home:
        return ours(VERB, *arguments, env={"FOCALPOINT_HOME": home})


def printed(one: Run) -> dict[str, object]:
    """Return the JSON object that a verb printed."""
    text = one.output[one.output.index("{") : one.output.rindex("}") + 1]
    return dict(json.loads(text))


def release(shared: Path | None) -> list[Figure]:
    """Build a release from the embedded data alone."""
    with tempfile.TemporaryDirectory() as folder:
        one = verb("forecast", "--out", Path(folder, "release"))
    return [
        Figure("release", "from the snapshot", one.seconds, "s", "<= 30", one.seconds <= 30),
        Figure("release", "peak memory", one.megabytes, "MB", "<= 1536", one.megabytes <= 1536),
    ]


def first_releases(shared: Path | None) -> list[Figure]:
    """Build the two releases of an empty home, in one run."""
    one = verb("forecast", "--with-final")
    return [Figure("release", "both of an empty home", one.seconds, "s", "one + 10")]


def as_published(shared: Path | None) -> list[Figure]:
    """Run B2 on the protocol's own series: the file as it was published, Niger counted under Nigeria."""
    if shared is None:
        return [Figure("B2", "the published series", None, "", note="not run: needs ../shared/data")]
    panel = shared / "ucdp" / "ged251_country_month.csv"
    skill = float(str(printed(verb("backtest", "--years", "2012-2024", "--panel", panel, "--json"))["skill_mean"]))
    return [Figure("B2", "the same on the published series", skill, "", ">= 0.066", skill >= 0.066, "revised data")]


def backtest(shared: Path | None) -> list[Figure]:
    """Run B2 on the embedded data, 2012 to 2024, Niger apart from Nigeria."""
    one = verb("backtest", "--years", "2012-2024", "--json")
    found = printed(one)
    skill, cover = float(str(found["skill_mean"])), float(str(found["coverage_90"]))
    return [
        Figure("B2", "mean yearly skill, 2012-2024", skill, "", ">= 0.066", skill >= 0.066, "revised data"),
        Figure("B2", "coverage of the 90 % band", cover, ""),
        Figure("B2", "thirteen windows", one.seconds, "s", "<= 360", one.seconds <= 360),
        Figure("B2", "peak memory", one.megabytes, "MB"),
    ]


def onset(shared: Path | None) -> list[Figure]:
    """Run B1 on the Early Warning Project's panel, where it is there."""
    if shared is None:
        return [Figure("B1", "onset of mass killing", None, "", note="not run: needs ../shared/data")]
    published = shared / "ewp" / "published_out_of_sample_1994_2024.csv"
    one = verb("onset", shared / "ewp" / "panel_1960_2024.csv", "--published", published, "--json")
    found = printed(one)
    rows = []
    for name, bound in B1.items():
        value = float(str(found[name]))
        rows.append(Figure("B1", name, value, "", f">= {bound}", value >= bound, interval(found, name)))
    alarms = float(str(found["false_alarms_per_hit"]))
    rows.append(Figure("B1", "false alarms per hit", alarms, "", note=interval(found, "false_alarms_per_hit")))
    rows += late_period(found)
    rows.append(Figure("B1", "31 refits", one.seconds, "s", "<= 120", one.seconds <= 120))
    return rows


def late_period(found: dict[str, object]) -> list[Figure]:
    """Show the years in which no setting was chosen, with the published forecasts in the note."""
    part = list(found["periods"])[-1]  # type: ignore[call-overload]  # JSON of our own verb
    years = "-".join(map(str, part["years"]))
    return [
        Figure("B1", f"{name}, {years}", part[name], "", note=f"published {part['published'][name]:.3f}")
        for name in ("auc", "recall_at_10", "recall_at_20", "recall_at_30", "average_precision")
    ]


def interval(found: dict[str, object], name: str) -> str:
    """Write the 90 or 95 % interval of one figure as the verb printed it."""
    bounds = dict(found.get("intervals") or {}).get(name)  # type: ignore[call-overload]  # JSON of our own verb
    low, high = (bounds if isinstance(bounds, list) else (math.nan, math.nan))[:2]
    return f"interval {low:.3f} to {high:.3f}"


def figures(shared: Path | None) -> list[Figure]:
    """Return the runs' figures."""
    runs = (release, first_releases, backtest, as_published, onset)
    return [figure for run in runs for figure in run(shared)]


if __name__ == "__main__":
    for figure in figures(None):
        sys.stdout.write(f"{figure}\n")
