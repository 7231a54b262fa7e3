"""The one form of an urgent alert: what is judged, on what sources, and what is asked."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.assessments.forms import JudgedForm
from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.decisions.alerts import Alert
from focalpoint.desk.decisions.note.compose import key
from focalpoint.desk.decisions.submission.alert import possible_requests
from focalpoint.desk.design.fields import day, name_line, reason_words
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import is_for_members, readable
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import measure
from focalpoint.desk.options.words import TIME
from focalpoint.desk.situations.forms import OpenForm
from focalpoint.desk.situations.models import Situation

JUDGED = ("event", "place", "group", "window_from", "window_to", "likelihood", "confidence", "confidence_reason")
REQUESTED = ("request", "asked", "owner", "due_on")
WEEK = dt.timedelta(days=7)


class AlertForm(JudgedForm):
    """One judgement and one request. What takes longer to say is due within 72 hours."""

    request = forms.ChoiceField(
        label=_("Request"),
        help_text=_("Measures that have their effect within days and need neither the Council nor a safeguard."),
    )
    asked = reason_words(_("What is asked, and of whom"))
    owner = name_line(_("Owner"), help_text=_("Who carries it out."), longest=120)
    due_on = day(_("Due"), required=True)

    def prepare(self, today: dt.date, *, owner: str, state_is_alleged: bool = False) -> None:
        """Offer the requests that are possible, and fill in owner and days as they mostly are."""
        said = {"window_from": today, "window_to": today + WEEK, "due_on": today, "owner": owner}
        self.initial = {**said, **self.initial}
        offered = _by_pillar(possible_requests(state_is_alleged=state_is_alleged))
        self.fields["request"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]  # a ChoiceField

    def alert(self, sources: Sequence[Item]) -> Alert:
        """Return what was filled in; the catalogue names the decider, and what is judged is what is watched."""
        given = self.cleaned_data
        pillar, name = given["request"].split(".")
        request = Option(
            measure=name,
            pillar=pillar,
            reason=given["asked"],
            owner=given["owner"],
            decider=measure(name).decided_by,
            legal_basis=measure(name).charter_or_legal_basis,
            due_on=given["due_on"],
            indicator=given["event"][:300],
            exit_or_review_on=given["window_to"],
        )
        return Alert(Judgement(**{each: given[each] for each in JUDGED}), request, sources)


class LinkedAlertForm(AlertForm):
    """An alert in a situation that is open: it rests on items that are linked."""

    field_order = ("once", *JUDGED, "sources", *REQUESTED)
    sources = forms.ModelMultipleChoiceField(
        label=_("Sources"),
        queryset=Item.objects.none(),
        to_field_name="ref",
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The linked items that this rests on; at least one."),
    )


class OpeningAlertForm(AlertForm):
    """An alert that opens the situation of an item with it: areas and populations are those of the judgement."""

    field_order = ("once", "title", "iso3s", "tlp", "overlap_reason", *JUDGED, *REQUESTED)
    title, iso3s = OpenForm.base_fields["title"], OpenForm.base_fields["iso3s"]
    tlp = forms.ChoiceField(
        label=_("Marking"),
        initial=Tlp.AMBER,
        help_text=_("A reviewer has to see it. What is for members alone is opened first, and its members added."),
    )
    overlap_reason = OpenForm.base_fields["overlap_reason"]

    def offer_markings(self, clearance: str) -> None:
        """Offer the markings that the writer's clearance covers and that are not for members alone."""
        open_to_all = [each for each in readable(clearance) if not is_for_members(tlp=each, need_to_know=False)]
        self.fields["tlp"].choices = [(each, each) for each in open_to_all]  # type: ignore[attr-defined]  # a ChoiceField
        if self.fields["tlp"].initial not in open_to_all:
            self.fields["tlp"].initial = open_to_all[-1]

    def situation(self) -> Situation:
        """Return the situation that was filled in, unsaved."""
        names = {name: self.cleaned_data[name] for name in ("title", "tlp", "overlap_reason")}
        return Situation(**names, areas=self.cleaned_data["place"], populations=self.cleaned_data["group"])


def _by_pillar(found: Iterable[Option]) -> list[tuple[str, Any]]:
    """Return choices of requests, those of each pillar under its name."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for each in found:
        entry = measure(each.measure)
        said = _("%(name)s (effect %(time)s)") % {"name": entry.name, "time": TIME[entry.typical_time_to_effect]}
        groups.setdefault(str(each.get_pillar_display()), []).append((key(each), said))
    return sorted(groups.items())
