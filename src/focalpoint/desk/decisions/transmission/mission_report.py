"""The report of a mission as it is signed, and the copy of it that a recipient is sent."""

import datetime as dt
from collections.abc import Collection

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Transmission
from focalpoint.desk.decisions.note.compose import as_sentence
from focalpoint.desk.decisions.note.missions import mission_blocks
from focalpoint.desk.decisions.transmission import bodies
from focalpoint.desk.decisions.transmission.copy import Route, is_withheld, letterhead, passed_part
from focalpoint.desk.decisions.transmission.reservations import symbol
from focalpoint.desk.documents.blocks import Document, Heading, Run, say
from focalpoint.desk.documents.stored import read_document
from focalpoint.desk.intake.models import Item
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.missions.models import Mission, Report
from focalpoint.desk.missions.queries import findings, newest


def compose_report(mission: Mission, *, language: str, on: dt.date) -> Document:
    """Return the next version of a mission's report as it would be signed now: mandate, members and findings."""
    tlp = mission.situation.tlp
    version = mission.reports.count() + 1
    with translation.override(language):
        return Document(
            title=mission.title,
            subtitle=_("Report, version %(version)d") % {"version": version},
            reference=f"M-{mission.ref[:8]} · v{version}",
            marking=tlp,
            classification=Tlp(tlp).classification,
            language=language,
            date=on,
            blocks=(Heading(text=_("Mission")), *mission_blocks(mission)),
        )


def signed_report(report: Report) -> Document:
    """Return a report as it was signed."""
    return read_document(report.frozen)


def passed_items(mission: Mission) -> list[Item]:
    """Return the items behind the findings that hold and that a recipient may be given."""
    rows = newest(findings(mission))
    found = {item.pk: item for row in rows for item in (*row.items_for.all(), *row.items_against.all())}
    return [found[pk] for pk in sorted(found) if not is_withheld(found[pk])]


def compose_report_copy(report: Report, route: Route, passed: Collection[str], *, ref: str, on: dt.date) -> Document:
    """Return the copy of a signed report for a recipient; what rests on an item that is not passed is withheld."""
    signed = signed_report(report)
    with translation.override(signed.language):
        said = {"version": report.version, "title": signed.title, "day": date_format(signed.date)}
        way = _("%(form)s; entry point: %(entry)s; conveyed by: %(conveyor)s") % {
            "form": Transmission.Form(route.form).label,
            "entry": route.entry_point,
            "conveyor": route.conveyor,
        }
        due = _("An answer is asked for by %(day)s.") % {"day": date_format(route.answer_due_on)}
        blocks = (
            Heading(text=_("What is conveyed, and what is asked")),
            say(_("Version %(version)d of the report of “%(title)s”, as it was signed on %(day)s.") % said),
            say(Run(text=_("What is asked of this body: "), strong=True), route.asked.strip()),
            say(Run(text=_("Form: "), strong=True), as_sentence(way)),
            say(Run(text=due, strong=True), " ", _("Please quote %(symbol)s.") % {"symbol": symbol(ref)}),
            *(part for block in signed.blocks for part in passed_part(block, passed, ())),
        )
        own = {"subtitle": _("To %(body)s") % {"body": bodies.name(route.body)}, **letterhead()}
        marking = highest(signed.marking, *([route.tlp] if route.tlp else []))
    return signed.model_copy(update={**own, "reference": symbol(ref), "date": on, "marking": marking, "blocks": blocks})
