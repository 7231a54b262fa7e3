"""One row a piece of work: what is to be done, when it is due, who does it and how it went."""

from django.db import models


class Task(models.Model):
    """One run of a job for one ``key``: the number of an event, or ``RECURRING``.

    ``claim`` names the worker that does it, until ``claimed_until``. ``error`` is the last failure: its kind and the
    line of the program, never a text that a person wrote.
    """

    RECURRING = "recurring"

    job = models.CharField(max_length=60)
    key = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=32, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    ran_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True, db_index=True)
    failed_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        # One task a job and key, kept after it is done: an effect happens once.
        constraints = [models.UniqueConstraint(fields=["job", "key"], name="task_once_a_key")]
        indexes = [
            models.Index(
                fields=["due_at"], name="task_open", condition=models.Q(done_at=None) & models.Q(failed_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.key}"
