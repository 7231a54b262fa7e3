"""A system check that the trail's triggers are in force: altering the table on SQLite can drop them."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from focalpoint.desk.trail.triggers import NAMES, present


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Fail when the trail's table is there and one of its triggers is not."""
    missing: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if "trail_event" not in connection.introspection.table_names():
            continue
        gone = NAMES[connection.vendor] - present(connection)
        if gone:
            missing.append(
                Error(
                    f"The trail can be changed: {', '.join(sorted(gone))} is gone from the database, or was changed.",
                    hint="Run `focalpoint trail verify`; then put the triggers back with `focalpoint trail protect`.",
                    id="focalpoint.trail.E001",
                )
            )
    return missing
