"""The line that says what a release rests on."""

import bundles
from focalpoint.foresight.release.manifest import Manifest
from focalpoint.foresight.release.sources import source_line


def line(*sources: tuple[str, str]) -> str:
    manifest = Manifest.model_validate_json(bundles.drafted(months=24).files["manifest.json"])
    inputs = tuple(bundles.one_input(source, release) for source, release in sources)
    return source_line(manifest.model_copy(update={"inputs": inputs}))


def test_every_input_is_named_and_the_counts_of_deaths_come_first():
    found = line(("vdem", "15"), ("ucdp_ged_panel", "25.1"), ("coups", "2025"))
    assert found == "UCDP GED 25.1; coup records 2025; V-Dem 15"


def test_a_source_without_a_name_of_its_own_keeps_its_id():
    assert line(("of_tomorrow", "3")) == "of_tomorrow 3"


def test_two_inputs_of_one_name_and_release_are_named_once():
    assert line(("ucdp_ged_panel", "25.1"), ("ucdp_ged", "25.1")) == "UCDP GED 25.1"
