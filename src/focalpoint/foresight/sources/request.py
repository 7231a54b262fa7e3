"""One request to a producer's server: a safe address, no other host, no faster than is polite."""

import email.utils
import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from focalpoint import __version__
from focalpoint.foresight.sources.downloads import LOOPBACK, is_safe
from focalpoint.reference.errors import FocalpointError

BUSY = {http.HTTPStatus.TOO_MANY_REQUESTS, http.HTTPStatus.SERVICE_UNAVAILABLE}
_asked: dict[str, float] = {}  # when each host was last asked, by this process


class TransferFailed(FocalpointError):
    """The bytes did not arrive; what came so far is kept for the next try."""


class Unreachable(TransferFailed):
    """No server could be reached at an address: most often, this machine has no internet."""


class AskedToWait(TransferFailed):
    """The server asks to be left alone for longer than a command waits."""


class UnsafeAddress(FocalpointError):
    """An address, or where it leads, is neither https nor on this machine, or is another host's."""


@dataclass(frozen=True)
class Limits:
    """How long and how often to try.

    Attributes
    ----------
    silence : seconds without a byte after which a connection is given up.
    total : seconds in all.
    tries : how often to ask.
    pause : seconds between two tries; grows with each.
    between : seconds between two requests to one host; none on this machine.
    patience : the longest wait, in seconds, that a server may ask for with ``Retry-After``.
    """

    silence: float = 30.0
    total: float = 3600.0
    tries: int = 5
    pause: float = 2.0
    between: float = 1.0
    patience: float = 120.0


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect within the host, or to a host that the source's card lists; nothing else."""

    def __init__(self, hosts: Collection[str]) -> None:
        self.hosts = hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        leaves_https = req.full_url.startswith("https:") and not newurl.startswith("https:")
        if leaves_https or not is_safe(newurl):
            raise UnsafeAddress(f"{req.full_url} leads to {newurl}, which is not https.", todo="It was not followed.")
        here, there = urlsplit(req.full_url).hostname, urlsplit(newurl).hostname
        if there != here and there not in self.hosts:
            raise UnsafeAddress(
                f"{req.full_url} leads to another host, {there}.",
                todo="It was not followed. If the producer has moved, list the host in source.yaml, under `hosts`.",
            )
        new = super().redirect_request(req, fp, code, msg, headers, newurl)
        if new is not None:
            new.method = req.get_method()
        return new


@contextmanager
def answered(
    url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None, hosts: Collection[str], limits: Limits
) -> Iterator[http.client.HTTPResponse]:
    """Give the answer to one request, closed at the end of the block.

    Parameters
    ----------
    url : https address (http on this machine alone).
    method : GET or HEAD.
    headers : beyond the name of this program.
    hosts : other hosts that a redirect may lead to.
    limits : patience, and the pause before the same host is asked again.

    Raises
    ------
    UnsafeAddress : the address or a redirect is not to be followed.
    urllib.error.HTTPError, urllib.error.URLError, OSError, http.client.HTTPException : as urllib raises them.
    """
    if not is_safe(url):
        raise UnsafeAddress(f"{url} is not an https address.")
    _keep_pace(url, limits.between)
    named = {"User-Agent": f"focalpoint/{__version__}", "Accept-Encoding": "identity", **(headers or {})}
    request = urllib.request.Request(url, headers=named, method=method)  # noqa: S310 - is_safe looked at the scheme
    with urllib.request.build_opener(_Redirects(hosts)).open(request, timeout=limits.silence) as answer:
        yield answer


def _keep_pace(url: str, between: float) -> None:
    """Wait until the host was left alone for long enough; this machine needs no rest."""
    host = urlsplit(url).hostname or ""
    if host not in LOOPBACK:
        time.sleep(rest(_asked.get(host), time.monotonic(), between))
    _asked[host] = time.monotonic()


def rest(asked: float | None, now: float, between: float) -> float:
    """Return for how many seconds a host is still to be left alone.

    Examples
    --------
    >>> rest(None, 100.0, 1.0), rest(99.5, 100.0, 1.0), rest(90.0, 100.0, 1.0)
    (0.0, 0.5, 0.0)
    """
    return 0.0 if asked is None else max(0.0, asked + between - now)


def wait_asked(error: urllib.error.HTTPError, limits: Limits) -> float:
    """Return for how many seconds a busy server asks to be left alone; zero where it names none.

    Raises
    ------
    AskedToWait : it asks for more than ``limits.patience``.
    """
    if error.code not in BUSY:
        return 0.0
    asked = seconds(error.headers.get("Retry-After", ""), time.time())
    if asked > limits.patience:
        raise AskedToWait(
            f"{error.url} answers {error.code} and asks to wait for {asked / 60:,.0f} minutes.",
            todo="Run the same command again after that.",
        )
    return asked


def seconds(retry_after: str, now: float) -> float:
    """Read ``Retry-After``: seconds, or a date; zero when it is neither or is over.

    Examples
    --------
    >>> seconds("120", 0.0), seconds("Thu, 01 Jan 1970 00:01:00 GMT", 20.0), seconds("soon", 0.0), seconds("", 0.0)
    (120.0, 40.0, 0.0, 0.0)
    """
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(retry_after).timestamp() - now)
    except (ValueError, TypeError):
        return 0.0
