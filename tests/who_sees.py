"""Who sees what in the world of the matrix: the rules of the desk once more, slowly and in other words."""

from django.urls import reverse

RANK = {"TLP:CLEAR": 0, "TLP:GREEN": 1, "TLP:AMBER": 2, "TLP:AMBER+STRICT": 3, "TLP:RED": 4}
DESK = {"analyst", "reviewer", "head", "principal"}
ONCE_SIGNED = {"principal", "aide"}
# Roles that never open a kind of page, by its address: they get 403, of whatever object.
CLOSED = {
    "scope": {"reviewer", "principal"},
    "file_speech": {"reviewer", "principal"},
    "refer": {"analyst", "reviewer"},
    "submit": {"reviewer", "principal"},
    "alert": {"reviewer", "principal"},
    "alert_from_item": {"reviewer", "principal", "custodian"},
    "item_access": {"principal", "custodian"},
    "situation_access": {"principal"},
    "situation_life": {"reviewer", "principal"},
    "sources": {"principal"},
    "source": {"principal"},
    "source_identity": {"principal", "reviewer"},
}
READERS = {
    "item": DESK | {"custodian"},
    "source": DESK | {"custodian"},
    "situation": DESK,
    "assessment": DESK,
    "paper": DESK,
    "submission": DESK | {"aide"},
    "transmission": DESK | {"aide"},
}


def sees(reader, family, kind: str) -> bool:
    """The rules once more, slowly and in other words."""
    if reader.user is None or (kind == "transmission" and not family.signed):
        return False
    cleared = RANK[family.tlp] <= RANK[reader.user.clearance]
    if kind == "transmission" and reader.role == "liaison":
        return cleared
    if reader.role not in READERS[kind] or not cleared:
        return False
    if kind in {"assessment", "paper", "submission"} and reader.role in ONCE_SIGNED and not family.signed:
        return False
    return reader.member or not (family.need or family.tlp == "TLP:RED")


def words_hidden_from(reader, families) -> list[bytes]:
    """Every word that this reader may find nowhere: of a family of which the reader sees nothing at all."""
    kinds = ("item", "source", "situation", "assessment", "submission", "transmission")
    return [family.word.encode() for family in families if not any(sees(reader, family, kind) for kind in kinds)]


def refs_hidden_from(reader, families) -> list[bytes]:
    return [
        ref.encode() for family in families for kind, ref in family.refs().items() if not sees(reader, family, kind)
    ]


def leaks(body: bytes, hidden: list[bytes]) -> list[bytes]:
    return [each for each in hidden if each in body]


def _part(family, name: str) -> str:
    if name == "original":
        return str(family.item.originals.get().address)
    if name == "message":
        return str(family.transmission.messages.get().ref) if family.transmission else "z" * 16
    if name == "mission":
        return str(family.situation.missions.get().ref)
    if name == "speech":
        return str(family.situation.speeches.get().ref)
    if name == "position":
        return str(family.situation.positions.get().ref)
    if name in {"shown", "task"}:
        return "z" * 16  # a part of what is hidden, that is not asked for before its whole
    return name


def asked(reader, address, ref: str, family, *, post: bool = False):
    """What an address of an object answers; where it names an original or a message, that of a family."""
    rest = [_part(family, each) for each in address.rest.split()]
    at = reverse(address.name, args=[ref, *rest])
    return reader.browser.post(at, {"once": "x", "revision": 1}) if post else reader.browser.get(at)
