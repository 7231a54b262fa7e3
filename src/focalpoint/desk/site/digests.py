"""Which object answers for each model in the digests of the trail, and why some models need none.

A repository test keeps this complete: a model is covered, a part of one that is, or exempt with a reason.
"""

from focalpoint.desk.trail.digests import Covered

ACCESS = ("markingchange_set", "memberchange_set")  # who may see it, changed later

COVERED = (
    Covered("intake.Source", parts=("reliabilities", "identities", "identity_requests")),
    Covered(
        "intake.Item",
        parts=("event", "originals", "gradings", *ACCESS),
        is_erasable=True,
    ),
    Covered("intake.Repeat"),
    Covered(
        "situations.Situation",
        parts=("places", "links", "scope_tests", "overlap_answers", "life_changes", *ACCESS),
        omitted=(("overlaps", "The event of opening lists them; the other situation has no event of it."),),
    ),
    Covered("situations.ScopeFinding"),
    Covered("situations.Speech", parts=("rounds",)),
    Covered("situations.Rating", parts=("parts",)),
    Covered("situations.CollectionTask"),
    Covered("assessments.Assessment", parts=("factors", "judgements", "dissents")),
    Covered("options.Paper", parts=("options",)),
    Covered("consultations.Consultation", parts=("sayings",)),
    Covered("consultations.NoLocalView"),
    Covered("interests.Declaration"),
    Covered("missions.Mission", parts=("members", "changes")),
    Covered("missions.Finding"),
    Covered("missions.Report"),
    Covered("decisions.Submission", parts=("decision",)),
    Covered("decisions.Transmission"),
    Covered("decisions.Message"),
    Covered("decisions.Position"),
    Covered(
        "people.User",
        parts=("role_changes",),
        omitted=(("last_login", "Each sign-in writes it, and has an event of its own."),),
    ),
    Covered("people.OfficeRole", parts=("changes",)),
    Covered("library.Correction"),
    Covered("people.OfficeMode"),
    Covered("people.OutsideLink"),
    Covered("watch.Release", parts=("document_set", "chance_set", "countryforecast_set", "truth_set")),
)

EXEMPT = {
    "decisions.Reservation": "A copy that was shown and not sent; the event of showing it holds its digest.",
    "options.Reading": "Its event names the option; a change of the option, which has an event too, takes it away.",
    "intake.Custody": "Each row names the event that it follows from.",
    "watch.Follow": "A person's own list; the event of each change names the person and the State.",
    "trail.Event": "The chain proves it.",
    "trail.Concern": "Made from the rows of the chain.",
    "trail.Outbox": "Holds the number of an event until the work that follows from it is done.",
    "trail.KeyShare": "A part of the keys; a change of it makes every digest of its object differ.",
    "tasks.Task": "Work to do; what it does is proved where it is done.",
    "concurrency.SentForm": "Deleted after a week; it says that a form was sent and not what.",
    "account.EmailAddress": "The sign-in does not use it.",
    "account.EmailConfirmation": "The sign-in does not use it.",
    "mfa.Authenticator": "The use of a recovery code changes it; events say when a factor came and went.",
    "auth.Group": "No rule of the desk reads it.",
    "auth.Permission": "No rule of the desk reads it.",
    "contenttypes.ContentType": "Django's list of the models.",
    "sessions.Session": "A sign-in that ends within a day; events say when.",
}
