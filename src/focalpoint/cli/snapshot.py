"""``focalpoint snapshot``: what is known of the tables that come with the package."""

import datetime as dt
import json

import click

from focalpoint.cli import WholeSentences
from focalpoint.foresight.runs.civilians import estimate_record
from focalpoint.foresight.vintages.store import Store
from focalpoint.reference.places import home


@click.group(cls=WholeSentences)
def snapshot() -> None:
    """The small tables inside the package, from which the first release is made."""


@snapshot.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of sentences.")
def estimate(as_json: bool) -> None:
    """Say how well civilian deaths are estimated where only deaths by type of violence are known.

    It estimates country-years whose figures are final, 2012 to 2024, from the years before each, and the months of 2026
    for which the candidate table gives civilians.
    """
    found = estimate_record.of_store(Store(home()), dt.datetime.now(dt.UTC).date())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for truth, words in (("coded", "UCDP's own column"), ("counted", "one-sided dead and other civilians")):
        one = found["country_years"][truth]
        click.echo(
            f"Against {words}: correlation {one['correlation']:.2f} on log(1 + x) over {one['n']:,} country-years with "
            f"dead; median error {one['median_error']:.0%} and 90 % within a factor of {one['factor_90']:.1f} over the "
            f"{one['n_many']} with 25 or more; {one['inside']:.0%} of {one['n_guessed']} in the interval."
        )
    months = found["months"]
    click.echo(
        f"Months of 2026: {months['estimate']:,.0f} estimated, {months['counted']:,.0f} counted; "
        f"{months['inside']:.0%} of {months['n']} in the interval."
    )
