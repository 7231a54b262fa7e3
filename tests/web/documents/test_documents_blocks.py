"""Blocks: plain data that is stored, hashed and read back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint.desk.documents.blocks import (
    Band,
    Cite,
    Document,
    Heading,
    Listing,
    Paragraph,
    Point,
    Quote,
    Reason,
    Run,
    Table,
    Yardstick,
    let_leave,
    printable,
    runs_right_to_left,
    say,
)

BANDS = tuple(Band(word=word, low=low, high=high) for word, low, high in [("unlikely", 20, 45), ("likely", 55, 80)])


def note(*blocks, **more) -> Document:
    fields = {"title": "A note", "marking": "TLP:AMBER", "date": dt.date(2025, 7, 1), "blocks": blocks}
    return Document(**(fields | more))


def every_block() -> Document:
    return note(
        Heading(text="What is judged"),
        say("It is ", Run(text="likely", strong=True, footnote="Set before the figure was shown."), "."),
        Yardstick(caption="Likelihood", bands=BANDS, marked=1),
        Table(caption="Options", head=("Pillar", "Measure"), rows=(("I", "Mediation"),)),
        Listing(points=("first", "second")),
        say("Not counted.", numbered=False),
        Quote(text="I disagree.", by="An analyst"),
        say("Second number."),
    )


def test_a_document_reads_back_from_its_json_as_itself():
    document = every_block()
    assert Document.model_validate_json(document.model_dump_json()) == document


def test_only_numbered_paragraphs_count():
    assert [number for number, _ in every_block().numbered()] == [None, 1, None, None, None, None, None, 2]


def test_the_hash_changes_with_any_word_and_not_otherwise():
    assert note(say("a")).digest() == note(say("a")).digest()
    assert note(say("a")).digest() != note(say("b")).digest()
    assert note(say("a")).digest() != note(say("a"), marking="TLP:RED").digest()


def test_a_notice_is_outside_the_hash_and_nothing_that_is_unsaid_stands_in_the_json():
    assert note(say("a"), notice="Later.").digest() == note(say("a")).digest()
    plain = every_block().model_dump_json()
    assert [one for one in ("may_leave", "notice", "keys", "widths") if f'"{one}"' in plain] == []


def keyed_blocks() -> Document:
    """Every kind of block, each with the evidence it rests on."""
    keyed = (
        Table(caption="Options", head=("Pillar", "Measure"), rows=(("I", "Mediation"),), keys=("I.ME010",)),
        Table(caption="Factors", head=("", "Why", "Evidence"), rows=(ROW,), keys=("RF1",)),
        Listing(points=(Point(key="abcdefgh", text="first"),)),
    )
    plain = [block for block in every_block().blocks if not isinstance(block, Table | Listing)]
    return note(*plain, *keyed)


ROW = ("RF1", Reason(text="Seen there.", rests_on=("abcdefgh",)), (Cite(ref="abcdefgh"),))


def test_a_block_leaves_only_when_it_says_so():
    assert not any(block.may_leave for block in keyed_blocks().blocks)
    leaving = note(*let_leave(keyed_blocks().blocks))
    assert all(block.may_leave for block in leaving.blocks)
    assert Document.model_validate_json(leaving.model_dump_json()) == leaving


@pytest.mark.parametrize(
    "block",
    [
        Listing(points=("first",)),
        Table(caption="Options", head=("Measure",), rows=(("Mediation",),)),
    ],
)
def test_a_list_or_a_table_without_keys_cannot_be_let_leave(block):
    with pytest.raises(ValidationError, match="needs"):
        let_leave([block])


@pytest.mark.parametrize(
    "build",
    [
        lambda: Point(key="", text="first"),
        lambda: Point(text="first"),
        lambda: Cite(ref=""),
        lambda: Reason(text="Seen there."),
        lambda: Reason(text="Seen there.", rests_on=("",)),
        lambda: Listing(points=("first", Point(key="abcdefgh", text="second"))),
        lambda: Table(caption="", head=("", "", ""), rows=(("RF1", "Seen there.", ROW[2]),), keys=("RF1",)),
        lambda: Table(caption="", head=("", "", ""), rows=((*ROW[:2], (Cite(ref="another"),)),), keys=("RF1",)),
        lambda: Table(caption="", head=("", "", ""), rows=(ROW, ROW), keys=("RF1",)),
        lambda: Table(caption="", head=("", "", ""), rows=(ROW,), keys=("",)),
    ],
)
def test_evidence_without_a_key_cannot_be_built(build):
    with pytest.raises(ValidationError):
        build()


def test_a_cell_shows_the_beginnings_of_the_references_and_nothing_else_of_its_keys():
    (factors,) = [block for block in keyed_blocks().blocks if isinstance(block, Table) and block.caption == "Factors"]
    assert factors.texts() == [["RF1", "Seen there.", "abcdef"]]


def test_a_stored_document_names_its_schema():
    assert note().model_dump(mode="json")["schema"] == 2
    with pytest.raises(ValidationError):
        Document.model_validate(note().model_dump(mode="json") | {"schema": 3})


@given(st.lists(st.text("ab \n\r"), min_size=1))
def test_the_parts_of_a_paragraph_lose_no_word_and_hold_no_blank_line(texts):
    parts = say(*texts).parts()
    said = "".join(run.text for part in parts for run in part)
    assert "".join(said.split()) == "".join("".join(texts).split())
    assert not any("\n\n" in run.text for part in parts for run in part)


def test_a_footnote_stays_at_the_end_of_its_run():
    parts = say(Run(text="a\n\nb", footnote="n", strong=True), " c").parts()
    assert [[(run.text, run.footnote, run.strong) for run in part] for part in parts] == [
        [("a", "", True)],
        [("b", "n", True), (" c", "", False)],
    ]


def test_an_unknown_block_or_field_is_refused():
    with pytest.raises(ValidationError):
        Document.model_validate(note().model_dump() | {"blocks": [{"kind": "picture"}]})
    with pytest.raises(ValidationError):
        Run(text="a", colour="red")


def test_a_block_never_changes():
    with pytest.raises(ValidationError):
        Heading(text="a").text = "b"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("السودان", True),
        ("2025: السودان", True),
        ("Sudan", False),
        ("Sudan (السودان)", False),
        ("苏丹", False),
        ("123 %", False),
        ("", False),
        ("ישראל", True),
        ("٢٠٢٥ السودان", True),
    ],
)
def test_direction_is_that_of_the_first_strong_letter(text, right):
    assert runs_right_to_left(text) is right


@pytest.mark.parametrize(
    ("language", "right"), [("ar", True), ("fa", True), ("en", False), ("zh-hans", False), ("ar-eg", True)]
)
def test_a_document_runs_as_its_language_does(language, right):
    assert note(language=language).right_to_left is right


@given(st.text())
def test_printable_text_has_no_control_signs_and_keeps_the_rest_in_order(text):
    kept = printable(text)
    assert all(sign in "\n\t" or ord(sign) >= 32 for sign in kept)
    assert printable(kept) == kept
    rest = iter(text)
    assert all(sign in rest for sign in kept)


def test_say_takes_plain_text_and_runs():
    assert say("a", Run(text="b")) == Paragraph(runs=(Run(text="a"), Run(text="b")))
