"""Three writers, one content: what is read back from HTML, PDF and Word is what was written."""

import datetime as dt
import io
import re
import zipfile
from html.parser import HTMLParser

import docx
import pypdf
import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoint.desk.documents import html, pdf, word
from focalpoint.desk.documents.blocks import Band, Document, Heading, Listing, Quote, Run, Table, Yardstick, say

HOSTILE = [
    "<script>alert(1)</script>",
    '#import "x": *; $x^2$ #panic("no") \\ *bold* _it_ @ref <label> `raw`',
    "=1+1 | {{ 7 * 7 }} {% now %} & < > \" '",
    "a\x00b\x0bc\ufffe",
    "﷽ ‮reversed‬",
]
ARABIC = "من المرجح أن يُقتل مدنيون"
CHINESE = "该地区平民很可能遭到杀害"


def full(*more, **fields) -> Document:
    bands = (Band(word="unlikely", low=20, high=45), Band(word="likely", low=55, high=80))
    blocks = (
        Heading(text="What is judged"),
        say(
            "It is ", Run(text="likely", strong=True, footnote="Set before the figure was shown."), " that it goes on."
        ),
        Yardstick(caption="Likelihood", bands=bands, marked=1),
        Table(caption="Options", head=("Pillar", "Measure"), rows=(("I", "Mediation"), ("III", "Statement"))),
        Listing(points=("first point", "second point")),
        Quote(text="I hold it lower.", by="The author of the dissent"),
        *more,
    )
    given_fields = {
        "title": "A note",
        "subtitle": "with options",
        "reference": "S-7",
        "marking": "TLP:AMBER+STRICT",
        "classification": "Confidential",
        "date": dt.date(2025, 7, 1),
        "blocks": blocks,
    }
    return Document(**(given_fields | fields))


def pdf_pages(document: Document) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf.write(document))).pages]


def word_text(document: Document) -> str:
    file = docx.Document(io.BytesIO(word.write(document)))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in file.paragraphs), *cells])


class Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text, self.tags = "", []

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def html_of(document: Document) -> Texts:
    parser = Texts()
    parser.feed(html.write(document))
    return parser


WORDS = [
    "A note",
    "What is judged",
    "likely",
    "Mediation",
    "first point",
    "I hold it lower.",
    "The author of the dissent",
]


def test_every_word_stands_in_all_three():
    document = full()
    pages = " ".join(pdf_pages(document))
    written = word_text(document)
    shown = html_of(document).text
    assert [one for one in WORDS if one not in shown] == []
    assert [one for one in WORDS if one not in pages] == []
    assert [one for one in WORDS if one not in written] == []


TWO = "First line.\r\nSecond line.\r\n\r\n  \n\nSecond paragraph."


def word_lines(document: Document) -> list[str]:
    return [line.text for line in docx.Document(io.BytesIO(word.write(document))).paragraphs]


def as_shown(markup: str) -> str:
    """White space as a browser shows it: runs are one space, and none is left at the edge of a block."""
    return re.sub(r" ?(</?(?:p|td|br|blockquote)\b[^>]*>) ?", r"\1", re.sub(r"\s+", " ", markup))


def test_paragraphs_and_lines_of_a_text_stand_alike_in_all_three():
    document = full(blocks=(say("Told: ", TWO), Quote(text=TWO, by="Somebody"), say("Next.")))
    shown = as_shown(html.write(document))
    assert '<span class="n">1.</span> Told: First line.<br>Second line.</p><p dir="auto" class="num">Second' in shown
    assert "<p>First line.<br>Second line.</p><p>Second paragraph.</p>" in shown
    lines = word_lines(document)
    assert lines.count("Second paragraph.") == 2
    assert "1.\tTold: First line.\nSecond line." in lines
    page = pdf_pages(document)[0]
    assert page.count("\nSecond line.\nSecond paragraph.\n") == 2
    assert "2. Next." in page.replace("2.\n", "2. ")


def test_lines_of_points_cells_and_footnotes_stay_lines():
    block = Table(caption="C", head=("H",), rows=(("one\ntwo",),))
    document = full(blocks=(Listing(points=("a\nb",)), block, say(Run(text="x", footnote="y\nz"))))
    shown = html.write(document)
    assert all(one in shown for one in ("a<br>b", "one<br>two", "y<br>z"))
    with zipfile.ZipFile(io.BytesIO(word.write(document))) as file:
        assert re.search(r"y</w:t><w:br/><w:t[^>]*>z<", file.read("word/footnotes.xml").decode())


def test_a_notice_stands_above_the_text_in_all_three():
    document = full(notice="Since this was signed: consent was withdrawn.")
    for text in (html_of(document).text, pdf_pages(document)[0].replace("\n", " "), word_text(document)):
        assert text.index("consent was withdrawn") < text.index("What is judged")


def test_the_columns_of_a_table_are_as_wide_as_it_says():
    block = Table(caption="Why", head=("", "Why"), rows=(("RF1", "x " * 60),), widths=(1, 6))
    (table,) = docx.Document(io.BytesIO(word.write(full(blocks=(block,))))).tables
    narrow, wide = (cell.width for cell in table.rows[1].cells)
    assert wide == pytest.approx(6 * narrow, rel=0.01)
    assert pdf.write(full(blocks=(block,))) != pdf.write(full(blocks=(block.model_copy(update={"widths": ()}),)))


def test_each_word_page_counts_itself_beside_the_reference():
    with zipfile.ZipFile(io.BytesIO(word.write(full()))) as file:
        foot = "".join(file.read(name).decode() for name in file.namelist() if name.startswith("word/footer"))
    assert "S-7" in foot
    assert re.findall(r'w:instr="(\w+)"', foot) == ["PAGE", "NUMPAGES"]


def test_the_day_stands_in_the_words_of_the_documents_language_whoever_reads_it():
    with translation.override("ar"):
        assert "1 July 2025" in pdf_pages(full())[0]
        assert "1 July 2025" in word_text(full())


def test_a_row_is_not_torn_between_two_pages_unless_it_is_long():
    rows = tuple((f"R{n}", "word " * 40) for n in range(40))
    pages = pdf_pages(full(blocks=(Table(caption="C", head=("", "Why"), rows=rows, widths=(1, 1)),)))
    assert len(pages) > 1
    assert [page.count("word") % 40 for page in pages] == [0] * len(pages)
    long = (("R", "word " * 6000),)
    assert len(pdf_pages(full(blocks=(Table(caption="C", head=("", "Why"), rows=long),)))) > 3
    with zipfile.ZipFile(io.BytesIO(word.write(full()))) as file:
        assert "<w:cantSplit/>" in file.read("word/document.xml").decode()


def test_each_cell_names_its_column_for_a_narrow_screen():
    block = Table(caption="C", head=("", 'W"hy'), rows=(("RF1", "so"),))
    shown = as_shown(html.write(full(blocks=(block,))))
    assert '<td dir="auto">RF1</td><td dir="auto" data-label="W&quot;hy">so</td>' in shown


def test_footnotes_are_real_in_word_and_linked_in_html():
    document = full()
    with zipfile.ZipFile(io.BytesIO(word.write(document))) as file:
        notes = file.read("word/footnotes.xml").decode()
        body = file.read("word/document.xml").decode()
        types = file.read("[Content_Types].xml").decode()
    assert "Set before the figure was shown." in notes
    assert '<w:footnoteReference w:id="1"/>' in body
    assert "footnotes+xml" in types
    shown = html.write(document)
    assert 'href="#fn1"' in shown
    assert 'id="fn1"' in shown
    assert "Set before the figure was shown." in pdf_pages(document)[0]


def test_a_document_without_footnotes_has_no_footnote_part():
    plain = full(blocks=(say("Nothing to add."),))
    with zipfile.ZipFile(io.BytesIO(word.write(plain))) as file:
        assert "word/footnotes.xml" not in file.namelist()


def test_the_marking_stands_on_each_page():
    long = full(*[say("A sentence that fills the page with something exact. " * 12) for _ in range(40)])
    pages = pdf_pages(long)
    assert len(pages) > 5
    assert all(page.count("TLP:AMBER+STRICT · Confidential") == 2 for page in pages)
    file = docx.Document(io.BytesIO(word.write(long)))
    assert "TLP:AMBER+STRICT · Confidential" in file.sections[0].header.paragraphs[0].text
    assert "TLP:AMBER+STRICT · Confidential" in file.sections[0].footer.paragraphs[0].text


def test_the_same_document_gives_the_same_pdf():
    assert pdf.write(full()) == pdf.write(full())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_obeyed(text):
    document = full(
        say(text), Quote(text=text, by=text), Table(caption=text, head=(text,), rows=((text,),)), title=text
    )
    shown = html_of(document)
    assert "script" not in shown.tags
    # title, paragraph, quote and its name, caption, head and cell of the table
    assert shown.text.count("alert(1)") == (7 if "alert" in text else 0)
    assert pdf.write(document).startswith(b"%PDF")
    assert "\x00" not in word_text(document)


def test_typst_code_in_a_text_stays_text():
    page = " ".join(pdf_pages(full(say('#strong[x] $a$ *will* "quoted"'))))
    assert "#strong[x] $a$ *will*" in page


def test_arabic_runs_from_right_to_left_in_word_and_html():
    document = full(say(ARABIC), language="ar")
    with zipfile.ZipFile(io.BytesIO(word.write(document))) as file:
        body = file.read("word/document.xml").decode()
    line = next(part for part in body.split("<w:p>") if "المرجح" in part)
    assert "<w:bidi/>" in line
    assert "<w:rtl/>" in line
    assert re.search(r'<article[^>]*dir="rtl"', html.write(document))
    assert pdf.write(document).startswith(b"%PDF")


def test_chinese_and_arabic_letters_are_in_the_pdf_when_a_font_has_them():
    raw = pypdf.PdfReader(io.BytesIO(pdf.write(full(say(CHINESE), say(ARABIC)))))
    fonts = {str(font.get_object()["/BaseFont"]) for page in raw.pages for font in page["/Resources"]["/Font"].values()}
    text = " ".join(page.extract_text() for page in raw.pages)
    if not any("CJK" in name for name in fonts):
        pytest.skip("not run: no Chinese font here (apt-get install fonts-noto-cjk)")
    assert "平民" in text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=60))
def test_whatever_is_written_all_three_writers_finish(text):
    document = full(say(text), title=text, subtitle=text, reference=text)
    assert html.write(document)
    assert pdf.write(document)
    assert word.write(document)
