"""The name under which an original is given out: its own, cleaned, behind the reference of its item."""

import unicodedata

from focalpoint.desk.intake.models import Original
from focalpoint.desk.marking.refs import short_ref

LONGEST = 100
FORBIDDEN = frozenset('<>:"/\\|?*')  # in the names of files, on one system or another


def download_name(original: Original) -> str:
    """Return the item's short reference and the name the file came with; nothing in it is a path or turns a line.

    >>> from focalpoint.desk.intake.models import Item
    >>> download_name(Original(item=Item(ref="abcdefghjkmnpqrs"), name="../IMG_0001\u202egpj.jpg", address="f" * 64))
    'abcdef_IMG_0001gpj.jpg'
    """
    return f"{short_ref(original.item.ref)}_{cleaned(original.name) or original.address[:12]}"


def cleaned(name: str) -> str:
    """Return a file's name without folders, signs that are not seen, and signs that no file system takes."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" and sign not in FORBIDDEN)
    shown = " ".join(seen.split()).strip(". ")
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: LONGEST - len(ending)]}{dot}{ending}" if dot and len(ending) <= 10 else shown[:LONGEST]
