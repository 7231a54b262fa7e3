"""The page of one State and its months as rows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.pages.state_reports import reports_from
from focalpoint.desk.pages.state_situations import situations_by_state
from focalpoint.desk.watch import country, eventmap, months, notes, queries, sheets, state_events, statepage
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.map import geometry
from focalpoint.desk.watch.models import CountryForecast, Release
from focalpoint.desk.watch.opening import about, opened
from focalpoint.desk.watch.statepage import StatePage
from focalpoint.desk.web.files import send_export
from focalpoint.desk.web.limits import limit_files
from focalpoint.desk.web.render import render
from focalpoint.reference.calendar import month_label, month_of_day

MONTH_COLUMNS = [
    *("month", "kind", "low", "best", "high", "events", "status", "basis", "one_sided"),
    *("q05", "q25", "median", "q75", "q95", "benchmark"),
]


def found_state(request: HttpRequest, iso3: str, release_id: str) -> tuple[Release, CountryForecast]:
    """Return the release asked for and what it says of one State, or answer that there is no such page."""
    state = queries.country(user=request.user, iso3=iso3, id=release_id)
    if state is None:
        opened(request, id=release_id)  # says so when it is the release that is not here
        raise Http404
    return state.release, state


def read_state(request: HttpRequest, iso3: str) -> StatePage:
    """Read everything a page of this State shows."""
    shown = read_filter(request.GET)
    _release, state = found_state(request, iso3, shown.release)
    return statepage.read_page(
        user=request.user,
        state=state,
        shown=shown,
        today=month_of_day(timezone.now().date()),
        situations=situations_by_state(request.user, iso3),
        reports=reports_from(request.user, iso3),
    )


@require_safe
def page(request: HttpRequest, iso3: str) -> HttpResponse:
    """Show a State in the order urgency, background, recent record, analysis, response so far."""
    found = read_state(request, iso3)
    document, release = found.state.document, found.release
    record = country.past(document)
    years = country.years(document, release.origin)
    context = {
        "found": found,
        "state": found.state,
        "shown": found.shown,
        "notes": notes.remarks(found.state, with_events=bool(found.events)),
        "chart": country.chart_of_months(document),
        "quiet": country.is_quiet(document),
        "ahead": country.month_ahead(document),
        "years": years,
        "late": months.is_provisional([row.recorded for row in years if row.recorded]),
        "late_sentence": months.LATE,
        "profile": country.profile(document),
        "onset": country.onset_sentence(document, "onset_one_sided", release.origin),
        "mass": country.onset_sentence(document, "onset_mass_pooled", release.origin),
        "map": drawn_once(f"events:{release.id}:{iso3}", lambda: eventmap.event_map(iso3, found.events) or ""),
        "map_note": geometry().note,
        "parts": state_events.parts(found.events),
        "unknowns": country.unknowns(found.state, found.killed),
        "past": record,
        "past_shown": country.eventful(record),
        "missed": sum(1 for each in record if each.missed),
        "hand": document["evenhand"],
        "situations": found.situations.at(iso3),
        "followed": queries.followed(user=request.user),
        "tail": f"?release={found.shown.release}" if found.shown.release else "",
        "of_release": f"&release={found.shown.release}" if found.shown.release else "",
    }
    least = Tlp.GREEN if found.protected else None
    return render(request, "watch/country.html", context | about(release), shows=found.protected, at_least=least)


@require_safe
@limit_files
def rows(request: HttpRequest, iso3: str) -> HttpResponse:
    """Send the recorded months and the forecast of one State as CSV."""
    release, state = found_state(request, iso3, read_filter(request.GET).release)
    recorded = ("low", "best", "high", "events", "status", "basis", "one_sided")
    ahead = ("q05", "q25", "q50", "q75", "q95", "benchmark")
    lines: list[list[sheets.Cell]] = [
        [month_label(row["month"]), "recorded", *(row.get(name) for name in recorded)]
        for row in state.document["history"]
    ]
    lines += [
        [month_label(row["month"]), "forecast", None, None, None, None, "", None, None, *(row[name] for name in ahead)]
        for row in state.document["fan"]
    ]
    sources = [f"{state.name}: civilians killed by month", *notes.remarks(state)]
    table = sheets.Table(MONTH_COLUMNS, lines, [*sources, *sheets.source_lines(release)])
    return send_export(request, sheets.csv_file(f"{iso3}-{release.id}", table), release.id, iso3)
