"""Where a producer's file is to be had: the part of source.yaml that ``fetch`` and ``update`` read."""

import os
import re
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from focalpoint.reference.errors import FocalpointError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MIRROR = "FOCALPOINT_MIRROR"


class NoSuchRelease(FocalpointError):
    """A release that is not written as this producer writes its releases."""


class UnsafeMirror(FocalpointError):
    """A mirror whose address is neither https nor on this machine."""


def is_safe(address: str) -> bool:
    """Say whether an address may be opened: https anywhere, http on this machine alone.

    Examples
    --------
    >>> is_safe("https://example.org/a.csv"), is_safe("http://example.org/a.csv"), is_safe("file:///etc/passwd")
    (True, False, False)
    >>> is_safe("http://127.0.0.1:8080/a.csv")
    True
    """
    parts = urlsplit(address)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK))


def located(address: str) -> str:
    """Return where to ask for a producer's address: there, or at the mirror that ``FOCALPOINT_MIRROR`` names.

    A mirror keeps a copy under the host's name: ``MIRROR/ucdp.uu.se/downloads/...``.

    Raises
    ------
    UnsafeMirror : the mirror is neither https nor on this machine.
    """
    mirror = os.environ.get(MIRROR, "").rstrip("/")
    if not mirror:
        return address
    if not is_safe(mirror):
        raise UnsafeMirror(f"{MIRROR} {mirror} is not an https address.", todo="Give one that begins with https://")
    return f"{mirror}/{address.split('://', 1)[1]}"


class Editions(BaseModel):
    """How the editions of a file follow each other, so that a newer one can be looked for by its name.

    Attributes
    ----------
    rule : ``yearly``: the first number of the release counts the years. ``monthly``: the first number counts the years,
        the last is the month. ``cumulative``: from a first to a last month, each with the number of its year.
        ``to_this_year``: one file, asked for to the present year.
    counts_from : the year from which the numbers count: 2000 where 26 is 2026.
    months : the months in which a cumulative file may end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Literal["yearly", "monthly", "cumulative", "to_this_year"]
    counts_from: int = 0
    months: tuple[int, ...] = ()


class Download(BaseModel):
    """One file at its producer's.

    Attributes
    ----------
    url : its address; https (http on this machine alone, for a mirror that listens there); ``{0}``, ``{1}`` ... are
        replaced by the parts of the release.
    file : the name it is kept under, without folders; may hold the same parts.
    release : the newest release known to this project, for example ``26.0.8``; empty where files carry none.
    minimum : the fewest bytes a whole file can have; anything smaller is refused.
    maximum : the most bytes that are taken.
    sha256 : the hash of the file, when the producer publishes one or a release is frozen.
    checked : whether the address is in the project's list of official homes; false means "recalled, not opened".
    editions : how newer releases are named; none where the producer puts each over the one before.
    hosts : other hosts that the producer's server may lead to.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    file: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._{}-]*$")
    release: str = Field(default="", pattern=r"^(\d+(\.\d+)*)?$")
    minimum: int = Field(ge=1)
    maximum: int = Field(default=2 * 1024**3, ge=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    checked: bool = False
    editions: Editions | None = None
    hosts: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _https(self) -> "Download":
        try:
            address = self.address()
            self.name()
        except IndexError as error:
            raise ValueError(f"{self.url} asks for more parts than the release {self.release} has") from error
        if not is_safe(address):
            raise ValueError(f"{self.url} is neither https nor on this machine")
        return self

    def address(self) -> str:
        """Return the address of the release."""
        return self.url.format(*self.release.split("."))

    def name(self) -> str:
        """Return the name under which the release is kept."""
        return self.file.format(*self.release.split("."))

    def of(self, release: str) -> "Download":
        """Return the same file of another release, of which no hash is known.

        Raises
        ------
        NoSuchRelease : it has not as many parts as the producer's releases, or the producer's files carry none.

        Examples
        --------
        >>> newest = Download(url="https://example.org/v{0}_{1}.csv", file="v{0}_{1}.csv", release="26.0", minimum=1)
        >>> newest.of("27.3").address()
        'https://example.org/v27_3.csv'
        """
        shape = re.sub(r"\d+", r"\\d+", re.escape(self.release))
        if not self.release or not re.fullmatch(shape, release):
            like = f"one like {self.release}" if self.release else "none"
            raise NoSuchRelease(f"{release} is no release of {self.url}; {like} is expected.")
        return self.model_copy(update={"release": release, "sha256": None})
