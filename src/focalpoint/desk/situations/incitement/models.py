"""A public speech or text that could be incitement, and its ratings, round by round."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.refs import LENGTH, new_ref

PERSON = settings.AUTH_USER_MODEL


class Speech(models.Model):
    """A speech or text: its words, or the item that holds them, and an archived copy with the SHA-256 of that file."""

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    situation = models.ForeignKey("situations.Situation", on_delete=models.PROTECT, related_name="speeches")
    speaker = models.CharField(max_length=200)
    said_on = models.DateField()
    place = models.CharField(max_length=200)
    audience = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    item = models.ForeignKey("intake.Item", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    archive_url = models.URLField(max_length=500, blank=True)
    archive_sha256 = models.CharField(max_length=64, blank=True)
    filed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    set_aside_reason = models.TextField(blank=True)
    set_aside_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(words="") | models.Q(item__isnull=False), name="speech_words"),
            models.CheckConstraint(
                condition=models.Q(archive_url="") | ~models.Q(archive_sha256=""), name="speech_archive_has_a_hash"
            ),
            models.CheckConstraint(
                condition=models.Q(set_aside_at=None, set_aside_by=None, set_aside_reason="")
                | (models.Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~models.Q(set_aside_reason="")),
                name="speech_set_aside_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.speaker} ({self.said_on:%Y-%m-%d})"


class Round(models.Model):
    """One rating of a speech by two people; a further one has a reason, and those before it are kept."""

    speech = models.ForeignKey(Speech, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["speech", "number"], name="round_once_a_speech"),
            models.CheckConstraint(condition=models.Q(number=1) | ~models.Q(reason=""), name="round_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.speech_id}-{self.number}"


class Rating(models.Model):
    """What one person found, or, where the two differ, what they were reconciled to."""

    class Step(models.TextChoices):
        FIRST = "first", _("first rater")
        SECOND = "second", _("second rater")
        RECONCILED = "reconciled", _("reconciled")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ratings")
    step = models.CharField(max_length=12, choices=Step)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "step"], name="rating_once_a_step"),
            models.UniqueConstraint(
                fields=["round", "by"], condition=~models.Q(step="reconciled"), name="rating_by_two_people"
            ),
            models.CheckConstraint(condition=models.Q(step__in=["first", "second", "reconciled"]), name="rating_step"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.step}"


class RatedPart(models.Model):
    """The level of one part of a test, why, and the evidence behind it."""

    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="parts")
    part = models.CharField(max_length=20)
    level = models.CharField(max_length=12)
    reason = models.TextField()
    evidence = models.ManyToManyField("intake.Item", related_name="+", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["rating", "part"], name="part_once_a_rating"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="rated_part_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.level}"
