"""What a reader must know before the figures of a State: where its events are recorded, and what no source counts."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.watch.models import CountryForecast

NOTES: dict[str, tuple[Any, ...]] = {
    "ISR": (
        _("The source (UCDP) records events in Gaza and the West Bank under Israel: the figures here include them."),
    ),
    "PSE": (
        _(
            "The source (UCDP) records events in Gaza and the West Bank under Israel. What happened here is therefore "
            "unknown in these figures. It is not zero."
        ),
    ),
    "SRB": (_("Events in Kosovo before 2008 are recorded under Serbia; later ones under no State of this list."),),
    "RUS": (_("Figures before 1992 are those of the Soviet Union."),),
    "SSD": (_("South Sudan became independent in July 2011; earlier events are recorded under the Sudan."),),
    "SDN": (_("Events before July 2011 include those in what is now South Sudan."),),
    "YEM": (_("Figures before May 1990 are those of North Yemen."),),
    "MAR": (_("Western Sahara is a Non-Self-Governing Territory and no part of this row."),),
}
# What is said instead where the release holds single events, each with its place.
APART: dict[str, tuple[Any, ...]] = {
    "ISR": (
        _(
            "The source (UCDP) counts events in Gaza and the West Bank under Israel: the chances and totals here "
            "include them. The events below are distinguished by place."
        ),
    ),
    "PSE": (
        _(
            "The source (UCDP) counts events in Gaza and the West Bank under Israel, so there is no forecast for the "
            "State of Palestine alone. The events below are those of Gaza and the West Bank."
        ),
    ),
}
# States whose note here says more than the one that the release brings.
SAID = frozenset(NOTES) & {"ISR", "PSE"}
# What the sources of the profile are called on the page; one that is not listed keeps its own name.
SOURCES = {
    "coups": _("coup records"),
    "epr": "EPR",
    "idmc": "IDMC",
    "mentions": _("UN general debate"),
    "ucdp_ov": "UCDP",
    "un_igme": "UN IGME",
    "unhcr": "UNHCR",
    "vdem": "V-Dem",
    "wdi": _("World Bank"),
}
NOT_COUNTED = _("Deaths by starvation, by disease and in detention are not counted by the source.")
FLOOR = _("A recorded number is a floor: what was not reported is not in it.")
SILENT = _(
    "Observability: cannot tell. Fewer than two of its four parts are known, so it is unknown how much of what "
    "happens here is seen."
)
PARTLY = _(
    "Observability is %(share)s %%: the mean of up to four parts (yearly figures that are published, openness, events "
    "whose day or month is known, media reports for each event). It says how far a low count may be trusted."
)
ONE_ESTIMATE = _("Low and high estimates of the recorded killings are unknown; only the best estimate was published.")
NO_INDICATOR = _("%(label)s: no value known (%(source)s).")
NO_DRIVER = _("%(label)s: %(note)s.")


def remarks(state: CountryForecast, *, with_events: bool = False) -> list[str]:
    """Return what must be read with the figures of a State: the release's own note, then the standing ones.

    With single events in hand Gaza, the West Bank and Israel are distinguished, and the standing note says so.
    """
    own = _now(state.note) if state.note and state.iso3 not in SAID else ""
    known = APART if with_events and state.iso3 in APART else NOTES
    standing = [str(each) for each in known.get(state.iso3, ())]
    return ([f"{own[0].upper()}{own[1:]}."] if own else []) + standing
