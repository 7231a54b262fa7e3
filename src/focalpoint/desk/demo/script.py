"""A worked situation as it is written down: who did what, when, in order. The file is data; nothing here decides."""

import datetime as dt
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FOLDER = Path(__file__).parent / "content"
NAMES = (
    "kenya",
    "timor",
    "guinea",
    "macedonia",
    "burundi",
    "mozambique",
    "burundi_speech",
    "sudan",
    "central_african_republic",
)
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Step(BaseModel):
    """One act: ``at`` is a time, or hours from the loading (below zero: before it); ``more`` is what the act needs."""

    model_config = ConfigDict(extra="forbid")
    by: str
    at: dt.datetime | int
    do: str
    more: dict[str, Any] = {}


class OwnFact(BaseModel):
    """A fact that the catalogue of cases has not: public, with its source, or made up for the exercise."""

    model_config = ConfigDict(extra="forbid")
    text: str
    day: dt.date | None = None
    source: str = ""
    fictitious: bool = False

    @model_validator(mode="after")
    def _is_sourced(self) -> Self:
        if bool(self.source) == self.fictitious:
            raise ValueError("a fact names its public source, unless it is fictitious")
        return self


class Script(BaseModel):
    """A worked situation; ``case`` is that of the catalogue, where it is one."""

    model_config = ConfigDict(extra="forbid")
    case: str = ""
    note: str
    facts: dict[str, OwnFact] = {}
    steps: tuple[Step, ...]


def read(name: str) -> Script:
    """Read one script."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return Script.model_validate(yaml.load(text, Loader=LOADER))  # noqa: S506 - both loaders are the safe ones


def time(given: dt.datetime | int, now: dt.datetime) -> dt.datetime:
    """Return a time of a script.

    >>> time(-2, dt.datetime(2025, 1, 1, 12, tzinfo=dt.UTC)).hour
    10
    """
    return given if isinstance(given, dt.datetime) else now + dt.timedelta(hours=given)


def day(given: dt.date | int, now: dt.datetime) -> dt.date:
    """Return a day of a script: a date, or days from the loading.

    >>> day(1, dt.datetime(2025, 1, 31, tzinfo=dt.UTC))
    datetime.date(2025, 2, 1)
    """
    return given if isinstance(given, dt.date) else now.date() + dt.timedelta(days=given)
