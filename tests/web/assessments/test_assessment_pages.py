"""The assessment editor: fourteen factors, judgements before figures, dissent, and who may write."""

import re

import pytest
from django.test import Client
from django.urls import reverse

import walk
from focalpoint.desk.assessments import actions
from focalpoint.desk.assessments.models import Assessment, Dissent, Judgement
from focalpoint.desk.people.models import Role
from focalpoint.desk.people.permissions import NotAllowed
from focalpoint.desk.trail.models import Event as Row
from focalpoint.desk.watch.models import Chance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.FOCALPOINT_HOME = tmp_path
    return tmp_path


@pytest.fixture
def cast():
    return walk.cast()


@pytest.fixture
def draft(cast) -> Assessment:
    item = walk.filed(cast.analyst)
    return actions.start(situation=walk.opened(cast.analyst, item), by=cast.analyst, at=walk.AT)


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def once(client: Client, found: Assessment) -> str:
    page = client.get(reverse("assessment", args=[found.ref])).content.decode()
    return re.search(r'name="once" value="([^"]+)"', page)[1]


def post(client: Client, name: str, found: Assessment, *more, **fields):
    found.refresh_from_db()
    sent = {"once": once(client, found), "revision": found.revision} | fields
    return client.post(reverse(name, args=[found.ref, *more]), sent)


def judged(**more) -> dict[str, str]:
    fields = {"event": "More than 100 civilians killed", "place": "Rift Valley", "group": "Kikuyu", "likelihood": "70"}
    fields |= {"window_from": "2025-07-01", "window_to": "2025-09-30", "confidence": "low"}
    return fields | {"confidence_reason": "Two sources.", "would_change": "An accord."} | more


def verbs() -> list[str]:
    return list(Row.objects.exclude(verb__in=["user.signed-in", "protected.read"]).values_list("verb", flat=True))


def test_the_page_lists_fourteen_factors_all_unknown(cast, draft):
    page = browser(cast.analyst).get(reverse("assessment", args=[draft.ref])).content.decode()
    assert [name for name in (f"RF{n}" for n in range(1, 15)) if f'id="{name}"' not in page] == []
    assert "0 present, 0 absent, 14 unknown" in page


def test_each_factor_says_what_binds_the_state_in_the_catalogue_that_the_assessment_was_made_with(cast, draft):
    client = browser(cast.analyst)
    page = client.get(reverse("assessment", args=[draft.ref])).content.decode()
    assert page.count("What binds the State") == 14
    assert "ICCPR Art. 20(2); ICERD Art. 4" in page
    assert "ICERD: Kenya is party since 2001-09-13 (as of 2015-03)." in page
    assert "GC-GEN: Kenya is not party (as of 2015-03)." in page
    assert "AP1: not known for Kenya." in page
    Assessment.objects.filter(pk=draft.pk).update(catalogue="2026.1")
    page = client.get(reverse("assessment", args=[draft.ref])).content.decode()
    assert "What binds the State" not in page
    assert "Framework of Analysis, catalogue 2026.1" in page


def test_a_draft_is_started_from_the_situation_and_the_next_one_counts_up(cast):
    situation = walk.opened(cast.analyst)
    client = browser(cast.analyst)
    page = client.get(reverse("situation", args=[situation.ref])).content.decode()
    tokens = re.findall(r'assess/.*?name="once" value="([^"]+)"', page, re.DOTALL)
    address = reverse("start_assessment", args=[situation.ref])
    assert client.post(address, {"once": tokens[0]}).url == client.post(address, {"once": tokens[0]}).url
    assert list(situation.assessments.values_list("version", flat=True)) == [1]
    client.post(address, {"once": "another"})
    assert list(situation.assessments.values_list("version", flat=True)) == [2, 1]


def test_present_without_evidence_is_refused_and_the_note_is_kept(cast, draft):
    answer = post(browser(cast.analyst), "assessment_factor", draft, "RF8", value="present", note="Disputed result.")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "only with evidence behind it" in page
    assert "Disputed result." in page
    assert draft.factors.get(factor="RF8").value == "unknown"


def test_present_with_evidence_absent_and_unknown_are_kept(cast, draft):
    client = browser(cast.analyst)
    item = draft.situation.links.get().item
    present = post(client, "assessment_factor", draft, "RF8", value="present", note="Was seen.", evidence=[item.ref])
    absent = post(client, "assessment_factor", draft, "RF9", value="absent", note="Looked for.")
    assert present.url.endswith("#RF8")
    assert absent.url.endswith("#RF9")
    assert draft.factors.get(factor="RF8").evidence.get() == item
    page = client.get(reverse("assessment", args=[draft.ref])).content.decode()
    assert "1 present, 1 absent, 12 unknown" in page


def test_evidence_that_is_not_linked_or_not_seen_cannot_be_chosen(cast, draft):
    other = walk.filed(cast.analyst)
    answer = post(browser(cast.analyst), "assessment_factor", draft, "RF8", value="present", evidence=[other.ref])
    assert answer.status_code == 422


def test_a_judgement_is_recorded_and_the_release_is_shown_only_after_it(cast, draft, two_releases):
    client = browser(cast.analyst)
    assert post(client, "assessment_judgement", draft, **judged()).status_code == 302
    row = Judgement.objects.get()
    assert (row.likelihood, row.release, row.release_chance) == (70, "", None)
    Chance.objects.filter(iso3="KEN", threshold=100, window=3).update(value=0.25)
    asked = {"iso3": "KEN", "threshold": "100", "window": "3"}
    assert post(client, "assessment_figure", draft, row.pk, **asked).status_code == 302
    row.refresh_from_db()
    assert (row.release, row.release_chance) == (two_releases[0].id, 0.25)
    assert row.release_shown_at >= row.recorded_at
    assert verbs()[-2:] == ["judgement.recorded", "release-figure.shown"]
    page = client.get(reverse("assessment", args=[draft.ref])).content.decode()
    release = two_releases[0]
    asked = (row.release_iso3, row.release_threshold, row.release_window)
    months = (row.release_data_to, row.release_first, row.release_last)
    assert asked == ("KEN", 100, 3)
    assert months == (release.origin, release.first, release.first + 2)
    assert "25 % that at least 100 civilians are killed in Kenya within 3 months" in page


def test_a_figure_that_nobody_knows_is_not_shown_as_one(cast, draft, no_release):
    client = browser(cast.analyst)
    post(client, "assessment_judgement", draft, **judged())
    asked = {"iso3": "KEN", "threshold": "100", "window": "3"}
    answer = post(client, "assessment_figure", draft, Judgement.objects.get().pk, **asked)
    assert answer.status_code == 422
    assert "no figure to show" in answer.content.decode()


FIGURE = {"iso3": "KEN", "threshold": 100, "window": 3, "at": walk.AT}


def test_a_second_figure_is_never_shown_beside_one_judgement(cast, draft, two_releases):
    post(browser(cast.analyst), "assessment_judgement", draft, **judged())
    row = Judgement.objects.get()
    given = FIGURE | {"judgement": row, "at": row.recorded_at, "by": cast.analyst}
    stale = Judgement.objects.get()
    actions.show_release(**given)
    before = verbs()
    with pytest.raises(actions.ShownBefore):
        actions.show_release(**given | {"judgement": stale, "threshold": 25})
    row.refresh_from_db()
    assert (row.release_threshold, verbs()) == (100, before)


def test_beside_what_is_with_the_reviewer_or_is_somebody_elses_no_figure_is_shown(cast, two_releases):
    row = walk.signed(cast).assessment.judgements.get()
    with pytest.raises(actions.Frozen):
        actions.show_release(judgement=row, by=cast.analyst, **FIGURE)
    Assessment.objects.update(state="draft")
    with pytest.raises(NotAllowed):
        actions.show_release(judgement=row, by=cast.head, **FIGURE)
    assert Judgement.objects.get().release == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"likelihood": "0"},
        {"likelihood": "100"},
        {"likelihood": ""},
        {"window_to": "2025-06-30"},
        {"confidence": ""},
        {"would_change": " "},
        {"event": ""},
    ],
)
def test_a_judgement_that_cannot_be_scored_is_refused(cast, draft, wrong):
    assert post(browser(cast.analyst), "assessment_judgement", draft, **judged(**wrong)).status_code == 422
    assert not Judgement.objects.exists()


def test_of_two_windows_on_one_draft_the_second_is_told_and_its_text_kept(cast, draft):
    client = browser(cast.analyst)
    shown = draft.revision
    assert post(client, "assessment_texts", draft, summary="First.").status_code == 302
    late = post(client, "assessment_texts", draft, summary="Second.", revision=shown)
    page = late.content.decode()
    assert late.status_code == 422
    assert "Another person saved this" in page
    assert "Second." in page
    draft.refresh_from_db()
    assert draft.summary == "First."
    assert f'name="revision" value="{draft.revision}"' in page


def test_who_was_refused_for_another_reason_is_still_told_that_somebody_else_saved(cast, draft):
    client = browser(cast.analyst)
    shown = draft.revision
    first = post(client, "assessment_factor", draft, "RF1", value="unknown", note="First words.", revision=shown)
    assert first.status_code == 302
    bare = post(client, "assessment_factor", draft, "RF1", value="present", note="Was seen.", revision=shown)
    assert "Another person saved this" not in bare.content.decode()
    assert f'name="revision" value="{shown}"' in bare.content.decode()
    late = post(client, "assessment_factor", draft, "RF1", value="absent", note="Was seen.", revision=shown)
    assert "Another person saved this" in late.content.decode()


@pytest.mark.parametrize("role", ["analyst", "head"])
def test_only_its_author_writes_in_a_draft(cast, draft, role):
    client = browser(walk.person(Role(role), "other"))
    assert post(client, "assessment_texts", draft, summary="Mine.").status_code == 422
    draft.refresh_from_db()
    assert draft.summary == ""


@pytest.mark.parametrize("role", ["reviewer", "principal", "reporter", "liaison", "overseer"])
def test_other_roles_are_not_asked_to_write(cast, draft, role):
    client = browser(walk.person(Role(role), "other", body="HRC"))
    for name, more in (("assessment_texts", []), ("assessment_factor", ["RF1"]), ("assessment_judgement", [])):
        assert client.post(reverse(name, args=[draft.ref, *more])).status_code == 403


def test_a_dissent_is_its_authors_alone(cast, draft):
    for user, text in ((cast.reviewer, "Too high."), (cast.head, "Too low."), (cast.reviewer, "Much too high.")):
        assert post(browser(user), "assessment_dissent", draft, text=text).status_code == 302
    assert sorted(Dissent.objects.values_list("text", flat=True)) == ["Much too high.", "Too low."]


def test_a_principal_sees_it_only_once_it_is_signed(cast):
    submission = walk.submitted(cast)
    address = reverse("assessment", args=[submission.assessment.ref])
    assert browser(cast.principal).get(address).status_code == 404
    walk.sign(submission, by=cast.reviewer)
    page = browser(cast.principal).get(address)
    assert page.status_code == 200
    assert "Save this factor" not in page.content.decode()


def test_the_next_version_says_what_changed(cast, draft):
    item = draft.situation.links.get().item
    answer = {"value": "present", "note": "", "evidence": [item]}
    again = actions.start(situation=draft.situation, by=cast.analyst, at=walk.AT)
    actions.set_factor(assessment=again, factor="RF3", **answer, revision=1, by=cast.analyst, at=walk.AT)
    page = browser(cast.analyst).get(reverse("assessment", args=[again.ref])).content.decode()
    assert "RF3: unknown → present" in page


def test_the_editor_stays_within_its_queries(cast, draft, django_assert_max_num_queries):
    client = browser(cast.analyst)
    with django_assert_max_num_queries(50):
        client.get(reverse("assessment", args=[draft.ref]))
