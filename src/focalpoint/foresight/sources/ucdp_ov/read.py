"""UCDP organized violence by country and year."""

import polars as pl

from focalpoint.foresight.sources import country_year
from focalpoint.foresight.sources.columns import Check, Column, Context, Typed, whole

COLUMNS = {
    "osv_low": "os_total_deaths_low_cy",
    "osv_best": "os_total_deaths_best_cy",
    "osv_high": "os_total_deaths_high_cy",
    "osv_gov_best": "os_any_govt_killings_best_cy",
    "osv_nongov_best": "os_nsgroup_killings_best_cy",
    "sb_best": "sb_total_deaths_best_cy",
    "sb_civilians": "sb_deaths_civilians_cy",
    "ns_best": "ns_total_deaths_best_cy",
    "ns_civilians": "ns_deaths_civilians_cy",
    "ov_low": "cumulative_total_deaths_in_orgvio_low_cy",
    "ov_best": "cumulative_total_deaths_in_orgvio_best_cy",
    "ov_high": "cumulative_total_deaths_in_orgvio_high_cy",
    "ov_civilians": "cumulative_total_deaths_civilians_in_orgvio_cy",
}
OPTIONAL = ("ns_civilians",)  # the layout of older editions has no such column
KEPT = "The row was kept as it is published; compare with the producer's codebook."


def read_table(raw: pl.DataFrame, context: Context) -> Typed:
    """Turn strings into deaths by kind of violence, State and year; the release is the file's own ``version``."""
    done = country_year.table(
        raw,
        context,
        [_deaths(name, column) for name, column in COLUMNS.items()],
        scheme="gw",
        code="country_id_cy",
        dated=True,
        when="year_cy",
        checks=[_order("osv_low", "osv_best"), _order("osv_best", "osv_high")],
    )
    version = raw["version"].drop_nulls().max()
    return done._replace(release=str(version).strip() if version is not None else None)


def _deaths(name: str, raw: str) -> Column:
    return whole(name, raw=raw, required=name not in OPTIONAL, low=0, negative="negative-deaths")


def _order(less: str, more: str) -> Check:
    words = f"{less.removeprefix('osv_')} no higher than {more.removeprefix('osv_')}"
    code = f"{less.removeprefix('osv_')}-over-{more.removeprefix('osv_')}"
    return Check(code, COLUMNS[less], pl.col(less) > pl.col(more), words, KEPT, "warning")
