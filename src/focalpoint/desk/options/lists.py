"""The lists of measures that the desk goes by, where the catalogue's own columns do not say so."""

from functools import cache
from pathlib import Path

import yaml

RULES_FILE = Path(__file__).with_name("rules.yaml")
FACTORS_FILE = Path(__file__).with_name("factors.yaml")


@cache
def lists() -> dict[str, frozenset[str]]:
    """Return each list of measures by its name.

    >>> "ME081" in lists()["sanctions"]
    True
    """
    return {name: frozenset(ids) for name, ids in yaml.safe_load(RULES_FILE.read_text(encoding="utf-8")).items()}


@cache
def measures_by_factor() -> dict[str, frozenset[str]]:
    """Return the measures that bear on each risk factor.

    >>> "ME015" in measures_by_factor()["RF8"]
    True
    """
    return {name: frozenset(ids) for name, ids in yaml.safe_load(FACTORS_FILE.read_text(encoding="utf-8")).items()}
