"""Bytes over HTTP into a .part file: resumed where they stopped, bounded in size, time and tries."""

import http.client
import json
import time
import urllib.error
from collections.abc import Callable, Collection
from pathlib import Path

from focalpoint.foresight.sources.request import Limits, TransferFailed, answered, wait_asked
from focalpoint.reference.errors import FocalpointError

BLOCK = 64 * 1024
FINAL = {400, 401, 403, 404, 405, 406, 410, 451}
Report = Callable[[int, int | None], None]


class DownloadTooLarge(FocalpointError):
    """The file is larger than the limit of its source."""


def transfer(
    url: str,
    part: Path,
    *,
    limit: int,
    limits: Limits,
    hosts: Collection[str] = (),
    report: Report = lambda done, whole: None,
) -> None:
    """Bring the bytes at an address into ``part``; a part file that is there is continued when the server allows.

    Parameters
    ----------
    url : https address (http on this machine alone).
    part : the file to write; what arrived is kept there when the transfer fails.
    limit : most bytes to take.
    limits : patience; a ``Retry-After`` is honoured.
    hosts : other hosts that a redirect may lead to.
    report : called with bytes so far and bytes in all (None when the server does not say).

    Raises
    ------
    TransferFailed, AskedToWait, DownloadTooLarge, UnsafeAddress

    Examples
    --------
    >>> transfer("ftp://example.org/x", Path("x.part"), limit=10, limits=Limits())
    Traceback (most recent call last):
    ...
    focalpoint.foresight.sources.request.UnsafeAddress: ftp://example.org/x is not an https address.
    """
    ends = time.monotonic() + limits.total
    reason, wait = "", 0.0
    for attempt in range(limits.tries):
        if attempt:
            time.sleep(min(max(wait, limits.pause * attempt), max(0.0, ends - time.monotonic())))
        if time.monotonic() >= ends:
            break
        reason, wait = _once(url, part, limit, limits, hosts, ends, report)
        if not reason:
            _note(part).unlink(missing_ok=True)
            return
    raise TransferFailed(
        f"{url} did not arrive whole: {reason or 'no time was left'}.",
        todo="What came is kept; run the same command again to go on from there.",
    )


def _note(part: Path) -> Path:
    """Return the file that remembers which version of which address a part file belongs to."""
    return part.with_name(part.name + ".json")


def _remembered(url: str, part: Path) -> tuple[int, str]:
    """Return how many bytes of this very version are here, and the version's mark (0 and "" when not sure)."""
    if not (part.is_file() and _note(part).is_file()):
        return 0, ""
    try:
        note = json.loads(_note(part).read_text())
        mark = note["mark"] if note["url"] == url else ""
    except (ValueError, KeyError, TypeError):
        mark = ""
    return (part.stat().st_size, mark) if mark else (0, "")


def _once(
    url: str, part: Path, limit: int, limits: Limits, hosts: Collection[str], ends: float, report: Report
) -> tuple[str, float]:
    """Try once; return "" when the file is whole, else why another try may help and after how many seconds."""
    start, mark = _remembered(url, part)
    headers = {"Range": f"bytes={start}-", "If-Range": mark} if start else {}
    try:
        with answered(url, headers=headers, hosts=hosts, limits=limits) as answer:
            return _receive(answer, url, part, start, limit, ends, report), 0.0
    except urllib.error.HTTPError as error:
        with error:
            return _refusal(error, url, part), wait_asked(error, limits)
    except urllib.error.URLError as error:
        return f"no connection ({error.reason})", 0.0
    except (OSError, http.client.HTTPException) as error:
        return f"the connection broke ({error or type(error).__name__})", 0.0


def _refusal(error: urllib.error.HTTPError, url: str, part: Path) -> str:
    """Turn a status code into a reason to try again, or into the end of it."""
    if error.code in FINAL:
        raise TransferFailed(
            f"{url} answers {error.code} {error.reason}.",
            todo="The producer may have moved the file: look at the source's page and use `focalpoint add` on it.",
        )
    if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        part.unlink(missing_ok=True)
    return f"the server answers {error.code} {error.reason}"


def _receive(
    answer: http.client.HTTPResponse, url: str, part: Path, start: int, limit: int, ends: float, report: Report
) -> str:
    """Write one answer behind what is there; return "" when it ended where the server said it would."""
    if answer.status == http.HTTPStatus.PARTIAL_CONTENT and start:
        span = answer.headers.get("Content-Range", "")
        if not span.startswith(f"bytes {start}-"):
            part.unlink(missing_ok=True)
            return "the server sent another part than the one asked for"
    else:
        start = 0
    length = answer.headers.get("Content-Length", "")
    whole = start + int(length) if length.isdecimal() else None
    _check_size(whole or start, limit, url)
    _remember(answer.headers, url, part)
    done = start
    with part.open("ab" if start else "wb") as file:
        while block := answer.read1(BLOCK):
            done += len(block)
            _check_size(done, limit, url)
            file.write(block)
            report(done, whole)
            if time.monotonic() > ends:
                return f"the time was over after {done:,} bytes"
    return "" if whole in (None, done) else f"{done:,} of {whole:,} bytes came before the connection ended"


def _remember(headers: http.client.HTTPMessage, url: str, part: Path) -> None:
    """Keep the version's mark, so that a later try never joins two versions of a file."""
    etag = headers.get("ETag", "")
    mark = etag if etag and not etag.startswith("W/") else headers.get("Last-Modified", "")
    _note(part).write_text(json.dumps({"url": url, "mark": mark}))


def _check_size(size: int, limit: int, url: str) -> None:
    if size > limit:
        raise DownloadTooLarge(
            f"{url} is larger than {limit:,} bytes, the limit of this source.",
            todo="If the producer's file has grown, raise `maximum` in source.yaml, or fetch it by hand.",
        )
