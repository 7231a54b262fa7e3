"""Submissions, decisions, transmissions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.models import Marked, known_tlp

PERSON = settings.AUTH_USER_MODEL


class Submission(models.Model):
    """One assessment and one options paper, never one without the other; numbered, with a clock.

    ``returned_as`` is a hash of what was returned; ``unchanged`` says that it came again as it was. An urgent alert
    ``skipped`` steps of the full way, by their keys; they are due ``owed_by``. A signature by telephone names who
    recorded it, and when the reviewer confirmed it on the screen. In a small office it waits for a person ``outside``,
    who comes by a one-time link: the hash of its secret is its key.
    """

    class State(models.TextChoices):
        SUBMITTED = "submitted", _("with the reviewer")
        RETURNED = "returned", _("returned to the author")
        SIGNED = "signed", _("with the principal")
        DECIDED = "decided", _("decided")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="submission")
    paper = models.OneToOneField("options.Paper", on_delete=models.PROTECT, related_name="submission")
    state = models.CharField(max_length=12, choices=State, default=State.SUBMITTED)
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField()
    returned_as = models.CharField(max_length=64, blank=True, editable=False)
    unchanged = models.BooleanField(default=False, editable=False)
    is_urgent = models.BooleanField(default=False, editable=False)
    skipped = models.JSONField(default=list, blank=True, editable=False)
    owed_by = models.DateTimeField(null=True, blank=True, editable=False)
    telephone_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    outside_name = models.CharField(max_length=60, blank=True, default="", editable=False)
    outside_capacity = models.CharField(max_length=80, blank=True, default="", editable=False)
    outside_key = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    outside_until = models.DateTimeField(null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["submitted", "returned", "signed", "decided"]), name="submission_state"
            )
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the accounts that wrote it and handed it in."""
        return {self.assessment.author_id, self.submitted_by_id}

    @property
    def reviewer_ids(self) -> set[int | None]:
        """Return the account that reviewed it."""
        return {self.assessment.reviewer_id}

    def __str__(self) -> str:
        return f"S-{self.number}"

    @property
    def tlp(self) -> str:
        """The marking of the situation it belongs to."""
        return self.assessment.tlp


class Decision(models.Model):
    """What the principal decided, with the reason: a blank one is impossible.

    ``body`` is one of those to which it goes; ``others_not_used`` says why those with competence were left aside.
    """

    class Choice(models.TextChoices):
        ACT = "act", _("act")
        REFER = "refer", _("refer")
        WATCH = "watch", _("watch until")
        REFUSE = "refuse", _("refuse")

    submission = models.OneToOneField(Submission, on_delete=models.PROTECT, related_name="decision")
    choice = models.CharField(max_length=8, choices=Choice)
    reason = models.TextField()
    body = models.CharField(max_length=40, blank=True)
    form = models.CharField(max_length=12, blank=True)
    on = models.DateField()
    others_not_used = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="decision_with_a_reason"),
            models.CheckConstraint(condition=Q(choice__in=["act", "refer", "watch", "refuse"]), name="decision_choice"),
            models.CheckConstraint(
                condition=~Q(choice__in=["act", "refer"]) | (~Q(body="") & ~Q(form="")), name="decision_body_and_form"
            ),
        ]

    @property
    def sends(self) -> bool:
        """Whether something leaves the office under it."""
        return self.choice in SENDS

    def __str__(self) -> str:
        return self.choice


SENDS = (Decision.Choice.ACT, Decision.Choice.REFER)


class Reservation(models.Model):
    """The symbol, day and digest of a copy that was shown before the decision; what is sent under it reads the same."""

    ref = models.CharField(max_length=16, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="reservations")
    on = models.DateField()
    copy = models.JSONField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def symbol(self) -> str:
        """What a body quotes the copy by."""
        return f"T-{self.ref[:8]}"

    def __str__(self) -> str:
        return self.symbol


class Transmission(Marked):
    """What went to which body: the copy as sent, at its marking. A liaison of that body sees this and nothing else.

    It goes under a decision, refers a ``situation`` outside of the mandate, or conveys the ``report`` of a mission.
    A message is for an ``addressee`` whom the body is or reaches, and quotes what binds it (``obligations``). A
    ``quiet`` action has an aim, an end date, a test and a next step, which stay in the office.
    ``asked`` is what the body was asked; ``passed`` are the items whose words it was given. The body sees it once it
    ``leaves_at``; until then the principal can recall it.
    """

    class Form(models.TextChoices):
        WRITTEN = "written", _("written")
        ORAL = "oral", _("oral")
        QUIET = "quiet", _("quiet")
        PUBLIC = "public", _("public")

    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="transmissions"
    )
    situation = models.ForeignKey(
        "situations.Situation", null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    report = models.ForeignKey(
        "missions.Report", null=True, blank=True, on_delete=models.PROTECT, related_name="transmissions"
    )
    body = models.CharField(max_length=40, db_index=True)
    asked = models.TextField()
    entry_point = models.CharField(max_length=200)
    conveyor = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    form = models.CharField(max_length=8, choices=Form)
    addressee = models.CharField(max_length=200, blank=True)
    obligations = models.TextField(blank=True)
    quiet = models.JSONField(default=dict, blank=True)
    copy = models.JSONField()
    copy_hash = models.CharField(max_length=64)
    passed = models.ManyToManyField("intake.Item", related_name="passed_on", blank=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answer_due_on = models.DateField()
    leaves_at = models.DateTimeField(null=True, blank=True, editable=False)
    recalled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recalled_at = models.DateTimeField(null=True, blank=True, editable=False)
    recall_reason = models.TextField(blank=True)
    acknowledged_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            known_tlp("transmission_tlp"),
            models.CheckConstraint(condition=~Q(asked=""), name="transmission_asks"),
            models.CheckConstraint(
                condition=Q(decision=None, situation__isnull=False) | Q(decision__isnull=False, situation=None),
                name="transmission_of_a_decision_or_a_referral",
            ),
            models.CheckConstraint(
                condition=Q(recalled_at=None)
                | (~Q(recall_reason="") & Q(leaves_at__gt=F("recalled_at")) & Q(acknowledged_at=None)),
                name="recalled_before_it_left",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | (Q(acknowledged_at__isnull=False) & ~Q(answer="")),
                name="answered_after_acknowledged",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(acknowledged_at__gte=F("sent_at")), name="acknowledged_after_sent"
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that sent it."""
        return {self.sent_by_id}

    @property
    def submission(self) -> Submission | None:
        """What was decided on; none behind a referral."""
        return self.decision.submission if self.decision else None

    def __str__(self) -> str:
        return f"{self.body} {self.sent_at:%Y-%m-%d}"


class Message(models.Model):
    """What was said about a copy after it left: its hand-over, a question, a reply, an answer or a part of one.

    ``for_body`` says that the office recorded what a body without an account did, on the day ``on`` and by which
    ``means``. A letter is kept sealed, as the originals of items are. What was recorded wrongly is withdrawn with a
    reason, and stays to be read.
    """

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("handed over")
        ACKNOWLEDGED = "acknowledged", _("acknowledged")
        QUESTION = "question", _("question of the body")
        REPLY = "reply", _("reply of the office")
        PART = "part", _("part of the answer")
        ANSWER = "answer", _("answer")

    class Means(models.TextChoices):
        DESK = "desk", _("on this desk")
        HAND = "hand", _("by hand")
        LETTER = "letter", _("by letter")
        MAIL = "mail", _("by electronic mail")
        TELEPHONE = "telephone", _("by telephone")
        MEETING = "meeting", _("in a meeting")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    transmission = models.ForeignKey(Transmission, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind)
    text = models.TextField(blank=True)
    on = models.DateField()
    means = models.CharField(max_length=12, choices=Means, default=Means.DESK)
    for_body = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    letter_name = models.CharField(max_length=255, blank=True)
    letter_size = models.PositiveBigIntegerField(default=0)
    letter_address = models.CharField(max_length=64, blank=True)
    letter_blob = models.CharField(max_length=32, blank=True)
    letter_key = models.BinaryField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["delivered", "acknowledged", "question", "reply", "part", "answer"]),
                name="message_kind",
            ),
            models.CheckConstraint(condition=Q(kind="acknowledged") | ~Q(text=""), name="message_says_something"),
            models.CheckConstraint(
                condition=Q(letter_blob="") | Q(letter_key__isnull=False), name="message_letter_key"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="message_withdrawn_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on:%Y-%m-%d}"


class Position(models.Model):
    """What somebody is known to hold of a situation, in general or before a ``body``; it does not leave the office.

    Whether a body has the matter on its agenda is as of the day ``on``. What does not hold is withdrawn with a reason,
    and stays to be read; ``corrects`` names what a new one stands for.
    """

    class Kind(models.TextChoices):
        SUPPORTS = "supports", _("supports action")
        BLOCKS = "blocks", _("blocks action")
        PLEDGE = "pledge", _("has pledged")
        AGENDA = "agenda", _("has it on the agenda")
        OFF_AGENDA = "off_agenda", _("does not have it on the agenda")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    situation = models.ForeignKey("situations.Situation", on_delete=models.PROTECT, related_name="positions")
    kind = models.CharField(max_length=12, choices=Kind)
    holder = models.CharField(max_length=200)
    body = models.CharField(max_length=40, blank=True)
    said = models.TextField()
    source = models.CharField(max_length=300)
    on = models.DateField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    corrects = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections")
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["supports", "blocks", "pledge", "agenda", "off_agenda"]), name="position_kind"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="position_withdrawn_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(holder="") & ~Q(said="") & ~Q(source=""), name="position_with_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.kind}"
