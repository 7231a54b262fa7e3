"""Whether a producer's server has a file, asked with HTTP HEAD: no byte of the file is taken."""

import http.client
import time
import urllib.error
from collections.abc import Collection
from dataclasses import dataclass

from focalpoint.foresight.sources.request import Limits, TransferFailed, Unreachable, answered, wait_asked

ABSENT = {http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE}
NO_HEAD = {http.HTTPStatus.METHOD_NOT_ALLOWED, http.HTTPStatus.NOT_IMPLEMENTED}
QUICK = Limits(silence=15.0, total=180.0, tries=3)


class WebPage(TransferFailed):
    """The address answers with a web page where a file was: the publisher has changed its site."""


@dataclass(frozen=True)
class Presence:
    """What a server says of a file that it has; empty where it says nothing."""

    size: int | None = None
    etag: str = ""
    modified: str = ""

    @property
    def has_marks(self) -> bool:
        """Whether a later version of the file could be known from this one."""
        return bool(self.etag or self.modified)


def look(url: str, *, hosts: Collection[str] = (), limits: Limits = QUICK) -> Presence | None:
    """Ask whether a file is at an address; None when the server says that it is not.

    Parameters
    ----------
    url : https address (http on this machine alone).
    hosts : other hosts that a redirect may lead to.
    limits : patience; a ``Retry-After`` is honoured.

    Raises
    ------
    WebPage : the answer is a web page.
    Unreachable : no connection.
    AskedToWait, UnsafeAddress : see ``request``.
    TransferFailed : any other answer.
    """
    reason, method = "", "HEAD"
    for attempt in range(limits.tries):
        try:
            with answered(url, method=method, hosts=hosts, limits=limits) as answer:
                return _presence(url, answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                if error.code in ABSENT:
                    return None
                if error.code in NO_HEAD and method == "HEAD":
                    method = "GET"
                    continue
                wait = _wait(error, limits) or limits.pause * attempt
            reason = f"it answers {error.code} {error.reason}"
        except (OSError, http.client.HTTPException) as error:
            wait, reason = limits.pause * attempt, f"no connection ({getattr(error, 'reason', error)})"
        if attempt + 1 < limits.tries:
            time.sleep(wait)
    failed = Unreachable if reason.startswith("no connection") else TransferFailed
    raise failed(f"{url} cannot be looked at: {reason}.", todo="Run the same command again later.")


def _wait(error: urllib.error.HTTPError, limits: Limits) -> float:
    """Return how long to wait before another try; raise when another try is of no use."""
    if error.code < http.HTTPStatus.INTERNAL_SERVER_ERROR and error.code != http.HTTPStatus.TOO_MANY_REQUESTS:
        raise TransferFailed(
            f"{error.url} answers {error.code} {error.reason}.",
            todo="The publisher may have closed or moved its files: look at the source's page.",
        )
    return wait_asked(error, limits)


def _presence(url: str, headers: http.client.HTTPMessage) -> Presence:
    if headers.get_content_type() in {"text/html", "application/xhtml+xml"}:
        raise WebPage(
            f"{url} answers with a web page, not with a file.",
            todo="The publisher may have changed its site: look at the source's page, and use `focalpoint add FILE`.",
        )
    length = headers.get("Content-Length", "")
    return Presence(
        size=int(length) if length.isdecimal() else None,
        etag=headers.get("ETag", ""),
        modified=headers.get("Last-Modified", ""),
    )
