"""How gunicorn serves the desk: two processes of four threads that share what was loaded before they parted."""

import contextlib
import os
import signal
import threading
import time
from typing import Any

wsgi_app = "focalpoint.desk.site.wsgi:application"
worker_class = "focalpoint.desk.site.receiving.Receiver"
workers, threads = 2, 4
preload_app = True
timeout, graceful_timeout = 60, 3
# At "warning" gunicorn would name the address of a device that sends nonsense.
loglevel = "error"
# No address of a reader's or reporter's device is written anywhere.
accesslog = None
control_socket_disable = True
CATALOGUE_SECONDS = 3  # after which every process knows a correction of the catalogue


def when_ready(server: Any) -> None:
    """Read the map once for all processes; then, and only then, say where the desk is."""
    from focalpoint.desk.watch.map import geometry

    geometry()
    print(os.environ.get("FOCALPOINT_READY", ""), flush=True)  # noqa: T201 - the terminal is where it belongs


def post_fork(server: Any, worker: Any) -> None:
    """Follow the office's corrections of the catalogue, which another process may confirm."""
    threading.Thread(target=_follow_catalogue, daemon=True).start()


def _follow_catalogue() -> None:
    from django.db import Error, close_old_connections

    from focalpoint.doctrine import office

    while True:
        close_old_connections()
        with contextlib.suppress(Error):  # a database that does not answer is asked again
            office.refresh()
        time.sleep(CATALOGUE_SECONDS)


def on_exit(server: Any) -> None:
    """End the processes that `focalpoint up` started, so that nothing is left running."""
    for each in os.environ.get("FOCALPOINT_STARTED", "").split():
        _end(int(each))


def _end(number: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        if os.waitpid(number, os.WNOHANG)[0]:  # one that ended before is no child: its number may be another's by now
            return
        os.kill(number, signal.SIGTERM)
        for _ in range(30):  # three seconds to finish a task; one that is cut short is done again at the next start
            if os.waitpid(number, os.WNOHANG)[0]:
                return
            time.sleep(0.1)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
