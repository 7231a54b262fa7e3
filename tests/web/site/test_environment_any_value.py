"""Settings with values that nobody meant: the default stands in, the problem is told, and nothing is guessed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from focalpoint.desk.site import environment
from focalpoint.desk.site.environment import LANGUAGES, PUBLIC_PAGES, read

PRINTED = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=30)
ANY = st.text(st.characters(exclude_categories=["Cs", "Nd", "No"]), max_size=30)
SPANS = [("FOCALPOINT_IDLE_MINUTES", "idle_minutes", 30), ("FOCALPOINT_SIGN_IN_HOURS", "sign_in_hours", 12)]


def ids(**values: str) -> list[str]:
    return [each.id for each in read({f"FOCALPOINT_{name.upper()}": value for name, value in values.items()}).problems]


@settings(deadline=None)
@given(st.fixed_dictionaries({}, optional={n: PRINTED for n in environment.SETTINGS if n != "FOCALPOINT_HOME"}))
def test_whatever_is_set_the_reading_ends_with_settings_that_can_be_used(values):
    found = read(values)
    assert found.language in LANGUAGES
    assert found.public_pages <= set(PUBLIC_PAGES)
    assert found.proxies >= 0
    assert found.idle_minutes > 0
    assert found.sign_in_hours > 0
    assert found.database["ENGINE"] in ("focalpoint.desk.site.sqlite3", "django.db.backends.postgresql")
    assert found.secret_key == "" or len(found.secret_key) >= 40
    assert all(each.id and each.message and each.hint for each in found.problems)


@settings(deadline=None)
@given(PRINTED.filter(lambda text: text not in LANGUAGES and text))
def test_a_language_that_is_not_offered_is_named_and_english_stands_in(code):
    found = read({"FOCALPOINT_LANGUAGE": code})
    assert found.language == "en"
    assert [each.id for each in found.problems] == ["focalpoint.E003"]
    assert repr(code) in found.problems[0].message


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_language_that_is_offered_is_taken(code):
    assert read({"FOCALPOINT_LANGUAGE": code}).language == code
    assert ids(language=code) == []


@pytest.mark.parametrize(("text", "on"), [("on", True), ("YES", True), ("1", True), ("off", False), ("No", False)])
def test_a_switch_is_on_or_off_in_the_usual_words(text, on):
    assert read({"FOCALPOINT_HTTPS": text}).https is on
    assert ids(https=text) == []


@settings(deadline=None)
@given(ANY.filter(lambda text: text and text.lower() not in environment._YES | environment._NO))
def test_a_switch_that_says_neither_is_off_and_told(text):
    found = read({"FOCALPOINT_HTTPS": text})
    assert found.https is False
    assert [each.id for each in found.problems] == ["focalpoint.E006"]


@pytest.mark.parametrize(("name", "attribute", "default"), SPANS)
@settings(deadline=None)
@given(number=st.integers(1, 99_999))
def test_a_span_above_zero_is_taken_as_it_is(name, attribute, default, number):
    assert getattr(read({name: str(number)}), attribute) == number


@pytest.mark.parametrize(("name", "attribute", "default"), SPANS)
@pytest.mark.parametrize("text", ["0", "-5", "1.5", "soon", " 30", "+30", "1e3", "²", "9" * 5000])
def test_a_span_that_would_never_or_always_end_a_sign_in_falls_back(name, attribute, default, text):
    found = read({name: text})
    assert getattr(found, attribute) == default
    assert [each.id for each in found.problems] == ["focalpoint.E009"]
    assert str(default) in found.problems[0].hint


@settings(deadline=None)
@given(ANY.filter(bool))
def test_a_number_of_proxies_without_a_digit_is_none_at_all(text):
    found = read({"FOCALPOINT_PROXIES": text})
    assert found.proxies == 0
    assert [each.id for each in found.problems] == ["focalpoint.E007"]


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=80))
def test_a_key_is_whole_or_absent_and_is_never_printed(key):
    found = read({"FOCALPOINT_SECRET_KEY": key})
    assert found.secret_key == (key if len(key) >= 40 else "")
    if len(key) > 12:
        assert not any(key in each.message + each.hint for each in found.problems)


@settings(deadline=None)
@given(st.lists(st.sampled_from([*PUBLIC_PAGES, "trail", "items", "none"]), max_size=6))
def test_only_pages_that_may_be_public_become_so_and_each_other_is_told_once(names):
    found = read({"FOCALPOINT_PUBLIC_PAGES": ",".join(names)})
    opened = set(PUBLIC_PAGES) if "forecast" in names else set(names) & set(PUBLIC_PAGES)
    assert found.public_pages == opened
    assert len(found.problems) == len(set(names) & {"trail", "items"})


def test_no_public_page_and_no_word_at_all_are_two_things():
    assert read({"FOCALPOINT_PUBLIC_PAGES": ""}).public_pages == frozenset()
    assert read({}).public_pages == {"method", "scorecard"}


@pytest.mark.parametrize(
    "url",
    [
        "mysql://user:Hunter2Hunter2@host/desk",
        "postgres://user:Hunter2Hunter2@host:0/desk",
        "postgres://user:Hunter2Hunter2@host:70000/desk",
        "postgres://user:Hunter2Hunter2@host",
        "postgres://user:Hunter2Hunter2@[::1/desk",
        "sqlite:///",
    ],
)
def test_a_database_that_is_not_understood_is_told_without_its_password(url, tmp_path):
    found = read({"FOCALPOINT_HOME": str(tmp_path), "FOCALPOINT_DATABASE_URL": url})
    assert [each.id for each in found.problems] == ["focalpoint.E002"]
    assert found.database["NAME"] == tmp_path / "desk.sqlite3"
    assert "Hunter2" not in found.problems[0].message + found.problems[0].hint


def test_signs_in_a_password_are_those_that_were_meant():
    found = read({"FOCALPOINT_DATABASE_URL": "postgresql://me%40un:p%2F%3A%40ss@db:5433/the%20desk"}).database
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me@un", "p/:@ss", "the desk")
    assert (found["HOST"], found["PORT"]) == ("db", 5433)


TLS = "sslmode=verify-full&sslrootcert=/etc/a%20b.pem"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {}),
        ("?" + TLS, {"sslmode": "verify-full", "sslrootcert": "/etc/a b.pem"}),
        ("?host=/run/postgresql&connect_timeout=5", {"host": "/run/postgresql", "connect_timeout": "5"}),
    ],
)
def test_how_a_database_is_reached_is_handed_on(query, expected):
    found = read({"FOCALPOINT_DATABASE_URL": f"postgres://u:p@db/desk{query}"})
    assert found.problems == []
    assert found.database["OPTIONS"] == expected | {"options": "-c synchronous_commit=on"}


@pytest.mark.parametrize(
    "query", ["?sslmod=require", "?sslmode=on", "?sslmode=", "?sslmode", "?&", f"?{TLS}&sslmode=disable", "#x", "?a=b"]
)
def test_a_way_to_a_database_that_is_not_understood_is_an_error_and_never_dropped(query):
    found = read({"FOCALPOINT_DATABASE_URL": f"postgres://u:Hunter2@db/desk{query}"})
    assert [each.id for each in found.problems] == ["focalpoint.E010"]
    assert "sslmode" in found.problems[0].hint
    assert "Hunter2" not in found.problems[0].message + found.problems[0].hint
    assert found.database["ENGINE"].endswith("sqlite3")


def test_a_sqlite_address_asks_for_nothing():
    assert ids(database_url="sqlite:////srv/desk.sqlite3?mode=ro") == ["focalpoint.E002"]


def test_a_home_that_is_a_file_is_told(tmp_path):
    file = tmp_path / "home"
    file.write_text("")
    assert ids(home=str(file)) == ["focalpoint.E001"]
    assert ids(home=str(tmp_path)) == []


def test_a_home_is_one_place_whatever_folder_the_desk_is_started_in(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert read({}).home == Path(tmp_path).resolve() / "var"
    assert read({"FOCALPOINT_HOME": "a/../b"}).home == Path(tmp_path).resolve() / "b"


@settings(deadline=None)
@given(st.lists(st.text("abc.-*: ", max_size=8), max_size=5))
def test_names_of_the_desk_have_no_blanks_around_them_and_none_is_empty(names):
    found = read({"FOCALPOINT_HOSTS": ",".join(names)}).hosts
    assert all(each and each == each.strip() for each in found)
    if any(name for name in names) or len(names) > 1:
        assert found == [name.strip() for name in names if name.strip()]
    else:
        assert "localhost" in found
