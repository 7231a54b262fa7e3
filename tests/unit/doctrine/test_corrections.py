"""What version 2026.2 corrects: each with its flag and what was looked at; the old version reads as it did."""

import pytest

from focalpoint import doctrine

OLD, NEW = (doctrine.catalogue(each, use_setting=False) for each in ("2026.1", "2026.2"))

# id, field, words of the old version, words of the new one, flag, what was looked at (in part)
CORRECTIONS = [
    (
        "GA",
        "meeting_or_tempo",
        "dialogue (2009-17)",
        "2010-2017, formal debates 2009, 2018, 2019 and 2021-2025, none in 2020",
        "partly",
        "summary of the plenary meeting of 2025",
    ),
    ("body:AU-PSC", "decision_rule", "two-thirds of 15", "two thirds of the members voting", "partly", "ISS Today"),
    ("ME076", "precedents", "Guinea 2009", "Syria 2012", "recalled", None),
    (
        "ME085",
        "precedents",
        "appeal court Feb 2024",
        "set aside by the Supreme Court on 3 Oct 2025",
        "true",
        "WorldECR",
    ),
    ("CS14.t2", "date", "2014-06-09", "2014-06-10", "true", "10 June"),
    ("CS14.t7", "text", "Air drops and strikes", "first strikes on 8 August", "partly", "SOFREP"),
    ("CS21.t6", "date", "2008-01-29", "2008-01-28", "true", "UN News"),
    ("c.h", "act", "universally barred grounds", "in connection with another act", "recalled", None),
    ("w.15", "art", "amendments", "(e)(xiii)-(xv) by 2010 amendment", "partly", "XVIII-10-a"),
    ("inc.hatred", "source", "Add.4, 2012", "5 October 2012 (A/HRC/22/17/Add.4", "partly", "A/HRC/22/17/Add.4"),
    ("VR4", "text", "humanitarian exemption", "asset freezes of the United Nations alone", None, None),
]


@pytest.mark.parametrize(("name", "field", "before", "after", "flag", "seen"), CORRECTIONS)
def test_a_correction_says_what_it_rests_on(name, field, before, after, flag, seen):
    old, new = OLD.entry(name), NEW.entry(name)
    assert before in str(getattr(old.record, field))
    assert after in str(getattr(new.record, field))
    assert new.checked == flag
    looked_at = " ".join(getattr(new.record, "looked_at", ()))
    assert seen in looked_at if seen else not looked_at


def test_guinea_is_no_precedent_of_a_recall_of_envoys():
    assert not any("Guinea" in each for each in NEW.entry("ME076").record.precedents)


def test_a_member_of_the_african_council_that_is_party_to_the_matter_neither_votes_nor_takes_part():
    decision = NEW.entry("body:AU-PSC").record.decision
    assert [(each.matter, each.needs) for each in decision.steps] == [
        ("any matter", "consensus"),
        ("procedure", "simple majority"),
        ("all other matters", "two thirds of the members voting"),
    ]
    assert (decision.party_votes, decision.party_takes_part, decision.checked) == (False, False, "partly")
