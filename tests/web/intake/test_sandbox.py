"""What decodes a stranger's bytes can reach nothing but its pipe, by each wall; without them it would reach all."""

import ctypes
import errno
import json
import os
import platform
import socket
import struct
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from focalpoint.desk.intake import sandbox, seccomp

HOSTILE = Path(__file__).parents[2] / "hostile.py"
SRC = Path(sandbox.__file__).parents[3]
# What a machine may refuse of itself, sandbox or not.
MAYBE = {"read the parent's memory", "trace the parent", "set up a ring"}


def attempts(home: Path, newest: str) -> dict[str, object]:
    """What a hostile decoder got, each act by its name: an error's number, or that it was done."""
    for name in ("secret_key", "originals.key", "desk.sqlite3", "a"):
        (home / name).write_text("SECRET")
    mine = os.open(home / "secret_key", os.O_RDONLY)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        arguments = [str(SRC), newest, str(home), str(server.getsockname()[1]), str(mine)]
        command = [sys.executable, "-I", str(HOSTILE), *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={}, pass_fds=[mine]) as process:
            if newest == "free":
                server.accept()[0].close()
            found = json.loads(process.communicate(timeout=60)[0])
    os.close(mine)
    assert found.pop("environment") in ([], ["LC_CTYPE"])  # the one that Python itself sets
    return found


pytestmark = pytest.mark.enable_socket


@pytest.mark.parametrize("newest", [sandbox.NEWEST, 2, 0])
def test_every_act_of_a_hostile_decoder_is_refused(tmp_path, newest):
    found = attempts(tmp_path, str(newest))
    assert found == dict.fromkeys(found, errno.EPERM)
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == dict.fromkeys(
        ("secret_key", "originals.key", "desk.sqlite3", "a"), "SECRET"
    )


def test_without_the_sandbox_every_act_would_have_worked(tmp_path):
    found = attempts(tmp_path, "free")
    assert found.pop("execute") == errno.ENOENT
    assert found.pop("look at a file")
    assert {name: got for name, got in found.items() if got != "done" and name not in MAYBE} == {}
    assert not (tmp_path / "a").exists()


def test_landlock_alone_refuses_every_file(tmp_path):
    if not sandbox.landlock_version():
        pytest.skip("not run: this kernel has no Landlock")
    (tmp_path / "secret_key").write_text("SECRET")
    said = f"import sys; sys.path.insert(0, {str(SRC)!r}); from focalpoint.desk.intake import sandbox; import ctypes;"
    said += "sandbox._libc.prctl(38, 1, 0, 0, 0); sandbox.close_files(min(2, sandbox.landlock_version()));"
    said += f"open({str(tmp_path / 'secret_key')!r})"
    done = subprocess.run([sys.executable, "-I", "-c", said], capture_output=True, text=True, check=False)
    assert "PermissionError: [Errno 13]" in done.stderr


def answer(program: bytes, machine: int, number: int, words: tuple[int, ...] = ()) -> int:
    """What a filter answers to a call, by a reading of it of our own (``linux/bpf_common.h``)."""
    call = struct.pack("=IIQ6Q", number, machine, 0, *words, *[0] * (6 - len(words)))
    steps, at, found = list(struct.iter_unpack("=HBBI", program)), 0, 0
    while True:
        operation, yes, no, value = steps[at]
        at += 1
        if operation == 0x20:
            found = int.from_bytes(call[value : value + 4], sys.byteorder)
        elif operation == 0x06:
            return value
        else:
            at += yes if (found == value if operation == 0x15 else found & value) else no


@pytest.mark.parametrize("name", seccomp.MACHINES)
def test_the_filter_answers_as_it_should_on_each_machine(name):
    machine = seccomp.MACHINES[name]
    filtered = seccomp.program(machine)

    def of(call: str, *words: int) -> int:
        return answer(filtered, machine.code, machine.numbers[call], words)

    assert {call: of(call) for call in seccomp.PLAIN} == dict.fromkeys(seccomp.PLAIN, seccomp.ALLOW)
    assert [of("read", each) for each in (0, 1, 2, 2**32)] == [seccomp.ALLOW, *[seccomp.REFUSE] * 2, seccomp.ALLOW]
    assert [of("write", each) for each in (0, 1, 2)] == [seccomp.REFUSE, seccomp.ALLOW, seccomp.REFUSE]
    for call in seccomp.MAPPING:
        assert [of(call, 0, 9, each) for each in (0, 3, 4, 7)] == [seccomp.ALLOW] * 2 + [seccomp.REFUSE] * 2
    others = set(range(600)) - set(machine.numbers.values())
    assert {answer(filtered, machine.code, number) for number in others} == {seccomp.REFUSE}
    assert answer(filtered, machine.code, machine.numbers["exit"] | 0x40000000) == seccomp.REFUSE  # x32
    assert answer(filtered, 0x40000003, machine.numbers["exit"]) == seccomp.KILL  # 32 bits


@pytest.mark.parametrize("name", seccomp.MACHINES)
def test_the_numbers_are_those_that_libseccomp_knows(name):
    try:
        oracle = ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("not run: libseccomp is not here")
    machine = seccomp.MACHINES[name]
    for call, number in machine.numbers.items():
        assert (call, oracle.seccomp_syscall_resolve_name_arch(machine.code, call.encode())) == (call, number)


def test_a_machine_without_a_list_and_a_kernel_that_does_not_keep_to_it_decode_nothing(monkeypatch):
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    with pytest.raises(sandbox.CannotConfine):
        sandbox.confine()
    with pytest.raises(sandbox.CannotConfine):
        sandbox._try_the_wall()
    with pytest.raises(sandbox.CannotConfine):
        sandbox._call(-1)
