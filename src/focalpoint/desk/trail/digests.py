"""A keyed digest of an object's state: every column of its row and of the rows that belong to it.

An event that writes holds the digest of what it left behind, so that a later change without an event is found.
"""

import datetime as dt
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Field, Model, QuerySet
from django.utils.module_loading import import_string

from focalpoint.desk.trail import keys
from focalpoint.desk.trail.prepared import NOT_SET, Prepared

# The rule by which a state is written as text. A change of the text of what exists needs the next number.
RULE = 1


@dataclass(frozen=True)
class Covered:
    """One kind of object whose state is digested.

    Parameters
    ----------
    model : its label, as "intake.Item".
    parts : the accessors of the rows that belong to it.
    omitted : columns and relations of it that are no part of its state, each with the reason.
    is_erasable : whether the key of its digests must be possible to destroy.
    """

    model: str
    parts: tuple[str, ...] = ()
    omitted: tuple[tuple[str, str], ...] = ()
    is_erasable: bool = False


@cache
def covered() -> dict[str, Covered]:
    """Return what is covered in this installation, by the label of its model."""
    return {each.model: each for each in import_string(settings.FOCALPOINT_COVERED)}


def name_of(row: Model) -> str:
    """Return what the trail calls an object in its digests: model and reference, or number where it has none.

    The label of a model has no reader but the verification; ``/`` keeps it apart from references.
    """
    return f"{row._meta.label}/{getattr(row, 'ref', None) or row.pk}"


def digest_entries(rows: Iterable[Model]) -> dict[str, str | int | list[str]]:
    """Return the ids in which an event holds the digests of some objects as they are stored at this moment."""
    key = keys.installation_key()
    found = [f"{name_of(row)}/{digest_of(row, key)}" for row in rows]
    return {"digests": found, "digest-rule": f"{RULE}.{keys.key_id(key)}"}


def digest_of(row: Model, key: bytes) -> str:
    """Return the digest of an object under the installation's key, 64 hexadecimal digits."""
    name, rule = name_of(row), covered()[row._meta.label]
    own = keys.object_key(key, name, is_erasable=rule.is_erasable)
    return hmac.digest(own, state_text(row).encode(), "sha256").hex()


def state_text(row: Model) -> str:
    """Return the state of an object as it is stored, as one canonical text.

    What equals the default of its column is left out: a column that a later version adds leaves the texts of what
    exists as they are.
    """
    label = row._meta.label  # the reader of a request is a lazy object: its class is not its model
    state: dict[str, Any] = {"rule": RULE, "row": _written(_rows_of(label), row.pk)}
    for part in covered()[label].parts:
        if found := _written(_rows_of(label, part), row.pk):
            state[part] = found
    return json.dumps(state, sort_keys=True, separators=(",", ":"), default=_plain)


def has_ref(model: type[Model]) -> bool:
    """Whether the rows of a model have a reference by which people know them."""
    return any(field.name == "ref" for field in model._meta.concrete_fields)


def stored(name: str) -> Model | None:
    """Return the object of a name; None where it is gone or its kind is not covered."""
    label, _slash, ref = name.partition("/")
    if label not in covered():
        return None
    model = apps.get_model(label)
    found: Model | None = model._default_manager.filter(**{"ref" if has_ref(model) else "pk": ref}).first()
    return found


def _written(rows: "Rows", owner: Any) -> list[dict[str, Any]]:
    """Return the rows of an object with their columns and relations, in the order of their numbers."""
    found = {pk: dict(_columns_set(rows.fields, columns)) for pk, *columns in rows.columns.of(owner)}
    for name, pairs in rows.relations.items() if found else ():
        for pk, other in pairs.of(owner):
            found[pk].setdefault(name, []).append(other)
    return list(found.values())


@dataclass(frozen=True)
class Rows:
    """How an object's own row, or the rows of one of its parts, are read.

    Parameters
    ----------
    fields : those whose columns are read.
    columns : the number of each row and the columns, in the order of numbers.
    relations : of each many-to-many relation, pairs of the row's number and the other's, sorted.
    """

    fields: "list[Field[Any, Any]]"
    columns: Prepared
    relations: dict[str, Prepared]


@cache
def _rows_of(label: str, part: str = "") -> Rows:
    """Return how the row of a kind of object is read, or of a part of it."""
    model = apps.get_model(label)
    if part:
        relation = next(each for each in model._meta.related_objects if each.get_accessor_name() == part)
        rows: QuerySet[Any] = relation.related_model._default_manager.filter(**{relation.field.name: NOT_SET})
    else:
        rows = model._default_manager.filter(pk=NOT_SET)
    omitted = set() if part else {name for name, _reason in covered()[label].omitted}
    fields = [each for each in rows.model._meta.concrete_fields if each.name not in omitted]
    return Rows(
        fields=fields,
        columns=Prepared(rows.order_by("pk").values_list("pk", *(each.attname for each in fields))),
        relations={each.name: _pairs(each, rows) for each in rows.model._meta.many_to_many if each.name not in omitted},
    )


def _pairs(many: Any, rows: "QuerySet[Any]") -> Prepared:
    """Return a many-to-many relation of rows as pairs of numbers, sorted."""
    source, target = f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"
    pairs: QuerySet[Any] = many.remote_field.through._default_manager.filter(**{f"{source}__in": rows.values("pk")})
    return Prepared(pairs.order_by(source, target).values_list(source, target))


def _columns_set(fields: "list[Field[Any, Any]]", values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the columns that hold something else than their default."""
    for field, value in zip(fields, values, strict=True):
        if field.primary_key or value != field.get_default():
            yield field.attname, value


def _plain(value: Any) -> str:
    """Write a value that JSON does not know: a time in UTC, a day, bytes; the same on each database."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return bytes(value).hex()
