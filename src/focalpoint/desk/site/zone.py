"""The page on which a person chooses the time zone of the hours that are shown."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.people import actions
from focalpoint.desk.people.access import person
from focalpoint.desk.people.zones import zones
from focalpoint.desk.web.render import render


class ZoneForm(ActForm):
    """A time zone; empty means the office's."""

    zone = forms.ChoiceField(label=_("Time zone"), choices=zones, required=False)


@require_http_methods(["GET", "POST"])
def zone(request: HttpRequest) -> HttpResponse:
    """Choose a time zone."""
    by = person(request)
    form = ZoneForm(request.POST or None, initial={"zone": by.zone})

    def do() -> str:
        actions.choose_zone(user=by, zone=form.cleaned_data["zone"], by=by, at=timezone.now())
        return reverse("zone")

    done = act(request, form, do, by=by.ref)
    context = {"form": form, "office": settings.TIME_ZONE, "now": timezone.now()}
    return done or render(request, "site/zone.html", context, refused=bool(form.errors))
