"""The keys of back-ups: age's own, as plain text, so that ``age`` itself opens an archive too."""

import os
from pathlib import Path

import pyrage
from pyrage import x25519

from focalpoint.reference.errors import FocalpointError

PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-1"  # how the two halves of a key begin
MAKE = "Make a key: focalpoint backup key FILE"


class NotAKey(FocalpointError):
    """A text or a file that holds no key of a back-up."""


class KeyThere(FocalpointError):
    """A file in the place of a new key."""


def make_key(file: Path) -> str:
    """Write a new key to a file for its owner alone; return its public half, which only closes archives."""
    made = x25519.Identity.generate()
    public = str(made.to_public())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyThere(f"{file} is there already.", todo="Name another file: a key is never written over.") from None
    with os.fdopen(handle, "w") as out:
        out.write(f"# public key: {public}\n{made}\n")
        out.flush()
        os.fsync(out.fileno())
    return public


def recipient(text: str) -> x25519.Recipient:
    """Return whom an archive is for: a public key, or the name of a file that holds one."""
    found = text if text.startswith(PUBLIC) else _word(Path(text), PUBLIC)
    try:
        return x25519.Recipient.from_str(found)
    except pyrage.RecipientError as error:
        raise NotAKey(f"{text} holds no public key: {error}.", todo=MAKE) from error


def identity(file: Path) -> x25519.Identity:
    """Return the key in a file, which opens archives."""
    try:
        return x25519.Identity.from_str(_word(file, SECRET))
    except pyrage.IdentityError as error:
        raise NotAKey(f"{file} holds no key that opens a back-up: {error}.", todo=MAKE) from error


def _word(file: Path, begins: str) -> str:
    """Return the first word of a file that begins as a key does; nothing where none does."""
    try:
        return next((word for word in file.read_text().split() if word.startswith(begins)), "")
    except (OSError, UnicodeError) as error:
        raise NotAKey(f"{file} cannot be read: {error}.", todo=MAKE) from error
