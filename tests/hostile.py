"""A decoder that a hostile file has taken over: it tries all that is worth trying, and says what it got.

``python -I hostile.py SRC NEWEST HOME PORT DESCRIPTOR``; ``NEWEST``: the newest version of Landlock to use, or "free".
"""

import ctypes
import json
import mmap
import os
import socket
import sys
from pathlib import Path

SRC, NEWEST, HOME, PORT, DESCRIPTOR = sys.argv[1:]
sys.path.insert(0, SRC)
PARENT, LIBC = os.getppid(), ctypes.CDLL(None, use_errno=True)
URING, READ_MEMORY, PTRACE = {"x86_64": (425, 310, 101), "aarch64": (425, 270, 117)}[os.uname().machine]
ATTACH, DETACH = 0x4206, 17  # of ptrace: seize, and let go


def call(*arguments):
    if (found := LIBC.syscall(*arguments)) < 0:
        raise OSError(ctypes.get_errno(), "")
    return found


def connect():
    with socket.socket() as found:
        found.connect(("127.0.0.1", int(PORT)))


def run_shell():
    number = os.fork()
    if not number:
        os.execv("/bin/sh", ["sh", "-c", "exit 7"])
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def execute():
    """What is forked needs no fork any more, so execution is tried by itself: of what is not there."""
    os.execv("/nothing", ["nothing"])


def read_memory():
    """Read a page of the parent's that holds its program's first bytes."""
    first = int(Path(f"/proc/{PARENT}/maps").read_text().split("-")[0], 16)
    with Path(f"/proc/{PARENT}/mem").open("rb") as memory:
        memory.seek(first)
        return memory.read(4).hex()


def read_memory_by_call():
    piece = ctypes.create_string_buffer(16)
    vector = (ctypes.c_size_t * 2)(ctypes.addressof(piece), 16)
    return call(READ_MEMORY, os.getpid(), vector, 1, vector, 1, 0)


def trace():
    call(PTRACE, ATTACH, PARENT, 0, 0)
    call(PTRACE, DETACH, PARENT, 0, 0)


def ring():
    os.close(call(URING, 1, ctypes.create_string_buffer(120)))


def file(name):
    return Path(HOME, name)


def close_and_open():
    """As case S-4 did: a limit on the number of open files is none for one who closes one of them."""
    kept = os.dup(0)
    os.close(0)
    found = os.open(file("secret_key"), os.O_RDONLY)
    os.dup2(kept, 0)
    return found


ACTS = {
    "read secret_key": lambda: file("secret_key").read_text(),
    "read originals.key": lambda: file("originals.key").read_text(),
    "read the database": lambda: file("desk.sqlite3").read_text(),
    "read by a descriptor of the parent": lambda: os.read(int(DESCRIPTOR), 9),
    "look at a file": lambda: file("secret_key").stat(),
    "list the home": lambda: list(file("").iterdir()),
    "close descriptor 0 and open": close_and_open,
    "write a file": lambda: file("new").write_text("x"),
    "truncate": lambda: os.truncate(file("a"), 0),
    "rename": lambda: file("a").rename(file("b")),
    "delete": lambda: file("b").unlink(),
    "change rights": lambda: file("secret_key").chmod(0o644),
    "connect": connect,
    "make a pair of sockets": socket.socketpair,
    "make a datagram socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "fork and run a shell": run_shell,
    "execute": execute,
    "read the parent's memory": read_memory,
    "read memory by a call": read_memory_by_call,
    "trace the parent": trace,
    "signal the parent": lambda: os.kill(PARENT, 0),
    "set up a ring": ring,
    "make a file in memory": lambda: os.memfd_create("x"),
    "make memory that can be run": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC).close(),
    "take an earlier turn": lambda: os.setpriority(os.PRIO_PROCESS, 0, 0),
}


def got(act):
    try:
        act()
    except OSError as error:
        return error.errno
    return "done"


if NEWEST != "free":
    from focalpoint.desk.intake import sandbox

    sandbox.confine(newest=int(NEWEST))
told = json.dumps({"environment": sorted(os.environ), **{name: got(act) for name, act in ACTS.items()}}).encode()
os.write(1, told)
os._exit(0)
