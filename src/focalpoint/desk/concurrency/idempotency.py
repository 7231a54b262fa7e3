"""A form sent twice acts once. Sent before means: the same page's form, by the same person, with the same contents.

Browsers keep a form that was sent, and show it again when a person uses Back. What is written over it and sent is
something else, and acts again: it is never answered with what the first sending did.
"""

import datetime as dt
import hashlib
import json
import secrets
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from focalpoint.desk.concurrency.models import SentForm

SALT = "focalpoint.desk.trail.once"  # as when the first keys were written
APART = ("once", "csrfmiddlewaretoken")  # differ between two sendings of one thing
KEPT = dt.timedelta(days=7)  # a form that is older than that acts again


def token() -> str:
    """Return a fresh token for a form."""
    return secrets.token_urlsafe(18)


def sending(request: HttpRequest, token: str, *, by: str) -> str:
    """Return the key of what was sent: page, person, token, every value and every file; nothing can be read from it."""
    values = sorted((name, values) for name, values in request.POST.lists() if name not in APART)
    files = sorted((name, each.name, _hash(each)) for name, many in request.FILES.lists() for each in many)
    what = json.dumps([request.get_full_path(), by, token, values, files])
    return salted_hmac(SALT, what, algorithm="sha256").hexdigest()


def claim(key: str, *, form: str, by: str, at: dt.datetime) -> str | None:
    """Claim a sending inside the caller's transaction.

    Returns None when it is the first: go on, then call ``done``. Otherwise the address the first sending led to.
    """
    try:
        with transaction.atomic():
            SentForm.objects.create(token=key, form=form, actor=by, at=at)
    except IntegrityError:
        return SentForm.objects.get(token=key).address
    return None


def done(key: str, *, address: str) -> None:
    """Remember where the first sending led to."""
    SentForm.objects.filter(token=key).update(address=address)


def others(address: str, *, by: str) -> list[str]:
    """Return where other sendings of the form that led to ``address`` led to, the first one first."""
    forms = SentForm.objects.filter(address=address, actor=by).exclude(form="").values("form")
    found = SentForm.objects.filter(form__in=forms, actor=by).exclude(address=address).order_by("at")
    return list(found.values_list("address", flat=True))


def forget(now: dt.datetime) -> int:
    """Delete what was sent longer ago than it is kept or before its time was noted, and return how many."""
    found, _each = SentForm.objects.filter(Q(at__lt=now - KEPT) | Q(at=None)).delete()
    return found


def _hash(file: "UploadedFile[Any]") -> str:
    """Return the SHA-256 of a file that was sent, which is left to be read from its beginning."""
    file.seek(0)
    found = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return found
