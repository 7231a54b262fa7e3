"""A person is given so many files a minute, of whatever kind; others and pages are not counted."""

import time

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.trail.models import Event as Row
from focalpoint.desk.web import limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(monkeypatch):
    """The beginning of a minute, which a test moves on."""
    now = [time.time() // 60 * 60]
    monkeypatch.setattr(limits, "time", type("Clock", (), {"time": staticmethod(lambda: now[0])}))
    monkeypatch.setattr(limits, "FILES_A_MINUTE", 2)
    return now


def test_who_asks_for_many_files_within_a_minute_waits_for_the_next(settings, tmp_path, clock):
    settings.FOCALPOINT_HOME = tmp_path
    cast = walk.cast()
    item = walk.filed(cast.analyst)
    address = reverse("all_originals", args=[item.ref])
    mine, other = browser(cast.analyst), browser(cast.head)
    assert [mine.get(address).status_code for _ in range(2)] == [200, 200]
    rows = Row.objects.count()
    refused = mine.get(address)
    assert refused.status_code == 429
    assert "You were given many files within a minute." in pages.read(refused.content).text
    assert Row.objects.count() == rows
    assert mine.get(reverse("item", args=[item.ref])).status_code == 200
    assert other.get(address).status_code == 200
    clock[0] += 60
    assert mine.get(address).status_code == 200


def test_every_view_that_makes_a_file_counts():
    from focalpoint.desk.decisions.views import notes
    from focalpoint.desk.intake.views import originals
    from focalpoint.desk.pages import country, country_brief, country_events, watch
    from focalpoint.desk.watch.views import package

    made = [notes.submission, notes.transmission, originals.all_originals, country.rows, country_brief.as_pdf]
    made += [country_events.as_csv, watch.as_csv, watch.as_xlsx, package.package_file]
    assert [view.__name__ for view in made if "limit_files" not in counted(view)] == []


def counted(view) -> str:
    """The names of the functions that a view is wrapped in."""
    names = view.__code__.co_qualname
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
        names += view.__code__.co_qualname
    return names
