"""The record of killings as a release holds it: months, events, and which edition speaks for which months."""

import polars as pl

from focalpoint.foresight.panel.parts import part_of_event
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release.manifest import Stretch
from focalpoint.foresight.release.schema import TABLES
from focalpoint.reference.calendar import month_label

# An edition that speaks for so many States at most is given with their names.
FEW = 5
# Events of so many months up to the origin are listed; the months before are in the history.
MONTHS_OF_EVENTS = 60
_BOUNDS = {
    "low": "civilians_low",
    "best": "civilians",
    "high": "civilians_high",
    "coded": "civilians_coded",
    **{name: name for name in ("one_sided_low", "one_sided", "one_sided_high")},
}
col = pl.col


def history(panel: Panel) -> pl.DataFrame:
    """Return the monthly record of civilians killed as the bundle holds it.

    Returns
    -------
    polars.DataFrame
        Columns of ``history`` in ``schema.TABLES``. A quiet month is zero in every figure that the record has.
    """
    quiet = col("status") == "zero"
    return panel.monthly.select(
        "unit",
        "month",
        *(pl.when(quiet).then(0.0).otherwise(column).alias(name) for name, column in _BOUNDS.items()),
        col("ged_events").alias("events"),
        "status",
        "basis",
        "input",
    )


def events(panel: Panel) -> pl.DataFrame:
    """Return the events of the last ``MONTHS_OF_EVENTS`` months, each under the State that its source gives it.

    Returns
    -------
    polars.DataFrame
        Columns of ``events`` in ``schema.TABLES``; ``part`` separates Gaza, the West Bank and Israel by the
        place of the event (``panel.parts``). Empty where only tables by country are there.
    """
    recent = col("month").is_between(panel.origin - MONTHS_OF_EVENTS + 1, panel.origin)
    kept = panel.events.filter(col("unit").is_in(panel.units) & recent).with_columns(part_of_event())
    return kept.select(col(name).cast(kind) for name, kind in TABLES["events"].columns.items()).collect()


def stretches(panel: Panel) -> list[Stretch]:
    """Say which edition speaks for which months of the record, and how it knows them; oldest first.

    An edition that others interrupt is given by its first and last month.
    """
    vintages = {vintage.id: vintage for vintage in panel.inputs}
    rows = panel.monthly.filter(col("status").is_in(["recorded", "zero"]) & col("input").is_not_null())
    spoken = rows.select("unit", "month", col("input").str.split(", "), "basis").explode("input")
    spans = spoken.group_by("input", "basis").agg(
        first=col("month").min(), last=col("month").max(), units=col("unit").unique().sort()
    )
    found = []
    for row in spans.filter(col("input").is_in(list(vintages))).iter_rows(named=True):
        vintage = vintages[row["input"]]
        found.append(
            Stretch(
                source=vintage.source,
                edition=vintage.release,
                first=month_label(row["first"]),
                last=month_label(row["last"]),
                basis=row["basis"],
                known_at=vintage.known_at,
                units=tuple(row["units"]) if len(row["units"]) <= FEW else (),
            )
        )
    return sorted(found, key=lambda one: (one.first, one.last, one.source, one.edition or "", one.basis or ""))
