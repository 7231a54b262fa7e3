"""A worked situation as it is written down: who did what, when, in order. The file is data; nothing here decides."""

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "content"
NAMES = ("kenya", "timor", "guinea", "macedonia", "burundi")


class Step(BaseModel):
    """One act: ``at`` is a time, or hours from the loading (below zero: before it); ``more`` is what the act needs."""

    model_config = ConfigDict(extra="forbid")
    by: str
    at: dt.datetime | int
    do: str
    more: dict[str, Any] = {}


class Script(BaseModel):
    """A worked situation."""

    model_config = ConfigDict(extra="forbid")
    case: str
    note: str
    steps: tuple[Step, ...]


def read(name: str) -> Script:
    """Read one script."""
    return Script.model_validate(yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8")))


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
