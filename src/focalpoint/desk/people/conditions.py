"""What a permission asks of the person and the object, beyond the role: separation of duties is here, in no setting.

An object answers by what it is: ``author_ids`` names the accounts that wrote it or handed it in, ``reviewer_ids`` those
that reviewed it, ``body`` the body it was sent to.
"""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.people.models import User


@dataclasses.dataclass(frozen=True, eq=False)
class Condition:
    """A named predicate over a person and an object, with what a refused person reads.

    Compared by identity: the hash of its sentences would change with the reader's language.
    """

    name: str
    holds: Callable[[User, Any], bool]
    wrong: str | Promise
    todo: str | Promise


def _is_own(by: User, obj: Any) -> bool:
    return by.pk in obj.author_ids


def _is_reviewer(by: User, obj: Any) -> bool:
    return by.pk in obj.reviewer_ids


OWN = Condition(
    "own",
    _is_own,
    _("Only the person who wrote or filed this can do that."),
    _("Ask the author."),
)
NOT_OWN = Condition(
    "not own",
    lambda by, obj: not _is_own(by, obj),
    _("You wrote this or handed it in, so you cannot review it or decide on it."),
    _("Ask a colleague with the same role."),
)
NOT_REVIEWER = Condition(
    "not its reviewer",
    lambda by, obj: not _is_reviewer(by, obj),
    _("You reviewed this, so you cannot decide on it."),
    _("Ask another principal."),
)
OF_THE_BODY = Condition(
    "liaison of its body",
    lambda by, obj: bool(by.body) and by.body == obj.body,
    _("Only a liaison of the body it was sent to can answer."),
    _("Ask the liaison of that body."),
)
ONESELF = Condition(
    "oneself",
    lambda by, obj: by.pk == obj.pk,
    _("Only the owner of an account can change this."),
    _("Ask the owner of the account."),
)
NOT_OWN_ACCOUNT = Condition(
    "not one's own account",
    lambda by, obj: by.pk != obj.pk,
    _("This is your own account."),
    _("Ask another administrator, or the operator of the server."),
)
NOT_CONCERNED = Condition(
    "not about oneself",
    lambda by, obj: by.pk != obj.user_id,
    _("This is about your own roles."),
    _("Ask a colleague with the same permission."),
)
NOT_ONESELF = Condition(
    "not oneself",
    lambda by, obj: by.pk != obj.pk,
    _("These are your own factors."),
    _("Use the page behind your name; it asks for your password."),
)
