"""One account reported twice: by the same words, the same file, the same name, or the same person."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake.models import Item, Original, Repeat, Source
from focalpoint.reference.folding import fold

SALT = "focalpoint.desk.intake.words.1"  # the rule that words are folded by has a number
Kind = Repeat.Kind
MOST = 20  # pairs noted of one item or source: a thousand copies of one text are one task, not a million


def words_of(*texts: str) -> str:
    """Return the keyed hash of what texts say, folded; empty where they say nothing."""
    said = "\n".join(folded for folded in map(fold, texts) if folded)
    return salted_hmac(SALT, said, algorithm="sha256").hexdigest() if said else ""


def looks_like(item: Item) -> Q:
    """Return what finds the other items that say what an item says, or have a file that it has."""
    return _apart(item) & (_same_words(item) | _same_file(item))


def doubts(item: Item, other: Item, known: Collection[int]) -> list[str | Promise]:
    """Return, in words, what speaks for two items being one account; only sources among ``known`` have a name."""
    mine, theirs = _names(item, known), _names(other, known)
    files = Original.objects.filter(item=other, address__in=item.originals.values("address"))
    found = {
        _("the same words"): item.words and item.words == other.words,
        _("the same file"): files.exists(),
        _("the same name"): bool(mine & theirs),
        _("filed by the same person"): item.created_by_id == other.created_by_id,
    }
    return [reason for reason, holds in found.items() if holds]


def is_independent(item: Item, other: Item, known: Collection[int]) -> bool:
    """Whether two items come from two sources, both among ``known``, whose origins are written down and differ."""
    if item.source is None or other.source is None or not {item.source.pk, other.source.pk} <= set(known):
        return False
    mine, theirs = fold(item.source.independence_group), fold(other.source.independence_group)
    return bool(mine and theirs) and mine != theirs


def note_item(item: Item, *, at: dt.datetime) -> None:
    """Note, for a custodian, each stored item that says the same or has the same file as one just filed."""
    for kind, same in ((Kind.WORDS, _same_words(item)), (Kind.FILE, _same_file(item))):
        others = Item.objects.filter(_apart(item) & same).distinct().order_by("pk").values_list("ref", flat=True)
        _note(kind, item.ref, others[:MOST], at)


def note_source(source: Source, *, at: dt.datetime) -> None:
    """Note, for a custodian, each source that has the name of one just registered."""
    name = fold(source.label)
    others = Source.objects.exclude(pk=source.pk).values_list("ref", "label")
    _note(Kind.NAME, source.ref, [ref for ref, label in others if fold(label) == name][:MOST], at)


def _apart(item: Item) -> Q:
    return ~Q(pk=item.pk) & Q(consent_withdrawn_at=None)


def _same_words(item: Item) -> Q:
    return Q(words=item.words) & ~Q(words="")


def _same_file(item: Item) -> Q:
    return Q(originals__address__in=item.originals.values("address"))


def _note(kind: Repeat.Kind, first: str, others: Iterable[str], at: dt.datetime) -> None:
    rows = [Repeat(kind=kind, first=first, second=other, found_at=at) for other in others]
    Repeat.objects.bulk_create(rows, ignore_conflicts=True)


def _names(item: Item, known: Collection[int]) -> set[str]:
    """Return the names under which an item came: of its source, and the one its reporter gave."""
    source = item.source.label if item.source and item.source.pk in known else ""
    given = [source, getattr(getattr(item, "event", None), "pseudonym", "")]
    return {folded for folded in map(fold, given) if folded}
