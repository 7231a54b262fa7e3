"""References that cannot be guessed: an address reveals nothing and cannot be counted through."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 16  # 31^16 is about 2^79
SHORT = 6  # characters of a reference that a text shows


def new_ref() -> str:
    """Return a fresh reference of sixteen characters that cannot be mistaken for each other.

    >>> len(new_ref()), new_ref() == new_ref()
    (16, False)
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def short_ref(ref: str) -> str:
    """Return the beginning of a reference, as documents and lists show it.

    >>> short_ref("abcdefghjk234567")
    'abcdef'
    """
    return ref[:SHORT]
