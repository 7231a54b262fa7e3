"""The reference page of all sources, written from their cards and samples, so that it cannot lie.

``python -m focalpoint.foresight.sources.describe docs/reference/sources.md`` writes it again; a test compares.
"""

import sys
from pathlib import Path

from focalpoint.foresight.sources import reading, registry
from focalpoint.foresight.sources.source import Layout, Source

HEAD = """# Sources

What the house can read, each known by its columns and never by its file name. CSV, TSV, XLSX, Parquet, JSON, GeoJSON,
with HXL tags or without, and a zip or gz of them, in UTF-8, UTF-16 or Windows-1252. `focalpoint recognise FILE` says
what a file is, `focalpoint add FILE` keeps it, `focalpoint fetch SOURCE` brings it from its official home.

An empty cell is unknown, never zero. A unit that is not on the watch list keeps its rows, without a State, and is
noted. An error leaves a row out, a warning makes a cell doubtful or unknown, a note is for information: all three are
kept with the file and can be exported.

This page is written from the cards and samples of the sources; [how to add one](../how-to/add-a-source.md) says how to
make it again.
"""
GRAINS = {"event": "one row an event", "unit_month": "State by month", "unit_year": "State by year"}


def page() -> str:
    """Return the page.

    Examples
    --------
    >>> page().splitlines()[0]
    '# Sources'
    """
    cards = registry.all_sources()
    return "\n".join([HEAD, *_overview(cards), *(line for card in cards for line in _section(card))]) + "\n"


def _overview(cards: tuple[Source, ...]) -> list[str]:
    rows = [
        f"| [{card.id}](#{card.id}) | {card.title} | {GRAINS[card.grain]} | {card.licence} | {_yes(card.may_ship)} | "
        f"{'fetch' if card.downloads else 'by hand'} |"
        for card in cards
    ]
    return ["| source | what | rows | licence | figures may ship | how to get it |", "|---|---|---|---|---|---|", *rows]


def _section(card: Source) -> list[str]:
    return [
        "",
        f"## {card.id}",
        "",
        f"**{card.title}**, {card.publisher}. {card.note.strip()}",
        "",
        f"- Cite: {card.citation.strip()}",
        f"- Licence: {card.licence}. Figures may ship with the product: {_yes(card.may_ship)}.",
        f"- Home: <{card.url}>",
        *_how_to_get(card),
        f"- Columns: {', '.join(_columns(card))}",
        *(_layout(layout) for layout in card.layouts),
    ]


def _how_to_get(card: Source) -> list[str]:
    if not card.downloads:
        return [f"- By hand: {card.by_hand.strip()}"]
    return [
        f"- `focalpoint fetch {card.id}`: <{download.address()}> "
        f"({'checked' if download.checked else 'recalled, not yet opened by this project'})"
        for download in card.downloads
    ]


def _layout(layout: Layout) -> str:
    known = ", ".join(f"`{name}`" for name in layout.required)
    return f"- Layout {layout.name}, known by {known}; a whole release has at least {layout.minimum_rows:,} rows"


def _columns(card: Source) -> list[str]:
    """Return the canonical columns with their kinds, as the sample gives them."""
    (sample,) = reading.read(registry.folder(card.id) / "sample.csv")
    return [f"`{name}` ({_kind(str(kind))})" for name, kind in sample.frame.schema.items()]


def _kind(dtype: str) -> str:
    return {"String": "text", "Int64": "whole", "Int32": "whole", "Float64": "number", "Date": "date"}.get(dtype, dtype)


def _yes(value: bool) -> str:
    return "yes" if value else "no"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
