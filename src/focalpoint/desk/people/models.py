"""Users, the roles that an office defined for them, and their clearance."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from focalpoint.desk.marking.levels import Tlp
from focalpoint.desk.marking.refs import LENGTH, new_ref

OUTSIDE = "outside-"  # how the name of the account of a person outside begins
OFFICE = "office-"  # how the reference of a role that an office defined begins


def new_role_ref() -> str:
    """Return a fresh reference of a role, which cannot be mistaken for one of the product's own."""
    return OFFICE + new_ref()[len(OFFICE) :]


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


class OfficeRole(models.Model):
    """A role that this office defined: a set of permissions of the table, under a name.

    One without permissions gives nothing: it waits for its confirmation, was refused, or is retired.
    """

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_role_ref, editable=False)
    name = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    permissions = models.JSONField(default=list, blank=True)

    @property
    def is_in_use(self) -> bool:
        """Whether people may hold it."""
        return bool(self.permissions)

    def __str__(self) -> str:
        return self.name


class TwoPersonChange(models.Model):
    """What an administrator wants to be otherwise; what gives more asks a second person."""

    class State(models.TextChoices):
        DONE = "done", _("done")
        WAITING = "waiting", _("waiting for an answer")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        LAPSED = "lapsed", _("lapsed: changed otherwise meanwhile")

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    state = models.CharField(max_length=9, choices=State)
    reason = models.TextField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-at", "-id"]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that asked."""
        return {self.by_id}


def _by_two_people(name: str, *about: str) -> list[models.BaseConstraint]:
    """Return what the database asks of such a change: a reason, and an answer by none of those whom it is ``about``."""
    others = [~models.Q(answered_by=models.F(each)) for each in ("by", *about)]
    return [
        models.CheckConstraint(condition=~models.Q(reason=""), name=f"{name}_reason"),
        *(
            models.CheckConstraint(condition=models.Q(answered_by=None) | each, name=f"{name}_two_people{number or ''}")
            for number, each in enumerate(others)
        ),
    ]


class RoleChange(TwoPersonChange):
    """What an administrator wants a role of the office to be."""

    role = models.ForeignKey(OfficeRole, on_delete=models.PROTECT, related_name="changes")
    name = models.CharField(max_length=60)
    sentence = models.CharField(max_length=200)
    permissions = models.JSONField(default=list, blank=True)
    before = models.JSONField(default=list, blank=True)

    class Meta(TwoPersonChange.Meta):
        constraints = [
            *_by_two_people("role_change"),
            models.UniqueConstraint(fields=["role"], condition=models.Q(state="waiting"), name="role_waits_once"),
        ]

    @property
    def added(self) -> list[str]:
        """The permissions that the role would give and did not give before."""
        return [each for each in self.permissions if each not in self.before]

    @property
    def removed(self) -> list[str]:
        """The permissions that the role gave and would not give any more."""
        return [each for each in self.before if each not in self.permissions]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"


class AccountChange(TwoPersonChange):
    """Which roles an administrator wants an account to hold; ``before`` are those that it held, the main one first."""

    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="role_changes")
    role = models.CharField(max_length=16)
    more_roles = models.JSONField(default=list, blank=True)
    body = models.CharField(max_length=40, blank=True)
    before = models.JSONField(default=list, blank=True)

    class Meta(TwoPersonChange.Meta):
        constraints = [
            *_by_two_people("account_change", "user"),
            models.CheckConstraint(condition=~models.Q(by=models.F("user")), name="account_change_not_own"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(state="waiting"), name="account_waits_once"),
        ]

    @property
    def wanted(self) -> "User":
        """Return the account as it would be, not stored."""
        return User(role=self.role, more_roles=self.more_roles, body=self.body)

    @property
    def held(self) -> "User":
        """Return the account with the roles that it held, not stored."""
        return User(role=self.before[0], more_roles=self.before[1:])

    def __str__(self) -> str:
        return f"{self.role} {self.state}"


class OfficeMode(models.Model):
    """Whether the office said that it has fewer people than the separation of duties needs; the newest row holds."""

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    is_small = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="office_mode_reason")]

    def __str__(self) -> str:
        return "small" if self.is_small else "usual"


class OutsideLink(models.Model):
    """One act that waits for a named person outside, and what came of it; ``key`` is the hash of an open link's secret.

    ``digest`` is the hash of what that person read, ``account`` the closed one under which the record names the person.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for an answer")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("refused")
        TAKEN_BACK = "taken-back", _("taken back")

    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=24, db_index=True)
    name = models.CharField(max_length=60)
    capacity = models.CharField(max_length=80)
    tlp = models.CharField(max_length=16, choices=Tlp)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    key = models.CharField(max_length=64, blank=True, default="", db_index=True)
    until = models.DateTimeField()
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True)
    account = models.OneToOneField(
        "people.User", null=True, on_delete=models.PROTECT, related_name="outside_link", editable=False
    )

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"], condition=models.Q(state="waiting"), name="one_open_link_an_act"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="confirmed") | (models.Q(account__isnull=False) & ~models.Q(digest="")),
                name="outside_confirmed_by_a_person",
            ),
        ]

    @property
    def author_ids(self) -> set[int]:
        """Return the account that asked."""
        return {self.by_id}

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class User(AbstractUser):
    """A person who may sign in; an e-mail address, when there is one, belongs to one person.

    ``ref`` is the name of the person in the trail. ``body`` is the id of the body a liaison speaks for.
    ``more_roles`` are held besides the main one, ``role``: each a ``Role`` or the reference of an ``OfficeRole``.
    Which may meet is said in ``separation``.
    ``zone`` is the time zone in which hours are shown; empty: the office's.
    ``roles_changed_at`` is when other people changed the roles, until the person says that this was read.
    """

    email = models.EmailField(blank=True)
    ref = models.CharField(max_length=LENGTH, unique=True, default=new_ref, editable=False)
    role = models.CharField(max_length=16, choices=Role, default=Role.ANALYST)
    clearance = models.CharField(max_length=16, choices=Tlp, default=Tlp.GREEN)
    body = models.CharField(max_length=40, blank=True)
    zone = models.CharField(max_length=64, blank=True, default="")
    more_roles = models.JSONField(default=list, blank=True)
    roles_changed_at = models.DateTimeField(null=True)
    demonstration = models.BooleanField(default=False)

    @property
    def roles(self) -> frozenset[str]:
        """Return every role that the person holds."""
        return frozenset({self.role, *self.more_roles})

    @property
    def known_as(self) -> str:
        """The name that people read; of a person outside, that and the mode of the office."""
        if not self.username.startswith(OUTSIDE):
            return self.username
        link = getattr(self, "outside_link", None)
        said = {"name": f"{self.get_full_name()} ({link.capacity})" if link else self.get_full_name()}
        return _("%(name)s, outside of the office, in small-office mode") % said

    @cached_property
    def office_roles(self) -> list[OfficeRole]:
        """Those of the roles that the office defined; who holds none costs no query."""
        refs = [each for each in self.roles if each.startswith(OFFICE)]
        return list(OfficeRole.objects.filter(ref__in=refs).order_by("name")) if refs else []

    def take_roles(self, role: str, more_roles: list[str]) -> None:
        """Hold other roles from now on."""
        self.role, self.more_roles = role, more_roles
        self.__dict__.pop("office_roles", None)

    def get_role_display(self) -> str:  # type: ignore[no-redef]  # Django leaves a method of this name alone
        """Return the name of the main role, which may be one of the office's."""
        return self.role_names[0]

    @property
    def role_names(self) -> list[str]:
        """The names of the roles, the main one first."""
        named: dict[str, str] = {each.ref: each.name for each in self.office_roles}
        named |= {each.value: str(each.label) for each in Role}
        return [named.get(each, each) for each in (self.role, *sorted(self.more_roles))]

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_an_email"),
            models.CheckConstraint(
                condition=models.Q(role__in=list(Role.values)) | models.Q(role__startswith=OFFICE), name="user_role"
            ),
            models.CheckConstraint(condition=models.Q(clearance__in=list(Tlp.values)), name="user_clearance"),
            models.CheckConstraint(
                condition=~models.Q(role="liaison") | ~models.Q(body=""), name="liaison_speaks_for_a_body"
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the e-mail in lower case, as sign-in looks it up."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)
