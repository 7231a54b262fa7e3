"""Changes of who may see an item or a situation, each with its reason. Rows are only added and answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake.models import Item, Source
from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import LENGTH, new_ref
from focalpoint.desk.marking.rule import Marks
from focalpoint.desk.situations.models import Situation

PERSON = settings.AUTH_USER_MODEL
ONE_SUBJECT = Q(item=None, situation__isnull=False) | Q(item__isnull=False, situation=None)


class MarkingChange(models.Model):
    """Another marking of an item or a situation: a stricter one is done by one person, a lower one asks a second."""

    class State(models.TextChoices):
        DONE = "done", _("done")
        WAITING = "waiting", _("waiting for an answer")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("lapsed: the marking was changed meanwhile")

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT)
    situation = models.ForeignKey(Situation, null=True, on_delete=models.PROTECT)
    before_tlp = models.CharField(max_length=16, choices=Tlp)
    before_need_to_know = models.BooleanField()
    tlp = models.CharField(max_length=16, choices=Tlp)
    need_to_know = models.BooleanField()
    state = models.CharField(max_length=8, choices=State)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="marking_change_one_subject"),
            models.CheckConstraint(condition=~Q(reason=""), name="marking_change_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["granted", "refused"]) | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="marking_change_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("by")), name="nobody_grants_their_own"
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(state="waiting"), name="item_waits_once"),
            models.UniqueConstraint(fields=["situation"], condition=Q(state="waiting"), name="situation_waits_once"),
        ]

    @property
    def subject(self) -> Item | Situation:
        """The item or the situation that it concerns."""
        found = self.item or self.situation
        assert found is not None  # noqa: S101  # the constraint says so
        return found

    @property
    def before(self) -> Marks:
        """The marking at the time."""
        return Marks(self.before_tlp, self.before_need_to_know)

    @property
    def wanted(self) -> Marks:
        """The marking that was set or asked for."""
        return Marks(self.tlp, self.need_to_know)

    @property
    def author_ids(self) -> set[int]:
        """Return the account that asked."""
        return {self.by_id}

    def __str__(self) -> str:
        return f"{self.before_tlp} {self.tlp} {self.state}"


class MemberChange(models.Model):
    """A person who was added to the members of an item or a situation, or removed from them."""

    item = models.ForeignKey(Item, null=True, on_delete=models.PROTECT)
    situation = models.ForeignKey(Situation, null=True, on_delete=models.PROTECT)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    is_member = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=ONE_SUBJECT, name="member_change_one_subject"),
            models.CheckConstraint(condition=~Q(reason=""), name="member_change_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.is_member}"


class Identity(models.Model):
    """Who a source is and how to reach it, sealed; written by the office, opened by two custodians together."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="identities")
    sealed = models.BinaryField()
    key = models.BinaryField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.at:%Y-%m-%d}"


class IdentityRequest(models.Model):
    """A custodian's request to read who a source is, another custodian's answer, and the time of the reading."""

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="identity_requests")
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="identity_request_reason"),
            models.CheckConstraint(
                condition=Q(granted=None) | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="identity_request_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=models.F("by")), name="no_custodian_opens_alone"
            ),
            models.CheckConstraint(condition=Q(opened_at=None) | Q(granted=True), name="identity_opened_once_granted"),
            models.UniqueConstraint(fields=["source", "by"], condition=Q(granted=None), name="identity_asked_once"),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that asked."""
        return {self.by_id}

    def __str__(self) -> str:
        return f"{self.source_id} {self.granted}"
