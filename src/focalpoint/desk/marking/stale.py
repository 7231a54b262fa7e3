"""Two people at once: one wins, the other is told, nothing is lost."""

from typing import Any

from django.db.models import F, Model

from focalpoint.reference.errors import FocalpointError


class Stale(FocalpointError):
    """Somebody else saved the same object since it was shown."""


def advance(row: Model, *, revision: int, **changes: Any) -> None:
    """Write ``changes`` to a row with a ``revision`` counter, only if nobody wrote it since ``revision`` was shown.

    One conditional UPDATE, so that it holds on every database; the row in memory is refreshed.

    Raises
    ------
    Stale : somebody else was faster; nothing was written.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision)  # _default_manager: the documented way
    if rows.update(**changes, revision=F("revision") + 1) != 1:
        raise Stale(
            "Somebody else saved this while you were writing.",
            todo="Your text is kept below. Read what changed, then save again.",
        )
    row.refresh_from_db()
