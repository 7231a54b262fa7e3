"""The register of measured severity, and the deaths of a case: low, best, high, and always a floor."""

from typing import Literal

from focalpoint.doctrine.records import Checked, Fact, Part

Band = tuple[int, int, int]  # low, best, high


class DataSource(Part):
    """A data set that figures come from."""

    id: str
    what: str
    licence: str
    cite: str | None = None
    caution: str


class RegisterRow(Fact):
    """An episode of the register of measured severity. One-sided killing is low, best, high, and a floor."""

    record_kind = "register row"
    shown = "name"
    part: Literal["A", "B"]
    iso3: str
    name: str
    region: str
    subregion: str
    start: int
    end: int
    years_at_threshold: int
    one_sided: Band
    by_state: int
    by_other_state: int
    by_non_state: int
    main_perpetrator: str
    civilians_in_state_based: int
    all_organized_violence: int
    case: str | None
    told_in: str | None
    note: str | None


class NearYear(Part):
    """A year in which only the high estimate reaches the threshold."""

    ucdp: str
    year: int
    one_sided: Band


class Near(Part):
    """Years near the threshold, so that it can be questioned."""

    note: str
    rows: tuple[NearYear, ...]


class Span(Part):
    """Years, both included."""

    start: int
    end: int


class YearOfKilling(Part):
    """Deaths of one year: low, best, high."""

    year: int
    one_sided: Band
    by_state: int
    by_other_state: int
    by_non_state: int
    civilians_in_state_based: int
    all_organized_violence: Band


class Total(Span):
    """Deaths over the years of a case."""

    one_sided: Band
    civilians_in_state_based: int
    all_organized_violence_best: int


class Severity(Part):
    """What was measured, and where the source places it."""

    source: str
    located_under: str
    by_year: tuple[YearOfKilling, ...]
    sum_of_period: Total
    note: str | None = None
    checked: Checked
