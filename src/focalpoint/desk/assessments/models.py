"""Assessments: versions, factor matrix, judgements, dissent, sign-off."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.rule import highest

PERSON = settings.AUTH_USER_MODEL


class Assessment(models.Model):
    """One version of a situation's assessment. It takes the situation's marking and members.

    When it is signed its text is frozen: ``frozen`` holds the note's blocks as signed, ``frozen_hash`` their SHA-256.
    Once the situation's marking changes, a signed one keeps that under which it was signed, besides the situation's.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        RETURNED = "returned", _("returned")
        SIGNED = "signed", _("signed")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    situation = models.ForeignKey("situations.Situation", on_delete=models.PROTECT, related_name="assessments")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(blank=True)
    obligation = models.TextField(blank=True)
    capacity = models.TextField(blank=True)
    will = models.TextField(blank=True)
    conduct = models.TextField(blank=True)
    assumptions = models.TextField(blank=True)
    alternatives = models.TextField(blank=True)
    gaps = models.TextField(blank=True)
    interest_declared = models.TextField(blank=True)
    expires_on = models.DateField(null=True, blank=True)
    catalogue = models.CharField(max_length=20)
    catalogue_hash = models.CharField(max_length=64)
    reviewer = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_reason = models.TextField(blank=True)
    frozen = models.JSONField(null=True, blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    kept_tlp = models.CharField(max_length=16, choices=Tlp, blank=True, default="", editable=False)
    kept_need_to_know = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["situation_id", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["situation", "version"], name="assessment_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "submitted", "returned", "signed"]), name="assessment_state"
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("author")), name="nobody_signs_their_own"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed")
                | (Q(reviewer__isnull=False) & Q(frozen__isnull=False) & ~Q(frozen_hash="")),
                name="signed_is_frozen_and_reviewed",
            ),
            models.CheckConstraint(condition=~Q(state="returned") | ~Q(review_reason=""), name="returned_with_reasons"),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that writes it."""
        return {self.author_id}

    def __str__(self) -> str:
        return f"version {self.version}"

    @property
    def tlp(self) -> str:
        """The marking of the situation it belongs to, or the stricter one under which it was signed."""
        return highest(self.situation.tlp, *([self.kept_tlp] if self.kept_tlp else [])).value


class Factor(models.Model):
    """One risk factor's answer: present needs evidence; unknown is an answer, and the one it starts with.

    ``changed_in`` is the revision of the assessment in which it was last saved: each factor has a lock of its own.
    """

    class Value(models.TextChoices):
        PRESENT = "present", _("present")
        ABSENT = "absent", _("absent")
        UNKNOWN = "unknown", _("unknown")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="factors")
    factor = models.CharField(max_length=8)
    value = models.CharField(max_length=8, choices=Value, default=Value.UNKNOWN)
    note = models.TextField(blank=True)
    changed_in = models.PositiveIntegerField(default=0)
    evidence = models.ManyToManyField("intake.Item", related_name="cited_in", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "factor"], name="factor_once_an_assessment"),
            models.CheckConstraint(condition=Q(value__in=["present", "absent", "unknown"]), name="factor_value"),
        ]

    def __str__(self) -> str:
        return f"{self.factor}: {self.value}"


class Judgement(models.Model):
    """What the future can prove right or wrong: event, place, group, window, likelihood; confidence is separate.

    The likelihood is recorded before the desk shows the release's figure for the same question (``release_*``: which
    figure, of which country, threshold and months; months are month numbers).
    """

    class Confidence(models.TextChoices):
        LOW = "low", _("low")
        MODERATE = "moderate", _("moderate")
        HIGH = "high", _("high")

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="judgements")
    event = models.TextField()
    place = models.CharField(max_length=200)
    group = models.CharField(max_length=200)
    window_from = models.DateField()
    window_to = models.DateField()
    likelihood = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    release = models.CharField(max_length=40, blank=True)
    release_chance = models.FloatField(null=True, blank=True)
    release_shown_at = models.DateTimeField(null=True, blank=True)
    release_iso3 = models.CharField(max_length=3, blank=True)
    release_threshold = models.PositiveIntegerField(null=True, blank=True)
    release_window = models.PositiveSmallIntegerField(null=True, blank=True)
    release_data_to = models.IntegerField(null=True, blank=True)
    release_first = models.IntegerField(null=True, blank=True)
    release_last = models.IntegerField(null=True, blank=True)
    confidence = models.CharField(max_length=8, choices=Confidence)
    confidence_reason = models.TextField()
    would_change = models.TextField()
    evidence = models.ManyToManyField("intake.Item", related_name="judged_in", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(likelihood__range=(1, 99)), name="likelihood_1_to_99"),
            models.CheckConstraint(condition=Q(window_from__lte=F("window_to")), name="window_runs_forward"),
            models.CheckConstraint(
                condition=Q(release_shown_at=None) | Q(release_shown_at__gte=F("recorded_at")),
                name="likelihood_before_the_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.likelihood} %"


class Dissent(models.Model):
    """A disagreement in its author's words; no one else can edit it, and it travels with the note."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="dissents")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "by"], name="dissent_once_a_person")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
