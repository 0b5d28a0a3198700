"""Knows how a long list is cut into pages whose place stands in the address."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from flask import request, url_for

T = TypeVar("T")

PAGE_ROWS: Final = 25
LAST_PAGE: Final = 10_000


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of rows; ``total`` is None where counting would cost more than it tells."""

    rows: Sequence[T]
    number: int
    size: int
    more: bool
    total: int | None = None

    @property
    def first(self) -> int:
        """Place of the first row in the whole list, from 1; 0 when the page is empty."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Place of the last row in the whole list."""
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def newer(self) -> str | None:
        """Address of the page before, None on the first."""
        return self._address(self.number - 1) if self.number > 1 else None

    @property
    def older(self) -> str | None:
        """Address of the page after, None on the last."""
        return self._address(self.number + 1) if self.more else None

    def _address(self, number: int) -> str:
        words: dict[str, Any] = {**request.args.to_dict(flat=False), **(request.view_args or {})}
        words["trang"] = number if number > 1 else None  # None leaves it out
        return url_for(str(request.endpoint), **words)


def page_asked() -> int:
    """The page number in the address (``?trang=2``); 1 for anything that is no page number."""
    written = request.args.get("trang", "")
    return min(max(int(written), 1), LAST_PAGE) if written.isascii() and written.isdigit() and len(written) < 6 else 1


def cut(rows: Sequence[T], number: int, size: int = PAGE_ROWS, total: int | None = None) -> Page[T]:
    """A page of at most ``size`` rows from a query that asked for one row more than fits."""
    return Page(rows[:size], number, size, more=len(rows) > size, total=total)
