"""Reads a page as a browser would: its elements, tables and links, without running anything."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "hr", "img", "path", "rect", "circle", "col", "wbr", "source"}


@dataclass
class Page:
    """What a page holds: (tag, attributes) of every element, its tables as text, and its visible text."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tables: list[list[list[str]]] = field(default_factory=list)
    text: str = ""

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a tag."""
        return [attributes for name, attributes in self.elements if name == tag]

    def links(self) -> list[str]:
        """Return every address a reader can follow."""
        return [attributes["href"] for attributes in self.all("a") if "href" in attributes]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag == "br":
            self.handle_data("\n")
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.page.tables.append([])
        elif tag == "tr" and self.page.tables:
            self.page.tables[-1].append([])
        elif tag in {"td", "th"} and self.page.tables:
            self.page.tables[-1][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self.page.tables and self.page.tables[-1]:
            row = self.page.tables[-1][-1]
            row[-1] = row[-1].rstrip(" ")
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in {"script", "style"}:
            self.page.elements.append((f"inline-{self.open[-1]}", {"text": data}))
            return
        # White space collapses as in a browser; a line break that an element makes is kept.
        data = data if data == "\n" else re.sub(r"[ \t\r\n]+", " ", data)
        self.page.text += data
        if {"td", "th"} & set(self.open) and self.page.tables and self.page.tables[-1]:
            row = self.page.tables[-1][-1]
            row[-1] += data.lstrip(" ") if row[-1][-1:] in {"", " ", "\n"} else data


def read(html: bytes | str) -> Page:
    """Read one page."""
    reader = _Reader()
    reader.feed(html.decode() if isinstance(html, bytes) else html)
    reader.page.text = " ".join(reader.page.text.split())
    return reader.page
