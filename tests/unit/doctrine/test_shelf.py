"""Finding an entry by id, and laying an office's corrections over what is published."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from focalpoint import doctrine
from focalpoint.doctrine import overlay, shelf
from focalpoint.doctrine.records import digest

PUBLISHED = doctrine.catalogue(use_setting=False)
CORRECTION = """
corrections:
  - {id: RF7.1, text: Emergency law erodes rights, checked: recalled}
  - {id: ME048, risks: [Ours alone]}
"""
ADDITION = """
additions:
  gaps:
    gaps:
      - {id: OURS1, catalogue: measures, text: Nothing on our region.}
"""


@pytest.fixture
def folder(tmp_path):
    def write(text, name="ours.yaml"):
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("wanted", "kind", "heading"),
    [
        ("RF7", "risk factor", "Enabling circumstances or preparatory action"),
        ("rf7", "risk factor", "Enabling circumstances or preparatory action"),
        ("7.6", "indicator", "Communication channels tightly controlled or shut"),
        ("RF7.6", "indicator", "Communication channels tightly controlled or shut"),
        ("genocide", "crime", "Genocide"),
        ("SC", "body", "Security Council"),
        ("CS15", "case", "Myanmar: Rohingya in Rakhine State, 2012-2018"),
        ("GC-GEN", "instrument", "Convention on the Prevention and Punishment of the Crime of Genocide"),
        ("M03", "mechanism", "Single focal point for information flow"),
        ("body:ACHPR", "body", "African Commission/Court on Human and Peoples' Rights"),
        ("instrument:ACHPR", "instrument", "African Charter + Court Protocol (Art. 34(6) declaration)"),
    ],
)
def test_an_id_finds_its_entry_in_any_catalogue(wanted, kind, heading):
    found = PUBLISHED.entry(wanted)
    assert found.kind == kind
    assert found.record.heading == heading
    assert found.version == "2026.2"


@given(st.sampled_from(list(PUBLISHED.entries())))
def test_every_entry_is_found_by_its_kind_and_id(entry):
    assert PUBLISHED.entry(f"{entry.kind}:{entry.id}") == entry


@given(st.sampled_from(list(PUBLISHED.entries())))
def test_the_hash_of_an_entry_is_that_of_its_content(entry):
    assert entry.sha256 == digest(entry.record)
    changed = entry.record.model_copy(update={"id": entry.id + "x"})
    assert digest(changed) != entry.sha256
    assert (entry.overlaid, entry.original_sha256) == (False, None)


def test_an_unknown_id_names_close_ones():
    with pytest.raises(doctrine.UnknownEntry, match=r"'RF77'.*RF7"):
        PUBLISHED.entry("RF77")
    with pytest.raises(doctrine.UnknownEntry, match="doctrine list"):
        PUBLISHED.entry("%%%%")
    with pytest.raises(doctrine.UnknownEntry):
        PUBLISHED.entry("body:RF7")


def test_an_id_that_two_kinds_share_asks_which():
    with pytest.raises(doctrine.AmbiguousEntry, match=r"body:ACHPR or instrument:ACHPR"):
        PUBLISHED.entry("ACHPR")


def test_an_unpublished_version_is_named():
    with pytest.raises(doctrine.UnknownVersion, match=r"'1999\.1'.*2026\.1"):
        doctrine.catalogue("1999.1")


def test_a_catalogue_is_opened_once_and_its_versions_are_looked_for_once():
    assert doctrine.catalogue("2026.2", use_setting=False) is PUBLISHED
    assert doctrine.versions() is doctrine.versions()


def test_a_record_cannot_be_changed_or_given_more():
    factor = PUBLISHED.entry("RF1").record
    with pytest.raises(ValidationError):
        factor.name = "Ours"
    with pytest.raises(ValidationError, match="Extra inputs"):
        type(factor).model_validate(factor.model_dump() | {"weight": 2})


def test_a_corrected_entry_says_so_and_keeps_the_hash_of_the_original(folder):
    corrected = doctrine.catalogue(overlay=folder(CORRECTION))
    found, original = corrected.entry("RF7.1"), PUBLISHED.entry("RF7.1")
    assert found.record.text == "Emergency law erodes rights"
    assert found.checked == "recalled"
    assert found.overlaid
    assert found.original_sha256 == original.sha256
    assert found.sha256 != original.sha256
    assert found.record.proxies == original.record.proxies
    assert corrected.entry("ME048").record.risks == ("Ours alone",)


def test_a_correction_leaves_everything_else_and_the_published_text_alone(folder):
    corrected = doctrine.catalogue(overlay=folder(CORRECTION))
    changed = {entry.id for entry in corrected.entries() if entry.overlaid}
    assert changed == {"RF7.1", "ME048"}
    same = {entry.id for entry in corrected.entries("body")} == {entry.id for entry in PUBLISHED.entries("body")}
    assert same
    assert PUBLISHED.entry("RF7.1").record.text.startswith("Emergency law or extraordinary")


def test_of_two_entries_with_one_id_the_one_of_the_kind_is_corrected(folder):
    corrected = doctrine.catalogue(overlay=folder("corrections:\n  - {id: 'body:AU-PSC', limits: Ours}\n"))
    found, treaty = corrected.entry("body:AU-PSC"), corrected.entry("instrument:AU-PSC")
    assert (found.record.limits, found.overlaid, treaty.overlaid) == ("Ours", True, False)
    assert treaty.record == PUBLISHED.entry("instrument:AU-PSC").record


def test_a_correction_of_an_entry_of_a_later_version_leaves_the_earlier_one_readable(folder):
    path = folder("corrections:\n  - {id: UNICEF, limits: Ours}\n")
    assert doctrine.catalogue("2026.1", overlay=path).entry("SC").record.limits == "veto; selectivity"
    assert doctrine.catalogue(overlay=path).entry("UNICEF").record.limits == "Ours"


def test_a_new_entry_of_an_office_has_no_original(folder):
    found = doctrine.catalogue(overlay=folder(ADDITION)).entry("OURS1")
    assert found.overlaid
    assert found.original_sha256 is None


def test_a_later_file_wins(folder):
    folder(CORRECTION, "a.yaml")
    path = folder("corrections:\n  - {id: RF7.1, text: Later}\n", "b.yaml")
    found = doctrine.catalogue(overlay=path).entry("RF7.1")
    assert found.record.text == "Later"
    assert found.checked == "recalled"


def test_the_setting_names_the_folder(folder, monkeypatch):
    monkeypatch.setenv(shelf.OVERLAY_SETTING, str(folder(CORRECTION)))
    assert doctrine.entry("RF7.1").overlaid
    assert not doctrine.catalogue(use_setting=False).entry("RF7.1").overlaid


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corrections:\n  - {id: RF777, text: x}\n", r"RF777.*Did you mean RF7"),
        ("corrections:\n  - {id: '%%%', text: x}\n", "under additions"),
        ("corrections:\n  - {text: x}\n", "id: Field required"),
        ("corrected: []\n", "corrected: Extra inputs"),
        ("corrections: [", "cannot be read"),
        ("- a list\n", "Give corrections and additions"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused_with_the_reason(folder, text, said):
    with pytest.raises(overlay.BadOverlay, match=said):
        doctrine.catalogue(overlay=folder(text))


def test_a_correction_that_makes_an_entry_invalid_names_the_field(folder):
    corrected = doctrine.catalogue(overlay=folder("corrections:\n  - {id: ME001, form: sermon}\n"))
    with pytest.raises(overlay.BadOverlay, match=r"measures, corrected, is not valid: measures\.0\.form"):
        corrected.entry("ME001")


def test_an_addition_to_a_list_that_is_not_there_is_refused(folder):
    added = doctrine.catalogue(overlay=folder("additions: {bodies: {saints: [{id: X}]}}\n"))
    with pytest.raises(overlay.BadOverlay, match="no list 'saints'"):
        added.entry("SC")


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(overlay.BadOverlay, match="is not a folder"):
        doctrine.catalogue(overlay=tmp_path / "nowhere")


def test_text_that_is_not_utf_8_is_refused(tmp_path):
    (tmp_path / "ours.yaml").write_bytes(b"corrections: [\xff\xfe]")
    with pytest.raises(overlay.BadOverlay, match="UTF-8"):
        overlay.read(tmp_path)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_every_mapping_in_a_file_is_seen_once(value):
    def slow(each):
        found = [each] if isinstance(each, dict) else []
        for child in each.values() if isinstance(each, dict) else each if isinstance(each, list) else []:
            found += slow(child)
        return found

    assert list(map(id, overlay.dictionaries(value))) == list(map(id, slow(value)))


def test_doctrine_knows_neither_polars_nor_django():
    script = "import sys, focalpoint.doctrine as d; d.entry('RF7'); print(*{'polars', 'django'} & sys.modules.keys())"
    assert subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout.strip() == b""


def test_a_record_is_written_as_json_and_read_again():
    case = PUBLISHED.entry("CS01").record
    assert type(case).model_validate(json.loads(json.dumps(case.model_dump(mode="json")))) == case
