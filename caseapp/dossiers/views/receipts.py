"""The receipt of a deadline: why the day is that day, with the count drawn, said and printed."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.models import Ended
from caseapp.dossiers.queries import names_of, receipts_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.blueprint import dossiers, number_words
from caseapp.gazette import office_calendar
from caseapp.law.complaint_choices import SUSPEND_GROUNDS
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.picture import CellKind, weeks
from caseapp.law.receipts import Note, Receipt
from caseapp.law.sentences import in_words, length_line, skipped_lines
from caseapp.people.models import Nature
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import Say, mark
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Due, Tone, due_badge
from caseapp.web.language import gettext as _
from caseapp.web.now import today

IF_EXCHANGED: Final = mark(
    "Việc hoán đổi {off} với {work} mới là đề xuất. Nếu được duyệt, hạn thành {due}; khi lịch đổi, hạn được tính lại "
    "và có giấy tính mới bên cạnh giấy này.")


@dataclass(frozen=True, slots=True)
class Kept:
    """One receipt as a page shows it: the stored row, what it says, and whether a later one replaced it."""

    row: Any
    receipt: Receipt
    replaced: bool


@dossiers.get("/ho-so/<public_id>/han/<clock>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def receipt(public_id: str, clock: str) -> ResponseReturnValue:
    """Why this day? The latest receipt, or the one whose number is asked for (``?so=1``)."""
    rows, kept = _asked(public_id, clock)
    return render_template("dossiers/receipt.html", **_shown(rows, kept, _))


@dossiers.get("/ho-so/<public_id>/han/<clock>/in")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def receipt_print(public_id: str, clock: str) -> ResponseReturnValue:
    """The same on paper."""
    rows, kept = _asked(public_id, clock)
    return render_template("dossiers/receipt_print.html", **_shown(rows, kept, _))


@dossiers.get("/ho-so/<public_id>/han/<clock>.json")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def receipt_json(public_id: str, clock: str) -> ResponseReturnValue:
    """The same as it is stored, byte for byte: what a program or another office can count again."""
    _rows, kept = _asked(public_id, clock)
    return kept.row.text, 200, {"Content-Type": "application/json; charset=utf-8"}


def _asked(public_id: str, clock: str) -> tuple[Sequence[Any], Kept]:
    rows = receipts_of(viewer(), public_id, clock)
    wanted = request.args.get("so", "")
    row = next((row for row in rows if not wanted or str(row.receipt_no) == wanted), None)
    if row is None or row.kind not in shown_kinds():
        abort(404)
    return rows, Kept(row, Receipt.from_json(row.text), replaced=row.receipt_no != row.last_no)


def _shown(rows: Sequence[Any], kept: Kept, say: Say) -> dict[str, Any]:
    row, shown = kept.row, kept.receipt
    address = {"public_id": row.public_id, "clock": row.clock}
    calendar = weeks(shown, today(), say)
    return {
        "row": row, "receipt": shown, "kept": kept, "number": number_words(row),
        "title": say(shown.title), "whom": _whom(row),
        "home": shown_kinds()[row.kind].home(), "back": page_of(row.kind, row.public_id),
        "paused_on": None if kept.replaced else row.paused_on,
        "grounds": {code: say(one.text) for code, one in SUSPEND_GROUNDS.items()},
        "badge": _badge(kept), "line": length_line(shown, say), "sentence": in_words(shown, say),
        "weeks": calendar, "paused": any(cell.kind is CellKind.PAUSED for week in calendar for cell in week),
        "skipped": skipped_lines(shown, say), "notes": [_note(note, say) for note in shown.notes],
        "unit_words": {unit: say(words) for unit, words in UNIT_WORDS.items()},
        "others": [(other, url_for("dossiers.receipt", **address, so=other.receipt_no), Receipt.from_json(other.text))
                   for other in rows if other.receipt_no != row.receipt_no],
        "print_url": url_for("dossiers.receipt_print", **address, so=row.receipt_no if kept.replaced else None),
        "json_url": url_for("dossiers.receipt_json", **address, so=row.receipt_no if kept.replaced else None),
        "screen_url": url_for("dossiers.receipt", **address, so=row.receipt_no if kept.replaced else None),
        "marks": (_in_fours(shown.rule_hash), _in_fours(shown.calendar_hash)),
    }


def _note(note: Note, say: Say) -> str:
    """A note of the count; a page also says that an approved exchange moves nothing until the office counts anew."""
    return say(IF_EXCHANGED).format(**note.facts) if note.code == "exchange" else note.words(say)


def _whom(row: Any) -> str:
    """To whom the duty is owed: “bà Nguyễn Thị Ánh”; nobody is named for a denunciation."""
    people = [] if row.sealed else names_of([row.id]).get(row.id, [])
    if not people:
        return ""
    first = people[0]
    if first.nature == Nature.ORGANISATION:
        return str(first.name)
    address = {"M": _("ông %(name)s", name=first.name), "F": _("bà %(name)s", name=first.name)}
    return address.get(first.sex, str(first.name))


def _badge(kept: Kept) -> Badge | None:
    row = kept.row
    if kept.replaced:
        return Badge(Tone.CLOSED, _("Đã thay bằng giấy tính số %(no)s", no=row.last_no))
    if row.ended_by == Ended.VOID:
        return Badge(Tone.CLOSED, _("Đã hủy"))
    if row.ended_by == Ended.BOOK:
        return Badge(Tone.CLOSED, _("Đã trả lời, theo sổ cũ"))
    return due_badge(Due.of(row), today(), office_calendar(), year=True, measure=True)


def _in_fours(mark: str) -> str:
    """The first eight signs of a hash, in fours, as two people compare them."""
    return f"{mark[:4]} {mark[4:8]}"
