"""The list of withdrawals holds ids alone, is whole or refused, and erases again what a back-up brings back."""

import datetime as dt
from pathlib import Path

import pytest

import walk
from focalpoint.cli import restore
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import jobs, originals, withdrawals
from focalpoint.desk.intake.models import Event, Item, Original
from focalpoint.desk.people.models import Role
from focalpoint.desk.trail import anchors, keys, states
from focalpoint.desk.trail import models as trail

LATER = walk.AT + dt.timedelta(days=3)
AT = "2025-07-01T09:00:00.000000Z"


@pytest.fixture
def home(settings, tmp_path, db) -> Path:
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


def filed() -> Item:
    return walk.filed(walk.person(Role.REPORTER))


def withdrawn(item: Item) -> None:
    taking.withdraw_consent(item=item, revision=item.revision, by=item.created_by, at=walk.AT)


def listed(home: Path) -> withdrawals.Withdrawals:
    withdrawals.write(home / withdrawals.FILE)
    return withdrawals.read(home / withdrawals.FILE)


def test_an_empty_trail_has_an_empty_list_which_is_whole(home):
    assert listed(home) == ([], 0)


def test_a_withdrawal_is_listed_by_its_references_and_nothing_else(home):
    item = filed()
    withdrawn(item)
    found = listed(home)
    assert found.found == [(AT, item.created_by.ref, item.ref)]
    assert found.row == trail.Event.objects.last().number
    assert walk.SECRET not in (home / withdrawals.FILE).read_text()


def test_what_is_listed_already_is_kept_though_the_trail_no_longer_has_it(home):
    item = filed()
    (home / withdrawals.FILE).write_text(whole("2025-06-01T00:00:00.000000Z somebody other\n", 99))
    withdrawn(item)
    assert [each.item for each in listed(home).found] == ["other", item.ref]
    assert listed(home) == listed(home)


def whole(lines: str, row: int) -> str:
    return f"{lines}complete {row} {withdrawals._digest(lines)}\n"


LINES = f"{AT} somebody first\n{AT} somebody second\n"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "nonsense",
        LINES,
        whole(LINES, 7).replace("first", "third"),
        whole(LINES, 7).replace(f"{AT} somebody second\n", ""),
        whole(LINES, 7).replace("complete 7", "complete seven"),
        whole(LINES, 7).partition("complete")[0] + "complete 7 " + "a" * 64,
        whole(LINES, 7)[:-9],
    ],
)
def test_a_list_with_a_line_less_or_another_is_refused(tmp_path, content):
    (tmp_path / "list").write_text(content)
    with pytest.raises(withdrawals.NoList, match="no whole list"):
        withdrawals.read(tmp_path / "list")


def test_what_came_back_is_erased_again_with_its_time_and_an_event_of_its_own(home):
    item = filed()
    again = [withdrawals.Withdrawal(AT, "somebody", item.ref), withdrawals.Withdrawal(AT, "somebody", "not-here")]
    assert withdrawals.repeat(again, at=LATER) == 1
    item.refresh_from_db()
    assert (item.text, item.consent_withdrawn_at) == ("", walk.AT)
    assert walk.SECRET not in Event.objects.get().what
    assert Original.objects.get().key is None
    last = trail.Event.objects.last()
    assert (last.verb, last.subject, last.actor) == ("item.erased-again", item.ref, "clock")
    assert list(states.differences()) == []
    assert withdrawals.repeat(again, at=LATER) == 0


def test_a_key_of_digests_that_an_erased_item_had_is_gone(home):
    item = filed()
    before = keys.KeyShare.objects.get().share
    withdrawals.repeat([withdrawals.Withdrawal(AT, "somebody", item.ref)], at=LATER)
    assert keys.KeyShare.objects.get().share != before


def test_an_item_that_is_erased_again_is_listed_once_with_its_first_time(home):
    item = filed()
    (home / withdrawals.FILE).write_text(whole(f"{AT} somebody {item.ref}\n", 99))
    withdrawals.repeat(withdrawals.read(home / withdrawals.FILE).found, at=LATER)
    assert listed(home).found == [(AT, "somebody", item.ref)]


@pytest.fixture
def staged(home) -> Path:
    filed()
    anchors.write(home / anchors.FILE, day=walk.DAY)
    return home


def given(home: Path, row: int) -> Path:
    file = home / "given.txt"
    file.write_text(whole(f"{AT} somebody {Item.objects.get().ref}\n", row))
    return file


def test_a_list_that_ends_before_the_newest_anchor_is_refused(staged):
    (staged / anchors.FILE).write_text(f"2025-07-02 40 {'a' * 64}\n")
    with pytest.raises(restore.OlderList, match="ends at row 39, and the trail reached row 40"):
        restore._erase_again(staged, given(staged, 39), 1, False)
    assert Item.objects.get().text == walk.SECRET
    assert restore._erase_again(staged, given(staged, 40), 1, False) == 1
    assert Item.objects.get().text == ""


def test_a_list_that_ends_before_the_back_up_itself_is_refused(staged):
    with pytest.raises(restore.OlderList):
        restore._erase_again(staged, given(staged, 6), 7, False)


def test_going_on_with_an_older_list_is_on_record(staged):
    assert restore._erase_again(staged, given(staged, 6), 7, True) == 1
    verbs = trail.Event.objects.values_list("verb", "subject")
    assert ("trail.older-withdrawals-accepted", "6") in verbs


def test_the_list_that_was_given_is_the_list_of_the_home_from_then_on(staged):
    restore._erase_again(staged, given(staged, 99), 1, False)
    found = withdrawals.read(staged / withdrawals.FILE)
    assert [each.by for each in found.found] == ["somebody"]
    assert found.row == trail.Event.objects.last().number


@pytest.mark.parametrize("days", [0, 1, 30])
def test_the_worker_writes_the_anchor_of_the_day_and_the_list_each_day(home, days):
    withdrawn(filed())
    for passed in range(days + 1):
        jobs.anchor_trail(key="", at=walk.AT + dt.timedelta(days=passed))
    lines = (home / anchors.FILE).read_text().splitlines()
    assert len(lines) == days + 1
    assert lines[0].startswith("2025-07-01 ")
    assert anchors.ahead(home / anchors.FILE) == []
    assert len(withdrawals.read(home / withdrawals.FILE).found) == 1


def test_a_worker_that_repeats_it_on_a_day_adds_no_second_anchor(home):
    filed()
    for _time in range(2):
        jobs.anchor_trail(key="", at=walk.AT)
    assert len((home / anchors.FILE).read_text().splitlines()) == 1


def test_an_empty_trail_is_not_anchored(home):
    jobs.anchor_trail(key="", at=walk.AT)
    assert not (home / anchors.FILE).exists()


def test_the_sealed_files_of_what_came_back_leave_the_disk(home, django_capture_on_commit_callbacks):
    item = filed()
    with django_capture_on_commit_callbacks(execute=True):
        withdrawals.repeat([withdrawals.Withdrawal(AT, "somebody", item.ref)], at=LATER)
    assert originals.stored(home) == {}
