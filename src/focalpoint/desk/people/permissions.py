"""The one table of who may do what: actions, views, navigation, start pages and documentation read it."""

import dataclasses
import enum

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.people import conditions as only
from focalpoint.desk.people.conditions import Condition
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.people.outsider import Outsider
from focalpoint.desk.trail.actors import SystemActor
from focalpoint.reference.errors import FocalpointError

Actor = User | SystemActor
Holder = Role | SystemActor


class Permission(enum.StrEnum):
    """One thing that a person, or the installation itself, may be allowed to do."""

    FORECAST_READ = "forecast.read"
    RECORD_READ = "record.read"
    STATE_FOLLOW = "state.follow"
    DATA_UPDATE = "data.update"
    RELEASE_IMPORT = "release.import"
    RELEASE_SCORE = "release.score"
    ITEM_FILE = "item.file"
    ITEM_READ = "item.read"
    ITEM_READ_OWN = "item.read_own"
    ITEM_READ_ORIGINAL = "item.read_original"
    ITEM_NAME_SOURCE = "item.name_source"
    ITEM_GRADE = "item.grade"
    ITEM_SET_STATUS = "item.set_status"
    ITEM_WITHDRAW = "item.withdraw"
    ITEM_WITHDRAW_ANY = "item.withdraw_any"
    SOURCE_READ = "source.read"
    SOURCE_LIST = "source.list"
    SOURCE_REGISTER = "source.register"
    SOURCE_GRADE = "source.grade"
    GRADING_ANSWER = "grading.answer"
    REPEAT_SETTLE = "repeat.settle"
    CUSTODY_NUMBER = "custody.number"
    SITUATION_READ = "situation.read"
    SITUATION_OPEN = "situation.open"
    SITUATION_LINK = "situation.link"
    SITUATION_SCOPE = "situation.scope"
    SPEECH_FILE = "speech.file"
    SPEECH_RATE = "speech.rate"
    COLLECTION_OPEN = "collection.open"
    COLLECTION_CLOSE = "collection.close"
    MISSION_KEEP = "mission.keep"
    MISSION_SIGN = "mission.sign"
    MISSION_SEND = "mission.send"
    SITUATION_CHANGE_STATE = "situation.change_state"
    SITUATION_MERGE = "situation.merge"
    SITUATION_HAND_OVER = "situation.hand_over"
    SITUATION_HAND_OVER_ANY = "situation.hand_over_any"
    MARKING_CHANGE = "marking.change"
    MARKING_GRANT = "marking.grant"
    MEMBERS_CHANGE = "members.change"
    OVERLAP_ANSWER = "overlap.answer"
    IDENTITY_SEAL = "identity.seal"
    IDENTITY_ASK = "identity.ask"
    IDENTITY_GRANT = "identity.grant"
    IDENTITY_READ = "identity.read"
    ASSESSMENT_START = "assessment.start"
    ASSESSMENT_WRITE = "assessment.write"
    ASSESSMENT_DISSENT = "assessment.dissent"
    CONSULTATION_KEEP = "consultation.keep"
    INTEREST_DECLARE = "interest.declare"
    INTEREST_ANSWER = "interest.answer"
    DRAFT_READ = "draft.read"
    PAPER_WRITE = "paper.write"
    SAFEGUARD_READ = "safeguard.read"
    SUBMISSION_READ = "submission.read"
    SUBMISSION_MAKE = "submission.make"
    SUBMISSION_RETURN = "submission.return"
    SUBMISSION_SIGN = "submission.sign"
    SUBMISSION_TELEPHONE = "submission.telephone"
    DECISION_PREPARE = "decision.prepare"
    DECISION_TAKE = "decision.take"
    SITUATION_REFER = "situation.refer"
    POSITION_RECORD = "position.record"
    TRANSMISSION_READ = "transmission.read"
    TRANSMISSION_RECEIVE = "transmission.receive"
    TRANSMISSION_ANSWER = "transmission.answer"
    TRANSMISSION_READ_LETTER = "transmission.read_letter"
    TRANSMISSION_RECORD = "transmission.record"
    TRANSMISSION_RECALL = "transmission.recall"
    CATALOGUE_READ = "catalogue.read"
    CATALOGUE_CORRECT = "catalogue.correct"
    CATALOGUE_CONFIRM = "catalogue.confirm"
    TRAIL_READ = "trail.read"
    ACCOUNT_READ = "account.read"
    ACCOUNT_MANAGE = "account.manage"
    ACCOUNT_GIVE_ROLES = "account.give_roles"
    ACCOUNT_CONFIRM_ROLES = "account.confirm_roles"
    ACCOUNT_ACKNOWLEDGE = "account.acknowledge"
    ACCOUNT_REMOVE_FACTOR = "account.remove_factor"
    ACCOUNT_CHOOSE_ZONE = "account.choose_zone"
    OFFICE_SET_MODE = "office.set_mode"
    OUTSIDE_ASK = "outside.ask"
    OUTSIDE_ANSWER = "outside.answer"
    ROLE_READ = "role.read"
    ROLE_DEFINE = "role.define"
    ROLE_CONFIRM = "role.confirm"
    WORK_DELIVER = "work.deliver"
    WORK_REMIND = "work.remind"
    WORK_EXPIRE = "work.expire"


@dataclasses.dataclass(frozen=True)
class Rule:
    """A row of the table: what is allowed, to whom, and under which conditions on the object.

    The conditions are not asked of those who hold the permission ``unless``. What is reserved, no role of an office
    gives: it is for the roles named here alone.
    """

    sentence: str | Promise
    holders: frozenset[Holder]
    conditions: tuple[Condition, ...] = ()
    unless: Permission | None = None
    is_reserved: bool = False
    is_outside: bool = False  # for the holder of a one-time link, and for no account

    @property
    def is_for_all(self) -> bool:
        """Whether everyone who signs in holds it, whatever the role."""
        return self.holders >= frozenset(Role)


class NotAllowed(FocalpointError, PermissionDenied):
    """A refusal by the table; ``condition`` names the one that does not hold, None where the role is missing."""

    def __init__(self, permission: Permission, condition: Condition | None = None) -> None:
        self.permission, self.condition = permission, condition
        message, todo = _condition_words(condition) if condition else _role_words(permission)
        super().__init__(message, todo=todo)


_REPORTER, _ANALYST, _REVIEWER, _HEAD = Role.REPORTER, Role.ANALYST, Role.REVIEWER, Role.HEAD
_PRINCIPAL, _AIDE, _LIAISON, _CUSTODIAN = Role.PRINCIPAL, Role.AIDE, Role.LIAISON, Role.CUSTODIAN
_CLOCK, _CONSOLE = SystemActor.CLOCK, SystemActor.CONSOLE
# What these alone hold is reserved to them: a custodian and a liaison are named, an administrator opens no content.
_NAMED = frozenset[Holder]({_CUSTODIAN, _LIAISON, Role.ADMINISTRATOR, _CLOCK, _CONSOLE})


def _rule(
    sentence: str | Promise,
    *holders: Holder,
    given: tuple[Condition, ...] = (),
    unless: Permission | None = None,
    reserved: bool = False,
    outside: bool = False,
) -> Rule:
    held = frozenset(holders)
    return Rule(sentence, held, given, unless, is_reserved=reserved or held <= _NAMED, is_outside=outside)


_INSIDE = (_ANALYST, _REVIEWER, _HEAD, _PRINCIPAL, _AIDE, _CUSTODIAN)
_OUTSIDE_THE_LINE = (Role.FOCAL_POINT, Role.PEER, Role.OVERSEER, Role.ADMINISTRATOR)
_DESK = (_ANALYST, _REVIEWER, _HEAD, _PRINCIPAL)

TABLE: dict[Permission, Rule] = {
    Permission.FORECAST_READ: _rule(_("Read the forecast of every State"), *_INSIDE, *_OUTSIDE_THE_LINE),
    Permission.RECORD_READ: _rule(_("Read the track record and the method"), *Role),
    Permission.STATE_FOLLOW: _rule(_("Follow a State"), *_INSIDE, *_OUTSIDE_THE_LINE),
    Permission.DATA_UPDATE: _rule(_("Start an update of the data"), Role.ADMINISTRATOR),
    Permission.RELEASE_IMPORT: _rule(_("Import a release"), _CLOCK, _CONSOLE),
    Permission.RELEASE_SCORE: _rule(_("Store how a release did"), _CLOCK, _CONSOLE),
    Permission.ITEM_FILE: _rule(_("File a report"), _REPORTER, _ANALYST, _HEAD),
    Permission.ITEM_READ: _rule(_("Read the items that the marking shows"), *_DESK, _CUSTODIAN),
    Permission.ITEM_READ_OWN: _rule(_("Read one's own reports"), _REPORTER),
    Permission.ITEM_READ_ORIGINAL: _rule(
        _("Read the original of an item"), _REPORTER, *_DESK, _CUSTODIAN, given=(only.OWN,), unless=Permission.ITEM_READ
    ),
    Permission.ITEM_NAME_SOURCE: _rule(_("Say from which source an item comes"), _ANALYST, _HEAD),
    Permission.ITEM_GRADE: _rule(_("Set the credibility of an item"), _ANALYST, _HEAD),
    Permission.ITEM_SET_STATUS: _rule(_("Say that an item is confirmed or refuted"), _ANALYST, _HEAD),
    Permission.ITEM_WITHDRAW: _rule(
        _("Withdraw consent for one's own report"),
        *(_REPORTER, *_DESK, _CUSTODIAN),
        given=(only.OWN,),
        unless=Permission.ITEM_WITHDRAW_ANY,
    ),
    Permission.ITEM_WITHDRAW_ANY: _rule(_("Withdraw consent for any item"), _CUSTODIAN),
    Permission.SOURCE_READ: _rule(_("Read from which source an item comes"), *_DESK, _CUSTODIAN),
    Permission.SOURCE_LIST: _rule(_("Open the list of sources"), _ANALYST, _REVIEWER, _HEAD, _CUSTODIAN),
    Permission.SOURCE_REGISTER: _rule(_("Register a source"), _ANALYST, _HEAD),
    Permission.SOURCE_GRADE: _rule(_("Set the reliability of a source"), _ANALYST, _HEAD),
    Permission.GRADING_ANSWER: _rule(_("Answer a credibility of 1 that waits"), _CUSTODIAN, given=(only.NOT_OWN,)),
    Permission.REPEAT_SETTLE: _rule(_("Say whether two items or two sources are the same"), _CUSTODIAN),
    Permission.CUSTODY_NUMBER: _rule(_("Read the numbers of the trail in the custody of an item"), _CUSTODIAN),
    Permission.SITUATION_READ: _rule(_("Read the situations that the marking shows"), *_DESK),
    Permission.SITUATION_OPEN: _rule(_("Open a situation"), _ANALYST, _HEAD),
    Permission.SITUATION_LINK: _rule(_("Link an item to a situation"), _ANALYST, _HEAD),
    Permission.SITUATION_SCOPE: _rule(_("Run the scope test of a situation"), _ANALYST, _HEAD),
    Permission.SPEECH_FILE: _rule(
        _("File a speech that could be incitement, set one aside, or have one rated again"), _ANALYST, _HEAD
    ),
    Permission.SPEECH_RATE: _rule(
        _("Rate a speech apart from the other rater, or reconcile two ratings"), _ANALYST, _HEAD
    ),
    Permission.COLLECTION_OPEN: _rule(_("Give out a task to find something out"), _ANALYST, _HEAD),
    Permission.COLLECTION_CLOSE: _rule(
        _("Say what came of one's own task to find something out"), _ANALYST, _HEAD, given=(only.OWN,)
    ),
    Permission.MISSION_KEEP: _rule(_("Enter a mission or commission of inquiry and its findings"), _ANALYST, _HEAD),
    Permission.MISSION_SIGN: _rule(_("Sign the report of a mission"), _REVIEWER, _HEAD, given=(only.NOT_OWN,)),
    Permission.MISSION_SEND: _rule(_("Send the signed report of a mission to a recipient"), _HEAD, _PRINCIPAL),
    Permission.SITUATION_CHANGE_STATE: _rule(_("Monitor, close or reopen a situation"), _ANALYST, _HEAD),
    Permission.SITUATION_MERGE: _rule(_("Merge a situation into another one"), _ANALYST, _HEAD),
    Permission.SITUATION_HAND_OVER: _rule(
        _("Hand one's own situation to another owner"),
        *(_ANALYST, _HEAD),
        given=(only.OWN,),
        unless=Permission.SITUATION_HAND_OVER_ANY,
    ),
    Permission.SITUATION_HAND_OVER_ANY: _rule(_("Hand any situation to another owner"), _HEAD),
    Permission.MARKING_CHANGE: _rule(
        _("Mark an item or a situation more strictly, or ask for a lower marking"), _ANALYST, _HEAD
    ),
    Permission.MARKING_GRANT: _rule(
        _("Grant or refuse a lower marking that another person asked for"),
        *(_ANALYST, _REVIEWER, _HEAD),
        given=(only.NOT_OWN,),
    ),
    Permission.MEMBERS_CHANGE: _rule(_("Add or remove a member of an item or a situation"), _ANALYST, _HEAD),
    Permission.OVERLAP_ANSWER: _rule(_("Say what two situations of one country are"), _ANALYST, _HEAD),
    Permission.IDENTITY_SEAL: _rule(_("Seal who a source is"), _ANALYST, _HEAD),
    Permission.IDENTITY_ASK: _rule(_("Ask to read who a source is"), _CUSTODIAN),
    Permission.IDENTITY_GRANT: _rule(
        _("Let another custodian read who a source is"), _CUSTODIAN, given=(only.NOT_OWN,)
    ),
    Permission.IDENTITY_READ: _rule(
        _("Read who a source is, once another custodian granted it"), _CUSTODIAN, given=(only.OWN,)
    ),
    Permission.ASSESSMENT_START: _rule(_("Start an assessment"), _ANALYST, _HEAD),
    Permission.ASSESSMENT_WRITE: _rule(_("Write in an assessment"), _ANALYST, _HEAD, given=(only.OWN,)),
    Permission.ASSESSMENT_DISSENT: _rule(_("Record a dissent"), _ANALYST, _REVIEWER, _HEAD),
    Permission.CONSULTATION_KEEP: _rule(
        _("Ask others for a view on an assessment, and record what they say"), _ANALYST, _REVIEWER, _HEAD
    ),
    Permission.INTEREST_DECLARE: _rule(_("Declare one's own interests in a situation"), *_DESK),
    Permission.INTEREST_ANSWER: _rule(_("Say why a person with an interest goes on"), *_DESK, given=(only.NOT_OWN,)),
    Permission.DRAFT_READ: _rule(_("Read an assessment before it is signed"), _ANALYST, _REVIEWER, _HEAD),
    Permission.PAPER_WRITE: _rule(_("Write in an options paper"), _ANALYST, _HEAD, given=(only.OWN,)),
    Permission.SAFEGUARD_READ: _rule(
        _("Confirm that a second person has read a safeguard"), _ANALYST, _REVIEWER, _HEAD, given=(only.NOT_OWN,)
    ),
    Permission.SUBMISSION_READ: _rule(_("Read the submissions that the marking shows"), *_DESK, _AIDE),
    Permission.SUBMISSION_MAKE: _rule(_("Send an assessment to the reviewer"), _ANALYST, _HEAD, given=(only.OWN,)),
    Permission.SUBMISSION_RETURN: _rule(
        _("Return a submission to its author"), _REVIEWER, _HEAD, given=(only.NOT_OWN,)
    ),
    Permission.SUBMISSION_SIGN: _rule(_("Sign a submission"), _REVIEWER, _HEAD, given=(only.NOT_OWN,)),
    Permission.SUBMISSION_TELEPHONE: _rule(
        _("Record that a reviewer signed an urgent alert by telephone"), _ANALYST, _REVIEWER, _HEAD
    ),
    Permission.DECISION_PREPARE: _rule(_("See a signed submission as the principal sees it"), _PRINCIPAL, _AIDE),
    Permission.DECISION_TAKE: _rule(_("Decide on a submission"), _PRINCIPAL, given=(only.NOT_OWN, only.NOT_REVIEWER)),
    Permission.SITUATION_REFER: _rule(_("Refer a situation outside of the mandate to a body"), _HEAD, _PRINCIPAL),
    Permission.POSITION_RECORD: _rule(_("Record who supports or blocks action on a situation"), *_DESK),
    Permission.TRANSMISSION_READ: _rule(_("Read what was sent to a body"), *_DESK, _AIDE),
    Permission.TRANSMISSION_RECEIVE: _rule(_("Read what was sent to one's own body"), _LIAISON),
    Permission.TRANSMISSION_ANSWER: _rule(_("Acknowledge and answer for a body"), _LIAISON, given=(only.OF_THE_BODY,)),
    Permission.TRANSMISSION_READ_LETTER: _rule(
        _("Read a letter of a body"),
        *(*_DESK, _AIDE, _LIAISON),
        given=(only.OF_THE_BODY,),
        unless=Permission.TRANSMISSION_READ,
    ),
    Permission.TRANSMISSION_RECORD: _rule(
        _("Record what a body without an account did, and reply to its questions"), _ANALYST, _HEAD, _AIDE
    ),
    Permission.TRANSMISSION_RECALL: _rule(
        _("Recall a copy of one's own sending before it leaves"), _HEAD, _PRINCIPAL, given=(only.OWN,)
    ),
    Permission.CATALOGUE_READ: _rule(_("Read the catalogue and its corrections"), *_INSIDE, Role.OVERSEER),
    Permission.CATALOGUE_CORRECT: _rule(
        _("Ask for a correction of the catalogue, or withdraw one"), _ANALYST, _REVIEWER, _HEAD
    ),
    Permission.CATALOGUE_CONFIRM: _rule(
        _("Confirm or refuse a correction of the catalogue"), _ANALYST, _REVIEWER, _HEAD, given=(only.NOT_OWN,)
    ),
    Permission.TRAIL_READ: _rule(_("Read the trail"), Role.OVERSEER),
    Permission.ACCOUNT_READ: _rule(_("Read the list of accounts"), Role.ADMINISTRATOR),
    Permission.ACCOUNT_MANAGE: _rule(_("Open, change and close accounts"), _CONSOLE),
    Permission.ACCOUNT_GIVE_ROLES: _rule(
        _("Say which roles the account of another person is to hold"),
        *(Role.ADMINISTRATOR,),
        given=(only.NOT_OWN_ACCOUNT,),
    ),
    Permission.ACCOUNT_CONFIRM_ROLES: _rule(
        _("Confirm or refuse that another person's account gets roles that give it more"),
        *(_HEAD, _PRINCIPAL),
        given=(only.NOT_OWN, only.NOT_CONCERNED),
        reserved=True,
    ),
    Permission.ACCOUNT_ACKNOWLEDGE: _rule(
        _("Say that one has read which roles one's own account holds"), *Role, given=(only.ONESELF,)
    ),
    Permission.ACCOUNT_REMOVE_FACTOR: _rule(
        _("Remove the second factors of an account"), Role.ADMINISTRATOR, _CONSOLE, given=(only.NOT_ONESELF,)
    ),
    Permission.ACCOUNT_CHOOSE_ZONE: _rule(_("Choose the time zone of one's own account"), *Role, given=(only.ONESELF,)),
    Permission.OFFICE_SET_MODE: _rule(_("Set or end the small-office mode"), Role.ADMINISTRATOR),
    Permission.OUTSIDE_ASK: _rule(
        _("In a small office, let a named person outside be the second person for what oneself wrote or asked for"),
        *(_ANALYST, _HEAD, _CUSTODIAN),
        given=(only.OWN,),
    ),
    Permission.OUTSIDE_ANSWER: _rule(_("Confirm or refuse the one act of a one-time link"), outside=True),
    Permission.ROLE_READ: _rule(
        _("Read which roles the office defined, and who holds them"),
        *(_HEAD, _PRINCIPAL, Role.ADMINISTRATOR),
        reserved=True,
    ),
    Permission.ROLE_DEFINE: _rule(_("Define, change or retire a role of the office"), Role.ADMINISTRATOR),
    Permission.ROLE_CONFIRM: _rule(
        _("Confirm or refuse a role of the office that another person defined"),
        *(_HEAD, _PRINCIPAL),
        given=(only.NOT_OWN,),
        reserved=True,
    ),
    Permission.WORK_DELIVER: _rule(_("Deliver notices and figures"), _CLOCK),
    Permission.WORK_REMIND: _rule(_("Remind of what is due"), _CLOCK),
    Permission.WORK_EXPIRE: _rule(_("End what is over"), _CLOCK),
}


def has_permission(by: Actor | AnonymousUser, permission: Permission, obj: object = None) -> bool:
    """Whether an actor holds a permission and, where an object is given, whether its conditions hold."""
    if not _is_holder(by, permission):
        return False
    return obj is None or _broken(by, permission, obj) is None


def require(by: Actor | Outsider, permission: Permission, obj: object = None) -> None:
    """Refuse an act that the table does not allow; every action begins with this.

    Raises
    ------
    NotAllowed : the actor does not hold the permission, or a condition of it does not hold.
    TypeError : a bug: the permission has conditions, and no object was given.
    """
    if not _is_holder(by, permission):
        raise NotAllowed(permission)
    if obj is None and TABLE[permission].conditions:
        raise TypeError(f"{permission} has conditions; give the object.")
    broken = _broken(by, permission, obj)
    if broken is not None:
        raise NotAllowed(permission, broken)


def _is_holder(by: Actor | Outsider | AnonymousUser, permission: Permission) -> bool:
    holders = TABLE[permission].holders
    if isinstance(by, Outsider):
        return TABLE[permission].is_outside
    if isinstance(by, SystemActor):
        return by in holders
    if not (isinstance(by, User) and by.is_active):
        return False
    return any(role in holders for role in by.roles) or _has_of_the_office(by, permission)


def _has_of_the_office(by: User, permission: Permission) -> bool:
    """Whether one of a person's roles that the office defined gives a permission."""
    rule, held = TABLE[permission], by.office_roles
    if not held or rule.is_reserved:
        return False
    return rule.is_for_all or any(permission in each.permissions for each in held)


def _broken(by: object, permission: Permission, obj: object) -> Condition | None:
    """Return the first condition that does not hold; the installation itself wrote nothing and owns nothing."""
    if not isinstance(by, User):
        return None
    rule = TABLE[permission]
    if rule.unless and _is_holder(by, rule.unless):
        return None
    return next((each for each in rule.conditions if not each.holds(by, obj)), None)


def _condition_words(condition: Condition) -> tuple[str, str]:
    return str(condition.wrong), str(condition.todo)


def _role_words(permission: Permission) -> tuple[str, str]:
    rule = TABLE[permission]
    names = ", ".join(str(each.label) for each in (*Role, *SystemActor) if each in rule.holders)
    wrong = translate("Your role does not allow this: %(permission)s.") % {"permission": rule.sentence}
    return wrong, translate("Ask a person who may do it: %(roles)s.") % {"roles": names}
