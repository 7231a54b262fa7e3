"""The rows of the scope test: the acts of each crime by the catalogue, and the elements that make an act that crime."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.doctrine import catalogue, per_catalogue

# What is known of a row. An empty answer is another value again: not examined.
UNKNOWN, NONE = "unknown", "none"
LEVELS = ("indication", "suspicion", "grounds", "court")  # the four levels of the catalogue, in rising order
KNOWN = [
    ("", _("not looked at")),
    (UNKNOWN, _("not known")),
    (NONE, _("none reported")),
    ("indication", _("indication")),
    ("suspicion", _("reasonable suspicion")),
    ("grounds", _("reasonable grounds to believe")),
    ("court", _("court finding")),
]
RATED = [
    ("", _("not looked at")),
    (UNKNOWN, _("not known")),
    (NONE, _("none")),
    ("low", _("low")),
    ("moderate", _("moderate")),
    ("high", _("high")),
]
GROUPS = [
    ("national", _("national")),
    ("ethnical", _("ethnical")),
    ("racial", _("racial")),
    ("religious", _("religious")),
]
CONFLICTS = [
    ("IAC", _("international armed conflict")),
    ("occupation", _("occupation")),
    ("NIAC", _("non-international armed conflict")),
]
PERSECUTION = "c.h"
RABAT = ("rabat.context", "rabat.speaker", "rabat.intent", "rabat.content", "rabat.extent", "rabat.likelihood")


@dataclass(frozen=True)
class Row:
    """One row: an act or an element of a crime, what may be known of it, and which kinds it may be of."""

    id: str
    crime: str
    text: str | Promise
    is_act: bool = False
    article: str = ""
    answers: tuple[tuple[str, str | Promise], ...] = tuple(KNOWN)
    kinds: tuple[tuple[str, str | Promise], ...] = ()


ELEMENTS = (
    Row("genocide.group", "genocide", _("The victims are a protected group"), kinds=tuple(GROUPS)),
    Row("genocide.intent", "genocide", _("Intent to destroy the group, in whole or in substantial part")),
    Row("war.conflict", "war_crimes", _("An armed conflict exists"), kinds=tuple(CONFLICTS)),
    Row("war.nexus", "war_crimes", _("The acts are linked to the conflict")),
    Row("cah.attack", "crimes_against_humanity", _("An attack on civilians: several acts in one course of conduct")),
    Row("cah.scale", "crimes_against_humanity", _("The attack is widespread or systematic")),
    Row("cah.policy", "crimes_against_humanity", _("A policy of a State or an organization")),
    Row("cleansing.purpose", "ethnic_cleansing", _("A purpose that one identity alone remains in the area")),
)
CALLS = (
    Row("incitement.call", "incitement", _("A direct and public call to destroy a group")),
    Row("rabat.context", "incitement", _("Rabat test: context"), answers=tuple(RATED)),
    Row("rabat.speaker", "incitement", _("Rabat test: the speaker's standing"), answers=tuple(RATED)),
    Row("rabat.intent", "incitement", _("Rabat test: intent"), answers=tuple(RATED)),
    Row("rabat.content", "incitement", _("Rabat test: content and form"), answers=tuple(RATED)),
    Row("rabat.extent", "incitement", _("Rabat test: extent"), answers=tuple(RATED)),
    Row("rabat.likelihood", "incitement", _("Rabat test: likelihood of harm, and how soon"), answers=tuple(RATED)),
)
ELEMENTS_OF = {crime: tuple(row.id for row in ELEMENTS if row.crime == crime) for crime in {r.crime for r in ELEMENTS}}


@per_catalogue
def rows() -> dict[str, Row]:
    """Return every row by its id: crime by crime, first the elements, then the acts; incitement last."""
    found = []
    for crime in catalogue().crimes.crimes:
        found += [row for row in ELEMENTS if row.crime == crime.id]
        found += [Row(act.id, crime.id, act.act, is_act=True, article=act.art or "") for act in crime.acts]
    return {row.id: row for row in [*found, *CALLS]}


@per_catalogue
def asked_rows() -> tuple[Row, ...]:
    """Return the rows that one person answers. Whether speech is incitement is rated by two people apart."""
    found = [row for row in rows().values() if row.id not in RABAT]
    alone = tuple(each for each in KNOWN if each[0] in ("", UNKNOWN, NONE))
    return tuple(replace(row, answers=alone) if row.crime == "incitement" else row for row in found)


@per_catalogue
def acts_of(crime: str) -> frozenset[str]:
    """Return the ids of the acts of a crime."""
    return frozenset(row.id for row in rows().values() if row.crime == crime and row.is_act)


@per_catalogue
def is_of_wars_between_states(act: str) -> bool:
    """Whether an act is a war crime in international armed conflict alone, by the catalogue."""
    war = next(crime for crime in catalogue().crimes.crimes if crime.id == "war_crimes")
    return any(each.id == act and each.ct == "IAC" for each in war.acts)


@per_catalogue
def crime_names() -> dict[str, str]:
    """Return the names of the crimes by their ids."""
    return {crime.id: crime.name for crime in catalogue().crimes.crimes} | {"incitement": str(_("Incitement"))}
