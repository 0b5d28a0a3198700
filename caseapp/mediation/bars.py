"""Bars of the figures of mediation: settled, not settled, still open; each name and number has its list."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as html
from typing import Final

from markupsafe import Markup

from caseapp.mediation.figures import Tally
from caseapp.web.filters import number, percent
from caseapp.web.language import gettext as _

WIDTH: Final = 190
PARTS: Final = ("settled", "failed", "open")


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a chart: a name, where it leads, what is counted, where the number leads."""

    name: str
    tally: Tally
    scope: str = ""
    url: str = ""
    opens: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """Settled, not settled, still open."""
        return tuple(self.tally.of(f"{part}-{self.scope}" if self.scope else part) for part in PARTS)

    @property
    def said(self) -> str:
        """The share that was settled of what was ended, or that nothing was."""
        settled, failed, _open = self.numbers
        return _("thành %(share)s", share=percent(settled / (settled + failed))) if settled + failed else _(
            "chưa vụ nào kết thúc")


def drawn(bars: Sequence[Bar]) -> Markup:
    """The rows of a chart, joined here: a macro for each would cost more than counting them did."""
    most = max([sum(bar.numbers) for bar in bars] or [1]) or 1
    return Markup("".join(_bar(bar, most) for bar in bars))  # noqa: S704  every part is escaped


def _bar(bar: Bar, most: int) -> str:
    name = html(bar.name)
    if bar.opens:
        name = f'<a href="{html(bar.opens)}">{name}</a>'
    parts, left = [], 0
    for place, count in enumerate(bar.numbers, 1):
        wide = max(round(WIDTH * count / most), 3) if count else 0
        if wide:
            parts.append(f'<rect class="stood-{place}" x="{left}" width="{max(wide - 1, 1)}" height="18"/>')
        left += wide
    whole = f"<b>{number(sum(bar.numbers))}</b>"
    if bar.url:
        whole = f'<a href="{html(bar.url)}">{whole}</a>'
    return (f'<li><span class="bar-name">{name}</span><svg class="stack" width="{max(left, 1)}" height="18" '
            f'aria-hidden="true" focusable="false">{"".join(parts)}</svg><span class="bar-words">{whole} '
            f'<span class="bar-said">{html(bar.said)}</span></span></li>')
