"""What the pages of one's own disputes say: a card of the list, the next act, what may be done besides."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from caseapp.cases.kinds.mediation import AT_ONCE, FOLLOWED, MEDIATION, RECEIVED, UNDER_WAY, VOID
from caseapp.cases.models import Status
from caseapp.cases.rules import details_of, dues_of, facts_of
from caseapp.dossiers.views.standing import Button
from caseapp.law.days import Calendar
from caseapp.law.limits import Nature
from caseapp.law.mediation import AGREED_START, COURT_ANSWER, PROMISE, START
from caseapp.law.registry import PROMISES, RULES
from caseapp.mediation.dispute import Kept
from caseapp.mediation.queries.own import Whole
from caseapp.text import mark, show_date
from caseapp.web.badges import Badge, Due, Tone, due_badge
from caseapp.web.filters import long_day
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import available

PAGE: Final = "/hoa-giai/vu/{}"
ACT, RESULT, HAND_ON = PAGE + "/viec/{}", PAGE + "/ket-qua", PAGE + "/gui-don"
PROMISED, VISIT, PHOTOS = PAGE + "/cam-ket/{}", PAGE + "/hoi-tham", PAGE + "/anh"
RECEIPT = PAGE + "/han/{}"
TEAM: Final = frozenset({"mediator", "team-leader"})
# One form writes a sitting down with whatever came of it.
BY_RESULT: Final = frozenset({"sit", "settle", "fail"})
FOLLOWED_BY_PROMISES: Final = "finish"
GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (mark("Buổi hòa giải"), ("agree-time", "invite", "refer", "stop", "continue")),
    (mark("Hòa giải viên"), ("assign", "replace", "join-team", "tell-fronts")),
    (mark("Báo lên"), ("warn", "pass-warning", "pass-difficulty")),
    (mark("Thỏa thuận"), ("finish", "give-up", "draw-record", "refuse-sign")),
    (mark("Tòa án"), ("request-court", "court-asks", "answer-court", "court-decides")),
    (mark("Sau khi không thành"), ("guide", "hand-on", "record-failure")),
    (mark("Ghi nhầm"), ("reopen", "void")),
)
"""What stands under “Việc khác”, in the order in which it is come upon."""
WAITS_FOR_LEADER: Final = mark("Chờ tổ trưởng phân công hòa giải viên.")


@dataclass(frozen=True, slots=True)
class Days:
    """Today, and the office's calendar."""

    today: date
    calendar: Calendar


# ── the list ──


@dataclass(frozen=True, slots=True)
class Card:
    """A dispute in the list: between whom, where it stands, what is to be done by which day."""

    url: str
    title: str
    between: str
    badge: Badge
    line: str
    urgent: bool
    new: bool
    lead: str


def card(row: Any, days: Days, *, lead: bool = False) -> Card:
    """A row of ``queries.own.disputes_of`` in words; ``lead``: with who mediates."""
    names = [name for name in (row.party_a, row.party_b) if name]
    since = _("nhận %(day)s", day=_short(row.opened_on, days.today)).replace(" ", "\u00a0")
    between = _("%(one)s và %(other)s", one=names[0], other=names[1]) if len(names) > 1 else "".join(names)
    badge, line = _due(row, days)
    return Card(PAGE.format(row.public_id), row.subject, " · ".join(filter(None, (between, since))), badge, line,
                bool(row.urgent_on and not row.passed_on and row.closed_on is None), bool(row.called),
                (row.lead or "") if lead else "")


def _due(row: Any, days: Days) -> tuple[Badge, str]:
    state = _(MEDIATION.state(row.state).label)
    if row.next_due is None or not row.rule or row.closed_on is not None or row.state == AT_ONCE.code:
        tone = Tone.CLOSED if row.closed_on else Tone.SOON if row.state in (RECEIVED.code, AT_ONCE.code) \
            else Tone.RUNNING
        return Badge(tone, state), ""
    badge = due_badge(Due(row.next_due, row.unit == "working-day", row.safe_on), days.today, days.calendar)
    return badge or Badge(Tone.RUNNING, state), _to_do(row.rule, row.next_due, row.promised or "", days.today)


def _to_do(rule: str, due: date, promised: str, today: date) -> str:
    """What must be done by the day: “bắt đầu chậm nhất thứ Năm 19/11”."""
    day = long_day(due) if due.year != today.year else long_day(due).rsplit("/", 1)[0]
    if rule == PROMISE.code:
        return _("%(what)s: %(day)s", what=promised, day=day) if promised else _("theo dõi: %(day)s", day=day)
    if rule == COURT_ANSWER.code:
        return _("trả lời tòa án chậm nhất %(day)s", day=day)
    if rule == AGREED_START.code:
        return _("các bên hẹn %(day)s", day=day)
    return _("bắt đầu chậm nhất %(day)s", day=day)


def _short(day: date, today: date) -> str:
    return show_date(day) if day.year != today.year else f"{day:%d/%m}"


# ── the next act ──


@dataclass(frozen=True, slots=True)
class Step:
    """The block at the top of a dispute's page; ``act`` empty when nothing is awaited any more.

    ``who``: whose promise it is about; ``clock``: the duty that runs; ``by``: the words before its day; ``first``: what
    is waited for; ``groups``: what else may be done, by heading.
    """

    act: str = ""
    who: str = ""
    first: str = ""
    clock: Any | None = None
    badge: Badge | None = None
    by: str = ""
    receipt: str = ""
    primary: Button | None = None
    outlined: tuple[Button, ...] = ()
    groups: tuple[tuple[str, tuple[Button, ...]], ...] = ()


def done_of(acts: Sequence[Any]) -> list[Any]:
    """The acts that were done."""
    return [one for one in acts if one.status == Status.DONE]


def step_of(dispute: Any, found: Whole, roles: AbstractSet[str], days: Days) -> Step:
    """What must happen next, and what somebody with ``roles`` in the dispute's hamlet may do."""
    done = done_of(found.acts)
    facts = facts_of(dispute, done, dues_of(dispute, done, days.calendar), days.today)
    open_to = {one.code: one for one in available(MEDIATION, dispute.state, roles, facts, days.today)}
    buttons = {code: _button(dispute, code) for code in open_to}
    # What is mediated on the spot has no day of the law's (LHG 20(2)); its clock is there to remind whoever forgot.
    clock = _earliest(found.clocks) if dispute.state != AT_ONCE.code else None
    step = _next(dispute, found, buttons, clock, warned=bool(facts["warned"]))
    outlined = _beside(dispute, buttons, step.primary, roles)
    if dispute.state == VOID.code:
        return Step(groups=_groups(buttons))
    shown = clock if not (facts["warned"] and "pass-warning" in buttons) else None
    return replace(
        step, clock=shown, badge=due_badge(Due.of(shown), days.today, days.calendar, year=True) if shown else None,
        by=_by(shown), receipt=RECEIPT.format(dispute.public_id, shown.public_id) if shown else "", outlined=outlined,
        groups=_groups(buttons, step.primary, *outlined))


def _earliest(clocks: Sequence[Any]) -> Any | None:
    running = [one for one in clocks if one.ended_by is None and one.nature == Nature.DUTY and one.due_on is not None]
    return min(running, key=lambda one: (one.due_on, one.public_id), default=None)


def _button(dispute: Any, code: str) -> Button:
    if code in BY_RESULT:
        words = _("Ghi buổi hòa giải") if dispute.state != UNDER_WAY.code else _("Ghi buổi hoặc kết quả")
        return Button(code, words, RESULT.format(dispute.public_id))
    page = HAND_ON.format(dispute.public_id) if code == "hand-on" else ACT.format(dispute.public_id, code)
    return Button(code, _(MEDIATION.action(code).label), page)


def _next(dispute: Any, found: Whole, buttons: Mapping[str, Button], clock: Any | None, *, warned: bool) -> Step:
    """The act, what is waited for, the button that does it."""
    if warned and "pass-warning" in buttons:
        return Step(buttons["pass-warning"].words, primary=buttons["pass-warning"])
    if clock is not None and clock.rule == PROMISE.code:
        return _followed(dispute, next((one for one in found.promises if one.clock == clock.public_id), None), buttons)
    if clock is not None:
        known = RULES.get(clock.rule) or PROMISES[clock.rule]
        return Step(_(known.title), primary=buttons.get("answer-court" if clock.rule == COURT_ANSWER.code else "sit"))
    if dispute.state == RECEIVED.code:
        return Step(_(MEDIATION.action("assign").label), first="" if "assign" in buttons else _(WAITS_FOR_LEADER),
                    primary=buttons.get("assign"))
    if dispute.state == FOLLOWED.code:
        return _followed(dispute, next((one for one in found.promises if one.state == Kept.OPEN), None), buttons)
    if dispute.state in (UNDER_WAY.code, AT_ONCE.code):
        words = _("Hòa giải ngay") if dispute.state == AT_ONCE.code else _("Hòa giải buổi tiếp theo")
        return Step(words, first=_agreed_next(found), primary=buttons.get("sit"))
    return _afterwards(found, buttons)


def _followed(dispute: Any, promise: Any | None, buttons: Mapping[str, Button]) -> Step:
    """To ask after what was promised next; when nothing is open any more, that it is finished."""
    if promise is None:
        return Step(_("Theo dõi thực hiện thỏa thuận"), primary=buttons.get(FOLLOWED_BY_PROMISES))
    page = PROMISED.format(dispute.public_id, promise.public_id)
    # Who may finish may write down how it stands.
    button = Button("", _("Ghi đã làm hay chưa"), page) if FOLLOWED_BY_PROMISES in buttons else None
    return Step(_("Hỏi thăm: %(what)s", what=promise.what), who=promise.who, primary=button)


def _agreed_next(found: Whole) -> str:
    last = next((one for one in reversed(done_of(found.acts)) if one.code == "sit"), None)
    day = details_of(last).get("next_on") if last else None
    return _("Đã hẹn %(day)s.", day=long_day(date.fromisoformat(day))) if day else ""


def _afterwards(found: Whole, buttons: Mapping[str, Button]) -> Step:
    """After a failure the parties are guided, once."""
    guided = any(one.code in ("guide", "hand-on", "refer") for one in done_of(found.acts))
    if "guide" not in buttons or guided:
        return Step()
    return Step(buttons["guide"].words, primary=buttons["guide"])


def _beside(dispute: Any, buttons: Mapping[str, Button], primary: Button | None,
            roles: AbstractSet[str]) -> tuple[Button, ...]:
    """One or two outlined buttons under the primary one."""
    if not roles & TEAM:
        return ()
    found = [Button("photos", _("Chụp giấy tờ"), PHOTOS.format(dispute.public_id))]
    if dispute.state == FOLLOWED.code:
        found.insert(0, Button("", _("Ghi buổi thăm, cuộc gọi"), VISIT.format(dispute.public_id)))
    if primary is None:
        found = [*(buttons[code] for code in ("continue", "hand-on") if code in buttons), *found]
    elif primary.code == "guide" and "hand-on" in buttons:
        found.insert(0, buttons["hand-on"])
    return tuple(found[:3])


def _groups(buttons: Mapping[str, Button], *shown: Button | None) -> tuple[tuple[str, tuple[Button, ...]], ...]:
    left = {code: one for code, one in buttons.items() if code not in {one.code for one in shown if one}}
    found = [(_(heading), tuple(left[code] for code in codes if code in left)) for heading, codes in GROUPS]
    return tuple((heading, some) for heading, some in found if some)


def _by(clock: Any | None) -> str:
    """The words before the day: a limit ends with it, a day that was agreed is that day."""
    if clock is None or clock.rule in (START.code, COURT_ANSWER.code):
        return _("chậm nhất")
    return _("các bên hẹn") if clock.rule == AGREED_START.code else _("hạn")
