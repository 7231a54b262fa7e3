"""The settings of mail: one address of a mail server, a sender, and the address under which readers reach the desk."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

SMTP, NONE = "django.core.mail.backends.smtp.EmailBackend", "django.core.mail.backends.dummy.EmailBackend"
NEAR = {"localhost", "127.0.0.1", "::1"}
PORTS = {"smtp": 25, "smtps": 465}
HINTS = {
    "FOCALPOINT_MAIL": "Write smtp://user:password@mail.example.org:587 or smtps://user:password@mail.example.org.",
    "FOCALPOINT_MAIL_FROM": "Write the address that messages come from, such as desk@example.org.",
    "FOCALPOINT_ADDRESS": "Write the address under which readers reach the desk, such as https://desk.example.org.",
}


@dataclass(frozen=True)
class Mail:
    """How messages are sent; without a ``sender``, none are. ``wrong`` names the setting that cannot be used."""

    sender: str = ""
    address: str = ""
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    encrypted_at_once: bool = False
    wrong: str = ""

    @property
    def backend(self) -> str:
        """Return the backend of Django that sends."""
        return SMTP if self.sender else NONE

    @property
    def encrypted_later(self) -> bool:
        """Whether the connection is encrypted after it begins: always, unless the server is on this machine."""
        return not self.encrypted_at_once and self.host not in NEAR


def read(values: Mapping[str, str]) -> Mail:
    """Read the settings of mail; the three are given together, or none of them.

    >>> read({"FOCALPOINT_MAIL": "ftp://x"}).wrong
    'FOCALPOINT_MAIL'
    """
    given = {name: values.get(name, "").strip() for name in HINTS}
    if not any(given.values()):
        return Mail()
    server, desk = _parts(given["FOCALPOINT_MAIL"]), _parts(given["FOCALPOINT_ADDRESS"])
    if server is None or server.scheme not in PORTS:
        return Mail(wrong="FOCALPOINT_MAIL")
    if not _is_address(given["FOCALPOINT_MAIL_FROM"]):
        return Mail(wrong="FOCALPOINT_MAIL_FROM")
    if desk is None or desk.scheme not in {"http", "https"}:
        return Mail(wrong="FOCALPOINT_ADDRESS")
    return Mail(
        sender=given["FOCALPOINT_MAIL_FROM"],
        address=given["FOCALPOINT_ADDRESS"].rstrip("/"),
        host=server.hostname or "",
        port=server.port or PORTS[server.scheme],
        user=unquote(server.username or ""),
        password=unquote(server.password or ""),
        encrypted_at_once=server.scheme == "smtps",
    )


def _parts(url: str) -> SplitResult | None:
    """Return the parts of an address that names a host and nothing behind it; None for any other text."""
    try:
        parts = urlsplit(url)
        is_whole = (
            parts.hostname and parts.port != 0 and parts.path in {"", "/"} and not (parts.query or parts.fragment)
        )
    except ValueError:
        return None
    return parts if is_whole else None


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
