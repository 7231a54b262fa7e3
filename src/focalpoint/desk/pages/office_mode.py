"""The page of the small-office mode."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from focalpoint.desk.concurrency.forms import ActForm, act
from focalpoint.desk.design.fields import reason_words
from focalpoint.desk.people import actions, queries
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission
from focalpoint.desk.web.render import render
from focalpoint.desk.web.shown import Under


class ModeForm(ActForm):
    """Whether the office is small from now on."""

    is_small = forms.TypedChoiceField(
        label=_("Mode"),
        coerce=lambda value: value == "yes",
        choices=[("", "–"), ("yes", _("small office")), ("no", _("usual: a colleague is the second person"))],
    )
    reason = reason_words(_("Why"))


@requires(Permission.OFFICE_SET_MODE)
@require_http_methods(["GET", "POST"])
def office_mode(request: HttpRequest) -> HttpResponse:
    """Show the mode of the office and how it was set; set it."""
    by, form = person(request), ModeForm(request.POST or None)

    def do() -> str:
        given = {name: form.cleaned_data[name] for name in ("is_small", "reason")}
        actions.set_office_mode(**given, by=by, at=timezone.now())
        return reverse("office_mode")

    found = list(queries.modes())
    context = {"form": form, "modes": found, "size": queries.office_size(), "is_small": queries.is_small_office()}
    shown = [Under(each.ref) for each in found]
    return act(request, form, do, by=by.ref) or render(
        request, "site/office_mode.html", context, shows=shown, refused=bool(form.errors)
    )
