"""No source knows another: the contract that holds them apart names every one of them."""

import tomllib
from pathlib import Path

from focalpoint.foresight.sources import registry

ROOT = Path(__file__).parents[2]
PACKAGE = "focalpoint.foresight.sources."


def test_the_contract_that_holds_sources_apart_names_every_folder_of_the_registry():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    (apart,) = [
        one["modules"]
        for one in contracts
        if one["type"] == "independence" and any(name.startswith(PACKAGE) for name in one["modules"])
    ]
    assert sorted(apart) == sorted({PACKAGE + entry.folder for entry in registry.SOURCES.values()})
