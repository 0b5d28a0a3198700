"""Knows what a receipt holds: everything that made a due day, fixed as data that never changes again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from caseapp.law.citing import cited
from caseapp.law.errors import LawError
from caseapp.law.limits import ROLLED_TO, Nature, Unit
from caseapp.law.special_days import SpecialDay
from caseapp.text import Say, encode_canonical, mark

FORMAT: Final = 1

NOTE_WORDS: Final = {
    "earliest": mark(
        "Các quy định cùng áp dụng ghi số khác nhau; lấy ngày đến trước: {chosen}, không phải {others}. Cách chọn này "
        "suy từ hai văn bản, chưa văn bản nào xác nhận."
    ),
    "rolled": mark(
        "Ngày cuối {unrolled} là ngày nghỉ nên hạn dời sang {due}, ngày làm việc kế tiếp, "
        "theo quy tắc chung ({place})."
    ),
    "rolled-exchanged": mark("Ngày nghỉ hoán đổi được coi như ngày nghỉ lễ khi dời hạn; luật chưa nói rõ."),
    "no-safe-day": mark("Từ ngày bắt đầu đến ngày cuối không có ngày làm việc nào khác."),
    "exchange": mark("Việc hoán đổi {off} với {work} mới là đề xuất. Nếu được duyệt, hạn thành {due}."),
    "exchange-safe": mark("Việc hoán đổi {off} với {work} mới là đề xuất. Nếu được duyệt, nên xong trước {safe}."),
    "proposed-year": mark("Lịch nghỉ năm {year} mới là dự kiến, chưa có thông báo chính thức; hạn có thể thay đổi."),
    "unknown-year": mark(
        "Chưa có lịch nghỉ năm {year}: mới trừ cuối tuần và ngày lễ dương lịch do luật ấn định, chưa trừ Tết "
        "Nguyên đán, Giỗ Tổ và ngày nghỉ thêm; ngày nên xong tính như năm ấy không có ngày lễ nào. Có thông báo thì "
        "phải tính lại hạn này."
    ),
    "proposed-day": mark("Ngày {day} trong lịch chưa có thông báo chính thức; hạn có thể thay đổi."),
    "unconfirmed-wording": mark("{citation}: quy định này chưa được xác nhận."),
    "kept-wording": mark(
        "Quy định mới từ {since} không áp dụng: hạn giữ quy định có hiệu lực ngày bắt đầu, vì không thấy điều khoản "
        "chuyển tiếp nào cho hạn này."
    ),
    "promised": mark("Ngày do cơ quan hẹn, không phải số ngày luật định."),
    "identified": mark(
        "Luật không nói tính từ ngày nào khi về sau mới xác định được người tố cáo; tính từ ngày xác định được."
    ),
}
_PLACES: Final = {"rolled": {"place": str(ROLLED_TO)}}
"""Places in the law that sentences name; no fact of a single receipt, so no receipt keeps them apart."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader of a due day must know; `text` is the Vietnamese sentence as it was recorded."""

    code: str
    facts: Mapping[str, str]
    text: str

    @classmethod
    def of(cls, code: str, **facts: str) -> "Note":
        """A note with its Vietnamese sentence."""
        return cls(code, facts, NOTE_WORDS[code].format(**_PLACES.get(code, {}), **facts))

    def words(self, say: Say) -> str:
        """The sentence in the language of `say`; a code this program no longer knows keeps its recorded text."""
        template = NOTE_WORDS.get(self.code)
        facts = {name: cited(fact, say) for name, fact in {**_PLACES.get(self.code, {}), **self.facts}.items()}
        return say(template).format(**facts) if template else self.text


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count: from `first`, which does not count, until `until`, the day the clock runs again."""

    first: date
    until: date
    ground: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """A pause as it was counted: `days` is what it moved the limit by, in the limit's own days."""

    pause: Pause
    days: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One wording with the days it leads to."""

    length: int
    added: int
    unit: Unit
    citation: str
    short: str
    also: tuple[str, ...]
    since: date
    until: date | None
    confirmed: bool
    options: tuple[str, ...]
    note: str
    unrolled: date
    due: date
    safe: date


@dataclass(frozen=True, slots=True)
class IfExchanged:
    """What the days become if a proposed exchange is approved."""

    off: date
    work: date
    due: date
    safe: date


@dataclass(frozen=True, slots=True)
class Receipt:
    """Why this day: rule and wording, start, every day skipped and why, pauses, extensions, hashes.

    `due` is the legal due day, `safe` the last working day to be done by, `effective` the first day of an effect.
    `wording` is None when the office itself named the day.
    """

    rule: str
    title: str
    nature: Nature
    counted_back: bool
    event: str
    start: date
    citation: str
    wording: Outcome | None
    others: tuple[Outcome, ...]
    options: tuple[str, ...]
    extensions: int
    stops: tuple[Stop, ...]
    skipped: tuple[SpecialDay, ...]
    worked: tuple[SpecialDay, ...]
    rolled_over: tuple[SpecialDay, ...]
    unrolled: date
    due: date
    safe: date
    effective: date | None
    confirmed: bool
    notes: tuple[Note, ...]
    if_exchanged: tuple[IfExchanged, ...]
    rule_hash: str
    calendar_version: str
    calendar_hash: str
    format: int = FORMAT

    def plain(self) -> dict[str, Any]:
        """The receipt as JSON can hold it."""
        return {
            "format": self.format,
            "rule": self.rule,
            "title": self.title,
            "nature": self.nature.value,
            "counted_back": self.counted_back,
            "event": self.event,
            "start": self.start.isoformat(),
            "citation": self.citation,
            "wording": _plain_outcome(self.wording) if self.wording else None,
            "others": [_plain_outcome(outcome) for outcome in self.others],
            "options": list(self.options),
            "extensions": self.extensions,
            "pauses": [_plain_stop(stop) for stop in self.stops],
            "skipped": [day.plain() for day in self.skipped],
            "worked": [day.plain() for day in self.worked],
            "rolled_over": [day.plain() for day in self.rolled_over],
            "unrolled": self.unrolled.isoformat(),
            "due": self.due.isoformat(),
            "safe": self.safe.isoformat(),
            "effective": _iso(self.effective),
            "confirmed": self.confirmed,
            "notes": [{"code": note.code, "facts": dict(note.facts), "text": note.text} for note in self.notes],
            "if_exchanged": [_plain_exchange(one) for one in self.if_exchanged],
            "rule_hash": self.rule_hash,
            "calendar_version": self.calendar_version,
            "calendar_hash": self.calendar_hash,
        }

    def to_json(self) -> str:
        """Canonical JSON: the same receipt is the same text, byte for byte."""
        return encode_canonical(self.plain())

    @classmethod
    def from_json(cls, text: str) -> "Receipt":
        """Read a stored receipt; raises LawError for a format this program does not know."""
        plain = json.loads(text)
        if plain["format"] != FORMAT:
            raise LawError(mark("Không đọc được giấy tính hạn có số định dạng {format}."), format=plain["format"])
        return _from_plain(plain)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _plain_outcome(outcome: Outcome) -> dict[str, object]:
    return {
        "length": outcome.length,
        "added": outcome.added,
        "unit": outcome.unit.value,
        "citation": outcome.citation,
        "short": outcome.short,
        "also": list(outcome.also),
        "since": outcome.since.isoformat(),
        "until": _iso(outcome.until),
        "confirmed": outcome.confirmed,
        "options": list(outcome.options),
        "note": outcome.note,
        "unrolled": outcome.unrolled.isoformat(),
        "due": outcome.due.isoformat(),
        "safe": outcome.safe.isoformat(),
    }


def _plain_stop(stop: Stop) -> dict[str, object]:
    pause = stop.pause
    return {
        "from": pause.first.isoformat(),
        "to": pause.until.isoformat(),
        "days": stop.days,
        "ground": pause.ground,
        "document": pause.document,
    }


def _plain_exchange(one: IfExchanged) -> dict[str, str]:
    return {name: getattr(one, name).isoformat() for name in ("off", "work", "due", "safe")}


_DATES: Final = ("unrolled", "due", "safe")


def _outcome(plain: dict[str, Any]) -> Outcome:
    days = {name: date.fromisoformat(plain[name]) for name in (*_DATES, "since")}
    lists = {name: tuple(plain[name]) for name in ("also", "options")}
    return Outcome(**{**plain, **days, **lists, "unit": Unit(plain["unit"]), "until": _day(plain["until"])})


def _stop(plain: dict[str, Any]) -> Stop:
    first, until = date.fromisoformat(plain["from"]), date.fromisoformat(plain["to"])
    return Stop(Pause(first, until, plain["ground"], plain["document"]), plain["days"])


def _from_plain(plain: dict[str, Any]) -> Receipt:
    fields = dict(plain)
    for name in ("skipped", "worked", "rolled_over"):
        fields[name] = tuple(SpecialDay.from_plain(day) for day in plain[name])
    for name in (*_DATES, "start"):
        fields[name] = date.fromisoformat(plain[name])
    fields["effective"] = _day(plain["effective"])
    fields["nature"] = Nature(plain["nature"])
    fields["wording"] = _outcome(plain["wording"]) if plain["wording"] else None
    fields["others"] = tuple(_outcome(outcome) for outcome in plain["others"])
    fields["options"] = tuple(plain["options"])
    fields["stops"] = tuple(_stop(stop) for stop in fields.pop("pauses"))
    fields["notes"] = tuple(Note(**note) for note in plain["notes"])
    exchanges = ({name: date.fromisoformat(day) for name, day in one.items()} for one in plain["if_exchanged"])
    fields["if_exchanged"] = tuple(IfExchanged(**days) for days in exchanges)
    return Receipt(**fields)
