"""The choices behind the views, read once from their versioned file."""

from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict


class Question(BaseModel):
    """A threshold of civilian deaths and a window in months."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    threshold: int
    window: int


class Choices(BaseModel):
    """The fields of choices.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    version: int
    thresholds: tuple[int, ...]
    windows: tuple[int, ...]
    default: Question
    even_chance: float
    surprise_killed_below: int
    ongoing_killed_from: int
    raised_from_times: float
    named_first: int
    months_of_spark_line: int
    months_of_fan: int


@cache
def choices() -> Choices:
    """Return the choices of this version."""
    return Choices.model_validate(yaml.safe_load((Path(__file__).parent / "choices.yaml").read_text()))
