"""Django's backend for SQLite, with a fair turn for each writer.

SQLite waits longer and longer between two looks at a lock, up to a tenth of a second, so that a writer among several
may find it taken each time until it gives up: with four people who write without pause, "database is locked" after six
seconds. Here all who wait look again after the same short pause.
"""

import random
import time
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

LOCKED = "database is locked"
PAUSE = 0.002  # seconds


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose transactions begin in a fair turn."""

    def _start_transaction_under_autocommit(self) -> None:
        self.ensure_connection()
        waits: Any = self.connection
        limit: float = self.settings_dict["OPTIONS"]["timeout"]
        until = time.monotonic() + limit
        waits.execute("PRAGMA busy_timeout=0")
        try:
            while not self._begins(is_last=time.monotonic() > until):
                time.sleep(random.uniform(PAUSE / 2, PAUSE))  # noqa: S311 - two who wait do not keep step
        finally:
            waits.execute(f"PRAGMA busy_timeout={int(limit * 1000)}")

    def _begins(self, *, is_last: bool) -> bool:
        """Begin a transaction, unless another writer has the lock and there is time to wait."""
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # not in the stubs
        except OperationalError as error:
            if is_last or str(error) != LOCKED:
                raise
            return False
        return True
