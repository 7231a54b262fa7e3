"""What can stand in the trail, and how each event reads in plain words. A verb that is not here cannot be recorded."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "protected.read": _("was shown %(subject)s"),
    "document.exported": _("took %(subject)s away as a document"),
    "rows.exported": _("took away the figures of %(subject)s as a table"),
    "release.imported": _("imported the forecast release %(subject)s"),
    "release.scored": _("scored the forecast release %(subject)s on what became known since"),
    "update.started": _("started an update of the data"),
    "user.created": _("opened the account %(subject)s"),
    "user.changed": _("changed role, clearance or teams of %(subject)s"),
    "user.password-set": _("set a new password for %(subject)s"),
    "user.factor-added": _("set up a second factor of signing in"),
    "user.factor-removed": _("removed a second factor of signing in"),
    "user.signed-in": _("signed in"),
    "user.signed-out": _("signed out"),
    "user.sign-in-failed": _("tried to sign in and failed"),
    "item.filed": _("filed the item %(subject)s"),
    "item.graded": _("set the credibility of the item %(subject)s"),
    "item.grade-answered": _("answered whether the item %(subject)s is confirmed by an independent source"),
    "repeat.compared": _("compared %(subject)s with another that looks like it"),
    "item.sourced": _("named where the item %(subject)s comes from"),
    "item.consent-withdrawn": _(
        "recorded that consent for the item %(subject)s was withdrawn; what it held can no longer be read"
    ),
    "source.registered": _("registered the source %(subject)s"),
    "source.graded": _("set the reliability of the source %(subject)s"),
    "situation.opened": _("opened the situation %(subject)s"),
    "situation.overlap": _("opened a situation that overlaps %(subject)s"),
    "situation.changed": _("changed the situation %(subject)s"),
    "item.linked": _("linked an item to the situation %(subject)s"),
    "scope.tested": _("ran the scope test of the situation %(subject)s"),
    "assessment.started": _("started the assessment %(subject)s"),
    "assessment.saved": _("saved the assessment %(subject)s"),
    "judgement.recorded": _("recorded a judgement in the assessment %(subject)s"),
    "release-figure.shown": _("was shown, after judging, what the forecast says on a judgement in %(subject)s"),
    "dissent.recorded": _("recorded a dissent on the assessment %(subject)s"),
    "paper.saved": _("saved the options paper %(subject)s"),
    "option.considered": _("considered a measure in the options paper %(subject)s"),
    "submission.made": _("submitted %(subject)s: assessment and options together"),
    "submission.returned": _("returned the submission %(subject)s with reasons"),
    "submission.signed": _("signed the submission %(subject)s"),
    "decision.taken": _("decided on the submission %(subject)s"),
    "transmission.acknowledged": _("acknowledged the transmission %(subject)s"),
    "transmission.answered": _("answered the transmission %(subject)s"),
}
