"""The assessment editor, and what is sent from it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from focalpoint.desk.assessments import actions, queries
from focalpoint.desk.assessments.forms import DissentForm, FactorForm, FigureForm, JudgementForm, TextsForm
from focalpoint.desk.assessments.models import Assessment, Factor, Judgement
from focalpoint.desk.assessments.norms import norms_of
from focalpoint.desk.concurrency.forms import ActForm, RevisedForm, act
from focalpoint.desk.concurrency.revisions import renew_revision
from focalpoint.desk.intake.models import Item
from focalpoint.desk.intake.queries import items
from focalpoint.desk.people.access import person, requires
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.queries import evidence, situations
from focalpoint.desk.web.render import render
from focalpoint.doctrine import catalogue


@requires(Permission.ASSESSMENT_START)
@require_POST
def start(request: HttpRequest, ref: str) -> HttpResponse:
    """Start the next version of a situation's assessment."""
    by = person(request)
    situation = get_object_or_404(situations(by), ref=ref)
    form = ActForm(request.POST)

    def do() -> str:
        return _at(actions.start(situation=situation, by=by, at=timezone.now()))

    done = act(request, form, do, by=by.ref)
    context = {"situation": situation, "form": form}
    return done or render(request, "assessments/start.html", context, shows=[situation], refused=True)


@requires(Permission.SITUATION_READ)
@require_GET
def assessment(request: HttpRequest, ref: str) -> HttpResponse:
    """Show an assessment; its author writes in it while it is a draft."""
    return _shown(request, _visible(request, ref))


@requires(Permission.ASSESSMENT_WRITE)
@require_POST
def texts(request: HttpRequest, ref: str) -> HttpResponse:
    """Save the running texts."""
    by, found = person(request), _visible(request, ref)
    form = TextsForm(request.POST)

    def do() -> str:
        given = form.cleaned_data
        actions.save_texts(assessment=found, texts=given, revision=given["revision"], by=by, at=timezone.now())
        return _at(found, "texts")

    return _sent(request, found, form, do, texts_form=form)


@requires(Permission.ASSESSMENT_WRITE)
@require_POST
def factor(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Answer one factor."""
    by, found = person(request), _visible(request, ref)
    row = get_object_or_404(found.factors, factor=name)
    form = _factor_form(request, found, row, request.POST)

    def do() -> str:
        given = form.cleaned_data
        answer = {"value": given["value"], "note": given["note"], "evidence": list(given["evidence"])}
        revision = given["revision"]
        actions.set_factor(assessment=found, factor=name, **answer, revision=revision, by=by, at=timezone.now())
        return _at(found, name)

    return _sent(request, found, form, do, factor_form={name: form})


@requires(Permission.ASSESSMENT_WRITE)
@require_POST
def judgement(request: HttpRequest, ref: str) -> HttpResponse:
    """Record a judgement."""
    by, found = person(request), _visible(request, ref)
    form = JudgementForm(request.POST)

    def do() -> str:
        given = {name: value for name, value in form.cleaned_data.items() if name not in ("once", "revision")}
        row = Judgement(assessment=found, **given)
        actions.record_judgement(judgement=row, revision=form.cleaned_data["revision"], by=by, at=timezone.now())
        return _at(found, "judgements")

    return _sent(request, found, form, do, judgement_form=form)


@requires(Permission.ASSESSMENT_WRITE)
@require_POST
def figure(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Show the release's figure next to a judgement that was recorded."""
    by, found = person(request), _visible(request, ref)
    row = get_object_or_404(found.judgements, pk=number)
    form = _figure_form(found, request.POST)

    def do() -> str:
        given = form.cleaned_data
        asked = {"iso3": given["iso3"], "threshold": given["threshold"], "window": given["window"]}
        actions.show_release(judgement=row, **asked, by=by, at=timezone.now())
        return _at(found, "judgements")

    return _sent(request, found, form, do, figure_form={row.pk: form})


@requires(Permission.ASSESSMENT_DISSENT)
@require_POST
def dissent(request: HttpRequest, ref: str) -> HttpResponse:
    """Write or rewrite one's own dissent."""
    by, found = person(request), _visible(request, ref)
    form = DissentForm(request.POST)

    def do() -> str:
        actions.dissent(assessment=found, text=form.cleaned_data["text"], by=by, at=timezone.now())
        return _at(found, "dissent")

    return _sent(request, found, form, do, dissent_form=form)


def _at(found: Assessment, place: str = "") -> str:
    """Return the address of an assessment, at a place of its page."""
    return reverse("assessment", args=[found.ref]) + (f"#{place}" if place else "")


def _visible(request: HttpRequest, ref: str) -> Assessment:
    """Return an assessment the reader may see; anything else does not exist."""
    return get_object_or_404(queries.assessments(person(request)), ref=ref)


def _sent(request: HttpRequest, found: Assessment, form: ActForm, do: Callable[[], str], **forms: Any) -> HttpResponse:
    """Run what a form asks for; when it is refused, show the page again with what was written."""
    done = act(request, form, do, by=person(request).ref)
    if done:
        return done
    found.refresh_from_db()
    if isinstance(form, RevisedForm):
        renew_revision(form, found.revision)
    return _shown(request, found, **forms)


def _shown(request: HttpRequest, found: Assessment, **forms: Any) -> HttpResponse:
    """Render an assessment with the forms its reader may use; of its evidence, what the reader may see."""
    by = person(request)
    writing = found.state in actions.WRITABLE and has_permission(by, Permission.ASSESSMENT_WRITE, found)
    rows = list(found.factors.prefetch_related(Prefetch("evidence", queryset=items(by))))
    own = found.dissents.filter(by=by).first()
    refused = bool(forms)
    factor_form, figure_form = forms.pop("factor_form", {}), forms.pop("figure_form", {})
    context: dict[str, Any] = {
        "assessment": found,
        "situation": found.situation,
        "writing": writing,
        "factors": _factors(request, found, rows, factor_form, writing),
        "withdrawn": _gone(rows),
        "counts": {value: sum(row.value == value for row in rows) for value in Factor.Value.values},
        "judgements": [(each, figure_form.get(each.pk) or _figure_form(found)) for each in found.judgements.all()],
        "dissents": found.dissents.select_related("by"),
        "earlier": _earlier(found, rows),
        "may_dissent": has_permission(by, Permission.ASSESSMENT_DISSENT) and found.state != Assessment.State.SIGNED,
        "paper": getattr(found, "paper", None),
        "submission": getattr(found, "submission", None),
        "texts_form": TextsForm.of(found),
        "judgement_form": JudgementForm(initial={"revision": found.revision}),
        "dissent_form": DissentForm(initial={"text": own.text if own else ""}),
        "start_form": ActForm(),
        "submit_form": ActForm(),
    } | forms
    return render(request, "assessments/assessment.html", context, shows=[found], refused=refused)


def _factors(
    request: HttpRequest, found: Assessment, rows: list[Factor], given: dict[str, FactorForm], writing: bool
) -> list[dict[str, Any]]:
    """Return the factors as the page shows them.

    That nothing is left behind one is said to its author, and to the person who may see what was withdrawn.
    """
    known = {each.id: each for each in catalogue(found.catalogue).framework.factors}
    unsupported = queries.without_evidence(found)
    places = set(found.situation.places.values_list("iso3", flat=True))
    on = found.situation.day_of_law(office_day(timezone.now()))
    return [
        {
            "row": row,
            "known": known[row.factor],
            "norms": norms_of(known[row.factor], places, on),
            "form": given.get(row.factor) or (_factor_form(request, found, row) if writing else None),
            "open": row.factor in given,
            "withdrawn": (gone := _gone([row])),
            "unsupported": row.factor in unsupported and (writing or bool(gone)),
        }
        for row in rows
    ]


def _gone(rows: list[Factor]) -> list[Item]:
    """Return the items behind some factors whose consent was withdrawn, each once, the first withdrawal on top."""
    cited = {item.pk: item for row in rows for item in row.evidence.all()}
    return sorted((item for item in cited.values() if item.consent_withdrawn_at), key=_when)


def _when(item: Item) -> dt.datetime:
    """Return when consent was withdrawn."""
    return item.consent_withdrawn_at or item.created_at


def _earlier(found: Assessment, rows: list[Factor]) -> list[tuple[str, str, str]]:
    """Return what changed since the version before: factor, then and now."""
    before = found.situation.assessments.filter(version=found.version - 1).first()
    if before is None:
        return []
    then = dict(before.factors.values_list("factor", "value"))
    labels = dict(Factor.Value.choices)
    changed = [row for row in rows if then.get(row.factor) != row.value]
    return [(row.factor, str(labels[then[row.factor]]), str(row.get_value_display())) for row in changed]


def _factor_form(request: HttpRequest, found: Assessment, row: Factor, data: Any = None) -> FactorForm:
    cited = [item.ref for item in row.evidence.all()]
    initial = {"value": row.value, "note": row.note, "revision": found.revision, "evidence": cited}
    form = FactorForm(data, initial=initial)
    form.auto_id = f"id_{row.factor}_%s"
    linked = evidence(person(request), found.situation)
    offered = linked.filter(Q(consent_withdrawn_at=None) | Q(ref__in=cited))
    form.fields["evidence"].queryset = offered  # type: ignore[attr-defined]  # its class
    return form


def _figure_form(found: Assessment, data: Any = None) -> FigureForm:
    form = FigureForm(data)
    places = list(found.situation.places.values_list("iso3", flat=True))
    form.fields["iso3"].choices = [(iso3, iso3) for iso3 in places]  # type: ignore[attr-defined]  # a ChoiceField
    return form
