"""Following a State: one button, which leads back to where it was pressed."""

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from focalpoint.desk.people.access import person
from focalpoint.desk.watch import actions
from focalpoint.reference.countries import UnknownState


@require_POST
def follow(request: HttpRequest, iso3: str) -> HttpResponseRedirect:
    """Follow a State."""
    try:
        actions.follow(iso3=iso3, by=person(request), at=timezone.now())
    except UnknownState:
        raise Http404 from None
    return _back(request, iso3)


@require_POST
def unfollow(request: HttpRequest, iso3: str) -> HttpResponseRedirect:
    """Stop following a State."""
    actions.unfollow(iso3=iso3, by=person(request), at=timezone.now())
    return _back(request, iso3)


def _back(request: HttpRequest, iso3: str) -> HttpResponseRedirect:
    """Lead to the page that was left, at the row of the State; an address elsewhere is not followed."""
    back = request.POST.get("back", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return redirect(f"{back}#at-{iso3}")
    return redirect(reverse("watch") + f"#at-{iso3}")
