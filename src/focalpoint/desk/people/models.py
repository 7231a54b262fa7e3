"""Users."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower


class User(AbstractUser):
    """A person who may sign in; an e-mail address, when there is one, belongs to one person."""

    email = models.EmailField(blank=True)

    class Meta(AbstractUser.Meta):  # type: ignore[name-defined,misc] # django-stubs does not see Meta of an abstract model
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="one_person_an_email")
        ]
