"""Months as whole numbers."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from focalpoint.reference import calendar

MONTHS = st.integers(min_value=-900, max_value=2400)


@pytest.mark.parametrize("text", ["2024", "2024-13", "2024-00", "24-01", "2024-1", "", "December 2024", "2024-12-01"])
def test_a_text_that_is_not_a_month_is_refused_with_the_way_to_write_it(text):
    with pytest.raises(calendar.BadMonth, match="YYYY-MM"):
        calendar.parse_month(text)


def test_january_1980_is_month_one_and_december_2024_is_month_540():
    assert calendar.month_id(1980, 1) == 1
    assert calendar.parse_month("2024-12") == 540
    assert calendar.parse_month(" 1989-01 ") == 109


def test_a_leap_february_has_twenty_nine_days():
    assert calendar.last_day(calendar.month_id(2024, 2)) == dt.date(2024, 2, 29)
    assert calendar.last_day(calendar.month_id(1900, 2)) == dt.date(1900, 2, 28)


@given(MONTHS)
def test_a_label_reads_back_as_the_same_month(month):
    assert calendar.parse_month(calendar.month_label(month)) == month
    assert calendar.month_id(calendar.year_of(month), calendar.month_of(month)) == month


@given(MONTHS)
def test_the_day_after_the_last_day_opens_the_next_month(month):
    assert calendar.last_day(month) + dt.timedelta(days=1) == calendar.first_day(month + 1)


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2100, 12, 31)))
def test_a_day_falls_between_the_ends_of_its_month(day):
    month = calendar.month_of_day(day)
    assert calendar.first_day(month) <= day <= calendar.last_day(month)
