"""Scores as the tables of the model card: one line a case, one column a figure."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

# What a figure is called in print; one that is not here is printed under its own name.
WORDS = {
    "crps": "mean CRPS, deaths",
    "skill": "skill",
    "skill_mean": "mean yearly skill",
    "coverage_50": "record inside the 50 % band",
    "coverage_90": "record inside the 90 % band",
    "auc": "AUC",
    "brier": "Brier score",
    "brier_skill": "Brier skill",
    "average_precision": "average precision",
    "recall_at_10": "onsets among the 10 highest",
    "recall_at_20": "onsets among the 20 highest",
    "recall_at_30": "onsets among the 30 highest",
    "false_alarms_per_hit": "false alarms for each hit",
    "onsets_missed": "onsets never among the 30 highest",
    "mass_expected": "mass killings to expect in the window, all States together",
    "mass_per_year": "mass killings a year, all States together",
    "actual": "killed, as recorded",
    "median": "forecast, median",
    "q05": "forecast, 5 % quantile",
    "q95": "forecast, 95 % quantile",
    "chance": "chance given",
    "share_below": "record below it",
    "observed": "came true",
    "forecast": "mean chance given",
}
PERCENT = {"chance", "share_below", "observed", "forecast", "coverage_50", "coverage_90"}
PERCENT |= {"recall_at_10", "recall_at_20", "recall_at_30"}
_CASE = {"unit": "State", "year": "year", "window": "months", "threshold": "killed, at least"}


def number(value: float | None) -> str:
    """Write a figure so that a reader can read it: thousands with commas, three digits, null as "unknown".

    >>> number(7900.0), number(0.0625), number(-0.7112), number(None), number(31.4), number(0.0), number(0.00031)
    ('7,900', '0.0625', '-0.711', 'unknown', '31.4', '0', '0.0003')
    """
    if value is None:
        return "unknown"
    if abs(value) < 0.00005:
        return "0"
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:,.1f}".removesuffix(".0")
    return f"{value:.3g}" if abs(value) >= 0.001 else f"{value:.4f}".rstrip("0")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; a bar in a cell is escaped.

    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    body = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *body])


def percent(share: float) -> str:
    """Write a share; what is not certain is never written as 0 or 100 %.

    >>> percent(0.0005), percent(0.936), percent(0.04), percent(0.9999), percent(1.0)
    ('<0.1 %', '93.6 %', '4 %', '>99.9 %', '100 %')
    """
    if 0 < share < 0.001:
        return "<0.1 %"
    if 0.999 < share < 1:
        return ">99.9 %"
    return f"{100 * share:.1f}".removesuffix(".0") + " %"


def _cell(row: dict[str, Any]) -> str:
    metric = row["metric"].partition(":")[0]
    write = percent if metric in PERCENT and row["value"] is not None else number
    if row["low"] is None or row["high"] is None:
        return write(row["value"])
    return f"{write(row['value'])} [{write(row['low'])}, {write(row['high'])}]"


def _words(metric: str) -> str:
    name, colon, rest = metric.partition(": ")
    return f"{rest}: {WORDS.get(name, name)}" if colon else WORDS.get(name, name)


def _rows(scores: pl.DataFrame, name: str) -> list[dict[str, Any]]:
    rows = scores.filter(pl.col("section") == name).to_dicts()
    return sorted(rows, key=lambda row: (row["model"] != "combination", row["model"]))


def wide(
    scores: pl.DataFrame,
    name: str,
    title: Callable[[str], str],
    *,
    sort: str | None = None,
    without: Sequence[str] = (),
    threshold: str = "killed, at least",
) -> str:
    """Write one section of ``scores.parquet`` with a line a case and a column a figure; empty when it has no rows.

    Parameters
    ----------
    scores : the shaped table of the bundle.
    name : a key of ``schema.SECTIONS``.
    title : gives a unit its name.
    sort : a metric whose largest values come first; by case when None.
    without : columns of the case that are not shown, or "cases".
    threshold : what the threshold is here.
    """
    rows = _rows(scores, name)
    if not rows:
        return ""
    used = [column for column in _CASE if column not in without and any(row[column] is not None for row in rows)]
    models = len({row["model"] for row in rows})
    cases: dict[tuple[Any, ...], dict[str, dict[str, Any]]] = {}
    labels: dict[str, None] = {}
    for row in rows:
        label = _words(row["metric"]) + (f" ({row['model']})" if models > 1 else "")
        labels[label] = None
        cases.setdefault(tuple(row[column] for column in used), {})[label] = row
    shown = [] if "cases" in without else ["cases"]
    body = [
        [
            *(_written(column, cell, title) for column, cell in zip(used, case, strict=True)),
            *(_cell(found[label]) if label in found else "" for label in labels),
            *([_cases(found)] if shown else []),
        ]
        for case, found in sorted(cases.items(), key=lambda item: _order(item, sort))
    ]
    head = [threshold if column == "threshold" else _CASE[column] for column in used]
    return table([*head, *labels, *shown], body)


def tall(scores: pl.DataFrame, name: str) -> str:
    """Write one section with a line a figure and a column a model; empty when it has no rows.

    Parameters
    ----------
    scores : the shaped table of the bundle.
    name : a key of ``schema.SECTIONS``.
    """
    rows = _rows(scores, name)
    if not rows:
        return ""
    models = list(dict.fromkeys(row["model"] for row in rows))
    lines: dict[tuple[str, float | None], dict[str, dict[str, Any]]] = {}
    for row in rows:
        lines.setdefault((row["metric"], row["threshold"]), {})[row["model"]] = row
    body = [
        [_words(metric), *(_cell(found[model]) if model in found else "" for model in models), _cases(found)]
        for (metric, _), found in lines.items()
    ]
    return table(["figure", *models, "cases"], body)


def _order(item: tuple[tuple[Any, ...], dict[str, dict[str, Any]]], sort: str | None) -> tuple[Any, ...]:
    case, found = item
    largest = max((row["value"] or 0 for row in found.values() if row["metric"] == sort), default=0)
    return (-largest, *((cell is not None, cell if cell is not None else 0) for cell in case))


def _cases(found: dict[str, dict[str, Any]]) -> str:
    counts = [row["n"] for row in found.values() if row["n"] is not None]
    return number(float(max(counts))) if counts else ""


def _written(column: str, cell: Any, title: Callable[[str], str]) -> str:
    if cell is None:
        return "all"
    if column == "unit":
        return title(cell)
    return str(cell) if column == "year" else number(float(cell))
