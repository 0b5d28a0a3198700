"""What must happen next to a visit, who is awaited, and the buttons its procedure leaves open."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from caseapp.dossiers.views.standing import Button, roles_in
from caseapp.reception.kinds.visit import AWAITING, PROLONGED, SIGNING, VISIT
from caseapp.reception.rules import is_information
from caseapp.reception.views.blueprint import facts_seen
from caseapp.staff.viewer import Viewer
from caseapp.web.filters import said_duty
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import available

# What a page offers first, in this order; the rest stands under “Việc khác”.
OPEN_CASE = "open-case"
FIRST = ("take-custody", "sign-refusal", OPEN_CASE, "notify", "prolong", "take-petition")


@dataclass(frozen=True, slots=True)
class Next:
    """The block at the top of the page; ``first`` says what is awaited when this viewer cannot act.

    ``timed``: the act is the one the running clock waits for.
    """

    act: str
    who: str
    first: str
    buttons: tuple[Button, ...]
    others: tuple[Button, ...]
    timed: bool

    def offers(self, code: str) -> bool:
        """Whether this viewer may carry out the act now."""
        return any(button.code == code for button in (*self.buttons, *self.others))


def next_step(person: Viewer, visit: Any, *, opens: bool = False) -> Next:
    """The next act on a visit; ``act`` is empty when nothing is awaited any more; ``opens``: a case may be opened."""
    buttons = [_button(visit, action.code, action.label)
               for action in available(VISIT, visit.state, roles_in(person, visit.unit_id), facts_seen(visit))]
    if opens:
        words = _("Mở vụ việc tin báo") if is_information(visit.identity) else _("Mở vụ việc tố cáo")
        buttons.append(Button(OPEN_CASE, words, url_for("reception.open_denounced", public_id=visit.public_id)))
    leading = [button for code in FIRST for button in buttons if button.code == code][:3]
    others = tuple(button for button in buttons if button not in leading)
    may = {button.code for button in buttons}
    act, who, first = _awaited(visit, may)
    if not act:
        leading, others = [], tuple(sorted(buttons, key=lambda button: button.code != OPEN_CASE))
    return Next(act, who, first, tuple(leading), others, timed="take-custody" not in may)


def _awaited(visit: Any, may: set[str]) -> tuple[str, str, str]:
    """The act, who is to do it, what stands in the way for this viewer."""
    receiver = received_by(visit)
    custody = visit.sealed and visit.custodian_id is None
    if "take-custody" in may:
        return _("Ký nhận phong bì số %(number)s", number=visit.envelope), _("người giữ phong bì"), ""
    if visit.state in (AWAITING.code, PROLONGED.code):
        act = _("Báo kết quả tiếp công dân") if visit.state == AWAITING.code else _("Trả lời công dân theo ngày đã hẹn")
        return act, receiver, _envelope(visit) if custody else ""
    if visit.state == SIGNING.code:
        first = "" if "sign-refusal" in may else _("Chờ người đứng đầu ký; bản để trình in được ở nút bên.")
        return _("Ký và gửi thông báo từ chối tiếp công dân"), _("người đứng đầu"), first
    if custody:
        return _("Giao phong bì cho người giữ"), receiver, _envelope(visit)
    return "", "", ""


def received_by(visit: Any) -> str:
    """Who received the visitor; whoever logged it when nobody else is named, but nobody for a row of an old book."""
    return visit.receiver or visit.receiver_name or ("" if visit.book_row else visit.author)


def _envelope(visit: Any) -> str:
    if not visit.envelope:
        return _("Chưa ghi số phong bì: sửa lượt tiếp để ghi, rồi giao phong bì cho người giữ.")
    return _("Phong bì số %(number)s chưa có người giữ ký nhận (%(place)s).", number=visit.envelope,
             place=said_duty("envelope", visit.held_on))


def _button(visit: Any, code: str, label: str) -> Button:
    if code == "correct":
        return Button(code, _(label), url_for("reception.correct_visit", public_id=visit.public_id))
    return Button(code, _(label), url_for("reception.act", public_id=visit.public_id, act=code))
