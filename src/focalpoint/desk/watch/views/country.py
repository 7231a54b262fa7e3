"""The page of one State, its rows, and the ways to find it."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from focalpoint.desk.design.likelihood import band
from focalpoint.desk.people.access import person
from focalpoint.desk.trail.reads import exported, note
from focalpoint.desk.watch import portrait, queries, sheets
from focalpoint.desk.watch.beside import beside
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.models import CountryForecast, Release
from focalpoint.desk.watch.ranking import multiple
from focalpoint.desk.watch.sentences import months
from focalpoint.desk.watch.views.opening import about, opened
from focalpoint.reference.calendar import month_label
from focalpoint.reference.countries import find_name


def _found(request: HttpRequest, iso3: str, release_id: str) -> tuple[Release, CountryForecast]:
    state = queries.country(user=request.user, iso3=iso3, id=release_id)
    if state is None:
        opened(request, id=release_id)  # says so when it is the release that is not here
        raise Http404
    return state.release, state


@require_safe
def page(request: HttpRequest, iso3: str) -> HttpResponse:
    """Show what the release says of one State, how sure it is, what drives it, and what is not known."""
    shown = read_filter(request.GET)
    release, state = _found(request, iso3, shown.release)
    chances = queries.chances(user=request.user, release=release, iso3=iso3)
    asked = chances.get((shown.threshold, shown.window))
    told = asked if asked and asked.value is not None else None
    record, known = portrait.past(state.document), beside(person(request), iso3)
    note(request, *(each.ref for each in known.at(iso3)))
    context = {
        "state": state,
        "shown": shown,
        "asked": told,
        "band": band(told.value) if told and told.value is not None else None,
        "times": multiple(told.value / told.base_rate) if told and told.value and told.base_rate else "",
        "period": months(release.origin + 1, release.origin + shown.window),
        "killed": portrait.killed_sentence(state),
        "notes": portrait.remarks(state),
        "fan": portrait.fan_chart(state.document),
        "table": portrait.chance_table(chances),
        "windows": choices().windows,
        "drivers": portrait.drivers(state.document),
        "profile": portrait.profile(state.document),
        "onset": {row["target"]: row for row in state.document["onset"]},
        "unknowns": portrait.unknowns(state),
        "past": record,
        "missed": sum(1 for each in record if each.missed),
        "hand": state.document["evenhand"],
        "beside": known,
        "situations": known.at(iso3),
        "tail": f"?release={shown.release}" if shown.release else "",
    }
    return render(request, "watch/country.html", context | about(release) | known.marking([iso3]))


@require_safe
def rows(request: HttpRequest, iso3: str) -> HttpResponse:
    """Send the recorded months and the forecast of one State as CSV."""
    release, state = _found(request, iso3, read_filter(request.GET).release)
    heads = [
        "month",
        "kind",
        "low",
        "best",
        "high",
        "events",
        "status",
        "q05",
        "q25",
        "median",
        "q75",
        "q95",
        "benchmark",
    ]
    lines: list[list[sheets.Cell]] = [
        [month_label(row["month"]), "recorded", row["low"], row["best"], row["high"], row["events"], row["status"]]
        for row in state.document["history"]
    ]
    quantiles = ("q05", "q25", "q50", "q75", "q95", "benchmark")
    lines += [
        [month_label(row["month"]), "forecast", None, None, None, None, "", *(row[name] for name in quantiles)]
        for row in state.document["fan"]
    ]
    sources = [f"{state.name}: civilians killed by month", *portrait.remarks(state)]
    exported(request, release.id, iso3)
    table = sheets.Table(heads, lines, [*sources, *sheets.source_lines(release)])
    return sheets.csv_response(f"{iso3}-{release.id}", table)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Go to the State a reader names: a part of the name, an older name, or a code."""
    release, _before = opened(request)
    wanted = " ".join(request.GET.get("q", "").split())[:100]
    known = queries.names(user=request.user, release=release) if release else {}
    exact = find_name(wanted) if wanted else None
    if wanted.upper() in known:
        return redirect("country", wanted.upper())
    if exact and exact.iso3 in known:
        return redirect("country", exact.iso3)
    low = wanted.casefold()
    matches = [(iso3, name) for iso3, name in known.items() if low and low in f"{name} {_(name)}".casefold()]
    if len(matches) == 1:
        return redirect("country", matches[0][0])
    return render(request, "watch/find.html", {"wanted": wanted, "matches": matches} | about(release))


@require_safe
def names(request: HttpRequest) -> JsonResponse:
    """Send the States for the command palette: code, address and name in the reader's language."""
    release, _before = opened(request)
    known = queries.names(user=request.user, release=release) if release else {}
    return JsonResponse({"states": [[iso3, _(name)] for iso3, name in known.items()]})
