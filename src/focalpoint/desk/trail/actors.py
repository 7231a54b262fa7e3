"""Who acts where no person does: the two names the trail knows, each a row of the permission table."""

import enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class SystemActor(enum.Enum):
    """An actor of the installation itself; ``ref`` is its name in the trail."""

    CLOCK = "clock"
    CONSOLE = "console"

    @property
    def ref(self) -> str:
        """Return the id under which the trail names it."""
        return self.value

    @property
    def label(self) -> str | Promise:
        """Return its name for people."""
        return LABELS[self]


LABELS: dict[SystemActor, str | Promise] = {
    SystemActor.CLOCK: _("the clock"),
    SystemActor.CONSOLE: _("the operator at the console"),
}
