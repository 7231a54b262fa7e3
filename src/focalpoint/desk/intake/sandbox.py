"""Takes from this process, for good, all that decoding does not need: it reads descriptor 0, writes 1, and computes.

Two walls of the kernel. Seccomp refuses every system call but those of a short list (``seccomp``): no file, connection,
other process or signal is left. Landlock, where the kernel has it, refuses files, connections and signals once more.
"""

import contextlib
import ctypes
import os
import platform
import resource
import signal
from pathlib import Path

from focalpoint.desk.intake import seccomp

MEMORY, SECONDS = 768 * 2**20, 10  # of one process; seconds of computing
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}
LATER = 10  # its turn on the processor comes after all others; with 19 a busy machine would starve it
UNCONFINED = 3  # how a decoder ends when the kernel cannot confine it; it has read nothing then
NEWEST = 6  # the newest version of Landlock that is made use of; a newer kernel serves it too
_END_WITH_PARENT, _NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 1, 38, 22, 2  # of prctl
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # numbers of system calls, the same on every machine
_VERSION = 1
_FILES = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16, 6: 16}  # how many rights to files each version of Landlock knows
_libc = ctypes.CDLL(None, use_errno=True)
_libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
_libc.syscall.argtypes, _libc.syscall.restype = [ctypes.c_long, ctypes.c_void_p, *[ctypes.c_size_t] * 2], ctypes.c_long


class CannotConfine(Exception):
    """The kernel of this machine cannot keep a decoder from files and connections."""


class _Rules(ctypes.Structure):
    """What Landlock is to refuse: rights to files, to TCP, and to what is outside (sockets without a name, signals)."""

    _fields_ = [("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("steps", ctypes.c_char_p)]


def limit() -> None:
    """Limit what this process may use of the machine, give others the first turn, and end with who started it."""
    for each, most in LIMITS.items():
        resource.setrlimit(each, (most, most))
    os.nice(LATER)
    _call(_libc.prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0))


def confine(*, newest: int = NEWEST) -> None:
    """Close all descriptors but 0 and 1, and let this process do nothing but read, write and compute from now on.

    Everything it needs must be loaded before. ``newest`` is the newest version of Landlock to use; 0 is none.

    Raises
    ------
    CannotConfine : the kernel has no seccomp for this machine, or does not do what it says.
    """
    machine = seccomp.MACHINES.get(platform.machine())
    if machine is None:
        raise CannotConfine(f"There is no list of system calls for {platform.machine()}.")
    os.closerange(2, os.sysconf("SC_OPEN_MAX"))
    _call(_libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    close_files(min(newest, landlock_version()))
    resource.setrlimit(resource.RLIMIT_NOFILE, (2, 2))
    steps = seccomp.program(machine)
    program = _Program(len(steps) // 8, steps)
    _call(_libc.prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0))
    _try_the_wall()


def landlock_version() -> int:
    """Return which version of Landlock the kernel has; 0 when it has none."""
    return max(0, int(_libc.syscall(_CREATE_RULESET, None, 0, _VERSION)))


def close_files(version: int) -> None:
    """Have Landlock refuse every file, and what else a version of it knows; nothing with version 0."""
    if version < 1:
        return
    rules = _Rules((1 << _FILES[min(version, NEWEST)]) - 1, 0b11 if version > 3 else 0, 0b11 if version > 5 else 0)
    size = 8 if version < 4 else 16 if version < 6 else 24  # a kernel refuses words that it does not know
    ruleset = _call(_libc.syscall(_CREATE_RULESET, ctypes.addressof(rules), size, 0))
    _call(_libc.syscall(_RESTRICT_SELF, ruleset, 0, 0))
    os.close(ruleset)


def _try_the_wall() -> None:
    """Make sure that a file is refused: some kernels take a filter and do not keep to it."""
    with contextlib.suppress(PermissionError):
        Path("/").stat()
        raise CannotConfine("The kernel took the filter and does not keep to it.")


def _call(answer: int) -> int:
    if answer < 0:
        raise CannotConfine(os.strerror(ctypes.get_errno()))
    return answer
