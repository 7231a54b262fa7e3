"""Releases as the desk holds them: written once by an import, never changed."""

import datetime as dt

from django.conf import settings
from django.db import models

from focalpoint.foresight.release.sources import line


class Release(models.Model):
    """A frozen forecast that passed every check."""

    id = models.CharField(primary_key=True, max_length=40)
    content = models.CharField(max_length=64)
    origin = models.IntegerField(help_text="Last month of data, as a month number.")
    known_at = models.DateField()
    created = models.DateField()
    first = models.IntegerField(help_text="First month of the window.")
    last = models.IntegerField(help_text="Last month of the window.")
    revised_data = models.BooleanField()
    embedded = models.BooleanField()
    source_line = models.TextField()
    licences = models.TextField()
    data = models.JSONField(default=list, help_text="Which edition speaks for which months of the record of killings.")
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-origin", "-known_at", "-created", "-imported_at", "id"]

    def __str__(self) -> str:
        return self.id

    @property
    def record_line(self) -> str:
        """The editions that the record of killings comes from, oldest months first; all sources where none is named."""
        return line((each["source"], each["edition"]) for each in self.data) or self.source_line

    @property
    def killings_known_at(self) -> dt.date:
        """The day on which the newest part of the record of killings was known; other inputs may be younger."""
        days = [dt.date.fromisoformat(each["known_at"]) for each in self.data]
        return max(days, default=self.known_at)


class Document(models.Model):
    """One part of a release that concerns the whole world: manifest, model card, scores, even hand."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="one_document_a_kind")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class CountryForecast(models.Model):
    """What a release says of one State: a few columns for the ranking, the rest as one document for its page."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    iso3 = models.CharField(max_length=3)
    name = models.CharField(max_length=100)
    region = models.CharField(max_length=40)
    subregion = models.CharField(max_length=60)
    recorded_under = models.CharField(max_length=3, blank=True)
    note = models.CharField(max_length=300, blank=True, help_text="What else its record includes, or why it is dark.")
    killed_low = models.FloatField(null=True)
    killed_best = models.FloatField(null=True)
    killed_high = models.FloatField(null=True)
    observability = models.FloatField(null=True)
    spark = models.TextField(help_text="The path of the spark line of sixty months.")
    recent = models.TextField(help_text="The sixty months behind it, separated by spaces.")
    document = models.JSONField()
    events = models.JSONField(default=dict, help_text="The events behind the figures: names of columns, and rows.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "iso3"], name="one_forecast_a_state")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.iso3}"


class Chance(models.Model):
    """The chance that killings of civilians in a State pass a threshold within some months; null when unknown.

    A window begins with the first month after the data, or is what remains of the twelve months once some are over.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    iso3 = models.CharField(max_length=3)
    threshold = models.IntegerField()
    first = models.IntegerField(default=0, help_text="First month of the window, as a month number.")
    window = models.IntegerField(help_text="Months of the window.")
    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    base_rate = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["release", "threshold", "window", "first", "iso3"], name="one_chance_a_span"
            )
        ]

    def __str__(self) -> str:
        return f"{self.release_id} {self.iso3} {self.threshold}/{self.window}"


class Truth(models.Model):
    """How a release did on one kind of truth known since: a row a threshold, as ``focalpoint score`` computes them."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, help_text="one-sided, estimate or final.")
    as_of = models.DateField(help_text="The day on which the newest figure behind it was known.")
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "kind"], name="one_score_a_kind_of_truth")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.kind}"


class Follow(models.Model):
    """A State that a person follows; it says nothing to anybody else."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    iso3 = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "iso3"], name="one_follow_a_state")]

    def __str__(self) -> str:
        return self.iso3
