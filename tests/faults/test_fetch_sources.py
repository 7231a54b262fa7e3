"""``focalpoint fetch`` as a person meets it: whole files, wrong files, and sources that no program may fetch."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import faulty_server
from faulty_server import Server
from focalpoint.cli import BAD_INPUT, FAILED, focalpoint
from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.downloads import Download
from focalpoint.foresight.sources.fetching import AnotherSource, FetchRefused, accounts, expects, fetch_source
from focalpoint.foresight.sources.request import Limits, TransferFailed

QUICK = Limits(silence=1.0, total=5.0, tries=2, pause=0.0)
NAME = "powell_thyne_coups_final.txt"
HEADER = "country\tccode\tyear\tmonth\tday\tcoup\tversion\n"
COUPS = (
    HEADER + "".join(f"Mali\t432\t{1950 + n % 70}\t1\t{1 + n // 70}\t1\tV2001.01.01\n" for n in range(500))
).encode()
online = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with faulty_server.running() as server:
        yield server


@pytest.fixture
def from_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    """Let the coups come from the server on this machine."""
    moved = Download(url=f"{server.address}/coups.txt", file=NAME, minimum=10_000)
    card = registry.source("coups").model_copy(update={"downloads": (moved,)})
    known = registry.source
    monkeypatch.setattr(registry, "source", lambda name: card if name == "coups" else known(name))
    return server


@pytest.fixture
def mirror(tmp_path: Path) -> Path:
    shelf = tmp_path / "mirror"
    shelf.mkdir()
    (shelf / NAME).write_bytes(COUPS)
    return shelf


def run(*words: object) -> Result:
    return CliRunner().invoke(focalpoint, ["fetch", *map(str, words)])


def test_a_file_of_a_mirror_is_kept_and_the_next_step_named(mirror: Path, tmp_path: Path):
    result = run("coups", "--mirror", mirror, "--to", tmp_path / "to")
    assert result.exit_code == 0, result.output
    kept = tmp_path / "to" / NAME
    assert kept.read_bytes() == COUPS
    assert f"focalpoint add {kept}" in result.output


def test_without_a_folder_the_file_goes_to_the_home(mirror: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FOCALPOINT_HOME", str(tmp_path / "home"))
    assert run("coups", "--mirror", mirror).exit_code == 0
    assert (tmp_path / "home" / "downloads" / "coups" / NAME).read_bytes() == COUPS


def test_json_says_what_came(mirror: Path, tmp_path: Path):
    result = run("coups", "--mirror", mirror, "--to", tmp_path / "to", "--json")
    (came,) = json.loads(result.stdout)
    assert (came["size"], came["new"]) == (len(COUPS), True)
    assert came["next"] == f"focalpoint add {came['path']}"


def test_the_same_file_again_is_said_to_be_the_same(mirror: Path, tmp_path: Path):
    run("coups", "--mirror", mirror, "--to", tmp_path / "to")
    assert "the same file as before" in run("coups", "--mirror", mirror, "--to", tmp_path / "to").output


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!doctype html><title>Moved</title>", "web page"),
        (COUPS[:500], "at least 10,000"),
        (b"year,iso3,speeches_by_others_mentioning,speeches_total\n" + b"2001,MLI,1,9\n" * 900, "mentions, not coups"),
        (b"x" * 20_000, "not what was expected"),
    ],
)
def test_a_wrong_file_fails_with_a_sentence_and_the_old_one_stays(mirror: Path, tmp_path: Path, body: bytes, said: str):
    to = tmp_path / "to"
    run("coups", "--mirror", mirror, "--to", to)
    (mirror / NAME).write_bytes(body)
    result = run("coups", "--mirror", mirror, "--to", to)
    assert result.exit_code == FAILED
    assert said in result.output
    assert "Traceback" not in result.output
    assert (to / NAME).read_bytes() == COUPS


def test_a_mirror_without_the_file_fails_with_a_sentence(tmp_path: Path):
    result = run("coups", "--mirror", tmp_path, "--to", tmp_path / "to")
    assert result.exit_code == FAILED
    assert NAME in result.output


@pytest.mark.parametrize("source_id", [name for name in registry.SOURCES if registry.source(name).by_hand])
def test_a_source_for_people_only_says_how_a_person_gets_it(source_id: str, tmp_path: Path):
    result = run(source_id, "--to", tmp_path / "to")
    assert result.exit_code == FAILED
    assert "cannot be fetched by a program" in result.output
    assert "focalpoint" in result.output.split("program.")[1]
    assert list((tmp_path / "to").glob("*")) == []


@pytest.mark.parametrize("name", list(accounts()))
def test_a_service_behind_an_account_says_so(name: str, tmp_path: Path):
    result = run(name, "--to", tmp_path / "to")
    assert result.exit_code == FAILED
    assert "needs an account" in result.output
    assert not (tmp_path / "to").exists()


def test_acled_says_that_it_needs_an_account():
    assert "account" in registry.source("acled").by_hand


def test_an_unknown_source_is_a_mistake_in_typing(tmp_path: Path):
    result = run("cuops", "--to", tmp_path)
    assert result.exit_code == BAD_INPUT
    assert "coups" in result.output


def test_a_release_is_written_as_the_producer_writes_it(tmp_path: Path):
    result = run("ucdp_candidate", "--release", "2026", "--mirror", tmp_path, "--to", tmp_path / "to")
    assert result.exit_code == FAILED
    assert "26.0" in result.output


def test_another_release_has_another_file_name(tmp_path: Path):
    result = run("ucdp_candidate", "--release", "27.0.3", "--mirror", tmp_path, "--to", tmp_path / "to")
    assert "GEDEvent_v27_0_3.csv" in result.output


@online
def test_a_source_comes_from_its_server(from_server: Server, tmp_path: Path):
    from_server.put("/coups.txt", COUPS, cut_after=[5_000])
    (came,) = fetch_source("coups", tmp_path, limits=QUICK)
    assert came.path.read_bytes() == COUPS
    assert from_server.seen[-1]["Range"] == "bytes=5000-"


@online
def test_a_server_that_answers_with_its_sign_in_page_changes_nothing(from_server: Server, tmp_path: Path):
    from_server.put("/coups.txt", COUPS)
    fetch_source("coups", tmp_path, limits=QUICK)
    from_server.put("/coups.txt", b"<html><body>Sign in</body></html>" * 900)
    with pytest.raises(FetchRefused, match="web page"):
        fetch_source("coups", tmp_path, limits=QUICK)
    assert (tmp_path / NAME).read_bytes() == COUPS


@online
def test_a_server_that_lost_the_file_fails_and_says_where_to_look(from_server: Server, tmp_path: Path):
    with pytest.raises(TransferFailed, match="404") as caught:
        fetch_source("coups", tmp_path, limits=QUICK)
    assert "focalpoint add" in caught.value.todo


@online
def test_the_command_fetches_from_a_server(from_server: Server, tmp_path: Path):
    from_server.put("/coups.txt", COUPS)
    result = run("coups", "--to", tmp_path)
    assert result.exit_code == 0, result.output
    assert (tmp_path / NAME).read_bytes() == COUPS


def test_either_card_of_one_reader_takes_its_files(tmp_path: Path):
    events = registry.folder("ucdp_ged") / "sample.csv"
    expects("ucdp_ged")(events)
    expects("ucdp_candidate")(events)
    with pytest.raises(AnotherSource, match="ucdp_ged, not wdi"):
        expects("wdi")(events)


@pytest.mark.parametrize("source_id", list(registry.SOURCES))
def test_every_source_can_be_had_by_a_program_or_by_a_person(source_id: str):
    card = registry.source(source_id)
    assert bool(card.downloads) != bool(card.by_hand)


def test_no_address_is_called_checked_that_nobody_opened():
    every = [download for card in registry.all_sources() for download in card.downloads]
    assert every
    assert [download.url for download in every if download.checked] == []
