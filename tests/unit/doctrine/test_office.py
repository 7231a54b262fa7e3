"""The office's states of the catalogue: 2026.2+office.3 is the published text with the third state laid over it."""

import pytest

from focalpoint import doctrine
from focalpoint.doctrine import office, shelf
from focalpoint.doctrine.overlay import NONE, BadOverlay

NEWEST = doctrine.versions()[-1]
FIRST = {"ME023": {"name": "First name"}}
SECOND = {"ME023": {"name": "Second name"}, "body:AU-PSC": {"limits": "None that is known."}}


@pytest.fixture(autouse=True)
def nothing_held(monkeypatch):
    monkeypatch.setattr(office._Held, "states", ())
    monkeypatch.setattr(office._Held, "source", None)


def hold(*states: dict) -> None:
    office.ask(lambda: states)
    office.refresh()


def name(version: str | None = None) -> str:
    return doctrine.catalogue(version).entry("ME023").record.name


def test_where_nothing_was_corrected_the_published_version_is_the_newest():
    assert doctrine.catalogue().version == NEWEST
    assert office.newest() == 0
    office.refresh()
    assert doctrine.catalogue().version == NEWEST


def test_each_state_is_a_version_and_the_last_one_is_the_newest():
    published = name()
    hold(FIRST, SECOND, {})
    assert doctrine.catalogue().version == f"{NEWEST}+office.3"
    assert [name(office.joined(NEWEST, each)) for each in range(4)] == [
        published,
        "First name",
        "Second name",
        published,
    ]


def test_a_state_lies_over_any_published_version():
    hold(FIRST)
    for version in doctrine.versions():
        assert name(f"{version}+office.1") == "First name"
        assert doctrine.catalogue(version).entry("ME023").record.name != "First name"


@pytest.mark.parametrize(
    "version",
    [
        "1999.1",
        "1999.1+office.1",
        f"{NEWEST}+office.0",
        f"{NEWEST}+office.01",
        f"{NEWEST}+office.2",
        f"{NEWEST}+office.one",
        f"{NEWEST}+office.1+office.1",
    ],
)
def test_a_version_that_never_was_is_unknown(version):
    hold(FIRST)
    with pytest.raises(doctrine.UnknownVersion):
        doctrine.catalogue(version)


def test_a_number_that_is_not_held_is_asked_for_once_more():
    states = [FIRST]
    office.ask(lambda: states)
    assert name(f"{NEWEST}+office.1") == "First name"
    states.append(SECOND)
    assert doctrine.catalogue().version == f"{NEWEST}+office.1"
    assert name(f"{NEWEST}+office.2") == "Second name"
    assert doctrine.catalogue().version == f"{NEWEST}+office.2"


def test_an_institution_and_a_treaty_of_one_id_are_told_apart():
    before = doctrine.catalogue().entry("instrument:AU-PSC").sha256
    hold(SECOND)
    assert doctrine.catalogue().entry("body:AU-PSC").record.limits == "None that is known."
    assert doctrine.catalogue().entry("instrument:AU-PSC").sha256 == before


def test_an_entry_says_that_it_is_corrected_and_what_was_published():
    published = doctrine.catalogue(NEWEST).entry("ME023")
    hold(FIRST)
    found = doctrine.catalogue().entry("ME023")
    assert (found.overlaid, found.original_sha256, found.version) == (True, published.sha256, f"{NEWEST}+office.1")
    assert found.sha256 != published.sha256
    other = doctrine.catalogue().entry("ME024")
    assert (other.overlaid, other.original_sha256) == (False, None)


def test_the_published_text_can_be_read_without_the_office():
    hold(FIRST)
    assert doctrine.catalogue(use_setting=False).version == NEWEST
    assert doctrine.catalogue(use_setting=False).entry("ME023").record.name != "First name"


def test_what_is_corrected_on_the_screen_lies_over_the_files_of_the_installation(tmp_path, monkeypatch):
    (tmp_path / "own.yaml").write_text("corrections: [{id: ME023, name: Of the file, decided_by: Of the file too}]")
    monkeypatch.setenv(shelf.OVERLAY_SETTING, str(tmp_path))
    assert name() == "Of the file"
    hold(FIRST)
    found = doctrine.catalogue().entry("ME023").record
    assert (found.name, found.decided_by) == ("First name", "Of the file too")


def test_no_fields_change_nothing():
    assert NONE.under({}) is NONE
    both = NONE.under(FIRST).under({"ME023": {"decided_by": "Another"}})
    assert both.fields == {"ME023": {"name": "First name", "decided_by": "Another"}}
    assert NONE.fields == {}


def test_a_state_that_the_catalogue_cannot_take_is_refused_with_the_field():
    hold({"ME023": {"pillars": ["IV"]}})
    with pytest.raises(BadOverlay, match="pillars"):
        _ = doctrine.catalogue().measures


def test_what_is_derived_is_kept_until_the_catalogue_changes():
    asked = []

    @doctrine.per_catalogue
    def found(number: int) -> str:
        asked.append(number)
        return f"{number} {name()}"

    assert [found(1), found(1), found(2)] == [found(1), found(1), found(2)]
    assert asked == [1, 2]
    hold(FIRST)
    assert found(1) == "1 First name"
    assert asked == [1, 2, 1]
