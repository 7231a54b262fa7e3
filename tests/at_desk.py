"""Somebody at the desk: a browser signed in, and what the trail holds of what was done in it."""

from django.test import Client

from focalpoint.desk.people.models import User
from focalpoint.desk.trail.models import Event


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def verbs() -> list[str]:
    """What was done, sign-ins aside, oldest first."""
    done = Event.objects.exclude(verb__startswith="user.").order_by("number")
    return list(done.values_list("verb", flat=True))


def sends(user, address: str, form: dict, *, times: int = 1) -> list:
    """What a form that sends a copy answers, once the copy was read; one that is refused before answers for itself."""
    client = browser(user)
    shown = client.post(address, form)
    if shown.status_code != 200:
        return [shown] * times
    return [client.post(address, form | {"reserved": shown.context["panel"].shown.ref}) for _ in range(times)]
