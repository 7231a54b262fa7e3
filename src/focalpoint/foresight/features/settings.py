"""The choices of the features, read from ``settings.yaml``."""

import functools
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Windows, thresholds and publication lags."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    windows: tuple[int, ...]
    since_cap: int
    severe_month: float
    severe_year: float
    carry_years: int
    known_from_month: dict[str, int]


@functools.cache
def settings() -> Settings:
    """Return the settings that ship with the package.

    >>> settings().windows
    (1, 3, 6, 12, 24, 60)
    """
    text = resources.files(__package__).joinpath("settings.yaml").read_text(encoding="utf-8")
    return Settings.model_validate(yaml.safe_load(text))
