"""What each feature is called and says, read from ``catalogue.yaml``."""

import functools
from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.reference.errors import FocalpointError


class UnknownFeature(FocalpointError):
    """A feature that is not in the catalogue."""


class Feature(BaseModel):
    """One feature, in words a reader of the desk understands."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str
    label: str
    group: str
    unit: str
    scale: Literal["log1p", "ratio", "difference", "plain"]
    source: str
    lag: str
    grain: Literal["month", "year"]
    more: Literal["raises", "lowers", "none"]
    figures: tuple[str, ...] = ()


class Catalogue(BaseModel):
    """Every feature, in the order of the columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    features: tuple[Feature, ...]


@functools.cache
def catalogue() -> tuple[Feature, ...]:
    """Return every feature, in the order of the columns.

    >>> catalogue()[2].label
    'Civilians killed in the last six months'
    """
    text = resources.files(__package__).joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return Catalogue.model_validate(yaml.safe_load(text)).features


def feature(name: str) -> Feature:
    """Return one feature by its id.

    Raises
    ------
    UnknownFeature
        When the catalogue has none of that id.

    Examples
    --------
    >>> feature("polyarchy").lag
    'known from March of the year after'
    """
    for found in catalogue():
        if found.id == name:
            return found
    raise UnknownFeature(f"{name!r} is not a feature.", todo="See foresight/features/catalogue.yaml.")


def names(grain: Literal["month", "year"] = "month") -> tuple[str, ...]:
    """Return the ids of the features of one grain, in the order of the columns.

    >>> "year_osv_1" in names(), "year_osv_1" in names("year")
    (False, True)
    """
    return tuple(found.id for found in catalogue() if found.grain == grain)
