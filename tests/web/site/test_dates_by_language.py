"""A day with its hour, in every language that is offered: day before month, the year whole, twenty-four hours."""

import datetime as dt
import re

import pytest
from django.utils import translation
from django.utils.formats import date_format

from focalpoint.desk.site.languages import PLANNED

AT = dt.datetime(2026, 11, 20, 21, 5, tzinfo=dt.UTC)
LANGUAGES = [code for code, _ in PLANNED]


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_hour_is_one_of_twenty_four_and_the_year_is_whole(code):
    with translation.override(code):
        text = date_format(AT, "DATETIME_FORMAT")
    assert "21:05 UTC" in text
    assert re.findall(r"\d{4}", text) == ["2026"]
    assert re.search(r"[ap]\.?m\b|[مص]$", text) is None


def test_arabic_says_day_month_and_year_in_that_order():
    with translation.override("ar"):
        assert date_format(AT, "DATETIME_FORMAT") == "20 نوفمبر 2026, 21:05 UTC"
        assert date_format(AT.date()) == "20 نوفمبر 2026"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_day_alone_reads_as_the_day_with_its_hour_begins(code):
    with translation.override(code):
        day, whole = date_format(AT, "DATE_FORMAT"), date_format(AT, "DATETIME_FORMAT")
    assert whole.startswith(day.rstrip("."))
