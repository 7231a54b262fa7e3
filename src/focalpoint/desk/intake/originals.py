"""Original bytes: kept encrypted, each under a key of its own, named by a keyed hash, never altered.

- The address is HMAC-SHA-256 under the installation's key, so that a known file cannot be tested for without it.
- The bytes are sealed with AES-256-GCM under a fresh key; that key is wrapped under the installation's key and kept in
  the database row. Destroying the row's key makes the bytes unreadable while custody and trail remains whole.
- What is read back is checked against the address; a changed byte is refused.
"""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from django.utils.translation import gettext as _

from focalpoint.reference.errors import FocalpointError

KEY_FILE = "originals.key"
FOLDER = "originals"
LARGEST = 25_000_000  # bytes of one attached file
KEY_BYTES = 32
PUT_BACK = f"Put `{KEY_FILE}` back from its copy: no other key opens what is stored."
_NONCE = 12


class Unreadable(FocalpointError):
    """An original whose bytes are gone, changed, or whose key was destroyed."""


class NoKey(FocalpointError):
    """The installation's key for originals is gone or is none."""


class Stored(NamedTuple):
    """Where an original is and what opens it."""

    address: str
    blob: str
    size: int
    key: bytes


def put(home: Path, data: bytes) -> Stored:
    """Seal ``data`` and write it to a new file under ``home``; the file is on the disk when this returns.

    Raises
    ------
    NoKey : the installation's key is gone or damaged.
    """
    blob = secrets.token_hex(16)
    sealed, key = seal(home, data, name=blob)
    file = _file(home, blob)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        with file.open("xb") as out:
            out.write(sealed)
            out.flush()
            os.fsync(out.fileno())
        _keep_names(file.parent)
        file.chmod(0o400)
    except BaseException:  # such as a full disk: no part of a file is left behind
        file.unlink(missing_ok=True)
        raise
    return Stored(address(home, data), blob, len(data), key)


def seal(home: Path, data: bytes, *, name: str) -> tuple[bytes, bytes]:
    """Return ``data`` sealed under a fresh key and bound to a name, and that key, wrapped.

    Raises
    ------
    NoKey : the installation's key is gone or damaged.
    """
    master = _master(home)
    key, nonce = AESGCM.generate_key(256), secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, name.encode()), aes_key_wrap(_derived(master, b"wrap"), key)


def unseal(home: Path, sealed: bytes, key: bytes, *, name: str) -> bytes:
    """Return what was sealed under a name.

    Raises
    ------
    Unreadable : a byte was changed, or the key does not open it.
    NoKey : the installation's key is gone or damaged.
    """
    try:
        opened = AESGCM(aes_key_unwrap(_derived(_master(home), b"wrap"), key))
        return opened.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
    except (InvalidTag, InvalidUnwrap, ValueError):
        raise Unreadable(
            _("The original was changed or its key does not open it."), todo=_("Inform the custodian.")
        ) from None


def get(home: Path, stored: Stored) -> bytes:
    """Return the bytes of an original.

    Raises
    ------
    Unreadable : the file is gone, a byte was changed, or the key does not open it.
    NoKey : the installation's key is gone or damaged.
    """
    try:
        sealed = _file(home, stored.blob).read_bytes()
    except FileNotFoundError:
        raise Unreadable(
            _("The original's file is gone."), todo=_("Restore the home's folder `originals` from a copy.")
        ) from None
    data = unseal(home, sealed, stored.key, name=stored.blob)
    if not hmac.compare_digest(address(home, data), stored.address):
        raise Unreadable(_("The original is not the one that was stored."), todo=_("Inform the custodian."))
    return data


def remove(home: Path, blob: str) -> None:
    """Delete the sealed file of an original whose key was destroyed; a file that is gone already is no error."""
    _file(home, blob).unlink(missing_ok=True)


def stored(home: Path) -> dict[str, Path]:
    """Return every sealed file of an installation by the name of its blob."""
    return {file.name: file for file in sorted((home / FOLDER).glob("*/*")) if file.is_file()}


def address(home: Path, data: bytes) -> str:
    """Return the keyed hash that names ``data`` in this installation, 64 hexadecimal digits."""
    return hmac.new(_derived(_master(home), b"address"), data, hashlib.sha256).hexdigest()


def _file(home: Path, blob: str) -> Path:
    """Return the file of a blob; its name is hexadecimal by construction, never from a user."""
    if len(blob) != 32 or not set(blob) <= set("0123456789abcdef"):
        raise Unreadable(_("That is not the name of an original."), todo=_("Inform the custodian."))
    return home / FOLDER / blob[:2] / blob


def _master(home: Path) -> bytes:
    """Return the installation's key for originals; made at random on first use, readable by its owner only."""
    file, used = home / KEY_FILE, any((home / FOLDER).glob("*/*"))  # in this order: the key is there before any file
    try:
        key = file.read_bytes()
    except FileNotFoundError:
        if used:
            raise NoKey(_("The key of the originals is gone."), todo=PUT_BACK) from None
        key = _made(file)
    if len(key) != KEY_BYTES:
        message = f"The key of the originals has {len(key)} bytes, not {KEY_BYTES}."
        raise NoKey(message, todo=PUT_BACK if used else f"Remove the file `{KEY_FILE}`; a new one is made.")
    return key


def _made(file: Path) -> bytes:
    """Make the key under another name and link it when it is whole: what has the name of the key never is a part."""
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(KEY_BYTES))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the one
            os.link(temporary, file)
        _keep_names(file.parent)
    finally:
        temporary.unlink(missing_ok=True)
    return file.read_bytes()


def _keep_names(folder: Path) -> None:
    """Have the names in a folder on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _derived(master: bytes, purpose: bytes) -> bytes:
    """Return the key for one purpose (HKDF-Expand of RFC 5869 with one block)."""
    return hmac.new(master, purpose + b"\x01", hashlib.sha256).digest()
