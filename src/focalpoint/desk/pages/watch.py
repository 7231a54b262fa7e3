"""The page Watch and its two exports."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.design.likelihood import bands
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.pages.state_situations import situations_by_state
from focalpoint.desk.watch import filter_links, onset_ranking, queries, scorecard, sheets, watchpage, watchsheet
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.map import geometry, world_map
from focalpoint.desk.watch.opening import about, opened, this_month
from focalpoint.desk.watch.ranking import AHEAD
from focalpoint.desk.watch.tablerows import table_body, with_own_cells
from focalpoint.desk.watch.watchpage import Asked
from focalpoint.desk.watch.windows import over_sentence, windows
from focalpoint.desk.web.files import File, send_export
from focalpoint.desk.web.limits import limit_files
from focalpoint.desk.web.render import render


def _asked(request: HttpRequest) -> Asked | None:
    """Read what is asked for; None while there is no release."""
    shown = read_filter(request.GET)
    release, before = opened(request, id=shown.release)
    if release is None:
        return None
    known, followed = situations_by_state(request.user), queries.followed(user=request.user)
    return Asked(request.user, release, before, shown, known, followed, this_month())


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show sentence, filters, map and ranking, or where killing may begin."""
    asked = _asked(request)
    if asked is None:
        return render(request, "watch/empty.html", status=404)
    shown, release = asked.shown, asked.release
    rows = asked.beginning if shown.view == AHEAD else asked.rows
    groups = filter_links.groups(shown, asked.world, release.origin, asked.left, asked.today)
    context = {
        "shown": shown,
        "asked": asked,
        "rows": rows,
        "all": len(asked.world),
        "map": world_map(*watchpage.map_of(asked)),
        "map_note": geometry().note,
        "disputed": [area for area in geometry().disputed if area.path],
        "bands": bands(),
        "over_sentence": over_sentence(asked.whole, asked.today),
        "filters": groups,
        "own": filter_links.own_group(shown, asked.known.may_read) if asked.followed is not None else None,
        "chosen": [link.label for group in groups[1:] for link in group.links if link.on],
        "view_name": filter_links.VIEW_NAMES[shown.view],
        "view_note": watchpage.view_note(shown.view),
        "query": shown.link(),
        "ahead_link": shown.link(view=AHEAD, sort=""),
    }
    context |= watchpage.sentences(asked)
    context |= _beginning(asked) if shown.view == AHEAD else _ranking(asked)
    protected = asked.known.of(row.iso3 for row in rows)
    least = Tlp.GREEN if protected else None
    return render(request, "watch/watch.html", context | about(release), shows=protected, at_least=least)


def _ranking(asked: Asked) -> dict[str, Any]:
    before = asked.before
    # By what is in the rows: of an older release, a newer one changes what was killed.
    name = f"rows:{hash(tuple(asked.world))}:{asked.tail}"
    body: SafeString = drawn_once(name, lambda: table_body(asked.world, asked.tail))
    return {
        "before": before,
        "before_months": windows(before.origin)[-1].name if before else "",
        "body": with_own_cells(body, asked.world, asked.rows, asked.known, asked.followed),
        "heads": filter_links.heads(asked.shown),
    }


def _beginning(asked: Asked) -> dict[str, Any]:
    parts = queries.documents(user=asked.user, release=asked.release, kinds=["scores"])
    scores = scorecard.section(parts.get("scores") or [], "onset")
    return {
        "mass": onset_ranking.mass_sentence(asked.outlooks, scores),
        "held": onset_ranking.is_held(scores),
        "missed": onset_ranking.missed_sentence(scores),
        "years": onset_ranking.period(asked.outlooks),
        "left_out": watchpage.left_out(asked.outlooks),
    }


def _sheet(request: HttpRequest, write: Callable[[str, watchsheet.Book], File]) -> HttpResponse:
    asked = _asked(request)
    if asked is None:
        raise Http404
    book = watchsheet.book(asked)
    protected = [each.ref for each in asked.known.of(book.states)]
    return send_export(request, write(f"watch-{asked.release.id}", book), asked.release.id, *protected)


@require_safe
@limit_files
def as_csv(request: HttpRequest) -> HttpResponse:
    """Send the States that the page shows as CSV, numbers as numbers."""
    return _sheet(request, lambda name, book: sheets.rows_csv(name, book.sheets[0]))


@require_safe
@limit_files
def as_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the States that the page shows as a workbook: figures, months, code book, licences."""
    return _sheet(request, lambda name, book: sheets.workbook(name, book.sheets))
