"""Reading and validating a GED CSV of 400,000 rows into the monthly panel, beside pandas and Polars without validation.

The file is the one-country sample in ``../shared/data`` repeated with fresh ids, so that every row is a real one.
"""

import csv
import tempfile
from pathlib import Path

from benchmarks.measure import Figure, best, ours, peers

ROWS = 400_000
SAMPLE = "ucdp/GEDEvent_myanmar_1989_2023.csv"
OURS = """
import sys
from pathlib import Path
from focalpoint.foresight.sources.ucdp_ged.monthly import monthly
read = monthly(Path(sys.argv[1]))
print(f"{read.rows_kept} of {read.rows_read} rows kept, {read.issues.height} issues, {read.frame.height} State-months")
"""
PANDAS = """
import sys, pandas as pd
events = pd.read_csv(sys.argv[1], low_memory=False)
events["month"] = events["date_start"].str[:7]
print(len(events.groupby(["country_id", "month"])[["deaths_civilians", "best", "high", "low"]].sum()))
"""
POLARS = """
import sys, polars as pl
lazy = pl.scan_csv(sys.argv[1], infer_schema=False)
sums = [pl.col(name).cast(pl.Int64).sum() for name in ("deaths_civilians", "best", "high", "low")]
print(lazy.group_by("country_id", pl.col("date_start").str.slice(0, 7)).agg(sums).collect(engine="streaming").height)
"""


def repeat(sample: Path, target: Path) -> None:
    """Write the sample's rows again and again, each with an id of its own, until there are ``ROWS``."""
    with sample.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(ROWS):
            writer.writerow([number + 1, *rows[number % len(rows)][1:]])


def figures(shared: Path | None) -> list[Figure]:
    """Time the three ways in turn on one file."""
    if shared is None:
        return [Figure("ged", "400,000 rows into the panel", None, "s", note="not run: needs ../shared/data")]
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder, "ged.csv")
        repeat(shared / SAMPLE, big)
        mine, pandas, polars = best(3, lambda: ours(OURS, big), lambda: peers(PANDAS, big), lambda: ours(POLARS, big))
    ratio = pandas.seconds / mine.seconds
    return [
        Figure(
            "ged", "time of pandas without validation / ours with", ratio, "x", ">= 2", ratio >= 2, "whole processes"
        ),
        Figure("ged", "time of bare Polars without validation / ours with", polars.seconds / mine.seconds, "x"),
        Figure("ged", "ours, whole process", mine.seconds, "s", note=mine.output.splitlines()[0]),
        Figure("ged", "peak memory", mine.megabytes, "MB"),
        Figure("ged", "peak memory of pandas", pandas.megabytes, "MB"),
    ]
