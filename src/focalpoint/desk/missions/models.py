"""Missions with what they said before, their members, signed reports, and findings with the items for and against."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL
STANDARDS = range(1, 6)  # places of the catalogue's standards of proof, from the lowest up


class Mission(models.Model):
    """A mission or commission, seen with its situation; it asks another standard of proof of each kind of finding."""

    ref = models.CharField(max_length=16, unique=True, editable=False)
    situation = models.ForeignKey("situations.Situation", on_delete=models.PROTECT, related_name="missions")
    title = models.CharField(max_length=200)
    body = models.CharField(max_length=40)
    symbol = models.CharField(max_length=80, blank=True)
    mandate = models.TextField()
    pattern_standard = models.PositiveSmallIntegerField()
    incident_standard = models.PositiveSmallIntegerField()
    person_standard = models.PositiveSmallIntegerField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["opened_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    pattern_standard__in=STANDARDS, incident_standard__in=STANDARDS, person_standard__in=STANDARDS
                ),
                name="mission_standards",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="mission_withdrawn_with_a_reason"
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the accounts that opened it and entered its findings."""
        return {self.opened_by_id, *self.findings.values_list("by", flat=True)}

    def standard_for(self, kind: str) -> int:
        """Return the place of the standard that its mandate asks of a kind of finding."""
        return int(getattr(self, f"{kind}_standard"))

    def __str__(self) -> str:
        return self.title


class MissionChange(models.Model):
    """What a mission said ``before`` it was changed, its members among that, and why it was changed."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="changes")
    before = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="mission_changed_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.mission_id} {self.at:%Y-%m-%d}"


class Report(models.Model):
    """A version of a mission's report as another person signed it; each recipient is sent a copy of it."""

    ref = models.CharField(max_length=16, unique=True, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="reports")
    version = models.PositiveSmallIntegerField()
    frozen = models.JSONField()
    frozen_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "version"], name="mission_report_version_once"),
            models.CheckConstraint(condition=~Q(frozen_hash=""), name="mission_report_has_its_hash"),
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class Member(models.Model):
    """Who serves on a mission, and as what."""

    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="members")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """One version of a finding; ``replaces`` is the version before, ``reason`` why that one does not hold.

    One that ``holds`` no more was withdrawn by its last version.
    """

    class Kind(models.TextChoices):
        PATTERN = "pattern", _("a pattern")
        INCIDENT = "incident", _("an incident")
        PERSON = "person", _("the responsibility of a person")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, related_name="findings")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    standard = models.PositiveSmallIntegerField()
    items_for = models.ManyToManyField("intake.Item", related_name="found_for", blank=True)
    items_against = models.ManyToManyField("intake.Item", related_name="found_against", blank=True)
    holds = models.BooleanField(default=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["pattern", "incident", "person"]), name="finding_kind"),
            models.CheckConstraint(condition=Q(standard__in=STANDARDS), name="finding_standard"),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(reason=""), name="finding_corrected_with_a_reason"),
            models.CheckConstraint(condition=Q(holds=True) | Q(replaces__isnull=False), name="finding_once_held"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} v{self.version}"
