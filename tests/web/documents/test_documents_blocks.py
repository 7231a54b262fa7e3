"""Blocks: plain data that is stored, hashed and read back."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint.desk.documents.blocks import (
    Band,
    Document,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Run,
    Table,
    Yardstick,
    going,
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
    assert [one for one in ("goes", "notice", "keys", "widths", "withholds") if f'"{one}"' in plain] == []


def test_whatever_does_not_say_that_it_goes_stays():
    assert not any(block.goes for block in every_block().blocks)
    gone = note(*going(every_block().blocks))
    assert all(block.goes for block in gone.blocks)
    assert Document.model_validate_json(gone.model_dump_json()) == gone


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
