"""What a machine could not do, in words: a full disk, a database that is held, a folder that cannot be written."""

import enum
import errno
from collections.abc import Iterator


class Trouble(enum.Enum):
    """One kind of trouble; its value is the sentence for the log and for an operator."""

    FULL = "The disk is full."
    BUSY = "The database is held by another program."
    READ_ONLY = "The database or the home cannot be written."
    AWAY = "The database does not answer."


TODO = {
    Trouble.FULL: "Make room on the disk that holds the home and the database; nothing else is needed.",
    Trouble.BUSY: "Find what holds the database (a copy, a repair, another desk) and let it finish.",
    Trouble.READ_ONLY: "Give the account that serves the desk the right to write the home and every file in it.",
    Trouble.AWAY: "Start the database, and look at FOCALPOINT_DATABASE_URL.",
}
_NUMBERS = {
    errno.ENOSPC: Trouble.FULL,
    errno.EDQUOT: Trouble.FULL,
    errno.EROFS: Trouble.READ_ONLY,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
}
# Result codes of SQLite, and states of PostgreSQL by their first signs.
_SQLITE = {13: Trouble.FULL, 5: Trouble.BUSY, 6: Trouble.BUSY, 8: Trouble.READ_ONLY, 14: Trouble.READ_ONLY}
_POSTGRESQL = {"53100": Trouble.FULL, "55P03": Trouble.BUSY, "25006": Trouble.READ_ONLY, "08": Trouble.AWAY}
_POSTGRESQL |= {"57P": Trouble.AWAY, "53": Trouble.AWAY}


def trouble(error: BaseException | None) -> Trouble | None:
    """Return which trouble of the machine is behind an error; None for anything else, such as a bug.

    >>> trouble(OSError(28, "No space left on device"))
    <Trouble.FULL: 'The disk is full.'>
    >>> trouble(ValueError("a bug")) is None
    True
    """
    return next((found for each in _chain(error) if (found := _of(each))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return _NUMBERS.get(error.errno or 0)
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(code, int):
        return _SQLITE.get(code & 0xFF)
    if not hasattr(error, "sqlstate"):
        return None
    if error.sqlstate is None:  # no connection was made
        return Trouble.AWAY if type(error).__name__ == "OperationalError" else None
    return next((found for state, found in _POSTGRESQL.items() if str(error.sqlstate).startswith(state)), None)
