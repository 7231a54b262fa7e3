"""What ships: published once, every fact flagged, every reference followed, nobody alive named."""

import hashlib
import re
from pathlib import Path

import pytest
import yaml

from focalpoint import doctrine
from focalpoint.doctrine import shelf
from focalpoint.doctrine.links import dangling, references
from focalpoint.reference.countries import state

CATALOGUE = doctrine.catalogue("2026.1", use_setting=False)
FOLDER = shelf.PUBLISHED / "2026.1"

# A published file is never edited: a correction is a new version, or an office's overlay.
HASHES = {
    "2026.1": {
        "bodies.yaml": "c73821f87bf1962618acad2079f77dc3e731ae010e149ceadd5ceb84e77d694f",
        "cases.yaml": "8413163795444f1324a684409584594559b41eedf67c88b823c340edc3eafa71",
        "crimes.yaml": "46c2ba649c9ed54bdf56280f9aa45aaf1caf2a5e5dd3a608d53a678a22679e8c",
        "framework.yaml": "d6797c97303240e596efc1e6bb36a5f2daf9d788ce014456dde5a38f6737b2e5",
        "gaps.yaml": "0bdf4c6c527526b809ae1e15eb50f309325149888f7e6caaedaabd647bee9335",
        "measures.yaml": "1d3235d350a7d1b0443af24bcb630ea9916e1617af995a0d1d67538d2b9d9627",
        "mechanisms.yaml": "56c387b339753667d2f62640dc854cda04abc48efd039ecc1e86b36b5b88c6a7",
        "treaties.yaml": "815f7196537a55e80f4250e53b0f5df7c9a4f1dd4b8e021f50a7a64616b5ec5a",
        "yardsticks.yaml": "551a9fa94025b74f1d1367cac89be4e4b3d4cce0adc838c1d0820aa87738a84f",
    },
    "2026.2": {
        "bodies.yaml": "9ff3f055611fe2e2eb89cbf9451aa8d76dd9ad3fc5a2bfb59a13eaaa4f02a8f5",
        "cases.yaml": "cd56d0adbd965180645d26972f651ff324f6a916697975424bfceb100745c515",
        "crimes.yaml": "c8e4380258a47f5a6b00af0ca17cccb090a623ab21a47359ed62f10ea0862b14",
        "framework.yaml": "e3f140335c196623413303f3bb5aba79bb753738bfba59cb827447daf7242dd6",
        "gaps.yaml": "2a2c02050cb81fd216727c3aac37d38365ae5beac3c9d38389e06f831ce24270",
        "measures.yaml": "d38f70463395ab74d6440f8cc5ef0a171abcdea77b0eecf32be1cb4d8cf4983e",
        "mechanisms.yaml": "cc939af387130f94ac0d902a4782537e2e1bb3533315c080d3decd3a682a7c62",
    },
}
# What records of the first version were stamped with: a field that a later version brings does not change it.
STAMPS = {
    "framework": "dc881e972ed6109b5c67f1e254ad9bb80f1285fccb34fa7f323150f8399df01a",
    "crimes": "26bfa1cd1a79ad55a98d426ec9eff423cf43e69f93d88d19a4f9b71c5ae6fa92",
    "measures": "dc6d4bc85cb005827179857ec53fae7ba275c1fcf87d2b983198c9a82a15d85c",
    "bodies": "319e4d8e5cd78d731e2447ac9b346d9779bf9535bf13063801f991acf35fcc35",
    "treaties": "e9d6a68acb8424568d59697474ce8db3fba9f0048f524bc8688616d277e3292e",
    "cases": "3b81df98b7ad4f017209d90b7ff66727c43a262e9dc3283a4020bc0da485b2b9",
}
ENTRIES = "f5e31f25a7ba0a0a80679dad6ef1a117f4ee20f5c845abd59e187a8fc54b5924"  # SHA-256 of the hashes of its entries
# SHA-256 (first 16) of names that the raw material held: kept as hashes, so that this file names nobody either.
NAMES = {
    "0bdaa27507dd0be5",
    "837e12ec16692567",
    "67167636745a1b62",
    "e82476467ba60059",
    "a7a45ea923c6229b",
    "68fcdd78afb0c7b3",
    "57d8477b60690edc",
    "82498bb8d0ee08ba",
    "05bd50ce6b6069f5",
    "ccd2c586f1ed4008",
    "73899bb69e4f41dc",
    "612850c75efc8f81",
    "c41663528db805ad",
    "24f0fd49e73386e3",
    "45fc051ec2a34843",
    "713f89fd7f5a6f0b",
    "e0ec2f09a6f8e559",
    "e3a5c4d24590f4b0",
    "462ec9401cc702bc",
    "55da537046db235a",
    "07a0060b240cf94b",
    "3ee33f1fc87fe316",
    "51230c54b173bbfb",
    "519c511975be8c2d",
    "3cf81e8ac2e891ea",
}
MONTH = {"day": r"\d{4}-\d{2}-\d{2}", "month": r"\d{4}-\d{2}", "year": r"\d{4}"}


@pytest.fixture(params=HASHES)
def held(request):
    """Each published version."""
    return doctrine.catalogue(request.param, use_setting=False)


@pytest.mark.parametrize("version", HASHES)
def test_a_published_version_is_never_edited(version):
    held = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (shelf.PUBLISHED / version).iterdir()}
    assert held == HASHES[version]


def test_what_was_made_with_the_first_version_keeps_its_hash():
    for name, stamped in STAMPS.items():
        assert hashlib.sha256(getattr(CATALOGUE, name).model_dump_json().encode()).hexdigest() == stamped
    hashes = "".join(entry.sha256 for entry in CATALOGUE.entries())
    assert hashlib.sha256(hashes.encode()).hexdigest() == ENTRIES


def test_every_version_that_ships_has_its_hashes_here():
    assert set(doctrine.versions()) == set(HASHES)


def test_every_file_is_read_by_a_model_and_every_model_has_its_file():
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(shelf.PARTS)
    for name in shelf.PARTS:
        assert getattr(CATALOGUE, name).about


def test_an_id_stands_for_one_entry_of_its_kind(held):
    seen: set[tuple[str, str]] = set()
    for entry in held.entries():
        assert (entry.kind, entry.id) not in seen, entry.id
        seen.add((entry.kind, entry.id))


def test_only_ids_that_the_gaps_file_names_are_shared_between_kinds(held):
    ids = [entry.id for entry in held.entries()]
    shared = {each for each in ids if ids.count(each) > 1}
    assert shared == {"ACHPR", "AU-PSC"}
    assert all(each in held.gaps.gaps[6].text for each in shared)


def test_every_fact_carries_one_of_three_flags(held):
    for entry in held.entries():
        if isinstance(entry.record, doctrine.Fact):
            assert entry.checked in {"true", "partly", "recalled"}
            assert entry.flag == doctrine.SAYS[entry.checked]
        else:
            assert entry.flag == ""


def test_partly_checked_entries_say_which_part(held):
    for entry in held.entries():
        if entry.checked == "partly" and entry.kind in {"measure", "body"}:
            assert entry.record.checked_facts, entry.id
        if entry.checked == "partly" and entry.kind in {
            "instrument",
            "review cycle",
            "timeline entry",
            "measure taken",
        }:
            assert entry.record.checked_note, entry.id


def test_every_reference_leads_somewhere_or_is_listed_as_a_gap(held):
    assert len(list(references(held))) > 1500
    listed = {(gap.source, gap.field, gap.to) for gap in held.gaps.dangling}
    assert set(dangling(held)) == listed
    assert all(gap.reason for gap in held.gaps.dangling)


def test_there_are_fourteen_factors_and_no_official_total_of_indicators(held):
    assert [factor.id for factor in held.framework.factors] == [f"RF{number}" for number in range(1, 15)]
    text = (FOLDER / "framework.yaml").read_text(encoding="utf-8")
    total = sum(len(factor.indicators) for factor in held.framework.factors)
    assert str(total) not in text
    assert "count:" not in text
    assert not re.search(r"\d+ (risk )?indicators", text)


def test_drafts_bear_no_number_of_the_united_nations(held):
    indicators = [each for factor in held.framework.factors for each in factor.indicators]
    drafts = [each for each in indicators if each.number is None]
    assert {each.id.partition(".")[0] for each in drafts} == {"RF13", "RF14"}
    assert all(re.fullmatch(r"RF1[34]\.d\d+", each.id) and each.checked == "recalled" for each in drafts)
    assert all("draft" in each.line for each in drafts)
    numbers = {each.number for each in indicators}
    assert "13.10" in numbers
    assert not numbers & {"13.11", "13.12", "13.13", "14.1", "14.7"}
    for each in indicators:
        assert each.number is None or each.id == f"RF{each.number}"


def test_an_indicator_seen_in_its_first_half_is_only_partly_checked(held):
    assert held.entry("7.11").checked == "partly"
    assert held.entry("13.10").checked == "partly"
    assert held.entry("7.1").checked == "true"
    assert held.entry("1.1").checked == "recalled"


def test_reports_without_a_symbol_that_was_seen_print_none(held):
    (last,) = [report for report in held.measures.reports if report.year == 2025]
    assert last.symbol is None
    assert [report for report in held.measures.reports if report.symbol is None] == [last]


def test_rows_that_may_not_ship_do_not(held):
    assert {row.part for row in held.cases.episodes} == {"A", "B"}
    assert len(held.cases.episodes) == 44
    assert "EWP" not in {source.id for source in held.cases.about.data}


def test_estimates_run_from_low_to_high_and_a_case_adds_up(held):
    for row in held.cases.episodes:
        low, best, high = row.one_sided
        assert 0 <= low <= best <= high
    for case in held.cases.cases:
        total, years = case.severity.sum_of_period, case.severity.by_year
        assert (total.start, total.end) == (years[0].year, years[-1].year)
        listed = [sum(year.one_sided[place] for year in years) for place in range(3)]
        if len(years) == total.end - total.start + 1:
            assert listed == list(total.one_sided), case.id
        else:
            assert "not listed" in case.severity.note
            assert all(some <= all_years for some, all_years in zip(listed, total.one_sided, strict=True))


def test_countries_of_the_register_and_the_cases_are_on_the_watch_list(held):
    for row in held.cases.episodes:
        state(row.iso3)
    for case in held.cases.cases:
        for iso3 in (*case.countries, *case.attention.mentions):
            state(iso3)


def test_dates_of_a_timeline_have_the_precision_they_claim_and_run_forward(held):
    for case in held.cases.cases:
        for entry in case.timeline:
            assert re.fullmatch(MONTH[entry.precision], entry.date), entry.id
        years = [int(entry.date[:4]) for entry in case.timeline]
        assert years == sorted(years), case.id


def test_what_was_seen_names_its_source(held):
    for case in held.cases.cases:
        for entry in (*case.timeline, *case.measures):
            assert entry.src or entry.checked == "recalled", entry.id
        for each in (*case.populations_at_risk, *case.risk_factors_early, *case.findings, *case.contested):
            assert each.src or each.checked == "recalled", case.id


def test_no_living_person_is_named():
    for path in shelf.PUBLISHED.glob("*/*.yaml"):
        words = set(re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8")))
        found = {word for word in words if hashlib.sha256(word.casefold().encode()).hexdigest()[:16] in NAMES}
        assert not found, (path.name, found)


def test_every_pillar_has_measures_and_the_terms_explain_every_form(held):
    measures = held.measures.measures
    assert {pillar for measure in measures for pillar in measure.pillars} == {"I", "II", "III"}
    assert {measure.form for measure in measures} == set(held.measures.about.terms.form)


def test_force_never_goes_without_the_council(held):
    for measure in held.measures.measures:
        if measure.form == "coercive_military":
            assert measure.sc_authorization in {"yes", "conditional"} or measure.typical_time_to_effect == "none", (
                measure.id
            )


def test_likelihood_bands_rise_and_a_chance_finds_its_word():
    icd, phia = CATALOGUE.yardsticks.likelihood
    for yardstick in (icd, phia):
        edges = [edge for band in yardstick.bands for edge in (band.low, band.high)]
        assert edges == sorted(edges)
    assert icd.band(0.6).words == ("likely", "probable")
    assert icd.band(0.2).words == ("unlikely", "improbable")
    assert icd.band(0.001) is None
    assert phia.band(0.15).words == ("highly unlikely",)
    assert phia.band(0.22) is None, "the gaps are on purpose"
    assert icd.bands[4].label == "likely / probable (55-80 %)"


def test_grades_are_a_to_f_and_1_to_6():
    yardsticks = CATALOGUE.yardsticks
    assert "".join(grade.grade for grade in yardsticks.reliability) == "ABCDEF"
    assert "".join(grade.grade for grade in yardsticks.credibility) == "123456"
    assert yardsticks.reliability[5].meaning == yardsticks.credibility[5].meaning == "cannot be judged"
    assert [level.level for level in yardsticks.confidence] == ["high", "moderate", "low"]


@pytest.fixture(scope="module")
def raw(shared_data: Path) -> Path:
    folder = shared_data.parent / "doctrine"
    if not folder.is_dir():
        pytest.skip("not run: needs ../shared/doctrine, which is not part of the product")
    return folder


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "section", "kind"),
    [
        ("framework", "factors", "risk factor"),
        ("crimes", "crimes", "crime"),
        ("crimes", "shared_questions", "scope question"),
        ("crimes", "incitement", "incitement"),
        ("measures", "measures", "measure"),
        ("bodies", "bodies", "body"),
        ("treaties", "instruments", "instrument"),
        ("cases", "cases", "case"),
        ("cases", "sources", "source"),
    ],
)
def test_every_record_of_the_raw_material_is_here_in_its_order(raw, name, section, kind):
    material = yaml.safe_load((raw / f"{name}.yaml").read_text(encoding="utf-8"))
    assert [record["id"] for record in material[section]] == [entry.id for entry in CATALOGUE.entries(kind)]


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "section"), [("measures", "measures"), ("bodies", "bodies"), ("treaties", "instruments")]
)
def test_flags_are_those_of_the_raw_material(raw, name, section):
    says = {True: "true", False: "recalled", None: "recalled", "partly": "partly"}
    material = yaml.safe_load((raw / f"{name}.yaml").read_text(encoding="utf-8"))
    kept = {record.id: record.checked for record in getattr(getattr(CATALOGUE, name), section)}
    assert {record["id"]: says[record.get("checked")] for record in material[section]} == kept


@pytest.mark.data
def test_flags_of_a_case_are_those_of_the_raw_material(raw):
    says = {True: "true", False: "recalled", "partly": "partly"}
    material = yaml.load((raw / "cases.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    for told, kept in zip(material["cases"], CATALOGUE.cases.cases, strict=True):
        for section in ("timeline", "measures", "findings", "contested", "risk_factors_early"):
            flags = [says[record["checked"]] for record in told[section]]
            assert flags == [record.checked for record in getattr(kept, section)], kept.id
