"""Every page of options, submissions, decisions, transmissions and the trail, as each role opens it, is sound HTML.

One first heading, no id twice, a label for each field, nothing inline, every form with its tokens, no link to nowhere,
under 150 kB, and in every language the same.
"""

import pytest
from django.urls import reverse

import pages
import walk as on_path
from at_desk import browser
from focalpoint.desk.decisions.models import Submission
from focalpoint.desk.people.models import Role

pytestmark = pytest.mark.django_db
LIMIT = 150_000


def addresses(cast) -> dict[str, tuple[object, str]]:
    """Each page of these parts with somebody who opens it, on a desk where every stage holds something."""
    item = on_path.filed(cast.analyst)
    situation = on_path.opened(cast.analyst, item, title="A draft")
    on_path.tested(situation, cast.analyst)
    draft = on_path.assessed(situation, item, cast.analyst)
    paper = on_path.optioned(draft, cast.analyst)
    more = {"overlap_reason": "Another group."}
    waiting = on_path.submitted(cast, **more)
    signed = on_path.signed(cast, **more)
    sent = on_path.decided(cast, **more).transmissions.get()
    decided = Submission.objects.get(state="decided")
    screen = reverse("submission", args=[signed.ref])
    return {
        "paper": (cast.analyst, reverse("paper", args=[paper.ref])),
        "paper, read": (cast.reviewer, reverse("paper", args=[paper.ref])),
        "force": (cast.analyst, reverse("paper", args=[paper.ref]) + "?pillar=III&measure=ME094"),
        "sanctions": (cast.analyst, reverse("paper", args=[paper.ref]) + "?pillar=III&measure=ME081"),
        "help to forces": (cast.analyst, reverse("paper", args=[paper.ref]) + "?pillar=II&measure=ME047"),
        "submit": (cast.analyst, reverse("submit", args=[draft.ref])),
        "queue": (cast.head, reverse("submissions")),
        "queue, principal": (cast.principal, reverse("submissions")),
        "decisions": (cast.analyst, reverse("decisions")),
        "review": (cast.reviewer, reverse("submission", args=[waiting.ref])),
        "own": (cast.analyst, reverse("submission", args=[waiting.ref])),
        "screen": (cast.principal, screen),
        "ways": (cast.principal, screen + "?choice=refer"),
        "act": (cast.principal, screen + "?choice=act&body=SC"),
        "watch": (cast.principal, screen + "?choice=watch"),
        "refuse": (cast.principal, screen + "?choice=refuse"),
        "odd choice": (cast.principal, screen + "?choice=nothing&body=nobody"),
        "decided": (cast.principal, reverse("submission", args=[decided.ref])),
        "decided, desk": (cast.head, reverse("submission", args=[decided.ref])),
        "transmissions": (cast.liaison, reverse("transmissions")),
        "transmissions, desk": (cast.head, reverse("transmissions")),
        "transmission": (cast.liaison, reverse("transmission", args=[sent.ref])),
        "transmission, desk": (cast.principal, reverse("transmission", args=[sent.ref])),
        "trail": (cast.overseer, reverse("trail")),
        "trail, filtered": (cast.overseer, reverse("trail") + "?verb=item.filed&first=2025-01-01"),
    }


def opened(user, address: str, language: str = "en") -> tuple[bytes, pages.Page]:
    answer = browser(user).get(address, headers={"accept-language": language})
    assert answer.status_code == 200, address
    return answer.content, pages.read(answer.content)


def faults(html: bytes, page: pages.Page) -> list[str]:
    """What is unsound in a page."""
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    labelled = {attributes.get("for") for attributes in page.all("label")}
    fields = [each for tag in ("input", "select", "textarea") for each in page.all(tag)]
    bare = [each for each in fields if each.get("type") != "hidden" and each.get("id") not in labelled]
    inline = [tag for tag, each in page.elements if "style" in each or any(name.startswith("on") for name in each)]
    inside = [link[1:] for link in page.links() if link.startswith("#")]
    return [
        *(f"id twice: {one}" for one in sorted({one for one in ids if ids.count(one) > 1})),
        *(f"no label: {each.get('name')}" for each in bare),
        *(f"inline: {tag}" for tag in inline),
        *(f"inline: {tag}" for tag, _ in page.elements if tag.startswith("inline-")),
        *(f"nowhere: #{one}" for one in inside if one not in ids),
        *([] if len(page.all("h1")) == 1 else [f"{len(page.all('h1'))} first headings"]),
        *([] if len(page.all("main")) == 1 else ["no main part"]),
        *([] if len(html) < LIMIT else [f"{len(html)} bytes"]),
    ]


def test_every_page_is_sound_in_a_language_of_each_direction(cast):
    found = {}
    for name, (user, address) in addresses(cast).items():
        for language, direction in (("en", "ltr"), ("ar", "rtl")):
            html, page = opened(user, address, language)
            wrong = faults(html, page)
            if page.all("html")[0]["dir"] != direction:
                wrong.append("wrong direction")
            if wrong:
                found[f"{name} ({language})"] = wrong
    assert found == {}


def test_every_form_that_writes_carries_both_tokens_and_sends_to_an_address_that_is_there(cast):
    from django.urls import resolve

    for name, (user, address) in addresses(cast).items():
        html, page = opened(user, address)
        writing = [each for each in page.all("form") if each.get("method") == "post" and each.get("action", address)]
        names = [each.get("name") for each in page.all("input")]
        frame = {"set_language", "account_logout"}
        ours = [each for each in writing if resolve(each.get("action", address)).url_name not in frame]
        assert names.count("once") == len(ours), name
        assert names.count("csrfmiddlewaretoken") >= len(writing), name
        assert html.count(b"<form") == len(page.all("form"))


def test_every_link_on_every_page_leads_where_its_reader_may_go(cast):
    seen: set[tuple[int, str]] = set()
    for name, (user, address) in addresses(cast).items():
        client = browser(user)
        _, page = opened(user, address)
        for link in page.links():
            path = link.split("#")[0]
            ours = path.startswith(
                ("/papers", "/submissions", "/decisions", "/transmissions", "/trail", "/assessments")
            )
            if not ours or (user.pk, path) in seen or path.endswith((".pdf", ".docx")) or "body=" in path:
                continue
            seen.add((user.pk, path))
            assert client.get(path).status_code == 200, (name, link)
    assert len(seen) > 15


PAGES = {
    "submissions": {Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.AIDE},
    "decisions": {Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.AIDE},
    "transmissions": {Role.ANALYST, Role.REVIEWER, Role.HEAD, Role.PRINCIPAL, Role.AIDE, Role.LIAISON},
    "trail": {Role.OVERSEER},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", PAGES)
def test_a_kind_of_page_is_open_to_its_roles_and_plainly_shut_to_others(role, name):
    user = on_path.person(role, "somebody", body="HRC")
    answer = browser(user).get(reverse(name))
    assert answer.status_code == (200 if role in PAGES[name] else 403)


@pytest.mark.parametrize("name", PAGES)
def test_without_a_sign_in_every_page_asks_for_one(nobody, name):
    answer = nobody.get(reverse(name))
    assert answer.status_code == 302
    assert "/sign-in/" in answer.url


@pytest.mark.parametrize("name", ["sign", "send_back", "acknowledge", "answer", "no_new_measure", "start_paper"])
def test_what_writes_is_never_done_by_following_a_link(cast, name):
    for user in (cast.analyst, cast.reviewer, cast.liaison):
        assert browser(user).get(reverse(name, args=["z" * 16])).status_code in {403, 405}
