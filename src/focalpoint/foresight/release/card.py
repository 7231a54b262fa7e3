"""The model card of a release."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from focalpoint.foresight.release.manifest import Input


def render(
    tables: Mapping[str, pl.DataFrame],
    origin: int,
    window: Mapping[str, str],
    known_at: dt.date,
    inputs: Sequence[Input],
    settings: Mapping[str, Any],
) -> str:
    """Write the card."""
    return "# Model card\n"
