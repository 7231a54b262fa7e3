"""Sources, evidence items with their originals and custody, and reported events."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.intake.actors import ActorKind
from focalpoint.desk.marking.models import Marked, known_tlp
from focalpoint.desk.marking.refs import short_ref

PERSON = settings.AUTH_USER_MODEL


class Precision(models.TextChoices):
    """How exactly a date or a place is known; unknown is a value."""

    EXACT = "exact", _("exact")
    WEEK = "week", _("to the week or the district")
    MONTH = "month", _("to the month or the province")
    YEAR = "year", _("to the year or the country")
    UNKNOWN = "unknown", _("unknown")


class Source(Marked):
    """A person or something that reports. ``label`` is how the desk names it; a pseudonym is enough."""

    class Kind(models.TextChoices):
        PERSON = "person", _("person")
        ORGANIZATION = "organization", _("organization")
        UN = "un", _("United Nations entity")
        STATE = "state", _("State")
        MEDIA = "media", _("media")
        OPEN = "open", _("open source or dataset")

    label = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=Kind)
    independence_group = models.CharField(max_length=80, blank=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [known_tlp("source_tlp")]

    def __str__(self) -> str:
        return self.label


class Reliability(models.Model):
    """One grade of a source for one subject; the newest counts, the others are its history. F: cannot be judged."""

    class Grade(models.TextChoices):
        A = "A", _("completely reliable")
        B = "B", _("usually reliable")
        C = "C", _("fairly reliable")
        D = "D", _("not usually reliable")
        E = "E", _("unreliable")
        F = "F", _("cannot be judged")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reliabilities")
    subject = models.CharField(max_length=120)
    grade = models.CharField(max_length=1, choices=Grade)
    reason = models.TextField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(grade__in=list("ABCDEF")), name="reliability_grade"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="reliability_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.grade} ({self.subject})"


class Item(Marked):
    """One piece of evidence: what was obtained, when, how, from whom, and what its giver consented to.

    ``revision`` counts writes: of two who grade it at once, one wins and the other gets an error. ``words`` is a keyed
    hash of what it says, folded: two items that say the same have the same.
    """

    class Status(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        CONFIRMED = "confirmed", _("confirmed")
        REFUTED = "refuted", _("refuted")

    class Credibility(models.IntegerChoices):
        CONFIRMED = 1, _("confirmed by other independent sources")
        PROBABLE = 2, _("probably true")
        POSSIBLE = 3, _("possibly true")
        DOUBTFUL = 4, _("doubtful")
        IMPROBABLE = 5, _("improbable")
        CANNOT_JUDGE = 6, _("cannot be judged")

    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="items")
    subject = models.CharField(max_length=120, blank=True)
    obtained_on = models.DateField()
    how_obtained = models.TextField(blank=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.PROVISIONAL)
    status_reason = models.TextField(blank=True)
    status_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    status_at = models.DateTimeField(null=True, blank=True)
    credibility = models.PositiveSmallIntegerField(null=True, blank=True, choices=Credibility)
    credibility_reason = models.TextField(blank=True)
    confirmed_by = models.ManyToManyField("self", symmetrical=False, related_name="confirms", blank=True)
    credibility_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    credibility_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    consent_desk = models.BooleanField(default=True)
    consent_bodies = models.BooleanField(default=False)
    consent_public = models.BooleanField(default=False)
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="filed_items")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="item_newest_first")]
        constraints = [
            known_tlp("item_tlp"),
            models.CheckConstraint(
                condition=models.Q(credibility=None) | models.Q(credibility__range=(1, 6)), name="item_credibility"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["provisional", "confirmed", "refuted"]), name="item_status"
            ),
            models.CheckConstraint(
                condition=models.Q(status="provisional")
                | ~models.Q(status_reason="")
                | models.Q(consent_withdrawn_at__isnull=False),
                name="item_status_reason",
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that filed it."""
        return {self.created_by_id}

    def __str__(self) -> str:
        return f"{self.title} ({short_ref(self.ref)})"  # reports of one country and month bear one title


class Grading(models.Model):
    """One grade of an item with its reason; the newest counts, the others are its history.

    A credibility of 1 waits until a custodian has compared the items with all that is stored, at every marking. Until
    then the item has 2. ``despite`` says why items that look like one account are two; ``granted`` is the custodian's
    answer, and ``lookers`` are those who gave one.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="gradings")
    credibility = models.PositiveSmallIntegerField(choices=Item.Credibility)
    reason = models.TextField(blank=True)
    despite = models.TextField(blank=True)
    confirmed_by = models.ManyToManyField(Item, related_name="+", blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    waits = models.BooleanField(default=False)
    granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    lookers: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(PERSON, related_name="+", blank=True)

    class Meta:
        ordering = ["-at", "-id"]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that set the grade."""
        return {self.by_id}

    def __str__(self) -> str:
        return f"{self.credibility} ({self.at:%Y-%m-%d})"


class Repeat(models.Model):
    """Two items or two sources that look like one, by their references, for a custodian who may read both."""

    class Kind(models.TextChoices):
        WORDS = "words", _("the same words")
        FILE = "file", _("the same file")
        NAME = "name", _("the same name")

    kind = models.CharField(max_length=8, choices=Kind)
    first = models.CharField(max_length=16, db_index=True)
    second = models.CharField(max_length=16, db_index=True)
    found_at = models.DateTimeField()
    same = models.BooleanField(null=True)
    by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["kind", "first", "second"], name="repeat_once")]

    def __str__(self) -> str:
        return f"{self.first} {self.second}"


class Event(models.Model):
    """Who did what to whom, where and when, as one item reports it; two that contradict each other are both kept."""

    class Known(models.TextChoices):
        SAW = "saw", _("saw or heard it")
        TOLD = "told", _("was told by somebody who saw it")
        DOCUMENT = "document", _("a document, picture or recording")
        MEDIA = "media", _("media or published report")
        UNKNOWN = "unknown", _("not said")

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="event")
    acts = models.JSONField(default=list)
    what = models.TextField()
    actor = models.CharField(max_length=200, blank=True)
    actor_kind = models.CharField(max_length=24, choices=ActorKind, default=ActorKind.UNKNOWN)
    victims = models.CharField(max_length=200, blank=True)
    low = models.PositiveIntegerField(null=True, blank=True)
    best = models.PositiveIntegerField(null=True, blank=True)
    high = models.PositiveIntegerField(null=True, blank=True)
    iso3 = models.CharField(max_length=3)
    area = models.CharField(max_length=200, blank=True)
    area_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    happened_on = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=8, choices=Precision, default=Precision.UNKNOWN)
    how_known = models.CharField(max_length=8, choices=Known, default=Known.UNKNOWN)
    pseudonym = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(what=""), name="event_what"),
            models.CheckConstraint(condition=models.Q(actor_kind__in=ActorKind.values), name="event_actor_kind"),
            models.CheckConstraint(
                condition=models.Q(low=None) | models.Q(best=None) | models.Q(low__lte=models.F("best")),
                name="event_low_best",
            ),
            models.CheckConstraint(
                condition=models.Q(high=None) | models.Q(best=None) | models.Q(best__lte=models.F("high")),
                name="event_best_high",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.iso3} {self.happened_on or '?'}"

    @property
    def day(self) -> str:
        """The day it happened, as exactly as it is known: a month or a year where no more is; empty where none is."""
        if self.happened_on is None:
            return ""
        return date_format(self.happened_on, {"month": "F Y", "year": "Y"}.get(self.date_precision, "DATE_FORMAT"))


class Original(models.Model):
    """The bytes as handed in, kept encrypted under a key of their own in the file ``blob`` (see ``originals``).

    ``address`` is a keyed hash of the bytes. ``key`` is the data key, wrapped by the installation's key; when it is
    gone, the bytes cannot be read again.
    """

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="originals")
    address = models.CharField(max_length=64, db_index=True)
    blob = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    key = models.BinaryField(null=True)
    stored_at = models.DateTimeField()
    key_destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "address"], name="original_once_an_item"),
            models.CheckConstraint(
                condition=models.Q(key__isnull=False) | models.Q(key_destroyed_at__isnull=False),
                name="original_key_or_its_destruction",
            ),
        ]

    def __str__(self) -> str:
        return self.address[:12]


class Custody(models.Model):
    """One thing that happened to an item or its originals; rows are only added."""

    class Step(models.TextChoices):
        RECEIVED = "received", _("received")
        STORED = "stored", _("original stored")
        READ = "read", _("original read")
        SOURCED = "sourced", _("source named")
        GRADED = "graded", _("graded")
        STATUS = "status", _("status set")
        LINKED = "linked", _("linked to a situation")
        WITHDRAWN = "withdrawn", _("consent withdrawn")
        KEY_DESTROYED = "key-destroyed", _("key destroyed")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="custody")
    step = models.CharField(max_length=16, choices=Step)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    trail = models.PositiveBigIntegerField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.step}"
