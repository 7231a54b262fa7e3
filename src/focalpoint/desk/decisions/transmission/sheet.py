"""The hand-over sheet: what was handed to whom, with the lines on which a body without an account signs for it."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.documents.blocks import Document, Heading, Table, say
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.people.zones import office_day

BLANK = "\N{NO-BREAK SPACE}"


def compose_sheet(sent: Transmission, *, language: str) -> Document:
    """Return the sheet of a copy; it repeats nothing of what the copy says."""
    with translation.override(language):
        facts = {
            _("Symbol of the copy"): f"T-{sent.ref[:8]}",
            _("To"): bodies.name(sent.body),
            _("Entry point"): sent.entry_point,
            _("Conveyed by"): sent.conveyor,
            _("Answer asked for by"): date_format(sent.answer_due_on),
            _("SHA-256 of the copy"): sent.copy_hash,
        }
        lines = (_("Received by (office or function)"), _("Day and hour"), _("Signature or seal"), _("Handed over by"))
        blocks = (
            Table(caption=_("What is handed over"), head=("", ""), rows=tuple(facts.items()), widths=(2, 5)),
            Heading(text=_("Receipt")),
            say(_("The copy was received as described. A receipt answers nothing that it asks for."), numbered=False),
            Table(
                caption=_("To be filled in by hand"),
                head=("", ""),
                rows=tuple((each, BLANK) for each in lines),
                widths=(2, 5),
            ),
        )
        return Document(
            title=_("Hand-over sheet"),
            reference=f"T-{sent.ref[:8]}",
            marking=sent.tlp,
            classification=Tlp(sent.tlp).classification,
            language=language,
            date=office_day(sent.sent_at),
            blocks=blocks,
        )
