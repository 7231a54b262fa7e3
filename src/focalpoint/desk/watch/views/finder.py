"""Going to a State by what a reader types, on a page and in the command palette."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from focalpoint.desk.watch import queries
from focalpoint.desk.watch.opening import about, opened
from focalpoint.desk.web.files import send_data
from focalpoint.desk.web.render import render
from focalpoint.reference import gazetteer
from focalpoint.reference.countries import Unlisted, state, unit

LONGEST = 100  # signs of what is looked for


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Go to the State that a reader means; ask where it may be several, and say why a place is on no list of States."""
    release, _before = opened(request)
    wanted = " ".join(request.GET.get("q", "").split())[:LONGEST]
    known = queries.names(user=request.user, release=release) if release else {}
    found = gazetteer.search(wanted, {iso3: _(name) for iso3, name in known.items()})
    units = [unit(each) for each in found.units]
    matches = [each for each in units if not isinstance(each, Unlisted) and each.iso3 in known]
    others = [each for each in units if isinstance(each, Unlisted)]
    if len(matches) == 1 and not others and not found.guessed:
        return redirect("country", matches[0].iso3)
    context: dict[str, Any] = {"wanted": wanted, "matches": matches, "others": others, "guessed": found.guessed}
    return render(request, "watch/find.html", context | about(release))


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Send the command palette the States, and which of them each name and code means; none: ``find`` says why."""
    release, _before = opened(request)
    known = queries.names(user=request.user, release=release) if release else {}
    states = [[iso3, _(name)] for iso3, name in known.items()]
    means = {state(iso3).iso2.lower(): [iso3] for iso3 in known}
    if known:
        means |= {name: list(gazetteer.by_name(found & known.keys())) for name, found in gazetteer.names().items()}
    return send_data({"states": states, "means": means})
