"""Which of the dead of an event are civilians: a table to be read line by line, and what holds for every event.

Decided in docs/adr/0006-civilian-dead.md. The events are of our own making; those of Iran repeat the published figures
of one month.
"""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.panel.civilian_dead import broken_intervals, with_civilian_dead
from focalpoint.foresight.panel.months import of_events
from focalpoint.foresight.sources import reading
from focalpoint.reference.calendar import parse_month
from tiny_store import EVENT, event, events, everywhere, store

# kind, then low best high as published, dead civilians as coded, dead of unknown status, dead of sides a and b;
# then the civilians' low best high by the rule.
CASES = """
one_sided     4   6   9    6   0   0 0     4   6   9   all are civilians: their interval is the event's
one_sided     6   6   6    0   6   0 0     6   6   6   status unknown: civilians all the same
one_sided     0   0   6    0   0   0 0     0   0   6   nobody is certain to have died
one_sided    64  68  64    0  68   0 0    64  68  68   published with best above high: high is raised to best
one_sided     9   5   7    5   0   0 0     5   5   7   published with low above best: low is lowered to best
one_sided     5   5   8    7   0   0 0     5   7   8   more civilians coded than best: a recorded number is a floor
one_sided     5   5   5    7   0   0 0     5   7   7   and above high: high is raised to it
one_sided    10  10  12    7   0   2 1     7   7  12   dead of the attackers are no civilians
one_sided     3   3   3    0   0   5 0     0   0   3   more dead attackers than dead: no civilian is certain
state_based   6   9  30    2   0   3 4     0   2  23   what is uncertain may all be civilians, or none of them
state_based   9   9   9    2   4   3 0     2   2   6   dead of unknown status may be civilians
state_based   8   9   9    2   0   3 4     1   2   2
state_based  10   9   4    2   0   3 4     2   2   2   both ends broken: both are moved to best
non_state     3   3   3    0   3   0 0     0   0   3   a battle without a coded civilian
non_state     3   3   5    4   0   0 0     4   4   6   more civilians coded than best
"""


def dead(kind, low, best, high, civilians, unknown, a, b):
    figures = {"low": low, "best": best, "high": high, "civilians": civilians}
    return event("1", "MLI", "2023-03-01", kind=kind, **figures, unknown=unknown, deaths_a=a, deaths_b=b)


def ruled(*rows):
    return with_civilian_dead(pl.LazyFrame(list(rows), schema=EVENT)).collect()


@pytest.mark.parametrize("line", CASES.strip().splitlines())
def test_the_dead_civilians_of_an_event(line):
    kind, *cells = line.split()[:11]
    given_, expected = [int(cell) for cell in cells[:7]], [int(cell) for cell in cells[7:]]
    row = ruled(dead(kind, *given_)).row(0, named=True)
    assert [row["civilians_low"], row["civilians"], row["civilians_high"]] == expected
    assert row["civilians_coded"] == given_[3]


@pytest.mark.parametrize(
    ("kind", "low", "best", "high"), [("one_sided", 6, 6, 6), ("state_based", 2, 2, 6)], ids=["one-sided", "battle"]
)
def test_an_older_file_without_the_dead_of_unknown_status_has_bounds_too(kind, low, best, high):
    """Every death that is neither a civilian's nor of a side may be of unknown status."""
    coded = {"one_sided": 0, "state_based": 2}[kind]
    row = ruled(dead(kind, 6, 6, 6, coded, None, None, None)).row(0, named=True)
    assert (row["civilians_low"], row["civilians"], row["civilians_high"]) == (low, best, high)


def test_a_battle_whose_civilians_were_not_coded_has_none_that_are_known():
    row = ruled(dead("state_based", 1, 2, 3, None, 0, 0, 0)).row(0, named=True)
    assert (row["civilians_low"], row["civilians"], row["civilians_high"]) == (None, None, None)


def test_nobody_is_left_uncounted_in_iran_in_january_2026(tmp_path):
    """One event of 13,280 dead of unknown status, others of 6,600 in all, and one battle with 6 dead."""
    attacks = [
        event("1", "IRN", "2026-01-08..2026-01-10", 0, low=13_280, best=13_280, high=29_780, unknown=13_280),
        event("2", "IRN", "2026-01-09", 5_439, low=6_600, best=6_600, high=6_600, unknown=1_161),
        event("3", "IRN", "2026-01-20", 6, kind="state_based"),
    ]
    data = store(tmp_path, events("ucdp_candidate", [*attacks, *everywhere("2026-01-01")], release="26.0.1"))
    months = panel(data, known_at=data.vintages()[0].known_at).monthly
    row = months.row(by_predicate=(pl.col("unit") == "IRN") & (pl.col("month") == parse_month("2026-01")), named=True)
    assert (row["one_sided_low"], row["one_sided"], row["one_sided_high"]) == (19_880, 19_880, 36_380)
    assert (row["civilians_low"], row["civilians"], row["civilians_high"]) == (19_886, 19_886, 36_386)
    assert row["civilians_coded"] == 5_445
    assert row["basis"] == "candidate"


COUNTS = st.one_of(st.just(0), st.integers(0, 500))
ANY = st.builds(
    dead, st.sampled_from(["one_sided", "state_based", "non_state"]), COUNTS, COUNTS, COUNTS,
    st.none() | COUNTS, st.none() | COUNTS, COUNTS, COUNTS,
)  # fmt: skip


def check_in_order(months):
    for name in ("civilians", "one_sided", "ged_deaths"):
        best = "ged_deaths_best" if name == "ged_deaths" else name
        known = months.drop_nulls([f"{name}_low", best, f"{name}_high"])
        assert known.filter(~pl.col(best).is_between(f"{name}_low", f"{name}_high")).is_empty(), name
    for end in ("_low", "", "_high"):
        assert months.filter(pl.col(f"one_sided{end}") > pl.col(f"civilians{end}")).is_empty(), end


@given(st.lists(ANY, max_size=6))
def test_low_best_and_high_are_in_order_whatever_was_published(rows):
    check_in_order(of_events(pl.LazyFrame(rows, schema=EVENT)).collect())


@pytest.mark.data
def test_low_best_and_high_are_in_order_in_every_published_file(shared_data):
    for path in sorted((shared_data / "ucdp").glob("GEDEvent*.csv")):
        frame = reading.read(path)[0].frame
        assert frame.filter(broken_intervals()).height > 0
        check_in_order(of_events(frame.lazy()).collect())
