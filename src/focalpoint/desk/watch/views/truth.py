"""How one release did on what became known after it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from focalpoint.desk.watch import queries, truth
from focalpoint.desk.watch.opening import about
from focalpoint.desk.watch.views.record import marking, released
from focalpoint.desk.web.render import render

# Who may see the scorecard may see this.
PAGE = "scorecard"


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show what was expected and what was seen, hits and misses by name, for each kind of truth that is known."""
    release = released(request, PAGE, name)
    if isinstance(release, HttpResponse):
        return release
    stored = queries.truths(user=request.user, release=release, page=PAGE)
    context = {
        "kinds": truth.kinds(stored),
        "linked": queries.may_read(request.user, queries.FORECAST),
        "known": release.known_at.isoformat(),
        "made": release.created.isoformat(),
    }
    return render(request, "watch/truth.html", context | about(release), at_least=marking(PAGE))
