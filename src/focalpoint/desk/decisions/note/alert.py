"""What the note says first of an urgent alert: that it is one, and which steps it went without."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.decisions.submission import alert
from focalpoint.desk.documents.blocks import Block, Run, let_leave, say
from focalpoint.desk.options.models import Option
from focalpoint.desk.options.rules import measure
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
    return let_leave([say(*words), *_request(submission)])


def _request(submission: Submission) -> list[Block]:
    """Say what the alert asks for in its author's words, where they were written with the request."""
    option = submission.paper.options.filter(status=Option.Status.PROPOSED).exclude(reason="").first()
    if option is None:
        return []
    return [say(Run(text=_("Request: "), strong=True), f"{measure(option.measure).name}. {option.reason}")]
