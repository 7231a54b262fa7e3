"""``focalpoint score``: releases on what became known since, other people's draws, and lists of States by risk."""

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from focalpoint.cli import truth as since_release
from focalpoint.cli.releases import shelf, today
from focalpoint.foresight.evaluation import challenge
from focalpoint.foresight.release.shelf import find
from focalpoint.foresight.runs.onset_mass import lists, lists_report
from focalpoint.foresight.runs.onset_mass import panel as onset_panel
from focalpoint.foresight.runs.truth_outcomes import KINDS
from focalpoint.reference.calendar import month_label
from focalpoint.reference.places import home

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("forecasts", required=False)
@click.argument("actuals", type=FILE, required=False)
@click.option("--since", is_flag=True, help="Score a release on what became known since it was made; all without one.")
@click.option("--truth", type=click.Choice(KINDS), help="Only this kind of truth about a release.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def score(forecasts: str | None, actuals: Path | None, since: bool, truth: str | None, as_json: bool) -> None:
    """Score forecasts on what happened.

    \b
    focalpoint score RELEASE --since   a release (folder or id): expected and seen, hits and misses by name
    focalpoint score --since           every release kept here
    focalpoint score DRAWS ACTUALS     draws in the layout of the VIEWS prediction challenge: CRPS, IGN and MIS
    focalpoint score LIST PANEL        a list of States by rank or chance of an onset, on the mass-killing panel

    DRAWS has the columns month_id, country_id (or priogrid_gid), draw and outcome; ACTUALS has month_id, the same unit
    and outcome. LIST has country, iso3 or ccode; year or made_from; rank, chance or both. CSV or Parquet.
    """
    if actuals is None:
        if not forecasts and not since:
            raise click.UsageError("Name a release, or two files; `focalpoint score --since` scores every release.")
        _since(forecasts, truth, as_json)
        return
    if since or truth:
        raise click.UsageError("--since and --truth are for a release, without a second file.")
    path = Path(FILE.convert(forecasts or "", None, None))
    if lists.is_list(path):
        _list(path, actuals, as_json)
    else:
        _draws(path, actuals, as_json)


def _since(name: str | None, kind: str | None, as_json: bool) -> None:
    """Score one release or all on what became known since, and store the result where there is a desk."""
    if name:
        paths = [find(name, shelf())]
        if not paths[0].exists():
            raise click.BadParameter(f"{name!r} is neither a folder nor a release kept here.", param_hint="RELEASE")
    else:
        paths = since_release.all_kept(shelf())
    rows = since_release.scored(paths, today())
    since_release.into_desk(rows)
    chosen = [row for row in rows if kind in {None, row["truth"]}]
    if not chosen:
        asked = f" of the kind {kind}" if kind else ""
        click.echo(
            f"Nothing newer{asked} is known in {home()} than what was forecast from; there is nothing to score. "
            "Newer data: focalpoint add FILE",
            err=as_json,
        )
    if as_json:
        click.echo(json.dumps(chosen, indent=2))
    elif chosen:
        since_release.show(chosen)


def _list(path: Path, panel: Path, as_json: bool) -> None:
    rules = onset_panel.protocol()
    table = onset_panel.read(panel, rules)
    found = lists_report.report(table, lists.read(path, table), rules)
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    first, last = found["years"]
    shown = Table("measure", "value", "interval", title=f"{path.name}: {found['onsets']} onsets, {first}-{last}")
    for name, (low, high) in found["intervals"].items():
        shown.add_row(name, f"{found[name]:.4f}", f"{low:.4f} to {high:.4f}")
    Console().print(shown)
    _of_list(found)


def _of_list(found: dict[str, Any]) -> None:
    """Say what the list left out, and which onsets were not on it."""
    missed = [f"{row['name']} {row['year']}" for row in found["misses"]]
    click.echo(f"Outside the first 30: {', '.join(missed) or 'none'}.")
    click.echo(f"The list has {found['listed']} of {found['n']} country-years; those it leaves out count as its last.")
    if found["unmatched"]:
        click.echo(f"Not in the panel: {', '.join(found['unmatched'])}.")


def _draws(forecasts: Path, actuals: Path, as_json: bool) -> None:
    scored = challenge.score(forecasts, actuals)
    means = scored.means()
    if as_json:
        facts = {"n": len(scored.cases), "draws": scored.draws, "unit": scored.unit}
        click.echo(json.dumps({**means, **facts, "months": scored.by_month().to_dicts()}, indent=2))
        return
    title = f"{forecasts.name}: {scored.draws} draws a case"
    table = Table("month", "cases", "CRPS", "IGN", "MIS", "MIS 90", title=title)
    for row in scored.by_month().iter_rows(named=True):
        table.add_row(month_label(row["month_id"]), str(row["cases"]), *_figures(row))
    table.add_section()
    table.add_row("all", str(len(scored.cases)), *_figures(means))
    Console().print(table)
    click.echo(
        "CRPS, MIS (central 95 %, as the challenge printed) and MIS 90 in deaths, IGN in bits. Smaller is better."
    )


def _figures(row: dict[str, float]) -> list[str]:
    return [f"{row['crps']:.2f}", f"{row['ign']:.3f}", f"{row['mis']:.1f}", f"{row['mis_90']:.1f}"]
