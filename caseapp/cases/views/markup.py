"""What repeats on the page of a case, as markup: a template that calls out for each line costs more than SQL."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape as html
from typing import Any

from markupsafe import Markup

from caseapp.cases.forms.noting import LABEL, NOTE, NOTE_ID
from caseapp.cases.views.clocks import Group
from caseapp.cases.views.timeline import Doc, Entry
from caseapp.dossiers.views.standing import Button, Cell
from caseapp.text import mark
from caseapp.web.assets import asset
from caseapp.web.badges import day_words
from caseapp.web.filters import number
from caseapp.web.forms import fresh_inputs
from caseapp.web.language import gettext as _
from caseapp.web.now import today

ICONS = {"met": "check-lg", "late": "exclamation-triangle-fill", "paused": "pause-fill"}
FULL = 1000        # how wide the bar of a clock is drawn
NOTE_HINT = mark("Chỉ người xem được hồ sơ trong cơ quan đọc; không in ra, không gửi đi.")


def journal(entries: Sequence[Entry]) -> Markup:
    """The timeline, one line for each entry; empty where there is none."""
    if not entries:
        return Markup()
    icons, day = asset("icons.svg"), today()
    paper, lock = _icon(icons, "file-text"), _icon(icons, "lock-fill")
    mend, more = html(_("Sửa")), html(_("Xem cả"))
    lines = []
    for one in entries:
        what = html(one.what)
        link = f" {_safe(one.link)}" if one.link else ""
        mended = (f'&nbsp;·&nbsp;<a href="{html(one.mend)}">{mend}<span class="visually-hidden">: {what}</span></a>'
                  if one.mend else "")
        who = f'<p class="who">{html(one.who)}{mended}</p>' if one.who or mended else ""
        rest = f"<details><summary>{more}</summary>{html(one.rest)}</details>" if one.rest else ""
        said = f'<div class="said">{html(one.said)}{rest}</div>' if one.said else ""
        docs = "".join([_doc(doc, paper) for doc in one.docs])
        tone = f' class="entry-{one.tone}"' if one.tone else ""
        time = f", {one.time}" if one.time else ""
        lines.append(
            f'<li{tone}><time datetime="{one.day.isoformat()}">{day_words(one.day, day)}{time}</time>\n'
            f'<div><b>{f"{lock} " if one.tone == "note" else ""}{what}{link}</b>{who}\n{said}{docs}</div></li>\n')
    return Markup(f'<ol class="journal">\n{"".join(lines)}</ol>')  # noqa: S704  every word is escaped


def _doc(doc: Doc, icon: str) -> str:
    name = f'<a href="{html(doc.url)}">{html(doc.name)}</a>' if doc.url else html(doc.name)
    return f'<p class="doc">{icon} {name}{f" · {html(doc.more)}" if doc.more else ""}</p>'


def bar(cells: Iterable[Cell]) -> Markup:
    """The bar of clocks, as the macro draws it for other pages; empty where there is none."""
    icons = asset("icons.svg")
    drawn = []
    for one in cells:
        tone = str(one.tone)
        share = {"met": 1, "late": 1, "none": 0}.get(tone, one.share)
        reach = round(share * FULL)
        sign = f"{_icon(icons, ICONS[tone])} " if tone in ICONS else ""
        state = f'<a href="{html(one.url)}">{html(one.state)}</a>' if one.url else html(one.state)
        tick = f'<rect class="tick" x="{max(reach - 6, 0)}" width="12" height="8"></rect>' if tone == "run" else ""
        drawn.append(
            f'<li class="clock clock-{tone}"><span class="clock-name">{html(one.name)}</span>\n'
            f'<b class="clock-state">{sign}{state}</b>\n'
            f'<svg class="clock-bar" viewBox="0 0 {FULL} 8" width="100%" height="8" preserveAspectRatio="none"'
            f' aria-hidden="true" focusable="false"><rect class="rest" width="{FULL}" height="8"></rect>'
            f'<rect class="done" width="{reach}" height="8"></rect>{tick}</svg>\n'
            f'<span class="clock-note">{_safe(one.note)}</span></li>\n')
    return Markup(f'<ul class="clocks">\n{"".join(drawn)}</ul>' if drawn else "")  # noqa: S704  every word is escaped


def limits(groups: Iterable[Group]) -> Markup:
    """Every clock by its nature, folded under the bar."""
    drawn = []
    for group in groups:
        lines = "".join([
            f'<li class="clock-{one.tone}"><span>{html(one.name)}</span>'
            f' <b>{f"""<a href="{html(one.url)}">{html(one.day)}</a>""" if one.url else ""}</b>'
            f' <span class="sub">{html(one.words)}</span></li>' for one in group.lines])
        drawn.append(f'<h3>{html(group.heading)}</h3>\n<ul class="clock-lines">{lines}</ul>\n')
    return Markup("".join(drawn))  # noqa: S704  every word is escaped


def links(buttons: Iterable[Button]) -> Markup:
    """The acts that are folded away, as a list of links."""
    found = [f'<li><a href="{html(one.url)}">{html(one.words)}</a></li>' for one in buttons]
    return Markup(f"<ul>{''.join(found)}</ul>")  # noqa: S704  every word is escaped


def outlined(buttons: Iterable[Button]) -> Markup:
    """The acts beside the primary one."""
    found = [f'<a class="btn btn-outline" href="{html(one.url)}">{html(one.words)}</a>' for one in buttons]
    return Markup("".join(found))  # noqa: S704  every word is escaped


def empty_note(case: Any) -> Markup:
    """The fields of a note nobody has typed yet, as the macros draw them from its form.

    Every page of a case has them folded away: to make a form for it would cost a tenth of the page.
    """
    hidden = fresh_inputs(version=str(case.version))
    left, over = html(_("Còn {n} ký tự")), html(_("Quá {n} ký tự"))
    most = html(_("Tối đa %(limit)s ký tự", limit=number(NOTE)))
    return Markup(  # noqa: S704  every word is escaped
        f'{hidden}<div class="field"><label for="{NOTE_ID}">{html(_(LABEL))} <span class="req" aria-hidden="true">*'
        f'</span></label><p class="hint" id="{NOTE_ID}-hint">{html(_(NOTE_HINT))}</p>\n'
        f'<textarea aria-describedby="{NOTE_ID}-hint {NOTE_ID}-count" aria-required="true" class="form-control"'
        f' id="{NOTE_ID}" name="text" rows="3">\n</textarea>'
        f'<p class="hint count" id="{NOTE_ID}-count" data-count="{NOTE_ID}" data-longest="{NOTE}"\n'
        f' data-left="{left}" data-over="{over}">'
        f"{most}</p></div>")


def _icon(icons: str, name: str) -> str:
    return (f'<svg class="ic" width="16" height="16" aria-hidden="true" focusable="false">'
            f'<use href="{icons}#{name}"></use></svg>')


def _safe(words: str | Markup) -> str:
    """Words for the page; what is markup already stays."""
    return str(words) if isinstance(words, Markup) else html(words)
