"""Which edition a file of UCDP events is: by the number in its name or the one given, held against its content."""

import dataclasses
import datetime as dt
import functools
from collections.abc import Sequence
from importlib import resources

import polars as pl
import yaml
from pydantic import BaseModel, ConfigDict

from focalpoint.foresight.sources import registry
from focalpoint.foresight.vintages.edition import (
    CANDIDATE_SOURCE,
    EXTRACT,
    FIRST_YEAR,
    YEARLY_SOURCE,
    Edition,
    Kind,
    UnknownEdition,
    named_release,
    of_release,
)
from focalpoint.foresight.vintages.vintage import Vintage
from focalpoint.reference.calendar import EPOCH_YEAR, month_id, month_label, parse_month, year_of
from focalpoint.reference.countries import watched
from focalpoint.reference.errors import FocalpointError

PART = f"or --release {EXTRACT} when rows were left out"


class Rules(BaseModel):
    """What a whole file has that an extract has not."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    version: int
    final_since_month: int
    world_regions: int
    least_own_share: float
    least_month_events: int


@functools.cache
def rules() -> Rules:
    """Return the rules that ship with the package.

    >>> rules().world_regions
    3
    """
    text = resources.files(__package__).joinpath("identification.yaml").read_text(encoding="utf-8")
    return Rules.model_validate(yaml.safe_load(text))


class EditionNotKnown(FocalpointError):
    """A file that may be whole, and nothing says which months it covers."""


class EditionContradicted(FocalpointError):
    """A number that does not fit what is in the file, or two numbers that differ."""


@dataclasses.dataclass(frozen=True, slots=True)
class Content:
    """What a file of events holds, as far as it distinguishes editions.

    ``months`` are the months with an event, sorted; ``own`` counts events by month in the same order. ``is_clear``
    says that the coding of every event is done, ``is_wide`` that its events lie on enough continents for the world.
    """

    rows: int
    months: tuple[int, ...]
    own: tuple[int, ...]
    is_clear: bool
    is_wide: bool

    @property
    def first(self) -> int:
        """The first month with an event."""
        return self.months[0]

    @property
    def last(self) -> int:
        """The last month with an event."""
        return self.months[-1]


def content(frame: pl.DataFrame) -> Content:
    """Return what a table of canonical events holds.

    Parameters
    ----------
    frame : iso3, date_start, clear.
    """
    day = pl.col("date_start").dt
    month = (day.year().cast(pl.Int32) - EPOCH_YEAR) * 12 + day.month()
    by_month = frame.group_by(month.alias("month")).len().sort("month")
    regions = {state.iso3: state.region for state in watched()}
    named = {regions[iso3] for iso3 in frame["iso3"].unique() if iso3 in regions}
    return Content(
        frame.height,
        tuple(by_month["month"]),
        tuple(by_month["len"]),
        is_clear=bool(frame["clear"].fill_null(value=True).all()),
        is_wide=len(named) >= rules().world_regions,
    )


def identify(held: Content, *, names: Sequence[str], given: str | None, source: str, known_at: dt.date) -> Edition:
    """Say which edition a file is.

    Parameters
    ----------
    held : what it holds.
    names : the file's name and, of an archive, the member's.
    given : the release a person gave (``--release``), or ``extract``.
    source : what its layout and coding status say: ``ucdp_ged`` or ``ucdp_candidate``.
    known_at : the day on which it was known.

    Returns
    -------
    The edition. A file with a number that holds less than that edition is an extract of it, and so is a file
    without a number that cannot be whole: it covers no month by itself.

    Raises
    ------
    EditionNotKnown
        When the file may be whole and no number is known.
    EditionContradicted
        When a number does not fit the content, or two names differ.
    UnknownEdition
        When the number given is none of UCDP's.
    """
    if given == EXTRACT:
        return _extract(held, source, known_at)
    number = given or _named(names)
    if number is None:
        return _unnamed(held, names[0], source, known_at)
    return _held_against(of_release(number), held, names[0], source)


def _named(names: Sequence[str]) -> str | None:
    numbers = list(dict.fromkeys(number for name in names if (number := named_release(name))))
    if len(numbers) > 1:
        raise EditionContradicted(
            f"The name {names[0]} says release {numbers[0]}, the file in it {numbers[1]}.",
            todo="Say which it is: --release NUMBER.",
        )
    return numbers[0] if numbers else None


def _unnamed(held: Content, name: str, source: str, known_at: dt.date) -> Edition:
    if source == YEARLY_SOURCE and _is_whole_yearly(held):
        return of_release(f"{year_of(held.last) - 1999}.1")
    if source == CANDIDATE_SOURCE and held.is_wide and not held.is_clear:
        raise EditionNotKnown(
            f"{name} holds candidate events from {month_label(held.first)} to {month_label(held.last)}, and its name"
            " has no release number: which months it covers is not known.",
            todo=f"Say which it is: {_suggestions(held)}, {PART}.",
        )
    return _extract(held, source, known_at)


def _suggestions(held: Content) -> str:
    """Name the numbers that the content allows."""
    year, month = year_of(held.last) - 2000, (held.last - 1) % 12 + 1
    monthly = f"--release {year}.0.{month} when it is the file of {month_label(held.last)} alone"
    return monthly if month == 1 else f"{monthly}, --release {year}.01.{year}.{month:02d} when it holds the year so far"


def _held_against(claimed: Edition, held: Content, name: str, source: str) -> Edition:
    if held.last > claimed.last:
        raise _contradicted(claimed, name, f"events of {month_label(held.last)}, after its last month")
    if claimed.is_final and source == CANDIDATE_SOURCE:
        raise _contradicted(claimed, name, "events whose coding is not done, as only candidate releases have")
    if claimed.is_final:
        whole = _is_whole_yearly(held) and year_of(held.last) == year_of(claimed.last)
        return claimed if whole else _part(claimed, held)
    if held.is_clear or not held.is_wide:
        return _part(claimed, held)
    return _whole_candidate(claimed, held, name)


def _whole_candidate(claimed: Edition, held: Content, name: str) -> Edition:
    """Check that a candidate file has enough events in each month it covers, and most of its events there."""
    counts = dict(zip(held.months, held.own, strict=True))
    own = {month: counts.get(month, 0) for month in range(claimed.first, claimed.last + 1)}
    empty = [month for month, count in own.items() if not count]
    if empty:
        raise _contradicted(claimed, name, f"no event of {month_label(empty[0])}")
    if sum(own.values()) < rules().least_own_share * held.rows:
        raise _contradicted(claimed, name, f"most of its events before {month_label(claimed.first)}")
    least, (month, fewest) = rules().least_month_events, min(own.items(), key=lambda one: one[1])
    if fewest < least:
        found = f"only {fewest:,} events of {month_label(month)} (a whole file has at least {least:,} a month)"
        raise _contradicted(claimed, name, found)
    return claimed


def _contradicted(claimed: Edition, name: str, found: str) -> EditionContradicted:
    covers = f"{month_label(claimed.first)} to {month_label(claimed.last)}"
    return EditionContradicted(
        f"{name} is taken for release {claimed.release}, which covers {covers}, but it holds {found}.",
        todo=f"Say which release it is: --release NUMBER, {PART}.",
    )


def _is_whole_yearly(held: Content) -> bool:
    """Whether a final file can be whole: as many rows as a release has, from 1989, with events in every year."""
    least = registry.source(YEARLY_SOURCE).layouts[0].minimum_rows
    years = {year_of(month) for month in held.months}
    whole = years == set(range(FIRST_YEAR, year_of(held.last) + 1))
    return held.is_clear and held.is_wide and held.rows >= least and whole


def _extract(held: Content, source: str, known_at: dt.date) -> Edition:
    """An extract of an edition that is not known: of final events when a final release of its years can be out."""
    out = known_at.year - 1 if known_at.month >= rules().final_since_month else known_at.year - 2
    final = source == YEARLY_SOURCE and held.last <= month_id(out, 12)
    kind: Kind = "extract"
    return Edition(YEARLY_SOURCE if final else CANDIDATE_SOURCE, None, kind, held.first, held.last)


def _part(claimed: Edition, held: Content) -> Edition:
    """An extract of a known edition."""
    first = max(held.first, claimed.first)
    return dataclasses.replace(claimed, kind="extract", first=min(first, held.last), last=held.last)


def described(vintage: Vintage, found: Edition) -> Vintage:
    """Write an edition into a vintage's description."""
    return dataclasses.replace(
        vintage,
        source=found.source,
        release=found.release,
        kind=found.kind,
        covers_first=month_label(found.first),
        covers_last=month_label(found.last),
    )


def edition_of(vintage: Vintage) -> Edition:
    """Return the edition of a vintage of UCDP's events, or of their aggregate, from its description alone.

    A description from before editions were written down has none: then the number in the name of the file counts, then
    the release; a final file with fewer rows than a release has is an extract.
    """
    if not vintage.kind:
        return _recalled(vintage)
    months = parse_month(vintage.covers_first), parse_month(vintage.covers_last)
    number = of_release(vintage.release).number if vintage.release else ()
    return Edition(vintage.source, vintage.release, vintage.kind, *months, number)


def _recalled(vintage: Vintage) -> Edition:
    source = CANDIDATE_SOURCE if vintage.source == CANDIDATE_SOURCE else YEARLY_SOURCE
    months = (parse_month(vintage.first), parse_month(vintage.last)) if vintage.first else (1, 0)
    number = named_release(vintage.original_name) or named_release(vintage.member)
    # Earlier versions made up the number of a candidate file from its last month: that is no reason to call it whole.
    if number is None and (source == YEARLY_SOURCE or not vintage.original_name):
        number = vintage.release
    try:
        found = of_release(number or "")
    except UnknownEdition:
        return Edition(source, None, "extract", *months)
    least = registry.source(YEARLY_SOURCE).layouts[0].minimum_rows
    if vintage.source == YEARLY_SOURCE and vintage.rows_kept + vintage.rows_bad < least:
        return dataclasses.replace(found, kind="extract", first=months[0], last=months[1])
    return found
