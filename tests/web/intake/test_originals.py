"""Original bytes: sealed, named by a keyed hash, gone when their key is."""

import hashlib
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from focalpoint.desk.intake import originals

DATA = b"A list of names that must never be found on the disk."


def test_what_is_stored_reads_back(tmp_path):
    assert originals.get(tmp_path, originals.put(tmp_path, DATA)) == DATA


def test_nothing_of_the_content_or_its_plain_hash_is_on_the_disk(tmp_path):
    stored = originals.put(tmp_path, DATA)
    on_disk = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert DATA[:12] not in on_disk
    assert hashlib.sha256(DATA).hexdigest() not in stored.address


def test_the_address_tells_duplicates_in_one_installation_and_nothing_in_another(tmp_path):
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    assert originals.put(here, DATA).address == originals.put(here, DATA).address
    assert originals.put(here, DATA).address != originals.put(there, DATA).address


def test_two_copies_of_the_same_bytes_have_two_keys_and_two_files(tmp_path):
    one, two = originals.put(tmp_path, DATA), originals.put(tmp_path, DATA)
    assert one.address == two.address
    assert one.blob != two.blob
    assert one.key != two.key


def test_a_destroyed_key_makes_the_bytes_unreadable(tmp_path):
    stored = originals.put(tmp_path, DATA)
    with pytest.raises(originals.Unreadable, match="key"):
        originals.get(tmp_path, stored._replace(key=b""))
    with pytest.raises(originals.Unreadable, match="key"):
        originals.get(tmp_path, stored._replace(key=originals.put(tmp_path, DATA).key))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, len(DATA) + 27), bit=st.integers(0, 7))
def test_any_changed_bit_is_refused(tmp_path, place, bit):
    stored = originals.put(tmp_path, DATA)
    file = next(file for file in tmp_path.rglob(stored.blob))
    sealed = bytearray(file.read_bytes())
    sealed[place] ^= 1 << bit
    file.chmod(0o600)
    file.write_bytes(sealed)
    with pytest.raises(originals.Unreadable):
        originals.get(tmp_path, stored)


def test_swapping_two_files_is_refused(tmp_path):
    one, two = originals.put(tmp_path, b"one"), originals.put(tmp_path, b"two")
    with pytest.raises(originals.Unreadable):
        originals.get(tmp_path, one._replace(blob=two.blob))
    with pytest.raises(originals.Unreadable, match="not the one"):
        originals.get(tmp_path, two._replace(address=one.address))


def test_a_missing_file_is_said_plainly_and_removing_twice_is_no_error(tmp_path):
    stored = originals.put(tmp_path, DATA)
    originals.remove(tmp_path, stored.blob)
    originals.remove(tmp_path, stored.blob)
    with pytest.raises(originals.Unreadable, match="gone"):
        originals.get(tmp_path, stored)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a" * 31, "G" * 32, "a" * 33, "/" * 32])
def test_a_name_that_is_none_opens_nothing(tmp_path, name):
    with pytest.raises(originals.Unreadable, match="not the name"):
        originals.remove(tmp_path, name)


def test_key_and_files_are_for_their_owner_alone(tmp_path):
    stored = originals.put(tmp_path, DATA)
    assert stat.S_IMODE((tmp_path / originals.KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(next(tmp_path.rglob(stored.blob)).stat().st_mode) == 0o400


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=4096))
def test_any_bytes_survive_even_none_at_all(tmp_path, data):
    stored = originals.put(tmp_path, data)
    assert stored.size == len(data)
    assert originals.get(tmp_path, stored) == data


@pytest.mark.parametrize("key", [b"", b"k" * 31, b"k" * 33])
def test_a_key_that_is_none_is_refused_and_never_used(tmp_path, key):
    (tmp_path / originals.KEY_FILE).write_bytes(key)
    for act in (originals.put, originals.address):
        with pytest.raises(originals.NoKey, match=f"has {len(key)} bytes") as told:
            act(tmp_path, DATA)
        assert "Remove the file" in told.value.todo
    assert not (tmp_path / originals.FOLDER).exists()


def test_a_key_that_was_lost_or_cut_is_never_replaced_by_another(tmp_path):
    stored, file = originals.put(tmp_path, DATA), tmp_path / originals.KEY_FILE
    whole = file.read_bytes()
    file.write_bytes(whole[:16])
    with pytest.raises(originals.NoKey, match="16 bytes") as told:
        originals.get(tmp_path, stored)
    assert "back from its copy" in told.value.todo
    file.unlink()
    with pytest.raises(originals.NoKey, match="gone"):
        originals.put(tmp_path, DATA)
    assert not file.exists()
    file.write_bytes(whole)
    assert originals.get(tmp_path, stored) == DATA


def test_whoever_makes_the_key_at_once_ends_with_one_and_nothing_beside_it(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: originals.address(tmp_path, DATA), range(32)))
    assert len(made) == 1
    assert [each.name for each in tmp_path.iterdir()] == [originals.KEY_FILE]
    assert len((tmp_path / originals.KEY_FILE).read_bytes()) == originals.KEY_BYTES
