"""Sign-ins and second factors in the trail; a failed sign-in under a keyed hash, never the name that was typed."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from focalpoint.desk.people.models import User
from focalpoint.desk.trail import queries
from focalpoint.desk.trail.actions import Ids, record


def _write(verb: str, by: str, subject: str, ids: Ids | None = None) -> None:
    with transaction.atomic():
        record(by=by, at=timezone.now(), verb=verb, subject=subject, ids=ids)


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    """Record a sign-in, and say how many tries at this person's name failed since the one before."""
    names = [user.ref, *(_hash(name) for name in (user.get_username(), user.email) if name)]
    failed = queries.count_since("user.signed-in", user.ref, "user.sign-in-failed", names)
    _write("user.signed-in", user.ref, user.ref)
    if failed:
        said = ngettext(
            "%(count)d try to sign in with your name failed since you last signed in. "
            "If it was not yours, report it to the administrator.",
            "%(count)d tries to sign in with your name failed since you last signed in. "
            "If they were not yours, report it to the administrator.",
            failed,
        )
        messages.warning(request, said % {"count": failed}, fail_silently=True)


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Record a sign-out; a session that was over already has no one to name."""
    if user is not None:
        _write("user.signed-out", user.ref, user.ref)


@receiver(user_login_failed)
def failed(credentials: dict[str, Any], **_: Any) -> None:
    """Record a failed sign-in under a keyed hash of the name that was typed."""
    _write(
        "user.sign-in-failed", "anonymous", _hash(str(credentials.get("username") or credentials.get("email") or ""))
    )


def _hash(name: str) -> str:
    """Return the keyed hash of a name as it is typed at a sign-in, whatever its capitals."""
    return salted_hmac("focalpoint.sign-in", name.strip().casefold(), algorithm="sha256").hexdigest()


@receiver(post_save, sender=Authenticator)
def factor_added(instance: Authenticator, created: bool, **_: Any) -> None:
    """Record a second factor that was set up, in the transaction that does."""
    if created:
        _write("user.factor-added", instance.user.ref, instance.user.ref, {"kind": instance.type})


@receiver(post_delete, sender=Authenticator)
def factor_removed(instance: Authenticator, **_: Any) -> None:
    """Record a second factor that was given up, or taken off by another person, in the transaction that does."""
    by = getattr(instance, "removed_by", instance.user.ref)
    _write("user.factor-removed", by, instance.user.ref, {"kind": instance.type})


@receiver(authentication_failed)
def factor_failed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Record a second factor that did not fit: the person who tried it knew the password."""
    _write("user.sign-in-failed", "anonymous", user.ref, {"kind": authenticator.type})
