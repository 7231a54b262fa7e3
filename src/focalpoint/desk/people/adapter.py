"""How allauth is used here: people are let in by the office, never by themselves; no address is kept."""

import hashlib
import hmac
import ipaddress
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from focalpoint.desk.people import devices
from focalpoint.desk.people.access import person
from focalpoint.desk.people.home_page import home_page
from focalpoint.desk.people.models import User
from focalpoint.desk.trail.actions import record

# Counts of tries go by this instead of the address. Made at each start, never written down, and shared by the
# processes of one machine, since it is there before they part: no address can be found later from what was kept.
_KEY = secrets.token_bytes(32)
_IPV6_NETWORK = 64  # who has one address of such a network has all of them


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth carries no types
    """No sign-up, and a keyed hash wherever allauth would use the address of a device."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse every sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the page where this person's work waits; a page that was asked for comes before it."""
        return home_page(person(request))

    def set_password(self, user: User, password: str) -> None:
        """Keep the password that its owner chose, with its event in the trail; without that, the old one is kept."""
        with transaction.atomic():
            super().set_password(user, password)
            record(by=user.ref, at=timezone.now(), verb="user.password-set", subject=user.ref, after=[user])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed tries at a name by the device too: a stranger's guesses do not lock its owner out elsewhere."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the key of a device while this process lives: its address, or that a person signed in there."""
        mark = devices.known(request, request.POST.get("login", "").strip())
        return key_of_address(f"device {mark}" if mark else str(super().get_client_ip(request)))

    def post_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse:
        """Know the device again on which a person signed in."""
        response: HttpResponse = super().post_login(request, user, **more)
        devices.remember(response, user)
        return response

    def get_http_user_agent(self, request: HttpRequest) -> str:
        """Return nothing: which browser a person uses is kept nowhere."""
        return ""


def key_of_address(address: str) -> str:
    """Return the key of an address: the same for one device, and no use to others."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        network = address
    else:
        network = str(ipaddress.ip_network(f"{known}/{_IPV6_NETWORK}", strict=False) if known.version == 6 else known)
    return hmac.new(_KEY, network.encode(), hashlib.sha256).hexdigest()
