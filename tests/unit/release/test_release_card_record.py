"""What the model card says of the record: final or not, counted or coded."""

import datetime as dt

import polars as pl

from focalpoint.foresight.release import card_record
from focalpoint.foresight.release.manifest import Stretch


def stretch(first: str, last: str, basis: str | None, edition: str = "25.1", source: str = "ucdp_ged") -> Stretch:
    return Stretch(source=source, edition=edition, first=first, last=last, basis=basis, known_at=dt.date(2025, 6, 30))


def history(last: int, best: float | None, coded: float | None, basis: str | None) -> pl.DataFrame:
    rows = [
        {"unit": unit, "month": month, "best": best, "coded": coded, "basis": basis if month == last else "final"}
        for unit in ("AAA", "BBB")
        for month in range(last - 20, last + 1)
    ]
    types = {"best": pl.Float64, "coded": pl.Float64, "basis": pl.String}
    return pl.DataFrame(rows, schema_overrides=types)


def test_each_edition_is_a_line_with_its_months_and_how_it_knows():
    data = [
        stretch("1989-01", "2024-12", "final"),
        stretch("2025-01", "2026-02", "candidate", "26.0.2", "ucdp_candidate"),
    ]
    assert card_record.stretches(data).splitlines() == [
        "- January 1989 to December 2024: UCDP GED 25.1, final, known on 2025-06-30.",
        "- January 2025 to February 2026: UCDP Candidate 26.0.2, candidate: these months will change, "
        "known on 2025-06-30.",
    ]


def test_an_edition_for_a_few_states_names_them():
    one = stretch("1989-01", "2023-12", "final", "23.1").model_copy(update={"units": ("MMR", "XXX")})
    assert card_record.stretches([one]).startswith("- January 1989 to December 2023 for Myanmar, XXX: UCDP GED 23.1")


def test_a_basis_that_is_not_known_is_said_to_be_unknown():
    assert "of unknown kind" in card_record.stretches([stretch("1989-01", "2024-12", None)])


def test_months_that_are_not_final_are_counted_once_for_all_states():
    assert card_record.late(history(540, 1.0, 1.0, "estimate")).startswith(
        "Of the last 12 months of data, 1 is candidate"
    )
    assert card_record.late(history(540, 1.0, 1.0, "final")) == ""


def test_counted_and_coded_are_sums_of_twelve_months():
    # Two States x twelve months: 3 counted and 2 coded in each.
    said = card_record.counted(history(540, 3.0, 2.0, "final"))
    assert "in 24 State-months. There 72 are counted here and 48 coded" in said


def test_nothing_is_said_of_a_record_that_codes_none():
    assert card_record.counted(history(540, 3.0, None, "final")) == ""
    assert card_record.counted(history(540, 0.0, 0.0, "final")) == ""
