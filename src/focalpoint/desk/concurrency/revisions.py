"""Optimistic locking: of two people who save one row, one wins, the other is informed, nothing is lost."""

import zlib
from typing import Any, Protocol

from django.db import connection
from django.db.models import F, Model
from django.utils.translation import gettext as _

from focalpoint.reference.errors import FocalpointError


class Stale(FocalpointError):
    """Another person saved the same object since it was shown."""


class Revised(Protocol):
    """A form that says which revision its writer saw."""

    refused: FocalpointError | None

    def renew(self, revision: int) -> None:
        """Say the newest revision instead."""


def renew_revision(form: Revised, revision: int) -> None:
    """Let a kept text be saved over the newest revision, if its writer was informed that another person was faster.

    A writer refused for another reason was not informed, and keeps the revision of the page that was seen.
    """
    if isinstance(form.refused, Stale):
        form.renew(revision)


def lock_row(row: Model) -> None:
    """Read a row again and keep others from writing it until this transaction ends.

    What an action checks of a row, it checks of the current row, not of the row that its page showed.
    """
    row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())


def lock_name(what: str) -> None:
    """Let one transaction at a time pass for ``what``, as is needed to give out the next number.

    On SQLite a transaction that writes is alone already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(what.encode())])


def advance(row: Model, *, revision: int, **changes: Any) -> None:
    """Write ``changes`` to a row with a ``revision`` counter, only if it was not written since ``revision`` was shown.

    One conditional UPDATE, so that it holds on every database; the row in memory is refreshed.

    Raises
    ------
    Stale : another person was faster; nothing was written.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision)  # _default_manager: the documented way
    if rows.update(**changes, revision=F("revision") + 1) != 1:
        raise Stale(
            _("Another person saved this while you were writing."),
            todo=_("Your text is kept below. Read what changed, then save again."),
        )
    row.refresh_from_db()
