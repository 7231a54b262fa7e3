"""What the author of an options paper fills in: a measure under a pillar, and what "no new measure" costs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import RevisedForm
from focalpoint.desk.design.fields import day, line, words
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import ANSWERS, asked_for

BY_RULE = tuple(ANSWERS.values())
FIELDS = ("status", "reason", "owner", "decider", "due_on", "indicator", "exit_or_review_on", "cost_or_risk", *BY_RULE)


class ConsiderForm(RevisedForm):
    """One measure under one pillar. Only the notes that the rules ask of this measure are shown."""

    status = forms.ChoiceField(
        label=_("Outcome"), choices=Option.Status, initial=Option.Status.PROPOSED, widget=forms.RadioSelect
    )
    reason = words(_("Reason"), rows=2, help_text=_("Needed when it is rejected."))
    owner = line(_("Owner"), help_text=_("Who carries it out."), longest=120)
    decider = line(_("Decider"), help_text=_("Who can say yes."), longest=120)
    due_on = day(_("Due"))
    indicator = line(_("Indicator to watch"), longest=300)
    exit_or_review_on = day(_("Exit or review"))
    cost_or_risk = words(_("Cost or risk"), rows=2)
    council_authorization = line(
        _("Authorization of the Security Council"), help_text=_("The resolution that authorizes it.")
    )
    precautionary_review = words(
        _("Review of precautionary principles"),
        rows=3,
        help_text=_("Seriousness, purpose, last resort, proportion, balance of consequences."),
    )
    civilian_harm_note = words(_("Harm to civilians"), rows=2)
    humanitarian_exemption_note = words(
        _("Humanitarian exemption"), rows=2, help_text=_("How aid stays exempt (S/RES/2664).")
    )
    due_diligence_check = words(_("Human rights due diligence check"), rows=2)
    flag_reason = words(
        _("Why it is proposed although it needs the alleged perpetrator's consent"),
        rows=2,
        help_text=_("Flagged, not forbidden: peacekeepers and human rights offices sit by consent."),
    )

    def __init__(self, *args: Any, measure: str, pillar: str, state_is_alleged: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = asked_for(measure, pillar, state_is_alleged)
        for name in BY_RULE:
            if name not in asked:
                del self.fields[name]

    def ruled(self) -> list[forms.BoundField]:
        """Return the fields that a rule asks of this measure."""
        return [self[name] for name in BY_RULE if name in self.fields]

    def clean(self) -> dict[str, Any]:
        """Hold a rejection to its reason."""
        given = super().clean() or {}
        if given.get("status") == Option.Status.REJECTED and not given.get("reason"):
            self.add_error("reason", _("A measure is rejected with a reason."))
        return given


class CostForm(RevisedForm):
    """The fourth column."""

    no_new_measure = words(_("Expected cost of no new measure"), required=True, rows=6)
