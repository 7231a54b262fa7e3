"""A home with a situation that a reader may not see answers, byte for byte, as its twin without it does."""

import re

import pytest
from django.urls import reverse

import walk
from at_desk import browser
from focalpoint.desk.situations.models import Situation

pytestmark = pytest.mark.django_db
ONCE = re.compile(rb'(name="(?:csrfmiddlewaretoken|once|for)" value=")[^"]*')


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


def seen(client, mine: Situation) -> dict[str, bytes]:
    """Every page and file on which a situation of Kenya, or that there is one, could show."""
    situation = reverse("situation", args=[mine.ref])
    addresses = [
        *("/", "/?situation=none", "/watch.csv", "/watch.csv?situation=none", "/country/KEN/", "/countries.json"),
        *(situation, reverse("situations"), reverse("items"), reverse("submissions"), reverse("decisions")),
        *(reverse("situation_access", args=[mine.ref]), reverse("access"), reverse("report")),
        *(reverse("open_situation"), f"{reverse('open_situation')}?country=KEN", f"{situation}?find=a"),
    ]
    return {each: ONCE.sub(rb"\1", client.get(each).content) for each in addresses}


WAYS = {"red": {"tlp": "TLP:RED"}, "need": {"need_to_know": True}, "closed": {"tlp": "TLP:RED", "state": "closed"}}
SHORT = {("analyst", "red"), ("analyst", "need"), ("analyst", "closed"), ("reviewer", "need"), ("principal", "red")}
TWINS = [
    pytest.param(role, hidden, id=f"{role}-{way}", marks=[] if (role, way) in SHORT else pytest.mark.long)
    for role in ("analyst", "reviewer", "principal")
    for way, hidden in WAYS.items()
]


@pytest.mark.parametrize(("role", "hidden"), TWINS)
def test_nothing_differs_for_who_may_not_see_it(release, role, hidden):
    cast = walk.cast()
    mine = walk.opened(cast.analyst, title="Mine")
    client = browser(getattr(cast, role))
    before = seen(client, mine)
    head = cast.head
    head.clearance = "TLP:RED"
    head.save()
    other = walk.opened(
        head, walk.filed(head, tlp="TLP:RED"), title="Theirs", overlap_reason="Another group.", **hidden
    )
    assert other.overlaps.get() == mine
    after = seen(client, mine)
    assert [each for each in before if after[each] != before[each]] == []
    assert b"Theirs" in browser(head).get(reverse("situations")).content
