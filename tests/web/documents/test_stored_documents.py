"""Documents of schema 1, as earlier homes hold them: unchanged in the database, keyed when they are read."""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import ValidationError

from focalpoint.desk.decisions.note.redaction import redact
from focalpoint.desk.decisions.transmission import copy
from focalpoint.desk.documents.blocks import Cite, Listing, Point, Reason, Table
from focalpoint.desk.documents.checksum import RULE, digest_of
from focalpoint.desk.documents.stored import UNKNOWN, is_schema_1, read_document
from walk import SECRET

HOMES = sorted((Path(__file__).parents[2] / "homes").glob("*.tar.xz"))
KNOWN, OTHER = "abcdef2222222222", "bcdefg3333333333"
FACTORS = {
    "kind": "table",
    "goes": True,
    "caption": "Risk factors",
    "head": ["", "Factor", "Why", "Evidence"],
    "rows": [
        ["RF1", "First", "Known-words", "abcdef"],
        ["RF2", "Second", "Lost-words", "zzzzzz"],
        ["RF3", "Third", "–", "–"],
    ],
    "keys": ["RF1", "RF2", "RF3"],
    "withholds": 2,
}
IN_FULL = {
    "kind": "table",
    "goes": True,
    "caption": "Why, in full",
    "head": ["", "Why"],
    "rows": [["RF1", "Known-words in full"], ["RF9", "Lost-words in full"]],
    "keys": ["RF1", "RF9"],
    "withholds": 1,
}
POINTS = ["abcdef: Known-words (source B)", "Lost-words [bcdefg] (source B)", "zzzzzz: Lost-words"]


def stored(*blocks) -> dict:
    return {"title": "A note", "marking": "TLP:AMBER", "date": "2025-07-01", "language": "en", "blocks": list(blocks)}


def old_note() -> dict:
    return stored(FACTORS, IN_FULL, {"kind": "listing", "goes": True, "points": POINTS})


def words(blocks) -> str:
    return json.dumps([block.model_dump(mode="json") for block in blocks])


def test_a_point_or_reason_is_keyed_by_the_item_that_the_text_of_its_time_named():
    factors, in_full, listing = read_document(old_note(), {KNOWN, OTHER}).blocks
    assert [point.key for point in listing.points] == [KNOWN, UNKNOWN, UNKNOWN]
    assert [row[2].rests_on for row in factors.rows] == [(KNOWN,), (UNKNOWN,), ()]
    assert [row[3] for row in factors.rows] == [(Cite(ref=KNOWN),), (Cite(ref=UNKNOWN),), ()]
    assert [row[1].rests_on for row in in_full.rows] == [(KNOWN,), (UNKNOWN,)]


def test_what_has_no_key_is_given_to_no_body_and_redacted_with_the_first_withdrawal():
    note = read_document(old_note(), {KNOWN, OTHER})
    passed = words(part for block in note.blocks for part in copy.passed_part(block, {KNOWN, OTHER}, ()))
    redacted = words(redact(note, {KNOWN, OTHER}).blocks)
    for text in (passed, redacted):
        assert "Known-words in full" in text
        assert "Lost-words" not in text


def test_two_items_that_begin_alike_are_no_key():
    (listing,) = read_document(stored({"kind": "listing", "points": POINTS[:1]}), {KNOWN, "abcdef4444444444"}).blocks
    assert listing.points[0].key == UNKNOWN


def test_a_table_without_keys_no_longer_leaves():
    table = {"kind": "table", "goes": True, "caption": "", "head": ["a"], "rows": [["x"]]}
    (found,) = read_document(stored(table)).blocks
    assert not found.may_leave
    assert found.texts() == [["x"]]


def test_a_document_of_schema_1_is_never_taken_for_one_of_today():
    assert is_schema_1(old_note())
    today = read_document(old_note(), {KNOWN}).model_dump(mode="json")
    assert not is_schema_1(today)
    assert read_document(today).model_dump(mode="json") == today
    with pytest.raises(ValidationError):
        read_document(old_note() | {"schema": 2})


def rows_of(archive: Path, folder: Path, question: str) -> list[tuple]:
    with tarfile.open(archive) as packed:
        packed.extract("./desk.sqlite3", folder, filter="data")
    with closing(sqlite3.connect(folder / "desk.sqlite3")) as database:
        return database.execute(question).fetchall()


@pytest.mark.parametrize(
    "archive", [each for each in HOMES if not each.name.startswith("3ae02b2")], ids=lambda each: each.name[:7]
)
def test_what_earlier_homes_signed_and_sent_reads_with_its_digest_and_can_be_redacted(archive, tmp_path):
    signed = "SELECT frozen, frozen_hash FROM assessments_assessment WHERE frozen IS NOT NULL"
    kept = rows_of(archive, tmp_path, f"{signed} UNION ALL SELECT copy, copy_hash FROM decisions_transmission")
    refs = [ref for (ref,) in rows_of(archive, tmp_path, "SELECT ref FROM intake_item")]
    assert len(kept) >= 2
    for text, digest in kept:
        old = json.loads(text)
        assert digest in [digest_of(old, rule) for rule in range(1, RULE + 1)]
        note = read_document(old, refs)
        points = [point for block in note.blocks if isinstance(block, Listing) for point in block.points]
        assert all(isinstance(point, Point) and point.key in refs for point in points)
        rows = [row for block in redact(note, ()).blocks if isinstance(block, Table) for row in block.rows]
        assert SECRET not in str([cell.text for row in rows for cell in row if isinstance(cell, Reason)])
        assert SECRET not in str([b.points for b in redact(note, ()).blocks if isinstance(b, Listing)])
