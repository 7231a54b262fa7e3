"""One row an event. Rows are only ever added, and only through ``actions.record``."""

from typing import Any, NoReturn

from django.db import models


class AppendOnly(Exception):
    """A bug: code tried to change or delete a row of the trail."""


class Event(models.Model):
    """One thing that was done: who, what, to which object, when; ids and keyed hashes only, never text.

    The primary key is the row's number in the chain, contiguous from 1.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=27)
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    ids = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "trail_event"
        ordering = ["number"]
        # Each with the number, so that a page of a filtered trail is read from the index, newest first, unsorted.
        indexes = [
            models.Index(fields=["actor", "number"], name="trail_by_actor"),
            models.Index(fields=["verb", "number"], name="trail_by_verb"),
            models.Index(fields=["subject", "number"], name="trail_by_subject"),
            models.Index(fields=["at"], name="trail_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.at} {self.actor} {self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: ``actions.record`` adds the row."""
        raise AppendOnly("The trail is append-only; use trail.actions.record.")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("The trail is append-only.")


class Concern(models.Model):
    """One object that an event concerns: the subject, and each one that its ids name."""

    # No index of its own: that of the constraint begins with it.
    event = models.ForeignKey(
        Event, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="concerns"
    )
    ref = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "ref"], name="concern_once_an_event")]
        indexes = [models.Index(fields=["ref", "event"], name="concern_by_ref")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.ref}"


class Outbox(models.Model):
    """An event whose consequences are still to be worked off; written in its transaction, deleted with the work."""

    event = models.OneToOneField(
        Event, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="outbox"
    )

    def __str__(self) -> str:
        return str(self.pk)


class KeyShare(models.Model):
    """What the key of an object's digests needs next to the installation's key, until it is destroyed."""

    object = models.CharField(max_length=120, primary_key=True)
    share = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.object
