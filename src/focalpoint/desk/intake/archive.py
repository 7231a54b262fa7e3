"""Several originals in one archive, with a list that says which file is which."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence

from focalpoint.desk.intake.filenames import download_name
from focalpoint.desk.intake.models import Original

MANIFEST = "manifest.csv"
COLUMNS = ("file", "item", "kind", "bytes", "sha256", "stored_at")


def archive(files: Sequence[tuple[Original, bytes]]) -> bytes:
    """Return a zip of files, each under its own name, two of one name numbered, and their list."""
    out, rows, used = io.BytesIO(), io.StringIO(), set[str]()
    lines = csv.writer(rows)
    lines.writerow(COLUMNS)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for original, data in files:
            name = _unused(download_name(original), used)
            packed.writestr(zipfile.ZipInfo(name), data)
            digest, stored = hashlib.sha256(data).hexdigest(), original.stored_at.isoformat()
            lines.writerow([name, original.item.ref, original.kind, len(data), digest, stored])
        packed.writestr(zipfile.ZipInfo(MANIFEST), "\ufeff" + rows.getvalue())
    return out.getvalue()


def _unused(name: str, used: set[str]) -> str:
    """Return a name that is not used yet, whatever its case, and note it."""
    stem, dot, ending = name.rpartition(".")
    found, number = name, 1
    while found.lower() in used:
        number += 1
        found = f"{stem}-{number}{dot}{ending}" if dot else f"{name}-{number}"
    used.add(found.lower())
    return found
