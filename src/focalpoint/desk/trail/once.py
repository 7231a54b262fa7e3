"""A form sent twice acts once: each form carries a token, and the first to claim it wins."""

import secrets

from django.db import IntegrityError, transaction

from focalpoint.desk.trail.models import Once


def token() -> str:
    """Return a fresh token for a form."""
    return secrets.token_urlsafe(18)


def claim(token: str, *, by: str) -> str | None:
    """Claim a token inside the caller's transaction.

    Returns None when it was free: go on, then call ``done``. Otherwise the address the first sending led to, or an
    empty text while that one is still at work.
    """
    try:
        with transaction.atomic():
            Once.objects.create(token=token, actor=by)
    except IntegrityError:
        return Once.objects.filter(token=token, actor=by).values_list("address", flat=True).first() or ""
    return None


def done(token: str, *, address: str) -> None:
    """Remember where the first sending led to."""
    Once.objects.filter(token=token).update(address=address)
