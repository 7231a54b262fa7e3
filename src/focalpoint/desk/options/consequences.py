"""What follows from a record that is whole: why a proposal may not stand on it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.options.lists import lists
from focalpoint.desk.options.safeguards import (
    AUTHORIZATION,
    DILIGENCE,
    EXEMPTION,
    REVIEW,
    Record,
    Safeguard,
)
from focalpoint.doctrine.measures import Measure


def consequence(safeguard: Safeguard, record: Record, measure: Measure) -> str | Promise:
    """Return why a record that is complete forbids its proposal; empty where it does not."""
    return BY_SAFEGUARD[safeguard.id](record, measure) if safeguard.id in BY_SAFEGUARD else ""


def _of_authorization(record: Record, measure: Measure) -> str | Promise:
    if record.get("status") == "not_needed" and measure.sc_authorization == "yes":
        return _("By the catalogue this measure needs the Council: seek the authorization, or say who disputes that.")
    return ""


def _of_review(record: Record, measure: Measure) -> str | Promise:
    unmet = ", ".join(str(part.label) for part in REVIEW.parts if record.get(part.name) == "not_met")
    return _("The review says that this is not met: %(criteria)s.") % {"criteria": unmet} if unmet else ""


def _of_exemption(record: Record, measure: Measure) -> str | Promise:
    if record.get("basis") == "none":
        return _("Sanctions without a humanitarian exemption are not proposed.")
    if record.get("basis") == "resolution" and measure.id not in lists()["asset_freezes_of_the_council"]:
        return _("S/RES/2664 (2022) exempts the Council's asset freezes alone: write a clause into this measure.")
    return ""


def _of_diligence(record: Record, measure: Measure) -> str | Promise:
    if record.get("risk") == "high" and record.get("steps") != "taken":
        return _("Forces with a high risk of grave violations get no help while the authorities take no steps.")
    return ""


BY_SAFEGUARD = {
    AUTHORIZATION.id: _of_authorization,
    REVIEW.id: _of_review,
    EXEMPTION.id: _of_exemption,
    DILIGENCE.id: _of_diligence,
}
