"""The sources of a release in one line, as exports and captions print them."""

from focalpoint.foresight.release.manifest import RECORDS, Manifest

# What the sources are called in print; one that is not here keeps its own name.
NAMES = {
    "acled": "ACLED",
    "coups": "coup records",
    "epr": "EPR",
    "gdelt_panel": "GDELT",
    "idmc": "IDMC",
    "mentions": "UN general debate",
    "ucdp_candidate": "UCDP Candidate",
    "ucdp_ged": "UCDP GED",
    "ucdp_ged_panel": "UCDP GED",
    "ucdp_ov": "UCDP organized violence",
    "un_igme": "UN IGME",
    "unhcr": "UNHCR",
    "vdem": "V-Dem",
    "wdi": "World Bank WDI",
}


def source_line(manifest: Manifest) -> str:
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
    named = [f"{NAMES.get(one.source, one.source)} {one.release or ''}".strip() for one in order]
    return "; ".join(dict.fromkeys(named))
