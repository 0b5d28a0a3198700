"""Knows what rows of every book have in common on their way in: people, texts cut to their room, problems as kept."""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from caseapp.exchange.book_places import PlaceChanges, bare_name, units_of
from caseapp.exchange.book_problems import Level, Problem, problem
from caseapp.exchange.book_rows import AnyRow
from caseapp.exchange.book_rows import Person as BookPerson
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.text import Say, fold, mark, mask_id

# How many letters of each text the office keeps; an Excel cell may hold more.
ROOM: Final[Mapping[str, int]] = {
    "content": 50_000, "resolved_by": 300, "body": 200, "document": 80, "follow_up": 500, "note": 500,
    "name": 200, "address": 300, "commune": 120, "phone": 20, "forwarder": 200, "words": 1_000,
    "agreement": 50_000, "invited": 120,
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
TEXT_CUT: Final = mark("Ô này dài {length} ký tự, máy chỉ giữ {room} ký tự đầu. Hãy xem phần còn lại trong sổ cũ.")
CLOCK_UNCOUNTED: Final = mark(
    "Chưa có lịch làm việc năm {year} nên không tính được hạn trả lời của dòng này. "
    "Có lịch rồi thì nhập lại sổ: dòng đã nhập không bị nhập lần nữa."
)
_TO_PAPER: Final = mark("Mục “{field}” của dòng này cần đối chiếu với sổ giấy.")
_FIELD_NAMES: Final = {
    "stt": mark("số thứ tự"), "number": mark("số đến"), "date": mark("ngày"), "person": mark("người đến"),
    "persons": mark("người gửi"), "id": mark("giấy tờ"), "people_count": mark("số người"),
    "signers": mark("số người ký"), "address": mark("địa chỉ"), "source": mark("nguồn đơn"), "kind": mark("loại"),
    "content": mark("nội dung"), "competence": mark("thẩm quyền"), "outcome": mark("hướng xử lý"),
    "outcome_document": mark("số văn bản"), "document_date": mark("ngày văn bản"), "result": mark("kết quả"),
    "note": mark("ghi chú"),
}


@dataclass(frozen=True, slots=True)
class Translated:
    """A row as the office would write it down, or None with what bars it; ``problems``: all of the row, ours added.

    ``answered``: the book says that whoever came has his answer, on a day it does not name.
    """

    given: Any | None
    problems: tuple[Problem, ...]
    answered: bool = False


def says_answered(words: str) -> bool:
    """Whether the words of a book say that the citizen was answered."""
    parts = re.split(r"[;.]", words.lower())
    return any(_ANSWERED.search(fold(part)) and not _NOT_YET.search(part) for part in parts)


def uncounted(year: int) -> Problem:
    """What bars a row whose time limit no calendar or law of that year counts."""
    return Problem("CLOCK_UNCOUNTED", "date", Level.STOP, CLOCK_UNCOUNTED, (("year", str(year)),))


def barring(row: AnyRow, *, nameless: bool = False) -> list[Problem]:
    """What keeps a row out of the office until the book is corrected: no day, no content, nobody in an open row.

    ``nameless``: the book itself says that nobody is named.
    """
    found = []
    if row.date is None and not any(one.field == "date" and one.level is Level.STOP for one in row.problems):
        found.append(problem("DATE_MISSING"))
    elif row.date is None:
        found += [one for one in row.problems if one.field == "date" and one.level is Level.STOP]
    if row.content is None:
        found.append(problem("CONTENT_MISSING"))
    if not (row.confidential or row.persons or nameless):
        found.append(problem("NAME_MISSING"))
    return found


# ── problems as the office keeps and says them ─────────────────────────────────────────────────


def kept_problems(row: AnyRow, problems: Iterable[Problem]) -> str:
    """The problems as a dossier keeps them, empty when there is none to confirm."""
    told = confirmable(row, problems)
    return json.dumps(told, ensure_ascii=False) if told else ""


def confirmable(row: AnyRow, problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems one by one: whole numbers masked; of a sealed row nothing that stood in a cell."""
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


def with_ours(problems: Iterable[Problem], more: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the reader, then ours that it has not named itself."""
    told = tuple(problems)
    return (*told, *(one for one in more if (one.code, one.field) not in {(old.code, old.field) for old in told}))


# ── people and texts ───────────────────────────────────────────────────────────────────────────


def people_of(row: AnyRow, found: list[Problem]) -> list[Given]:
    """Everybody of an open row as the office takes them in; ``found`` gets what had to be cut."""
    missing = LOST_PAPER if any(one.code in _LOST for one in row.problems) else NO_PAPER
    return [_person(one, missing, found) for one in row.persons]


def _person(one: BookPerson, missing: str, found: list[Problem]) -> Given:
    commune, address = _home(one)
    return Given(
        name=cut("name", "person", one.name, found),
        id_kind=IdKind(one.id_kind) if one.id_number and one.id_kind else IdKind.NONE,
        id_number=one.id_number or "", id_missing="" if one.id_number else missing,
        phone=cut("phone", "person", one.phone or "", found),
        commune=cut("commune", "address", commune, found), address=cut("address", "address", address, found))


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


def cut(name: str, field: str, text: str | None, found: list[Problem]) -> str:
    """The text in the room the office has for it; ``found`` is told when that is less than the cell holds."""
    text, room = text or "", ROOM[name]
    if len(text) <= room:
        return text
    values = (("length", str(len(text))), ("room", str(room)))
    found.append(Problem("TEXT_CUT", field, Level.CHECK, TEXT_CUT, values))
    return text[: room - 1] + "…"
