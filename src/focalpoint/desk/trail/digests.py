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
    rule = covered()[row._meta.label]
    omitted = {name for name, _reason in rule.omitted}
    state: dict[str, Any] = {"rule": RULE, "row": _written(_of(row), omitted)}
    for part in rule.parts:
        if found := _written(_part(row, part), set()):
            state[part] = found
    return json.dumps(state, sort_keys=True, separators=(",", ":"), default=_plain)


def stored(name: str) -> Model | None:
    """Return the object of a name; None where it is gone or its kind is not covered."""
    label, _slash, ref = name.partition("/")
    if label not in covered():
        return None
    model = apps.get_model(label)
    is_named = any(field.name == "ref" for field in model._meta.concrete_fields)
    found: Model | None = model._default_manager.filter(**{"ref" if is_named else "pk": ref}).first()
    return found


def _of(row: Model) -> "QuerySet[Any]":
    return row._meta.model._default_manager.filter(pk=row.pk)  # the reader of a request is a lazy object


def _part(row: Model, accessor: str) -> "QuerySet[Any]":
    """Return the rows of one part of an object."""
    relation = next(each for each in row._meta.related_objects if each.get_accessor_name() == accessor)
    return relation.related_model._default_manager.filter(**{relation.field.name: row.pk})


def _written(rows: "QuerySet[Any]", omitted: set[str]) -> list[dict[str, Any]]:
    """Return rows with their columns and relations, in the order of their numbers."""
    fields = [each for each in rows.model._meta.concrete_fields if each.name not in omitted]
    values = rows.order_by("pk").values_list("pk", *(each.attname for each in fields))
    found = {pk: dict(_columns_set(fields, columns)) for pk, *columns in values}
    for many in rows.model._meta.many_to_many:
        if many.name not in omitted and found:
            for pk, other in _pairs(many, list(found)):
                found[pk].setdefault(many.name, []).append(other)
    return list(found.values())


def _columns_set(fields: "list[Field[Any, Any]]", values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the columns that hold something else than their default."""
    for field, value in zip(fields, values, strict=True):
        if field.primary_key or value != field.get_default():
            yield field.attname, value


def _pairs(many: Any, owners: list[Any]) -> "QuerySet[Any, tuple[Any, Any]]":
    """Return the rows of a many-to-many relation as numbers, sorted."""
    source, target = f"{many.m2m_field_name()}_id", f"{many.m2m_reverse_field_name()}_id"
    rows: QuerySet[Any] = many.remote_field.through._default_manager.filter(**{f"{source}__in": owners})
    return rows.order_by(source, target).values_list(source, target)


def _plain(value: Any) -> str:
    """Write a value that JSON does not know: a time in UTC, a day, bytes; the same on each database."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return bytes(value).hex()
