"""The list of events behind the figures of one State, and the same as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from focalpoint.desk.pages.country import found_state
from focalpoint.desk.watch import notes, sheets, statepage
from focalpoint.desk.watch.event_filter import EventChoice, kinds_of, months_of, read_choice, selected
from focalpoint.desk.watch.models import CountryForecast, Release
from focalpoint.desk.watch.opening import about
from focalpoint.desk.watch.state_events import Happening, happenings
from focalpoint.desk.web.files import send_export
from focalpoint.desk.web.limits import limit_files
from focalpoint.desk.web.render import render
from focalpoint.reference.calendar import month_label

SIZE = 50
Rows = list[dict[str, Any]]
COLUMNS = [
    *("event_id", "month", "date", "place", "area", "part", "place_precision", "kind", "actor_a", "actor_b"),
    *("civilians_low", "civilians", "civilians_high", "low", "best", "high", "source", "edition", "clear"),
]


def _asked(request: HttpRequest, iso3: str) -> tuple[Release, CountryForecast, EventChoice, Rows]:
    choice = read_choice(request.GET)
    release, state = found_state(request, iso3, choice.release)
    return release, state, choice, statepage.event_rows(user=request.user, state=state)


@require_safe
def page(request: HttpRequest, iso3: str) -> HttpResponse:
    """List the events behind every number of a State's page, newest first, fifty a page."""
    release, state, choice, found = _asked(request, iso3)
    shown = selected(found, choice)
    listed = Paginator(shown, SIZE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "state": state,
        "choice": choice,
        "page": listed,
        "events": happenings(listed.object_list),
        "count": len(shown),
        "civilians": sum(row.get("civilians") or 0 for row in shown),
        "unclear": sum(1 for row in shown if row.get("clear") is False),
        "found": found,
        "months": months_of(found),
        "kinds": kinds_of(found),
        "notes": notes.remarks(state, with_events=bool(found)),
        "tail": f"?release={choice.release}" if choice.release else "",
        "query": choice.query(),
    }
    return render(request, "watch/events.html", context | about(release))


@require_safe
@limit_files
def as_csv(request: HttpRequest, iso3: str) -> HttpResponse:
    """Send the events that the list shows as CSV."""
    release, state, choice, found = _asked(request, iso3)
    lines = [_cells(each) for each in happenings(selected(found, choice))]
    sources = [f"{state.name}: events", *notes.remarks(state, with_events=bool(found)), *sheets.source_lines(release)]
    file = sheets.csv_file(f"{iso3}-events-{release.id}", sheets.Table(COLUMNS, lines, sources))
    return send_export(request, file, release.id, iso3)


def _cells(each: Happening) -> list[sheets.Cell]:
    actors = (*each.actors, "", "")[:2]
    clear = "" if each.clear is None else "yes" if each.clear else "no"
    return [
        *(each.id, month_label(each.month), each.day, each.place, each.area, each.part, each.where_prec),
        *(each.kind, *actors, *each.civilians, *each.dead, each.source, each.edition, clear),
    ]
