"""The laying of vintages over one another, against plain Python."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoint.foresight.panel.layers import event_vintages, layers, stack
from focalpoint.reference.calendar import month_label, month_of_day, parse_month
from focalpoint.reference.countries import state, watched
from tiny_store import by_month, event, events, store

UNITS = ("MLI", "URY", "FIN", "JPN")
FIRST, LAST = parse_month("2024-01"), parse_month("2024-12")
DAYS = [dt.date(2025, 1, 1), dt.date(2025, 6, 30), dt.date(2025, 12, 31)]
EVENTS = st.lists(
    st.tuples(
        st.integers(1, 12),
        st.sampled_from(UNITS),
        st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0],
)
VINTAGE = st.tuples(st.sampled_from(["ucdp_ged", "ucdp_candidate"]), EVENTS)


def slowly(aggregated, vintages):
    """What each unit and month must be: {(unit, month): civilians}."""
    said, seen = {}, set()
    ranked = sorted(vintages, key=lambda v: (v[0] == "ucdp_ged", v[1]), reverse=True)
    base = (True, DAYS[1], aggregated)
    done = False
    for kind, day, rows in ranked:
        yearly = kind == "ucdp_ged"
        if not done and not (yearly and day >= base[1]):
            over(said, aggregated_says(aggregated))
            done = True
        fresh = [row for row in rows if row[0] not in seen]
        over(said, event_says(fresh) if yearly else {})
        if yearly:
            seen |= {row[0] for row in rows}
    if not done:
        over(said, aggregated_says(aggregated))
    over(said, candidates_say([rows for kind, _, rows in ranked if kind != "ucdp_ged"], seen))
    return said


def over(said, below):
    for key, value in below.items():
        said.setdefault(key, value)


def aggregated_says(rows):
    everywhere = {(one.iso3, month): 0 for one in watched() for month in range(FIRST, LAST + 1)}
    return everywhere | {(unit, parse_month(label)): killed for unit, label, _, killed in rows}


def summed(rows):
    found = {}
    for _, unit, day, killed in rows:
        key = unit, month_of_day(day)
        found[key] = found.get(key, 0) + killed
    return found


def continents(rows):
    return {state(row[1]).region for row in rows}


def event_says(rows):
    if not rows:
        return {}
    named = [one.iso3 for one in watched()] if len(continents(rows)) >= 3 else {row[1] for row in rows}
    return {(unit, month): 0 for unit in named for month in range(FIRST, LAST + 1)} | summed(rows)


def candidates_say(tables, seen):
    """The candidate tables, newest first, as one."""
    newest = {}
    for rows in tables:
        for row in rows:
            newest.setdefault(row[0], row)
    cover = {}
    for month in range(FIRST, LAST + 1):
        there = [row for row in newest.values() if month_of_day(row[2]) == month]
        units = [one.iso3 for one in watched()] if len(continents(there)) >= 3 else [row[1] for row in there]
        cover |= {(unit, month): 0 for unit in units}
    return cover | summed(row for row in newest.values() if row[0] not in seen)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    aggregated=st.dictionaries(
        st.tuples(st.sampled_from(UNITS), st.integers(FIRST, LAST)), st.integers(0, 9), max_size=6
    ),
    vintages=st.lists(VINTAGE, max_size=3),
)
def test_the_stack_equals_plain_python(aggregated, vintages):
    panel_rows = [(unit, month_label(month), 1.0, float(killed)) for (unit, month), killed in aggregated.items()]
    panel_rows = panel_rows or [("MLI", "2024-01", 1.0, 0.0)]
    dated = [(kind, day, rows) for (kind, rows), day in zip(vintages, DAYS, strict=False)]
    made = [
        events(kind, [event(f"e{name}", unit, on.isoformat(), killed) for name, unit, on, killed in rows], day)
        for kind, day, rows in dated
    ]
    with tempfile.TemporaryDirectory() as folder:
        data = store(Path(folder), by_month(panel_rows, "2024-01", "2024-12", DAYS[1]), *made)
        figures, _ = stack(layers(data, event_vintages(data)))
    found = {(unit, month): killed for unit, month, killed in figures.select("unit", "month", "civilians").iter_rows()}
    assert found == slowly(panel_rows, dated)
