"""After a withdrawal, no file of the home holds what was told or what opened the original."""

import os
import subprocess
import sys

import pytest

# A home of its own with a database on the disk, as an office has it, and a second reader connected all the while.
SCRIPT = """
import datetime as dt, sqlite3
from pathlib import Path
from focalpoint.cli import starting
from focalpoint.reference.places import home
starting.ready(home())
from django.conf import settings
from focalpoint.desk.intake import actions
from focalpoint.desk.intake.models import Event, Item
from focalpoint.desk.people.models import User
from django.db import connection

AT = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)
PHRASE = "Zebra-Quartz-Secret"
by = User.objects.create(username="r", role="reporter")
def filed(words):
    item = Item(title="t", text=words * 400, obtained_on=AT.date())
    event = Event(what=words * 20, iso3="KEN", actor=words, pseudonym=words)
    return actions.file_item(item=item, event=event, attachments=[actions.Attachment(words, b"x")], by=by, at=AT)
def holding():
    files = {each.name: each.read_bytes() for each in home().rglob("*") if each.is_file()}
    return sorted(name for name, data in files.items() if PHRASE.encode() in data or key in data)

for _ in range(5):
    filed("Other words. ")
item = filed(PHRASE)
for _ in range(5):
    filed("Other words. ")
key = bytes(item.originals.get().key)
second = sqlite3.connect(settings.DATABASES["default"]["NAME"])
assert second.execute("SELECT COUNT(*) FROM intake_item").fetchone() == (11,)
assert holding(), "the search must find what is there"
CHECKPOINT
assert holding()
actions.withdraw_consent(item=item, revision=item.revision, by=by, at=AT)
print(holding(), connection.cursor().execute("PRAGMA secure_delete").fetchone())
assert second.execute("SELECT COUNT(*) FROM intake_item").fetchone() == (11,)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "before", ["", pytest.param('connection.cursor().execute("PRAGMA wal_checkpoint")', marks=pytest.mark.long)]
)
def test_neither_words_nor_key_stay_in_any_file_while_another_is_connected(with_database, tmp_path, before):
    known = {**os.environ, "FOCALPOINT_HOME": str(with_database(tmp_path / "home"))}
    for name in ("FOCALPOINT_DATABASE_URL", "DJANGO_ALLOW_ASYNC_UNSAFE"):
        known.pop(name, None)
    command = [sys.executable, "-c", SCRIPT.replace("CHECKPOINT", before)]
    done = subprocess.run(command, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "[] (1,)\n"
    assert done.stderr == ""
