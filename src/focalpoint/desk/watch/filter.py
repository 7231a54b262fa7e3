"""What a reader asks of Watch: a value that links are written from."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from focalpoint.desk.watch.choices import choices
from focalpoint.desk.watch.ranking import FIRST_ORDER


@dataclass(frozen=True)
class Filter:
    """What is shown: view, question, region, order and release (empty: the newest).

    ``window`` is counted from the month after the data; of the longest one, the months that remain are shown, and the
    whole of it when ``whole`` is said. ``region`` is a region or a part of one. ``situation`` and ``followed`` leave
    only States without an open situation, or those that the reader follows.
    """

    view: str = "highest"
    threshold: int = choices().default.threshold
    window: int = choices().default.window
    whole: str = ""
    region: str = ""
    situation: str = ""
    followed: str = ""
    sort: str = ""
    release: str = ""

    @property
    def column(self) -> str:
        """The column that orders the rows."""
        return (self.sort or FIRST_ORDER[self.view]).removeprefix("-")

    @property
    def falling(self) -> bool:
        """Whether the largest comes first; figures begin that way, names do not."""
        return self.sort.startswith("-") or not self.sort

    def link(self, **changes: Any) -> str:
        """Return the query of a link to what is shown with some of it changed.

        >>> Filter().link(threshold=100), Filter().link(), Filter(threshold=100).link(window=3)
        ('?threshold=100', '?', '?threshold=100&window=3')
        """
        wanted, usual = replace(self, **changes), Filter()
        said = {key: value for key, value in vars(wanted).items() if value != getattr(usual, key)}
        return "?" + urlencode(said)

    def sorted_by(self, column: str) -> str:
        """Return the link of a column head: largest first, then the other way round."""
        first = column if column == "state" else f"-{column}"
        other = f"-{column}" if column == "state" else column
        shown_first = self.column == column and self.falling == first.startswith("-")
        return self.link(sort=other if shown_first else first)
