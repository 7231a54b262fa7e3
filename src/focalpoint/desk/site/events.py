"""Every kind of event that this installation can record."""

from focalpoint.desk.assessments.events import EVENTS as ASSESSMENTS
from focalpoint.desk.compartments.events import EVENTS as COMPARTMENTS
from focalpoint.desk.consultations.events import EVENTS as CONSULTATIONS
from focalpoint.desk.decisions.events import EVENTS as DECISIONS
from focalpoint.desk.intake.events import EVENTS as INTAKE
from focalpoint.desk.interests.events import EVENTS as INTERESTS
from focalpoint.desk.library.events import EVENTS as LIBRARY
from focalpoint.desk.life.events import EVENTS as LIFE
from focalpoint.desk.missions.events import EVENTS as MISSIONS
from focalpoint.desk.options.events import EVENTS as OPTIONS
from focalpoint.desk.people.events import EVENTS as PEOPLE
from focalpoint.desk.situations.events import EVENTS as SITUATIONS
from focalpoint.desk.trail.event_types import EventType
from focalpoint.desk.trail.events import EVENTS as TRAIL
from focalpoint.desk.watch.events import EVENTS as WATCH
from focalpoint.desk.web.events import EVENTS as WEB

EVENTS: tuple[EventType, ...] = (
    *WEB,
    *TRAIL,
    *PEOPLE,
    *WATCH,
    *LIBRARY,
    *INTAKE,
    *SITUATIONS,
    *LIFE,
    *ASSESSMENTS,
    *OPTIONS,
    *CONSULTATIONS,
    *INTERESTS,
    *MISSIONS,
    *DECISIONS,
    *COMPARTMENTS,
)
