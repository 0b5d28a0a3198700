"""Knows how values are written on pages: days, times, weekdays, numbers, shares; and what an input says of itself."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Final

from flask import Flask

from caseapp import text
from caseapp.law.citing import cited, sourced
from caseapp.law.forms import form_number
from caseapp.law.places import duty_place
from caseapp.web import badges, language
from caseapp.web import now as clock
from caseapp.web.badges import day_words
from caseapp.web.language import gettext as _

NBSP: Final = "\N{NO-BREAK SPACE}"
COUNTED_FROM: Final = 500  # a text field that may be longer says so before anything is typed


def install(app: Flask) -> None:
    """Give the filters and the few functions that templates call."""
    app.jinja_env.filters.update(
        date=show_day, short_date=short_day, datetime=show_instant, time=show_time, weekday=weekday,
        long_date=long_day, number=number, percent=percent, lower_first=lower_first, upper_first=upper_first,
        mask_id=mask_id, cited=said_place, sourced=said_source, said=said_words,
    )
    app.jinja_env.globals.update(
        status_markup=badges.status_markup, badge_markup=badges.badge_markup, today=clock.today, now=clock.now,
        input_attributes=input_attributes, duty=said_duty, form_number=form_number)


def show_day(value: date | datetime | None) -> str:
    """16/11/2026; of an instant, the day in Vietnam; nothing for None."""
    return text.show_date(_day(value)) if value is not None else ""


def short_day(value: date | datetime | None) -> str:
    """16/11 in the current year, 16/11/2025 in another."""
    return day_words(_day(value), clock.today()) if value is not None else ""


def show_instant(value: datetime | None) -> str:
    """16/11/2026 09:12, by the office's wall clock."""
    return f"{clock.local(value):%d/%m/%Y %H:%M}" if value is not None else ""


def show_time(value: datetime | time | None) -> str:
    """09:12, by the office's wall clock."""
    if value is None:
        return ""
    return f"{clock.local(value) if isinstance(value, datetime) else value:%H:%M}"


def weekday(value: date | datetime) -> str:
    """The day of the week in the reader's language: thứ Hai."""
    return _(text.weekday(_day(value)))


def long_day(value: date | datetime) -> str:
    """Weekday and day, as people plan by it: thứ Sáu 18/12/2026."""
    return f"{weekday(value)} {show_day(value)}"


def number(value: float | None) -> str:
    """Vietnamese separators: 1.234.567 and 96,2."""
    if value is None:
        return ""
    whole = f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    return whole.translate(str.maketrans(",.", ".,"))


def percent(value: float | None) -> str:
    """A share of 1 with one decimal and a no-break space: 96,2 %."""
    return f"{number(float(value) * 100)}{NBSP}%" if value is not None else ""


def said_words(value: str) -> str:
    """A stored text in the reader's language where it is one of ours; what people typed stays as it is, plain text.

    Not ``_()``: in a page that takes what it is given for words of ours and shows it unescaped.
    """
    return _(value) if value else ""


def said_place(value: object) -> str:
    """A citation, or a stored text with citations, in the reader's language: khoản 1 Điều 28 Luật Tiếp công dân.

    An article that nobody has read says so.
    """
    said = _cited(str(value), language.current())
    return said if getattr(value, "confirmed", True) else _("%(place)s, chưa đối chiếu", place=said)


def said_source(value: object) -> str:
    """The same of what a day off rests on; a text that was not read itself says so."""
    return sourced(value, _)


def said_duty(name: str, on: date | None = None, matter: str = "") -> str:
    """Where a duty stands on a day (today's when none is named), in the reader's language."""
    return duty_place(name, on or clock.today(), matter, _)


@lru_cache(maxsize=1024)
def _cited(text: str, _language: str) -> str:
    """Citations are few and the same on every page: each is put into words once in each language."""
    return cited(text, language.gettext)


def lower_first(value: object) -> str:
    """A sentence inside another: its first letter small, unless the first word is all capitals or a number."""
    sentence = str(value)
    first_word = sentence.split(" ", 1)[0]
    return sentence if first_word.isupper() and len(first_word) > 1 else sentence[:1].lower() + sentence[1:]


def upper_first(value: object) -> str:
    """First letter large, the rest as it is: Thứ Hai."""
    return str(value)[:1].upper() + str(value)[1:]


def mask_id(value: str) -> str:
    """An identity number as a screen may show it, broken at most in its middle: 0921 •••• | •••• 3307."""
    parts = text.mask_id(value).split(" ")
    halves = (parts[: (len(parts) + 1) // 2], parts[(len(parts) + 1) // 2 :])
    return " ".join(NBSP.join(half) for half in halves if half)


def input_attributes(field: Any, hint: object = "", more: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """ARIA attributes of a form field (described by, required, wrong), with ``more`` attributes of the caller."""
    described = [
        f"{field.id}-{part}"
        for part, shown in (
            ("hint", hint or field.description),
            ("error", field.errors),
            ("count", (getattr(field.flags, "longest", None) or 0) > COUNTED_FROM),
        )
        if shown
    ]
    attributes = {name: value for name, value in (more or {}).items() if value not in (None, False)}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if getattr(field.flags, "required", False):
        attributes["aria-required"] = "true"
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
