"""Whether the bytes of a file end where its kind ends: a phone that loses its line or its space hands in a part."""

from collections.abc import Callable


def is_cut(data: bytes) -> bool:
    """Whether a file seems to be the beginning of a longer one; of a kind that is not known here, never.

    >>> is_cut(b"\\xff\\xd8\\xff\\xe0 picture \\xff\\xda dots"), is_cut(b"a text")
    (True, False)
    """
    return any(cut(data) for start, cut in KINDS if data.startswith(start))


def _jpeg(data: bytes) -> bool:
    """The mark of the end comes after the last start of points; inside points neither can occur."""
    return data.rfind(b"\xff\xd9") < max(data.rfind(b"\xff\xda"), 2)


def _riff(data: bytes) -> bool:
    return len(data) < 8 + int.from_bytes(data[4:8], "little")


def _lacks(mark: bytes) -> Callable[[bytes], bool]:
    return lambda data: mark not in data


def _gif(data: bytes) -> bool:
    return not data.rstrip(b"\0").endswith(b";")


# How a file of a kind begins, and whether one that begins so is cut.
KINDS: tuple[tuple[bytes, Callable[[bytes], bool]], ...] = (
    (b"\xff\xd8\xff", _jpeg),
    (b"\x89PNG\r\n\x1a\n", _lacks(b"IEND")),
    (b"GIF8", _gif),
    (b"RIFF", _riff),
    (b"%PDF-", _lacks(b"%%EOF")),
    (b"PK\x03\x04", _lacks(b"PK\x05\x06")),  # the list of contents at the end of a zip, and of DOCX, XLSX, ODT
)
