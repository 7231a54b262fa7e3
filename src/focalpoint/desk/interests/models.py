"""Declarations of interests in a situation, each with the answer of another person."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class Declaration(models.Model):
    """One version of what a person declares in a situation; the newest counts, earlier ones are kept.

    An interest has its kinds, what it is ``named`` and a sentence, and so has taking one back; both wait for an answer.
    Another person says why its author goes on all the same, or recuses the author, who can also step back alone.
    """

    class Kind(models.TextChoices):
        NATIONALITY = "nationality", _("nationality of a State concerned")
        FORMER_POST = "former_post", _("former or promised post in a State concerned")
        FAMILY = "family", _("family or friends")
        PARTY = "party", _("political party or a party to the conflict")
        EMPLOYER = "employer", _("employer, present or former")
        FINANCIAL = "financial", _("money or property")
        OTHER = "other", _("another interest")

    class Answer(models.TextChoices):
        GOES_ON = "goes_on", _("goes on all the same")
        RECUSED = "recused", _("is recused: another person takes over")

    ref = models.CharField(max_length=16, unique=True, editable=False)
    situation = models.ForeignKey("situations.Situation", on_delete=models.PROTECT, related_name="declarations")
    version = models.PositiveSmallIntegerField()
    kinds = models.JSONField(default=list, blank=True)
    named = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answer_reason = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["situation", "by", "version"], name="declaration_version_once"),
            models.CheckConstraint(condition=Q(named="") | ~Q(text=""), name="declaration_in_a_sentence"),
            models.CheckConstraint(
                condition=Q(answer="", answer_reason="", answered_by=None, answered_at=None)
                | (~Q(text="") & Q(answer__in=["goes_on", "recused"], answered_by__isnull=False)),
                name="declaration_answered_where_it_asks",
            ),
            models.CheckConstraint(
                condition=Q(answer="") | ~Q(answer_reason="") | Q(answer="recused", answered_by=F("by")),
                name="declaration_answered_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(answer="goes_on") | ~Q(answered_by=F("by")), name="declaration_not_answered_by_oneself"
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that declared it."""
        return {self.by_id}

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return bool(self.text) and not self.answer

    @property
    def is_recused(self) -> bool:
        """Whether another person takes over."""
        return self.answer == self.Answer.RECUSED

    @property
    def kind_words(self) -> str:
        """Return the kinds in words."""
        return ", ".join(str(self.Kind(each).label) for each in self.kinds)

    def __str__(self) -> str:
        return f"{self.by_id} v{self.version}"
