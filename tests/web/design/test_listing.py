"""Lists: sorted by their heads, filtered, in pages; all of it in the address, and nothing that the rows do not show."""

import datetime as dt

import pytest
from django.urls import reverse

import pages
import walk
from at_desk import browser
from focalpoint.desk.decisions.tables import (
    DECIDED,
    QUEUE,
    SENT,
    DecidedFilters,
    QueueFilters,
    ReceivedFilters,
    SentFilters,
)
from focalpoint.desk.design.paging import SIZE
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.intake.tables import ITEMS, OWN_ITEMS, SOURCES, ItemFilters, OwnItemFilters, SourceFilters
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.table import COLUMNS as ACCOUNTS
from focalpoint.desk.people.table import AccountFilters
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.situations.table import COLUMNS as SITUATIONS
from focalpoint.desk.situations.table import SituationFilters

pytestmark = pytest.mark.django_db
LISTS = {
    "situations": (SITUATIONS, SituationFilters),
    "items": (ITEMS, ItemFilters),
    "sources": (SOURCES, SourceFilters),
    "submissions": (QUEUE, QueueFilters),
    "decisions": (DECIDED, DecidedFilters),
    "transmissions": (SENT, SentFilters),
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def three(cast) -> dict[str, Situation]:
    """Three situations whose order differs by title, day and marking."""
    made = {}
    for title, days, tlp in (("beta", 3, "TLP:GREEN"), ("Alpha", 2, "TLP:AMBER+STRICT"), ("gamma", 1, "TLP:AMBER")):
        found = walk.opened(cast.analyst, title=title, overlap_reason="Another group.")
        Situation.objects.filter(pk=found.pk).update(opened_at=walk.AT + dt.timedelta(days), tlp=tlp)
        made[title] = found
    return made


def titles(user, **asked) -> list[str]:
    return [each.title for each in browser(user).get(reverse("situations"), asked).context["page"]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("title", ["Alpha", "beta", "gamma"]),
        ("-title", ["gamma", "beta", "Alpha"]),
        ("opened", ["gamma", "Alpha", "beta"]),
        ("marking", ["beta", "gamma", "Alpha"]),
        ("-marking", ["Alpha", "gamma", "beta"]),
    ],
)
def test_a_head_sorts_by_what_its_column_shows(cast, three, sort, expected):
    assert titles(cast.analyst, sort=sort) == expected


@pytest.mark.parametrize("sort", ["", "-", "countries", "owner__password", "--title", "\0", "?"])
def test_an_order_that_no_head_offers_is_the_lists_own(cast, three, sort):
    assert titles(cast.analyst, sort=sort) == titles(cast.analyst)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"find": "AM"}, {"gamma"}),
        ({"marking": "TLP:GREEN"}, {"beta"}),
        ({"country": "KEN"}, {"Alpha", "beta", "gamma"}),
        ({"country": "UGA"}, set()),
        ({"state": "closed"}, set()),
        ({"owner": "ANALYST", "find": "a"}, {"Alpha", "beta", "gamma"}),
        ({"owner": "reviewer"}, set()),
    ],
)
def test_a_filter_keeps_what_fits_all_of_it(cast, three, asked, expected):
    assert set(titles(cast.analyst, **asked)) == expected


def test_a_filter_that_cannot_be_read_is_left_out_and_said(cast, three):
    answer = browser(cast.analyst).get(reverse("situations"), {"state": "sunk", "find": "alpha"})
    assert [each.title for each in answer.context["page"]] == ["Alpha"]
    assert 'role="alert"' in answer.content.decode()


def test_heads_and_pages_keep_the_filter_and_a_press_turns_the_order(cast, three, monkeypatch):
    monkeypatch.setattr("focalpoint.desk.design.paging.SIZE", 1)
    shown = pages.read(browser(cast.analyst).get(reverse("situations"), {"find": "a", "sort": "title"}).content)
    assert {"?find=a&sort=-title", "?find=a&sort=opened", "?find=a&sort=title&page=2"} <= set(shown.links())
    assert [each["aria-sort"] for each in shown.all("th") if "aria-sort" in each] == ["ascending"]
    second = browser(cast.analyst).get(reverse("situations"), {"sort": "title", "page": "2"})
    assert [each.title for each in second.context["page"]] == ["beta"]
    assert "?sort=opened" in pages.read(second.content).links()  # another order begins on the first page
    assert SIZE == 50


def test_what_has_no_value_is_last_in_both_orders(cast):
    for title, credibility in (("none", None), ("two", 2), ("five", 5)):
        Item.objects.filter(pk=walk.filed(cast.analyst, title=title).pk).update(credibility=credibility)
    for sort, expected in (("credibility", ["two", "five", "none"]), ("-credibility", ["five", "two", "none"])):
        answer = browser(cast.analyst).get(reverse("items"), {"sort": sort})
        assert [each.title for each in answer.context["page"]] == expected


def test_a_reporter_can_neither_see_nor_ask_for_a_grade(cast):
    for title, credibility in (("first", 1), ("second", 5)):
        Item.objects.filter(pk=walk.filed(cast.reporter, title=title).pk).update(credibility=credibility)
    own = browser(cast.reporter).get(reverse("items"))
    for asked in ({"sort": "credibility"}, {"sort": "-credibility"}, {"credibility": "5"}, {"status": "confirmed"}):
        answer = browser(cast.reporter).get(reverse("items"), asked)
        assert list(answer.context["page"]) == list(own.context["page"])
    columns, filters = {each.name for each in OWN_ITEMS}, set(OwnItemFilters.base_filters)
    assert not (columns | filters) & {"status", "credibility"}


def test_a_body_cannot_ask_what_other_bodies_were_sent():
    assert "body" not in ReceivedFilters.base_filters


def test_each_list_can_be_asked_for_every_order_and_every_filter(cast, django_assert_max_num_queries):
    """Each in one request more than none: a field that is not there fails here."""
    walk.filed(cast.analyst)
    Source.objects.create(label="A witness", kind="person", created_by=cast.analyst, created_at=walk.AT)
    administrator = walk.person(Role.ADMINISTRATOR)
    readers = {**dict.fromkeys(LISTS, cast.analyst), "accounts": administrator}
    for name, (columns, filters) in {**LISTS, "accounts": (ACCOUNTS, AccountFilters)}.items():
        client = browser(readers[name])
        client.get(reverse(name))
        with django_assert_max_num_queries(40) as plain:
            client.get(reverse(name))
        offered = {field: _first(filters, field) for field in filters.base_filters}
        assert offered
        asked = [{"sort": f"{sign}{each.name}"} for each in columns if each.by is not None for sign in ("", "-")]
        for query in [*asked, offered]:
            with django_assert_max_num_queries(len(plain)):
                assert client.get(reverse(name), query).status_code == 200


def _first(filters, field: str) -> str:
    """The first choice of a filter, or a word."""
    choices = dict(filters.base_filters[field].field.choices) if "choices" in filters.base_filters[field].extra else {}
    flat = [key for key, label in choices.items() if key and not isinstance(label, list | tuple | dict)]
    return str(flat[0]) if flat else "KEN" if choices else "a"


def test_accounts_are_found_by_name_role_and_state(cast):
    administrator = walk.person(Role.ADMINISTRATOR)
    User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
    client = browser(administrator)
    for asked, expected in (
        ({"role": "analyst"}, "analyst"),
        ({"state": "False"}, "reviewer"),
        ({"find": "POR"}, "reporter"),
    ):
        assert [each.username for each in client.get(reverse("accounts"), asked).context["page"]] == [expected]


def test_a_cell_without_a_value_is_left_out_on_a_phone_and_named_elsewhere(cast):
    walk.filed(cast.analyst)
    page = pages.read(browser(cast.analyst).get(reverse("items")).content)
    cells = {each["data-label"]: each.get("class", "") for each in page.all("td")}
    assert cells["Credibility"] == "empty"
    assert cells["Marking"] == ""
