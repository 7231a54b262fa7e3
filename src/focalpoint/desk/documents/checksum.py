"""The digest that proves a stored document, whatever fields later versions of the product add to one."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from focalpoint.desk.documents import schema_1

RULE = 2  # the rule of today; a document keeps the rule by which its digest was made


def digest_of(stored: Mapping[str, Any], rule: int = RULE) -> str:
    """Return the SHA-256 of a document in the form in which it is stored.

    Rule 1 hashed the fields in the order in which schema 1 declares them; rule 2 hashes them by name. The notice is
    left out: what became known later changes nothing of what was fixed.

    >>> digest_of({"b": 1, "a": 2, "notice": "x"}) == digest_of({"a": 2, "b": 1})
    True
    """
    kept = {name: value for name, value in stored.items() if name != "notice"}
    if rule == 1:
        return _digest_as_declared(kept)
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _digest_as_declared(stored: Mapping[str, Any]) -> str:
    """Return the SHA-256 by rule 1, in whatever order a database returns the fields; nothing for no document."""
    try:
        text = schema_1.Document.model_validate(stored).model_dump_json(exclude_unset=True)
    except ValidationError:
        return ""
    return hashlib.sha256(text.encode()).hexdigest()
