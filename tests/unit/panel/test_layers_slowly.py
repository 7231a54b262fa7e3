"""The laying of editions over one another, against plain Python."""

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoint.foresight.panel.layers import layers
from focalpoint.foresight.panel.stack import stack
from focalpoint.reference.calendar import month_label, month_of_day, parse_month
from focalpoint.reference.countries import watched
from tiny_store import by_month, event, events, store

UNITS = ("MLI", "URY", "FIN", "JPN")
ADDED_UP = "24.1"
# Every edition with the months it covers, the one that speaks first on top: final ones, then candidates by their reach.
COVERS = {
    "25.1": ("2024-01", "2024-12"),
    ADDED_UP: ("2023-01", "2023-12"),
    "25.01.25.03": ("2025-01", "2025-03"),
    "25.0.2": ("2025-02", "2025-02"),
    "24.01.24.12": ("2024-01", "2024-12"),
    "24.0.12": ("2024-12", "2024-12"),
    "24.0.2": ("2024-02", "2024-02"),
}
MONTHS = {name: range(parse_month(first), parse_month(last) + 1) for name, (first, last) in COVERS.items()}
DAYS = st.dates(dt.date(2025, 4, 1), dt.date(2026, 12, 31))
EVENTS = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.sampled_from(UNITS),
        st.dates(dt.date(2023, 12, 1), dt.date(2025, 3, 31)),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda row: row[0],
)
FILES = st.dictionaries(st.sampled_from([name for name in COVERS if name != ADDED_UP]), st.tuples(EVENTS, DAYS))


def slowly(added_up, files):
    """What each unit and month must be: {(unit, month): civilians}."""
    present = [name for name in COVERS if name == ADDED_UP or name in files]
    said = {}
    for unit in (one.iso3 for one in watched()):
        for month in range(parse_month("2023-01"), parse_month("2025-03") + 1):
            speaks = next((name for name in present if month in MONTHS[name]), None)
            if speaks == ADDED_UP:
                said[unit, month] = added_up.get((unit, month), 0)
            elif speaks:
                said[unit, month] = killed(unit, month, present, present.index(speaks), files)
    return said


def killed(unit, month, present, speaks, files):
    """Add up the events of one unit and month, each as the highest of the files that hold it has it."""
    dead, seen = 0, set()
    for place, name in enumerate(present):
        for event_id, where, day, civilians in files.get(name, ((), None))[0]:
            here = (where, month_of_day(day)) == (unit, month)
            if event_id not in seen and here and place <= speaks:
                dead += civilians
            seen.add(event_id)
    return dead


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    added_up=st.dictionaries(st.tuples(st.sampled_from(UNITS), st.sampled_from(MONTHS[ADDED_UP])), st.integers(0, 9)),
    files=FILES,
)
def test_the_stack_equals_plain_python(added_up, files):
    rows = [(unit, month_label(month), 1.0, float(dead)) for (unit, month), dead in added_up.items()]
    made = [
        events(
            "ucdp_ged" if name == "25.1" else "ucdp_candidate",
            [event(f"e{number}", unit, on.isoformat(), dead) for number, unit, on, dead in rows_],
            day,
            name,
            covers=COVERS[name],
        )
        for name, (rows_, day) in files.items()
    ]
    table = by_month(rows or [("MLI", "2023-01", 1.0, 0.0)], *COVERS[ADDED_UP], dt.date(2024, 6, 30), ADDED_UP)
    with tempfile.TemporaryDirectory() as folder:
        figures = stack(layers(store(Path(folder), table, *made), dt.date(2027, 1, 1))).figures
    found = {(unit, month): dead for unit, month, dead in figures.select("unit", "month", "civilians").iter_rows()}
    assert found == slowly(added_up, files)
