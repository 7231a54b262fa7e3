"""What a database keeps of a row after it was overwritten, and how that is erased too."""

import logging

from django.db import connection

logger = logging.getLogger(__name__)


def sweep() -> None:
    """Have what was erased leave SQLite's log of writes too, once it is erased in the file itself.

    The file itself keeps nothing: ``secure_delete`` writes zeros over it. PostgreSQL has ways of its own, which its
    operator decides upon (docs/how-to/run-on-postgresql.md).
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        logger.warning("What was erased may remain in the log of the database until the desk is restarted.")
