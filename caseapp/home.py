"""Where somebody begins: the first page by role, and everyone's own work."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape as html
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Flask, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.board import worklist
from caseapp.board.figures import days_of
from caseapp.board.wording import KIND_WORDS, awaited, dossier_cell, due_cell, to_do
from caseapp.board.worklist import LATE, NOT_GIVEN, OF_A_BOOK, PAGE, PAUSED, SIGNING, SOON, Wanted
from caseapp.cases.queries.called import waiting_for
from caseapp.cases.views.denouncer import letters_waiting
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.gazette import office_calendar
from caseapp.law.changes import unannounced
from caseapp.lawbook.calendar_queries import open_requests
from caseapp.navigation import DESK
from caseapp.reception.came import who_came
from caseapp.reception.queries.tasks import ENVELOPES_SHOWN, envelopes
from caseapp.reception.queries.visits import parties_of
from caseapp.staff.policy import Can
from caseapp.staff.roles import ROLE_NAMES, Role
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import SOON_DAYS
from caseapp.web.filters import number
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SHOWN = (LATE, SOON, SIGNING, PAUSED)
WORK, CURRENT = "/viec", ' aria-current="true"'
# Whose tasks an address names; any other value is an account's public id.
MINE, NOBODYS, UNGIVEN, ALL = "toi", "khac", "chua-giao", "tat-ca"
KEYS = {OF_A_BOOK: NOBODYS, NOT_GIVEN: UNGIVEN}
# Roles without tasks that fall due: what they are for, said honestly.
TO_COME = {
    Role.AUDITOR: mark("Bạn xem được lượt tiếp và sổ trong phạm vi được giao; không có việc phải làm theo hạn."),
    Role.ADMINISTRATOR: mark("Bạn quản lý tài khoản và đơn vị; không mở hồ sơ."),
}
home = Blueprint("home", __name__)


def install(app: Flask) -> None:
    """Bind the first page and everyone's work."""
    app.register_blueprint(home)


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
    paused: int

    @classmethod
    def of(cls, shares: Sequence[Any]) -> Counted:
        """The sum of shares."""
        return cls(*(sum(getattr(row, name) for row in shares)
                     for name in ("all", "overdue", "soon", "signing", "paused")))


@home.get("/")
@guarded(Can.OWN_ACCOUNT)
def start() -> ResponseReturnValue:
    """To the desk, the own work, the own disputes, the accounts: where the viewer's day begins."""
    person = viewer()
    if person.may(Can.MEDIATE) and not person.may(Can.MY_WORK):
        return redirect(url_for("mediation.disputes"))
    if person.may(Can.DESK):
        return redirect(DESK)
    if {role for _unit, role in person.roles} == {Role.ADMINISTRATOR}:
        return redirect(url_for("staff.account_list"))
    return redirect(url_for("home.work" if person.may(Can.MY_WORK) else "staff.own_account"))


@home.get(WORK)
@guarded(Can.MY_WORK)
def work() -> ResponseReturnValue:
    """What waits for the viewer, the earliest due first; an honest empty desk for roles without any."""
    person = viewer()
    has_tasks = person.may(Can.ANSWER_VISIT) or person.may(Can.SIGN_REFUSAL)
    soon = days_of(today(), office_calendar()).soon
    shared = worklist.task_shares(person, today(), soon) if has_tasks else worklist.Shared([])
    shares, g.waiting = shared.shares, shared.waits
    whose, kind = _whose(shares, person), _one_of(request.args.get("loai"), {row.kind for row in shares})
    show = _one_of(request.args.get("xem"), SHOWN)
    people = _people(shares, person)
    shown = [row for row in shares if whose in (ALL, _key(row, person)) and kind in ("", row.kind)]
    own = all(_key(row, person) == MINE for row in shown)
    links = Links(whose if people else None)
    who = None if whose == ALL else next(row.who for row in shares if _key(row, person) == whose)
    after = worklist.task_place(person, request.args["sau"]) if request.args.get("sau") and has_tasks else None
    undated = after is not None or show != "" or sum(row.dated for row in shown) <= PAGE
    rows = worklist.tasks(person, Wanted(show, kind, who, after, undated), today(), soon) if has_tasks else []
    sealed = envelopes(person) if person.may(Can.CUSTODY) else []
    letters = len(letters_waiting(person)) if person.may(Can.CUSTODY) else None
    counts = Counted.of(shown) if has_tasks else None
    beside = waiting_for(person) if person.may(Can.READ_DOSSIERS) else None
    return render_template(
        "home/work.html", beside=beside, letters=letters, number_of=number_of,
        counts=counts, show=show, kind=kind, links=links, whose=whose,
        people=_people_chips(people, whose, links, show, kind) if people else "", kinds=_kinds(shares, whose, person),
        chips=_show_chips(counts, show, kind, links) if counts and counts.all else "",
        heading=_("Việc của tôi") if own else _("Việc của đơn vị"),
        unsettled=shared.unsettled, years=_awaited_years(person),
        asked=_asked_changes(person) if shared.change_asked or not shared.shares else [],
        tasks=_lines(rows[:PAGE], person) if rows else "", envelopes=sealed[:ENVELOPES_SHOWN],
        more_envelopes=len(sealed) > ENVELOPES_SHOWN, page_of=page_of,
        newer=links.to(show, kind) if after else "",
        older=links.to(show, kind, rows[PAGE - 1].public_id) if len(rows) > PAGE else "",
        roles=[ROLE_NAMES[role] for role in dict.fromkeys(role for _unit, role in person.roles)],
        to_come=[TO_COME[role] for role in dict.fromkeys(role for _unit, role in person.roles) if role in TO_COME],
        desk=DESK if person.may(Can.DESK) else "")


def _awaited_years(person: Viewer) -> list[int]:
    """Years without an official notice yet, told to whoever keeps the calendar: from 1 October also the next."""
    return unannounced(office_calendar(), today()) if person.may(Can.KEEP_CALENDAR) else []


def _asked_changes(person: Viewer) -> list[Any]:
    """Changes of the calendar that wait for a second person, for whoever may be it; not one's own."""
    if not person.may(Can.KEEP_CALENDAR):
        return []
    return [row for row in open_requests() if row.asked_by != person.account_id]


def _one_of(asked: str | None, known: Sequence[str] | set[str]) -> str:
    return asked if asked and asked in known else ""


def _key(row: Any, person: Viewer) -> str:
    """How an address names whom a share of the tasks waits for."""
    return MINE if row.who == person.account_id else KEYS.get(row.who) or str(row.public_id)


def _whose(shares: Sequence[Any], person: Viewer) -> str:
    """Whose tasks are shown: those asked for; else one's own, but everybody's to the head and to who has none."""
    keys = {_key(row, person) for row in shares}
    asked = request.args.get("nguoi", "")
    if asked == ALL or asked in keys:
        return asked
    return MINE if MINE in keys and not person.may(Can.SIGN_REFUSAL) else ALL


def _people(shares: Sequence[Any], person: Viewer) -> list[Whose]:
    """Everybody who is waited for, most tasks first; nobody when there is no choice."""
    words = {MINE: _("Tôi"), NOBODYS: _("Theo sổ cũ"), UNGIVEN: _("Chưa phân công")}
    found: dict[str, list[Any]] = defaultdict(list)
    for row in shares:
        found[_key(row, person)].append(row)
    people = [Whose(key, words.get(key) or str(rows[0].name), sum(row.all for row in rows))
              for key, rows in found.items()]
    return sorted(people, key=lambda one: (-one.count, one.name)) if len(people) > 1 else []


def _kinds(shares: Sequence[Any], whose: str, person: Viewer) -> list[tuple[str, str, int]]:
    """Kinds of dossier among the tasks shown: code, name, how many; nothing when there is no choice."""
    found: dict[str, int] = defaultdict(int)
    for row in shares:
        found[row.kind] += row.all if whose in (ALL, _key(row, person)) else 0
    return [(code, _(KIND_WORDS[code]), found[code]) for code in sorted(found, reverse=True)] if len(found) > 1 else []


def _lines(rows: Sequence[Any], person: Viewer) -> Markup:
    """The rows of the list, put into words and joined here: a page has twenty-five of them."""
    day, kinds = today(), shown_kinds()
    visitors = parties_of([row.id for row in rows if row.kind == "visit" and not row.sealed])
    signs = person.units_for(Can.SIGN_REFUSAL)
    clerk = {unit for held in person.held if held.role is Role.CLERK for unit in held.own}
    found = []
    for row in rows:
        act, basis = to_do(row)
        who = awaited(row, person.account_id, signs=row.unit_id in signs, clerk=row.unit_id in clerk, today=day)
        page = kinds[row.kind].page.format(row.public_id)
        found.append(
            f'<tr><td>{due_cell(row, day)}</td><td class="title"><a href="{page}"><b>{html(act)}</b></a><span '
            f'class="second fw-normal">{html(basis)}</span></td><td>'
            f'{dossier_cell(row, who_came(visitors.get(row.id, ())))}</td><td>{html(who)}</td></tr>')
    return Markup("\n".join(found))  # noqa: S704  every part is escaped


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of this page as it is narrowed: ``whose`` is None where there is no choice."""

    whose: str | None

    def to(self, show: str = "", kind: str = "", after: str = "", whose: str | None = None) -> str:
        """The same page with another choice."""
        asked = {"nguoi": whose or self.whose, "xem": show, "loai": kind, "sau": after}
        given = urlencode({name: value for name, value in asked.items() if value})
        return f"{WORK}?{given}" if given else WORK


def _chip(words: str, url: str, count: int, *, on: bool) -> str:
    said = ' on" href="' if on else '" href="'
    return f'<a class="chip{said}{html(url)}"{CURRENT if on else ""}>{html(words)} {number(count)}</a>'


def _people_chips(people: Sequence[Whose], whose: str, links: Links, show: str, kind: str) -> Markup:
    """Whose tasks there are to choose from."""
    everybody = Whose(ALL, _("Mọi người"), sum(one.count for one in people))
    return Markup("\n".join(  # noqa: S704  every part is escaped
        _chip(one.name, links.to(show, kind, whose=one.key), one.count, on=whose == one.key)
        for one in (everybody, *people)))


def _show_chips(counts: Counted, show: str, kind: str, links: Links) -> Markup:
    """All, and what they can be narrowed to; what there is none of is left out where it is rare."""
    choices = [("", _("Tất cả"), counts.all), (LATE, _("Quá hạn"), counts.overdue),
               (SOON, _("Trong %(count)s ngày làm việc", count=SOON_DAYS), counts.soon)]
    rare = [(PAUSED, _("Đang tạm đình chỉ"), counts.paused), (SIGNING, _("Chờ ký"), counts.signing)]
    return Markup("\n".join(  # noqa: S704  every part is escaped
        _chip(words, links.to(code, kind), count, on=show == code)
        for code, words, count in [*choices, *(one for one in rare if one[2])]))
