"""Options papers and the options in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.options.safeguards import FLAG, SAFEGUARDS


class Paper(models.Model):
    """The options that go with one assessment; always with "no new measure" and what that is expected to cost."""

    ref = models.CharField(max_length=16, unique=True, editable=False)
    assessment = models.OneToOneField("assessments.Assessment", on_delete=models.PROTECT, related_name="paper")
    no_new_measure = models.TextField(blank=True)
    frozen = models.JSONField(null=True, blank=True)
    frozen_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.ref

    @property
    def tlp(self) -> str:
        """The marking of the situation it belongs to."""
        return self.assessment.tlp

    @property
    def current_options(self) -> list["Option"]:
        """What it proposes or rejects now; what was withdrawn is history."""
        return [each for each in self.options.all() if each.status != Option.Status.WITHDRAWN]


class Options(models.QuerySet["Option"]):
    """Options by how they are read."""

    def current(self) -> "Options":
        """Return what the paper proposes or rejects; what was withdrawn is history."""
        return self.exclude(status=Option.Status.WITHDRAWN)


class Option(models.Model):
    """One measure that was considered: proposed with all that a proposal needs, or rejected with a reason.

    One that is withdrawn keeps what was proposed; the same measure can be proposed again, as another option.
    """

    class Pillar(models.TextChoices):
        I = "I", _("Pillar I: the State's own responsibility")  # noqa: E741 - the pillars are numbered so
        II = "II", _("Pillar II: assistance")
        III = "III", _("Pillar III: collective response")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        REJECTED = "rejected", _("considered and rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="options")
    measure = models.CharField(max_length=12)
    pillar = models.CharField(max_length=3, choices=Pillar)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    reason = models.TextField(blank=True)
    owner = models.CharField(max_length=120, blank=True)
    decider = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    indicator = models.CharField(max_length=300, blank=True)
    exit_or_review_on = models.DateField(null=True, blank=True)
    cost_or_risk = models.TextField(blank=True)
    # By safeguard: see safeguards.py. The six texts below were written before there were safeguards, and are only read.
    records = models.JSONField(default=dict, blank=True)
    # Who wrote each criterion or record, and when; empty in an option that was saved before that was kept.
    written = models.JSONField(default=dict, blank=True)
    # The items that the records cite, so that they are found from the item.
    evidence = models.ManyToManyField("intake.Item", related_name="cited_in_options", blank=True)
    council_authorization = models.CharField(max_length=200, blank=True)
    precautionary_review = models.TextField(blank=True)
    civilian_harm_note = models.TextField(blank=True)
    humanitarian_exemption_note = models.TextField(blank=True)
    due_diligence_check = models.TextField(blank=True)
    flag_reason = models.TextField(blank=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Options.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "measure", "pillar"],
                condition=~Q(status="withdrawn"),
                name="current_measure_once_a_pillar",
            ),
            models.CheckConstraint(condition=Q(pillar__in=["I", "II", "III"]), name="option_pillar"),
            models.CheckConstraint(
                condition=Q(status__in=["proposed", "rejected", "withdrawn"]), name="known_option_status"
            ),
            models.CheckConstraint(condition=~Q(status="rejected") | ~Q(reason=""), name="rejected_with_a_reason"),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                & ~Q(withdrawal_reason="")
                | ~Q(status="withdrawn") & Q(withdrawn_by=None, withdrawn_at=None, withdrawal_reason=""),
                name="withdrawn_by_a_person_with_a_reason",
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that wrote it."""
        return self.paper.assessment.author_ids

    @property
    def needs_second_reader(self) -> bool:
        """Whether it has a safeguard that a second person reads before it is submitted.

        The reason for a flagged measure needs none where it was saved before authors were kept.
        """
        read = {name for name in self.records if SAFEGUARDS[name].is_read_by_second}
        return bool(read if self.written else read - {FLAG.id})

    def __str__(self) -> str:
        return f"{self.measure} ({self.status})"


CONSIDERED = (Option.Status.PROPOSED, Option.Status.REJECTED)  # what a measure can be when it is considered


class Reading(models.Model):
    """A second person read the safeguards of an option as they are; a change makes another option, without it."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, related_name="reading")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.option_id} by {self.by_id}"
