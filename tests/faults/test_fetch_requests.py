"""How a publisher's server is asked: whether a file is there, no other host, no sooner than it allows."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import faulty_server
from faulty_server import Server
from focalpoint.foresight.sources import request
from focalpoint.foresight.sources.presence import Presence, WebPage, look
from focalpoint.foresight.sources.request import (
    AskedToWait,
    Limits,
    TransferFailed,
    Unreachable,
    UnsafeAddress,
    rest,
    seconds,
)
from focalpoint.foresight.sources.transfer import transfer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost"])
QUICK = Limits(silence=1.0, total=5.0, tries=3, pause=0.0)
BODY = b"country,year\nSDN,2025\n"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    with faulty_server.running() as server:
        yield server


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting them."""
    found: list[float] = []
    monkeypatch.setattr(time, "sleep", found.append)
    return found


def test_a_file_that_is_there_is_known_by_its_marks_and_no_byte_is_taken(server: Server):
    url = server.put("/a", BODY, modified="Wed, 01 Jan 2025 00:00:00 GMT")
    assert look(url, limits=QUICK) == Presence(len(BODY), '"one"', "Wed, 01 Jan 2025 00:00:00 GMT")
    assert server.asked == ["HEAD /a"]


@pytest.mark.parametrize("code", [404, 410])
def test_a_file_that_is_not_there_is_none_and_asked_for_once(server: Server, code: int):
    assert look(server.put("/a", status=[code] * 9), limits=QUICK) is None
    assert len(server.asked) == 1


def test_a_server_that_knows_no_head_is_asked_with_get_and_left_before_the_body(server: Server):
    assert look(server.put("/a", BODY, head=False), limits=QUICK) == Presence(len(BODY), '"one"')
    assert server.asked == ["HEAD /a", "GET /a"]


def test_a_web_page_in_the_place_of_a_file_is_no_file(server: Server):
    with pytest.raises(WebPage, match="web page"):
        look(server.put("/a", b"<html>", kind="text/html; charset=utf-8"), limits=QUICK)


@pytest.mark.parametrize("code", [401, 403, 451])
def test_a_closed_door_is_said_with_its_code(server: Server, code: int):
    with pytest.raises(TransferFailed, match=str(code)):
        look(server.put("/a", status=[code] * 9), limits=QUICK)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_again_and_then_given_up(server: Server, code: int):
    assert look(server.put("/a", BODY, status=[code]), limits=QUICK)
    with pytest.raises(TransferFailed, match=str(code)):
        look(server.put("/b", BODY, status=[code] * 9), limits=QUICK)


def test_nobody_listening_is_unreachable(server: Server):
    with pytest.raises(Unreachable, match="no connection"):
        look("http://127.0.0.1:1/a", limits=QUICK)


@pytest.mark.parametrize("way", ["look", "transfer"])
def test_a_server_that_asks_for_a_pause_gets_it(server: Server, slept: list[float], tmp_path: Path, way: str):
    url = server.put("/a", BODY, status=[429], wait="3")
    patient = Limits(silence=1.0, total=60.0, tries=2, pause=0.0)
    if way == "look":
        assert look(url, limits=patient)
    else:
        transfer(url, tmp_path / "a.part", limit=1000, limits=patient)
    assert max(slept) == 3.0


@pytest.mark.parametrize("way", ["look", "transfer"])
def test_a_pause_longer_than_patience_ends_the_try_without_another(server: Server, tmp_path: Path, way: str):
    url = server.put("/a", BODY, status=[503] * 9, wait="3600")
    with pytest.raises(AskedToWait, match="60 minutes"):
        look(url, limits=QUICK) if way == "look" else transfer(url, tmp_path / "p", limit=1000, limits=QUICK)
    assert len(server.asked) == 1


def test_a_wait_may_be_a_date_and_a_past_one_is_none():
    assert seconds("Thu, 01 Jan 1970 00:10:00 GMT", 540.0) == 60.0
    assert seconds("Thu, 01 Jan 1970 00:10:00 GMT", 700.0) == 0.0


def test_a_host_is_left_alone_between_two_requests_and_this_machine_is_not(slept: list[float], server: Server):
    look(server.put("/a", BODY), limits=Limits(tries=1, between=9.0))
    look(server.address + "/a", limits=Limits(tries=1, between=9.0))
    assert slept == []
    request._asked.pop("example.org", None)
    for _ in range(2):
        request._keep_pace("https://example.org/a", 9.0)
    assert slept[0] == 0.0
    assert 8.0 < slept[1] <= 9.0
    assert rest(10.0, 30.0, 9.0) == 0.0


@pytest.mark.parametrize("way", ["look", "transfer"])
def test_a_redirect_to_another_host_is_refused_and_not_asked(server: Server, tmp_path: Path, way: str):
    elsewhere = server.address.replace("127.0.0.1", "localhost") + "/there"
    server.put("/there", BODY)
    url = server.put("/a", location=elsewhere)
    with pytest.raises(UnsafeAddress, match="another host, localhost"):
        look(url, limits=QUICK) if way == "look" else transfer(url, tmp_path / "p", limit=1000, limits=QUICK)
    assert [one.split()[1] for one in server.asked] == ["/a"]


def test_a_redirect_to_a_host_that_the_card_lists_is_followed(server: Server, tmp_path: Path):
    server.put("/there", BODY)
    url = server.put("/a", location=server.address.replace("127.0.0.1", "localhost") + "/there")
    assert look(url, hosts=["localhost"], limits=QUICK) == Presence(len(BODY), '"one"')
    transfer(url, tmp_path / "p", limit=1000, limits=QUICK, hosts=["localhost"])
    assert (tmp_path / "p").read_bytes() == BODY
    assert server.asked[:2] == ["HEAD /a", "HEAD /there"]


def test_a_redirect_to_https_elsewhere_is_refused_as_well(server: Server):
    with pytest.raises(UnsafeAddress, match=r"another host, example\.org"):
        look(server.put("/a", location="https://example.org/a"), limits=QUICK)
