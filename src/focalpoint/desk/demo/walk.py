"""How far a worked situation has come, and who takes the next step."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, TypeVar

from focalpoint.desk.assessments.models import Assessment, Judgement
from focalpoint.desk.decisions.models import Submission, Transmission
from focalpoint.desk.demo import facts
<<<<<<< HEAD
from focalpoint.desk.demo.script import Script, day
from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.options.models import Paper
=======
from focalpoint.desk.demo.script import Script, day, time
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake import grading
from focalpoint.desk.intake.models import Event, Item, Source
from focalpoint.desk.interests import actions as declaring
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import measure
>>>>>>> 222bf3fb ([interests] Whoever writes, signs or decides declares interests first: in the note and its hash, answered by another person; an alert owes them)
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


<<<<<<< HEAD
def there(thing: T | None) -> T:
=======
def play(script: Script, *, now: dt.datetime) -> Walk:
    """Play a script to its end; an act that fails stops it, since a script is never played by halves."""
    walk = Walk(script, now)
    for step in script.steps:
        actor = Actor(User.objects.get(username=step.by, demonstration=True), time(step.at, now))
        ACTS[step.do](walk, actor, step.more)
    return walk


def _register(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Register a published source with its first grade."""
    names = ("label", "kind", "independence_group", "tlp")
    source = Source(**{name: more[name] for name in names if name in more})
    given = {"subject": RELIABILITY, "grade": more["grade"], "reason": more["reason"]}
    walk.sources[more["as"]] = taking.register_source(source=source, **given, **actor.signed)


def _file(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """File a fact of the catalogue as an item; its text says how far it was checked, and that it is reconstructed."""
    fact = facts.find_fact(more["fact"])
    text = f"{fact.text}\n\n{facts.flag(fact)} Source: {facts.seen_in(fact)}.\n\n{walk.script.note}"
    marks = {"tlp": more["tlp"]} if "tlp" in more else {}
    item = Item(
        **marks,
        title=f"{more['title']} (reconstruction)",
        text=text,
        obtained_on=actor.at.date(),
        how_obtained=f"Entry {fact.id} of the catalogue of cases, compiled from public sources.",
        consent_bodies=True,
        consent_public=True,
    )
    given: dict[str, Any] = {"event": _event(more, fact), "attachments": _files(more, text)}
    walk.items[more["fact"]] = taking.file_item(item=item, **given, **actor.signed)


def _files(more: dict[str, Any], text: str) -> list[taking.Attachment]:
    """Return the entry as a file of its own, where the script names one."""
    return [taking.Attachment(more["file"], text.encode())] if "file" in more else []


def _event(more: dict[str, Any], fact: facts.FoundFact) -> Event | None:
    """Return what happened, where the fact is an event; what the catalogue does not say is unknown."""
    if "event" not in more:
        return None
    known = {"happened_on": fact.day, "date_precision": "exact"} if fact.day else {}
    return Event(what=f"{fact.text} {facts.flag(fact)}", how_known="media", **known, **more["event"])


def _weigh(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Name the source of an item and set its credibility by how far the fact was checked."""
    fact = facts.find_fact(more["fact"])
    item = walk.items[more["fact"]]
    named: dict[str, Any] = {"source": walk.sources[more["source"]], "subject": RELIABILITY}
    taking.name_source(item=item, **named, revision=item.revision, **actor.signed)
    reason = f"{facts.flag(fact)} Set by that flag alone; no second origin was sought for this reconstruction."
    graded: dict[str, Any] = {"credibility": CREDIBILITY[fact.checked], "reason": reason, "confirmed_by": []}
    grading.grade_item(item=item, **graded, revision=item.revision, **actor.signed)


def _open(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    names = ("title", "areas", "populations", "tlp", "need_to_know")
    situation = Situation(reconstruction=True, **{name: more[name] for name in names if name in more})
    item = walk.items[more["from"]]
    walk.situation = situating.open_situation(
        situation=situation, iso3s=more["iso3s"], item=item, closes=True, **actor.signed
    )


def _link(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    for fact in more["facts"]:
        situating.link_item(situation=_there(walk.situation), item=walk.items[fact], closes=True, **actor.signed)


def _admit(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    situation, person = _there(walk.situation), User.objects.get(username=more["person"])
    given = {"is_member": True, "reason": more["reason"], "revision": situation.revision}
    change_members(subject=situation, person=person, **given, **actor.signed)


def _scope(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    found = [_finding(walk, **row) for row in more.get("findings", ())]
    test = ScopeTest(situation=walk.situation, **{name: value for name, value in more.items() if name != "findings"})
    situating.run_scope_test(test=test, findings=found, **actor.signed)


def _ask_for(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Give a person the task to find out what the scope test could not say."""
    owner, due_on = User.objects.get(username=more["owner"]), day(more["due_on"], walk.now)
    words = {name: more[name] for name in ("what", "from_whom", "unsafe")}
    task = CollectionTask(situation=walk.situation, owner=owner, due_on=due_on, **words)
    collecting.open_task(task=task, **actor.signed)


def _finding(walk: Walk, facts: Sequence[str] = (), against: Sequence[str] = (), **row: str) -> situating.Finding:
    items, others = ([walk.items[fact] for fact in each] for each in (facts, against))
    return situating.Finding(**row, items=items, against=others)


def _start(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    walk.assessment = assessing.start(situation=_there(walk.situation), **actor.signed)


def _write(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    draft = _there(walk.assessment)
    texts = more | ({"expires_on": day(more["expires_on"], walk.now)} if "expires_on" in more else {})
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, **actor.signed)


def _answer_factors(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Answer factors; each value is the answer, why, and the facts behind it."""
    draft = _there(walk.assessment)
    for factor, (value, why, *behind) in more.items():
        evidence = [walk.items[fact] for fact in behind]
        given = {"factor": factor, "value": value, "note": why, "evidence": evidence}
        assessing.set_factor(assessment=draft, **given, revision=draft.revision, **actor.signed)


def _judge(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    draft = _there(walk.assessment)
    window = {name: day(more[name], walk.now) for name in ("window_from", "window_to")}
    judgement = Judgement(assessment=draft, **(more | window))
    assessing.record_judgement(judgement=judgement, revision=draft.revision, **actor.signed)


def _dissent(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    assessing.dissent(assessment=_there(walk.assessment), text=more["text"], **actor.signed)


def _explain_no_local_view(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    consulting.explain_no_local_view(assessment=_there(walk.assessment), reason=more["reason"], **actor.signed)


def _consider(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    """Consider measures, on a paper that is started with the first."""
    if walk.paper is None:
        walk.paper = opting.start(assessment=_there(walk.assessment), **actor.signed)
    paper = walk.paper
    for given in map(dict, more["options"]):
        days = {name: day(given[name], walk.now) for name in ("due_on", "exit_or_review_on") if name in given}
        entry = measure(given["measure"])
        known = {"decider": entry.decided_by, "legal_basis": entry.charter_or_legal_basis} if given.get("owner") else {}
        records = _resting(walk, given.pop("records", {}))
        if cost := given.pop("cost", None):
            records["cost"] = dict(zip(("acting", "not_acting", "main_risk"), cost, strict=True))
        option = Option(paper=paper, records=records, **(known | given | days))
        opting.consider(option=option, revision=paper.revision, **actor.signed)
    opting.save_no_new_measure(paper=paper, text=more["no_new_measure"], revision=paper.revision, **actor.signed)


def _resting(walk: Walk, records: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Return records with the items that were filed from the facts which a script names as their evidence."""
    return {
        name: {
            part: " ".join(walk.items[fact].ref for fact in text.split()) if part.endswith("_on") else text
            for part, text in given.items()
        }
        for name, given in records.items()
    }


def _read_safeguards(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    option = _there(walk.paper).options.current().get(measure=more["measure"], pillar=more["pillar"])
    opting.confirm_reading(option=option, shown=option.pk, **actor.signed)


def _withdraw_option(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    paper = _there(walk.paper)
    option = paper.options.current().get(measure=more["measure"], pillar=more["pillar"])
    opting.withdraw(option=option, reason=more["reason"], revision=paper.revision, **actor.signed)


def _declare_interests(walk: Walk, actor: Actor) -> None:
    """Declare no interest once: the people of the demonstration are invented and have none."""
    situation = _there(walk.situation)
    if not situation.declarations.filter(by=actor.by).exists():
        declaring.declare(situation=situation, **actor.signed)


def _submit(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    _declare_interests(walk, actor)
    draft = _there(walk.assessment)
    draft.refresh_from_db()
    walk.submission = deciding.submit(assessment=draft, revision=draft.revision, **actor.signed)


def _return(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    submission = _fresh(walk)
    deciding.send_back(submission=submission, reason=more["reason"], revision=submission.revision, **actor.signed)
    _there(walk.assessment).refresh_from_db()


def _sign(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    _declare_interests(walk, actor)
    submission = _fresh(walk)
    read = read_now(submission, at=actor.at)
    deciding.sign(submission=submission, read=read, revision=submission.revision, **actor.signed)


def _decide(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    _declare_interests(walk, actor)
    submission, way = _fresh(walk), more["route"]
    chosen = {"options": tuple(way["options"]), "answer_due_on": day(way["answer_due_on"], walk.now)}
    route = Route(**(way | chosen))
    given = {"choice": more["choice"], "reason": more["reason"], "on": day(more["on"], walk.now), "route": route}
    taken = deciding.decide(submission=submission, **given, revision=submission.revision, **actor.signed)
    walk.sent = taken.transmissions.order_by("sent_at", "pk").first()


def _acknowledge(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    exchange.acknowledge(transmission=_there(walk.sent), **actor.signed)


def _reply(walk: Walk, actor: Actor, more: dict[str, Any]) -> None:
    exchange.answer(transmission=_there(walk.sent), text=more["text"], **actor.signed)


def _fresh(walk: Walk) -> Submission:
    """Return the submission as everybody sees it now."""
    return Submission.objects.get(pk=_there(walk.submission).pk)


def _there(thing: T | None) -> T:
>>>>>>> 222bf3fb ([interests] Whoever writes, signs or decides declares interests first: in the note and its hash, answered by another person; an alert owes them)
    """Return what an earlier step made; a script that forgot it is a bug."""
    assert thing is not None  # noqa: S101 - as above
    return thing
