"""The release's figure next to a judgement, said whole: its country, threshold and months, and if they are over."""

import datetime as dt

from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Judgement
from focalpoint.desk.design.likelihood import percent
from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.sentences import months
from focalpoint.reference.calendar import month_of_day
from focalpoint.reference.countries import state


def sentence(judgement: Judgement, *, on: dt.date) -> str:
    """Say what the release showed once the judgement was recorded, as it reads on a day."""
    if judgement.release_chance is None:
        return _("No figure of the release was asked for beside this judgement.")
    said = {"id": judgement.release, "chance": f"{percent(judgement.release_chance)} %"}
    if not judgement.release_iso3:
        return _("Recorded first; the release %(id)s then showed %(chance)s (question not kept).") % said
    said |= _question(judgement)
    if month_of_day(on) > (judgement.release_last or 0):
        return (
            _(
                "Recorded first; the release %(id)s (data to %(data)s; its window %(window)s is over) then showed "
                "%(chance)s that at least %(threshold)s civilians are killed in %(country)s within %(months)s months."
            )
            % said
        )
    return (
        _(
            "Recorded first; the release %(id)s (data to %(data)s; its window is %(window)s) then showed "
            "%(chance)s that at least %(threshold)s civilians are killed in %(country)s within %(months)s months."
        )
        % said
    )


def _question(judgement: Judgement) -> dict[str, str]:
    """Return what was asked, in words."""
    data_to, first, last = (
        each or 0 for each in (judgement.release_data_to, judgement.release_first, judgement.release_last)
    )
    return {
        "data": months(data_to, data_to),
        "window": months(first, last),
        "threshold": figure(judgement.release_threshold),
        "country": _(state(judgement.release_iso3).name),
        "months": figure(judgement.release_window),
    }
