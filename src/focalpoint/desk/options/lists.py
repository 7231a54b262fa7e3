"""The lists of measures that rules speak of, where the catalogue's own columns do not say so."""

from functools import cache
from pathlib import Path

import yaml

RULES_FILE = Path(__file__).with_name("rules.yaml")


@cache
def lists() -> dict[str, frozenset[str]]:
    """Return each list of measures by its name.

    >>> "ME081" in lists()["sanctions"]
    True
    """
    return {name: frozenset(ids) for name, ids in yaml.safe_load(RULES_FILE.read_text(encoding="utf-8")).items()}
