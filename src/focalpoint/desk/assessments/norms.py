"""What binds the States of a situation where a risk factor is present, as far as treaty status is known."""

import dataclasses
import datetime as dt
from collections.abc import Collection

from django.utils.translation import gettext as _

from focalpoint.doctrine.framework import Factor, Norm
from focalpoint.doctrine.parties import table
from focalpoint.reference.countries import watched


@dataclasses.dataclass(frozen=True)
class ShownNorm:
    """A norm with a line for each State and each instrument in which it is written."""

    norm: Norm
    standings: list[str]


def norms_of(factor: Factor, iso3s: Collection[str], on: dt.date) -> list[ShownNorm]:
    """Return the norms of a factor as they bound on a day; what binds every State needs no status."""
    names = {each.iso3: _(each.name) for each in watched() if each.iso3 in iso3s}
    return [
        ShownNorm(
            norm,
            [
                standing_line(instrument, iso3, name, on)
                for instrument in (norm.instruments if norm.binds == "parties" else ())
                for iso3, name in names.items()
            ],
        )
        for norm in factor.norms
    ]


def standing_line(instrument: str, iso3: str, state: str, on: dt.date) -> str:
    """Say how a State stands to an instrument on a day, and of which month that is known."""
    standing = table().standing(instrument, iso3, on)
    words = {"instrument": instrument, "state": state, "month": standing.as_of, "day": standing.on, "on": on}
    said = {
        "party": _("%(instrument)s: %(state)s was party on %(on)s, since %(day)s (table of %(month)s)."),
        "signatory": _("%(instrument)s: %(state)s had signed and was not bound on %(on)s (table of %(month)s)."),
        "neither": _("%(instrument)s: %(state)s was not party on %(on)s (table of %(month)s)."),
        "unknown": _("%(instrument)s: not known for %(state)s on %(on)s."),
    }
    if standing.is_past:
        return said[standing.kind] % words
    said = {
        "party": _("%(instrument)s: %(state)s is party since %(day)s (as of %(month)s)."),
        "signatory": _("%(instrument)s: %(state)s has signed and is not bound (as of %(month)s)."),
        "neither": _("%(instrument)s: %(state)s is not party (as of %(month)s)."),
        "unknown": _("%(instrument)s: not known for %(state)s."),
    }
    return said[standing.kind] % words
