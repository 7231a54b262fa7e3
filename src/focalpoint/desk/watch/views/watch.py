"""The page Watch and its two exports."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.design.likelihood import bands
from focalpoint.desk.people.access import person
from focalpoint.desk.trail.reads import exported
from focalpoint.desk.watch import queries, sheets
from focalpoint.desk.watch.asked import Filter
from focalpoint.desk.watch.beside import beside
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.map import geometry, world_map
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.ranking import VIEWS, Row
from focalpoint.desk.watch.sentences import months, usual_sentence, world_sentence
from focalpoint.desk.watch.tablerows import table_body, with_situations
from focalpoint.desk.watch.views.opening import about, opened

VIEW_NAMES = dict(
    zip(
        VIEWS,
        (gettext_lazy("Highest"), gettext_lazy("Risers"), gettext_lazy("Surprises"), gettext_lazy("Ongoing")),
        strict=True,
    )
)
VIEW_NOTES = {
    "highest": gettext_lazy("Every State, highest chance first."),
    "risers": gettext_lazy("States whose chance rose since the last release, steepest first."),
    "surprises": gettext_lazy(
        "At or above the base rate although fewer than %(few)s civilians were recorded killed "
        "in the last twelve months."
    ),
    "ongoing": gettext_lazy(
        "At least %(some)s civilians recorded killed in the last twelve months, most killed first."
    ),
}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show sentence, filters, map and ranking."""
    shown = read_filter(request.GET)
    release, before = opened(request, id=shown.release)
    if release is None:
        return render(request, "watch/empty.html", status=404)
    rows = queries.world(user=request.user, release=release, before=before, shown=shown)
    period = months(release.origin + 1, release.origin + shown.window)
    selected = queries.selected(rows, shown)
    known = beside(person(request))
    name = f"rows:{release.id}:{before and before.id}:{shown.link()}"
    context = {
        "shown": shown,
        "rows": selected,
        "all": len(rows),
        "before": before,
        "period": period,
        "sentence": world_sentence(rows, shown.threshold, period),
        "usual": usual_sentence(rows, shown.window),
        "map": world_map(rows, shown, release),
        "body": with_situations(drawn_once(name, lambda: table_body(selected, shown)), selected, known),
        "map_note": geometry().note,
        "disputed": [area for area in geometry().disputed if area.path],
        "bands": bands(),
        "filters": filters(shown, rows),
        "view_name": VIEW_NAMES[shown.view],
        "view_note": VIEW_NOTES[shown.view]
        % {"few": choices().surprise_killed_below, "some": choices().ongoing_killed_from},
        "heads": heads(shown),
        "query": shown.link(),
    }
    return render(request, "watch/watch.html", context | about(release) | known.marking(row.iso3 for row in selected))


def filters(shown: Filter, rows: list[Row]) -> list[dict[str, Any]]:
    """Return the groups of links that change what is shown."""

    def group(name: str, legend: str, after: str, options: dict[Any, Any]) -> dict[str, Any]:
        # A view has its own order; leaving a view leaves its order behind.
        reset = {"sort": ""} if name == "view" else {}
        links = [
            {"label": label, "address": shown.link(**{name: key}, **reset), "on": getattr(shown, name) == key}
            for key, label in options.items()
        ]
        return {"name": name, "legend": legend, "after": after, "links": links}

    regions = {"": _("World"), **{region: _(region) for region in sorted({row.region for row in rows})}}
    return [
        group("view", _("View"), "", VIEW_NAMES),
        group("threshold", _("At least"), _("civilians killed"), {each: f"{each:,}" for each in choices().thresholds}),
        group("window", _("Within"), _("months"), {each: str(each) for each in choices().windows}),
        group("region", _("Region"), "", regions),
    ]


def heads(shown: Filter) -> dict[str, dict[str, str]]:
    """Return link and state of every column head that sorts."""
    running = "descending" if shown.falling and shown.sort != "state" else "ascending"
    return {
        column: {
            "address": shown.sorted_by(column),
            "sort": running if shown.column == column else "",
        }
        for column in ("state", "chance", "base", "change", "killed", "known")
    }


def _sheet(request: HttpRequest) -> tuple[sheets.Table, Release]:
    shown = read_filter(request.GET)
    release, before = opened(request, id=shown.release)
    if release is None:
        raise Http404
    rows = queries.world(user=request.user, release=release, before=before, shown=shown)
    selected, known = queries.selected(rows, shown), beside(person(request))
    exported(request, release.id, *(each.ref for each in known.of(row.iso3 for row in selected)))
    return sheets.watch_table(selected, shown, release, known), release


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Send exactly what the page shows as CSV."""
    table, release = _sheet(request)
    return sheets.csv_response(f"watch-{release.id}", table)


@require_safe
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Send exactly what the page shows as XLSX."""
    table, release = _sheet(request)
    return sheets.xlsx_response(f"watch-{release.id}", table)
