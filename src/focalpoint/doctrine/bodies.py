"""Bodies that can receive assessed information: entry points, who may convey, and routes when one is blocked."""

import datetime as dt

from focalpoint.doctrine.records import Checked, Fact, Note, Part, Record, later
from focalpoint.reference.countries import watched


class About(Part):
    """What the catalogue is for and what its flag covers."""

    purpose: str
    checked_flag: str


class RoutingRule(Note):
    """A rule of conveying."""

    record_kind = "routing rule"


class DeadlockRoute(Record):
    """What remains when a way is blocked; the steps have no order."""

    record_kind = "deadlock route"
    shown = "situation"
    situation: str
    steps: tuple[str, ...]


class OfficeFact(Fact):
    """A fact about the joint office."""

    record_kind = "office fact"
    text: str


class Membership(Part):
    """Which States are members of a body, in the year of which it speaks: one by one, or all States of a region."""

    as_of: int
    checked: Checked
    looked_at: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    states: tuple[str, ...] = ()

    def iso3s(self) -> frozenset[str]:
        """Return the members by ISO3."""
        of_regions = {each.iso3 for each in watched() if each.region in self.regions}
        return frozenset((of_regions - set(self.without)) | set(self.states))


class Term(Part):
    """States that hold seats from one day to another, both included; without days, for good."""

    states: tuple[str, ...]
    start: dt.date = dt.date.min
    end: dt.date = dt.date.max


class Seats(Part):
    """Who holds the seats of a body, as far as the terms are known."""

    size: int
    terms: tuple[Term, ...]
    checked: Checked
    checked_facts: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()

    def holders(self, on: dt.date) -> frozenset[str]:
        """Return the States that are known to hold a seat on a day, by ISO3."""
        return frozenset(iso3 for term in self.terms if term.start <= on <= term.end for iso3 in term.states)

    def is_whole(self, on: dt.date) -> bool:
        """Whether every holder is known on a day, so that another State holds no seat."""
        return len(self.holders(on)) == self.size


class Step(Part):
    """What a decision on a matter needs."""

    matter: str
    needs: str


class Decision(Part):
    """How a body decides: the next step counts where the one before it fails. A member may be party to the matter."""

    steps: tuple[Step, ...]
    party_votes: bool
    party_takes_part: bool
    basis: str
    checked: Checked
    checked_facts: tuple[str, ...] = ()
    looked_at: tuple[str, ...] = ()


class Body(Fact):
    """A body: what starts it, who may come to it with what, what it can put out, and its limits."""

    record_kind = "body"
    shown = "name"
    name: str
    level: str
    role: str
    trigger: str
    entry_points: str
    document_types: str
    meeting_or_tempo: str
    decision_rule: str
    outputs: str
    limits: str
    mandate_ref: tuple[str, ...]
    checked_facts: tuple[str, ...]
    decision: Decision | None = later(None)
    territory: tuple[str, ...] = later(())  # States that the mandate is limited to, by ISO3
    seats: Seats | None = later(None)
    membership: Membership | None = later(None)  # None is a body of the whole world


class Bodies(Part):
    """The file bodies.yaml."""

    about: About
    routing_rules: tuple[RoutingRule, ...]
    deadlock_routes: tuple[DeadlockRoute, ...]
    facts: tuple[OfficeFact, ...]
    bodies: tuple[Body, ...]

    def name(self, body: str) -> str:
        """Return a body's name by its id; the id where the file does not know it."""
        return next((each.name for each in self.bodies if each.id == body), body)
