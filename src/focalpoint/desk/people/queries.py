"""Reading accounts."""

from django.db.models import QuerySet

from focalpoint.desk.people.models import User


def accounts() -> QuerySet[User]:
    """Return every account, by name."""
    return User.objects.order_by("username")
