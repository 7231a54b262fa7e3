"""The rows of the ranking as HTML: 195 rows of eleven cells, written here to keep the page within its 50 ms."""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.asked import Filter
from focalpoint.desk.watch.beside import Beside
from focalpoint.desk.watch.ranking import Row
from focalpoint.desk.watch.sentences import change_words

# No text of a row holds this: what it is made of is escaped.
_ROW = "<tr>"


def table_body(rows: list[Row], shown: Filter) -> SafeString:
    """Return the rows of the ranking without their last cell, which depends on the reader."""
    pattern = reverse("country", args=["XXX"]) + (f"?release={shown.release}" if shown.release else "")
    unknown = escape(_("cannot tell"))
    return mark_safe("".join(_row(row, pattern, unknown) for row in rows))  # noqa: S308 - all text below is escaped


def with_situations(body: str, rows: list[Row], known: Beside) -> SafeString:
    """Return the rows with their last cell: the live situations of each State that the reader may see."""
    none = f'<td class="st mid">{escape(_("none"))}</td></tr>'
    drawn = body.split(_ROW)[1:]
    ends = (_open(row, len(known.at(row.iso3))) if known.at(row.iso3) else none for row in rows)
    return mark_safe("\n".join(f"{_ROW}{each}{end}" for each, end in zip(drawn, ends, strict=True)))  # noqa: S308 - escaped


def situation_word(count: int) -> str:
    """Say how many situations are open.

    >>> situation_word(0), situation_word(1), situation_word(3)
    ('none', 'open', '3 open')
    """
    if not count:
        return _("none")
    return _("open") if count == 1 else _("%(count)s open") % {"count": count}


def _open(row: Row, count: int) -> str:
    address = reverse("country", args=[row.iso3]) + "#situations"
    heard = f'<span class="heard">: {escape(_(row.name))}</span>'
    return f'<td class="st mid"><a href="{address}">{escape(situation_word(count))}{heard}</a></td></tr>'


def _row(row: Row, pattern: str, unknown: str) -> str:
    sign = "" if row.value is None else '<span class="q"> %</span>'
    cells = [
        f'<td class="k">{row.rank or "–"}</td>',
        f'<th scope="row"><a href="{pattern.replace("XXX", row.iso3)}">{escape(_(row.name))}</a>{_note(row)}</th>',
        f'<td class="n"><b>{escape(row.percent)}</b>{sign}</td>',
        f'<td class="q wide"><span class="fig">{escape(row.interval) or "–"}</span></td>',
        f'<td class="mid">{escape(row.band.word) if row.band else unknown}</td>',
        f'<td class="n q mid">{escape(row.multiple)}</td>',
        f'<td class="n q mid">{_change(row)}</td>',
        f'<td class="n mid">{_killed(row)}</td>',
        f'<td class="wide">{_spark(row)}</td>',
        f'<td class="mid">{_known(row, unknown)}</td>',
    ]
    return f"{_ROW}{''.join(cells)}"


def _note(row: Row) -> str:
    return f'<br><span class="aside">{escape(_(row.note))}</span>' if row.note else ""


def _change(row: Row) -> str:
    if row.change is None:
        return f'<span title="{escape(change_words(None))}">–</span>'
    shape = "▲" if row.change > 0 else "▼" if row.change < 0 else "·"
    heard = escape(change_words(row.change))
    return f'<span aria-hidden="true">{shape} {abs(row.change)}</span><span class="heard">{heard}</span>'


def _killed(row: Row) -> str:
    if row.killed_best is None:
        return escape(_("unknown"))
    best = figure(row.killed_best)
    if row.killed_low is None or row.killed_high is None or row.killed_low == row.killed_high:
        return best
    return f'<span class="q">{figure(row.killed_low)}–</span>{best}<span class="q">–{figure(row.killed_high)}</span>'


def _spark(row: Row) -> str:
    if not row.spark:
        return f'<span class="q">{escape(_("unknown"))}</span>'
    return f'<svg class="spark" viewBox="0 -1 96 22" aria-hidden="true"><path d="{escape(row.spark)}"/></svg>'


def _known(row: Row, unknown: str) -> str:
    if row.known is None:
        return f'<span class="q">{unknown}</span>'
    bar = f'<rect class="all" width="44" height="6"/><rect class="part" width="{0.44 * row.known:.1f}" height="6"/>'
    return (
        f'<svg class="obs" viewBox="0 0 44 6" aria-hidden="true">{bar}</svg> <span class="q fig">{row.known} %</span>'
    )
