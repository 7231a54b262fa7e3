#!/usr/bin/env python3
"""Check an exported trail against itself and against its anchors. Needs Python 3.8 alone, and no part of Focalpoint.

    python3 verify_trail.py trail.jsonl trail-anchors.txt

Each row of the trail holds SHA-256 over its number, time, actor, verb, subject, ids and the hash of the row before it.
An anchor is a line that was carried elsewhere on its day: day, row number, hash.
"""

import hashlib
import json
import sys
from typing import Any, Dict, Iterable, List, Tuple

NAMES = ("number", "at", "actor", "verb", "subject", "ids", "previous", "hash")


def fault(row: Any, number: int, previous: str) -> str:
    """Return what is wrong with the row that should have a number and follow a hash; nothing where it holds."""
    if not isinstance(row, list) or len(row) != len(NAMES) or not isinstance(row[0], int):
        return f"line {number} is no row of a trail"
    if row[0] != number:
        return f"row {number} is missing; the next one is {row[0]}"
    if row[6] != previous:
        return f"row {number} does not name the hash of the row before it"
    text = json.dumps(row[:7], ensure_ascii=True, separators=(",", ":"))
    if hashlib.sha256(text.encode("ascii")).hexdigest() != row[7]:
        return f"row {number} was changed: its hash does not fit its content"
    return ""


def first_fault(lines: Iterable[str], anchors: Dict[int, str]) -> Tuple[int, str]:
    """Return the number of rows that hold, and what is wrong with the one after them; nothing where all hold."""
    number, previous = 0, "0" * 64
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
        except ValueError:
            return number - 1, f"line {number} is no row of a trail"
        wrong = fault(row, number, previous)
        if not wrong and anchors.get(number, row[7]) != row[7]:
            wrong = f"row {number} is not the one that was anchored"
        if wrong:
            return number - 1, wrong
        previous = row[7]
    later = [each for each in sorted(anchors) if each > number]
    gone = f"row {later[0]} was anchored and is gone: the trail was cut off after row {number}" if later else ""
    return number, gone


def read_anchors(lines: Iterable[str]) -> Dict[int, str]:
    """Return the anchored hash by row number."""
    found = {}
    for place, line in enumerate(lines, start=1):
        words = line.split()
        if len(words) != 3 or not words[1].isdigit() or len(words[2]) != 64:
            raise SystemExit(f"Line {place} of the anchors is none. Each line reads: day, row number, hash.")
        found[int(words[1])] = words[2]
    return found


def count(number: int, word: str) -> str:
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def main(arguments: List[str]) -> int:
    """Say whether the trail holds; end with 0 where it does, 1 where it does not, 2 where it cannot be read."""
    if len(arguments) != 2:
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        with open(arguments[1], encoding="ascii", errors="replace") as file:
            anchors = read_anchors(file)
        with open(arguments[0], encoding="ascii", errors="replace") as file:
            rows, wrong = first_fault(file, anchors)
    except OSError as error:
        sys.stderr.write(f"{error.filename} cannot be read: {error.strerror}.\n")
        return 2
    if wrong:
        sys.stdout.write(f"The trail is broken: {wrong}.\n")
        sys.stdout.write(
            f"  Rows before it that hold: {rows:,}. Keep this copy, and inform the overseer of the desk.\n"
        )
        return 1
    sys.stdout.write(f"The trail is whole: {count(rows, 'row')}, {count(len(anchors), 'anchor')}.\n")
    if not anchors:
        sys.stdout.write("Without an anchor its end is not proved, nor that it was not rewritten as a whole.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
