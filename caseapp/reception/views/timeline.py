"""What happened to a visit, in words: one entry for each journaled act, newest first."""
from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from caseapp.cases.kinds.information import INFORMATION
from caseapp.law.citing import cited
from caseapp.reception.fields import LABELS as FIELD_LABELS
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import LABELS
from caseapp.text import mark, show_date
from caseapp.web.language import gettext as _
from caseapp.workflow.kind import Action

MANNERS: Final = {"oral": mark("nói trực tiếp"), "written": mark("bằng văn bản")}
# Names of what can be corrected, as the form calls them.
FIELDS: Final = {
    "content": mark("Nội dung"), "field": mark("Lĩnh vực"), "people_count": mark("Số người"),
    "repeat": mark("Lần giải quyết"), "resolved_by": mark("Cơ quan đã giải quyết"),
    "competent": mark("Thuộc thẩm quyền"), "body": mark("Cơ quan, đơn vị"),
    "document": mark("Số, ký hiệu văn bản"), "follow_up": mark("Theo dõi kết quả"), "note": mark("Ghi chú"),
    "nomination": mark("Văn bản cử người đại diện"), "place": mark("Nơi tiếp"), "accused_name": mark("Người bị tố cáo"),
    "accused_post": mark("Chức vụ, nơi công tác"), "envelope": mark("Phong bì số"),
    "given_on": mark("Ngày báo"), "receiver_id": mark("Người tiếp"),
    "session": mark("Hình thức tiếp"), "held_at": mark("Giờ tiếp"),
    "identity": mark("Giấy tờ tùy thân"), "protection": mark("Đề nghị được bảo vệ"),
    "other_matter": mark("Việc khác là"), "to_confirm": mark("Điều cần xác nhận"), "matter": mark("Loại"),
    "name": mark("Họ tên"), "birth_year": mark("Năm sinh"), "sex": mark("Giới tính"), "phone": mark("Điện thoại"),
    "commune": mark("Xã, phường"), "address": mark("Số nhà, đường, khu vực"),
    "id_number": mark("Số định danh, căn cước hoặc hộ chiếu"), "id_issued": mark("Ngày, nơi cấp giấy tờ"),
}
# Acts whose side row holds old and new values of fields; of the others it holds what the act was given.
CORRECTIONS: Final = frozenset({"visit.correct", "person.correct", "person.update"})
# Acts on a denunciation that are stamped with their day alone.
BY_THE_DAY: Final = frozenset({"visit.log", "visit.open-case"})
_LONG: Final = 300


@dataclass(frozen=True, slots=True)
class Change:
    """A corrected field: its name, what stood there, what stands there now."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One act as a page shows it."""

    at: datetime
    timed: bool
    act: str
    who: str
    basis: str = ""
    more: str = ""
    changes: tuple[Change, ...] = ()


def timeline(rows: Iterable[Any], *, whole: bool) -> list[Entry]:
    """The journal of one visit; ``whole`` shows old and new values, else only the names of corrected fields."""
    return [_entry(row, whole=whole) for row in rows if row.act != "values.erase"]


def _entry(row: Any, *, whole: bool) -> Entry:
    facts = json.loads(row.body)["facts"]
    if row.values and row.act not in CORRECTIONS:
        facts |= {name: new for name, (_old, new) in json.loads(row.values).items()}
    words = _WORDS.get(row.act)
    act, more = words(facts) if words else (_("Việc khác trong hồ sơ"), "")
    code = row.act.partition(".")[2]
    action = next((one for one in VISIT.actions if one.code == code), None)
    # A denunciation is logged by the day: a minute would lead to the open visit that it may have been.
    timed = not (row.sealed and row.act in BY_THE_DAY)
    return Entry(row.at, timed, act, row.by or _("máy chủ"), _basis(action, code), more,
                 tuple(_changes(row.values)) if whole and row.act in CORRECTIONS else ())


def _basis(action: Action | None, code: str) -> str:
    if code == "log":
        return cited(VISIT.citation, _)
    if action is None or action.citation is None:
        return ""
    form = _("mẫu %(form)s", form=action.form) if action.form else ""
    return ", ".join(part for part in (cited(action.citation, _), form) if part)


def _logged(facts: dict[str, Any]) -> tuple[str, str]:
    outcome = _(LABELS[facts["outcome"]]) if facts.get("outcome") else ""
    late = _("nhập sau, tiếp ngày %(day)s", day=_day(facts["held_on"])) if facts.get("late") else ""
    act = _("Ghi lượt tiếp: %(outcome)s", outcome=outcome[:1].lower() + outcome[1:]) if outcome else _("Ghi lượt tiếp")
    return act, late


def _notified(facts: dict[str, Any]) -> tuple[str, str]:
    result = _(LABELS.get(facts["result"], ""))
    return _("Báo kết quả: %(result)s", result=result[:1].lower() + result[1:]), _how(facts)


def _prolonged(facts: dict[str, Any]) -> tuple[str, str]:
    return _("Báo kéo dài, hẹn trả lời ngày %(day)s", day=_day(facts["follow_up_on"])), _how(facts)


def _taken(facts: dict[str, Any]) -> tuple[str, str]:
    opened = _("Tiếp nhận đơn, mở vụ việc khiếu nại") if facts["opened"] else _("Tiếp nhận đơn, nhập vào vụ việc "
                                                                                "đang giải quyết")
    return opened, _("nhận ngày %(day)s", day=_day(facts["received_on"]))


def _signed(facts: dict[str, Any]) -> tuple[str, str]:
    document = _("thông báo %(number)s", number=facts["document"]) if facts.get("document") else ""
    sent = _("giao hoặc gửi ngày %(day)s", day=_day(facts["given_on"]))
    return _("Ký, gửi thông báo từ chối tiếp"), ", ".join(part for part in (document, sent) if part)


def _custody(facts: dict[str, Any]) -> tuple[str, str]:
    return _("Ký nhận phong bì số %(number)s", number=facts.get("envelope") or "–"), ""


def _corrected(facts: dict[str, Any]) -> tuple[str, str]:
    names = [_(FIELDS[name]) if name in FIELDS else name for name in facts.get("fields", ())]
    named = ", ".join(name[:1].lower() + name[1:] for name in names)
    return _("Sửa: %(fields)s", fields=named), ""


def _recounted(facts: dict[str, Any]) -> tuple[str, str]:
    moved = _("hạn %(old)s thành %(new)s", old=_day(facts["from"]), new=_day(facts["to"]))
    return _("Tính lại hạn theo quy định mới") if facts.get("law") else _("Tính lại hạn theo lịch nghỉ mới"), moved


def _urged(facts: dict[str, Any]) -> tuple[str, str]:
    return _("Đôn đốc xử lý"), _("hạn %(day)s", day=_day(facts["due"])) if facts.get("due") else ""


def _how(facts: dict[str, Any]) -> str:
    manner = _(MANNERS[facts["manner"]]) if facts.get("manner") in MANNERS else ""
    document = _("văn bản %(number)s", number=facts["document"]) if facts.get("document") else ""
    case = _("theo văn bản của vụ việc") if facts.get("by_case") else ""
    day = _("ngày %(day)s", day=_day(facts["given_on"]))
    return ", ".join(part for part in (manner, case, document, day) if part)


def _of_form(facts: dict[str, Any]) -> str:
    return _("mẫu %(form)s", form=facts["form"]) if facts["form"] else ""


_WORDS = {
    "visit.log": _logged, "visit.take-petition": _taken, "visit.notify": _notified,
    "visit.prolong": _prolonged, "visit.sign-refusal": _signed,
    "visit.take-custody": _custody, "visit.correct": _corrected, "visit.void": lambda _facts: (_("Hủy số"), ""),
    "person.correct": _corrected, "person.update": _corrected,
    "clock.recount": _recounted, "visit.urge": _urged,
    "file.add": lambda _facts: (_("Thêm tệp"), ""),
    "slip.print": lambda facts: (_("In giấy biên nhận"), _of_form(facts)),
    "refusal.print": lambda facts: (_("In thông báo từ chối"), _of_form(facts)),
    "visit.open-case": lambda facts: (
        _("Mở vụ việc tin báo") if facts.get("kind") == INFORMATION.code else _("Mở vụ việc tố cáo"), ""),
    "accused.found": lambda _facts: (_("Chặn một tài khoản trùng họ tên, chức vụ người bị tố cáo"), ""),
    "accused.fall": lambda _facts: (_("Thôi chặn một tài khoản: họ tên, chức vụ không còn trùng"), ""),
    "accused.doubt": lambda _facts: (_("Một tài khoản trùng họ tên, chức vụ người bị tố cáo, chưa chặn"), ""),
    "accused.other": lambda facts: (_("Xác định tài khoản trùng họ tên, chức vụ là người khác"),
                                    _("số tài khoản: %(count)s", count=str(len(facts["others"])))),
    "accused.add": lambda facts: (_("Chặn thêm tài khoản của người bị tố cáo"),
                                  _("số tài khoản: %(count)s", count=str(len(facts["accounts"])))),
    "accused.lift": lambda facts: (_("Gỡ chặn một tài khoản"), facts.get("reason") or ""),
}


def _changes(side: str | None) -> list[Change]:
    """Old and new values; none when they were lawfully erased."""
    values = json.loads(side) if side else {}
    return [Change(_(FIELDS[name]) if name in FIELDS else name, shown(name, old), shown(name, new))
            for name, (old, new) in values.items() if name != "to_confirm"]


def shown(name: str, value: Any) -> str:
    """A stored value of a visit as people read it; long texts are cut."""
    if value is None or value == "":
        return _("để trống")
    if isinstance(value, bool):
        if name == "repeat":
            return _("Nhiều lần") if value else _("Lần đầu")
        return _("Có") if value else _("Không")
    if name in ("matter", "other_matter", "identity", "session"):
        return _(LABELS.get(value, value))
    if name == "field":
        return _(FIELD_LABELS.get(value, value))
    if name == "given_on":
        return _day(value)
    text = str(value)
    return text if len(text) <= _LONG else text[:_LONG].rpartition(" ")[0] + "…"


def _day(written: str) -> str:
    return show_date(date.fromisoformat(written))
