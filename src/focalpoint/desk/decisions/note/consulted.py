"""Whom the office asked about an assessment, what they said, and why no local partner was asked, in a note."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.consultations.models import Consultation
from focalpoint.desk.consultations.queries import consulted, no_local_view
from focalpoint.desk.documents.blocks import Block, Heading, Quote, Run, say
from focalpoint.desk.options.rules import measure


def consultations_section(assessment: Assessment) -> list[Block]:
    """Return each consultation with the words that were said, dissents among them, and the reason for none."""
    rows = consulted(assessment)
    why = no_local_view(assessment)
    lines: list[Block] = [block for each in rows for block in _consultation(each)]
    if why:
        lines.append(say(Run(text=_("Why no local view was asked or waited for: "), strong=True), why.reason))
    return [Heading(text=_("Consulted only")), *lines] if lines else []


def _consultation(each: Consultation) -> list[Block]:
    about = _("on the option: %(measure)s") % {"measure": measure(each.option.measure).name} if each.option else ""
    asked = _("%(who)s was asked by %(day)s: %(question)s") % {
        "who": each.who,
        "day": date_format(each.due_on),
        "question": each.question,
    }
    said = each.said
    first = say(f"{asked} ({about})" if about else asked)
    if said is None:
        return [first, say(_("No answer is on the record."), numbered=False)]
    by = _("%(who)s: %(view)s, %(day)s") % {
        "who": each.who,
        "view": said.get_view_display(),
        "day": date_format(said.on),
    }
    return [first, Quote(text=said.text, by=by)]
