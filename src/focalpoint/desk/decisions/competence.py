"""The bodies that have competence for one situation, by what the catalogue and the record of the office say of it."""

import datetime as dt

from focalpoint.desk.decisions.queries import agendas
from focalpoint.desk.decisions.transmission.reach import Reached, reached
from focalpoint.desk.options.queries import state_is_alleged
from focalpoint.desk.situations.models import Situation


def competent_bodies(situation: Situation, today: dt.date) -> list[Reached]:
    """Return every body as of the day of a situation: those with competence first, with why."""
    day, iso3s = situation.day_of_law(today), (each.iso3 for each in situation.places.all())
    known = agendas(situation, day)
    return reached(iso3s, on=day, is_alleged=state_is_alleged(situation), agendas=known)
