"""Every address, asked as every role: who gets in stands in a table that was read by hand.

What is asked for does not exist, so that who may ask gets 404 where an object is named, and nothing is written. Which
objects a role sees is the marking's table; "alike" in it: whether an object is hidden or absent reads the same.
"""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

import addresses
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import Role, User
from focalpoint.desk.watch import actions
from focalpoint.desk.watch.models import Release

# Open to every role alike: the sign-in itself, the switch of the language, and whether the desk runs.
ALIKE = ("account_", "mfa_", "set_language", "live", "ready")

pytestmark = pytest.mark.django_db


def names() -> set[str]:
    found = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    return {name for name in found if not name.startswith(ALIKE)}


def address(name: str) -> str:
    """An address under a name whose object does not exist."""
    for parts in ([], [new_ref()], [new_ref(), "RF8"], [new_ref(), 1], [new_ref(), new_ref(), 1], [7]):
        try:
            return reverse(name, args=parts)
        except NoReverseMatch:
            continue
    return reverse(name, args=[new_ref(), "I", "ME010"])


def test_the_list_read_by_hand_names_every_address():
    assert set(addresses.answers()) == names(), addresses.GUIDE


@pytest.mark.parametrize("role", Role)
def test_an_address_opens_to_those_who_may_and_to_no_other(role, settings, monkeypatch, tmp_path):
    settings.FOCALPOINT_PUBLIC_PAGES, settings.FOCALPOINT_HOME = frozenset(), tmp_path
    monkeypatch.setattr(actions.updates, "start", lambda *_, **__: None)
    Release.objects.all().delete()  # those that other tests of this process took in
    client = Client()
    client.force_login(User.objects.create(username="asks", role=role, clearance="TLP:RED", body="HRC"))
    wrong = []
    for name, row in addresses.answers().items():
        opens = row[role.value] == "yes"
        where = address(name)
        answers = {"get": client.get(where), "post": client.post(where, {"sent": "yes"})}
        for method, status in ((method, answer.status_code) for method, answer in answers.items()):
            wanted = int(row[method] if opens or row["closed"] == "alike" else row["closed"])
            if status != wanted:
                wrong.append(f"{method} {name}: {status}, not {wanted}")
    assert "\n".join(wrong) == "", addresses.GUIDE
