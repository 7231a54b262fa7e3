"""The tables that come with the package, served as vintages like any other."""

import json
from pathlib import Path

from focalpoint.foresight.vintages.vintage import BadSidecar, Vintage, vintage_of

SNAPSHOT = Path(__file__).parent / "snapshot"
MANIFEST = "manifest.json"
SCHEMA = 1


def embedded(folder: Path = SNAPSHOT) -> list[Vintage]:
    """Return the vintages of a snapshot folder, in the order of its manifest; none when there is no manifest.

    Raises
    ------
    BadSidecar
        When the manifest is not of the schema this version reads.

    Examples
    --------
    >>> {vintage.embedded for vintage in embedded()} <= {True}
    True
    """
    path = folder / MANIFEST
    if not path.is_file():
        return []
    manifest = json.loads(path.read_text(encoding="utf-8"))
    if manifest.get("schema") != SCHEMA:
        raise BadSidecar(f"{path} is not of schema {SCHEMA}.", todo="Build it again: make snapshot FROM=FOLDER.")
    return [vintage_of(table["vintage"]) for table in manifest["tables"]]
