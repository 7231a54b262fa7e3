"""What a person fills in to monitor, close, open again, merge or hand over a situation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.compartments.forms import SightForm, reason
from focalpoint.desk.concurrency.forms import RevisedForm
from focalpoint.desk.life.queries import mergeable, possible_new_owners
from focalpoint.desk.life.union import sight_after_merge
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation


class ReasonForm(RevisedForm):
    """A reason, and nothing else."""

    reason = reason(_("Why"))


class CloseForm(ReasonForm):
    """Why a situation is closed, what was learnt, and what remains."""

    learnt = reason(_("What was learnt"))
    remains = reason(_("What remains open, and who looks after it"))


class MergeForm(SightForm):
    """The situation that goes on. Those who lose or gain sight of it are named first."""

    into = forms.ModelChoiceField(
        label=_("Merge into"), queryset=Situation.objects.none(), to_field_name="ref", empty_label="–"
    )
    reason = reason(_("Why they are one concern"))

    def __init__(self, *args: Any, situation: Situation, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.situation, self.by = situation, by
        into: Any = self.fields["into"]
        into.queryset = mergeable(by, situation)

    def clean(self) -> dict[str, Any]:
        """Name those who lose or gain sight."""
        found = super().clean() or {}
        if not self.errors:
            self.name_people(sight_after_merge(self.situation, found["into"], by=self.by))
        return found


class HandOverForm(RevisedForm):
    """The new owner, and what the new owner has to know."""

    owner = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none(), to_field_name="ref")
    reason = reason(_("Why, and what the new owner has to know"))

    def __init__(self, *args: Any, situation: Situation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = possible_new_owners(situation)
