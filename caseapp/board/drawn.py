"""The board's tiles, bars and rows as they stand in the page: joined here, for a macro for each costs more than SQL."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape as html

from markupsafe import Markup

from caseapp.board.figures import Figure
from caseapp.board.overview import Bar, Overview, Tile
from caseapp.board.wording import icon
from caseapp.web.filters import number
from caseapp.web.language import gettext as _

# What stands where nobody has a dossier yet; a card on a phone leaves it out.
NOBODY = "–"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list in words; ``tick``: what is sent when it is ticked, empty where the viewer cannot urge.

    ``given``: whether the viewer may give it to somebody else. ``last``: why it is late, who is waited for, when it was
    done: what the list is about.
    """

    tick: str
    due: Markup
    url: str
    act: str
    basis: str
    dossier: Markup
    handler: str
    unit: str
    last: str
    given: bool

    @property
    def printed_due(self) -> str:
        """The badge on paper: words alone."""
        return _plain(self.due)

    @property
    def printed_dossier(self) -> str:
        """Number and matter on paper."""
        return _plain(self.dossier)


def _plain(cell: Markup) -> str:
    return Markup(str(cell).replace('<span class="second">', ", ")).striptags()  # noqa: S704  nothing is added


def tiles(board: Overview) -> Markup:
    """The large numbers, each leading to its list; what is late stands out."""
    return Markup("\n".join(  # noqa: S704  every part is escaped
        _tile(tile, late=tile.figure is Figure.LATE and board.late > 0) for tile in board.tiles))


def _tile(tile: Tile, *, late: bool) -> str:
    warning = f'{icon("exclamation-triangle-fill")} ' if late else ""
    marked = ' class="late"' if late else ""
    return (f'<li><a href="{html(tile.url)}"{marked}><span class="tile-number">{html(tile.value)}{_change(tile.change)}'
            f'</span><span class="tile-name">{warning}{html(tile.name)}</span>'
            f'<span class="tile-below">{html(tile.below)}</span></a></li>')


def _change(change: int | None) -> str:
    if not change:
        return ""
    arrow, said = ("↑", _("tăng")) if change > 0 else ("↓", _("giảm"))
    return f' <small>{arrow} <span class="visually-hidden">{html(said)} </span>{number(abs(change))}</small>'


def bars(rows: Iterable[Bar]) -> Markup:
    """Rows of a chart: name, a bar of three parts, how many, how many of them late; each number leads to its list."""
    said = _("%(count)s quá hạn", count="\0")
    return Markup("".join(_bar(row, html(said)) for row in rows))  # noqa: S704  every part is escaped


def _bar(row: Bar, late: str) -> str:
    name = html(row.name)
    if row.opens:
        name = f'<a href="{html(row.opens)}">{name}</a>'
    parts = "".join(f'<rect class="part-{place}" x="{x}" width="{width}" height="18"/>'
                    for place, (x, width) in enumerate(row.stack.parts, 1) if width)
    overdue = ""
    if row.late:
        overdue = f' <a class="late" href="{html(row.late_url)}">{late.replace(chr(0), number(row.late))}</a>'
    return (f'<li><span class="bar-name">{name}</span><svg class="stack" width="{row.stack.whole}" height="18" '
            f'aria-hidden="true" focusable="false">{parts}</svg><span class="bar-words"><a href="{html(row.url)}"><b>'
            f'{number(row.total)}</b></a>{overdue}</span></li>')


def ticked(rows: Sequence[Line], *, may: bool) -> Markup:
    """Rows of a list; ``may``: with a box to tick wherever the viewer can act on the dossier."""
    said = html(_("Chọn"))
    return Markup("\n".join(_row(row, said, may=may) for row in rows))  # noqa: S704  every part is escaped


def _row(row: Line, said: str, *, may: bool) -> str:
    box = ""
    if row.tick:
        label = f"{said}: {html(row.act)}, {html(row.dossier.striptags())}"
        kind = "form-check-input" if row.given else "form-check-input only-urged"
        box = (f'<label class="form-check"><input class="{kind}" type="checkbox" name="chon" '
               f'value="{html(row.tick)}" aria-label="{label}"></label>')
    tick = f'<td class="tick">{box}</td>' if may else ""
    unit = f'<span class="second">{html(row.unit)}</span>' if row.unit else ""
    nobody = ' class="nobody"' if row.handler == NOBODY and not unit else ""
    return (f'<tr>{tick}<td>{row.due}</td><td class="title"><a href="{html(row.url)}"><b>{html(row.act)}</b></a>'
            f'<span class="second fw-normal">{row.dossier}</span></td><td{nobody}>{html(row.handler)}{unit}</td>'
            f'<td>{html(row.last)}</td></tr>')
