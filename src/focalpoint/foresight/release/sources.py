"""The sources of a release in one line, as exports and captions print them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the desk's pages use the names and load no tables
    from focalpoint.foresight.release.manifest import Manifest

# The sources that count deaths by month.
RECORDS = ("ucdp_ged", "ucdp_ged_panel", "ucdp_candidate", "ucdp_candidate_panel", "acled")
# What the sources are called in print; one that is not here keeps its own name.
NAMES = {
    "acled": "ACLED",
    "coups": "coup records",
    "epr": "EPR",
    "gdelt_panel": "GDELT",
    "idmc": "IDMC",
    "mentions": "UN general debate",
    "ucdp_candidate": "UCDP Candidate",
    "ucdp_candidate_panel": "UCDP Candidate",
    "ucdp_ged": "UCDP GED",
    "ucdp_ged_panel": "UCDP GED",
    "ucdp_ov": "UCDP organized violence",
    "un_igme": "UN IGME",
    "unhcr": "UNHCR",
    "vdem": "V-Dem",
    "wdi": "World Bank WDI",
}


def line(named: Iterable[tuple[str, str | None]]) -> str:
    """Write sources with their releases; equal ones once.

    >>> line([("ucdp_ged", "25.1"), ("vdem", "15"), ("ucdp_ged_panel", "25.1"), ("coups", None)])
    'UCDP GED 25.1; V-Dem 15; coup records'
    """
    return "; ".join(dict.fromkeys(f"{NAMES.get(source, source)} {release or ''}".strip() for source, release in named))


def source_line(manifest: "Manifest") -> str:
    """Name every input with its release, the counts of deaths first.

    Parameters
    ----------
    manifest : of any layout.

    Returns
    -------
    str
        For example "UCDP GED 25.1; V-Dem 15". An input without a release is named alone; equal ones once.
    """
    order = sorted(manifest.inputs, key=lambda one: (one.source not in RECORDS, one.id))
    return line((one.source, one.release) for one in order)
