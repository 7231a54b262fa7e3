"""Declaring interests, and answering what another person declared."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from focalpoint.desk.concurrency.revisions import lock_row
from focalpoint.desk.design.substance import problem_of_name, problem_of_reason
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.interests.queries import declared
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, require
from focalpoint.desk.people.queries import is_small_office
from focalpoint.desk.situations.models import Situation
from focalpoint.desk.trail.actions import Ids, record
from focalpoint.reference.errors import FocalpointError

RECUSED = Declaration.Answer.RECUSED


class NotADeclaration(FocalpointError):
    """A declaration or an answer that cannot be kept as it was given."""


@transaction.atomic
def declare(
    *,
    situation: Situation,
    kinds: Collection[str] = (),
    named: str = "",
    text: str = "",
    steps_back: bool = False,
    by: User,
    at: dt.datetime,
) -> Declaration:
    """Declare no interest, or which; a later declaration of the same person corrects an earlier one.

    Raises
    ------
    NotADeclaration : an interest without a name or a sentence, or words without an interest.
    """
    require(by, Permission.INTEREST_DECLARE, situation)
    lock_row(situation)
    before = declared(situation).get(by.pk)
    made = Declaration(situation=situation, kinds=sorted(kinds), named=named.strip(), text=text.strip(), by=by, at=at)
    _ensure_whole(made, takes_back=before is not None and bool(before.text))
    if steps_back and kinds:
        made.answer, made.answered_by, made.answered_at = RECUSED, by, at
    made.ref, made.version = new_ref(), before.version + 1 if before else 1
    made.save(force_insert=True)
    ids: Ids = {"situation": situation.ref, "interests": len(made.kinds), "version": made.version}
    record(by=by.ref, at=at, verb="interest.declared", subject=made.ref, ids=ids, after=[made])
    return made


def _ensure_whole(made: Declaration, *, takes_back: bool) -> None:
    """Hold a declaration to its words: of an interest both, of taking one back the sentence, of none neither."""
    if made.kinds and (wrong := problem_of_name(made.named) or problem_of_reason(made.text)):
        raise NotADeclaration(_("An interest has a name and a sentence."), todo=str(wrong))
    if not made.kinds and (made.named or (made.text and not takes_back)):
        raise NotADeclaration(_("These words name an interest."), todo=_("Choose its kind, or leave them out."))
    if not made.kinds and takes_back and (wrong := problem_of_reason(made.text)):
        raise NotADeclaration(_("You declared an interest before."), todo=str(wrong))


@transaction.atomic
def answer_interest(*, declaration: Declaration, answer: str, reason: str, by: User, at: dt.datetime) -> None:
    """Say why another person goes on in spite of an interest, or recuse that person; each with a reason.

    Raises
    ------
    NotADeclaration : it waits for no answer, the reason is none, or its reader wrote in this situation.
    """
    require(by, Permission.INTEREST_ANSWER, declaration)
    lock_row(declaration.situation)
    declaration.refresh_from_db()
    known = declared(declaration.situation)
    if not declaration.is_open or known[declaration.by_id] != declaration:
        raise NotADeclaration(_("This declaration waits for no answer."), todo=_("Open the page again."))
    if declaration.situation.assessments.filter(author=by).exists() and not is_small_office():
        said = _("You wrote an assessment in this situation.")
        raise NotADeclaration(said, todo=_("Ask a person who wrote none to answer."))
    mine = known.get(by.pk)
    if mine is not None and mine.kinds and not is_small_office():
        said = _("You declared an interest in this situation yourself.")
        raise NotADeclaration(said, todo=_("Ask a person without one to answer."))
    if wrong := problem_of_reason(reason, [declaration.text]):
        raise NotADeclaration(_("This gives no reason."), todo=str(wrong))
    words = {"answer": answer, "answer_reason": reason.strip(), "answered_by": by, "answered_at": at}
    Declaration.objects.filter(pk=declaration.pk).update(**words)
    ids: Ids = {"situation": declaration.situation.ref, "answer": answer}
    record(by=by.ref, at=at, verb="interest.answered", subject=declaration.ref, ids=ids, after=[declaration])
