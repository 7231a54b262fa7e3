"""Files as they come: plain, zip, gz; never unpacked beyond a limit, never into memory."""

import gzip
import io
import tracemalloc
import zipfile

import pytest

from focalpoint.foresight.sources import archives as opening
from focalpoint.foresight.sources.archives import (
    ArchiveTooLarge,
    CannotOpen,
    DamagedArchive,
    Limits,
    NestedArchive,
    is_workbook,
    opened,
)

MIB = 1 << 20


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def put(tmp_path):
    def write(content, name="file.dat"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def members(path, limits=opening.LIMITS):
    with opened(path, limits) as found:
        return {member.name: member.path.read_bytes() for member in found}


def test_a_plain_file_is_its_own_only_member(put):
    path = put(b"a,b\n1,2\n", "plain.csv")
    with opened(path) as found:
        assert [(member.name, member.path) for member in found] == [("plain.csv", path)]


def test_a_zip_gives_its_files_and_no_folders_and_nothing_that_macos_adds(put):
    path = put(zipped({"in/a.csv": "x", "in/": "", "__MACOSX/in/._a.csv": "junk", "in/.DS_Store": "junk"}))
    assert members(path) == {"in/a.csv": b"x"}


def test_a_gz_is_named_without_its_ending(put):
    assert members(put(gzip.compress(b"a,b\n"), "data.csv.gz")) == {"data.csv": b"a,b\n"}


def test_what_was_unpacked_is_gone_afterwards(put):
    with opened(put(zipped({"a.csv": "x"}))) as found:
        path = found[0].path
        assert path.exists()
    assert not path.exists()


def test_what_was_unpacked_is_gone_also_after_an_error(put):
    seen = []

    def fail():
        with opened(put(zipped({"a.csv": "x"}))) as found:
            seen.append(found[0].path)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not seen[0].exists()


def test_a_file_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(CannotOpen, match="cannot be opened"), opened(tmp_path / "nowhere.csv"):
        pass


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(CannotOpen, match="is a folder"), opened(tmp_path):
        pass


def test_an_empty_file_is_said_plainly(put):
    with pytest.raises(CannotOpen, match="is empty: 0 bytes"), opened(put(b"")):
        pass


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_zip_or_gz_that_was_cut_off_is_damaged(put, share):
    text = bytes((n * n) % 251 for n in range(20_000))
    for data in (zipped({"a.csv": text}), gzip.compress(text)):
        with pytest.raises(DamagedArchive, match="broken"):
            members(put(data[: int(len(data) * share)]))


def test_a_byte_that_was_flipped_inside_a_gz_is_damaged(put):
    data = bytearray(gzip.compress(bytes(range(256)) * 100))
    data[len(data) // 2] ^= 0xFF
    with pytest.raises(DamagedArchive):
        members(put(bytes(data)))


def test_a_zip_with_a_password_is_damaged_and_no_traceback(put):
    data = bytearray(zipped({"a.csv": "x" * 50}, zipfile.ZIP_STORED))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    with pytest.raises(DamagedArchive, match="encrypted"):
        members(put(bytes(data)))


INNER = {
    "zip": zipped({"a.csv": "x"}),
    "gz": gzip.compress(b"x"),
    "bz2": b"BZh91AY",
    "xz": b"\xfd7zXZ\0",
    "rar": b"Rar!\x1a",
}


@pytest.mark.parametrize("inner", INNER.values(), ids=INNER)
def test_an_archive_in_an_archive_is_refused(put, inner):
    with pytest.raises(NestedArchive, match="inside an archive"):
        members(put(zipped({"inner": inner})))


def test_a_workbook_is_no_archive(put):
    data = zipped({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    path = put(data)
    assert is_workbook(path)
    assert members(path) == {"file.dat": data}


def test_a_bomb_is_refused_by_its_ratio_before_it_is_unpacked(put):
    path = put(zipped({"bomb.csv": bytes(40 * MIB)}))
    assert path.stat().st_size < MIB / 10
    with pytest.raises(ArchiveTooLarge, match="out of proportion"):
        members(path)


def test_a_gz_bomb_is_refused_too(put):
    with pytest.raises(ArchiveTooLarge, match="out of proportion"):
        members(put(gzip.compress(bytes(40 * MIB))))


def test_a_bomb_never_fills_memory(put):
    path = put(gzip.compress(bytes(64 * MIB)))
    tracemalloc.start()
    with pytest.raises(ArchiveTooLarge):
        members(path, Limits(free_growth=32 * MIB))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * MIB


def test_a_zip_that_lies_about_its_size_is_counted_by_what_comes_out(put):
    data = bytearray(zipped({"bomb.csv": bytes(20 * MIB)}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises((ArchiveTooLarge, DamagedArchive)):
        members(put(bytes(data)))


def test_the_limit_counts_all_members_together(put):
    noise = bytes((n * 7919) % 256 for n in range(MIB))
    path = put(zipped({f"{number}.csv": noise for number in range(4)}, zipfile.ZIP_STORED))
    assert len(members(path, Limits(total=5 * MIB))) == 4
    with pytest.raises(ArchiveTooLarge):
        members(path, Limits(total=path.stat().st_size, ratio=1, free_growth=-MIB))


def test_more_members_than_anyone_needs_are_refused(put):
    with pytest.raises(ArchiveTooLarge, match="holds 6 files"):
        members(put(zipped({str(number): "x" for number in range(6)})), Limits(members=5))


def test_a_file_of_ten_gigabytes_is_refused_politely_without_being_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.write(b"a,b\n1,2\n")
        stream.truncate(10 << 30)
    tracemalloc.start()
    with pytest.raises(ArchiveTooLarge, match=r"more than 4 GiB") as refused, opened(path):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "Split it by year" in refused.value.todo
    assert peak < MIB
