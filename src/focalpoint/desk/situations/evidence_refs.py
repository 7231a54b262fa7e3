"""Evidence that a form names: the beginnings of references of items that are linked to the situation."""

import re
from collections.abc import Mapping

from focalpoint.desk.intake.models import Item


def find_items(text: str, linked: Mapping[str, Item]) -> tuple[list[Item], list[str]]:
    """Return the items that a text names, each once, and the parts of it that name no single one."""
    found, unknown = [], []
    for part in filter(None, re.split(r"[\s,;]+", text.strip().lower())):
        meant = [item for ref, item in linked.items() if ref.lower().startswith(part)]
        if len(meant) == 1:
            found.append(meant[0])
        else:
            unknown.append(part)
    return list(dict.fromkeys(found)), unknown
