"""``focalpoint sources``: what the house can read, from whom, and under which terms."""

import json

import click
from rich.console import Console
from rich.table import Table

from focalpoint.foresight.sources import registry


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array instead of a table.")
def sources(as_json: bool) -> None:
    """List every source: publisher, licence, and whether its figures may be passed on with the product."""
    cards = registry.all_sources()
    if as_json:
        wanted = {"id", "title", "publisher", "licence", "may_ship", "citation", "url", "grain", "note"}
        rows = [{**card.model_dump(include=wanted), "layouts": [one.name for one in card.layouts]} for card in cards]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    table = Table("source", "title and publisher", "licence", "figures may ship")
    table.columns[0].no_wrap = True
    for card in cards:
        table.add_row(card.id, f"{card.title}\n{card.publisher}", card.licence, "yes" if card.may_ship else "no")
    Console().print(table)
