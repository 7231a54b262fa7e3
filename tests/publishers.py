"""The publishers' servers, as one on this machine that serves their names: `FOCALPOINT_MIRROR` leads there."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from faulty_server import Behaviour, Server
from focalpoint.foresight.sources import registry
from focalpoint.foresight.sources.downloads import MIRROR, Download
from focalpoint.foresight.sources.newest import KEPT_CURRENT
from focalpoint.foresight.vintages import identification
from focalpoint.reference.calendar import first_day, parse_month

DAY = dt.date(2026, 9, 27)
# Codes of States on four continents, so that a file speaks of the whole world; Sudan is where people are killed.
SUDAN, WIDE = 625, (70, 375, 740, 481)
HEADER = (
    *("id", "type_of_violence", "code_status", "country_id", "date_start", "date_end"),
    *("where_prec", "latitude", "longitude", "date_prec", "deaths_civilians", "best", "high", "low"),
)
OTHERS = {
    "ucdp_ov": "sample.csv",
    "vdem": "sample_official.csv",
    "wdi": "sample_official.csv",
    "unhcr": "sample_api.json",
    "coups": "sample_official.tsv",
}
NEWEST = {"ucdp_ov": "26.1", "vdem": "16", "unhcr": "2026", "wdi": "", "coups": ""}


def candidate(first: str, last: str, dead: int = 40) -> bytes:
    """A candidate file: in each month one attack in Sudan, and an event without dead in each of four other States."""
    days = [first_day(month) for month in range(parse_month(first), parse_month(last) + 1)]
    rows = [_row(f"{day:%Y%m}{state}", state, day, dead if state == SUDAN else 0) for day in days for state in _all()]
    return _table(rows, "Check deaths")


def yearly(last: int = 2025, rows: int = 100_000) -> bytes:
    """A whole yearly release as a zip: events in every month since 1989, as many as a release has at least."""
    months = [dt.date(1989 + number // 12, number % 12 + 1, 1) for number in range((last - 1988) * 12)]
    each = rows // (len(months) * 5) + 1
    made = (
        _row(f"{day:%Y%m}{state}{turn}", state, day, 9 if state == SUDAN and not turn else 0)
        for day in months
        for state in _all()
        for turn in range(each)
    )
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("GEDEvent_v26_1.csv", _table(made, "Clear"))
    return kept.getvalue()


def _all() -> tuple[int, ...]:
    return (SUDAN, *WIDE)


def _row(name: str, state: int, day: dt.date, dead: int) -> tuple[object, ...]:
    return (name, 3, "", state, day, day, 1, 5.5, 5.5, 1, *[dead] * 4)


def _table(rows: Iterable[tuple[object, ...]], status: str) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADER)
    writer.writerows((*row[:2], status, *row[3:]) for row in rows)
    return stream.getvalue().encode()


@dataclass
class Publishers:
    """What the publishers have on their servers."""

    server: Server

    def has(self, source: str, release: str, body: bytes, **how: object) -> None:
        self.server.put(self.path(source, release), body, **how)

    def loses(self, source: str, release: str) -> None:
        del self.server.paths[self.path(source, release)]

    def file(self, source: str, release: str) -> Behaviour:
        return self.server.paths[self.path(source, release)]

    def path(self, source: str, release: str) -> str:
        return "/" + download(source, release).address().split("://", 1)[1]

    def fetched(self) -> list[str]:
        """The names that were fetched, in order."""
        return [one.rpartition("/")[2] for one in self.server.asked if one.startswith("GET")]

    def has_the_rest(self) -> None:
        """Everything but UCDP's events, in the newest edition."""
        for source, release in NEWEST.items():
            self.has(source, release, (registry.folder(source) / OTHERS[source]).read_bytes())


def download(source: str, release: str) -> Download:
    """The file of one release, as the card names it."""
    cards = registry.source(source).downloads
    return (
        next(one.of(release) for one in cards if one.release.count(".") == release.count(".")) if release else cards[0]
    )


def serve(server: Server, home: Path, monkeypatch: pytest.MonkeyPatch) -> Publishers:
    """Let the product ask this server for every source, and take files that are smaller than real ones."""
    known = registry.source
    cards = {}
    for source in KEPT_CURRENT:
        card = known(source)
        downloads = tuple(one.model_copy(update={"minimum": 1}) for one in card.downloads)
        cards[source] = card.model_copy(update={"downloads": downloads})
    monkeypatch.setattr(registry, "source", lambda name: cards[name] if name in cards else known(name))
    small = identification.rules().model_copy(update={"least_month_events": 1})
    monkeypatch.setattr(identification, "rules", lambda: small)
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    monkeypatch.setenv("FOCALPOINT_HOME", str(home))
    monkeypatch.setenv("FOCALPOINT_DATABASE_URL", "")
    monkeypatch.setenv(MIRROR, server.address)
    return Publishers(server)
