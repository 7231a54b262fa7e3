"""The mode in which a named person outside may be the second person."""

from django.utils.translation import gettext as _

from focalpoint.desk.people.queries import is_small_office
from focalpoint.reference.errors import FocalpointError


class NotSmall(FocalpointError):
    """A person outside is asked by an office that is in no small-office mode."""


def ensure_small_office() -> None:
    """Refuse where a colleague can be the second person.

    Raises
    ------
    NotSmall
    """
    if not is_small_office():
        raise NotSmall(
            _("The office is not in small-office mode."), todo=_("Ask a colleague, or the administrator for the mode.")
        )
