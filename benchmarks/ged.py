"""Events into the panel on the product's own path: ``Store.add`` and ``panel``, against pandas reading and grouping.

The file is the one-country sample in ``../shared/data`` repeated with fresh ids in four countries.
"""

import csv
import tempfile
from pathlib import Path

from benchmarks.measure import Figure, best, ours, peers

ROWS = 400_000
SAMPLE = "ucdp/GEDEvent_myanmar_1989_2023.csv"
CHECKED = "whole processes; ours reads all columns, checks each row, keeps bytes and tables"
PROCESS = "whole process, with the last month of data after it"
COUNTRIES = ("775", "70", "375", "481")  # on four continents, so that the file is one of the whole world
OURS = """
import datetime as dt, sys, tempfile
from pathlib import Path
from focalpoint.foresight.panel.build import panel
from focalpoint.foresight.vintages.store import Store
day = dt.date(2026, 11, 27)
with tempfile.TemporaryDirectory() as home:
    store = Store(Path(home), snapshot=None)
    added = store.add(Path(sys.argv[1]), known_at=day)[0]
    made = panel(store, known_at=day)
    v, recorded = added.vintage, (made.monthly["status"] == "recorded").sum()
    print(f"{v.rows_kept} of {v.rows_kept + v.rows_bad} rows kept as {v.kind} {v.release}, {added.issues.height}"
          f" issues, {recorded} State-months with events")
"""
PANDAS = """
import sys, pandas as pd
events = pd.read_csv(sys.argv[1], low_memory=False)
events["month"] = events["date_start"].str[:7]
print(len(events.groupby(["country_id", "month"])[["deaths_civilians", "best", "high", "low"]].sum()))
"""
MONTHLY = """
import datetime as dt, sys, time
from pathlib import Path
from focalpoint.foresight.panel.build import data_end
from focalpoint.foresight.vintages.store import Store
day = dt.date(2026, 11, 27)
store = Store(Path(sys.argv[1]))
before = time.perf_counter()
store.add(Path(sys.argv[2]), known_at=day)
data_end(store, day)
print(time.perf_counter() - before)
"""


def repeat(sample: Path, target: Path) -> None:
    """Write the sample's rows again and again, each with an id and a country of its own, until there are ``ROWS``."""
    with sample.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    country = header.index("country_id")
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number in range(ROWS):
            row = rows[number % len(rows)]
            code = COUNTRIES[number // len(rows) % len(COUNTRIES)]
            writer.writerow([number + 1, *row[1:country], code, *row[country + 1 :]])


def month(sample: Path, target: Path) -> None:
    """Write a monthly candidate file of 2,000 rows, half of them not yet clear, all in January 2024."""
    with sample.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    place = {name: header.index(name) for name in ("country_id", "code_status", "date_start", "date_end", "year")}
    with target.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for number, row in enumerate(rows[:2000]):
            row[0], row[place["country_id"]] = str(9_000_000 + number), COUNTRIES[number % len(COUNTRIES)]
            row[place["code_status"]] = ("Clear", "Check deaths")[number % 2]
            row[place["date_start"]] = row[place["date_end"]] = f"2024-01-{number % 28 + 1:02d} 00:00:00.000"
            row[place["year"]] = "2024"
            writer.writerow(row)


def figures(shared: Path | None) -> list[Figure]:
    """Time both ways in turn on one file, then a month added to the full store."""
    if shared is None:
        return [Figure("ged", "400,000 rows into the panel", None, "s", note="not run: needs ../shared/data")]
    with tempfile.TemporaryDirectory() as folder:
        big, small, home = Path(folder, "ged241.csv"), Path(folder, "GEDEvent_v24_0_1.csv"), Path(folder, "home")
        repeat(shared / SAMPLE, big)
        month(shared / SAMPLE, small)
        mine, pandas = best(3, lambda: ours(OURS, big), lambda: peers(PANDAS, big))
        ours(MONTHLY, home, big)
        (added,) = best(1, lambda: ours(MONTHLY, home, small))
    ratio = pandas.seconds / mine.seconds
    return [
        Figure(
            "ged", "time of pandas reading and grouping / ours to the panel", ratio, "x", ">= 3", ratio >= 3, CHECKED
        ),
        Figure("ged", "ours, whole process", mine.seconds, "s", note=mine.output.splitlines()[0]),
        Figure("ged", "peak memory", mine.megabytes, "MB"),
        Figure("ged", "peak memory of pandas", pandas.megabytes, "MB"),
        Figure(
            "ged", "a monthly file added to the full store", added.seconds, "s", "<= 3", added.seconds <= 3, PROCESS
        ),
    ]
