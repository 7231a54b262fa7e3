"""Situations, the countries and evidence in them, and their scope tests."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake.actors import ActorKind, kind_of
from focalpoint.desk.marking.models import Marked, known_tlp
from focalpoint.desk.people.zones import office_day
from focalpoint.desk.situations.incitement.models import RatedPart, Rating, Round, Speech

__all__ = [
    "CollectionTask",
    "Link",
    "OverlapAnswer",
    "Place",
    "RatedPart",
    "Rating",
    "Round",
    "ScopeFinding",
    "ScopeTest",
    "Situation",
    "Speech",
]

PERSON = settings.AUTH_USER_MODEL
PERPETRATOR = "Q8"  # the question of the crimes catalogue that asks for the alleged perpetrator


class Situation(Marked):
    """A place where populations may be at risk; one owner. ``revision`` counts writes: of two at once, one wins.

    A reconstruction is written ``as_of`` a day of the past: what bound States, and which of them were, is as on it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        MONITORING = "monitoring", _("monitoring")
        CLOSED = "closed", _("closed")
        MERGED = "merged", _("merged into another")

    title = models.CharField(max_length=200)
    areas = models.CharField(max_length=300, blank=True)
    populations = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="owned_situations")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    overlaps = models.ManyToManyField("self", blank=True)
    overlap_reason = models.TextField(blank=True)
    reconstruction = models.BooleanField(default=False)
    as_of = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            known_tlp("situation_tlp"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "monitoring", "closed", "merged"]), name="situation_state"
            ),
            models.CheckConstraint(
                condition=models.Q(state="merged", merged_into__isnull=False)
                | (~models.Q(state="merged") & models.Q(merged_into=None)),
                name="situation_merged_into_another",
            ),
            models.CheckConstraint(
                condition=models.Q(as_of=None) | models.Q(reconstruction=True), name="situation_as_of_reconstructs"
            ),
        ]

    def day_of_law(self, today: dt.date) -> dt.date:
        """Return the day as of which law and membership are read."""
        return self.as_of or today

    @property
    def record_day(self) -> dt.date:
        """The day of the record: that of a reconstruction, or else that of the opening."""
        return self.day_of_law(office_day(self.opened_at))

    @property
    def author_ids(self) -> set[int]:
        """Return the account that owns it."""
        return {self.owner_id}

    def __str__(self) -> str:
        return self.title


class LifeChange(models.Model):
    """One change in the life of a situation, with its reason: a state, or another ``owner``. Rows are only added.

    Who closes it also says what was ``learnt`` and what ``remains`` open.
    """

    class Act(models.TextChoices):
        MONITOR = "monitor", _("set to monitoring")
        CLOSE = "close", _("closed")
        REOPEN = "reopen", _("opened again")
        MERGE = "merge", _("merged into another")
        HAND_OVER = "hand_over", _("handed over")

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="life_changes")
    act = models.CharField(max_length=12, choices=Act)
    reason = models.TextField()
    learnt = models.TextField(blank=True)
    remains = models.TextField(blank=True)
    owner = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(act__in=["monitor", "close", "reopen", "merge", "hand_over"]), name="life_act"
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="life_reason"),
            models.CheckConstraint(
                condition=~models.Q(act="close") | (~models.Q(learnt="") & ~models.Q(remains="")),
                name="life_closed_with_a_lesson",
            ),
            models.CheckConstraint(
                condition=models.Q(act="hand_over", owner__isnull=False)
                | (~models.Q(act="hand_over") & models.Q(owner=None)),
                name="life_handed_to_an_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.at:%Y-%m-%d}"


class OverlapAnswer(models.Model):
    """Why two situations of one country are two, or that their owners see both; ``first`` is the one opened earlier.

    Who opens the second and sees the first answers at once; others who may see both find what has no answer.
    """

    class Outcome(models.TextChoices):
        APART = "apart", _("two situations")
        TOGETHER = "together", _("one concern: the owner of each sees both")

    first = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="overlap_answers")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="overlap_answer_reason"),
            models.UniqueConstraint(fields=["first", "second"], name="overlap_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}-{self.second_id} {self.outcome}"


class Place(models.Model):
    """One country of a situation."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="places")
    iso3 = models.CharField(max_length=3, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["situation", "iso3"], name="place_once_a_situation")]

    def __str__(self) -> str:
        return self.iso3


class Link(models.Model):
    """An evidence item that belongs to a situation; ``closed`` when it was closed to all but the members with it."""

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="links")
    item = models.ForeignKey("intake.Item", on_delete=models.PROTECT, related_name="links")
    closed = models.BooleanField(default=False)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["situation", "item"], name="item_once_a_situation")]

    def __str__(self) -> str:
        return f"{self.situation_id}-{self.item_id}"


class ScopeTest(models.Model):
    """Whether a situation concerns one of the four crimes, or incitement to them. It sorts; it never declares a crime.

    ``answers`` maps question ids of the crimes catalogue to what was answered; version and hash name the catalogue.
    The kind of the alleged ``perpetrator`` was among them before it had a column.
    ``derived`` is what the rules gave when it was saved; a test of before there were rules has none. Where another
    outcome was chosen, ``override_reason`` says why.
    """

    class Outcome(models.TextChoices):
        RISK = "in_scope_risk", _("in scope: risk")
        ONGOING = "in_scope_ongoing_alleged", _("in scope: ongoing, alleged")
        INCITEMENT = "in_scope_incitement", _("in scope: incitement")
        REFER = "out_of_scope_refer", _("out of scope: refer")
        INSUFFICIENT = "insufficient_information", _("insufficient information")

    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="scope_tests")
    answers = models.JSONField(default=dict)
    perpetrator = models.CharField(max_length=24, choices=ActorKind, blank=True)
    outcome = models.CharField(max_length=32, choices=Outcome)
    reason = models.TextField()
    is_contested = models.BooleanField(default=False)
    derived = models.CharField(max_length=32, choices=Outcome, blank=True)
    override_reason = models.TextField(blank=True)
    refer_to = models.CharField(max_length=40, blank=True)
    catalogue = models.CharField(max_length=20)
    catalogue_hash = models.CharField(max_length=64)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="scope_reason"),
            models.CheckConstraint(
                condition=~models.Q(outcome="out_of_scope_refer") | ~models.Q(refer_to=""), name="scope_refer_to_whom"
            ),
            models.CheckConstraint(
                condition=models.Q(derived="") | models.Q(outcome=models.F("derived")) | ~models.Q(override_reason=""),
                name="scope_override_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(perpetrator__in=["", *ActorKind.values]), name="scope_perpetrator"
            ),
        ]

    @property
    def alleged_kind(self) -> str:
        """The kind of the alleged perpetrator, also of an earlier test; empty where none was given."""
        return self.perpetrator or kind_of(str(self.answers.get(PERPETRATOR, "")))

    def __str__(self) -> str:
        return self.outcome


class ScopeFinding(models.Model):
    """What is known of one row of a scope test, the evidence for it and against it; a row not looked at has none."""

    test = models.ForeignKey(ScopeTest, on_delete=models.PROTECT, related_name="findings")
    row = models.CharField(max_length=24)
    known = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, blank=True)
    note = models.TextField(blank=True)
    evidence = models.ManyToManyField("intake.Item", related_name="found_in", blank=True)
    against = models.ManyToManyField("intake.Item", related_name="+", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["test", "row"], name="scope_row_once_a_test")]

    def __str__(self) -> str:
        return f"{self.row}: {self.known}"


class CollectionTask(models.Model):
    """Something to find out about a situation: what, from whom, by when, by which person, and what makes it unsafe."""

    class Outcome(models.TextChoices):
        FOUND = "found", _("found out")
        NOT_FOUND = "not_found", _("asked, and not found out")
        UNSAFE = "unsafe", _("not asked: it was not safe")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    situation = models.ForeignKey(Situation, on_delete=models.PROTECT, related_name="collection_tasks")
    what = models.TextField()
    from_whom = models.CharField(max_length=200)
    due_on = models.DateField()
    owner = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    unsafe = models.TextField()
    opened_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    result = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None, outcome="", result="")
                | (models.Q(closed_at__isnull=False) & ~models.Q(outcome="") & ~models.Q(result="")),
                name="collection_closed_with_a_result",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", "found", "not_found", "unsafe"]), name="collection_outcome"
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account whose task it is."""
        return {self.owner_id}

    def __str__(self) -> str:
        return f"{self.what[:40]} ({self.due_on:%Y-%m-%d})"
