"""Users, their role, clearance and teams."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import LENGTH, new_ref


class Role(models.TextChoices):
    """What a person does here."""

    REPORTER = "reporter", _("reporter")
    ANALYST = "analyst", _("analyst")
    REVIEWER = "reviewer", _("reviewer")
    HEAD = "head", _("head of office")
    PRINCIPAL = "principal", _("principal")
    AIDE = "aide", _("aide")
    LIAISON = "liaison", _("liaison of a body")
    FOCAL_POINT = "focal-point", _("national focal point")
    PEER = "peer", _("peer")
    OVERSEER = "overseer", _("overseer")
    CUSTODIAN = "custodian", _("custodian")
    ADMINISTRATOR = "administrator", _("administrator")


class User(AbstractUser):
    """A person who may sign in; an e-mail address, when there is one, belongs to one person.

    ``ref`` is the name of the person in the trail. ``body`` is the id of the body a liaison speaks for.
    ``more_roles`` are held besides the main one, ``role``; which may meet is said in ``separation``.
    ``zone`` is the time zone in which hours are shown; empty: the office's.
    """

    email = models.EmailField(blank=True)
    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    role = models.CharField(max_length=16, choices=Role, default=Role.ANALYST)
    clearance = models.CharField(max_length=16, choices=Tlp, default=Tlp.GREEN)
    body = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    more_roles = models.JSONField(default=list, blank=True)
    demonstration = models.BooleanField(default=False)

    @property
    def roles(self) -> frozenset[str]:
        """Return every role that the person holds."""
        return frozenset({self.role, *self.more_roles})

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_an_email"),
            models.CheckConstraint(condition=models.Q(role__in=list(Role.values)), name="user_role"),
            models.CheckConstraint(condition=models.Q(clearance__in=list(Tlp.values)), name="user_clearance"),
            models.CheckConstraint(
                condition=~models.Q(role="liaison") | ~models.Q(body=""), name="liaison_speaks_for_a_body"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the e-mail in lower case, as sign-in looks it up."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
