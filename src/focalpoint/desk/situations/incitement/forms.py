"""What is filled in of a speech: what was said, a rating of every part, what two ratings were reconciled to."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.design.fields import day, line, name_line, reason_words, words
from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.evidence_refs import find_items
from focalpoint.desk.situations.incitement.actions import Rated, problems
from focalpoint.desk.situations.incitement.parts import DIRECT, PARTS, RABAT, Part
from focalpoint.desk.situations.models import Speech

FACTS = ("speaker", "said_on", "place", "audience", "words", "item", "archive_url", "archive_sha256")


class SpeechForm(ActForm):
    """A speech or text that is to be rated."""

    speaker = name_line(_("Who said it"), help_text=_("The post or the office; a name only where the test needs it."))
    said_on = day(_("When"), required=True)
    place = name_line(_("Where"), help_text=_("A place, a station, a page on the internet."))
    audience = name_line(_("To whom"))
    words = words(_("The words"), help_text=_("In the language they were said in, with a translation."))
    item = forms.ModelChoiceField(
        label=_("Item that holds them"), queryset=Item.objects.none(), to_field_name="ref", required=False
    )
    archive_url = forms.URLField(
        label=_("Link to an archived copy"), required=False, max_length=500, assume_scheme="https"
    )
    archive_sha256 = line(
        _("SHA-256 of the archived copy"), longest=64, help_text=_("Left empty, it is that of the file in the item.")
    )

    def speech(self) -> Speech:
        """Return the speech that was filled in, unsaved."""
        return Speech(**{name: self.cleaned_data[name] for name in FACTS})


class PartFields(NamedTuple):
    """One part with its fields; ``evidence`` is there where it is asked for."""

    part: Part
    level: forms.BoundField
    reason: forms.BoundField
    evidence: forms.BoundField | None


class RatingForm(ActForm):
    """A level and a reason for each of some parts, and the evidence behind it."""

    needs_evidence = True

    def __init__(
        self,
        data: Any = None,
        *,
        linked: Sequence[Item] = (),
        wanted: Sequence[str] = tuple(PARTS),
        others: Sequence[str] = (),
    ) -> None:
        super().__init__(data)
        self.linked, self.wanted, self.others = {item.ref: item for item in linked}, wanted, others
        self.rated: list[Rated] = []
        for name in wanted:
            self.fields |= self._fields(PARTS[name])

    def tests(self) -> list[tuple[str, list[PartFields]]]:
        """Return the parts with their fields, test by test."""
        named = {str(_("Rabat threshold test")): RABAT, str(_("Direct and public incitement")): DIRECT}
        found = {name: [self._bound(each) for each in parts if each.id in self.wanted] for name, parts in named.items()}
        return [(name, rows) for name, rows in found.items() if rows]

    def clean(self) -> dict[str, Any]:
        """Find the evidence, and hold each part to its level and its reason."""
        given = super().clean() or {}
        self.rated = [self._rated(name, given) for name in self.wanted]
        own: dict[str, Any] = {"wanted": self.wanted, "others": self.others, "needs_evidence": self.needs_evidence}
        for name, problem in problems(self.rated, **own).items():
            self.add_error(f"level-{name}", str(problem))
        return given

    def _rated(self, name: str, given: dict[str, Any]) -> Rated:
        items, unknown = find_items(given.get(f"evidence-{name}", ""), self.linked)
        for ref in unknown:
            said = _("No single item linked to this situation has the reference %(ref)s.")
            self.add_error(f"evidence-{name}", said % {"ref": ref})
        return Rated(name, given.get(f"level-{name}", ""), given.get(f"reason-{name}", ""), items)

    def _fields(self, part: Part) -> dict[str, forms.Field]:
        """Return the fields of a part; the labels name it, for readers who do not see the table."""
        found: dict[str, forms.Field] = {
            f"level-{part.id}": forms.ChoiceField(
                label=str(part.label), required=False, choices=[("", "–"), *part.levels]
            ),
            f"reason-{part.id}": words(_("Reason: %(part)s") % {"part": part.label}, rows=2),
        }
        if self.needs_evidence:
            found[f"evidence-{part.id}"] = line(_("Evidence: %(row)s") % {"row": part.label}, longest=400)
        return found

    def _bound(self, part: Part) -> PartFields:
        evidence = self[f"evidence-{part.id}"] if self.needs_evidence else None
        return PartFields(part, self[f"level-{part.id}"], self[f"reason-{part.id}"], evidence)


class ReconcileForm(RatingForm):
    """What the parts in which two people differ are reconciled to; it rests on the evidence that the two named."""

    needs_evidence = False


class AgainForm(ActForm):
    """Why a speech is rated again."""

    again_reason = reason_words(_("Why it is rated again"), help_text=_("Such as a better translation."))


class SetAsideForm(ActForm):
    """Why a speech is set aside."""

    aside_reason = reason_words(_("Why it is set aside"), help_text=_("Such as that it was filed twice."))
