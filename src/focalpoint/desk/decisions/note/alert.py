"""What the note says first of an urgent alert: that it is one, and which steps it went without."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.documents.blocks import Block, Run, let_leave, say
from focalpoint.desk.people.zones import office_day


def alert_section(submission: Submission) -> list[Block]:
    """Return the first paragraph of an alert's note; nothing for a submission that went the full way."""
    if not submission.is_urgent:
        return []
    words: list[str | Run] = [Run(text=_("Urgent alert. "), strong=True), _("It asks for a decision within the hour.")]
    if submission.skipped and submission.owed_by:
        steps = "; ".join(alert.names_of(submission.skipped))
        day = date_format(office_day(submission.owed_by))
        said = _("These steps were skipped and are due on %(day)s: %(steps)s.") % {"day": day, "steps": steps}
        words.append(f" {said}")
    return let_leave([say(*words)])
