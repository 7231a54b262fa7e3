"""Which edition a vintage is, from what was written down of it, also by an older version of the product."""

import datetime as dt

import pytest

from focalpoint.foresight.vintages.identification import edition_of
from focalpoint.foresight.vintages.vintage import Vintage, record, vintage_of
from focalpoint.reference.calendar import month_label

WHOLE, SUM = 385_918, "GEDEvent_v25_01_25_12.csv"


def older(**said):
    """A description as it was written before there were editions."""
    plain = {"id": "x", "source": "ucdp_candidate", "grain": "event", "first": "2025-01", "last": "2025-12", **said}
    return vintage_of({**plain, "known_at": "2026-02-01", "retrieved": "2026-02-01"})


@pytest.mark.parametrize(
    ("said", "release", "kind", "first", "last"),
    [
        # Then the release was made up from the last month: a file without a number in its name may be a part.
        ({"release": "25.0.3", "original_name": "march.csv"}, None, "extract", "2025-01", "2025-12"),
        ({"release": "25.0.3", "original_name": "GEDEvent_v25_0_3.csv"}, "25.0.3", "monthly", "2025-03", "2025-03"),
        ({"release": "25.0.12", "original_name": SUM}, "25.01.25.12", "cumulative", "2025-01", "2025-12"),
        ({"release": "25.0.12", "member": SUM}, "25.01.25.12", "cumulative", "2025-01", "2025-12"),
        ({"release": None}, None, "extract", "2025-01", "2025-12"),
        ({"source": "ucdp_ged", "release": "25.1", "rows_kept": WHOLE}, "25.1", "yearly", "1989-01", "2024-12"),
        ({"source": "ucdp_ged", "release": "27.1", "rows_kept": 855}, "27.1", "extract", "2025-01", "2025-12"),
        ({"source": "ucdp_ged_panel", "release": "25.1", "rows_kept": 9}, "25.1", "yearly", "1989-01", "2024-12"),
    ],
)  # fmt: skip
def test_a_description_from_before_there_were_editions_has_one(said, release, kind, first, last):
    found = edition_of(older(**said))
    assert (found.release, found.kind, month_label(found.first), month_label(found.last)) == (
        release,
        kind,
        first,
        last,
    )


def test_what_was_written_down_goes_before_the_name():
    made = Vintage(
        "x",
        source="ucdp_candidate",
        release="26.0.2",
        original_name="GEDEvent_v26_0_1.csv",
        known_at=dt.date(2026, 3, 1),
        kind="monthly",
        covers_first="2026-02",
        covers_last="2026-02",
    )
    assert edition_of(vintage_of(record(made))).release == "26.0.2"
