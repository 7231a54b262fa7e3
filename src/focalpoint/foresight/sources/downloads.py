"""Where a producer's file is to be had: the part of source.yaml that ``focalpoint fetch`` reads."""

from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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


class Download(BaseModel):
    """One file at its producer's.

    Attributes
    ----------
    url : its address; https (http on this machine alone, for a mirror that listens there).
    file : the name it is kept under, without folders.
    minimum : the fewest bytes a whole file can have; anything smaller is refused.
    maximum : the most bytes that are taken.
    sha256 : the hash of the file, when the producer publishes one or a release is frozen.
    checked : whether the address stands in the project's list of official homes; false means "recalled, not opened".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str
    file: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    minimum: int = Field(ge=1)
    maximum: int = Field(default=2 * 1024**3, ge=1)
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    checked: bool = False

    @field_validator("url")
    @classmethod
    def _https(cls, url: str) -> str:
        if not is_safe(url):
            raise ValueError(f"{url} is neither https nor on this machine")
        return url
