"""The copy for a body: first what is asked of it, then what it needs to know, and nothing that stays in the office."""

import datetime as dt
import io
import json

import docx
import pypdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

import walk
from at_desk import browser, sends, verbs
from focalpoint.desk.assessments import actions as assessing
from focalpoint.desk.decisions import actions as deciding
from focalpoint.desk.decisions.models import Decision, Transmission
from focalpoint.desk.decisions.transmission import copy
from focalpoint.desk.documents.blocks import (
    Cite,
    Document,
    Heading,
    Listing,
    Paragraph,
    Point,
    Quote,
    Reason,
    Table,
    say,
)
from focalpoint.desk.intake.models import Item
from focalpoint.desk.options import actions as opting

pytestmark = pytest.mark.django_db
REFS = st.text("0123456789abcdef", min_size=6, max_size=6)
STAYS = (
    "Reason-inside",
    "Others-inside are not asked",
    "Rejected-inside",
    "Dissent-inside",
    "Interest-inside",
    "Nothing-new-inside",
)
ASKED = "To meet within a week."


def rich(cast: walk.Cast, **more) -> deciding.Submission:
    """A signed submission whose every inner part has a word of its own."""
    item = walk.filed(cast.analyst, consent_bodies=True, **more)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    signed_by = {"by": cast.analyst, "at": walk.AT}
    texts = {"interest_declared": "Interest-inside", "will": "Both sides talk."}
    assessing.save_texts(assessment=draft, texts=texts, revision=draft.revision, **signed_by)
    paper = walk.optioned(draft, cast.analyst)
    rejected = walk.option(paper, "ME024", "III", status="rejected", reason="Rejected-inside")
    opting.consider(option=rejected, revision=paper.revision, **signed_by)
    opting.save_no_new_measure(paper=paper, text="Nothing-new-inside", revision=paper.revision, **signed_by)
    assessing.dissent(assessment=draft, text="Dissent-inside", by=cast.head, at=walk.AT)
    draft.refresh_from_db()
    submission = deciding.submit(assessment=draft, revision=draft.revision, **signed_by)
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    return submission


def sent_of(cast: walk.Cast, submission, choice: str = "refer", **way) -> Transmission:
    route = copy.Route(**(vars(walk.route()) | way))
    words = {
        "choice": choice,
        "reason": "Reason-inside",
        "others": "Others-inside are not asked",
        "on": walk.DAY,
        "route": route,
    }
    deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    return Transmission.objects.get()


def files(user, sent: Transmission) -> dict[str, str]:
    """The copy as its reader gets it: page, PDF and Word."""
    client = browser(user)
    page = client.get(reverse("transmission", args=[sent.ref])).content.decode()
    pdf = client.get(reverse("transmission_pdf", args=[sent.ref])).content
    word = docx.Document(io.BytesIO(client.get(reverse("transmission_docx", args=[sent.ref])).content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return {
        "html": page,
        "pdf": " ".join(written.split()),
        "docx": " ".join([*(line.text for line in word.paragraphs), *cells]),
    }


def reasons(table: Table) -> dict[str, str]:
    """The reasons in a table, by the key of their row."""
    rows = zip(table.keys, table.rows, strict=False)
    return {key: cell.text for key, row in rows for cell in row if isinstance(cell, Reason)}


FIRST = (
    "What was decided, and what is asked",
    "The principal of this office decided on 1 July 2025 to refer this situation to: Human Rights Council",
    ASKED,
    "A/RES/60/251.",
    "written; entry point: Secretariat; conveyed by: Special Adviser.",
    "An answer is asked for by 15 July 2025.",
    "What is judged",
)


def test_the_copy_says_first_what_was_decided_and_what_is_asked_in_page_pdf_and_word_alike(cast):
    sent = sent_of(cast, rich(cast))
    for kind, text in files(cast.liaison, sent).items():
        places = [text.find(said) for said in FIRST]
        assert -1 not in places, (kind, FIRST[places.index(-1)])
        assert places == sorted(places), kind


def test_to_act_is_told_as_acting(cast):
    sent = sent_of(cast, rich(cast), "act")
    assert "decided on 1 July 2025 to act, and turns to: Human Rights Council" in json.dumps(sent.copy)


def test_what_stays_goes_out_in_no_form_and_stands_in_the_offices_note(cast):
    submission = rich(cast)
    sent = sent_of(cast, submission)
    out = {"json": json.dumps(sent.copy), **files(cast.liaison, sent)}
    assert [(kind, word) for kind, text in out.items() for word in STAYS if word in text] == []
    assert [word for word in STAYS[2:] if word not in json.dumps(submission.assessment.frozen)] == []


def test_that_there_was_a_dissent_is_told_without_its_words_or_author(cast):
    sent = sent_of(cast, rich(cast))
    assert "1 colleague dissented; the principal read it." in json.dumps(sent.copy)
    assert cast.head.ref not in json.dumps(sent.copy)
    assert not any(block["kind"] == "quote" for block in sent.copy["blocks"])


def test_without_a_dissent_nothing_is_said_of_one(cast):
    assert "dissented" not in json.dumps(walk.decided(cast).transmissions.get().copy)


@pytest.mark.parametrize("chosen", [(), ("I.ME010",), ("I.ME010", "II.ME028")])
def test_just_the_proposals_that_were_chosen_go_with_it(cast, chosen):
    sent = sent_of(cast, rich(cast), options=chosen)
    document = Document.model_validate(sent.copy)
    keys = [key for block in document.blocks if isinstance(block, Table) and not reasons(block) for key in block.keys]
    assert tuple(keys) == chosen
    assert any(isinstance(block, Heading) and block.text == "Options" for block in document.blocks) is bool(chosen)


def test_a_rejected_option_does_not_go_even_when_it_is_named(cast):
    sent = sent_of(cast, rich(cast), options=("III.ME024",))
    assert "ME024" not in json.dumps(sent.copy)


def test_a_part_that_nobody_marked_stays(cast):
    submission = rich(cast)
    assessment = submission.assessment
    for block in assessment.frozen["blocks"]:
        block.pop("may_leave", None)
    assessment.save()
    submission.refresh_from_db()
    sent = sent_of(cast, submission)
    assert walk.SECRET not in json.dumps(sent.copy["blocks"])
    assert ASKED in json.dumps(sent.copy)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_body_receives_the_words_of_an_item_and_what_rests_on_it_only_when_its_giver_agreed(cast, agreed):
    submission = rich(cast)
    Item.objects.update(consent_bodies=agreed)
    sent = sent_of(cast, submission)
    document = Document.model_validate(sent.copy)
    sign = Item.objects.get().ref[:6]
    told = [point for block in document.blocks if isinstance(block, Listing) for point in block.points]
    graded_and_quoted = [(sign, True)] * 2 if agreed else []
    assert [(point.text[:6], walk.SECRET in point.text) for point in told] == graded_and_quoted
    assert (sign in json.dumps(sent.copy)) is agreed
    assert json.dumps(sent.copy).count(str(copy.SOME_WITHHELD)) == (not agreed)
    (why,) = [reasons(block) for block in document.blocks if isinstance(block, Table) and reasons(block)]
    assert why["RF8"] == (walk.SECRET if agreed else str(copy.REASON_WITHHELD))
    assert list(why) == ["RF8"]
    assert list(sent.passed.all()) == ([Item.objects.get()] if agreed else [])


def test_a_long_reason_that_rests_on_what_stays_is_in_neither_table(cast):
    item = walk.filed(cast.analyst)
    situation = walk.opened(cast.analyst, item)
    walk.tested(situation, cast.analyst)
    draft = walk.assessed(situation, item, cast.analyst)
    draft.factors.filter(factor="RF8").update(note="Told-in-confidence " * 90)
    walk.optioned(draft, cast.analyst)
    submission = deciding.submit(assessment=draft, revision=draft.revision, by=cast.analyst, at=walk.AT)
    walk.sign(submission, by=cast.reviewer)
    submission.refresh_from_db()
    assert json.dumps(submission.assessment.frozen).count("Told-in-confidence") > 100
    assert "Told-in-confidence" not in json.dumps(sent_of(cast, submission).copy)


def test_the_copy_speaks_the_language_of_the_note_and_bears_the_day_it_was_sent(cast):
    submission = rich(cast)
    with translation.override("fr"):
        sent = sent_of(cast, submission)
    document = Document.model_validate(sent.copy)
    assert document.language == "en"
    assert "1 July 2025" in json.dumps(sent.copy)
    assert document.date == walk.DAY
    assert document.reference == f"T-{sent.ref[:8]}"
    assert document.digest() == sent.copy_hash


def test_that_it_is_a_reconstruction_stands_above_everything(cast):
    sent = walk.decided(cast, reconstruction=True).transmissions.get()
    first = Document.model_validate(sent.copy).blocks[0]
    assert isinstance(first, Paragraph)
    assert first.runs[0].text.startswith("Reconstruction from public sources")


def test_the_copy_changes_nothing_of_the_signed_note(cast):
    submission = rich(cast)
    before = str(submission.assessment.frozen)
    sent_of(cast, submission)
    submission.assessment.refresh_from_db()
    assert str(submission.assessment.frozen) == before


@pytest.mark.parametrize("asked", ["", "  \n"])
def test_nothing_leaves_without_saying_what_is_asked(cast, asked):
    submission = rich(cast)
    before = verbs()
    with pytest.raises(deciding.NotNow, match="asked of the body"):
        sent_of(cast, submission, asked=asked)
    assert (Decision.objects.count(), Transmission.objects.count(), verbs()) == (0, 0, before)


def test_the_database_holds_no_transmission_that_asks_nothing(cast):
    sent = walk.decided(cast).transmissions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Transmission.objects.filter(pk=sent.pk).update(asked="")


def test_an_item_stays_until_its_giver_agrees_and_again_when_the_giver_does_not():
    assert copy.is_withheld(Item(consent_bodies=False))
    assert not copy.is_withheld(Item(consent_bodies=True))
    assert copy.is_withheld(Item(consent_bodies=True, consent_withdrawn_at=walk.AT))


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(REFS, st.booleans(), max_size=6))
def test_of_the_points_of_a_note_just_those_that_stay_are_left_out_and_that_is_said_once(items):
    listing = Listing(points=tuple(Point(key=ref, text=f"{walk.SECRET} 100 % (source –, item –)") for ref in items))
    passed = {ref for ref, stays in items.items() if not stays}
    found = list(copy.passed_part(listing, passed, ()))
    told = [point.key for block in found if isinstance(block, Listing) for point in block.points]
    assert told == [ref for ref, stays in items.items() if not stays]
    said = [run.text for block in found if isinstance(block, Paragraph) for run in block.runs]
    assert said == ([str(copy.SOME_WITHHELD)] if any(items.values()) else [])


@pytest.mark.parametrize(
    ("cited", "why", "left"),
    [
        (("aaaaaa", "bbbbbb"), None, "bbbbbb"),
        (("aaaaaa",), None, "–"),
        ((), "Why", "–"),
        (("bbbbbb",), "Why", "bbbbbb"),
    ],
)
def test_neither_reference_nor_reason_of_what_is_withheld_is_in_a_row(cited, why, left):
    row = ("RF1", Reason(text="Why", rests_on=cited), tuple(Cite(ref=ref) for ref in cited))
    table = Table(caption="", head=("", "", ""), rows=(row,), keys=("RF1",))
    (found,) = copy.passed_part(table, {"bbbbbb"}, ())
    assert found.texts() == [["RF1", why or str(copy.REASON_WITHHELD), left]]
    assert "aaaaaa" not in found.model_dump_json()


def test_a_block_that_cites_nothing_leaves_as_it_is():
    block = say("abcdef: not a citation")
    assert list(copy.passed_part(block, (), ())) == [block]


def test_a_heading_that_nothing_stands_under_is_left_out():
    one, two, words = Heading(text="One"), Heading(text="Two"), say("Words.")
    assert copy._without_empty_headings([one, two, words]) == [two, words]
    assert copy._without_empty_headings([one, words, two]) == [one, words]
    assert copy._without_empty_headings([]) == []


def test_a_line_somebody_wrote_ends_as_a_sentence_does_once():
    assert [copy.as_sentence(text) for text in ("Article 7", "Article 7. ")] == ["Article 7.", "Article 7."]


def test_a_dissents_block_would_stay_even_without_the_rule_on_quotes():
    assert not Quote(text="x", by="y").may_leave


def choose(user, submission, **more):
    given_ = {
        "once": "t" * 20,
        "revision": submission.revision,
        "body": "HRC",
        "form": "written",
        "on": (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=14)).isoformat(),
        "asked": ASKED,
        "reason": "Reason-inside",
        "others": "Others-inside are not asked, the Security Council meets on it.",
        "conveyor": "Special Adviser",
        "legal_basis": "A/RES/60/251",
    }
    (answer,) = sends(user, reverse("decide", args=[submission.ref, "refer"]), given_ | more)
    return answer


def test_the_form_offers_each_entry_point_of_the_catalogue_and_the_proposals_alone(cast):
    submission = rich(cast)
    address = reverse("submission", args=[submission.ref]) + "?choice=refer&body=HRC"
    text = browser(cast.principal).get(address).content.decode()
    for door in ("any State for debate", "NGOs with ECOSOC status", "High Commissioner", "special procedures"):
        assert f'name="door" value="{door}"' in text
    assert 'name="options" value="II.ME028"' in text
    assert "III.ME024" not in text
    assert "is not sent" in text
    assert "checked" not in text.split('id="decide"')[1]


@pytest.mark.parametrize(
    ("given_", "door"),
    [({"door": "High Commissioner"}, "High Commissioner"), ({"door": "other", "other_door": "By hand"}, "By hand")],
)
def test_an_entry_point_is_chosen_or_written(cast, given_, door):
    assert choose(cast.principal, rich(cast), options=["II.ME028"], **given_).status_code == 302
    sent = Transmission.objects.get()
    assert (sent.entry_point, sent.asked) == (door, ASKED)
    assert "II.ME028" in json.dumps(sent.copy)


@pytest.mark.parametrize(
    "given_", [{}, {"door": "other"}, {"door": "High Commissioner", "other_door": "By hand"}, {"door": "Nowhere"}]
)
def test_no_entry_point_two_or_one_that_is_not_there_is_refused_with_the_text_kept(cast, given_):
    answer = choose(cast.principal, rich(cast), **given_)
    assert answer.status_code == 422
    assert ASKED in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_legal_basis_too_long_to_stand_on_the_copy_is_refused(cast):
    answer = choose(cast.principal, rich(cast), other_door="By hand", legal_basis="Article 24. " * 30)
    assert answer.status_code == 422
    assert "Keep it to 300 characters." in answer.content.decode()


def test_an_option_that_was_not_proposed_cannot_be_sent(cast):
    assert choose(cast.principal, rich(cast), other_door="By hand", options=["III.ME024"]).status_code == 422


@pytest.mark.parametrize("place", range(1, 6))
def test_whatever_words_went_out_their_body_is_told_when_consent_is_withdrawn_in_between(cast, place):
    """Consent is withdrawn right after the decision looked at the evidence for the first time, the second, and on."""
    submission = walk.signed(cast)
    Item.objects.update(consent_bodies=True)
    looks = 0

    def somebody_else(execute, sql, params, many, context):
        nonlocal looks
        found = execute(sql, params, many, context)
        looked = sql.startswith("SELECT") and 'FROM "intake_item"' in sql
        looks += looked
        if looked and looks == place:
            Item.objects.update(consent_withdrawn_at=walk.AT)
        return found

    words = {"choice": "act", "reason": "x", "on": walk.DAY, "route": walk.route(), "others": walk.WHY_NOT}
    with connection.execute_wrapper(somebody_else):
        deciding.decide(submission=submission, revision=submission.revision, by=cast.principal, at=walk.AT, **words)
    sent, item = Transmission.objects.get(), Item.objects.get()
    assert looks
    assert (walk.SECRET in str(points(sent))) == (item in sent.passed.all())


def points(sent: Transmission) -> list[str]:
    """The points of the evidence that a copy holds."""
    return [point["text"] for block in sent.copy["blocks"] if block["kind"] == "listing" for point in block["points"]]
