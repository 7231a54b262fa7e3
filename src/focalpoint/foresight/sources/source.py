"""What source.yaml says about a source: who made it, under which licence, and the columns that give it away."""

import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from focalpoint.foresight.sources.downloads import Download
from focalpoint.reference.errors import FocalpointError

Grain = Literal["event", "unit_month", "unit_year"]
LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster; not every build has it


class BadCard(FocalpointError):
    """A source.yaml that cannot be read."""


class Headerless(BaseModel):
    """How to know a file that comes without a header row: the order of its columns and what some cells look like."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    orders: tuple[tuple[str, ...], ...]
    cells: dict[str, str]


class Layout(BaseModel):
    """One arrangement of columns in which a producer publishes the source.

    ``use`` names the columns that the reader wants, ``use_patterns`` are regular expressions of more of them (all that
    are known when both are empty); ``patterns`` are regular expressions of further columns that are known and give no
    warning; ``names`` says what a column of our own is called in an older edition; ``missing`` are words for an empty
    cell; ``numbers`` are columns of whole numbers, which a large file may give as such and not as text;
    ``minimum_rows`` is what a whole release has.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    use: tuple[str, ...] = ()
    use_patterns: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    names: dict[str, str] = {}
    minimum_rows: int = 1
    headerless: Headerless | None = None

    def known(self, column: str) -> bool:
        """Whether a column name belongs to the layout."""
        return (
            column in self.required
            or column in self.optional
            or any(re.fullmatch(pattern, column) for pattern in self.patterns)
        )

    def wanted(self, column: str) -> bool:
        """Whether the reader needs the column."""
        if not (self.use or self.use_patterns):
            return self.known(column)
        return column in self.use or any(re.fullmatch(pattern, column) for pattern in self.use_patterns)


class Source(BaseModel):
    """The card of a source; ``by_hand`` says how to get the file where ``downloads`` is empty.

    Examples
    --------
    >>> from focalpoint.foresight.sources import registry
    >>> registry.source("ucdp_ged").licence
    'CC BY 4.0'
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    title: str
    publisher: str
    licence: str
    may_ship: bool
    citation: str
    url: str
    grain: Grain
    note: str = ""
    layouts: tuple[Layout, ...]
    downloads: tuple[Download, ...] = ()
    by_hand: str = ""


def load(path: Path) -> Source:
    """Read one source.yaml.

    Raises
    ------
    BadCard : the file is not YAML, or a field is missing or unknown.
    """
    try:
        return Source.model_validate(yaml.load(path.read_text(encoding="utf-8"), LOADER))  # noqa: S506  # both are safe
    except (yaml.YAMLError, ValidationError) as error:
        raise BadCard(f"{path} is not a source card: {error}", todo="Compare it with another source's card.") from error
