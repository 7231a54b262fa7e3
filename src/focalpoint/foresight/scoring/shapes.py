"""What a score refuses, said before any arithmetic."""

from collections.abc import Sized
from typing import Any

import numpy as np
import numpy.typing as npt

from focalpoint.reference.errors import FocalpointError

Floats = npt.NDArray[np.floating[Any]]


class BadScoreInput(FocalpointError):
    """Arrays that cannot be scored: wrong shape, missing values, chances outside 0 to 1, no event."""


def numbers(name: str, values: npt.ArrayLike, ndim: int) -> Floats:
    """Return an array of floats with ``ndim`` axes and no missing value; float32 is kept.

    >>> numbers("outcomes", [1, 2], 1)
    array([1., 2.])
    """
    array = np.asarray(values)
    if array.dtype not in (np.float32, np.float64):
        array = array.astype(np.float64)
    if array.ndim != ndim:
        raise BadScoreInput(f"The {name} have {array.ndim} axes, expected {ndim}.", todo="Check the table's shape.")
    if array.size == 0:
        raise BadScoreInput(f"There are no {name}.", todo="Score at least one case.")
    # A sum is NaN or infinite when any value is: one pass and no array of flags.
    with np.errstate(over="ignore", invalid="ignore"):
        total = array.sum(dtype=np.float64)
    if not np.isfinite(total) and not np.isfinite(array).all():
        raise BadScoreInput(f"Some {name} are missing or infinite.", todo="Drop or complete these cases first.")
    return array


def same_length(name: str, first: Sized, second: Sized) -> None:
    """Refuse two arrays that do not speak of the same cases."""
    if len(first) != len(second):
        raise BadScoreInput(f"{len(first)} {name} for {len(second)} outcomes.", todo="Give one row to each outcome.")


def events(outcomes: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return outcomes of 0 and 1 as booleans.

    >>> events([0, 1])
    array([False,  True])
    """
    array = numbers("outcomes", outcomes, 1)
    if not np.isin(array, (0, 1)).all():
        raise BadScoreInput("An outcome is neither 0 nor 1.", todo="Write 1 for an event and 0 for none.")
    happened: npt.NDArray[np.bool_] = array == 1
    return happened
