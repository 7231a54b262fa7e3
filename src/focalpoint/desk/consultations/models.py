"""Consultations of groups, reviewers and offices outside of the line, and what each of them said."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.levels import Tlp

PERSON = settings.AUTH_USER_MODEL


class Consultation(models.Model):
    """A question to a person outside of the line about an assessment, or one option of its paper.

    ``name`` is empty where naming endangers: then the kind alone says who it was. ``given`` is what they may see, at
    the marking ``given_tlp``. It is seen with its assessment.
    """

    class Kind(models.TextChoices):
        ADVISORY = "advisory", _("an advisory group")
        REVIEWER = "reviewer", _("a local reviewer")
        PARTNER = "partner", _("a local partner")
        OFFICE = "office", _("a second office")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="consultations")
    option = models.ForeignKey(
        "options.Option", null=True, blank=True, on_delete=models.PROTECT, related_name="consultations"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200, blank=True)
    question = models.TextField()
    given = models.TextField()
    given_tlp = models.CharField(max_length=16, choices=Tlp)
    due_on = models.DateField()
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["advisory", "reviewer", "partner", "office"]), name="consultation_kind"
            ),
            models.CheckConstraint(condition=models.Q(given_tlp__in=list(Tlp.values)), name="consultation_given_tlp"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None) | ~models.Q(withdrawn_reason=""),
                name="consultation_withdrawn_with_a_reason",
            ),
        ]

    @property
    def who(self) -> str:
        """Return who was asked, by name where naming is safe."""
        return self.name or str(self.get_kind_display())

    @property
    def said(self) -> "Said | None":
        """Return what they said, by its newest record; the earlier ones are its history."""
        return max(self.sayings.all(), key=lambda each: (each.at, each.pk), default=None)

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d}"


class Said(models.Model):
    """What was said in a consultation, in their words; a later record corrects an earlier one, with a reason."""

    class View(models.TextChoices):
        AGREES = "agrees", _("agrees")
        PARTLY = "partly", _("agrees in part")
        DISSENTS = "dissents", _("dissents")
        NONE = "none", _("gave no view")

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="sayings")
    view = models.CharField(max_length=8, choices=View)
    text = models.TextField()
    on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(view__in=["agrees", "partly", "dissents", "none"]), name="said_view"
            ),
            models.CheckConstraint(condition=~models.Q(text=""), name="said_something"),
        ]

    def __str__(self) -> str:
        return f"{self.view} {self.on:%Y-%m-%d}"


class NoLocalView(models.Model):
    """Why a decision may rest on the knowledge of others than local partners; the newest counts."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="no_local_views")
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="no_local_view_reason")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.at:%Y-%m-%d}"
