"""The choices of the even-hand table, read from ``settings.yaml``."""

import functools
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict


class Settings(BaseModel):
    """Windows and indicators; see the comments in ``settings.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    severity_months: int
    debate_month: int
    observability_months: int
    recent_years: int
    least_parts: int
    indicators: tuple[str, ...]
    openness: str


@functools.cache
def settings() -> Settings:
    """Return the settings that ship with the package.

    >>> settings().severity_months
    12
    """
    text = resources.files(__package__).joinpath("settings.yaml").read_text(encoding="utf-8")
    return Settings.model_validate(yaml.safe_load(text))
