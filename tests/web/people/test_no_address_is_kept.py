"""No address of a device and no name of a browser stands in the database or the home, whoever asks."""

import logging
import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people import adapter
from focalpoint.desk.people.models import Role
from focalpoint.desk.site import serving

ADDRESS, BROWSER = "203.0.113.7", "Waterbuck/7.1 (a browser of our own)"
FROM = {"REMOTE_ADDR": ADDRESS, "HTTP_USER_AGENT": BROWSER, "HTTP_X_FORWARDED_FOR": ADDRESS}


@pytest.fixture
def reporter(db, settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    cache.clear()
    return walk.person(Role.REPORTER, clearance="TLP:GREEN")


def dump() -> str:
    """Every value of every table."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            texts.append(f"{table}: {cursor.fetchall()}")
    return "\n".join(texts)


def test_a_report_leaves_no_trace_of_the_device(reporter, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client(**FROM)
    client.post("/sign-in/", {"login": "reporter", "password": "wrong"})
    client.get("/nowhere/")
    client.force_login(reporter)
    address = reverse("report")
    token = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())[1]
    fields = {"once": token, "what": "They burned houses.", "iso3": "KEN", "consent_desk": "on", "how_known": "saw"}
    fields |= {"date_precision": "unknown", "area_precision": "unknown", "actor_kind": "unknown"}
    fields["file"] = SimpleUploadedFile("a.txt", b"A picture of nothing.")
    assert client.post(address, fields).status_code == 302
    assert Item.objects.count() == 1
    held = Client(**FROM).post(address, fields | {"file": ""})
    everything = dump()
    assert "They burned houses." in everything
    assert "allauth:rl" in everything
    for file in tmp_path.rglob("*"):
        everything += file.read_bytes().decode("latin-1") if file.is_file() else str(file)
    for trace in (ADDRESS, BROWSER, "Waterbuck", "203.0.113"):
        assert trace not in everything
        assert trace not in caplog.text
        assert trace not in held.content.decode()


def test_what_stands_in_for_an_address_is_the_same_for_one_device_and_nothing_else():
    assert adapter.key_of_address(ADDRESS) == adapter.key_of_address(ADDRESS) != adapter.key_of_address("203.0.113.8")
    assert re.fullmatch(r"[0-9a-f]{64}", adapter.key_of_address(ADDRESS))


def test_one_network_of_version_six_counts_as_one_device():
    assert (
        adapter.key_of_address("2001:db8::1")
        == adapter.key_of_address("2001:db8::2")
        != adapter.key_of_address("2001:db8:0:1::1")
    )


def test_another_start_stands_in_with_something_else(monkeypatch):
    before = adapter.key_of_address(ADDRESS)
    monkeypatch.setattr(adapter, "_KEY", b"x" * 32)
    assert adapter.key_of_address(ADDRESS) != before


def test_tries_from_one_device_are_counted_together(reporter):
    client, other = Client(**FROM), Client(REMOTE_ADDR="203.0.113.8")
    for number in range(11):
        answer = client.post("/sign-in/", {"login": f"somebody-{number}", "password": "wrong"})
    assert "Too many" in answer.content.decode()
    assert "Too many" not in other.post("/sign-in/", {"login": "one", "password": "wrong"}).content.decode()


def test_the_server_writes_no_access_log_and_warns_of_no_address():
    assert serving.accesslog is None
    assert serving.loglevel == "error"
