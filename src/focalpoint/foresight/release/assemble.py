"""From a panel and what the models made of it to the tables and facts of a release."""

from collections.abc import Mapping
from typing import Any, Protocol

import polars as pl

from focalpoint.foresight.evenhand.table import evenhand
from focalpoint.foresight.panel.shape import Panel
from focalpoint.foresight.release import record
from focalpoint.foresight.release.manifest import Input
from focalpoint.foresight.release.write import Facts


class Produced(Protocol):
    """What the models make: the tables that only they can, and the choices behind them."""

    @property
    def forecasts(self) -> pl.DataFrame: ...
    @property
    def drivers(self) -> pl.DataFrame: ...
    @property
    def profile(self) -> pl.DataFrame: ...
    @property
    def scores(self) -> pl.DataFrame: ...
    @property
    def settings(self) -> Mapping[str, Any]: ...


def notes(panel: Panel) -> dict[str, str]:
    """Say what must be known about the record of a unit: why it is dark in the last month, or what else it includes.

    Returns
    -------
    dict
        ISO3 code -> the panel's words on the last month.
    """
    last = panel.monthly.filter((pl.col("month") == panel.origin) & pl.col("note").is_not_null())
    return dict(last.select("unit", "note").rows())


def assemble(panel: Panel, made: Produced, *, code_version: str) -> tuple[dict[str, pl.DataFrame], Facts]:
    """Put together all that ``write.draft`` needs.

    Parameters
    ----------
    panel : what was known.
    made : what the models made of it.
    code_version : version of the program.
    """
    tables = {
        "forecasts": made.forecasts,
        "drivers": made.drivers,
        "history": record.history(panel),
        "events": record.events(panel),
        "profile": made.profile,
        "scores": made.scores,
        "evenhand": evenhand(panel),
    }
    inputs = sorted((Input.of(vintage) for vintage in panel.inputs), key=lambda one: one.id)
    facts = Facts(
        origin=panel.origin,
        known_at=panel.known_at,
        revised=panel.revised,
        embedded=all(one.embedded for one in inputs),
        inputs=inputs,
        data=record.stretches(panel),
        notes=notes(panel),
        settings=made.settings,
        code_version=code_version,
    )
    return tables, facts
