"""Reading consultations: of the assessments that a reader may see; and whether a local view was asked for."""

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from focalpoint.desk.assessments.models import Assessment
from focalpoint.desk.assessments.queries import assessments
from focalpoint.desk.consultations.models import Consultation, NoLocalView
from focalpoint.desk.people.models import User

LOCAL = (Consultation.Kind.REVIEWER, Consultation.Kind.PARTNER)


def consultations(user: User) -> QuerySet[Consultation]:
    """Return the consultations on assessments that a user may see, the first on top."""
    return Consultation.objects.filter(assessment__in=assessments(user))


def consulted(assessment: Assessment) -> list[Consultation]:
    """Return the consultations of an assessment that hold, the first on top, with what was said."""
    return [each for each in assessment.consultations.all() if each.withdrawn_at is None]  # a page prefetches them


def no_local_view(assessment: Assessment) -> NoLocalView | None:
    """Return why no local view was asked for, in its newest words."""
    return assessment.no_local_views.first()


def missing_local_view(assessment: Assessment, *, on: dt.date) -> str:
    """Return what is missing of a local partner's view before a decision; empty where nothing is.

    A view that was asked for counts once it is given, or its day has passed.
    """
    if assessment.no_local_views.exists():
        return ""
    asked = [each for each in consulted(assessment) if each.kind in LOCAL]
    if any(each.said or each.due_on < on for each in asked):
        return ""
    if asked:
        return _("A local view was asked for and is not there yet: wait for it, or say why it cannot be waited for.")
    return _("No local partner or reviewer was asked for a view: ask one, or say why not.")
