"""The keys of the digests: one in the home for all objects, and a share of its own for each object that may be erased.

Without the share the key of such an object cannot be made again, so that no text can be tested against old digests.
See docs/adr/0010-digests.md.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings

from focalpoint.desk.trail.models import KeyShare
from focalpoint.reference.places import OWNER_ALONE

FILE = "trail.key"  # in the home
BYTES = 32


def installation_key() -> bytes:
    """Return the key of this installation, which is made at the first use (file mode 0600)."""
    file = Path(settings.FOCALPOINT_HOME) / FILE
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return _made(file)


def key_id(key: bytes) -> str:
    """Return eight digits by which a row names the key of its digests; nothing of the key can be read from them."""
    return hashlib.sha256(b"id of " + key).hexdigest()[:8]


def object_key(key: bytes, name: str, *, is_erasable: bool) -> bytes:
    """Return the key of one object; of one that may be erased it needs the share, which is made at the first use."""
    share = ""
    if is_erasable:
        fresh = {"share": secrets.token_hex(BYTES)}
        share = KeyShare.objects.get_or_create(object=name, defaults=fresh)[0].share
    return hmac.digest(key, f"{name} {share}".encode(), "sha256")


def destroy_share(name: str) -> None:
    """Destroy the share of an object: no digest that was made of it until now can be tested any more."""
    KeyShare.objects.filter(object=name).delete()


def _made(file: Path) -> bytes:
    """Make the key of an installation, unless another process is faster."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_ALONE)
    fresh = file.with_name(f"{FILE}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as out:
        out.write(secrets.token_bytes(BYTES))
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(fresh, file)  # whole or not at all, and the first one counts
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return file.read_bytes()
