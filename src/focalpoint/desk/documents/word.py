"""The Word writer: python-docx for the page, footnotes as a part of our own."""

import datetime as dt
import io
import zipfile

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from focalpoint.desk.documents.blocks import (
    Bars,
    Block,
    Document,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Table,
    Yardstick,
    paragraphs,
    printable,
    runs_right_to_left,
)
from focalpoint.desk.documents.footnotes import Footnotes

BETWEEN_MARGINS = 154  # mm: A4 with 28 on either side
SOFT = RGBColor(0x6A, 0x65, 0x5C)
FACES = {"ascii": "Noto Serif", "hAnsi": "Noto Serif", "cs": "Noto Naskh Arabic", "eastAsia": "Noto Serif CJK SC"}


def write(document: Document) -> bytes:
    """Return the document as a Word file: A4, marking on each page, footnotes, numbered paragraphs."""
    word = docx.Document()
    _page(word, document)
    notes = Footnotes(word)
    if document.notice:
        _add(word, document.notice, size=10, strong=True).paragraph_format.left_indent = Mm(8)
    for text, strong in ((document.office, True), (document.address, False)):
        if text:
            _add(word, text, size=9, strong=strong, soft=not strong)
    _add(word, document.title, size=19, strong=True)
    if document.subtitle:
        _add(word, document.subtitle, size=11.5, soft=True)
    _add(word, f"{document.reference}   {document.day()}".strip(), size=8.5, soft=True)
    if document.endorsement:
        _add(word, document.endorsement, size=9)
    for number, block in document.numbered():
        _block(word, notes, number, block)
    if document.seal:
        _add(word, document.seal, size=7.5, soft=True)
    notes.close()
    out = io.BytesIO()
    word.save(out)
    return _undated(out.getvalue())


def _undated(data: bytes) -> bytes:
    """Return a Word file whose parts have one fixed date, so that the same document gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w") as fixed:
        for part in made.infolist():
            entry = zipfile.ZipInfo(part.filename)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, part.external_attr
            fixed.writestr(entry, made.read(part))
    return out.getvalue()


def _page(word: WordDocument, document: Document) -> None:
    """Set paper, faces, the marking in header and footer, and the properties of the file."""
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    faces = word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    for slot, face in FACES.items():
        faces.set(qn(f"w:{slot}"), face)
    mark = " · ".join(filter(None, [document.marking, document.classification]))
    for band in (section.header, section.footer):
        line = band.paragraphs[0]
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.add_run(printable(mark)).font.size = Pt(8)
    _pages(section.footer.add_paragraph(), document.reference)
    word.styles["Normal"].paragraph_format.space_after = Pt(6)
    stamp = dt.datetime.combine(document.date, dt.time(), tzinfo=dt.UTC)
    properties = word.core_properties
    properties.title, properties.author, properties.comments = printable(document.title)[:255], "", ""
    properties.created = properties.modified = stamp


def _pages(line: WordParagraph, reference: str) -> None:
    """Write the reference and the number of each page, which Word counts itself."""
    line.add_run(printable(f"{reference}   ")).font.size = Pt(8)
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        counted = OxmlElement("w:fldSimple", attrs={qn("w:instr"): field})  # python-docx has no call for it
        line._p.append(counted)
        number = line.add_run("1")
        number.font.size = Pt(8)
        counted.append(number._r)
        line.add_run(after).font.size = Pt(8)


def _block(word: WordDocument, notes: Footnotes, number: int | None, block: Block) -> None:
    """Add one block."""
    if isinstance(block, Heading):
        _add(
            word, block.text, size=12 if block.level == 1 else 10.5, strong=True
        ).paragraph_format.keep_with_next = True
    elif isinstance(block, Paragraph):
        _paragraph(word, notes, number, block)
    elif isinstance(block, Listing):
        for point in map(str, block.points):
            _direct(word.add_paragraph(printable(point), style="List Bullet"), point)
    elif isinstance(block, Table | Bars):
        _table(word, block if isinstance(block, Table) else block.as_table())
    elif isinstance(block, Yardstick):
        _yardstick(word, block)
    elif isinstance(block, Quote):
        _quote(word, block)


def _paragraph(word: WordDocument, notes: Footnotes, number: int | None, block: Paragraph) -> None:
    """Add a paragraph with its number, runs and footnotes; the text's further paragraphs are under the number."""
    for place, part in enumerate(block.parts()):
        line = word.add_paragraph()
        if number is not None:
            line.paragraph_format.left_indent = Mm(9)
        if number is not None and not place:
            line.paragraph_format.first_line_indent = Mm(-9)
            line.paragraph_format.tab_stops.add_tab_stop(Mm(9))
            line.add_run(f"{number}.\t")
        for run in part:
            line.add_run(printable(run.text)).bold = run.strong or None
            if run.footnote:
                notes.add(line, printable(run.footnote))
        _direct(line, "".join(run.text for run in part))


def _quote(word: WordDocument, block: Quote) -> None:
    """Add a person's own words, indented, and whose they are."""
    for text in paragraphs(block.text):
        _add(word, text, size=10.5).paragraph_format.left_indent = Mm(8)
    _add(word, block.by, size=9, soft=True).paragraph_format.left_indent = Mm(8)


def _table(word: WordDocument, block: Table) -> None:
    """Add a table whose first row repeats on each page, its columns as wide as the block says."""
    _add(word, block.caption, size=9, strong=True).paragraph_format.keep_with_next = True
    shares = block.widths or (1,) * len(block.head)
    table = word.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(BETWEEN_MARGINS * share / sum(shares))
    for place, row in enumerate((block.head, *block.texts())):
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # python-docx has no call for it
        for cell, text, share in zip(added.cells, row, shares, strict=True):
            cell.width = Mm(BETWEEN_MARGINS * share / sum(shares))
            line = cell.paragraphs[0]
            run = line.add_run(printable(text))
            run.bold, run.font.size = place == 0 or None, Pt(9)
            line.paragraph_format.space_after = Pt(2)
            _direct(line, text)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # python-docx has no call for it


def _yardstick(word: WordDocument, block: Yardstick) -> None:
    """Add the yardstick as one row, the marked band in bold with a sign before it."""
    words = tuple(
        f"{'▸ ' if place == block.marked else ''}{band.word}\n{band.low}–{band.high} %"
        for place, band in enumerate(block.bands)
    )
    _add(word, block.caption, size=9, strong=True).paragraph_format.keep_with_next = True
    cells = word.add_table(rows=1, cols=len(words), style="Table Grid").rows[0].cells
    for place, (cell, text) in enumerate(zip(cells, words, strict=True)):
        run = cell.paragraphs[0].add_run(printable(text))
        run.font.size, run.bold = Pt(7), place == block.marked
    word.add_paragraph()


def _add(word: WordDocument, text: str, *, size: float, strong: bool = False, soft: bool = False) -> WordParagraph:
    """Add a line of one size."""
    line = word.add_paragraph()
    run = line.add_run(printable(text))
    run.font.size, run.bold = Pt(size), strong
    if soft:
        run.font.color.rgb = SOFT
    _direct(line, text)
    return line


def _direct(line: WordParagraph, text: str) -> None:
    """Run a paragraph from right to left when its text does."""
    if not runs_right_to_left(text):
        return
    line._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # python-docx has no call for it
    for run in line.runs:
        run.font.rtl = True
