"""The Traffic Light Protocol 2.0: five levels, from what anyone may have to what one person may have."""

from django.conf import settings
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Tlp(TextChoices):
    """A marking; the label says what a reader may do."""

    CLEAR = "TLP:CLEAR", _("may be shared without limit")
    GREEN = "TLP:GREEN", _("may be shared within the community, not in public")
    AMBER = "TLP:AMBER", _("may be shared within the organization and with those it protects, who need to know")
    AMBER_STRICT = "TLP:AMBER+STRICT", _("may be shared within the organization, with those who need to know")
    RED = "TLP:RED", _("for the eyes of the named recipients alone")

    @property
    def classification(self) -> str:
        """The office's own classification, printed next to the marking; empty where the office uses none."""
        return str(CLASSIFICATIONS.get(settings.FOCALPOINT_CLASSIFICATION.get(self.value, ""), ""))


CLASSIFICATIONS: dict[str, Promise] = {
    "unclassified": _("Unclassified"),
    "confidential": _("Confidential"),
    "strictly confidential": _("Strictly confidential"),
}
