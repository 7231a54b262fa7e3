"""The overseer reads the trail: in plain words, by reference and role, newest first, filtered, page after page."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pages
import walk as on_path
from at_desk import browser
from focalpoint.desk.people.models import Role
from focalpoint.desk.site.events import EVENTS
from focalpoint.desk.trail import queries, sentences
from focalpoint.desk.trail.actions import record
from focalpoint.desk.trail.models import Event
from walk import AT, SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path


@pytest.fixture
def cast():
    return on_path.cast()


def written(count: int, *, verb: str = "item.filed", by: str = "system", at: dt.datetime = AT) -> None:
    with transaction.atomic():
        for number in range(count):
            record(by=by, at=at + dt.timedelta(seconds=number), verb=verb, subject=f"object-{number}")


def page(user, **query):
    return browser(user).get(reverse("trail"), query)


def subjects(answer) -> list[str]:
    return [row["event"].subject for row in answer.context["rows"]]


def test_everything_is_told_in_plain_words_and_nothing_of_what_objects_say(cast):
    on_path.decided(cast)
    text = page(cast.overseer).content.decode()
    for told in ("decided to act on the submission", "signed the submission", "proposed a measure", "filed the item"):
        assert told in text
    assert SECRET not in text
    for name in ("analyst-1", "S-1", ">70<", "AMBER+STRICT"):
        assert name not in text


def test_people_are_shown_by_role_and_the_first_signs_of_their_reference(cast):
    on_path.filed(cast.analyst)
    cast.analyst.username, cast.analyst.first_name = "a-name-nobody-reads", "a-first-name-nobody-reads"
    cast.analyst.save()
    text = " ".join(page(cast.overseer, actor=cast.analyst.ref).content.decode().split())
    assert f'analyst <a href="?actor={cast.analyst.ref}"><code>{cast.analyst.ref[:6]}</code>' in text
    assert "a-name-nobody-reads" not in text
    assert "a-first-name-nobody-reads" not in text


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OVERSEER])
def test_no_other_role_reads_it(role):
    assert page(on_path.person(role, "another", body="HRC")).status_code == 403


def test_nobody_signed_in_is_asked_to_sign_in(nobody):
    assert nobody.get(reverse("trail")).status_code == 302


def test_it_is_not_claimed_that_the_record_is_whole(cast):
    text = page(cast.overseer).content.decode()
    assert "focalpoint trail verify" in text
    assert "is not claimed here" in text


def test_the_newest_stands_first_and_older_ones_follow_page_by_page_without_a_gap(cast):
    written(120)
    seen, address = [], reverse("trail")
    client = browser(cast.overseer)
    while address:
        answer = client.get(address)
        seen += [row["event"].number for row in answer.context["rows"]]
        address = answer.context["older"]
    assert seen == sorted(seen, reverse=True)
    assert set(seen) >= set(range(1, 121))
    assert len(seen) == len(set(seen))


def test_filters_go_together_and_stay_from_page_to_page(cast):
    written(60, verb="item.filed", by=cast.analyst.ref)
    written(60, verb="item.linked", by=cast.analyst.ref)
    answer = page(cast.overseer, verb="item.filed", actor=cast.analyst.ref[:6])
    assert {row["event"].verb for row in answer.context["rows"]} == {"item.filed"}
    assert "verb=item.filed" in answer.context["older"]
    answer = browser(cast.overseer).get(answer.context["older"])
    assert len(answer.context["rows"]) == 10


def test_days_are_both_included(cast):
    for day in (1, 2, 3):
        written(1, at=dt.datetime(2025, 3, day, 23, 59, tzinfo=dt.UTC))
    answer = page(cast.overseer, verb="item.filed", first="2025-03-02", last="2025-03-03")
    assert [row["event"].at[:10] for row in answer.context["rows"]] == ["2025-03-03", "2025-03-02"]
    assert len(page(cast.overseer, verb="item.filed", last="2025-03-01").context["rows"]) == 1


def test_an_object_is_found_by_its_reference(cast):
    item = on_path.filed(cast.analyst)
    on_path.filed(cast.analyst, data=b"Another.")
    assert subjects(page(cast.overseer, object=item.ref)) == [item.ref]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"verb": "nothing"}, 422),
        ({"first": "soon"}, 422),
        ({"before": "x"}, 200),
        ({"before": "-1"}, 200),
        ({"before": "9" * 40}, 200),
        ({"before": "٣"}, 200),
        ({"actor": "' OR 1=1 --"}, 200),
        ({"object": "<script>"}, 200),
    ],
)
def test_odd_addresses_are_answered_plainly(cast, query, status):
    answer = page(cast.overseer, **query)
    assert answer.status_code == status
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_a_page_deep_in_a_long_trail_is_never_counted_and_never_sorted(cast):
    written(300)
    client = browser(cast.overseer)
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("trail"), {"before": "200", "verb": "item.filed"})
    statements = [each["sql"] for each in asked.captured_queries]
    assert not [one for one in statements if "COUNT(" in one and "trail_event" in one]
    assert len(statements) <= 11
    for filters in ({}, {"verb": "item.filed"}, {"actor": "system"}, {"subject": "object-1"}):
        plan = queries.rows(**filters, before=200)[:51].explain()
        assert "TEMP B-TREE" not in plan
        if connection.vendor == "sqlite":
            assert "SEARCH" in plan


def test_reading_the_trail_is_on_the_trail(cast):
    page(cast.overseer)
    event = Event.objects.order_by("-number").first()
    assert (event.verb, event.subject, event.actor) == ("protected.read", "trail", cast.overseer.ref)


@pytest.mark.parametrize("verb", [each.verb for each in EVENTS])
def test_every_verb_reads_as_a_sentence_with_a_short_reference(verb):
    event = Event(verb=verb, subject="23456789abcdefgh", ids="{}")
    text = sentences.sentence(event)
    assert "%" not in text
    assert "23456789abcdefgh" not in text


def test_of_what_is_named_beside_the_object_only_references_are_shown():
    ids = '{"also":["23456789abcdefgh","TLP:AMBER"],"choice":"act","likelihood":70,"note":"' + "a" * 64 + '"}'
    assert queries.refs(Event(ids=ids)) == ["23456789abcdefgh"]


def verbs_shown(cast, **query) -> list[str]:
    return [row["event"].verb for row in page(cast.overseer, actor="system", **query).context["rows"]]


def test_acts_are_listed_and_reads_on_request_alone(cast):
    written(1, verb="protected.read")
    written(1)
    assert verbs_shown(cast) == ["item.filed"]
    assert verbs_shown(cast, reads="on") == ["item.filed", "protected.read"]


def test_who_filters_by_reads_is_shown_reads_and_an_export_is_no_read_of_a_page(cast):
    written(1, verb="protected.read")
    written(1, verb="rows.exported")
    assert verbs_shown(cast) == ["rows.exported"]
    assert verbs_shown(cast, verb="protected.read") == ["protected.read"]


def test_the_switch_of_reads_stands_in_the_address_and_keeps_the_other_filters(cast):
    written(120)
    hidden = page(cast.overseer, actor="system")
    assert hidden.context["switch"] == f"{reverse('trail')}?actor=system&reads=on"
    shown = page(cast.overseer, actor="system", reads="on")
    assert "reads=on" in shown.context["older"]
    assert hidden.context["switch"] in pages.read(hidden.content).links()
    assert "reads=on" not in shown.context["switch"]


def test_every_kind_of_event_can_be_chosen_in_words_that_are_filled(cast):
    choices = dict(page(cast.overseer).context["form"].fields["verb"].choices)
    assert set(choices) == {"", *(each.verb for each in EVENTS)}
    assert [words for words in choices.values() if "%" in words] == []
