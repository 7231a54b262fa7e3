"""A release as a data package: one archive with the frozen files, their description, a citation and a code book.

The files of the release lie in it as they are, so that their hashes equal those of the manifest and ``focalpoint
verify`` checks the folder ``release`` of the unpacked archive. The archive is the same to the byte wherever it is made,
whenever: names in order, one date, nothing compressed (tables are already). No Polars is needed: a page may send it.

Standards: Data Package 1 and Table Schema 1 (Frictionless), Citation File Format 1.2.0.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from focalpoint.foresight.release.sources import NAMES
from focalpoint.reference.errors import FocalpointError

FOLDER, MANIFEST = "release", "manifest.json"
_DATE = (1980, 1, 1, 0, 0, 0)
_READ = 0o644 << 16
# By the words of a licence: its name at the Open Definition or SPDX, and where it is written. Others keep their words.
LICENCES = {
    "CC BY 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC BY-SA 4.0": ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC BY 3.0 IGO": ("CC-BY-3.0-IGO", "https://creativecommons.org/licenses/by/3.0/igo/"),
}
Fields = Mapping[str, Any]


class NotPackable(FocalpointError):
    """A release that is not what its manifest says; an archive of it would spread what was never frozen."""


@cache
def codebook() -> dict[str, Any]:
    """Return what every column means, by table."""
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "codebook.yaml").read_text())
    return found


def package(folder: Path) -> bytes:
    """Return the archive of a release.

    Parameters
    ----------
    folder : the release, with its manifest.

    Raises
    ------
    NotPackable
        When a file is missing or is not the one that the manifest describes.

    Returns
    -------
    The bytes of a ZIP file with one folder, named after the release.
    """
    manifest, files = _frozen(folder)
    texts = {
        "CITATION.cff": citation(manifest),
        "README.md": readme(manifest),
        "codebook.csv": codebook_rows(manifest),
        "datapackage.json": json.dumps(description(manifest), indent=2, ensure_ascii=False) + "\n",
    }
    parts = {name: text.encode() for name, text in texts.items()}
    parts |= {f"{FOLDER}/{name}": raw for name, raw in files.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(f"{manifest['id']}/{name}", _DATE)
            entry.create_system, entry.external_attr = 3, _READ  # the same on every machine
            archive.writestr(entry, parts[name])
    return out.getvalue()


def _frozen(folder: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Read the manifest and every file it names, each with the hash it names."""
    todo = "Copy the release again from where it was made, or make it again with `focalpoint forecast`."
    try:
        raw = (folder / MANIFEST).read_bytes()
        manifest = json.loads(raw)
        files = {name: (folder / name).read_bytes() for name in sorted(manifest["files"])}
    except (OSError, ValueError, KeyError) as error:
        raise NotPackable(f"{folder} is not a whole release: {error}", todo=todo) from None
    for name, content in files.items():
        if hashlib.sha256(content).hexdigest() != manifest["files"][name]["sha256"]:
            raise NotPackable(f"{folder / name} was changed after it was written.", todo=todo)
    return manifest, {**files, MANIFEST: raw}


def description(manifest: Fields) -> dict[str, Any]:
    """Return the description of the package: what it is, its tables with their columns, sources and licences."""
    return {
        "profile": "data-package",
        "name": f"focalpoint-{manifest['id']}",
        "id": manifest["content"],
        "version": manifest["id"],
        "title": title(manifest),
        "description": " ".join(
            [
                "A frozen forecast of killings of civilians, by State and month, with its record and its scores.",
                "A score orders the reading queue; it decides nothing.",
                *(f"Forbidden: {use}" for use in manifest["forbidden_uses"]),
            ]
        ),
        "created": f"{manifest['created']}T00:00:00Z",
        "licenses": [licence(words) for words in _once(one["licence"] for one in manifest["inputs"])],
        "sources": [
            {"title": one["citation"], "path": one["url"], "version": one["release"] or "", "licence": one["licence"]}
            for one in manifest["inputs"]
        ],
        "resources": [_resource(name, file, manifest) for name, file in sorted(manifest["files"].items())],
    }


def _resource(name: str, file: Fields, manifest: Fields) -> dict[str, Any]:
    table, _dot, ending = name.partition(".")
    said = {
        "name": table.replace("_", "-"),
        "path": f"{FOLDER}/{name}",
        "format": ending,
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
    }
    if ending != "parquet":
        return said | {"title": "Model card", "mediatype": "text/markdown"}
    schema = {
        "fields": [
            {"name": column, "type": kind, "description": meaning}
            for column, kind, meaning in columns(table, manifest["schema"])
        ],
        "primaryKey": _key(table, manifest["schema"]),
    }
    kind = {"title": codebook()[table]["title"], "mediatype": "application/vnd.apache.parquet"}
    return said | kind | {"profile": "tabular-data-resource", "schema": schema}


def _key(table: str, layout: int) -> list[str]:
    there = {name for name, _type, _meaning in columns(table, layout)}
    return [name for name in codebook()[table]["key"] if name in there]


def columns(table: str, layout: int) -> list[tuple[str, str, str]]:
    """Return the columns of a table in a layout: name, type, meaning.

    >>> [name for name, _type, _meaning in columns("drivers", 1)][:2]
    ['unit', 'rank']
    """
    found = codebook()[table]["columns"].items()
    return [(name, said[0], said[1]) for name, said in found if len(said) == 2 or said[2] <= layout]


def licence(words: str) -> dict[str, str]:
    """Return a licence as the package names it.

    >>> licence("CC BY 4.0")["name"], licence("open, with attribution")["title"]
    ('CC-BY-4.0', 'open, with attribution')
    """
    if words in LICENCES:
        name, path = LICENCES[words]
        return {"name": name, "path": path, "title": words}
    name = "-".join("".join(sign if sign.isalnum() else " " for sign in words).split())
    return {"name": f"other-{name.lower()}"[:60], "title": words}


def title(manifest: Fields) -> str:
    """Return the title under which a release is cited."""
    window = manifest["window"]
    return f"Focalpoint release {manifest['id']}: killings of civilians, {window['first']} to {window['last']}"


def citation(manifest: Fields) -> str:
    """Return the citation file; every source that went in is a reference."""
    text = json.dumps  # a JSON text is a YAML text
    lines = [
        "cff-version: 1.2.0",
        f"message: {text('Cite this release, and the sources that it rests on.')}",
        "type: dataset",
        f"title: {text(title(manifest), ensure_ascii=False)}",
        "authors:",
        "  - name: Focalpoint",
        f"version: {text(manifest['id'])}",
        f"date-released: {text(manifest['created'])}",
        "identifiers:",
        "  - type: other",
        f"    value: {text('sha256:' + manifest['content'])}",
        f"    description: {text('content hash of the release')}",
        "references:",
    ]
    for one in manifest["inputs"]:
        name = NAMES.get(one["source"], one["source"])
        edition = f"{name} {one['release'] or ''}".strip()
        lines += [
            "  - type: data",
            f"    title: {text(edition, ensure_ascii=False)}",
            "    authors:",
            f"      - name: {text(name, ensure_ascii=False)}",
            f"    url: {text(one['url'])}",
            f"    notes: {text(one['citation'] + ' Licence: ' + one['licence'], ensure_ascii=False)}",
        ]
    return "\n".join(lines) + "\n"


def codebook_rows(manifest: Fields) -> str:
    """Return the code book of a release as CSV: file, column, type, meaning."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["file", "column", "type", "meaning"])
    for name in sorted(manifest["files"]):
        table, _dot, ending = name.partition(".")
        if ending == "parquet":
            writer.writerows([f"{FOLDER}/{name}", *row] for row in columns(table, manifest["schema"]))
    return out.getvalue()


def readme(manifest: Fields) -> str:
    """Return what a person reads first."""
    uses = "\n".join(f"- {use}" for use in manifest["forbidden_uses"])
    sources = "\n".join(f"- {one['citation']} {one['url']} ({one['licence']})" for one in manifest["inputs"])
    return f"""# {title(manifest)}

Data to {manifest["origin"]}, as known on {manifest["known_at"]}. Made on {manifest["created"]}, frozen since.

- `{FOLDER}/` holds the release as it was made. Check it: `focalpoint verify {FOLDER}`.
  Content hash: {manifest["content"]}
- `codebook.csv` says what each column means; `datapackage.json` says it to programs (Frictionless Data Package).
- `{FOLDER}/model_card.md` says what the forecast is for, and what it missed.
- `CITATION.cff` says how to cite it. Tables are Parquet files: Python, R, DuckDB and many others read them.

An empty cell means unknown, never zero. A score orders the reading queue; it decides nothing.

## Forbidden uses

{uses}

## Sources

{sources}
"""


def _once(words: Any) -> list[str]:
    return list(dict.fromkeys(words))
