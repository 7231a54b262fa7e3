"""The rows of the ranking as HTML: 195 rows of eleven cells, written here to keep the page within its 50 ms."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from focalpoint.desk.design.templatetags.figures import figure
from focalpoint.desk.watch.onset_ranking import Outlook
from focalpoint.desk.watch.ranking import Row
from focalpoint.desk.watch.sentences import basis_words, change_words
from focalpoint.desk.watch.state_panels import StateSituations

# No text of a row holds this: what it is made of is escaped.
_ROW = "<tr>"


def table_body(rows: list[Row], tail: str) -> SafeString:
    """Return the rows of the ranking without their last cells, which depend on the reader.

    ``tail`` is the end of each link to a State.
    """
    pattern = reverse("country", args=["XXX"]) + tail
    unknown = escape(_("cannot tell"))
    return mark_safe("".join(_row(row, pattern, unknown) for row in rows))  # noqa: S308 - all text below is escaped


def with_own_cells(
    body: str, rows: list[Row], kept: list[Row], known: StateSituations, followed: Collection[str] | None
) -> SafeString:
    """Return the rows that are kept with the cells of one reader: live situations, and the star of what is followed.

    Parameters
    ----------
    body : the rows as ``table_body`` made them of ``rows``.
    kept : those of ``rows`` that are shown, in their order.
    known : situations that the reader may see; without the right to read any there is no such cell.
    followed : ISO3 of the States that the reader follows; None for a reader who cannot follow.
    """
    drawn = dict(zip((row.iso3 for row in rows), body.split(_ROW)[1:], strict=True))
    lines = (f"{_ROW}{drawn[row.iso3]}{own_cells(row, known, followed)}</tr>" for row in kept)
    return mark_safe("\n".join(lines))  # noqa: S308 - escaped


def own_cells(row: Row | Outlook, known: StateSituations, followed: Collection[str] | None) -> str:
    """Return the cells of a row that depend on the reader."""
    found = known.at(row.iso3)
    none = f'<td class="st mid q">{escape(_("none"))}</td>'
    situation = (_open(row, len(found)) if found else none) if known.may_read else ""
    return situation + star(row.iso3, row.name, followed)


def star(iso3: str, name: str, followed: Collection[str] | None) -> str:
    """Return the cell with the button that follows a State or stops following it; nothing for who cannot follow."""
    if followed is None:
        return ""
    on = iso3 in followed
    words = (_("Stop following %(state)s") if on else _("Follow %(state)s")) % {"state": _(name)}
    address = reverse("unfollow" if on else "follow", args=[iso3])
    return (
        f'<td class="fol"><button class="star" formaction="{address}" title="{escape(words)}">'
        f'<span aria-hidden="true">{"★" if on else "☆"}</span><span class="heard">{escape(words)}</span></button></td>'
    )


def situation_word(count: int) -> str:
    """Say how many situations are open.

    >>> situation_word(0), situation_word(1), situation_word(3)
    ('none', 'open', '3 open')
    """
    if not count:
        return _("none")
    return _("open") if count == 1 else _("%(count)s open") % {"count": count}


def _open(row: Row | Outlook, count: int) -> str:
    address = reverse("country", args=[row.iso3]) + "#situations"
    heard = f'<span class="heard">: {escape(_(row.name))}</span>'
    return f'<td class="st mid"><a href="{address}">{escape(situation_word(count))}{heard}</a></td>'


def _row(row: Row, pattern: str, unknown: str) -> str:
    address = pattern.replace("XXX", row.iso3)
    cells = [
        f'<td class="k">{row.rank or "–"}</td>',
        f'<th scope="row" id="at-{row.iso3}"><a href="{address}">{escape(_(row.name))}</a>{_note(row)}</th>',
        f'<td class="n">{_chance(row)}</td>',
        f'<td class="wide word">{escape(row.band.word) if row.band else unknown}</td>',
        f'<td class="n q mid">{escape(row.multiple)}</td>',
        f'<td class="n q mid">{_change(row)}</td>',
        f'<td class="n mid">{killed(row)}</td>',
        f'<td class="wide">{_spark(row)}</td>',
        f'<td class="wide">{_known(row, unknown)}</td>',
    ]
    return f"{_ROW}{''.join(cells)}"


def _chance(row: Row) -> str:
    if row.value is None:
        return f'<b>–</b><br><span class="aside">{escape(_("cannot tell"))}</span>'
    figures = f'<b>{escape(row.percent)}</b><span class="q"> %</span>'
    return figures + (f'<br><span class="aside">{escape(row.interval)}</span>' if row.interval else "")


def _note(row: Row) -> str:
    return f'<br><span class="aside">{escape(_(row.note))}</span>' if row.note else ""


def _change(row: Row) -> str:
    if row.change is None:
        return f'<span title="{escape(change_words(None))}">–</span>'
    shape = "▲" if row.change > 0 else "▼" if row.change < 0 else "·"
    heard = escape(change_words(row.change))
    return f'<span aria-hidden="true">{shape} {abs(row.change)}</span><span class="heard">{heard}</span>'


def killed(row: Row | Outlook) -> str:
    """Return the killed of twelve months: best estimate, its range where it is known, and what it rests on."""
    if row.killed_best is None:
        return escape(_("unknown"))
    text = f"{figure(row.killed_best)}"
    if row.killed_low is not None and row.killed_high is not None and row.killed_low != row.killed_high:
        text += f'<br><span class="aside">{figure(row.killed_low)}–{figure(row.killed_high)}</span>'
    words = basis_words(row.basis)
    return text + (f'<br><span class="aside">{escape(words)}</span>' if words and row.killed_best else "")


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
