"""The forms that ask for a second factor: a code of the step before or after fits too, and each code fits once."""

import hashlib
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django.core.cache import cache

USED_FOR = 120  # seconds: longer than a code fits, which is three steps of thirty


class Once:
    """A code that was taken is not taken again for as long as it would fit."""

    user: Any

    def clean_code(self) -> str:
        """Refuse a code that was used."""
        code = str(super().clean_code())  # type: ignore[misc]  # of the other base class
        used = hashlib.sha256(f"{self.user.pk} {code}".encode()).hexdigest()
        if not cache.add(f"focalpoint.code.{used}", "used", timeout=USED_FOR):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInForm(Once, AuthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """Asked for at a sign-in."""


class AgainForm(Once, ReauthenticateForm):  # type: ignore[misc]  # allauth carries no types
    """Asked for before a change of factors."""
