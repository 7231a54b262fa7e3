"""Who sees what: every role, marking and membership, through every channel. What is hidden answers as what is not.

A channel that is added to the desk is added to ``tests/expected/urls.csv``, and is walked here.
"""

import itertools
import re
import zlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import walk
from addresses import Address, of_kind
from focalpoint.desk.marking.refs import new_ref
from focalpoint.desk.people.models import Role
from who_sees import CLOSED, asked, leaks, refs_hidden_from, sees, words_hidden_from

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BADGE = re.compile(r'href="([^"]+)"[^>]*>[^<]+<b class="waits">([0-9]+)<')
ONCE = re.compile(rb'name="once" value="[^"]+"|name="csrfmiddlewaretoken" value="[^"]+"')
LITERAL = re.compile(r"'[^']*'|[0-9]+")
PAGES, OWN, FILES, LISTS, ACTS, ROWS = (
    of_kind(each) for each in ("page", "own page", "file", "list", "act", "act in a list")
)
# Each address meets every third reader, the next address another third; `make long` asks all of them.
SHARES = pytest.mark.parametrize("every", [3, pytest.param(1, id="all", marks=pytest.mark.long)])


def share(world, name: str, every: int) -> list:
    """The readers with an account that ask at an address: every so many of them, from one that its name gives."""
    return world.readers[:-1][zlib.crc32(name.encode()) % every :: every]


def answer_of(response) -> tuple:
    """What a stranger could compare: all of the answer but the date and the cookies."""
    headers = {name: value for name, value in response.headers.items() if name not in {"Date", "Set-Cookie"}}
    return response.status_code, response.content, tuple(sorted(headers.items()))


def hidden_answers(world, address, *, families, every: int = 1, post: bool = False) -> list[str]:
    """Ask for everything that is hidden; return where the answer tells it from what does not exist."""
    wrong: list[str] = []
    name, kind = address.name, address.object
    for reader in share(world, name, every):
        hidden = [family for family in families if kind in family.refs() and not sees(reader, family, kind)]
        absent = answer_of(asked(reader, address, new_ref(), families[0], post=post))
        if absent[0] == 403:
            hidden = hidden[:2]  # closed by role, before any object is looked for
        elif absent[0] != 404:
            wrong.append(f"{name} {reader}: what does not exist answers {absent[0]}")
        answers = {
            f"{name} {reader} {f.tlp} {f.need}": asked(reader, address, f.refs()[kind], f, post=post) for f in hidden
        }
        wrong += [case for case, answer in answers.items() if answer_of(answer) != absent]
        wrong += [f"{name} {reader}: {each}" for each in leaks(absent[1], [walk.SECRET.encode()])]
    return wrong


def test_every_page_shows_what_the_rule_allows_and_no_more(world):
    """Every role with every page and every family; of four readers a role and eleven families, each fifth pair."""
    wrong = []
    cases = itertools.product(PAGES.items(), world.readers[:-1], world.families)
    for (name, address), reader, family in list(cases)[::5]:
        kind = address.object
        if not sees(reader, family, kind) or reader.role in CLOSED.get(name, ()):
            continue
        page = asked(reader, address, family.refs()[kind], family)
        if page.status_code != 200 or family.word.encode() not in page.content:
            wrong.append(f"{name} {reader} {family.tlp} {family.need}: {page.status_code}, not shown")
        other = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
        wrong += [f"{name} {reader} {family.tlp}: leaks {each}" for each in leaks(page.content, other)]
    assert wrong == []


@SHARES
@pytest.mark.parametrize("address", [*PAGES.values(), *OWN.values()], ids=str)
def test_a_hidden_page_answers_as_one_that_does_not_exist(world, address, every):
    assert hidden_answers(world, address, families=world.families, every=every) == []


def test_a_page_that_asks_nobody_would_be_found_here(world, settings):
    settings.ROOT_URLCONF = "leaky_urls"
    wrong = hidden_answers(world, Address("item_raw", "page", "item", ""), families=chosen(world))
    assert any(each.startswith("item_raw analyst-low-out TLP:RED") for each in wrong)


def chosen(world) -> list:
    """Four ways to be hidden: by membership, by clearance, by both, by not being signed yet."""
    ways = {("TLP:CLEAR", True), ("TLP:AMBER+STRICT", False), ("TLP:RED", True)}
    return [family for family in world.families if (family.tlp, family.need) in ways or not family.signed]


@SHARES
def test_a_hidden_file_answers_as_one_that_does_not_exist(world, every):
    wrong = []
    for address in FILES.values():
        some = chosen(world)[1:2] if address.rest == "original" or address.object == "item" else chosen(world)
        wrong += hidden_answers(world, address, families=some, every=every)
    assert wrong == []


@SHARES
def test_an_act_on_something_hidden_answers_as_on_what_does_not_exist(world, every):
    some = chosen(world)
    wrong = []
    for address in ACTS.values():
        wrong += hidden_answers(world, address, post=True, families=some, every=every)
    assert wrong == []


@SHARES
def test_lists_counts_choices_and_navigation_hold_only_what_may_be_seen(world, every):
    wrong = []
    for name, kind in ((each.name, each.object) for each in LISTS.values()):
        for reader in [*share(world, name, every), world.readers[-1]]:
            hidden = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
            page = reader.browser.get(reverse(name))
            wrong += [f"{name} {reader}: leaks {each}" for each in leaks(page.content, hidden)]
            mine = [family for family in world.families if kind in family.refs() and sees(reader, family, kind)]
            if name in {"submissions", "decisions"}:
                mine = [family for family in mine if family.signed is (name == "decisions")]
            if page.status_code == 200:
                missing = [family.tlp for family in mine if family.word.encode() not in page.content]
                wrong += [f"{name} {reader}: lacks {each}" for each in missing]
                wrong += [] if page.context["page"].paginator.count == len(mine) else [f"{name} {reader}: miscounts"]
            elif mine and reader.role not in CLOSED.get(name, ()) | {"principal"}:
                wrong.append(f"{name} {reader}: {page.status_code}")
    assert wrong == []


def found(reader, address: str, asked: str) -> tuple:
    """What a search answers, without the words that were asked for, which stand in its box again."""
    page = reader.browser.get(address, {"find": asked})
    body = ONCE.sub(b"", page.content).replace(asked.encode(), b"")
    return page.status_code, body, page


@SHARES
def test_a_search_finds_what_may_be_seen_and_answers_for_the_rest_as_for_what_does_not_exist(world, every):
    wrong, items = [], reverse("items")
    for reader in share(world, "items", every):
        absent = found(reader, items, new_ref())
        for family in world.families:
            for looked_for in (family.word, family.item.ref):
                status, body, page = found(reader, items, looked_for)
                if sees(reader, family, "item"):
                    wrong += (
                        [] if [each.ref for each in page.context["page"]] == [family.item.ref] else [f"{reader}: lost"]
                    )
                elif (status, body) != absent[:2]:
                    wrong.append(f"{reader}: {looked_for} is told from what does not exist")
    assert wrong == []


def test_a_search_for_something_to_link_offers_only_what_may_be_seen(world):
    seen, hidden = world.families[0], world.families[-2]
    reader = world.reader("analyst-low-out")
    for address, setting in (
        (reverse("situation", args=[seen.situation.ref]), ""),
        (reverse("item", args=[seen.item.ref]), "credibility"),
    ):
        absent = reader.browser.get(address, {"find": "nowhere", "set": setting})
        secret = reader.browser.get(address, {"find": hidden.word, "set": setting})
        assert (
            leaks(
                secret.content.replace(hidden.word.encode(), b"", 1), [hidden.word.encode(), hidden.item.ref.encode()]
            )
            == []
        )
        assert secret.content.count(b"<option") == absent.content.count(b"<option")
        assert secret.content.count(b'type="checkbox"') == absent.content.count(b'type="checkbox"')


def turns(reader, families) -> dict[str, int]:
    """What waits for a reader, slowly: one submission of ours is not signed yet, and nothing that was sent is answered.

    The writer is none of these readers, so that nobody's own is among them.
    """
    if reader.role == "liaison":
        return {"transmissions": sum(sees(reader, family, "transmission") for family in families)}
    if reader.role == "custodian":  # every item of this world has the same file
        seen = sum(sees(reader, family, "item") for family in families)
        return {"comparisons": seen * (seen - 1) // 2}
    open_ones = [family for family in families if not family.signed and sees(reader, family, "submission")]
    return {"submissions": len(open_ones)} if reader.role in {"reviewer", "head"} else {}


def test_the_numbers_in_the_navigation_count_only_what_may_be_seen(world):
    wrong = []
    for reader in world.readers:
        page = reader.browser.get(reverse("method"), follow=True)
        shown = dict(BADGE.findall(page.content.decode()))
        due = {reverse(name): str(count) for name, count in turns(reader, world.families).items() if count}
        wrong += [f"{reader}: {shown}, not {due}"] if shown != due else []
    assert wrong == []
    assert len({turns(each, world.families).get("transmissions") for each in world.readers}) == 3


def test_a_custodian_compares_only_what_may_be_seen(world):
    for reader in (each for each in world.readers if each.role == "custodian"):
        page = reader.browser.get(reverse("comparisons")).content
        hidden = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
        assert leaks(page, hidden) == []
        assert sum(sees(reader, each, "item") and each.item.ref.encode() in page for each in world.families) > 1


def test_forms_offer_only_what_may_be_seen(world):
    wrong = []
    for reader in (each for each in world.readers if each.role in {"analyst", "head"}):
        hidden = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
        seen = next(family for family in world.families if family.tlp == "TLP:CLEAR" and not family.need)
        for setting in ("source", "credibility"):
            page = reader.browser.get(reverse("item", args=[seen.item.ref]) + f"?set={setting}")
            wrong += [f"{setting} {reader}: {each}" for each in leaks(page.content, hidden)]
            offered = [f for f in world.families if sees(reader, f, "item")]
            lacking = [f.tlp for f in offered if f is not seen and f.word.encode() not in page.content]
            wrong += [f"{setting} {reader}: does not offer {each}" for each in lacking]
    assert wrong == []


def test_a_hidden_object_in_a_form_is_refused_in_the_same_words_as_one_that_does_not_exist(world):
    reader = world.reader("analyst-low-out")
    seen, hidden = world.families[0], world.families[-2]
    fields = {
        "link_item": ("item", hidden.item.ref, seen.situation.ref),
        "name_source": ("source", hidden.source.ref, seen.item.ref),
        "grade": ("confirmed_by", hidden.item.ref, seen.item.ref),
    }
    common = {"once": "x", "subject": "police", "credibility": 2, "reason": "x"}
    for name, (field, chosen, ref) in fields.items():
        none = new_ref()
        address = reverse(name, args=[ref])
        there = reader.browser.post(address, common | {field: chosen})
        absent = reader.browser.post(address, common | {field: none})
        assert there.status_code == absent.status_code == 422
        errors = [each.context[f"{n}_form"].errors for each in (there, absent) for n in [FORMS[name]]]
        assert str(errors[0]).replace(chosen, "") == str(errors[1]).replace(none, "")
        assert leaks(there.content.replace(chosen.encode(), b""), [hidden.word.encode()]) == []


FORMS = {"link_item": "link", "name_source": "source", "grade": "credibility"}


def test_an_item_does_not_show_a_source_that_is_hidden_from_its_reader(world):
    open_item, hidden = world.families[0].item, world.families[-2]
    open_item.source = hidden.source
    open_item.save()
    for name in ("analyst-low-out", "reviewer-low-in", "principal-low-in"):
        page = world.reader(name).browser.get(reverse("item", args=[open_item.ref]))
        assert page.status_code == 200
        assert leaks(page.content, [hidden.word.encode()]) == []
    high = world.reader("analyst-high-in").browser.get(reverse("item", args=[open_item.ref]))
    assert hidden.word.encode() in high.content


def test_a_reporter_sees_own_items_and_never_the_desks_source_or_reasons(world):
    reader = world.reader("reporter-low-out")
    item = walk.filed(reader.user, "My own words", tlp="TLP:RED")
    item.text, item.source, item.subject = "", world.families[-2].source, "police"
    item.save()
    page = reader.browser.get(reverse("item", args=[item.ref]))
    assert page.status_code == 200
    assert leaks(page.content, [family.word.encode() for family in world.families[:-1]]) == []
    other = world.reader("reporter-high-in").browser.get(reverse("item", args=[item.ref]))
    assert other.status_code == 404


def test_what_is_cited_under_a_lower_marking_does_not_become_visible_by_it(world):
    low, hidden = world.families[-1], world.families[-2]
    factor = low.assessment.factors.get(factor="RF8")
    factor.evidence.add(hidden.item)
    low.situation.links.create(item=hidden.item, by=world.reader("head-high-in").user, at=walk.AT)
    for name in ("analyst-low-out", "reviewer-low-in", "head-low-in", "reviewer-high-out"):
        reader = world.reader(name)
        secrets = [hidden.word.encode(), hidden.item.ref.encode()]
        for page, ref in (
            ("situation", low.situation.ref),
            ("assessment", low.assessment.ref),
            ("submission", low.submission.ref),
        ):
            answer = reader.browser.get(reverse(page, args=[ref]))
            assert (answer.status_code, leaks(answer.content, secrets)) == (200, []), (name, page)


def test_opening_beside_a_hidden_situation_answers_as_beside_none(world):
    reader = world.reader("analyst-low-out")
    for family in world.families:
        if sees(reader, family, "situation"):
            family.situation.places.all().delete()
    fields = {"title": "Mine", "tlp": "TLP:GREEN", "once": "a"}
    beside = reader.browser.post(reverse("open_situation"), fields | {"iso3s": ["KEN"]})
    alone = reader.browser.post(reverse("open_situation"), fields | {"iso3s": ["UGA"], "once": "b"})
    assert beside.status_code == alone.status_code == 302
    assert len(beside.url) == len(alone.url)


def test_an_overlap_names_only_the_situations_that_may_be_seen(world):
    reader = world.reader("analyst-low-out")
    fields = {"title": "Mine", "tlp": "TLP:GREEN", "once": "a", "iso3s": ["KEN"]}
    page = reader.browser.post(reverse("open_situation"), fields)
    assert page.status_code == 422
    hidden = words_hidden_from(reader, world.families) + refs_hidden_from(reader, world.families)
    assert leaks(page.content, hidden) == []
    shown = [family for family in world.families if sees(reader, family, "situation")]
    assert [family.tlp for family in shown if family.word.encode() not in page.content] == []


def test_the_trail_opens_to_the_overseer_alone_and_holds_no_text(world):
    for reader in world.readers:
        page = reader.browser.get(reverse("trail"))
        assert page.status_code == (200 if reader.role == Role.OVERSEER else 302 if reader.user is None else 403)
        assert walk.SECRET.encode() not in page.content


def told(answer, ref: str) -> tuple[str, str]:
    """What somebody without an account is told, but for the address that was asked for and fresh tokens."""
    body = re.sub(r'value="[^"]{20,}"', "", answer.content.decode())
    return answer.headers.get("Location", "").replace(ref, ""), body.replace(ref, "")


def test_nobody_is_led_to_the_sign_in_from_every_address_alike(world):
    nobody = world.readers[-1]
    family = world.families[0]
    wrong = []
    for address in [*PAGES.values(), *OWN.values(), *FILES.values(), *ACTS.values(), *ROWS.values()]:
        if address.object == "pair":
            continue
        name = address.name
        for post in (False, True):
            there, absent = family.refs()[address.object], new_ref()
            one, other = (asked(nobody, address, ref, family, post=post) for ref in (there, absent))
            same = told(one, there) == told(other, absent)
            if not same or one.status_code not in {302, 403, 405} or family.word.encode() in one.content:
                wrong.append((name, post, one.status_code))
    assert wrong == []


@pytest.mark.parametrize("name", PAGES)
def test_a_hidden_object_costs_the_same_queries_as_none(world, name):
    address = PAGES[name]
    for role in ("analyst", "principal", "liaison", "custodian"):
        reader = world.reader(f"{role}-low-out")
        hidden = next(f for f in world.families if f.tlp == "TLP:RED")
        asked(reader, address, new_ref(), hidden)  # the first page of a session writes when it began
        shapes = []
        for ref in (hidden.refs()[address.object], new_ref()):
            with CaptureQueriesContext(connection) as queries:
                asked(reader, address, ref, hidden)
            shapes.append([LITERAL.sub("?", query["sql"]) for query in queries])
        assert shapes[0] == shapes[1]
