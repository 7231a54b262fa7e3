"""Footnotes for Word: a part of the file that python-docx does not write."""

from typing import Any

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.text.paragraph import Paragraph
from lxml import etree

CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
EMPTY = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """Collects the footnotes of one Word document; ``close`` puts them into the file."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._tree: Any = parse_xml(EMPTY)
        self._count = 0

    def add(self, paragraph: Paragraph, text: str) -> None:
        """Set a footnote's mark at the end of ``paragraph`` and keep its text."""
        self._count += 1
        _mark(paragraph.add_run()._r, "w:footnoteReference", self._count)  # the run's element: python-docx has no call
        note = OxmlElement("w:footnote", attrs={qn("w:id"): str(self._count)})
        line = OxmlElement("w:p")
        sign, words = OxmlElement("w:r"), OxmlElement("w:r")
        words.append(_small())
        _mark(sign, "w:footnoteRef", None)
        for place, piece in enumerate(f" {text}".split("\n")):
            if place:
                words.append(OxmlElement("w:br"))
            content = OxmlElement("w:t", attrs={"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
            content.text = piece
            words.append(content)
        line.extend([sign, words])
        note.append(line)
        self._tree.append(note)

    def close(self) -> None:
        """Write the part, when there is a footnote at all."""
        if not self._count:
            return
        blob = etree.tostring(self._tree, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._word.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT, blob, package)
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _small() -> Any:
    """Return the properties of a footnote's words: 8.5 points."""
    properties = OxmlElement("w:rPr")
    properties.append(OxmlElement("w:sz", attrs={qn("w:val"): "17"}))
    return properties


def _mark(run: Any, element: str, number: int | None) -> None:
    """Put a raised footnote sign into a run."""
    properties = OxmlElement("w:rPr")
    if number is None:
        properties.append(OxmlElement("w:sz", attrs={qn("w:val"): "17"}))
    properties.append(OxmlElement("w:vertAlign", attrs={qn("w:val"): "superscript"}))
    run.append(properties)
    run.append(OxmlElement(element, attrs={qn("w:id"): str(number)} if number is not None else {}))
