"""System checks of the database: the trail's triggers are in force, and nothing else acts by itself in it."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from focalpoint.desk.trail.triggers import NAMES, present, unknown


@register(Tags.database)
def check_triggers(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Fail when the trail's table is there and one of its triggers is not, or one that is not the desk's is."""
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
        if strangers := unknown(connection):
            missing.append(
                Error(
                    f"The database holds what the desk did not make: {', '.join(strangers)}.",
                    hint="It can hide what people do. Keep a copy for your overseer, then drop it in the database.",
                    id="focalpoint.trail.E002",
                )
            )
    return missing
