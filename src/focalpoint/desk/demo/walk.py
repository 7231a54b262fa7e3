"""How far a worked situation has come, and who takes the next step."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar

from focalpoint.desk.assessments.models import Assessment, Judgement
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.demo import facts
from focalpoint.desk.demo.script import Script, day
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.options.models import Paper
from focalpoint.desk.people.models import User
from focalpoint.desk.situations.models import Situation, Speech

T = TypeVar("T")
DAYS = ("due_on", "exit_or_review_on", "expires_on", "window_from", "window_to", "answer_due_on", "on")


@dataclass
class Walk:
    """How far a played situation has come."""

    script: Script
    now: dt.datetime
    sources: dict[str, Source] = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    situation: Situation | None = None
    speech: Speech | None = None
    assessment: Assessment | None = None
    judgement: Judgement | None = None
    paper: Paper | None = None
    submission: Submission | None = None
    sent: Transmission | None = None

    def fact(self, name: str) -> facts.FoundFact:
        """Return a fact of the catalogue, or one that the script gives with its public source."""
        own = self.script.facts.get(name)
        return facts.own_fact(name, own) if own else facts.find_fact(name)

    def dated(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return what was given with its days as dates."""
        return given | {name: day(given[name], self.now) for name in DAYS if name in given}


@dataclass(frozen=True)
class Actor:
    """Who does a step, and when."""

    by: User
    at: dt.datetime

    @property
    def signed(self) -> dict[str, Any]:
        """Return what every action asks for."""
        return {"by": self.by, "at": self.at}


def there(thing: T | None) -> T:
    """Return what an earlier step made; a script that forgot it is a bug."""
    assert thing is not None  # noqa: S101 - as above
    return thing
