"""The catalogue's own terms in plain words of the reader's language."""

from typing import Any

from django.utils.translation import gettext_lazy as _

FORMS: dict[str, Any] = {
    "national": _("By the State itself"),
    "encourage": _("Encouragement"),
    "help_exercise": _("Help to exercise responsibility"),
    "capacity": _("Building capacity"),
    "under_stress": _("Help under stress"),
    "protect": _("Direct protection of people"),
    "diplomatic": _("Diplomatic"),
    "fact_finding": _("Fact-finding"),
    "judicial": _("Judicial"),
    "coercive_nonmilitary": _("Coercive, without force"),
    "coercive_military": _("Force"),
    "doctrine": _("Aids to decision"),
}
CONSENT: dict[str, Any] = {
    "own_decision": _("the State's own decision"),
    "host_consent": _("needs the consent of the host State"),
    "parties_consent": _("needs the consent of the parties"),
    "preferable": _("consent is preferable"),
    "not_needed": _("no consent needed"),
}
AUTHORIZATION: dict[str, Any] = {
    "no": _("no authorization of the Security Council needed"),
    "yes": _("needs an authorization of the Security Council"),
    "conditional": _("may need an authorization of the Security Council"),
}
TIME: dict[str, Any] = {
    "immediate": _("within 72 hours"),
    "days": _("3 to 14 days"),
    "weeks": _("2 to 8 weeks"),
    "months": _("2 to 12 months"),
    "years": _("over a year"),
    "none": _("not available"),
}
EFFECT: dict[str, Any] = {
    "strong": _("strong"),
    "moderate": _("moderate"),
    "mixed": _("mixed"),
    "weak": _("weak"),
    "not_studied": _("not studied"),
}
CHECKED: dict[str, Any] = {
    "true": _("seen in a source"),
    "partly": _("partly seen in a source"),
    "recalled": _("recalled, not verified"),
}
SHAPES = {"true": "done", "partly": "half", "recalled": ""}  # the shape next to the word, as the design draws states
