"""References between entries: a broken one is found wherever it stands."""

import pytest
import yaml

from focalpoint import doctrine
from focalpoint.doctrine.links import dangling, references

PUBLISHED = doctrine.catalogue("2026.1", use_setting=False)
LISTED = {(gap.source, gap.field, gap.to) for gap in PUBLISHED.gaps.dangling}


def broken(tmp_path, **correction):
    """What dangles once an office has corrected one entry so."""
    (tmp_path / "ours.yaml").write_text(yaml.safe_dump({"corrections": [correction]}), encoding="utf-8")
    return set(dangling(doctrine.catalogue("2026.1", overlay=tmp_path))) - LISTED


@pytest.mark.parametrize(
    ("correction", "found"),
    [
        ({"id": "ME001", "mandate_ref": "M99"}, ("ME001", "mandate_ref", "M99")),
        ({"id": "SG", "mandate_ref": ["M06", "M77"]}, ("SG", "mandate_ref", "M77")),
        ({"id": "genocide", "specific_factors": ["RF9", "RF15"]}, ("genocide", "specific_factors", "RF15")),
        ({"id": "Q5", "feeds": ["cah.policy", "RF0"]}, ("Q5", "feeds", "RF0")),
        ({"id": "R10", "case": "CS99"}, ("R10", "case", "CS99")),
        ({"id": "R10", "told_in": "CS98"}, ("R10", "case", "CS98")),
        ({"id": "CS01", "register_row": "R99"}, ("CS01", "register_row", "R99")),
        ({"id": "CS01.t2", "body": "COUNCIL"}, ("CS01.t2", "body", "COUNCIL")),
        ({"id": "CS01.t2", "src": ["RWA-99"]}, ("CS01.t2", "src", "RWA-99")),
        ({"id": "CS01.m1", "measure": "ME999"}, ("CS01.m1", "measure", "ME999")),
        ({"id": "CS01.m1", "measure": None}, ("CS01.m1", "measure", None)),
        ({"id": "CS01.m1", "src": ["X-NONE"]}, ("CS01.m1", "src", "X-NONE")),
        ({"id": "CS01.l1", "entries": ["CS01.t99"]}, ("CS01.l1", "entries", "CS01.t99")),
    ],
)
def test_a_reference_to_nothing_is_found(tmp_path, correction, found):
    assert broken(tmp_path, **correction) == {found}


def test_an_id_of_the_wrong_kind_does_not_count_as_a_target(tmp_path):
    assert broken(tmp_path, id="CS01.t2", body="ME001") == {("CS01.t2", "body", "ME001")}


def test_statements_inside_a_case_are_followed_too(tmp_path):
    case = PUBLISHED.entry("CS01").record.model_dump(mode="json")
    signs = [{**case["risk_factors_early"][0], "rf": "RF99"}, *case["risk_factors_early"][1:]]
    groups = [{**case["populations_at_risk"][0], "src": ["RWA-98"]}]
    found = broken(tmp_path, id="CS01", risk_factors_early=signs, populations_at_risk=groups)
    assert found == {("CS01", "rf", "RF99"), ("CS01", "src", "RWA-98")}


def test_a_correction_that_mends_nothing_breaks_nothing(tmp_path):
    assert broken(tmp_path, id="ME001", name="Our name for it") == set()


def test_every_catalogue_that_refers_is_followed():
    fields = {field for _, field, _, _ in references(PUBLISHED)}
    assert fields == {
        "body",
        "case",
        "entries",
        "feeds",
        "mandate_ref",
        "measure",
        "register_row",
        "rf",
        "specific_factors",
        "src",
    }


def test_every_source_is_cited_somewhere():
    cited = {to for _, field, to, _ in references(PUBLISHED) if field == "src"}
    assert cited == {source.id for source in PUBLISHED.cases.sources}


def test_every_case_is_told_of_a_row_that_tells_of_it():
    for row in PUBLISHED.cases.episodes:
        if row.case:
            case = PUBLISHED.entry(row.case).record
            assert row.iso3 in case.countries, row.id
            assert case.period.start <= row.end
            assert row.start <= case.period.end
