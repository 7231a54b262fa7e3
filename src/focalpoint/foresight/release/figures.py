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
    "recall_at_10": "recall in the top 10",
    "recall_at_20": "recall in the top 20",
    "recall_at_30": "recall in the top 30",
    "false_alarms_per_hit": "false alarms per hit",
    "actual": "killed, as recorded",
    "median": "forecast, median",
    "q05": "forecast, 5 % quantile",
    "q95": "forecast, 95 % quantile",
    "chance": "chance given",
    "share_below": "record below it",
    "observed": "observed share",
    "forecast": "mean chance given",
    "log_ratio": "log ratio",
}
_CASE = {"unit": "State", "year": "year", "window": "months", "threshold": "level"}


def number(value: float | None) -> str:
    """Write a figure so that a reader can read it: thousands with commas, about three digits, null as "unknown".

    >>> number(7900.0), number(0.0625), number(-0.71), number(None), number(31.4), number(0.0), number(0.00031)
    ('7,900', '0.0625', '-0.71', 'unknown', '31.4', '0', '0.0003')
    """
    if value is None:
        return "unknown"
    if value == round(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 10 else f"{value:.4f}".rstrip("0").rstrip(".")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; a bar in a cell is escaped.

    >>> print(table(["a", "b"], [["1", "x|y"]]))
    | a | b |
    |---|---|
    | 1 | x\\|y |
    """
    body = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *body])


def _cell(row: dict[str, Any]) -> str:
    if row["low"] is None or row["high"] is None:
        return number(row["value"])
    return f"{number(row['value'])} [{number(row['low'])}, {number(row['high'])}]"


def _label(metric: str, model: str, models: int) -> str:
    words = WORDS.get(metric, metric)
    return f"{words} ({model})" if models > 1 else words


def section(scores: pl.DataFrame, name: str, title: Callable[[str], str], *, sort: str | None = None) -> str:
    """Write one section of ``scores.parquet`` as a table; an empty text when it has no rows.

    Parameters
    ----------
    scores : the shaped table of the bundle.
    name : a key of ``schema.SECTIONS``.
    title : gives a unit its name.
    sort : a metric whose largest values come first; by case when None.
    """
    rows = scores.filter(pl.col("section") == name).to_dicts()
    if not rows:
        return ""
    used = [column for column in _CASE if any(row[column] is not None for row in rows)]
    models = len({row["model"] for row in rows})
    cases: dict[tuple[Any, ...], dict[str, dict[str, Any]]] = {}
    labels: dict[str, None] = {}
    for row in rows:
        label = _label(row["metric"], row["model"], models)
        labels[label] = None
        cases.setdefault(tuple(row[column] for column in used), {})[label] = row
    ordered = sorted(cases.items(), key=lambda item: _order(item, sort))
    head = [*(_CASE[column] for column in used), *labels, "cases"]
    body = [
        [*_case(case, used, title), *(_cell(found[label]) if label in found else "" for label in labels), _cases(found)]
        for case, found in ordered
    ]
    return table(head, body)


def _order(item: tuple[tuple[Any, ...], dict[str, dict[str, Any]]], sort: str | None) -> tuple[Any, ...]:
    case, found = item
    largest = max((row["value"] or 0 for row in found.values() if row["metric"] == sort), default=0)
    return (-largest, *((cell is not None, cell if cell is not None else 0) for cell in case))


def _cases(found: dict[str, dict[str, Any]]) -> str:
    counts = [row["n"] for row in found.values() if row["n"] is not None]
    return number(float(max(counts))) if counts else ""


def _case(case: tuple[Any, ...], used: list[str], title: Callable[[str], str]) -> list[str]:
    return [_written(column, cell, title) for column, cell in zip(used, case, strict=True)]


def _written(column: str, cell: Any, title: Callable[[str], str]) -> str:
    if cell is None:
        return "all"
    if column == "unit":
        return title(cell)
    return str(cell) if column == "year" else number(float(cell))
