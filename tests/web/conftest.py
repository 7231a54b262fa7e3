"""The desk as tests see it: two invented releases, an owner, a stranger and nobody."""

import datetime as dt
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import caches
from django.core.management import call_command
from django.template import RequestContext, Template
from django.test import Client, override_settings
from django.utils import timezone, translation
from pytest_django.plugin import blocking_manager_key

import bundles
import replay
from focalpoint.desk.people.models import User
from focalpoint.desk.site.languages import PLANNED
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.desk.watch import actions as watch_actions
from focalpoint.desk.watch.actions import take_in
from focalpoint.desk.watch.models import Release
from focalpoint.reference.calendar import month_id

NOW = dt.datetime(2025, 7, 2, tzinfo=dt.UTC)
EARLIER, LATER = month_id(2023, 12), month_id(2024, 12)


@pytest.fixture(scope="session", autouse=True)
def static_files(tmp_path_factory):
    """Static files as `focalpoint up` collects them."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield


@pytest.fixture(scope="session", autouse=True)
def every_planned_language():
    """Every planned language may be chosen, translated or not, so that direction and figures are tested."""
    with override_settings(LANGUAGES=list(PLANNED)):
        yield


@pytest.fixture(scope="session", autouse=True)
def passwords_are_hashed_in_little_time():
    """The hasher is the product's; only what it costs a guesser is less."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Argon2PasswordHasher, "time_cost", 1)
        patch.setattr(Argon2PasswordHasher, "memory_cost", 1024)
        yield


@pytest.fixture(scope="session", autouse=True)
def only_what_a_view_gave_is_kept():
    """Of an answer, a test reads what the view gave to the page; Django would copy that for each part of it as well."""
    kept = Template._render

    def rendered(template: Template, context) -> str:
        if context.template is template and isinstance(context, RequestContext):
            return kept(template, context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", rendered)
        yield


@pytest.fixture(scope="session", autouse=True)
def copies_leave_at_once():
    """A body sees its copy when it is sent; tests of the hour in which it can be recalled set that hour."""
    with override_settings(FOCALPOINT_RECALL_MINUTES=0):
        yield


@pytest.fixture(autouse=True)
def a_walk_is_taken_once(request) -> None:
    """What steps of the path left is put back in later tests, while nothing that they depend on is patched."""
    replay.begin(request.getfixturevalue("monkeypatch") if "monkeypatch" in request.fixturenames else None)


@pytest.fixture(autouse=True)
def language_and_zone_of_the_office():
    """The language and zone that the last request chose stay with its thread; no test reads on in another's."""
    translation.deactivate()
    timezone.deactivate()
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(scope="session")
def bundle_folder(tmp_path_factory) -> Path:
    """Two releases, a year apart, each in a folder that bears its id."""
    folder = tmp_path_factory.mktemp("releases")
    for origin, seed in ((EARLIER, 2), (LATER, 1)):
        made = folder / "made"
        made.rename(folder / bundles.make(made, seed=seed, origin=origin, months=72))
    return folder


@pytest.fixture(scope="session")
def newest(bundle_folder) -> Path:
    """The folder of the newest release."""
    return max(bundle_folder.iterdir())


TAKEN_IN: list[Path] = []  # in this process, for all of its tests


@pytest.fixture(scope="session")
def imported(django_db_setup, django_db_blocker, bundle_folder) -> list[str]:
    """Both releases, taken in once for all tests; each test undoes what it changes."""
    TAKEN_IN.extend(sorted(bundle_folder.iterdir(), reverse=True))
    with django_db_blocker.unblock():
        take_in_what_is_missing()
    return [path.name for path in TAKEN_IN]


def take_in_what_is_missing() -> None:
    """Take in what is not in the database, without an event: it would outlive tests that count from nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watch_actions, "record", lambda **_: None)
        for path in TAKEN_IN:
            if not Release.objects.filter(id=path.name).exists():
                take_in(path=path, by=SystemActor.CONSOLE, at=NOW)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Take the releases in again after a test that committed and so emptied the database, once for all after it."""
    if TAKEN_IN and "two_releases" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            take_in_what_is_missing()


@pytest.fixture
def two_releases(imported, db) -> tuple[Release, Release]:
    """The newest release and the one before it."""
    caches["fragments"].clear()
    new, old = (Release.objects.get(id=name) for name in imported)
    return new, old


@pytest.fixture
def release(two_releases) -> Release:
    """One release alone in the database."""
    two_releases[1].delete()
    return two_releases[0]


@pytest.fixture
def no_release(two_releases) -> None:
    """A desk that has taken in nothing yet."""
    Release.objects.all().delete()


@pytest.fixture
def analyst(db) -> User:
    """A person who may sign in."""
    return User.objects.create(username="analyst-1", email="analyst-1@example.org")


@pytest.fixture
def owner(analyst) -> Client:
    """A browser signed in."""
    client = Client()
    client.force_login(analyst)
    return client


@pytest.fixture
def stranger(db) -> Client:
    """A browser whose account was closed while it was signed in."""
    user = User.objects.create(username="left")
    client = Client()
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    return client


@pytest.fixture
def nobody() -> Client:
    """A browser that never signed in."""
    return Client()
