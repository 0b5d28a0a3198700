"""Knows how the law's limits are said on these pages: lengths, the rule in force in a sentence, whether it was read."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup, escape

from caseapp.law.citing import cited
from caseapp.law.limits import OPTION_WORDS, UNIT_WORDS, Limit, Unit, Wording
from caseapp.text import Say, mark, show_date
from caseapp.web.badges import Badge, Tone

READ: Final = mark("Đã đọc văn bản")
UNREAD: Final = mark("Chưa đối chiếu")
NO_NUMBER: Final = mark("chưa đọc được số ngày")
_COUNTED: Final = {
    Unit.WORKING: mark("Chỉ tính ngày làm việc, không tính ngày bắt đầu; ngày nghỉ bỏ qua, thứ Bảy làm bù được tính."),
    Unit.CALENDAR: mark("Tính mọi ngày, cả ngày nghỉ; không tính ngày bắt đầu."),
    Unit.MONTH: mark("Tính theo tháng: hết hạn vào ngày tương ứng của tháng cuối."),
    Unit.YEAR: mark("Tính theo năm: hết hạn vào ngày tương ứng của năm cuối."),
}
_ROLLED: Final = mark("Ngày cuối là ngày nghỉ thì dời sang ngày làm việc kế tiếp; luôn ghi thêm ngày nên xong.")
_NOT_ROLLED: Final = mark("Ngày cuối giữ nguyên, dù rơi vào ngày nghỉ.")
_DOCUMENT: Final = re.compile(r"\d+/\d{4}/[\w-]*\w")
_BACK: Final = mark("Tính ngược từ ngày sẽ tới, không bao giờ dời về sau.")


@dataclass(frozen=True, slots=True)
class Answer:
    """A rule on a day: the line above, the sentence of the law, what else must be known."""

    label: str
    value: str
    more: str
    confirmed: bool


def unbroken(words: object) -> Markup:
    """Words in which the number of a document never breaks at the end of a line: “124/2020/NĐ-CP”."""
    return Markup(_DOCUMENT.sub(r'<span class="nowrap">\g<0></span>', str(escape(words))))  # noqa: S704


def status(*, confirmed: bool, say: Say) -> Badge:
    """Whether the text was read, as every list of these pages shows it."""
    return Badge(Tone.MET, say(READ)) if confirmed else Badge(Tone.UNSURE, say(UNREAD))


def amount(length: int, unit: Unit, say: Say) -> str:
    """“7 ngày làm việc”."""
    return f"{length} {say(UNIT_WORDS[unit])}"


def length_words(wording: Wording, say: Say) -> str:
    """The length of one wording: “30 ngày”, or that its number was not read."""
    return say(NO_NUMBER) if wording.length is None else amount(wording.length, wording.unit, say)


def option_lines(wording: Wording, say: Say) -> list[str]:
    """Other lengths and extensions of a wording, each in a line."""
    found = [say(mark("{length} khi {options}")).format(
        length=amount(length, wording.unit, say), options=_options(names, say)) for names, length in wording.lengths]
    found += [say(mark("gia hạn {times} lần, mỗi lần {length}, khi {options}")).format(
        times=one.times, length=amount(one.length, wording.unit, say), options=_options([one.option], say))
        for one in wording.extensions]
    return found


def _options(names: Iterable[str], say: Say) -> str:
    """Options in the order of their list."""
    chosen = set(names)
    return say(mark(" và ")).join(say(words) for option, words in OPTION_WORDS.items() if option in chosen)


def lengths_in_force(limit: Limit, on: date, say: Say) -> str:
    """All lengths of a day in a few words: “7 ngày làm việc hoặc 10 ngày”; one that was not read only if none was."""
    held = limit.in_force(on)
    readable = [wording for wording in held if wording.length is not None] or list(held[:1])
    every = list(dict.fromkeys(length_words(wording, say) for wording in reversed(readable)))
    return say(mark(" hoặc ")).join(every)


def answer(limit: Limit, on: date, say: Say) -> Answer:
    """The rule in force on a day as one sentence."""
    held = limit.in_force(on)
    if not held:
        return _not_in_force(limit, on, say)
    since = max(wording.since for wording in held)
    label = say(mark("Đang áp dụng, từ {since}")).format(since=show_date(since))
    readable = [wording for wording in held if wording.length is not None]
    several = len({(wording.length, wording.unit) for wording in readable}) > 1
    value = lengths_in_force(limit, on, say)
    value = say(mark("Ngày nào sớm hơn: {lengths}")).format(lengths=value) if several else _upper(value)
    more = [_disagreeing(readable, say)] if several else []
    if not readable:
        more = [say(mark("Văn bản chưa đọc được nên hệ thống không tính hạn này: không đoán."))]
    if limit.counted_back and readable:
        more.append(say(mark("Chậm nhất {length} trước {event}.")).format(
            length=lengths_in_force(limit, on, say), event=_lower(say(limit.start))))
    more += [_upper(line) + "." for wording in readable for line in option_lines(wording, say)]
    return Answer(label, value, " ".join(more), all(wording.confirmed for wording in held))


def _not_in_force(limit: Limit, on: date, say: Say) -> Answer:
    coming = [wording.since for wording in limit.wordings if wording.since > on]
    if coming:
        label = say(mark("Chưa áp dụng, bắt đầu từ {since}")).format(since=show_date(min(coming)))
        return Answer(label, _upper(lengths_in_force(limit, min(coming), say)), "", confirmed=False)
    last = max(wording.until for wording in limit.wordings if wording.until)
    label = say(mark("Không còn áp dụng, đến hết {until}")).format(until=show_date(last))
    return Answer(label, _upper(lengths_in_force(limit, last, say)), "", confirmed=False)


def _disagreeing(wordings: Sequence[Wording], say: Say) -> str:
    names = [cited(wording.citation, say) for wording in wordings]
    template = say(mark("{places} ghi số khác nhau; hệ thống lấy ngày đến trước và ghi rõ trong giấy tính hạn."))
    return _upper(template.format(places="; ".join(names)))


def counted_how(limit: Limit, on: date, say: Say) -> list[str]:
    """How the days are counted, in sentences."""
    held = limit.in_force(on) or tuple(limit.wordings[-1:])
    units = list(dict.fromkeys(wording.unit for wording in held if wording.length is not None)) or [held[0].unit]
    found = [_COUNTED[unit] for unit in units]
    if limit.counted_back:
        return [say(one) for one in (*found, _BACK)]
    return [say(one) for one in (*found, _ROLLED if limit.rolls else _NOT_ROLLED)]


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
