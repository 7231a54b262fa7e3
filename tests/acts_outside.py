"""The three acts of a small office that may wait for a person outside, each made ready to be asked for."""

import walk
from focalpoint.desk.compartments import actions as compartments
from focalpoint.desk.compartments import identity_actions as identities
from focalpoint.desk.compartments.models import IdentityRequest, MarkingChange
from focalpoint.desk.compartments.outside import IDENTITY, MARKING
from focalpoint.desk.marking.rule import Marks
from focalpoint.desk.options import actions as opting
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.outside import SAFEGUARD
from focalpoint.desk.people import outside_actions
from focalpoint.desk.people.models import OutsideLink, User
from focalpoint.desk.people.outsider import Kind, Outsider
from safeguard_records import WHOLE
from small_office import CAPACITY, NAME

AT = walk.AT
WHY = "The witness has to be warned before the patrol returns."
LABEL, WHO = "Reed-Label", "The teacher of the third school, by the ferry at dusk."


def safeguard(cast: walk.Cast, **more) -> Option:
    """An option of force with two safeguards, in a draft."""
    item = walk.filed(cast.analyst)
    draft = walk.assessed(walk.opened(cast.analyst, item, **more), item, cast.analyst)
    paper = walk.optioned(draft, cast.analyst)
    records = {name: WHOLE[name] for name in ("authorization", "review")}
    option = walk.option(paper, "ME098", "III", records=records)
    return opting.consider(option=option, revision=paper.revision, by=cast.analyst, at=AT)


def marking(cast: walk.Cast, **more) -> MarkingChange:
    """A request for a lower marking of an item."""
    item = walk.filed(cast.analyst, **more)
    return compartments.ask_lower_marking(
        subject=item, marks=Marks("TLP:GREEN", False), reason=WHY, by=cast.analyst, at=AT
    )


def identity(cast: walk.Cast) -> IdentityRequest:
    """A custodian's request to read who a source is."""
    source = walk.sourced(cast.analyst, LABEL)
    identities.seal_identity(source=source, text=WHO, by=cast.analyst, at=AT)
    cast.principal.more_roles = ["custodian"]
    cast.principal.save()
    return identities.ask_identity(source=source, reason=WHY, by=cast.principal, at=AT)


KINDS: dict[str, Kind] = {"safeguard": SAFEGUARD, "marking": MARKING, "identity": IDENTITY}
MADE = {"safeguard": safeguard, "marking": marking, "identity": identity}


def asker(cast: walk.Cast, name: str) -> User:
    return cast.principal if name == "identity" else cast.analyst


def asked(cast: walk.Cast, name: str, act, at=AT) -> str:
    """Make the link and return its secret."""
    who = {"name": NAME, "capacity": CAPACITY, "by": asker(cast, name), "at": at}
    return outside_actions.ask_second_outside(kind=KINDS[name], act=act, **who)


def answered(name: str, secret: str, is_confirmed: bool = True, at=AT, digest: str = "") -> None:
    """Answer what reads now, as the person outside does."""
    link, kind = OutsideLink.objects.latest("pk"), KINDS[name]
    act = kind.find(link.subject)
    read = digest or (kind.question(act).digest if act else "")
    given = {"is_confirmed": is_confirmed, "answer": WHY, "digest": read, "by": Outsider.of(secret), "at": at}
    outside_actions.answer_second(kind=kind, link=link, **given)
