"""Speeches in a note: what was said, how two people rated it apart, and where they differ."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.documents.blocks import Block, Cell, Cite, Reason, Run, Table, say
from focalpoint.desk.intake.models import Item
from focalpoint.desk.situations.incitement.parts import PARTS
from focalpoint.desk.situations.incitement.ratings import Result, Step, counted_result, speeches_of
from focalpoint.desk.situations.models import RatedPart, Rating, Situation, Speech


def speeches_section(situation: Situation) -> list[Block]:
    """Show each speech that was not set aside; one that two people have not rated has no answers to show."""
    found: list[Block] = []
    for each in speeches_of(situation):
        if each.set_aside_at is None:
            found += [_speech(each), *_ratings(counted_result(each))]
    return found


def _speech(each: Speech) -> Table:
    refs = (each.item.ref,) if each.item else ()
    facts = _("%(speaker)s, on %(day)s; %(place)s; to: %(audience)s") % {
        "speaker": each.speaker,
        "day": date_format(each.said_on),
        "place": each.place,
        "audience": each.audience,
    }
    digest = f"SHA-256 {each.archive_sha256}" if each.archive_sha256 else ""
    texts = (facts, each.words or "–", " ".join(filter(None, (each.archive_url, digest))) or "–")
    is_gone = each.item is not None and each.item.consent_withdrawn_at is not None
    cells = tuple(Reason(text=_("no longer shown") if is_gone else text, rests_on=refs) for text in texts)
    return Table(
        caption=_("Speech that could be incitement"),
        head=(_("Who, when, where, to whom"), _("The words"), _("Archived copy"), _("Item")),
        rows=((*cells, tuple(Cite(ref=ref) for ref in refs)),),
        widths=(14, 18, 14, 6),
        keys=(each.ref,),
    )


def _ratings(result: Result | None) -> list[Block]:
    if result is None:
        return [say(_("Two people have not rated this speech yet; the scope test does not rest on it."))]
    steps = [step for step in Step if step in result.ratings]
    table = Table(
        caption=_("Ratings of the speech, by two people apart"),
        head=(_("Part"), *(str(step.label) for step in steps), _("Evidence")),
        rows=tuple(_row(result, name, steps) for name in PARTS),
        widths=(10, *(14 for _step in steps), 6),
        keys=tuple(PARTS),
    )
    return [_verdict(result), table]


def _verdict(result: Result) -> Block:
    """Say whether the threshold is reached, in how many parts the two agree, and what became of the others."""
    reached = (
        _("It reaches the threshold of incitement.") if result.is_reached else _("It does not reach the threshold.")
    )
    differing = result.differing
    counts = {"agreed": len(PARTS) - len(differing), "all": len(PARTS), "round": result.round.number}
    said = _("In round %(round)d the two raters agree on %(agreed)d of %(all)d parts.") % counts
    pieces = [said]
    if differing:
        names = {"parts": ", ".join(str(PARTS[name].label) for name in differing)}
        pieces.append(_("They differ on: %(parts)s.") % names)
        is_settled = Step.RECONCILED in result.ratings
        pieces.append(_("They were reconciled.") if is_settled else _("The difference was not reconciled."))
    return say(Run(text=reached, strong=True), " ", " ".join(pieces))


def _row(result: Result, name: str, steps: list[Rating.Step]) -> tuple[Cell, ...]:
    items = result.evidence(name)
    cells = [_cell(result.parts(step).get(name), result.levels(step).get(name, ""), items) for step in steps]
    return (str(PARTS[name].label), *cells, tuple(Cite(ref=item.ref) for item in items))


def _cell(part: RatedPart | None, level: str, behind: list[Item]) -> Reason:
    """Return what a person found; it rests on that person's evidence, a reconciled level on that of the two."""
    if part is None:
        return Reason(text="–", rests_on=())
    items = list(part.evidence.all()) or behind
    is_gone = bool(items) and all(item.consent_withdrawn_at for item in items)
    reason = _("no longer shown") if is_gone else part.reason
    words = {"level": dict(PARTS[part.part].levels)[level], "reason": reason}
    return Reason(text=_("%(level)s. %(reason)s") % words, rests_on=tuple(item.ref for item in items))
