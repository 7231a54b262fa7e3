"""An archive opens with its own key alone, and only when every byte of it is as it was written."""

import errno
import io
import json
import os
import stat
import tarfile
from pathlib import Path

import pyrage
import pytest
from pyrage import x25519

from focalpoint.desk.backups import archive, keys
from focalpoint.desk.backups.archive import Member
from focalpoint.reference.errors import FocalpointError

KEY = x25519.Identity.generate()
LARGE = os.urandom(3 * archive.CHUNK + 7)


@pytest.fixture
def written(tmp_path) -> Path:
    (tmp_path / "large").write_bytes(LARGE)
    members = [Member("a/large", tmp_path / "large"), Member("b", b""), Member("gone", tmp_path / "gone")]
    archive.write(tmp_path / "x.age", members, {"kind": "data"}, [KEY.to_public()])
    return tmp_path / "x.age"


def test_what_went_in_comes_out_and_what_was_erased_meanwhile_is_left_out(written, tmp_path):
    manifest = archive.read(written, KEY, tmp_path / "out")
    assert (manifest["kind"], sorted(manifest["files"])) == ("data", ["a/large", "b"])
    assert (tmp_path / "out/a/large").read_bytes() == LARGE
    assert (tmp_path / "out/b").read_bytes() == b""
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


def test_only_its_own_key_opens_it(written):
    with pytest.raises(archive.WrongKey, match="does not open"):
        archive.read(written, x25519.Identity.generate())


@pytest.mark.parametrize("place", [0, 40, 250, 400, 100_000, -1], ids=str)
def test_one_other_byte_anywhere_is_found(written, place):
    data = bytearray(written.read_bytes())
    data[place] ^= 1
    written.write_bytes(data)
    with pytest.raises((archive.Damaged, archive.WrongKey)):
        archive.read(written, KEY)


@pytest.mark.parametrize("left", [0, 100, 300, 70_000, -1])
def test_a_part_of_one_is_found(written, left):
    written.write_bytes(written.read_bytes()[:left])
    with pytest.raises(archive.Damaged, match="Use another copy"):
        archive.read(written, KEY)


def packed(*files: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size, info.type = len(content), kind
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (packed(("../x", b"x")), "leads out"),
        (packed(("/x", b"x")), "leads out"),
        (packed(("x", b""), kind=tarfile.SYMTYPE), "cannot extract"),
        (packed(("x", b"x"), ("manifest.json", json.dumps({"files": {"x": "0"}}).encode())), "hash"),
        (packed(("x", b"x"), ("manifest.json", b'{"files": {}}')), "hash"),
        (packed(("manifest.json", b'{"files": {"x": "0"}}')), "hash"),
        (packed(("x", b"x")), "files"),
        (b"no tar at all", "damaged"),
    ],
)
def test_a_forged_one_writes_nothing_outside_and_is_refused(tmp_path, content, says):
    file = tmp_path / "x.age"
    file.write_bytes(pyrage.encrypt(content, [KEY.to_public()]))
    with pytest.raises(archive.Damaged, match=says):
        archive.read(file, KEY, tmp_path / "deep/out")
    assert not (tmp_path / "deep/x").exists()


class Full(io.BytesIO):
    def write(self, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_is_said(tmp_path, monkeypatch):
    real = os.fdopen
    monkeypatch.setattr(
        os, "fdopen", lambda handle, mode: Full() if mode == "wb" and fixed(handle) else real(handle, mode)
    )
    with pytest.raises(archive.NotWritten, match=r"No space left.*Make room"):
        archive.write(tmp_path / "x.age", [Member("a", LARGE)], {}, [KEY.to_public()])


def fixed(handle: int) -> bool:
    """Whether an open file is one on a disk; a pipe is none."""
    return stat.S_ISREG(os.fstat(handle).st_mode)


def test_a_file_that_becomes_shorter_while_it_is_read_is_no_part_of_a_whole_archive(tmp_path):
    class Shorter(io.BytesIO):
        def seek(self, place: int, whence: int = 0) -> int:
            return super().seek(place, whence) + 5 * whence

    with tarfile.open(fileobj=io.BytesIO(), mode="w|") as packed, pytest.raises(OSError, match="unexpected end"):
        archive._add(packed, "a", Shorter(b"abc"))


def test_an_error_of_what_is_packed_is_the_one_that_is_said(tmp_path):
    def members():
        yield Member("a", b"x")
        raise PermissionError(errno.EACCES, "Permission denied", "b")

    with pytest.raises(PermissionError):
        archive.write(tmp_path / "x.age", members(), {}, [KEY.to_public()])


def test_age_and_tar_alone_open_it(written):
    plain = io.BytesIO(pyrage.decrypt(written.read_bytes(), [KEY]))
    with tarfile.open(fileobj=plain) as packed:
        assert packed.getnames() == ["a/large", "b", "manifest.json"]
        assert json.load(packed.extractfile("manifest.json"))["kind"] == "data"


def test_a_file_that_is_in_the_way_is_not_written_over(written, tmp_path):
    (tmp_path / "out/a").mkdir(parents=True)
    (tmp_path / "out/a/large").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        archive.read(written, KEY, tmp_path / "out")
    assert (tmp_path / "out/a/large").read_bytes() == b"mine"


def test_a_key_is_made_once_for_its_owner_alone_and_its_halves_fit(tmp_path):
    file = tmp_path / "data.key"
    public = keys.make_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (tmp_path / "data.public").write_text(f"{public}\n")
    for named in (public, str(tmp_path / "data.public"), str(file)):
        sealed = pyrage.encrypt(b"x", [keys.recipient(named)])
        assert pyrage.decrypt(sealed, [keys.identity(file)]) == b"x"
    with pytest.raises(keys.KeyThere):
        keys.make_key(file)


@pytest.mark.parametrize("content", [b"", b"nothing", b"age1nothing AGE-SECRET-KEY-1NOTHING", b"\xff\xfe"])
def test_a_file_without_a_key_is_a_sentence(tmp_path, content):
    file = tmp_path / "no.key"
    file.write_bytes(content)
    for reads in (keys.identity, lambda each: keys.recipient(str(each))):
        with pytest.raises(FocalpointError, match="focalpoint backup key FILE"):
            reads(file)
