"""What a database keeps of a row after it was overwritten, and how that is erased too."""

from django.db import connection


def sweep() -> bool:
    """Have what was erased leave SQLite's log of writes too, and return whether it did.

    The file itself keeps nothing: ``secure_delete`` writes zeros over it. PostgreSQL has ways of its own, which its
    operator decides upon (docs/how-to/run-on-postgresql.md).
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
