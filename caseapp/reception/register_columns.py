"""The thirteen columns of form 03/TCD (Decree 154/2026, Article 27): what stands in each, from a visit and its people.

Said once for screen, paper and spreadsheet. A line feed inside a text parts its lines; each place shows them its way.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from caseapp.law.acts import LTC
from caseapp.law.citing import cited
from caseapp.law.duties import MANY_PEOPLE, REGISTER_COLUMNS
from caseapp.law.grounds import GROUNDS
from caseapp.people.models import IdKind, Nature
from caseapp.reception.models import INFORMATION, LABELS, SHORT, Identity, NoticeResult, Outcome, Session
from caseapp.reception.rules import is_information
from caseapp.reception.stored_words import reason_said
from caseapp.text import Say, mark

COLUMNS = REGISTER_COLUMNS
SUMMARY = 300
NAMED = 3        # so many visitors are named; of more, the first and how many came along
Number = Callable[[Any], str]
"""Gives a person's identity number as the reader may see it: masked on a screen, whole on paper."""

SEALED_IDENTITY = {Identity.CHECKED: mark("Đã kiểm tra"), Identity.UNKNOWN: mark("Không xác định được"),
                   Identity.IN_BOOK: mark("Xem sổ giấy")}
TOLD = {
    NoticeResult.ACCEPTED: mark("Đã báo thụ lý {day}"),
    NoticeResult.PROLONGED: mark("Đã báo kéo dài {day}, hẹn {until}"),
    NoticeResult.DECLINED: mark("Đã báo từ chối thụ lý {day}"),
    NoticeResult.FORWARDED: mark("Đã báo chuyển cơ quan khác {day}"),
    NoticeResult.REFUSED: mark("Đã gửi thông báo từ chối ngày {day}"),
}
AWAITED = {
    "reception.reply": mark("Chờ báo kết quả, hạn {due}"),
    "reception.follow-up": mark("Chờ trả lời như đã hẹn {due}"),
    "reception.refusal-notice": mark("Chờ ký thông báo từ chối, hạn {due}"),
}


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a visit's own row: the running duty, or who cancelled the number and when (wall clock)."""

    rule: str = ""
    due: date | None = None
    ended_by_book: bool = False
    void_at: datetime | None = None
    void_by: str = ""


def compose(
    row: Any, people: Sequence[Any], beside: Beside, unit: str, number: Number, say: Say = mark,
) -> tuple[str, ...]:
    """The thirteen texts of one visit in the order of the form; words in the language of ``say``."""
    if row.state == "void":
        return _void(row, beside, say)
    sealed = row.sealed
    return (
        register_number(row),
        f"{row.opened_on:%d/%m}",
        _sealed_person(row, say) if sealed else _person(row, people, say),
        say(SEALED_IDENTITY.get(row.identity, "")) if sealed else _identity(people, number, say),
        _summary(row.content),
        say(INFORMATION) if is_information(row.identity) else SHORT.get(row.matter, ""),
        str(row.people_count or (1 if people or sealed else "")),
        row.resolved_by,
        "x" if _ours(row) else "",
        _body(row, row.document) if row.outcome == Outcome.GUIDED else "",
        _passed_on(row) if is_information(row.identity) else _accepting(row, unit),
        _follow_up(row, beside, say),
        _note(row, people, say),
    )


def register_number(row: Any) -> str:
    """Column 1: the number within the year's book; a denunciation has a code in column 3 and no number to be missed."""
    return "TC" if row.sealed else f"{row.no:04d}"


def on_one_line(text: str) -> str:
    """A text without line feeds, for paper and spreadsheet."""
    return text.replace("\n", ", ")


def _summary(content: str) -> str:
    """Column 5: the matter in short, on one line, cut at a word."""
    line = " ".join(content[:4 * SUMMARY].split())
    if len(line) <= SUMMARY:
        return line
    return line[:SUMMARY].rpartition(" ")[0].rstrip(" ,;.–-") + "…"


def _void(row: Any, beside: Beside, say: Say) -> tuple[str, ...]:
    day = f"{row.closed_on:%d/%m/%Y}" if row.closed_on else ""
    when = f"{beside.void_at:%d/%m/%Y, %H:%M}" if beside.void_at else day
    undone = say(mark("Hủy {when}")).format(when=when)
    done = ", ".join(filter(None, (undone, beside.void_by)))
    return (register_number(row), f"{row.opened_on:%d/%m}", say(mark("Số đã hủy")), "", reason_said(row.note, say),
            "", "", "", "", "", "", done, say(mark("Số giữ nguyên")))


def _sealed_person(row: Any, say: Say) -> str:
    code = say(mark("Mã số {code}")).format(code=row.code)
    if not row.envelope:
        return code
    return "\n".join((code, say(mark("phong bì số {envelope}")).format(envelope=row.envelope)))


def _person(row: Any, people: Sequence[Any], say: Say) -> str:
    if not people:
        return ""
    principals = [person for person in people if person.role == "represented"] or list(people)
    came = [person for person in people if person.role != "represented"]
    lines = [_names(principals, row.people_count or len(principals), say), _place(principals[0])]
    if principals[0].role == "represented":
        lines.append(say(mark("người đến: {names}")).format(names=", ".join(person.name for person in came)))
    elif (row.people_count or 1) >= MANY_PEOPLE and len(came) > 1:
        lines.append(say(mark("đại diện {count} người")).format(count=len(came)))
    return "\n".join(filter(None, lines))


def _names(people: Sequence[Any], count: int, say: Say) -> str:
    others = max(count, len(people)) - 1
    if others and (len(people) > NAMED or others >= len(people)):
        return say(mark("{name} và {others} người")).format(name=people[0].name, others=others)
    return ", ".join(person.name for person in people)


def _place(person: Any) -> str:
    return ", ".join(filter(None, (person.address, person.commune)))


def _identity(people: Sequence[Any], number: Number, say: Say) -> str:
    shown = [person for person in people if person.nature != Nature.ORGANISATION][:NAMED]
    return "\n".join(filter(None, (_paper(person, number, say) for person in shown)))


def _paper(person: Any, number: Number, say: Say) -> str:
    if person.id_kind == IdKind.NONE:
        return say(mark("không có giấy tờ: {why}")).format(why=person.id_missing) if person.id_missing else ""
    prefix = {IdKind.PASSPORT: mark("Hộ chiếu {number}"), IdKind.OLD_CARD: mark("CMND {number}")}.get(person.id_kind)
    return say(prefix).format(number=number(person)) if prefix else number(person)


def _ours(row: Any) -> bool:
    """Column 9: competent here. An acceptance, or a refusal to accept, shows it where nobody ticked it before.

    Nobody is competent for information as for a denunciation: it is none (LTC 25).
    """
    if is_information(row.identity) or row.result == NoticeResult.FORWARDED:
        return False
    if row.competent is None:
        return row.result in (NoticeResult.ACCEPTED, NoticeResult.DECLINED)
    return bool(row.competent)


def _body(row: Any, document: str) -> str:
    return f"{row.body} ({document})" if row.body and document else row.body or document


def _accepting(row: Any, unit: str) -> str:
    """Column 11: who deals with it: where it went, with the paper that sent it, or this body once it has accepted."""
    if row.result == NoticeResult.FORWARDED:
        return _body(row, row.notice_document or row.document)
    if row.outcome == Outcome.TRANSFERRED:
        return _body(row, row.document)
    return unit if row.result == NoticeResult.ACCEPTED and row.competent is not False else ""


def _passed_on(row: Any) -> str:
    """Column 11 of information: nobody accepts it; the body it went to, once it was passed on."""
    return _body(row, row.document) if row.competent is False and row.outcome != Outcome.GUIDED else ""


def _follow_up(row: Any, beside: Beside, say: Say) -> str:
    if is_information(row.identity):
        return "; ".join(filter(None, (row.follow_up, _left_aside(row, say), _at_once(row, say))))
    return "; ".join(filter(None, (row.follow_up, _answered(row, beside, say))))


def _answered(row: Any, beside: Beside, say: Say) -> str:
    told = ""
    if row.result:
        until = f"{row.follow_up_on:%d/%m/%Y}" if row.follow_up_on else ""
        # A refused visit has no other notice than 01/TCD.
        result = NoticeResult.REFUSED if row.outcome == Outcome.REFUSED else row.result
        told = say(TOLD[result]).format(day=f"{row.given_on:%d/%m}", until=until)
        told = f"{told} ({row.notice_document})" if row.notice_document else told
    if beside.rule and row.result != NoticeResult.PROLONGED:
        return say(AWAITED[beside.rule]).format(due=f"{beside.due:%d/%m}" if beside.due else "")
    if told:
        return told
    if beside.ended_by_book:
        return "" if row.follow_up else say(mark("Đã trả lời, theo sổ cũ"))
    return _at_once(row, say)


def _left_aside(row: Any, say: Say) -> str:
    """Column 12 of information: that it is not dealt with as a denunciation, and what became of it instead."""
    not_handled = say(mark("Không xử lý theo tố cáo ({place})")).format(place=cited(LTC(25).short, say))
    where = {Outcome.REPORTED: mark("đã báo cáo lãnh đạo"), Outcome.TRANSFERRED: mark("đã chuyển")}.get(row.outcome)
    return ", ".join(filter(None, (not_handled, say(where) if where else "")))


def _at_once(row: Any, say: Say) -> str:
    """What was done at the counter and needs no answer."""
    if row.outcome == Outcome.EXPLAINED:
        return say(mark("Giải thích tại bàn"))
    if row.outcome == Outcome.GUIDED:
        return say(mark("Đã hướng dẫn {day}")).format(day=f"{row.opened_on:%d/%m}")
    if row.outcome == Outcome.REFUSED and row.ground:
        return say(mark("Từ chối tiếp, {place}")).format(place=cited(GROUNDS[row.ground].citation.short, say))
    return ""


def _note(row: Any, people: Sequence[Any], say: Say) -> str:
    parts = [row.note]
    if row.papers:
        parts.append(say(mark("Nhận {count} tài liệu")).format(count=row.papers))
    if (row.people_count or 1) >= MANY_PEOPLE:
        parts.append(say(mark("Đoàn đông người")))
    if row.session in (Session.PERIODIC, Session.URGENT):
        held = say(mark("Tiếp {session}")).format(session=say(LABELS[row.session]).lower())
        parts.append(": ".join(filter(None, (held, row.receiver or row.receiver_name))))
    if row.late:
        parts.append(say(mark("Ghi bổ sung")))
    parts += [person.authority for person in people if person.role == "representative" and person.authority][:1]
    return "; ".join(filter(None, parts))
