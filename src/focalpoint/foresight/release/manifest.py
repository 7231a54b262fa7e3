"""The manifest: what the bundle is made of, and the two hashes that hold it together.

``content`` covers what the release says, so equal input gives an equal id whenever it is made. ``seal`` covers every
field, the day of making included, so that no byte of the manifest can change unseen. Neither proves who made a release.
"""

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue

from focalpoint.foresight.release import layouts
from focalpoint.foresight.release.schema import VERSION
from focalpoint.foresight.release.sources import RECORDS
from focalpoint.reference.calendar import BadMonth, month_of_day, months_over, parse_month

if TYPE_CHECKING:
    from focalpoint.foresight.vintages.vintage import Vintage

FORBIDDEN_USES = (
    "Deciding an asylum claim, a deportation, a visa or any other matter of one person.",
    "Choosing persons, groups or places as targets of force, surveillance or sanctions.",
    "Ranking peoples, religions or ethnic groups, or blaming a people for a risk.",
    "Standing in for judgement: no measure follows from a figure alone, and coercive measures never do.",
)
_HASH = r"^[0-9a-f]{64}$"


def _a_month(text: str) -> str:
    try:
        parse_month(text)
    except BadMonth as error:
        raise ValueError(error.message) from None
    return text


Month = Annotated[str, AfterValidator(_a_month)]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Input(_Frozen):
    """One vintage the release was made from; the fields are those of ``vintages.Vintage``."""

    id: str
    sha256: str = Field(pattern=_HASH)
    source: str
    grain: str
    release: str | None
    retrieved: dt.date
    known_at: dt.date
    licence: str
    citation: str
    url: str
    original_name: str
    size: int = Field(ge=0)
    rows_kept: int = Field(ge=0)
    rows_bad: int = Field(ge=0)
    first: str
    last: str
    embedded: bool
    may_ship: bool
    table_sha256: str = Field(pattern=r"^([0-9a-f]{64})?$")

    @classmethod
    def of(cls, vintage: "Vintage") -> "Input":
        """Take over from a vintage the fields that a reader of the release needs; where it lies is not among them."""
        return cls.model_validate({name: getattr(vintage, name) for name in cls.model_fields})


class Window(_Frozen):
    """The first and last month a release speaks of."""

    first: Month
    last: Month


class Stretch(_Frozen):
    """Months of the record of killings that one edition speaks for.

    ``basis`` says how the figures are known: a final release, candidate events that will change, an estimate, or a
    yearly total spread over its months; None where that is not known. ``known_at`` is the day the edition was known.
    ``units`` names the States it speaks for where these are few, and is empty where they are many.
    """

    source: str
    edition: str | None
    first: Month
    last: Month
    basis: str | None
    known_at: dt.date
    units: tuple[str, ...] = ()


class File(_Frozen):
    """What a file of the bundle must be: its hash, its length and, for a table, its rows."""

    sha256: str = Field(pattern=_HASH)
    bytes: int = Field(ge=0)
    rows: int | None = Field(default=None, ge=0, le=10**7)


class Manifest(_Frozen):
    """Everything a reader needs in order to trust, cite or contest a release."""

    schema_version: int = Field(alias="schema")
    id: str = Field(pattern=r"^r-\d{4}-\d{2}-[0-9a-f]{8}$")
    content: str = Field(pattern=_HASH)
    created: dt.date
    code_version: str
    origin: Month
    known_at: dt.date
    window: Window
    revised_data: bool
    embedded: bool
    files: dict[str, File]
    inputs: tuple[Input, ...]
    data: tuple[Stretch, ...] = ()
    notes: dict[str, str]
    settings: dict[str, JsonValue]
    forbidden_uses: tuple[str, ...]
    seal: str = Field(pattern=_HASH)

    @property
    def origin_month(self) -> int:
        """The last month of data as a month number."""
        return parse_month(self.origin)

    @property
    def year(self) -> tuple[int, int]:
        """First and last of the twelve months after the data, as month numbers."""
        return self.origin_month + 1, self.origin_month + 12

    def months_over(self, today: dt.date) -> int:
        """Return how many of the twelve months after the data are over on a day."""
        return months_over(*self.year, today)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Which edition speaks for which months of the record; of layout 1, what its counts of deaths cover."""
        if self.data:
            return self.data
        # Tables by year are named by their year alone.
        counts = [one for one in self.inputs if one.source in RECORDS and min(len(one.first), len(one.last)) >= 7]
        return tuple(
            Stretch(
                source=one.source,
                edition=one.release,
                first=one.first[:7],
                last=min(one.last[:7], self.origin),
                basis=None,
                known_at=one.known_at,
            )
            for one in sorted(counts, key=lambda one: (one.first, one.last, one.id))
        )

    def over(self, today: dt.date) -> bool:
        """Whether the last month of the window has passed: such a release is history, never current."""
        return month_of_day(today) > parse_month(self.window.last)


def canonical(fields: dict[str, Any]) -> bytes:
    """Write fields as the one JSON text they can have: sorted keys, two spaces, UTF-8, a last line feed.

    >>> canonical({"b": 1, "a": "é"}).decode()
    '{\\n  "a": "é",\\n  "b": 1\\n}\\n'
    """
    return (json.dumps(fields, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()


def content_hash(fields: dict[str, Any]) -> str:
    """Hash all that a release says, and nothing of when and where it was made: another office gets the same id.

    Left out are the day of making, the hashes themselves, and of each input the day and the file name it came with.

    >>> content_hash({"origin": "2024-12", "created": "2025-01-01"}) == content_hash({"origin": "2024-12"})
    True
    """
    said = {key: value for key, value in fields.items() if key not in {"created", "id", "content", "seal"}}
    inputs = [
        {key: one[key] for key in one if key not in {"retrieved", "original_name"}} for one in said.get("inputs", [])
    ]
    return hashlib.sha256(canonical({**said, "inputs": inputs})).hexdigest()


def seal_hash(fields: dict[str, Any]) -> str:
    """Hash every field of a manifest but the seal itself."""
    return hashlib.sha256(canonical({key: value for key, value in fields.items() if key != "seal"})).hexdigest()


def release_id(origin: str, content: str) -> str:
    """Name a release by its last month of data and the first eight digits of its content hash.

    >>> release_id("2024-12", "7f3a09bc" + 56 * "0")
    'r-2024-12-7f3a09bc'
    """
    return f"r-{origin}-{content[:8]}"


def sealed(fields: dict[str, Any]) -> bytes:
    """Complete a manifest with schema, content hash, id and seal, and return its bytes.

    Parameters
    ----------
    fields : every field of ``Manifest`` but ``schema``, ``id``, ``content`` and ``seal``, as plain JSON values.
    """
    named = {**fields, "schema": VERSION}
    content = content_hash(named)
    named |= {"content": content, "id": release_id(fields["origin"], content)}
    named |= {"seal": seal_hash(named)}
    return canonical(named)


def inconsistencies(fields: dict[str, Any], raw: bytes) -> list[str]:
    """Say how the bytes of a manifest disagree with themselves; nothing when they agree."""
    found = []
    if canonical(fields) != raw:
        found.append("the text is not in its one canonical form: it was edited or damaged")
    if fields["seal"] != seal_hash(fields):
        found.append("the seal does not match the fields: it was edited or damaged")
    content = content_hash(fields)
    if fields["content"] != content or fields["id"] != release_id(fields["origin"], content):
        found.append(
            f"the id {fields['id']} does not match the content, which is {release_id(fields['origin'], content)}"
        )
    own = set(layouts.files(fields["schema"]))
    if set(fields["files"]) != own:
        strange = sorted(set(fields["files"]) - own)
        lacking = sorted(own - set(fields["files"]))
        found.append(f"a bundle lists exactly its own files; not one of them: {strange}, not listed: {lacking}")
    if ("data" in fields) != (fields["schema"] > 1):
        found.append("the months of each edition (data) belong to layout 2 and to no layout before it")
    return found
