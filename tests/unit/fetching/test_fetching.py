"""A file is put in its place only when every check is passed."""

import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import faulty_server
from faulty_server import Server
from focalpoint.foresight.sources.downloads import Download, NoSuchRelease, is_safe
from focalpoint.foresight.sources.fetching import Fetched, FetchRefused, NotInMirror, fetch
from focalpoint.foresight.sources.request import Limits, TransferFailed
from focalpoint.foresight.sources.transfer import DownloadTooLarge
from focalpoint.reference.errors import FocalpointError

QUICK = Limits(silence=1.0, total=5.0, tries=2, pause=0.0)
GOOD = b"country,year,value\nAFG,2001,3\n"
online = pytest.mark.allow_hosts(["127.0.0.1"])


class NotOurs(FocalpointError):
    pass


def takes_any(path: Path) -> None:
    return


def wants_year(path: Path) -> None:
    if b"year" not in path.read_bytes():
        raise NotOurs("no column year")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with faulty_server.running() as server:
        yield server


def get(server: Server, folder: Path, body: bytes, *, minimum: int = 5, sha256: str | None = None, **how: object):
    url = server.put("/file", body, **how)
    download = Download(url=url, file="table.csv", minimum=minimum, maximum=100_000, sha256=sha256)
    return fetch(download, folder, accept=wants_year, limits=QUICK)


def only_file(folder: Path) -> bytes:
    assert [path.name for path in folder.iterdir()] == ["table.csv"]
    return (folder / "table.csv").read_bytes()


@online
def test_a_good_file_is_kept_with_its_size_and_hash(server: Server, tmp_path: Path):
    fetched = get(server, tmp_path, GOOD)
    assert fetched == Fetched(tmp_path / "table.csv", len(GOOD), hashlib.sha256(GOOD).hexdigest(), new=True)
    assert only_file(tmp_path) == GOOD


@online
def test_the_same_file_again_is_not_new(server: Server, tmp_path: Path):
    get(server, tmp_path, GOOD)
    assert get(server, tmp_path, GOOD).new is False


@online
def test_a_newer_good_file_takes_the_place_of_the_older(server: Server, tmp_path: Path):
    get(server, tmp_path, GOOD)
    assert get(server, tmp_path, GOOD + b"AFG,2002,4\n").new is True
    assert only_file(tmp_path).endswith(b"2002,4\n")


@online
def test_a_fetch_that_was_cut_is_finished_by_the_next(server: Server, tmp_path: Path):
    with pytest.raises(TransferFailed):
        get(server, tmp_path, GOOD, cut_after=[4, 4])
    assert not (tmp_path / "table.csv").exists()
    get(server, tmp_path, GOOD)
    assert only_file(tmp_path) == GOOD
    assert server.seen[-1]["Range"] == "bytes=8-"


def zipped(**members: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return kept.getvalue()


def flipped(body: bytes, at: int) -> bytes:
    return body[:at] + bytes([body[at] ^ 0xFF]) + body[at + 1 :]


ARCHIVE = zipped(a=GOOD * 50, year=GOOD)
BAD = {
    "a web page": b"<!DOCTYPE html><html><p>Sign in to see year</p></html>",
    "a web page with a mark before it": b"\xef\xbb\xbf\n  <HTML><p>year</p></HTML>",
    "a file that is too small": b"ye",
    "an empty file": b"",
    "a file of another kind": b"name,colour\nrose,red\n",
    "a zip that is cut": ARCHIVE[: len(ARCHIVE) // 2],
    "a zip with a flipped byte": flipped(ARCHIVE, 60),
    "a gzip that is cut": gzip.compress(GOOD * 100)[:-9] + b"year",
    "a gzip with a flipped byte": flipped(gzip.compress(GOOD * 100, mtime=0), -6 % len(gzip.compress(GOOD * 100))),
    "a zip in name only": b"PK\x03\x04 year and nothing else",
}


@online
@pytest.mark.parametrize("what", list(BAD))
def test_it_never_puts_over_a_good_file(server: Server, tmp_path: Path, what: str):
    get(server, tmp_path, GOOD)
    with pytest.raises(FetchRefused) as caught:
        get(server, tmp_path, BAD[what])
    assert only_file(tmp_path) == GOOD
    assert "as it was" in caught.value.todo


@online
def test_a_body_with_another_hash_is_refused(server: Server, tmp_path: Path):
    right = hashlib.sha256(GOOD).hexdigest()
    with pytest.raises(FetchRefused, match=right):
        get(server, tmp_path, GOOD.replace(b"3", b"4"), sha256=right)
    assert list(tmp_path.iterdir()) == []
    assert get(server, tmp_path, GOOD, sha256=right).sha256 == right


@online
def test_a_file_over_the_limit_leaves_nothing_behind(server: Server, tmp_path: Path):
    with pytest.raises(DownloadTooLarge):
        get(server, tmp_path, b"year" * 30_000, chunked=True)
    assert [path for path in tmp_path.iterdir() if path.suffix == ".part"] == []


@online
def test_a_whole_zip_is_kept(server: Server, tmp_path: Path):
    assert get(server, tmp_path, ARCHIVE).size == len(ARCHIVE)


def mirrored(folder: Path, mirror: Path, **limits: int) -> Fetched:
    download = Download(url="https://example.org/x", file="table.csv", **({"minimum": 5} | limits))
    return fetch(download, folder, accept=wants_year, mirror=mirror)


@pytest.mark.parametrize("place", [".", "wdi"])
def test_a_mirror_is_a_folder_or_a_folder_of_folders(tmp_path: Path, place: str):
    shelf = tmp_path / "mirror" / place
    shelf.mkdir(parents=True)
    (shelf / "table.csv").write_bytes(GOOD)
    assert mirrored(tmp_path / "to", tmp_path / "mirror").size == len(GOOD)
    assert only_file(tmp_path / "to") == GOOD


def test_a_mirror_without_the_file_says_which_name_it_wants(tmp_path: Path):
    with pytest.raises(NotInMirror, match=r"table\.csv") as caught:
        mirrored(tmp_path / "to", tmp_path)
    assert "https://example.org/x" in caught.value.todo


def test_a_bad_file_of_a_mirror_is_refused_like_any_other(tmp_path: Path):
    (tmp_path / "to").mkdir()
    (tmp_path / "to" / "table.csv").write_bytes(GOOD)
    (tmp_path / "table.csv").write_bytes(BAD["a web page"])
    with pytest.raises(FetchRefused):
        mirrored(tmp_path / "to", tmp_path)
    assert only_file(tmp_path / "to") == GOOD


def test_a_file_of_a_mirror_has_a_largest_size_too(tmp_path: Path):
    (tmp_path / "table.csv").write_bytes(GOOD)
    with pytest.raises(FetchRefused, match="allowed"):
        mirrored(tmp_path / "to", tmp_path, maximum=10)
    assert list((tmp_path / "to").iterdir()) == []


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(min_value=1, max_value=len(ARCHIVE) - 1))
def test_a_zip_cut_anywhere_is_refused(cut: int, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("cut")
    (folder / "table.csv").write_bytes(ARCHIVE[:cut])
    download = Download(url="https://example.org/x", file="table.csv", minimum=4)
    with pytest.raises(FetchRefused):
        fetch(download, folder / "to", accept=wants_zip, mirror=folder)


def wants_zip(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        raise NotOurs("not a zip")


@pytest.mark.parametrize(
    "url", ["http://example.org/a", "ftp://example.org/a", "file:///etc/hosts", "a.csv", "https:///a"]
)
def test_an_address_that_is_not_https_is_no_download(url: str):
    assert not is_safe(url)
    with pytest.raises(ValidationError):
        Download(url=url, file="a.csv", minimum=1)


@pytest.mark.parametrize("name", ["../a.csv", "a/b.csv", "", ".hidden", "a\\b", "/etc/passwd"])
def test_a_file_name_cannot_leave_its_folder(name: str):
    with pytest.raises(ValidationError):
        Download(url="https://example.org/a", file=name, minimum=1)


def test_a_download_is_unchecked_until_somebody_says_so():
    assert Download(url="https://example.org/a", file="a.csv", minimum=1).checked is False


NEWEST = Download(
    url="https://example.org/v{0}_{1}.csv", file="v{0}_{1}.csv", release="26.1", minimum=1, sha256="a" * 64
)


def test_the_parts_of_a_release_stand_in_address_and_name():
    assert (NEWEST.address(), NEWEST.name()) == ("https://example.org/v26_1.csv", "v26_1.csv")


def test_another_release_has_no_known_hash():
    other = NEWEST.of("27.10")
    assert (other.address(), other.sha256) == ("https://example.org/v27_10.csv", None)


@pytest.mark.parametrize("release", ["27", "27.1.2", "27-1", "latest", "", "27.x", "../27.1"])
def test_a_release_of_another_shape_is_refused(release: str):
    with pytest.raises(NoSuchRelease, match=r"26\.1"):
        NEWEST.of(release)


def test_a_file_without_releases_has_no_other():
    with pytest.raises(NoSuchRelease, match="none is expected"):
        Download(url="https://example.org/a", file="a.csv", minimum=1).of("1.0")


def test_an_address_that_asks_for_more_than_its_release_has_is_no_download():
    with pytest.raises(ValidationError, match="more parts"):
        Download(url="https://example.org/{0}_{1}", file="a.csv", release="26", minimum=1)
