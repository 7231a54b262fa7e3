"""The brief of a State: its page on two printed pages, in the same order, as a document of typed blocks."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoint.desk.design.likelihood import interval, percent
from focalpoint.desk.design.templatetags.figures import figure, month_name, short
from focalpoint.desk.documents.blocks import Bar, Bars, Block, Document, Heading, Listing, Point, Table, say
from focalpoint.desk.marking.refs import short_ref
from focalpoint.desk.marking.rule import highest
from focalpoint.desk.watch import country, months, notes
from focalpoint.desk.watch.models import Chance
from focalpoint.desk.watch.reasons import Reasons
from focalpoint.desk.watch.state_events import ranged
from focalpoint.desk.watch.statepage import StatePage


@dataclass(frozen=True)
class Room:
    """How many of each two pages hold; the page of the State has the rest."""

    facts: int
    reasons: int
    gaps: int
    areas: int
    listed: int


# The first that leaves the brief on two pages is taken.
ROOMS = (Room(8, 4, 5, 6, 4), Room(7, 3, 4, 4, 3), Room(5, 2, 3, 3, 2))
FIRST_FACTS = (
    *("population", "gdp_pc", "idps_conflict", "refugees_from", "refugees_in", "v2x_polyarchy"),
    *("osv_best", "infant_mortality_wdi", "mentions"),
)


def brief(found: StatePage, *, on: dt.date, language: str, room: Room = ROOMS[0]) -> Document:
    """Return the brief of a State.

    Parameters
    ----------
    found : all that its page says to this reader.
    on : the day it is made, printed on each page.
    language : of the text.
    room : how many of each are listed.
    """
    shown = [each.tlp for each in found.protected]
    office = getattr(settings, "FOCALPOINT_OFFICE", "") or "Focalpoint"
    return Document(
        title=_(found.state.name),
        subtitle=_("Brief on one State: what was recorded, what is forecast, how sure it is"),
        reference=f"{office} · {found.release.id}",
        marking=str(highest("TLP:GREEN", *shown).value),
        language=language,
        date=on,
        endorsement=_("Drawn from a release and from the record. No person has reviewed or approved it."),
        blocks=tuple(
            [
                *urgency(found),
                *background(found, room),
                *recent(found, room),
                *analysis(found, room),
                *response(found, room),
                say(_sources(found), numbered=False),
            ]
        ),
    )


def urgency(found: StatePage) -> Iterator[Block]:
    """What is likely, in which months, and whether killing may begin."""
    yield Heading(text=_("Urgency"))
    marks = f" ({'; '.join(found.marks)})" if found.marks else ""
    over = f"{found.over} " if found.over else ""
    yield say(f"{over}{_plain(found.lede)} {found.killed_sentence}{marks} {found.killed.reason}".strip())
    for remark in notes.remarks(found.state, with_events=bool(found.events)):
        yield say(remark)
    head = (_("Civilians killed"), *(window.name for window in found.windows))
    rows = tuple(
        (_("%(threshold)s or more") % {"threshold": figure(row.threshold)}, *(_cell(each) for each in row.cells))
        for row in found.table
    )
    yield Table(
        caption=_("Chance, its 90 % interval, and the base rate"),
        head=head,
        rows=rows,
        widths=(3, *(4 for _window in found.windows)),
    )
    document, origin = found.state.document, found.release.origin
    for target in ("onset_one_sided", "onset_mass_pooled"):
        sentence = country.onset_sentence(document, target, origin)
        if sentence:
            yield say(sentence)


def background(found: StatePage, room: Room) -> Iterator[Block]:
    """The facts that do not change from month to month, each with its year and source."""
    known = {row["indicator"]: row for row in country.profile(found.state.document)}
    facts = [known[name] for name in FIRST_FACTS if name in known] or list(known.values())
    yield Heading(text=_("Background"))
    if not facts:
        yield say(_("Unknown: no indicator has a value."))
        return
    yield Table(
        caption=_("Facts with their year and source"),
        head=(_("Indicator"), _("Value"), _("Year"), _("Source")),
        rows=tuple(
            (_(row["label"]), f"{short(row['value'])} {_(row['unit_text'])}", str(row["year"]), str(row["source"]))
            for row in facts[: room.facts]
        ),
        widths=(6, 4, 1, 3),
    )


def recent(found: StatePage, room: Room) -> Iterator[Block]:
    """What was recorded, year by year and by area, and what was reported."""
    yield Heading(text=_("Recent record"))
    years = country.years(found.state.document, found.release.origin)
    if country.is_quiet(found.state.document):
        yield say(_("No killing of civilians was recorded here in the last five years."))
    elif any(row.recorded and row.recorded.best is not None for row in years):
        yield Bars(caption=_("Civilians killed, twelve months at a time"), rows=tuple(map(_bar, years)))
    else:
        yield say(_("Unknown: no month is recorded for this State."))
    if months.is_provisional([row.recorded for row in years if row.recorded]):
        yield say(str(months.LATE))
    if found.areas:
        yield Table(
            caption=_("Where, in the last twelve months of data"),
            head=(_("Area"), _("Civilians killed"), _("Events")),
            rows=tuple(
                (row.name or _("area not known"), figure(row.killed), figure(row.events))
                for row in found.areas[: room.areas]
            ),
            widths=(6, 2, 2),
        )
    if found.reports.newest:
        count = found.reports.count
        text = ngettext("%(count)s report to this office that the reader may see.",
                        "%(count)s reports to this office that the reader may see, the newest:", count)  # fmt: skip
        yield say(text % {"count": count})
        yield Listing(
            points=tuple(Point(key=each.ref, text=each.title) for each in found.reports.newest[: room.listed])
        )


def analysis(found: StatePage, room: Room) -> Iterator[Block]:
    """What speaks for and against, what is not known, and how such forecasts did here."""
    yield Heading(text=_("Analysis"))
    yield from _reasons(found.reasons, room)
    unknowns = country.unknowns(found.state, found.killed)
    yield say(_("What is not known:"))
    yield Listing(points=tuple([*unknowns[: room.gaps - 1], unknowns[-1]]))
    record = country.past(found.state.document)
    if record:
        said = {"count": len(record), "missed": sum(1 for each in record if each.missed)}
        text = _("Of %(count)s yearly forecasts of the back-test here, %(missed)s missed: outside the 90 %% interval.")
        yield say(text % said)


def response(found: StatePage, room: Room) -> Iterator[Block]:
    """The office's situations, and attention against severity."""
    situations, hand = found.situations.at(found.state.iso3), found.state.document["evenhand"]
    ranked = hand and hand.get("severity_rank")
    if not situations and not ranked:
        return
    yield Heading(text=_("Response so far"))
    if situations:
        yield Listing(
            points=tuple(f"{each.title} ({short_ref(each.ref)}, {each.state})" for each in situations[: room.listed])
        )
    if ranked:
        yield say(_ranked(hand))


def _ranked(hand: dict[str, Any]) -> str:
    """Say the rank by severity and those by attention; a rank that is not known is left out."""
    names = {"rank": "severity_rank", "low": "severity_rank_low", "high": "severity_rank_high"}
    names |= {"assembly": "attention_assembly_rank", "media": "attention_media_rank"}
    said = {key: figure(hand.get(name)) for key, name in names.items()}
    parts = [_("By civilians killed it is number %(rank)s of all States (%(low)s to %(high)s).")]
    if hand.get("attention_assembly_rank"):
        parts.append(_("By attention in the General Assembly it is number %(assembly)s."))
    if hand.get("attention_media_rank"):
        parts.append(_("By attention in the media it is number %(media)s."))
    return " ".join(part % said for part in parts)


def _reasons(found: Reasons, room: Room) -> Iterator[Block]:
    if found.sentence:
        yield say(found.sentence)
    for words, rows in ((_("Speaks for it:"), found.up), (_("Speaks against it:"), found.down)):
        if rows:
            yield say(words)
            yield Listing(points=tuple(row.words for row in rows[: room.reasons]))


def _cell(chance: Chance | None) -> str:
    if chance is None or chance.value is None:
        return _("cannot tell")
    said = {"chance": percent(chance.value), "interval": interval(chance.low, chance.high)}
    said["base"] = percent(chance.base_rate)
    text = _("%(chance)s %% (%(interval)s); base %(base)s %%") % said
    return text.replace(" %", "\u00a0%").replace(" – ", "–")


def _bar(row: country.Year) -> Bar:
    if row.recorded:
        known = row.recorded.best is not None
        text = ranged((row.recorded.low, row.recorded.best, row.recorded.high)) if known else _("unknown")
        return Bar(label=", ".join([row.name, *row.recorded.marks]), text=text, high=row.bar[1])
    text = f"{figure(row.median)} ({figure(row.low)}–{figure(row.high)})"
    low, wide = row.bar
    half = (row.half[0], sum(row.half))
    return Bar(
        label=_("%(window)s, forecast") % {"window": row.name},
        text=text, low=low, high=min(low + wide, 100), half=half, mark=row.mark,
    )  # fmt: skip


def _sources(found: StatePage) -> str:
    said = {"source": found.release.source_line, "month": month_name(found.release.origin)}
    said |= {"day": found.release.known_at.isoformat(), "release": found.release.id}
    said |= {"killings": found.release.killings_known_at.isoformat()}
    return (
        _(
            "%(source)s, data to %(month)s; killings as known on %(killings)s, all else on %(day)s; release "
            "%(release)s. A score orders the reading queue; it decides nothing. A recorded number is a floor."
        )
        % said
    )


def _plain(text: str) -> str:
    """Return a sentence of the page without its emphasis."""
    return text.replace("<b>", "").replace("</b>", "").replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")
