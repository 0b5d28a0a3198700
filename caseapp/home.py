"""Where somebody begins: the first page by role, and everyone's own work."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.gazette import office_calendar
from caseapp.law.citing import cited
from caseapp.law.limits import Unit
from caseapp.law.registry import PROMISES, RULES
from caseapp.navigation import DESK
from caseapp.reception.came import who_came
from caseapp.reception.queries import tasks as waiting
from caseapp.reception.queries.tasks import ENVELOPES_SHOWN, NOBODY, PAGE, Wanted
from caseapp.reception.queries.visits import parties_of
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import SOON_DAYS, Badge, Due, due_badge
from caseapp.web.filters import upper_first
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SHOWN = ("qua-han", "sap-den", "cho-ky")
# Whose tasks an address names; any other value is an account's public id.
MINE, NOBODYS, ALL = "toi", "khac", "tat-ca"
# Roles whose work comes with later features: what their desk will hold, said honestly.
TO_COME = {
    Role.MEDIATOR: mark("Vụ hòa giải được giao cho bạn sẽ nằm ở đây, mỗi vụ một dòng, việc gần nhất trước."),
    Role.TEAM_LEADER: mark("Vụ việc của tổ hòa giải và việc phân công hòa giải viên sẽ nằm ở đây."),
    Role.AUDITOR: mark("Bạn xem được lượt tiếp và sổ trong phạm vi được giao; không có việc phải làm theo hạn."),
    Role.ADMINISTRATOR: mark("Bạn quản lý tài khoản và đơn vị; không mở hồ sơ."),
}
HEADINGS = {
    "reception.reply": mark("Báo kết quả tiếp"),
    "reception.follow-up": mark("Trả lời như đã hẹn"),
    "reception.refusal-notice": mark("Ký thông báo từ chối tiếp công dân"),
}

home = Blueprint("home", __name__)


def install(app: Flask) -> None:
    """Bind the first page and everyone's work."""
    app.register_blueprint(home)


@dataclass(frozen=True, slots=True)
class Task:
    """A line of somebody's work."""

    act: str
    basis: str
    url: str
    number: str
    who: str
    matter: str
    sealed: bool
    badge: Badge | None
    awaited: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody's share of the tasks: how an address names him, his name, how many."""

    key: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """How many tasks wait for whomever the page shows."""

    all: int
    overdue: int
    soon: int
    signing: int


@home.get("/")
@guarded(Can.OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    """To the desk, the own work, the accounts: where the viewer's day begins."""
    person = viewer()
    if person.may(Can.DESK):
        return redirect(DESK)
    if {role for _unit, role in person.roles} == {Role.ADMINISTRATOR}:
        return redirect(url_for("staff.account_list"))
    return redirect(url_for("home.work" if person.may(Can.MY_WORK) else "staff.own_account"))


@home.get("/viec")
@guarded(Can.MY_WORK)
def work() -> ResponseReturnValue:
    """What waits for the viewer, the earliest due first; an honest empty desk for roles whose work is still to come."""
    person = viewer()
    has_tasks = person.may(Can.ANSWER_VISIT) or person.may(Can.SIGN_REFUSAL)
    show = request.args.get("xem", "")
    show = show if show in SHOWN else ""
    after = waiting.task_place(person, request.args["sau"]) if request.args.get("sau") and has_tasks else None
    soon = soon_until(today())
    shares = waiting.task_counts(person, today(), soon) if has_tasks else []
    whose = _whose(shares, person)
    shown = [row for row in shares if whose in (ALL, _key(row, person))]
    awaited = None if whose == ALL else shown[0].id or NOBODY
    own = all(_key(row, person) == MINE for row in shown)
    rows = waiting.tasks(person, Wanted(show, after, awaited), today(), soon) if has_tasks else []
    people = parties_of([row.id for row in rows[:PAGE] if not row.sealed])
    sealed = waiting.envelopes(person) if person.may(Can.CUSTODY) else []
    here = partial(url_for, "home.work", nguoi=whose if len(shares) > 1 else None)
    older = here(xem=show or None, sau=rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return render_template(
        "home/work.html", counts=_sum(shown) if has_tasks else None, show=show, here=here, whose=whose,
        people=_people(shares, person), heading=_("Việc của tôi") if own else _("Việc của đơn vị"),
        recount=any(row.calendar not in (None, office_calendar().hash) for row in shares),
        tasks=[_task(row, person, who_came(people.get(row.id, ()))) for row in rows[:PAGE]],
        envelopes=sealed[:ENVELOPES_SHOWN], more_envelopes=len(sealed) > ENVELOPES_SHOWN, page_of=page_of,
        pages={"newer": here(xem=show or None) if after else None, "older": older},
        roles=[ROLE_NAMES[role] for role in dict.fromkeys(role for _unit, role in person.roles)],
        to_come=[TO_COME[role] for role in dict.fromkeys(role for _unit, role in person.roles) if role in TO_COME],
        desk=DESK if person.may(Can.DESK) else "")


def soon_until(day: date) -> date:
    """The last day that counts as soon: three working days ahead."""
    calendar, last = office_calendar(), day
    for _step in range(SOON_DAYS):
        last = calendar.next_working(date.fromordinal(last.toordinal() + 1))
    return last


def _key(row: Any, person: Viewer) -> str:
    """How an address names whom a share of the tasks waits for."""
    if row.id == person.account_id:
        return MINE
    return NOBODYS if row.id is None else str(row.public_id)


def _whose(shares: Sequence[Any], person: Viewer) -> str:
    """Whose tasks are shown: those asked for; else one's own, but everybody's to the head and to who has none."""
    keys = [_key(row, person) for row in shares]
    asked = request.args.get("nguoi", "")
    if asked == ALL or asked in keys:
        return asked
    return MINE if MINE in keys and not person.may(Can.SIGN_REFUSAL) else ALL


def _people(shares: Sequence[Any], person: Viewer) -> list[Whose]:
    """Everybody who is waited for, with how many tasks; nobody when there is no choice."""
    if len(shares) < 2:
        return []
    words = {MINE: _("Tôi"), NOBODYS: _("Theo sổ cũ")}
    return [Whose(key, words.get(key) or str(row.name), row.all) for row in shares for key in [_key(row, person)]]


def _sum(shares: Sequence[Any]) -> Counted:
    return Counted(*(sum(getattr(row, one.name) for row in shares) for one in fields(Counted)))


def _task(row: Any, person: Viewer, who: str) -> Task:
    promise = PROMISES.get(row.rule)
    citation = promise.citation if promise else RULES[row.rule].wordings[0].citation
    clock = Due(row.due_on, row.unit == Unit.WORKING, row.safe_on)
    sealed = _("Hồ sơ kín") if row.sealed else ""
    return Task(
        act=_(HEADINGS[row.rule]), basis=upper_first(cited(citation, _)),
        url=page_of("visit", row.public_id), number=number_of(row),
        who=who, matter=sealed or row.subject, sealed=row.sealed, badge=due_badge(clock, today(), office_calendar()),
        awaited=_awaited(row, person))


def _awaited(row: Any, person: Viewer) -> str:
    """Who is waited for: the head for a signature, else whoever received the visitor.

    Whoever brought an old book in received nobody: of its rows only what the book says is told.
    """
    if row.state == "signing":
        return _("Tôi, ký thông báo") if person.may(Can.SIGN_REFUSAL) else _("Người đứng đầu ký")
    if (row.receiver_id or (row.author_id if row.book_row is None else None)) == person.account_id:
        return _("Tôi")
    return str(row.receiver or row.receiver_name or (row.author if row.book_row is None else ""))
