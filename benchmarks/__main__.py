"""``make bench``: run every bench, print a table, write ``results.json`` here and ``docs/reference/benchmarks.md``."""

import argparse
import dataclasses
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import acts, cells, cluster, crps, desk, forecasts, ged, pages, scope, update
from benchmarks.measure import ROOT, Figure

BENCHES: dict[str, Callable[[Path | None], list[Figure]]] = {
    "ged": ged.figures,
    "cells": cells.figures,
    "crps": crps.figures,
    "forecasts": forecasts.figures,
    "cluster": cluster.figures,
    "update": update.figures,
    "pages": pages.figures,
    "desk": desk.figures,
    "acts": acts.figures,
    "scope": scope.figures,
}
RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "reference" / "benchmarks.md"


def shown(figure: Figure) -> str:
    """Write one figure as a row of a Markdown table."""
    value = "not run" if figure.value is None else f"{figure.value:.3g} {figure.unit}".strip()
    met = {True: "met", False: "**missed**", None: ""}[figure.met]
    return f"| {figure.bench} | {figure.name} | {value} | {figure.target} | {met} | {figure.note} |"


def page(figures: list[Figure]) -> str:
    """Write all figures as a page."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    head = [
        "# Benchmarks",
        "",
        f"Written by `make bench` on a machine with {machine}. Ratios are of runs in turn on one machine; seconds",
        "alone say little about another. B1 and B2 use today's revised values for the past, for all alike;",
        "with 39 onsets in B1, small differences mean nothing.",
        "",
        "| bench | what | figure | target | | note |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *map(shown, figures), ""])


def main() -> int:
    """Run the named benches, or all; exit 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "benches", nargs="*", choices=[[], *BENCHES], help="only these (results are then printed, not written)"
    )
    chosen = parser.parse_args().benches or list(BENCHES)
    shared = ROOT.parent / "shared" / "data"
    figures = []
    for name in chosen:
        sys.stdout.write(f"{name} ...\n")
        sys.stdout.flush()
        for figure in BENCHES[name](shared if shared.is_dir() else None):
            figures.append(figure)
            sys.stdout.write(shown(figure) + "\n")
    if len(chosen) == len(BENCHES):
        RESULTS.write_text(json.dumps([dataclasses.asdict(one) for one in figures], indent=1) + "\n")
        PAGE.write_text(page(figures))
    return int(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
