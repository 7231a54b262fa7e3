"""Pages of situations: opening, overlap, scope test, evidence, members, and who sees what."""

import re

import pytest
from django.test import Client
from django.urls import reverse

import pages
import walk
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.intake import actions as taking
from focalpoint.desk.intake.models import Item
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations import actions as situating
from focalpoint.desk.situations.forms import OpenForm
from focalpoint.desk.situations.models import ScopeTest, Situation
from focalpoint.desk.trail.models import Event as Row
from walk import SECRET

ADMITS = {"is_member": "yes", "reason": "Works on the same district from this week."}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return walk.cast()


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def once(client: Client, address: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())[1]


def opened(client: Client, address: str = "", **more):
    address = address or reverse("open_situation")
    fields = {"once": once(client, address), "title": "Rift Valley", "iso3s": ["KEN"], "tlp": "TLP:AMBER"}
    return client.post(address, fields | more)


def verbs() -> list[str]:
    return list(Row.objects.exclude(verb__in=["user.signed-in", "protected.read"]).values_list("verb", flat=True))


def test_an_analyst_opens_a_situation_from_an_item_and_the_item_is_linked(cast):
    item = walk.filed(cast.analyst)
    client = browser(cast.analyst)
    address = f"{reverse('open_situation')}?item={item.ref}"
    assert 'value="KEN" selected' in client.get(address).content.decode()
    answer = opened(client, address)
    situation = Situation.objects.get()
    assert answer.url == reverse("situation", args=[situation.ref])
    assert situation.owner == cast.analyst
    assert situation.links.get().item == item
    assert verbs() == ["item.filed", "situation.opened"]


def test_a_situation_is_opened_from_a_country_in_watch(cast):
    page = browser(cast.analyst).get(f"{reverse('open_situation')}?country=SDN").content.decode()
    assert 'value="SDN" selected' in page


def test_an_overlap_is_shown_first_and_a_reason_opens_a_second(cast):
    client = browser(cast.analyst)
    opened(client, title="First one")
    again = opened(client, title="Second one")
    assert again.status_code == 422
    assert "First one" in again.content.decode()
    assert "Second one" in again.content.decode()
    assert opened(client, title="Second one", overlap_reason="Another group.").status_code == 302
    assert Situation.objects.count() == 2


def plain(page: bytes, *own: str) -> str:
    """A page without what is fresh each time: tokens, and the references of what it shows."""
    text = re.sub(r'value="[^"]{20,}"', "", page.decode())
    for each in own:
        text = text.replace(each, "")
    return text


def test_an_overlap_that_may_not_be_seen_changes_nothing_for_the_opener(cast):
    """Answer and page after opening beside a hidden situation are those after opening beside none."""
    walk.opened(cast.head, title="Hidden one", need_to_know=True)
    client, shown = browser(cast.analyst), []
    for iso3, country in (("UGA", "Uganda"), ("KEN", "Kenya")):
        answer = opened(client, iso3s=[iso3])
        mine = Situation.objects.get(places__iso3=iso3, owner=cast.analyst)
        page = client.get(answer.url).content
        own = (mine.ref, iso3, country)
        shown.append([answer.status_code, plain(answer.url.encode(), *own), plain(page, *own)])
        assert "Overlaps" not in page.decode()
    assert shown[0] == shown[1]
    listed = client.get(reverse("situations"))
    assert listed.context["page"].paginator.count == 2
    assert "Hidden one" not in listed.content.decode()


def test_the_owner_of_the_other_sees_no_difference_either(cast):
    """Not a word, not a byte: the owner's pages before and after a hidden situation is opened are the same."""
    first = walk.opened(cast.analyst, title="First one", need_to_know=True)
    client = browser(cast.analyst)
    addresses = [reverse("situation", args=[first.ref]), reverse("situations")]
    before = [plain(client.get(each).content) for each in addresses]
    assert opened(browser(cast.head), title="Second one", need_to_know="on").status_code == 302
    assert [plain(client.get(each).content) for each in addresses] == before


def test_the_owner_of_the_other_sees_an_overlap_that_may_be_seen(cast):
    first = walk.opened(cast.head, title="Hidden one", need_to_know=True)
    opened(browser(cast.analyst))
    assert "Rift Valley" in browser(cast.head).get(reverse("situation", args=[first.ref])).content.decode()


def test_a_situation_without_a_country_is_refused(cast):
    assert opened(browser(cast.analyst), iso3s=[]).status_code == 422


def test_the_form_names_the_field_of_a_country_that_was_not_chosen():
    form = OpenForm({"once": "a", "title": "Rift Valley", "tlp": "TLP:AMBER", "iso3s": []})
    assert set(form.errors) == {"iso3s"}


def test_the_action_opens_no_situation_without_a_country_even_where_no_form_asked(cast):
    with pytest.raises(situating.NothingToOpen):
        situating.open_situation(situation=Situation(title="Nowhere"), iso3s=[], by=cast.analyst, at=walk.AT)
    assert not Situation.objects.exists()


@pytest.mark.parametrize("outcome", list(ScopeTest.Outcome.values))
def test_each_outcome_of_the_scope_test_is_kept_with_its_reason_and_catalogue(cast, outcome):
    situation = walk.opened(cast.analyst)
    client = browser(cast.analyst)
    address = reverse("scope", args=[situation.ref])
    fields = {
        "once": once(client, address),
        "outcome": outcome,
        "reason": "Because of it.",
        "Q1": "A group",
        "perpetrator": "state",
    }
    fields["override_reason"] = walk.WHY
    fields |= {"refer_to": "OCHA"} if outcome == ScopeTest.Outcome.REFER else {}
    assert client.post(address, fields).status_code == 302
    test = ScopeTest.objects.get()
    assert (test.outcome, test.answers, test.perpetrator) == (outcome, {"Q1": "A group"}, "state")
    assert len(test.catalogue_hash) == 64
    assert "Because of it." in client.get(reverse("situation", args=[situation.ref])).content.decode()


def test_an_outcome_to_refer_asks_to_whom_and_a_blank_reason_is_refused(cast):
    situation = walk.opened(cast.analyst)
    client = browser(cast.analyst)
    address = reverse("scope", args=[situation.ref])
    refer = {
        "once": once(client, address),
        "outcome": "out_of_scope_refer",
        "reason": "Not ours.",
        "override_reason": walk.WHY,
    }
    assert "Choose the body to refer it to." in client.post(address, refer).content.decode()
    blank = {"once": once(client, address), "outcome": "in_scope_risk", "reason": "   "}
    assert client.post(address, blank).status_code == 422
    assert not ScopeTest.objects.exists()


def test_an_item_is_linked_once_and_only_one_that_may_be_seen(cast):
    situation, item = walk.opened(cast.analyst), walk.filed(cast.analyst)
    hidden = walk.filed(cast.head, tlp="TLP:RED")
    client = browser(cast.analyst)
    page = reverse("situation", args=[situation.ref])
    link = reverse("link_item", args=[situation.ref])
    assert client.post(link, {"once": once(client, page), "item": item.ref}).status_code == 302
    assert client.post(link, {"once": once(client, page), "item": hidden.ref}).status_code == 422
    assert situation.links.count() == 1


def test_under_need_to_know_only_members_see_it_and_a_new_member_does_too(cast):
    situation = walk.opened(cast.analyst, need_to_know=True)
    page = reverse("situation", args=[situation.ref])
    head = browser(cast.head)
    assert head.get(page).status_code == 404
    client = browser(cast.analyst)
    fields = ADMITS | {"once": once(client, page), "revision": situation.revision, "person": cast.head.ref}
    assert client.post(reverse("situation_members", args=[situation.ref]), fields).status_code == 302
    assert head.get(page).status_code == 200


def test_of_two_who_add_members_at_once_the_second_is_told(cast):
    situation = walk.opened(cast.analyst)
    page, admit = (reverse(name, args=[situation.ref]) for name in ("situation", "situation_members"))
    client = browser(cast.analyst)
    fields = ADMITS | {"revision": situation.revision}
    assert client.post(admit, fields | {"once": once(client, page), "person": cast.head.ref}).status_code == 302
    late = client.post(admit, fields | {"once": once(client, page), "person": cast.reviewer.ref})
    assert late.status_code == 422
    assert "Another person saved this" in late.content.decode()


@pytest.mark.parametrize("role", ["reporter", "liaison", "overseer", "administrator", "custodian", "aide", "peer"])
def test_situations_are_for_the_desks_own_roles(cast, role):
    situation = walk.opened(cast.analyst)
    client = browser(walk.person(Role(role), "other", body="HRC"))
    for address in (reverse("situations"), reverse("situation", args=[situation.ref]), reverse("open_situation")):
        assert client.get(address).status_code == 403
        assert SECRET not in client.get(address).content.decode()


@pytest.mark.parametrize(("clearance", "seen"), [("TLP:GREEN", False), ("TLP:AMBER", True), ("TLP:RED", True)])
def test_a_list_shows_and_counts_only_what_the_clearance_covers(cast, clearance, seen):
    walk.opened(cast.analyst)
    reader = walk.person(Role.REVIEWER, "other", clearance=clearance)
    assert (SECRET in browser(reader).get(reverse("situations")).content.decode()) is seen


def withdraw(item: Item) -> None:
    item.refresh_from_db()
    taking.withdraw_consent(item=item, revision=item.revision, by=item.created_by, at=walk.AT)


def text_of(user, *address) -> str:
    return pages.read(browser(user).get(reverse(*address)).content).text


GONE = "Consent for an item behind this was withdrawn on 1 July 2025; it can no longer be read"
TOLD = "Consent was withdrawn for something that your newest assessment still cites"


def test_a_withdrawn_item_is_said_on_the_situations_page_and_in_the_list(cast):
    item = walk.filed(cast.reporter)
    situation = walk.opened(cast.analyst, item)
    here = ("situation", None, [situation.ref])
    assert "withdrawn" not in text_of(cast.analyst, *here) + text_of(cast.analyst, "situations")
    withdraw(item)
    for reader in (cast.analyst, cast.reviewer, cast.principal):
        assert text_of(reader, *here).count(GONE) == 1
        assert "consent withdrawn for 1 item" in text_of(reader, "situations")


def test_of_withdrawn_items_a_reader_counts_only_those_in_sight(cast):
    seen, hidden = walk.filed(cast.analyst), walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    situation = walk.opened(cast.analyst, seen)
    situating.link_item(situation=situation, item=hidden, by=cast.analyst, at=walk.AT)
    low = walk.person(Role.ANALYST, "low", clearance="TLP:AMBER")
    before = [text_of(low, "situations"), text_of(low, "situation", None, [situation.ref])]
    withdraw(hidden)
    assert [text_of(low, "situations"), text_of(low, "situation", None, [situation.ref])] == before
    withdraw(seen)
    assert "consent withdrawn for 1 item" in text_of(low, "situations")
    assert "consent withdrawn for 2 items" in text_of(cast.analyst, "situations")
    assert text_of(low, "situation", None, [situation.ref]).count(GONE) == 1


def test_owner_and_author_are_told_on_top_of_the_list_until_the_newest_version_does_without(cast):
    item = walk.filed(cast.reporter)
    situation = walk.opened(cast.head, item)
    first = walk.assessed(situation, item, cast.analyst)
    withdraw(item)
    assert [TOLD in text_of(each, "situations") for each in (cast.head, cast.analyst, cast.reviewer)] == [
        True,
        True,
        False,
    ]
    answer = {"factor": "RF8", "value": "unknown", "note": "x", "evidence": []}
    first.refresh_from_db()
    assessing.set_factor(assessment=first, **answer, revision=first.revision, by=cast.analyst, at=walk.AT)
    assert [TOLD in text_of(each, "situations") for each in (cast.head, cast.analyst)] == [False, False]


def test_a_next_version_that_does_not_cite_it_ends_the_telling(cast):
    item = walk.filed(cast.reporter)
    situation = walk.opened(cast.analyst, item)
    walk.assessed(situation, item, cast.analyst)
    withdraw(item)
    assert TOLD in text_of(cast.analyst, "situations")
    assessing.start(situation=situation, by=cast.analyst, at=walk.AT)
    assert TOLD not in text_of(cast.analyst, "situations")


def test_what_its_owner_may_not_see_is_not_told_to_the_owner(cast):
    item = walk.filed(cast.analyst, tlp="TLP:AMBER+STRICT")
    low = walk.person(Role.HEAD, "low", clearance="TLP:AMBER")
    situation = walk.opened(low)
    situating.link_item(situation=situation, item=item, by=cast.analyst, at=walk.AT)
    walk.assessed(situation, item, cast.analyst)
    before = text_of(low, "situations")
    withdraw(item)
    assert text_of(low, "situations") == before
    assert TOLD in text_of(cast.analyst, "situations")


def test_a_withdrawn_item_is_neither_offered_nor_taken(cast):
    item = walk.filed(cast.reporter)
    withdraw(item)
    situation = walk.opened(cast.analyst)
    client = browser(cast.analyst)
    page = reverse("situation", args=[situation.ref])
    assert f'<option value="{item.ref}"' not in client.get(page).content.decode()
    fields = {"once": once(client, page), "item": item.ref}
    assert client.post(reverse("link_item", args=[situation.ref]), fields).status_code == 422
    assert "From the item" not in text_of(cast.analyst, "open_situation")
    assert "From the item" not in client.get(f"{reverse('open_situation')}?item={item.ref}").content.decode()


def test_the_cause_of_an_overlap_is_said_once(cast):
    client = browser(cast.analyst)
    opened(client, title="First one")
    page = pages.read(opened(client, title="Second one").content).text
    assert page.count("A live situation already concerns this country.") == 1
    assert page.count("say why a second one is needed") == 1


def test_paragraphs_of_a_scope_tests_reason_survive(cast):
    situation = walk.opened(cast.analyst)
    walk.tested(situation, cast.analyst, reason="One.\n\nTwo.")
    page = browser(cast.analyst).get(reverse("situation", args=[situation.ref])).content.decode()
    assert '<p class="free">One.\n\nTwo.</p>' in page


def test_the_list_stays_within_its_queries(cast, django_assert_max_num_queries):
    for number in range(10):
        item = walk.filed(cast.reporter)
        walk.assessed(walk.opened(cast.analyst, item, overlap_reason=f"{number}"), item, cast.analyst)
        withdraw(item)
    client = browser(cast.analyst)
    with django_assert_max_num_queries(20):
        assert client.get(reverse("situations")).content.decode().count("consent withdrawn for 1 item") == 10


def test_a_country_with_a_hostile_name_in_the_address_opens_an_empty_form(cast):
    page = browser(cast.analyst).get(reverse("open_situation"), {"country": "<script>", "item": "' OR 1=1"})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<main", 1)[1]


def test_a_situation_page_stays_within_its_queries(cast, django_assert_max_num_queries):
    situation = walk.opened(cast.analyst)
    for _ in range(10):
        walk.situating.link_item(situation=situation, item=walk.filed(cast.analyst), by=cast.analyst, at=walk.AT)
    client = browser(cast.analyst)
    with django_assert_max_num_queries(29):  # speeches and missions are one each; PostgreSQL: + lock
        client.get(reverse("situation", args=[situation.ref]))
