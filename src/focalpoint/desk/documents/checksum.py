"""The digest that proves a stored document, whatever fields later versions of the product add to one."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from focalpoint.desk.documents import schema_1

RULE = 2  # the rule of today; a document keeps the rule by which its digest was made


APART = ("notice", "endorsement", "seal")  # what became known later, and the digest itself, change nothing of the text


def digest_of(stored: Mapping[str, Any], rule: int = RULE) -> str:
    """Return the SHA-256 of a document in the form in which it is stored; nothing for what is no document.

    >>> digest_of({"b": 1, "a": 2, "notice": "x"}) == digest_of({"a": 2, "b": 1})
    True
    """
    text = canonical(stored, rule)
    return hashlib.sha256(text).hexdigest() if text else ""


def canonical(stored: Mapping[str, Any], rule: int = RULE) -> bytes:
    """Return the bytes whose SHA-256 is the digest of a document; none for what is no document.

    Rule 1 wrote the fields in the order in which schema 1 declares them; rule 2 writes them by name.
    """
    kept = {name: value for name, value in stored.items() if name not in APART}
    if rule == 1:
        return _as_declared(kept)
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def _as_declared(stored: Mapping[str, Any]) -> bytes:
    """Return a document by rule 1, in whatever order a database returns the fields."""
    try:
        return schema_1.Document.model_validate(stored).model_dump_json(exclude_unset=True).encode()
    except ValidationError:
        return b""
