"""What the pages of those who write, sign and decide show of interests: each declaration, and one's own form."""

import dataclasses

from focalpoint.desk.concurrency.forms import ActForm
from focalpoint.desk.interests.forms import AnswerForm, DeclareForm
from focalpoint.desk.interests.models import Declaration
from focalpoint.desk.interests.queries import Known, declared
from focalpoint.desk.people.models import User
from focalpoint.desk.people.permissions import Permission, has_permission
from focalpoint.desk.situations.models import Situation


@dataclasses.dataclass(frozen=True)
class Row:
    """One declaration, with a form where the reader may answer it."""

    declaration: Declaration
    answer_form: ActForm | None


@dataclasses.dataclass(frozen=True)
class InterestPanel:
    """What counts in a situation, and the form by which its reader declares; None for a reader who declares nothing."""

    situation: Situation
    rows: list[Row]
    form: ActForm | None
    mine: Declaration | None
    may_open_page: bool


def interest_panel(
    situation: Situation,
    reader: User,
    *,
    back: str,
    known: Known | None = None,
    about: Declaration | None = None,
    given: ActForm | None = None,
) -> InterestPanel:
    """Return the panel as its reader sees it.

    Parameters
    ----------
    back : the page to which a form leads back.
    known : what counts in the situation, where its caller has read that already.
    given : a form that was refused: the answer to ``about``, or one's own declaration.
    """
    known = declared(situation) if known is None else known
    mine = known.get(reader.pk)
    fresh = DeclareForm(initial={"back": back})
    declares = has_permission(reader, Permission.INTEREST_DECLARE)
    form = (given if given and about is None else fresh) if declares else None
    if form:
        form.auto_id = "interest-%s"
    rows = [Row(each, _answer_form(each, reader, back, given if each == about else None)) for each in known.values()]
    return InterestPanel(situation, rows, form, mine, has_permission(reader, Permission.SITUATION_READ))


def _answer_form(each: Declaration, reader: User, back: str, given: ActForm | None) -> ActForm | None:
    if not (each.is_open and has_permission(reader, Permission.INTEREST_ANSWER, each)):
        return given
    form = given or AnswerForm(initial={"back": back})
    form.auto_id = f"answer-{each.ref}-%s"
    return form
