"""Corrections of catalogue entries, each with reason and source, confirmed by a second person. No row is deleted."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.refs import LENGTH, new_ref
from focalpoint.doctrine import office

PERSON = settings.AUTH_USER_MODEL


class Correction(models.Model):
    """Another text for one field of an entry: what the entry says then, and what it said before.

    ``number`` is that of the office's state of the catalogue in which it came into force, ``withdrawn_number`` that of
    the first state without it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for a second person")
        IN_FORCE = "in force", _("in force")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    entry = models.CharField(max_length=60)
    field = models.CharField(max_length=60)
    base = models.CharField(max_length=40)
    before = models.JSONField()
    fields = models.JSONField()
    is_seen = models.BooleanField()
    looked_at = models.CharField(max_length=500, blank=True)
    looked_on = models.DateField(null=True)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    number = models.PositiveIntegerField(null=True, unique=True)
    withdrawal_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_number = models.PositiveIntegerField(null=True, unique=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="correction_reason"),
            models.CheckConstraint(
                condition=Q(is_seen=False) | (~Q(looked_at="") & Q(looked_on__isnull=False)),
                name="correction_seen_names_what_was_looked_at",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("by")), name="nobody_confirms_their_own_correction"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "refused"], number=None)
                | Q(state__in=["in force", "withdrawn"], number__isnull=False, answered_by__isnull=False),
                name="correction_in_force_was_confirmed",
            ),
            models.UniqueConstraint(
                fields=["entry", "field"], condition=Q(state="waiting"), name="correction_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.field}"

    @property
    def author_ids(self) -> set[int]:
        """Return the account that asked for it."""
        return {self.by_id}

    @property
    def after(self) -> object:
        """What the field says with the correction."""
        return self.fields[self.field]

    @property
    def version(self) -> str:
        """The office's version of the catalogue that it came with; empty while it is not in force."""
        return office.joined(office.split(self.base)[0], self.number) if self.number else ""
