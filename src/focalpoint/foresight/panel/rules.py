"""The hand-made decisions of the panel, read from ``rules.yaml``."""

import functools
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict


class CountedUnder(BaseModel):
    """A file that counts one State's events under another State, and the source that has the State's yearly totals.

    The notes are shown with the months: ``note`` where the State is unknown, ``note_under`` where the other one
    includes it; ``note_spread`` and ``note_less`` where its yearly total was laid over the months and taken off the
    other's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    release: str
    unit: str
    under: str
    totals: str
    note: str
    note_under: str
    note_spread: str
    note_less: str
    reason: str


class CompleteList(BaseModel):
    """A source that lists every event of a kind since a year, so that a State it does not list had none."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str
    column: str
    since: int
    reason: str


class Includes(BaseModel):
    """What a State's figures include, up to a month."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    unit: str
    note: str
    to: str = "9999-12"


class Rules(BaseModel):
    """Every choice the panel makes that is not a fact of its inputs."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    first_year: int
    other_edition_tolerance: float
    counted_under: tuple[CountedUnder, ...]
    complete_lists: tuple[CompleteList, ...]
    includes: tuple[Includes, ...]


@functools.cache
def rules() -> Rules:
    """Return the rules that ship with the package.

    >>> rules().other_edition_tolerance
    0.05
    """
    text = resources.files(__package__).joinpath("rules.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))
