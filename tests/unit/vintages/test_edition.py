"""Editions of UCDP's events: what their numbers say, and which one is newer."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.foresight.vintages.edition import UnknownEdition, edition, named_release, of_release
from focalpoint.reference.calendar import month_label, month_of, parse_month, year_of


@pytest.mark.parametrize(
    ("release", "kind", "first", "last"),
    [
        ("26.1", "yearly", "1989-01", "2025-12"),
        ("17.1", "yearly", "1989-01", "2016-12"),
        ("26.0.7", "monthly", "2026-07", "2026-07"),
        ("25.0.12", "monthly", "2025-12", "2025-12"),
        ("25.01.25.12", "cumulative", "2025-01", "2025-12"),
        ("26.01.26.06", "cumulative", "2026-01", "2026-06"),
        ("21.10.21.12", "cumulative", "2021-10", "2021-12"),
    ],
)
def test_a_number_says_which_months_the_edition_covers(release, kind, first, last):
    found = of_release(release)
    assert (found.kind, month_label(found.first), month_label(found.last)) == (kind, first, last)
    assert edition(found.source, release) == found


@pytest.mark.parametrize(
    "release", ["", "26", "26.0.13", "26.0.0", "26.1.7", "26.06.26.01", "26.00.26.06", "5.0", "26.0", "v26.0.7", "a.b"]
)
def test_a_number_that_ucdp_does_not_give_is_refused_with_examples(release):
    with pytest.raises(UnknownEdition) as refused:
        of_release(release)
    assert "26.0.7" in refused.value.todo


def test_a_yearly_number_is_no_candidate_release():
    with pytest.raises(UnknownEdition, match="of ucdp_ged"):
        edition("ucdp_candidate", "26.1")


def test_an_edition_outranks_each_that_comes_before_it_here():
    order = ["25.0.2", "25.0.12", "25.10.25.12", "25.01.25.12", "26.0.1", "26.0.2", "26.01.26.02", "26.0.10"]
    order += ["23.1", "24.1", "25.1", "25.2", "26.1"]
    for lower, higher in itertools.combinations(order, 2):
        assert of_release(lower).rank < of_release(higher).rank, (lower, higher)


MONTHS = st.integers(parse_month("2018-01"), parse_month("2040-12"))


@given(MONTHS, MONTHS)
def test_of_two_monthly_files_the_later_month_outranks_whatever_its_digits(one, other):
    def monthly(month):
        return of_release(f"{year_of(month) - 2000}.0.{month_of(month)}")

    assert (monthly(one).rank < monthly(other).rank) == (one < other)


@pytest.mark.parametrize(
    ("name", "release"),
    [
        ("GEDEvent_v26_0_7.csv", "26.0.7"),
        ("gedevent_v26_0_12 (1).csv", "26.0.12"),
        ("GEDEvent_v26_01_26_06.csv", "26.01.26.06"),
        ("GEDEvent_v25_1.csv", "25.1"),
        ("GEDEvent_v25_1_sudan.csv", "25.1"),
        ("ged251-csv.zip", "25.1"),
        ("ged251.csv", "25.1"),
        ("GEDEvent_v26.0.7.csv", "26.0.7"),
        ("sudan 2025.csv", None),
        ("GEDEvent_myanmar_1989_2023.csv", None),
        ("events.csv", None),
        ("ged.csv", None),
        ("download_2026_01_12.csv", None),
        ("from a colleague.dat", None),
    ],
)
def test_the_name_of_a_file_states_a_release_only_in_the_publishers_way(name, release):
    assert named_release(name) == release
