"""What the world's media report from a State."""

import numpy as np

from focalpoint.foresight.features.inputs import log1p, monthly_values, unknown
from focalpoint.foresight.features.windows import Array, rolling_mean, rolling_sum
from focalpoint.foresight.panel.shape import Panel

PER_THOUSAND = 1000


def media(panel: Panel) -> dict[str, Array]:
    """Reports of conflict and protest: how many, against the State's own year, and as a share of the world's."""
    conflict, protest = monthly_values(panel, "media_conflict"), monthly_values(panel, "media_protest")
    year = rolling_sum(conflict, 12)
    world = np.nansum(year, axis=0)
    share = PER_THOUSAND * np.divide(year, world, out=np.full_like(year, np.nan), where=world > 0)
    return {
        "media_conflict": log1p(conflict),
        "media_protest": log1p(protest),
        "media_conflict_change": log1p(conflict) - log1p(rolling_mean(conflict, 12)),
        "media_protest_change": log1p(protest) - log1p(rolling_mean(protest, 12)),
        "media_conflict_share": log1p(share),
        "media_tone": rolling_mean(monthly_values(panel, "media_goldstein"), 3),
        "media_unknown": unknown(conflict),
    }
