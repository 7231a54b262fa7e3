"""Bytes over a connection that breaks, lies or leads elsewhere; each test against a real server on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import faulty_server
from faulty_server import Server
from focalpoint.foresight.sources.request import Limits, TransferFailed, UnsafeAddress
from focalpoint.foresight.sources.transfer import DownloadTooLarge, transfer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
QUICK = Limits(silence=1.0, total=5.0, tries=3, pause=0.0)
BODY = bytes(range(256)) * 1000
LIMIT = 1_000_000


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with faulty_server.running() as server:
        yield server


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "file.csv.part"


def test_a_whole_file_arrives_as_it_is(server: Server, part: Path):
    transfer(server.put("/a", BODY), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_the_progress_ends_at_the_size_of_the_file(server: Server, part: Path):
    heard: list[tuple[int, int | None]] = []
    transfer(server.put("/a", BODY), part, limit=LIMIT, limits=QUICK, report=lambda *step: heard.append(step))
    assert heard[-1] == (256_000, 256_000)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_a_connection_that_is_cut_half_way_goes_on_from_there(server: Server, part: Path):
    transfer(server.put("/a", BODY, cut_after=[100_000]), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY
    assert [request.get("Range") for request in server.seen] == [None, "bytes=100000-"]


def test_a_connection_that_is_cut_twice_still_gives_the_whole_file(server: Server, part: Path):
    transfer(server.put("/a", BODY, cut_after=[10, 20]), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY
    assert server.seen[2]["Range"] == "bytes=30-"


def test_a_server_without_ranges_is_asked_for_the_whole_again(server: Server, part: Path):
    transfer(server.put("/a", BODY, cut_after=[100], ranges=False), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_two_versions_of_a_file_are_never_joined(server: Server, part: Path):
    url = server.put("/a", BODY, cut_after=[100, 100, 100])
    with pytest.raises(TransferFailed):
        transfer(url, part, limit=LIMIT, limits=QUICK)
    server.put("/a", BODY[::-1], etag='"two"')
    transfer(url, part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY[::-1]


def test_a_part_of_another_address_is_not_continued(server: Server, part: Path):
    with pytest.raises(TransferFailed):
        transfer(server.put("/a", BODY, cut_after=[9] * 9), part, limit=LIMIT, limits=QUICK)
    transfer(server.put("/b", BODY[::-1]), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY[::-1]
    assert "Range" not in server.seen[-1]


def test_a_file_without_a_version_mark_starts_again(server: Server, part: Path):
    transfer(server.put("/a", BODY, cut_after=[100], etag=""), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY
    assert all("Range" not in request for request in server.seen)


def test_a_date_serves_as_a_mark_where_the_etag_is_weak(server: Server, part: Path):
    dated = "Wed, 01 Jan 2025 00:00:00 GMT"
    transfer(server.put("/a", BODY, cut_after=[100], etag='W/"x"', modified=dated), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY
    assert server.seen[-1]["If-Range"] == dated


def test_a_server_that_sends_another_part_than_asked_is_asked_again(server: Server, part: Path):
    transfer(server.put("/a", BODY, cut_after=[100], wrong_span=True), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_a_part_that_is_too_long_is_thrown_away(server: Server, part: Path):
    url = server.put("/a", BODY, cut_after=[100] * 3)
    with pytest.raises(TransferFailed):
        transfer(url, part, limit=LIMIT, limits=QUICK)
    part.write_bytes(BODY + b"more")
    transfer(url, part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_a_damaged_note_beside_the_part_means_a_fresh_start(server: Server, part: Path):
    part.write_bytes(b"old")
    part.with_name(part.name + ".json").write_text("{")
    transfer(server.put("/a", BODY), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_a_length_that_is_never_reached_is_given_up_after_the_last_try(server: Server, part: Path):
    with pytest.raises(TransferFailed, match="of 300,000 bytes"):
        transfer(server.put("/a", BODY, says_length=300_000, ranges=False), part, limit=LIMIT, limits=QUICK)
    assert len(server.seen) == QUICK.tries


def test_a_cut_chunked_answer_is_not_taken_for_a_whole_one(server: Server, part: Path):
    transfer(server.put("/a", BODY, chunked=True, cut_after=[1000]), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


def test_what_came_is_kept_when_the_last_try_fails(server: Server, part: Path):
    with pytest.raises(TransferFailed) as caught:
        transfer(server.put("/a", BODY, cut_after=[5] * 3), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY[:15]
    assert "go on from there" in caught.value.todo


@pytest.mark.parametrize("code", [500, 502, 503, 429])
def test_a_busy_server_is_asked_again(server: Server, part: Path, code: int):
    transfer(server.put("/a", BODY, status=[code]), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_refusal_is_final_and_asked_once(server: Server, part: Path, code: int):
    with pytest.raises(TransferFailed, match=str(code)):
        transfer(server.put("/a", BODY, status=[code] * 9), part, limit=LIMIT, limits=QUICK)
    assert len(server.seen) == 1


def test_a_size_over_the_limit_is_refused_before_a_byte_is_taken(server: Server, part: Path):
    with pytest.raises(DownloadTooLarge, match="1,000 bytes"):
        transfer(server.put("/a", BODY), part, limit=1000, limits=QUICK)
    assert not part.exists()


def test_a_size_over_the_limit_is_refused_where_the_server_hid_it(server: Server, part: Path):
    with pytest.raises(DownloadTooLarge):
        transfer(server.put("/a", BODY, chunked=True), part, limit=1000, limits=QUICK)
    assert part.stat().st_size <= 1000


def test_a_silent_server_is_given_up(server: Server, part: Path):
    patience = Limits(silence=0.1, total=5.0, tries=2, pause=0.0)
    with pytest.raises(TransferFailed, match="did not arrive whole"):
        transfer(server.put("/a", BODY, drip=3.0), part, limit=LIMIT, limits=patience)
    assert len(server.seen) == 2


def test_the_time_in_all_is_bounded(server: Server, part: Path):
    patience = Limits(silence=1.0, total=0.0, tries=9, pause=0.0)
    with pytest.raises(TransferFailed, match="no time was left"):
        transfer(server.put("/a", BODY), part, limit=LIMIT, limits=patience)


def test_a_redirect_on_this_machine_is_followed(server: Server, part: Path):
    server.put("/new", BODY)
    transfer(server.put("/old", location="/new"), part, limit=LIMIT, limits=QUICK)
    assert part.read_bytes() == BODY


@pytest.mark.parametrize("elsewhere", ["http://example.org/a", "ftp://example.org/a"])
def test_a_redirect_away_from_https_is_not_followed(server: Server, part: Path, elsewhere: str):
    with pytest.raises((UnsafeAddress, TransferFailed)):
        transfer(server.put("/old", location=elsewhere), part, limit=LIMIT, limits=QUICK)
    assert not part.exists()


def test_redirects_in_a_circle_end(server: Server, part: Path):
    with pytest.raises(TransferFailed):
        transfer(server.put("/old", location="/old"), part, limit=LIMIT, limits=QUICK)


def test_nobody_listening_is_said_in_words(part: Path, server: Server):
    port = server.address.rpartition(":")[2]
    with pytest.raises(TransferFailed, match="no connection"):
        transfer(f"http://127.0.0.1:{1 if port != '1' else 2}/a", part, limit=LIMIT, limits=QUICK)
