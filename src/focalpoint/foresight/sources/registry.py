"""Every source the house can read: an explicit table, nothing is found by magic.

Add a source in 30 minutes
--------------------------
1. Make a folder ``sources/<name>/`` with an empty ``__init__.py`` and a ``source.yaml`` (copy ``acled/source.yaml``):
   title, publisher, licence, may_ship, citation, url, grain, and one entry under ``layouts`` for each arrangement of
   columns. ``required`` columns give the file away, so choose the few that no other source has together.
2. Write ``read.py`` with one function ``read_table(raw, context) -> Typed``. ``raw`` holds strings (null where a cell
   is empty) under the names of the card, and ``_line``. Describe the columns with ``columns.whole``, ``number``,
   ``day``, ``text``, ``choice``; ``columns.typed`` turns them into values and issues; ``units.locate`` finds the State.
3. Write ``sample.csv``: ten plainly fictitious rows of your own.
4. Add the line to ``SOURCES`` below, and the folder to the contract of independent sources in ``pyproject.toml``
   (``[[tool.importlinter.contracts]]``), so that no source imports another. The tests in ``tests/unit/sources`` then
   damage your sample in fifty ways.
"""

import functools
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from focalpoint.foresight.sources.source import Source, load

if TYPE_CHECKING:
    from focalpoint.foresight.sources.columns import ReadTable


@dataclass(frozen=True)
class Entry:
    """Where a source lives: its folder, and its card when several sources share one reader."""

    folder: str
    card: str = "source.yaml"


SOURCES = {
    "ucdp_ged": Entry("ucdp_ged"),
    "ucdp_candidate": Entry("ucdp_ged", "candidate.yaml"),
    "ucdp_ged_panel": Entry("ucdp_ged_panel"),
    "ucdp_candidate_panel": Entry("ucdp_candidate_panel"),
    "ucdp_ov": Entry("ucdp_ov"),
    "acled": Entry("acled"),
    "gdelt1": Entry("gdelt1"),
    "gdelt2": Entry("gdelt2"),
    "gdelt_panel": Entry("gdelt_panel"),
    "wdi": Entry("wdi"),
    "un_igme": Entry("un_igme"),
    "vdem": Entry("vdem"),
    "vdem_items": Entry("vdem_items"),
    "unhcr": Entry("unhcr"),
    "idmc": Entry("idmc"),
    "epr": Entry("epr"),
    "coups": Entry("coups"),
    "ewp": Entry("ewp"),
    "mentions": Entry("mentions"),
}


def folder(source_id: str) -> Path:
    """Return the folder of a source, where its card, reader and sample are."""
    return Path(__file__).parent / SOURCES[source_id].folder


@functools.cache
def source(source_id: str) -> Source:
    """Return the card of a source; raises KeyError for an id that is not in the table."""
    return load(folder(source_id) / SOURCES[source_id].card)


def all_sources() -> tuple[Source, ...]:
    """Return every card in the order of the table."""
    return tuple(source(source_id) for source_id in SOURCES)


def reader(source_id: str) -> "ReadTable":
    """Import a source's reader, only when a file of that source is there to be read."""
    module = importlib.import_module(f"focalpoint.foresight.sources.{SOURCES[source_id].folder}.read")
    return cast("ReadTable", module.read_table)
