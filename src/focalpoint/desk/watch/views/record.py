"""The record: scorecard, method and list of releases."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from focalpoint.desk.design.calibration import calibration
from focalpoint.desk.design.fragments import drawn_once
from focalpoint.desk.design.text import marked_down
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.watch import queries, sheets
from focalpoint.desk.watch import scorecard as tables
from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.forms import read_filter
from focalpoint.desk.watch.models import Release
from focalpoint.desk.watch.opening import about, opened
from focalpoint.desk.watch.views.package import kept_at
from focalpoint.desk.web.files import send_export
from focalpoint.desk.web.render import render


def released(request: HttpRequest, page: str, name: str = "") -> Release | HttpResponse:
    """Return the release a page shows, or what is answered instead: a sign-in, or that there is none yet."""
    if not queries.may_read(request.user, page):
        return redirect_to_login(request.get_full_path())
    release, _before = opened(request, id=name or read_filter(request.GET).release, page=page)
    return release or render(request, "watch/empty.html", status=404)


def _part(request: HttpRequest, release: Release, page: str, kind: str) -> Any:
    return _parts(request, release, page, kind).get(kind)


def _parts(request: HttpRequest, release: Release, page: str, *kinds: str) -> dict[str, Any]:
    return queries.documents(user=request.user, release=release, kinds=kinds, page=page)


def marking(page: str) -> Tlp | None:
    """Return the marking of a page of the record: clear where this installation opens it to everybody."""
    return Tlp.CLEAR if page in settings.FOCALPOINT_PUBLIC_PAGES else None


@login_not_required
@require_safe
def scorecard(request: HttpRequest) -> HttpResponse:
    """Show how past forecasts did: pictures first, hits as well as misses, and the tables behind them."""
    release = released(request, "scorecard")
    if isinstance(release, HttpResponse):
        return release
    scores = _part(request, release, "scorecard", "scores") or []
    names = queries.names(user=request.user, release=release, page="scorecard")
    years, overall = tables.yearly(scores)
    lowest, longest = choices().thresholds[0], choices().windows[-1]
    bands = tables.statement_bands(scores, lowest, longest)
    context = {
        "names": names,
        "tallies": tables.tallies(scores),
        "timeline": tables.hits_and_misses(scores, names),
        "skill": tables.skill_by_year(scores),
        "bands": bands,
        "reliability": calibration(bins=bands) if bands else None,
        "recall": tables.recall_lines(scores, lowest),
        "recall_table": tables.recall_table(scores),
        "lowest": lowest,
        "longest": longest,
        "misses": tables.misses(scores),
        "alarms": tables.false_alarms(scores),
        "years": years,
        "overall": overall,
        "thresholds": tables.thresholds(scores),
        "onset": tables.section(scores, "onset"),
        "regions": tables.section(scores, "region"),
        "calibration": tables.calibration_chart(scores),
        "tail": f"?release={release.id}" if request.GET.get("release") else "",
    }
    return render(request, "watch/scorecard.html", context | about(release), at_least=marking("scorecard"))


def _untitled(card: str) -> str:
    """Leave out the title of a model card: the page has its own heading for it."""
    return card.partition("\n")[2] if card.startswith("# ") else card


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """Show what is computed and how: model card, inputs, even hand and forbidden uses, generated from the release."""
    release = released(request, "method")
    if isinstance(release, HttpResponse):
        return release
    names = queries.names(user=request.user, release=release, page="method")
    parts = _parts(request, release, "method", "manifest", "evenhand")
    context = {
        "manifest": parts.get("manifest") or {},
        "card": drawn_once(
            f"card:{release.id}", lambda: marked_down(_untitled(_part(request, release, "method", "card") or ""))
        ),
        "hand": tables.evenhand(
            parts.get("evenhand") or [],
            names,
            queries.killed_now(user=request.user, release=release, page="method"),
        ),
    }
    return render(request, "watch/method.html", context | about(release), at_least=marking("method"))


def _rows(request: HttpRequest, page: str, kind: str) -> HttpResponse:
    release = released(request, page)
    if isinstance(release, HttpResponse):
        return release
    rows = _part(request, release, page, kind) or []
    heads = sheets.COLUMNS[kind]
    table = sheets.Table(heads, [[row[name] for name in heads] for row in rows], sheets.source_lines(release))
    return send_export(request, sheets.csv_file(f"{kind}-{release.id}", table), release.id)


@login_not_required
@require_safe
def score_rows(request: HttpRequest) -> HttpResponse:
    """Send every score of the release as CSV."""
    return _rows(request, "scorecard", "scores")


@login_not_required
@require_safe
def evenhand_rows(request: HttpRequest) -> HttpResponse:
    """Send the even-hand table as CSV."""
    return _rows(request, "method", "evenhand")


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """List every release, the old ones too."""
    known = [about(each) | {"is_kept": kept_at(each.id).is_dir()} for each in queries.releases(user=request.user)]
    return render(request, "watch/releases.html", {"known": known} | about(None))
