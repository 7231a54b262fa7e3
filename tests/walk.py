"""One person a role, and the steps of the path, for every test that walks it."""

import dataclasses
import datetime as dt

from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.assessments.models import Assessment, Judgement
from focalpoint.desk.consultations import actions as consulting
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Decision, Submission, Transmission
from focalpoint.desk.decisions.note.digest import read_now
from focalpoint.desk.decisions.submission.completeness import parts
from focalpoint.desk.decisions.transmission.copy import Route
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Event, Item, Source
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option, Paper
from focalpoint.desk.options.rules import measure as catalogue_measure
from focalpoint.desk.options.safeguards import SAFEGUARDS
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.models import Link, ScopeTest, Situation
from replay import once

AT = dt.datetime(2025, 7, 1, 9, 0, tzinfo=dt.UTC)
DAY = AT.date()
EXPIRES = dt.date(2100, 1, 1)  # pages ask the clock on the wall
FLAG = {"leadership": "divided", "flag_why": "Consent of the ministry is in reach this week."}
WHY = "The reports come from one district and the rules weigh the whole country."  # of an outcome that was chosen
OUTSIDE = ("reporter", "liaison", "overseer")  # who never declares interests
SECRET = "Zebra-Quartz-Secret"  # stands in every text, so that a leak is found wherever it is
WHY_NOT = "The other bodies meet too late for it."


def person(role: Role, name: str = "", **more) -> User:
    fields = {"username": name or role.value, "role": role, "clearance": "TLP:AMBER+STRICT"}
    return User.objects.create(**(fields | more))


@dataclasses.dataclass
class Cast:
    """Everyone on the path."""

    reporter: User
    analyst: User
    reviewer: User
    head: User
    principal: User
    liaison: User
    overseer: User


@once
def cast() -> Cast:
    return Cast(
        reporter=person(Role.REPORTER, clearance="TLP:GREEN"),
        analyst=person(Role.ANALYST),
        reviewer=person(Role.REVIEWER),
        head=person(Role.HEAD),
        principal=person(Role.PRINCIPAL),
        liaison=person(Role.LIAISON, body="HRC"),
        overseer=person(Role.OVERSEER),
    )


@once
def filed(by: User, title: str = SECRET, data: bytes = b"A picture of nothing.", **more) -> Item:
    item = Item(title=title, obtained_on=DAY, **({"text": SECRET} | more))
    event = Event(what=SECRET, iso3="KEN", actor=SECRET, victims=SECRET)
    return taking.file_item(item=item, event=event, attachments=[taking.Attachment("a.txt", data)], by=by, at=AT)


@once
def sourced(by: User, label: str = SECRET, group: str = "") -> Source:
    source = Source(label=label, kind=Source.Kind.PERSON, independence_group=group)
    return taking.register_source(source=source, subject="police", grade="B", reason="Known for years.", by=by, at=AT)


@once
def opened(by: User, item: Item | None = None, **more) -> Situation:
    fields = {"title": SECRET, "populations": SECRET, "areas": SECRET}
    made = situating.open_situation(situation=Situation(**(fields | more)), iso3s=["KEN"], item=item, by=by, at=AT)
    declared(made, *User.objects.exclude(role__in=OUTSIDE))
    return made


def declared(situation: Situation, *people: User) -> None:
    """Each of some people has declared to have no interest, as before every step; without a row of the trail."""
    known = set(situation.declarations.values_list("by", flat=True))
    rows = [
        Declaration(ref=new_ref(), situation=situation, version=1, by=each, at=AT)
        for each in people
        if each.pk not in known
    ]
    Declaration.objects.bulk_create(rows)


@once
def tested(situation: Situation, by: User, **more) -> ScopeTest:
    fields = {"outcome": ScopeTest.Outcome.RISK, "reason": SECRET, "perpetrator": "state", "override_reason": WHY}
    return situating.run_scope_test(test=ScopeTest(situation=situation, **(fields | more)), by=by, at=AT)


def judgement(draft: Assessment) -> Judgement:
    return Judgement(
        assessment=draft,
        event=SECRET,
        place="Rift Valley",
        group=SECRET,
        window_from=DAY,
        window_to=DAY + dt.timedelta(days=90),
        likelihood=70,
        confidence="low",
        confidence_reason=SECRET,
        would_change=SECRET,
    )


@once
def assessed(situation: Situation, item: Item, by: User) -> Assessment:
    draft = assessing.start(situation=situation, by=by, at=AT)
    texts = {"summary": SECRET, "gaps": SECRET, "expires_on": EXPIRES}
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, by=by, at=AT)
    answer = {"factor": "RF8", "value": "present", "note": SECRET, "evidence": [item]}
    assessing.set_factor(assessment=draft, **answer, revision=draft.revision, by=by, at=AT)
    assessing.record_judgement(judgement=judgement(draft), revision=draft.revision, by=by, at=AT)
    consulting.explain_no_local_view(assessment=draft, reason=SECRET, by=by, at=AT)
    return draft


def option(paper: Paper | None, measure: str, pillar: str, **more) -> Option:
    fields = {
        "owner": "Desk",
        "decider": catalogue_measure(measure).decided_by,
        "due_on": DAY,
        "indicator": SECRET,
        "exit_or_review_on": DAY + dt.timedelta(days=30),
        "records": {"flag": FLAG} if catalogue_measure(measure).consent == "host_consent" else {},
    }
    made = Option(paper=paper, measure=measure, pillar=pillar, **(fields | more))
    cost = {} if made.status == Option.Status.REJECTED else {"cost": costs(f"{measure} in {pillar}")}
    made.records = resting(cost | made.records, paper)
    return made


def costs(measure: str) -> dict[str, str]:
    """What a measure costs and risks, in words of its own."""
    return {
        "acting": f"{SECRET}: travel and staff of two envoys for {measure}.",
        "not_acting": f"{SECRET}: the villages are on their own without {measure}.",
        "main_risk": f"{SECRET}: talks are used to gain time under {measure}.",
    }


def resting(records: dict, paper: Paper | None) -> dict:
    """Records that rest on the first item of their situation, where they name no evidence."""
    links = paper.assessment.situation.links.order_by("pk") if paper else Link.objects.none()
    ref = links.values_list("item__ref", flat=True).first() or ""
    parts = {name: [part.name for part in SAFEGUARDS[name].parts if part.kind == "evidence"] for name in records}
    return {name: dict.fromkeys(parts[name], ref) | record for name, record in records.items()}


@once
def optioned(assessment: Assessment, by: User) -> Paper:
    paper = opting.start(assessment=assessment, by=by, at=AT)
    for measure, pillar in (("ME010", "I"), ("ME028", "II"), ("ME024", "III")):
        opting.consider(option=option(paper, measure, pillar), revision=paper.revision, by=by, at=AT)
    opting.save_no_new_measure(paper=paper, text=SECRET, revision=paper.revision, by=by, at=AT)
    return paper


@once
def submitted(everyone: Cast, **more) -> Submission:
    item = filed(everyone.analyst)
    situation = opened(everyone.analyst, item, **more)
    tested(situation, everyone.analyst)
    draft = assessed(situation, item, everyone.analyst)
    optioned(draft, everyone.analyst)
    return deciding.submit(assessment=draft, revision=draft.revision, by=everyone.analyst, at=AT)


def sign(submission: Submission, *, by: User, at: dt.datetime = AT) -> None:
    """Sign what reads now, as somebody does who reads the page and then signs."""
    read = read_now(submission, at=at)
    deciding.sign(submission=submission, read=read, revision=submission.revision, by=by, at=at)


@once
def signed(everyone: Cast, **more) -> Submission:
    submission = submitted(everyone, **more)
    sign(submission, by=everyone.reviewer)
    submission.refresh_from_db()
    return submission


def route(body: str = "HRC") -> Route:
    return Route(
        body=body,
        asked="To meet within a week.",
        entry_point="Secretariat",
        conveyor="Special Adviser",
        legal_basis="A/RES/60/251",
        form="written",
        answer_due_on=DAY + dt.timedelta(days=14),
        options=("II.ME028",),
    )


@once
def decided(everyone: Cast, choice: str = "act", **more) -> Decision:
    submission = signed(everyone, **more)
    way = route() if choice in {"act", "refer"} else None
    return deciding.decide(
        submission=submission,
        choice=choice,
        reason=SECRET,
        on=DAY,
        route=way,
        others=WHY_NOT,
        revision=submission.revision,
        by=everyone.principal,
        at=AT,
    )


@once
def decided_among_members(everyone: Cast) -> Transmission:
    """A decision on a situation that only its members see, all of the path among them."""
    item = filed(everyone.analyst)
    situation = opened(everyone.analyst, item, need_to_know=True)
    situation.members.add(everyone.reviewer, everyone.principal)
    tested(situation, everyone.analyst)
    draft = assessed(situation, item, everyone.analyst)
    optioned(draft, everyone.analyst)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=everyone.analyst, at=AT)
    sign(submission, by=everyone.reviewer)
    words = {"choice": "act", "reason": SECRET, "on": DAY, "route": route(), "others": WHY_NOT}
    deciding.decide(submission=submission, revision=submission.revision, by=everyone.principal, at=AT, **words)
    return Transmission.objects.get()


def missing_parts(draft: Assessment, paper: Paper | None, *, on: dt.date) -> list[str]:
    """What is between a draft and its submission, in words."""
    return [each.text for each in parts(draft, paper, on=on)]
