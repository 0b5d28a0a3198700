"""Knows how a row of an old register becomes a visit, what bars it from that, and what a person must confirm."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from caseapp.exchange.book_kinds import Kind
from caseapp.exchange.book_outcomes import Outcome as BookOutcome
from caseapp.exchange.book_places import PlaceChanges, bare_name, units_of
from caseapp.exchange.book_problems import Level, Problem, problem
from caseapp.exchange.book_rows import BookRow
from caseapp.exchange.book_rows import Person as BookPerson
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError
from caseapp.law.grounds import GROUNDS
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.logging import Denouncer, GivenParty, GivenVisit, new_denouncer_code
from caseapp.reception.models import Identity, Matter, Outcome
from caseapp.reception.rules import opening
from caseapp.text import Say, fold, mark, mask_id

MATTERS: Final[Mapping[Kind | None, Matter]] = {
    Kind.COMPLAINT: Matter.COMPLAINT, Kind.FEEDBACK: Matter.FEEDBACK, Kind.MIXED: Matter.MIXED,
    Kind.DENUNCIATION: Matter.DENUNCIATION, None: Matter.UNCLASSIFIED,
}
OUTCOMES: Final[Mapping[BookOutcome | None, Outcome | None]] = {
    BookOutcome.ACCEPTED: Outcome.TAKEN, BookOutcome.GUIDED: Outcome.GUIDED,
    BookOutcome.TRANSFERRED: Outcome.TRANSFERRED, BookOutcome.EXPLAINED: Outcome.EXPLAINED,
    BookOutcome.REFUSED: Outcome.REFUSED, None: None,
}
COMPETENT: Final = {Outcome.TAKEN: True, Outcome.GUIDED: False, Outcome.TRANSFERRED: False}
# How many letters of each text the office keeps; an Excel cell may hold more.
ROOM: Final = {
    "content": 50_000, "resolved_by": 300, "body": 200, "document": 80, "follow_up": 500, "note": 500,
    "name": 200, "address": 300, "commune": 120, "phone": 20,
}
_ANSWERED: Final = re.compile(
    r"\bda (?:tra loi|co (?:ket qua|van ban tra loi|cong van tra loi|thong bao|quyet dinh giai quyet)|thong bao ket qua"
    r"|bao ket qua|giai quyet(?: xong| dut diem)?|xu ly xong|ket thuc|xong)\b")
_NOT_YET: Final = re.compile(r"\b(?:ch[ưu]a|đang|dang|s[ẽe]|chờ)\b")      # “chờ” is not “cho”: marks count here
_NUMBER_VALUES: Final = frozenset({"number", "written"})
_LOST: Final = frozenset({"ID_BAD_LENGTH", "ID_SCIENTIFIC", "ID_COUNT_MISMATCH"})

NO_PAPER: Final = mark("Sổ không ghi số giấy tờ")
AS_WRITTEN: Final = mark("sổ ghi: {units}")
LOST_PAPER: Final = mark("Số giấy tờ trong sổ không dùng được")
_TO_PAPER: Final = mark("Mục “{field}” của dòng này cần đối chiếu với sổ giấy.")
_FIELD_NAMES: Final = {
    "stt": mark("số thứ tự"), "date": mark("ngày tiếp"), "person": mark("người đến"), "id": mark("giấy tờ"),
    "people_count": mark("số người"), "address": mark("địa chỉ"), "kind": mark("loại"), "content": mark("nội dung"),
    "outcome": mark("hướng xử lý"), "outcome_document": mark("số văn bản"), "note": mark("ghi chú"),
}


@dataclass(frozen=True, slots=True)
class Translated:
    """A row as the office would log it, or None with what bars it; ``problems`` are all of the row, ours added.

    ``answered``: the book says that the visitor has his answer, on a day it does not name.
    """

    visit: GivenVisit | None
    problems: tuple[Problem, ...]
    answered: bool = False


def translate(row: BookRow, calendar: Calendar, pointer: str) -> Translated:
    """The visit of one row. A row without day, content or (when open) a person, or whose time limit nobody can
    count, gives none: it stays a named problem until the book is corrected."""
    barring = _barring(row)
    if barring or row.date is None or row.content is None:
        return Translated(None, _with(row.problems, barring))
    found: list[Problem] = []
    visit = (_sealed if row.confidential else _open)(row, row.date, row.content, found)
    if uncounted := _uncounted(visit, calendar):
        return Translated(None, _with(row.problems, [uncounted]))
    problems = _with(row.problems, found)
    told = confirmable(row, problems)
    visit = replace(visit, book_row=pointer, to_confirm=json.dumps(told, ensure_ascii=False) if told else "")
    return Translated(visit, problems, answered=says_answered(row.follow_up or ""))


def says_answered(follow_up: str) -> bool:
    """Whether the follow-up column says that the visitor was answered."""
    parts = re.split(r"[;.]", follow_up.lower())
    return any(_ANSWERED.search(fold(part)) and not _NOT_YET.search(part) for part in parts)


def confirmable(row: BookRow, problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as a visit keeps them: whole numbers masked; of a sealed row nothing that stood in a cell."""
    told = []
    for found in problems:
        template, values = _wording(found, sealed=row.confidential)
        told.append({"code": found.code, "field": found.field, "level": str(found.level),
                     "message": template.format(**values), "template": template, "values": values})
    return told


def spoken(found: Problem, say: Say = mark, *, sealed: bool) -> str:
    """The problem in words for an officer; of a sealed row only which column to compare with the paper book."""
    template, values = _wording(found, sealed=sealed)
    if template is _TO_PAPER:
        values = {"field": say(values["field"])}
    return say(template).format(**values)


def _wording(found: Problem, *, sealed: bool) -> tuple[str, dict[str, str]]:
    """The sentence and what may be put into it; a name of a column is itself a marked text."""
    if sealed:
        named = {"field": _FIELD_NAMES.get(found.field, found.field)}
        return (_TO_PAPER, named) if found.values else (found.template, {})
    values = dict(found.values)
    if found.field == "id":
        values |= {name: _hide(value) for name, value in values.items() if name in _NUMBER_VALUES}
    return found.template, values


def generic(found: Problem) -> dict[str, str]:
    """The problem without any value of the book, as an import's list keeps it."""
    return {"code": found.code, "field": found.field, "level": str(found.level), "template": found.template}


def _hide(written: str) -> str:
    return mask_id(written) if sum(char.isdigit() for char in written) >= 6 else written


def _with(problems: Iterable[Problem], more: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the reader, then ours that it has not named itself."""
    told = tuple(problems)
    return (*told, *(one for one in more if (one.code, one.field) not in {(old.code, old.field) for old in told}))


# ── what bars a row ────────────────────────────────────────────────────────────────────────────


def _barring(row: BookRow) -> list[Problem]:
    found = []
    if row.date is None and not any(one.field == "date" and one.level is Level.STOP for one in row.problems):
        found.append(problem("DATE_MISSING"))
    elif row.date is None:
        found += [one for one in row.problems if one.field == "date" and one.level is Level.STOP]
    if row.content is None:
        found.append(problem("CONTENT_MISSING"))
    if not row.confidential and not row.persons:
        found.append(problem("NAME_MISSING"))
    return found


def _uncounted(visit: GivenVisit, calendar: Calendar) -> Problem | None:
    """The limit that this visit starts, when the calendar or the law of that year is not known."""
    try:
        for rule in opening(visit.outcome, visit.ground, visit.held_on).starts:
            count(rule, visit.held_on, calendar)
    except LawError:
        return Problem("CLOCK_UNCOUNTED", "date", Level.STOP, CLOCK_UNCOUNTED, (("year", str(visit.held_on.year)),))
    return None


CLOCK_UNCOUNTED: Final = mark(
    "Chưa có lịch làm việc năm {year} nên không tính được hạn trả lời của dòng này. "
    "Có lịch rồi thì nhập lại sổ: dòng đã nhập không bị nhập lần nữa."
)
GROUND_MISSING: Final = mark("Sổ ghi từ chối tiếp nhưng không rõ căn cứ. Hãy chọn căn cứ có hiệu lực ngày tiếp.")
TEXT_CUT: Final = mark("Ô này dài {length} ký tự, máy chỉ giữ {room} ký tự đầu. Hãy xem phần còn lại trong sổ cũ.")


# ── the visit ──────────────────────────────────────────────────────────────────────────────────


def _open(row: BookRow, held_on: date, content: str, found: list[Problem]) -> GivenVisit:
    shared = _shared(row, held_on, content, found)
    missing = LOST_PAPER if any(one.code in _LOST for one in row.problems) else NO_PAPER
    parties = tuple(GivenParty(_person(one, missing, found), str(one.role)) for one in row.persons)
    return GivenVisit(matter=MATTERS[row.kind], parties=parties, repeat=row.is_repeat_of is not None, **shared)


def _sealed(row: BookRow, held_on: date, content: str, found: list[Problem]) -> GivenVisit:
    """Matter, day and code: who came stays in the paper book, the envelope's number is still to be written."""
    denouncer = Denouncer(new_denouncer_code(held_on.year), None, Identity.IN_BOOK)
    return GivenVisit(matter=Matter.DENUNCIATION, denouncer=denouncer, **_shared(row, held_on, content, found))


def _shared(row: BookRow, held_on: date, content: str, found: list[Problem]) -> dict[str, Any]:
    outcome, ground = _outcome(row, found)

    def kept(name: str, field: str, text: str | None) -> str:
        return _cut(name, field, text or "", found)

    return {
        "content": kept("content", "content", content), "held_on": held_on, "outcome": outcome, "ground": ground,
        "people_count": row.people_count or None, "competent": COMPETENT.get(outcome) if outcome else None,
        "resolved_by": kept("resolved_by", "resolved_by", row.resolved_by),
        "body": kept("body", "outcome_body", row.outcome_body),
        "document": kept("document", "outcome_document", row.outcome_document),
        "follow_up": kept("follow_up", "follow_up", row.follow_up), "note": kept("note", "note", row.note),
    }


def _outcome(row: BookRow, found: list[Problem]) -> tuple[Outcome | None, str | None]:
    """A refusal needs a ground the law knows; without one the handling is left for a person to decide."""
    outcome = OUTCOMES[row.outcome]
    if outcome is not Outcome.REFUSED:
        return outcome, None
    if row.refusal_ground in GROUNDS:
        return outcome, row.refusal_ground
    found.append(Problem("GROUND_MISSING", "outcome", Level.STOP, GROUND_MISSING))
    return None, None


def _person(one: BookPerson, missing: str, found: list[Problem]) -> Given:
    commune, address = _home(one)
    return Given(
        name=_cut("name", "person", one.name, found),
        id_kind=IdKind(one.id_kind) if one.id_number and one.id_kind else IdKind.NONE,
        id_number=one.id_number or "", id_missing="" if one.id_number else missing,
        phone=_cut("phone", "person", one.phone or "", found),
        commune=_cut("commune", "address", commune, found), address=_cut("address", "address", address, found))


def _home(one: BookPerson) -> tuple[str, str]:
    """Commune of today, and the rest of the address; former units stand behind it as the book writes them."""
    written, commune = one.address or "", one.commune_current or ""
    units = units_of(written, PlaceChanges())
    if not commune or not units.commune:
        return commune, written
    named = set(filter(None, (units.commune, units.district, units.province)))
    rest = ", ".join(part for part in map(str.strip, re.split(r"[,;]| - ", written)) if part and part not in named)
    if named == {units.commune} and bare_name(units.commune) == bare_name(commune):
        return commune, rest
    return commune, f"{rest} ({AS_WRITTEN.format(units=units.written)})".strip()


def _cut(name: str, field: str, text: str, found: list[Problem]) -> str:
    room = ROOM[name]
    if len(text) <= room:
        return text
    values = (("length", str(len(text))), ("room", str(room)))
    found.append(Problem("TEXT_CUT", field, Level.CHECK, TEXT_CUT, values))
    return text[: room - 1] + "…"
