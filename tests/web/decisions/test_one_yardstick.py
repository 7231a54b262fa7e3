"""One yardstick: at every edge the same word on Watch, in the note, the brief, the PDF and in what was scored."""

import dataclasses
import io
import itertools

import numpy as np
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

import walk
from focalpoint.desk.decisions.note import brief, compose
from focalpoint.desk.decisions.note.digest import compose_whole
from focalpoint.desk.decisions.note.signed import signed_note
from focalpoint.desk.design import likelihood
from focalpoint.desk.design.likelihood import band, bands
from focalpoint.desk.documents import html, pdf
from focalpoint.desk.documents.blocks import Document, Yardstick
from focalpoint.desk.options.columns import columns
from focalpoint.desk.site.environment import LIKELIHOOD_WORDS, read
from focalpoint.desk.watch.ranking import Rated
from focalpoint.doctrine import catalogue
from focalpoint.foresight.runs.civilians.protocol import protocol

WORDS = ("very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain")
EDGES = dict(zip((5, 20, 45, 55, 80, 95), WORDS, strict=True))
ROWS = {row: position for position, row in enumerate(LIKELIHOOD_WORDS)}


@dataclasses.dataclass
class Ranked(Rated):
    """A row of Watch's table, with its chance alone."""

    value: float


def stated(percent: int) -> list:
    """The blocks of a judgement in a note."""
    words = dict.fromkeys(("event", "place", "group"), "x")
    each = walk.Judgement(**words, window_from=walk.DAY, window_to=walk.DAY, likelihood=percent, confidence="low")
    return compose._judgement(each, walk.DAY)


@pytest.mark.parametrize(("edge", "word"), EDGES.items())
def test_an_edge_has_the_word_of_the_band_that_begins_there_in_every_place(edge, word):
    sentence, drawn, *_rest = stated(edge)
    note = Document(title="t", marking="TLP:GREEN", date=walk.DAY, blocks=(sentence, drawn))
    text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.write(note))).pages)
    found = {
        "watch": str(Ranked(edge / 100).band.word),
        "sentence": sentence.runs[0].text.removesuffix(f" ({edge} %)"),
        "drawn": drawn.bands[drawn.marked].word,
        "scored": str(bands()[np.searchsorted(protocol().reliability_edges, edge / 100, side="right")].word),
    }
    assert found == dict.fromkeys(found, word)
    assert f"{word} ({edge} %)" in " ".join(text.split())
    assert f"▸ {word}" in " ".join(text.split())


def test_the_edges_are_where_the_word_changes():
    changes = [upper for lower, upper in itertools.pairwise(range(1, 100)) if band(lower / 100) != band(upper / 100)]
    assert changes == list(EDGES)


@given(st.floats(0, 1), st.floats(0, 1))
def test_every_chance_has_a_band_and_a_higher_one_is_never_lower(one, other):
    low, high = sorted((one, other))
    assert band(low).step <= band(high).step


@given(st.integers(1, 99))
def test_a_likelihood_that_may_be_stored_is_within_the_range_of_its_band(percent):
    found = band(percent / 100)
    assert found.low <= percent <= found.high


@pytest.mark.parametrize("row", LIKELIHOOD_WORDS)
def test_the_words_are_one_row_of_the_catalogue_and_never_both(settings, row):
    settings.FOCALPOINT_LIKELIHOOD_WORDS = row
    (icd,) = [each for each in catalogue().yardsticks.likelihood if each.id == likelihood.YARDSTICK]
    assert [str(each.word) for each in bands()] == [each.words[ROWS[row]] for each in icd.bands]
    other = {each.words[1 - ROWS[row]] for each in icd.bands}
    sentence, drawn, *_rest = stated(60)
    assert sentence.runs[0].text == f"{row} (60 %)"
    assert {each.word for each in drawn.bands} & other == set()
    assert row in str(band(0.6).opening)


def test_an_installation_names_one_row_and_another_word_is_a_problem():
    assert read({}).likelihood_words == "likely"
    assert read({"FOCALPOINT_LIKELIHOOD_WORDS": "probable"}).likelihood_words == "probable"
    wrong = read({"FOCALPOINT_LIKELIHOOD_WORDS": "both"})
    assert wrong.likelihood_words == "likely"
    assert [each.id for each in wrong.problems] == ["focalpoint.E013"]


def test_a_signed_note_keeps_its_words_and_the_brief_repeats_them(cast, settings):
    submission = walk.signed(cast)
    settings.FOCALPOINT_LIKELIHOOD_WORDS = "probable"
    text = html.write(brief.compose(submission, columns(submission.paper, []), on=walk.DAY))
    assert "likely (70 %)" in text
    assert "probable" not in text
    (drawn,) = [each for each in signed_note(submission.assessment).blocks if isinstance(each, Yardstick)]
    assert drawn.bands[drawn.marked].word == "likely"
    assert "probable (70 %)" in html.write(compose_whole(submission, language="en", on=walk.DAY))
