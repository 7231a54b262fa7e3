"""Until two people have rated a speech, what one of them found is on no page, in no file and in no row of the trail."""

import io
import zipfile

import pytest
from django.urls import reverse

import speeches
import walk
from addresses import of_kind
from at_desk import browser
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.people.models import Role
from focalpoint.desk.situations.incitement.ratings import results, speeches_of
from focalpoint.desk.trail.models import Event

pytestmark = pytest.mark.django_db
FOUND = "Rateranalyst heard"
BODIES = {"lists": ("list", "signed-in", "public"), "objects": ("page", "own page", "file")}
# Pages without anything of a situation, which need a release, a second factor or a session of their own.
ELSEWHERE = ("account_", "mfa_", "watch", "country", "score", "method", "evenhand", "release", "truth", "newer")


@pytest.fixture
def cast(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return walk.cast()


@pytest.fixture
def second(cast):
    return walk.person(Role.ANALYST, "second")


@pytest.fixture
def path(cast):
    """A situation whose speech one person has rated, signed and before the principal."""
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    speech = speeches.filed(cast.analyst, situation, item=item)
    speeches.rated(speech, cast.analyst, speeches.HIGH, item)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    walk.optioned(draft, cast.analyst)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    walk.sign(submission, by=cast.reviewer)
    return {
        "item": item.ref,
        "situation": situation.ref,
        "speech": speech.ref,
        "assessment": draft.ref,
        "paper": draft.ref,
        "submission": submission.ref,
    }


def addresses(path) -> dict[str, str]:
    """Every address that a browser may ask for something of this situation or a list, by its name."""
    found = {}
    for name, each in of_kind(*BODIES["lists"]).items():
        if not name.startswith(ELSEWHERE) and not each.rest:
            found[name] = reverse(name)
    for name, each in of_kind(*BODIES["objects"]).items():
        if each.object in path and all(part in path for part in each.rest.split()):
            found[name] = reverse(name, args=[path[each.object], *(path[part] for part in each.rest.split())])
    return found


def words(answer) -> str:
    """What an answer says; of a Word file or another archive, what is inside."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="ignore") for name in archive.namelist())
    if body.startswith(b"%PDF"):
        from pypdf import PdfReader

        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return body.decode()


def test_no_address_shows_another_person_what_one_rater_found(cast, second, path):
    asked = addresses(path)
    assert {"situation", "speech", "scope", "submission", "submission_pdf", "trail", "items", "paper"} <= set(asked)
    seen = 0
    for user in (second, cast.head, cast.reviewer, cast.principal, cast.overseer):
        client = browser(user)
        for name, address in asked.items():
            answer = client.get(address)
            if answer.status_code == 200:
                seen += 1
                assert FOUND not in " ".join(words(answer).split()), (user.username, name)
    assert seen > 40


def test_the_one_who_rated_sees_the_own_answers_on_the_page_of_the_speech_alone(cast, path):
    client, shown = browser(cast.analyst), set()
    for name, address in addresses(path).items():
        answer = client.get(address)
        if answer.status_code == 200 and FOUND in words(answer):
            shown.add(name)
    assert shown == {"speech"}


def test_a_search_for_the_words_of_a_rating_finds_nothing(cast, second, path):
    for name in ("items", "situations", "submissions", "trail"):
        for key in ("find", "q", "search", "text"):
            answer = browser(second).get(reverse(name), {key: FOUND})
            assert answer.status_code in (200, 403)
            assert "in the recording at hand" not in words(answer)


def test_a_row_of_the_trail_names_the_step_and_never_a_level(path):
    (row,) = Event.objects.filter(verb="speech.rated")
    assert '"step":"first"' in row.ids
    for word in ("high", "moderate", "not_met", "rabat", "call."):
        assert word not in row.ids


def test_the_second_rater_who_is_refused_learns_nothing_of_the_first(cast, second, path):
    (speech,) = speeches_of(walk.Situation.objects.get(ref=path["situation"]))
    assert not results(speech)[0].is_done
    address = reverse("rate_speech", args=[path["situation"], path["speech"]])
    form = {"once": "x", "level-rabat.context": "low", "reason-rabat.context": "no"}
    answer = browser(second).post(address, form)
    assert answer.status_code == 422
    assert FOUND not in answer.content.decode()
