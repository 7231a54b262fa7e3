"""The missions and commissions of a situation in a note: mandate, standards, findings with items for and against."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from focalpoint.desk.documents.blocks import Block, Cite, Heading, Reason, Run, Table, say
from focalpoint.desk.intake.models import Item
from focalpoint.desk.missions.models import Finding, Mission
from focalpoint.desk.missions.queries import findings, missions_of, newest
from focalpoint.desk.missions.standards import name, shortfalls
from focalpoint.desk.situations.models import Situation
from focalpoint.doctrine import catalogue


def missions_section(situation: Situation) -> list[Block]:
    """Return each mission with the newest version of its findings; nothing where there is no mission."""
    found = missions_of(situation)
    lines: list[Block] = [block for each in found for block in mission_blocks(each)]
    return [Heading(text=_("Missions and commissions of inquiry")), *lines] if lines else []


def mission_blocks(mission: Mission) -> list[Block]:
    """Return mandate, standards, members and the findings of one mission."""
    said = {
        "body": catalogue().bodies.name(mission.body),
        "symbol": mission.symbol or "–",
        "pattern": name(mission.pattern_standard),
        "incident": name(mission.incident_standard),
        "person": name(mission.person_standard),
    }
    intro = _("set up by %(body)s (%(symbol)s).") % said
    asked = _("Standards of proof: patterns, %(pattern)s; incidents, %(incident)s; persons, %(person)s.") % said
    members = "; ".join(", ".join(filter(None, (each.name, each.function))) for each in mission.members.all())
    lines: list[Block] = [
        say(Run(text=f"{mission.title}: ", strong=True), f"{intro} ", mission.mandate.strip()),
        say(asked, *([" ", _("Members: %(members)s.") % {"members": members}] if members else [])),
    ]
    rows = newest(findings(mission))
    return [*lines, _table(rows)] if rows else [*lines, say(_("It has no finding yet."))]


def _table(rows: list[Finding]) -> Block:
    return Table(
        caption=_("Findings; only a court establishes a crime"),
        head=(_("Finding"), _("About"), _("Standard reached"), _("For"), _("Against")),
        rows=tuple(_row(each) for each in rows),
        widths=(16, 7, 11, 6, 6),
        keys=tuple(each.ref for each in rows),
    )


def _row(each: Finding) -> tuple[Reason, str, str, tuple[Cite, ...], tuple[Cite, ...]]:
    for_it, against = _cites(each.items_for.all()), _cites(each.items_against.all())
    text = f"{each.text} ({each.reason})" if each.reason else each.text
    said = Reason(text=text, rests_on=tuple(cite.ref for cite in (*for_it, *against)))
    reached = " ".join([f"{name(each.standard)}.", *shortfalls(each)])
    return said, str(each.get_kind_display()), reached, for_it, against


def _cites(items: Iterable[Item]) -> tuple[Cite, ...]:
    return tuple(Cite(ref=item.ref) for item in items)
