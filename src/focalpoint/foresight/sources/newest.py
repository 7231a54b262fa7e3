"""The newest editions of a source that its publisher has, and that are not here: found by name and HTTP HEAD."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.downloads import Download, located
from focalpoint.foresight.sources.fetching import ByHand
from focalpoint.foresight.sources.presence import Presence, look
from focalpoint.reference.calendar import month_id, month_label, month_of, month_of_day, year_of
from focalpoint.reference.errors import FocalpointError

# What `focalpoint update` keeps current, in the order in which it looks: candidates follow the yearly release.
KEPT_CURRENT = ("ucdp_ged", "ucdp_candidate", "ucdp_ov", "vdem", "wdi", "unhcr", "coups")
YEARLY, CANDIDATE = "ucdp_ged", "ucdp_candidate"
DAYS_BETWEEN_UNMARKED = 30
# Publishers are late; later than this, they have more likely given their files other names.
OVERDUE_MONTHS, OVERDUE_YEARS = 4, 2
Ask = Callable[[Download], Presence | None]


class Moved(FocalpointError):
    """None of the names that a publisher used to give to its files is there."""


@dataclass(frozen=True)
class Held:
    """What is here of one source.

    Attributes
    ----------
    releases : the releases that were added.
    marks : of a file that is published again and again under one address: the size and marks of the one that is here.
    fetched : the day on which that one was fetched.
    whole_to : last month that a final release covers (0 for none); of UCDP events only.
    """

    releases: Collection[str] = ()
    marks: Mapping[str, Presence] = field(default_factory=dict)
    fetched: Mapping[str, dt.date] = field(default_factory=dict)
    whole_to: int = 0


@dataclass(frozen=True)
class Find:
    """An edition that a publisher has and that is not here: its file, what the server says, and why it is wanted."""

    source: str
    download: Download
    presence: Presence
    why: str


def ask(download: Download) -> Presence | None:
    """Ask the publisher, or the mirror of this installation, whether a file is there."""
    return look(located(download.address()), hosts=download.hosts)


def newest(source: str, day: dt.date, held: Held, *, ask: Ask = ask) -> list[Find]:
    """Find the newest editions of one source.

    Parameters
    ----------
    source : one of ``KEPT_CURRENT``, or any other source with a file that a program may fetch.
    day : today; nothing of the month that runs is looked for.
    held : what is here.
    ask : says whether a file is there.

    Returns
    -------
    What is to be fetched, oldest months first; empty when nothing is newer.

    Raises
    ------
    ByHand : the publisher has no address that a program may use.
    Moved : the publisher has none of the names that are known.
    TransferFailed, UnsafeAddress : a server failed.
    """
    card = registry.source(source)
    if not card.downloads:
        raise ByHand(f"{card.title} cannot be fetched by a program.", todo=card.by_hand or f"See {card.url}.")
    rules = {download.editions.rule if download.editions else "": download for download in card.downloads}
    if "monthly" in rules:
        return _by_month(source, rules, day, held, ask)
    if "yearly" in rules:
        return _by_year(source, rules["yearly"], day, held, ask)
    return [find for download in card.downloads for find in _same_address(source, download, day, held, ask)]


def final_month(release: str) -> int:
    """Return the last month that a yearly UCDP release covers: December of the year before its number.

    >>> month_label(final_month("26.1"))
    '2025-12'
    """
    return month_id(1999 + int(release.split(".")[0]), 12)


def _by_year(source: str, known: Download, day: dt.date, held: Held, ask: Ask) -> list[Find]:
    """Look from this year's number down to the newest that is here, or that this project knows."""
    rule = known.editions
    assert rule is not None  # noqa: S101 - its caller chose it by its rule
    first, _, rest = known.release.partition(".")
    this_year = day.year - rule.counts_from
    for number in range(this_year, int(first) - 1, -1):
        release = f"{number}.{rest}" if rest else str(number)
        if release in held.releases and this_year - number < OVERDUE_YEARS:
            return []
        if there := ask(known.of(release)):
            return [Find(source, known.of(release), there, "the newest yearly release")]
    raise _moved(source, known)


def _by_month(source: str, rules: Mapping[str, Download], day: dt.date, held: Held, ask: Ask) -> list[Find]:
    """Look, year by year after the last final month, for the longest cumulative file and the months after it."""
    last = month_of_day(day) - 1
    known = rules["monthly"]
    first = year_of(held.whole_to) + 1 if held.whole_to else year_of(_month(known))
    found = [
        find
        for year in range(first, year_of(last) + 1)
        for find in _of_year(source, rules, range(month_id(year, 1), min(month_id(year, 12), last) + 1), held, ask)
    ]
    here = max([month_id(first, 1) - 1, *(_last_month(known, release) for release in held.releases)])
    if not found and last - here >= OVERDUE_MONTHS:
        raise _moved(source, _monthly(known, here + 1))
    return found


def _of_year(source: str, rules: Mapping[str, Download], months: range, held: Held, ask: Ask) -> Iterator[Find]:
    covered = months.start - 1
    if long := rules.get("cumulative"):
        for download, end in _cumulative(long, months):
            there = None if download.release in held.releases else ask(download)
            if there:
                why = f"{month_label(months.start)} to {month_label(end)} in one file"
                yield Find(source, download, there, why)
            if there or download.release in held.releases:
                covered = end
                break
    for month in range(covered + 1, months.stop):
        download = _monthly(rules["monthly"], month)
        if download.release not in held.releases and (there := ask(download)):
            yield Find(source, download, there, f"the events of {month_label(month)}")


def _cumulative(known: Download, months: range) -> Iterator[tuple[Download, int]]:
    """Give the cumulative files that a year may have by now, longest first, each with its last month."""
    assert known.editions is not None  # noqa: S101 - as above
    year = year_of(months.start)
    for number in sorted(known.editions.months, reverse=True):
        if (end := month_id(year, number)) in months:
            short = year - known.editions.counts_from
            yield known.of(f"{short}.01.{short}.{number:02d}"), end


def _monthly(known: Download, month: int) -> Download:
    assert known.editions is not None  # noqa: S101 - as above
    return known.of(f"{year_of(month) - known.editions.counts_from}.0.{month_of(month)}")


def _month(known: Download) -> int:
    """Return the month of the newest monthly file that this project knows."""
    return _last_month(known, known.release)


def _last_month(known: Download, release: str) -> int:
    """Return the last month of a monthly (26.0.7) or cumulative (26.01.26.06) release."""
    assert known.editions is not None  # noqa: S101 - as above
    numbers = [int(number) for number in release.split(".")]
    return month_id(numbers[-2 if len(numbers) == 4 else 0] + known.editions.counts_from, numbers[-1])


def _same_address(source: str, known: Download, day: dt.date, held: Held, ask: Ask) -> list[Find]:
    """Look whether the file at one address is another than the one that is here, by its marks."""
    to_this_year = known.editions is not None and known.editions.rule == "to_this_year"
    download = known.of(str(day.year)) if to_this_year else known
    there = ask(download)
    if there is None:
        raise _moved(source, download)
    before = held.marks.get(download.name())
    if before is None:
        return [Find(source, download, there, "not fetched before")]
    if there.has_marks:
        same = (there.etag, there.modified) == (before.etag, before.modified)
        return [] if same else [Find(source, download, there, "the publisher has put a newer file in its place")]
    age = (day - held.fetched[download.name()]).days
    if age < DAYS_BETWEEN_UNMARKED:
        return []
    return [Find(source, download, there, f"fetched {age} days ago, and the server does not say whether it changed")]


def _moved(source: str, known: Download) -> Moved:
    return Moved(
        f"{known.address()} is not there any more, and no newer one.",
        todo=f"The publisher may have moved its files. Look at {registry.source(source).url}, and use"
        " `focalpoint add FILE`.",
    )
