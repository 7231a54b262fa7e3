"""The list of system calls that a decoder may make, as the program of a seccomp filter; every other one is refused.

Numbers: ``asm/unistd_64.h`` of x86-64, ``asm-generic/unistd.h`` of arm64. Operations: ``linux/bpf_common.h``.
"""

import dataclasses
import errno
import struct
from collections.abc import Iterable, Mapping

LOAD, SAME, HAS, RETURN = 0x20, 0x15, 0x45, 0x06  # a word of the call; compare it; look for bits in it; answer
NUMBER, MACHINE, FIRST, THIRD = 0, 4, 16, 32  # where in a call's description: its number, its machine, low words
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
PROT_EXEC = 4
# Memory, time, the end, and locks of the interpreter. Nothing here names a file, a process or a descriptor.
PLAIN = (
    *("brk", "munmap", "mremap", "madvise", "futex", "getrandom", "clock_gettime", "sched_yield"),
    *("rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit", "exit_group"),
)
MAPPING = ("mmap", "mprotect")  # but for memory that could be run


@dataclasses.dataclass(frozen=True)
class Machine:
    """A kind of processor: what the kernel calls it, and the numbers of its system calls."""

    code: int
    numbers: Mapping[str, int]


def _numbers(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in (each.split(":") for each in text.split())}


MACHINES = {
    "x86_64": Machine(
        0xC000003E,
        _numbers(
            "read:0 write:1 mmap:9 mprotect:10 munmap:11 brk:12 rt_sigaction:13 rt_sigprocmask:14 rt_sigreturn:15"
            " sched_yield:24 mremap:25 madvise:28 exit:60 sigaltstack:131 futex:202 clock_gettime:228 exit_group:231"
            " getrandom:318"
        ),
    ),
    "aarch64": Machine(
        0xC00000B7,
        _numbers(
            "read:63 write:64 exit:93 exit_group:94 futex:98 clock_gettime:113 sched_yield:124 sigaltstack:132"
            " rt_sigaction:134 rt_sigprocmask:135 rt_sigreturn:139 brk:214 munmap:215 mremap:216 mmap:222 mprotect:226"
            " madvise:233 getrandom:278"
        ),
    ),
}


def program(machine: Machine) -> bytes:
    """Return the filter for a machine: descriptor 0 is read, 1 is written, memory is had; calls of others end it."""
    steps = [(LOAD, 0, 0, MACHINE), (SAME, 1, 0, machine.code), (RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    for name in PLAIN:
        steps += [(SAME, 0, 1, machine.numbers[name]), (RETURN, 0, 0, ALLOW)]
    for name, descriptor in (("read", 0), ("write", 1)):
        steps += _if_called(machine.numbers[name], FIRST, (SAME, 0, 1, descriptor))
    for name in MAPPING:
        steps += _if_called(machine.numbers[name], THIRD, (HAS, 1, 0, PROT_EXEC))
    return b"".join(struct.pack("=HBBI", *step) for step in [*steps, (RETURN, 0, 0, REFUSE)])


def _if_called(number: int, word: int, test: tuple[int, int, int, int]) -> Iterable[tuple[int, int, int, int]]:
    """Return the steps for one call that is allowed when a test of one of its arguments does not jump past that."""
    return [(SAME, 0, 4, number), (LOAD, 0, 0, word), test, (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)]
