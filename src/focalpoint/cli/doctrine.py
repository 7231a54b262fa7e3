"""The verb ``doctrine``: show one entry of the catalogues, or list those of a kind."""

import datetime as dt
import difflib
import json
from typing import Any

import click
from pydantic import BaseModel

from focalpoint import doctrine as shelf
from focalpoint.cli import WholeSentences
from focalpoint.doctrine import parties
from focalpoint.reference.countries import state
from focalpoint.reference.errors import FocalpointError

STANDING = {
    "party": "party since {on} ({how})",
    "signatory": "signed on {on}, not bound",
    "neither": "neither signed nor party",
    "unknown": "unknown",
}
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
version = click.option("--version", "version", help="A published version; the newest when not given.")


class UnknownKind(FocalpointError):
    """No entries are of this kind."""


@click.group(cls=WholeSentences)
def doctrine() -> None:
    """Read what the office knows: risk factors, measures, bodies, treaties, cases."""


@doctrine.command()
@click.argument("id")
@version
@as_json
def show(id: str, version: str | None, as_json: bool) -> None:  # noqa: A002 - click names the parameter after the argument
    """Print one entry: RF7, 7.3, ME048, SC, CS01, CS01.t3, body:ACHPR."""
    entry = shelf.catalogue(version).entry(id)
    click.echo(_json(_with_record(entry)) if as_json else "\n".join(_page(entry)))


@doctrine.command(name="list")
@click.argument("kind", required=False)
@version
@as_json
def list_(kind: str | None, version: str | None, as_json: bool) -> None:
    """List the entries of a KIND; without one, the kinds."""
    catalogue = shelf.catalogue(version)
    if kind is None:
        click.echo(_json(catalogue.kinds()) if as_json else "\n".join(catalogue.kinds()))
        return
    entries = list(catalogue.entries(_kind(kind, catalogue.kinds())))
    click.echo(_json([_facts(entry) for entry in entries]) if as_json else "\n".join(_line(each) for each in entries))


@doctrine.command(name="parties")
@click.argument("iso3")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day; else the month of the table.")
@as_json
def parties_(iso3: str, on: dt.datetime | None, as_json: bool) -> None:
    """Print to which instruments a State (ISO3) is party on a day, as far as the table knows."""
    place, table = state(iso3.upper()), parties.table()
    day = on.date() if on else dt.date.fromisoformat(f"{table.about.as_of}-28")
    found = {each.id: each for each in shelf.catalogue().treaties.instruments}
    standings = {name: table.standing(name, place.iso3, day) for name in found}
    if as_json:
        click.echo(_json({name: each.model_dump(mode="json") for name, each in standings.items()}))
        return
    asked = f"on {day.isoformat()}, table of {table.about.as_of}" if on else f"as of {table.about.as_of}"
    click.echo(f"{place.name}, {asked} ({table.about.publisher})")
    for name, each in standings.items():
        click.echo(f"{name:<12} {STANDING[each.kind].format(on=each.on, how=each.how):<40} {found[name].name}")


def _kind(wanted: str, kinds: tuple[str, ...]) -> str:
    """Return the kind meant: ``measures``, ``Measure`` and ``measure`` are one."""
    plain = wanted.casefold().replace("-", " ").replace("_", " ").strip()
    for kind in kinds:
        if plain in (kind, f"{kind}s", f"{kind.removesuffix('y')}ies"):
            return kind
    close = difflib.get_close_matches(plain, kinds, n=3, cutoff=0.5) or kinds
    raise UnknownKind(f"There are no entries of the kind {wanted!r}.", todo=f"Kinds: {', '.join(close)}.")


def _facts(entry: shelf.Entry) -> dict[str, Any]:
    names = ("id", "kind", "catalogue", "version", "sha256", "overlaid", "original_sha256", "checked", "flag")
    return {name: getattr(entry, name) for name in names} | {"heading": entry.record.heading}


def _with_record(entry: shelf.Entry) -> dict[str, Any]:
    return _facts(entry) | {"record": entry.record.model_dump(mode="json")}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _line(entry: shelf.Entry) -> str:
    flag = f"  [{entry.flag}]" if entry.flag else ""
    return f"{entry.id:<12} {entry.record.heading}{flag}{'  [corrected here]' if entry.overlaid else ''}"


def _page(entry: shelf.Entry) -> list[str]:
    lines = [
        f"{entry.id}  {entry.record.heading}",
        f"{entry.kind} · {entry.catalogue} {entry.version} · sha256 {entry.sha256[:16]}",
    ]
    if entry.flag:
        lines.append(f"checked: {entry.flag}")
    if entry.overlaid:
        lines.append(f"corrected by this office · published text sha256 {(entry.original_sha256 or 'none, new')[:16]}")
    record = entry.record
    hidden = {"id", "checked", record.shown}
    for name in type(record).model_fields:
        if name not in hidden and (value := getattr(record, name)) not in (None, (), "", {}):
            lines += ["", f"{name.replace('_', ' ')}:", *(f"  {line}" for line in _block(value))]
    return lines


def _block(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [f"- {_inline(each)}" for each in value]
    if isinstance(value, BaseModel):
        return [f"{name.replace('_', ' ')}: {_inline(each)}" for name, each in _held(value)]
    return [_inline(value)]


def _inline(value: Any) -> str:
    """Write a value on one line; a fact carries its flag."""
    flag = f" [{shelf.SAYS[value.checked]}]" if hasattr(value, "checked") else ""
    if isinstance(value, shelf.Record):
        return f"{value.id}  {value.heading}{flag}"
    if isinstance(value, BaseModel):
        return "; ".join(f"{name.replace('_', ' ')}: {_inline(each)}" for name, each in _held(value)) + flag
    if isinstance(value, tuple):
        return ", ".join(_inline(each) for each in value)
    return str(value)


def _held(value: BaseModel) -> list[tuple[str, Any]]:
    names = [name for name in type(value).model_fields if name not in ("checked", "src")]
    pairs = ((name, getattr(value, name)) for name in [*names, *(["src"] if hasattr(value, "src") else [])])
    return [(name, each) for name, each in pairs if each not in (None, (), "", {})]
