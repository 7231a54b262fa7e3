"""``focalpoint recognise``: say what files are, before anything is done with them."""

import datetime as dt
import json
import sys
from pathlib import Path

import click
import polars as pl
from rich.console import Console
from rich.progress import track
from rich.table import Table

from focalpoint.cli import BAD_INPUT, options
from focalpoint.foresight.sources import issues, reading
from focalpoint.foresight.sources.reading import Reading
from focalpoint.foresight.vintages.entry import edition_in, fitting_issues
from focalpoint.reference.errors import FocalpointError

COLUMNS = ("file", "member", "source", "layout", "release", "rows", "issues")
SHOWN = 3
ASKED = "not known: say it at `focalpoint add FILE --release NUMBER`"
OUT = click.Path(dir_okay=False, path_type=Path)
Row = dict[str, str | int | None]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.option(
    "--issues", "export", type=click.Path(dir_okay=False, path_type=Path), help="Write every issue to this CSV."
)
def recognise(files: tuple[Path, ...], as_json: bool, export: Path | None) -> None:
    """Say which source each FILE is, by its header and never by its name, and what is wrong with it.

    CSV, TSV, XLSX, Parquet, JSON, or a zip or gz of them. Nothing is kept: `focalpoint add` does that. The exit code is
    2 when a file is not recognised.
    """
    options.writable(export, files)
    today = dt.datetime.now(dt.UTC).date()
    found: list[tuple[Path, Reading]] = []
    refused: list[tuple[Path, FocalpointError]] = []
    for path in track(files, "Reading", console=Console(stderr=True), transient=True, disable=as_json):
        try:
            found += [(path, one) for one in reading.read(path, known_at=today)]
        except FocalpointError as error:
            refused.append((path, error))
    every = pl.concat([issues.table(), *(_issues(path, one) for path, one in found)])
    if export:
        issues.write_csv(every, export)
    rows = [_row(path, one) for path, one in found]
    if as_json:
        _print_json(rows, every, refused)
    else:
        _print_table(rows, every, refused, export)
    if refused:
        sys.exit(BAD_INPUT)


def _row(path: Path, one: Reading) -> Row:
    source, release = _edition(path, one)
    values = (path.name, one.member, source, one.layout, release, one.rows_read, one.issues.height)
    return {**dict(zip(COLUMNS, values, strict=True)), "kept": one.rows_kept}


def _edition(path: Path, one: Reading) -> tuple[str, str | None]:
    """Return source and release; of UCDP's events as their file's name and content say, or that `add` will ask."""
    try:
        found = edition_in(one, path, known_at=dt.datetime.now(dt.UTC).date())
    except FocalpointError:
        return one.source, ASKED
    if found is None:
        return one.source, one.release
    return found.source, " ".join(part for part in (found.release, found.kind) if part)


def _issues(path: Path, one: Reading) -> pl.DataFrame:
    try:
        return fitting_issues(one, edition_in(one, path, known_at=dt.datetime.now(dt.UTC).date()))
    except FocalpointError:
        return one.issues


def _print_json(rows: list[Row], every: pl.DataFrame, refused: list[tuple[Path, FocalpointError]]) -> None:
    errors = [{"file": path.name, "message": error.message, "todo": error.todo} for path, error in refused]
    click.echo(
        json.dumps({"tables": rows, "issues": every.to_dicts(), "refused": errors}, indent=2, ensure_ascii=False)
    )


def _print_table(
    rows: list[Row], every: pl.DataFrame, refused: list[tuple[Path, FocalpointError]], export: Path | None
) -> None:
    if rows:
        table = Table()
        for name in COLUMNS:
            table.add_column(name, overflow="fold", no_wrap=name == "source")
        for row in rows:
            table.add_row(*("" if row[name] is None else str(row[name]) for name in COLUMNS))
        Console().print(table)
    for severity in ("error", "warning", "note"):
        kind = every.filter(pl.col("severity") == severity)
        for issue in kind.unique("code", keep="first", maintain_order=True).head(SHOWN).iter_rows(named=True):
            click.echo(f"{severity}: {issues.sentence(issue)}")
    if every.height and not export:
        count = "1 issue" if every.height == 1 else f"{every.height:,} issues"
        click.echo(f"{count} in all; --issues FILE.csv writes every one.")
    for _, error in refused:
        click.echo(f"focalpoint: {error.message}\n  {error.todo}", err=True)
