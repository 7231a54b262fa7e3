"""What every protected object carries: a reference, a marking, need to know."""

from typing import TypeVar

from django.conf import settings
from django.db import models

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import LENGTH, new_ref
from focalpoint.desk.marking.rule import Marks, Reader, is_for_members, seen_by

M = TypeVar("M", bound=models.Model)


class MarkedQuerySet(models.QuerySet[M]):
    """Rows of which each reader sees some."""

    def visible_to(self, reader: Reader) -> "MarkedQuerySet[M]":
        """Return those that a reader may see."""
        own = self.model._default_manager.filter(members=reader.pk).values("pk")
        return self.filter(seen_by(reader, models.Q(pk__in=own)))


class Marked(models.Model):
    """An object that only some may see; ``marking/rule.py`` decides who.

    With ``need_to_know``, and always under TLP:RED, only members see it.
    """

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    tlp = models.CharField(max_length=16, choices=Tlp, default=Tlp.AMBER)
    need_to_know = models.BooleanField(default=False)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True)

    objects = MarkedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def marks(self) -> Marks:
        """Its marking and need to know."""
        return Marks(self.tlp, self.need_to_know)

    @property
    def is_for_members(self) -> bool:
        """Whether only members see it."""
        return is_for_members(tlp=self.tlp, need_to_know=self.need_to_know)


def known_tlp(name: str) -> models.CheckConstraint:
    """Return the constraint that a marking is one of the five levels; each table names its own."""
    return models.CheckConstraint(condition=models.Q(tlp__in=list(Tlp.values)), name=name)
