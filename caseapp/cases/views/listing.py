"""The list of cases: its chips with their numbers, what it may be narrowed to, the lists that were kept."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape as html
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.cases import narrowing
from caseapp.cases.commands.assigning import ASSIGNING
from caseapp.cases.kinds.second_complaint import SECOND_COMPLAINT
from caseapp.cases.narrowing import COLUMNS, HERE, HOME, ME, NOBODY, SORTS, Narrowing
from caseapp.cases.queries import lists
from caseapp.cases.queries.lists import COUNT_CAP, ENDED, LATE, OPEN, PAGE, SIGNING, SOON, SUSPENDED
from caseapp.cases.queries.merging import lying_in
from caseapp.cases.queries.saved_lists import lists_for
from caseapp.cases.rules import CASES, KINDS
from caseapp.cases.views.blueprint import pages
from caseapp.cases.views.clocks import Days
from caseapp.cases.views.narrowed import Narrowed, narrow
from caseapp.cases.views.rows import Sight, awaited, listed, may_be_given
from caseapp.cases.views.second_instance import opens_again
from caseapp.cases.views.steps import set_aside
from caseapp.gazette import office_calendar
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.badges import SOON_DAYS
from caseapp.web.forms import fresh_inputs
from caseapp.web.language import gettext as _
from caseapp.web.now import today

__all__ = ["CHIPS", "Choice", "Pager", "awaited", "case_list", "gives_in"]

CURRENT = ' aria-current="true"'
CHIPS: Mapping[str, str] = {
    OPEN: mark("Đang giải quyết"), LATE: mark("Quá hạn"), SOON: mark("Trong %(days)s ngày làm việc"),
    SIGNING: mark("Chờ ký"), SUSPENDED: mark("Tạm đình chỉ"), ENDED: mark("Đã xong"),
}
COUNTED: Mapping[str, str] = {OPEN: "open", LATE: "late", SOON: "soon", SIGNING: "signing", SUSPENDED: "suspended"}
# What an empty list says, and where the others are.
EMPTY: Mapping[str, tuple[str, str]] = {
    OPEN: (mark("Chưa có vụ việc nào đang giải quyết"),
           mark("Vụ việc mở từ lượt tiếp công dân hoặc từ đơn đã phân loại. Vụ đã xong nằm ở mục Đã xong.")),
    LATE: (mark("Không có vụ việc nào quá hạn"), mark("Mọi hạn đang chạy đều còn ngày.")),
    SOON: (mark("Không có vụ việc nào sắp đến hạn"), mark("Hạn gần nhất còn xa hơn; xem ở mục Đang giải quyết.")),
    SIGNING: (mark("Không có vụ việc nào chờ ký"),
              mark("Đề xuất đã trình hiện ở đây cho tới khi được duyệt hoặc trả lại.")),
    SUSPENDED: (mark("Không có vụ việc nào đang tạm đình chỉ"),
                mark("Vụ tạm đình chỉ không có hạn, nên theo dõi ở đây.")),
    ENDED: (mark("Chưa có vụ việc nào kết thúc"), mark("Vụ việc không thụ lý, đình chỉ hoặc lưu trữ sẽ nằm ở đây.")),
}
NARROWED_EMPTY = (mark("Không có vụ việc nào khớp với bộ lọc"), mark("Bỏ bớt một điều kiện ở trên để thấy nhiều hơn."))
# What everybody has without keeping it.
EVERY_CASE, OWN_CASES, OWN_UNIT = mark("Mọi vụ việc"), mark("Việc của tôi"), mark("Đơn vị tôi")


@dataclass(frozen=True, slots=True)
class Pager:
    """Addresses of the neighbouring pages."""

    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a menu: its words, where it leads, whether it stands now, a second line."""

    words: str
    url: str
    selected: bool
    second: str = ""


@pages.get(HOME)
@guarded(Can.READ_DOSSIERS)
def case_list() -> ResponseReturnValue:
    """Cases the viewer may see, narrowed and ordered as the address says."""
    person, days = viewer(), Days(today(), office_calendar())
    after = request.args.get("sau", "")[:24]
    found = narrow(person, narrowing.read(request.args), days, after)
    asked = found.asked
    rows = lists.case_rows(person, found.wanted)
    sight = Sight(days, person.unit_id, asked.columns, gives_in(person) if asked.show != ENDED else frozenset(),
                  lying_in([row.id for row in rows[:PAGE] if set_aside(row)]))
    if not any(may_be_given(row, sight) for row in rows[:PAGE]):
        sight = replace(sight, gives=frozenset())
    chips = list(found.chips())
    return render_template(
        "cases/list.html", asked=asked, found=found, narrowed=chips, rows=listed(rows[:PAGE], sight),
        columns=[(code, COLUMNS[code]) for code in asked.columns], gives=bool(sight.gives),
        empty=NARROWED_EMPTY if chips else EMPTY[asked.show], chips=_chips(found), people=_people(found),
        kinds=_kinds(found), again=opens_again(SECOND_COMPLAINT.code), orders=_orders(asked), kept=_kept(person, asked),
        inputs=fresh_inputs,
        pager=Pager(asked.to() if after else None, _page(asked, rows[PAGE - 1]) if len(rows) > PAGE else None))


def gives_in(person: Viewer) -> frozenset[int]:
    """The units in which the viewer gives cases to those who handle them."""
    return frozenset(unit for held in person.held if str(held.role) in ASSIGNING for unit in held.own)


def _page(asked: Narrowing, last: Any) -> str:
    here = asked.to()
    return f"{here}{'&' if '?' in here else '?'}sau={last.public_id}"


def _total(found: Narrowed, show: str, **narrowed: str) -> int:
    """How many cases a list has that is narrowed like this one, but for the parts that are given."""
    asked = {"handler": found.wanted.handler, "kind": found.asked.kind, "state": found.asked.state, **narrowed}
    return sum(getattr(row, COUNTED[show]) for row in found.counts
               if asked["handler"] in ("", row.public_id or NOBODY)
               and asked["kind"] in ("", row.kind) and asked["state"] in ("", row.state))


def _chips(found: Narrowed) -> Markup:
    """Each chip with its number; the one that is shown is marked."""
    show, asked = found.asked.show, found.asked
    return Markup("".join([  # noqa: S704  every word is escaped
        f'<a class="chip{" on" if which == show else ""}" href="{html(asked.to(show=which))}"'
        f'{CURRENT if which == show else ""}>{html(_(words, days=SOON_DAYS))}{_number(found, which)}</a>\n'
        for which, words in CHIPS.items()]))


def _number(found: Narrowed, show: str) -> str:
    """How many there are; what is ended grows for ever and is not counted."""
    return _counted(_total(found, show)) if show in COUNTED else ""


def _counted(count: int) -> str:
    return f" {count}" if count < COUNT_CAP else f" {COUNT_CAP - 1}+"


def _people(found: Narrowed) -> tuple[str, list[Choice]]:
    """The choice of a handler: what is chosen, then the choices; none where there is none to make."""
    asked, names = found.asked, {row.public_id or NOBODY: row.name for row in found.counts}
    if asked.show != ENDED:
        names = {key: name for key, name in names.items() if _total(found, asked.show, handler=key)}
    if len(names) < 2 and not asked.handler:
        return "", []
    choices = [Choice(_("mọi người"), asked.to(handler=""), not asked.handler)]
    choices += [Choice(str(name or _("chưa phân công")) + _of(found, handler=key), asked.to(handler=key),
                       key == found.wanted.handler) for key, name in names.items()]
    return found.handler or choices[0].words, choices


def _kinds(found: Narrowed) -> tuple[str, list[Choice]]:
    """The choice of a kind, likewise; of what is ended every kind may be chosen."""
    asked = found.asked
    kinds = [kind for kind in KINDS if kind in CASES
             and (asked.show == ENDED or _total(found, asked.show, kind=kind, state=""))]
    if len(kinds) < 2 and not asked.kind:
        return "", []
    choices = [Choice(_("mọi loại"), asked.to(kind=""), not asked.kind)]
    choices += [Choice(_(KINDS[kind].label) + _of(found, kind=kind, state=""), asked.to(kind=kind), kind == asked.kind)
                for kind in kinds]
    return _(KINDS[asked.kind].label) if asked.kind else choices[0].words, choices


def _of(found: Narrowed, **narrowed: str) -> str:
    show = found.asked.show
    return _counted(_total(found, show, **narrowed)) if show in COUNTED else ""


def _orders(asked: Narrowing) -> tuple[str, list[Choice]]:
    return _(SORTS[asked.sort]), [Choice(_(words), asked.to(sort=sort), sort == asked.sort)
                                  for sort, words in SORTS.items()]


def _kept(person: Viewer, asked: Narrowing) -> tuple[str, list[list[Choice]], bool]:
    """The lists one goes to by name: those everybody has, one's own, the colleagues'; which of them this is, whatever
    chip of it is shown; and whether this one could be kept besides."""
    here, whole = asked.kept(), replace(asked, show=OPEN).kept()
    several = len(person.units_for(Can.READ_DOSSIERS)) > 1
    always = [(EVERY_CASE if several else OWN_UNIT, Narrowing()), (OWN_CASES, Narrowing(handler=ME))]
    if several:
        always.append((OWN_UNIT, Narrowing(unit=HERE)))
    queries, groups = [one.query() for _words, one in always], [[(_(words), one.query(), "") for words, one in always]]
    kept = lists_for(person)
    queries += [row.query for row in kept]
    groups += [[(row.name, row.query, _("dùng chung") if row.shared else "") for row in kept
                if row.account_id == person.account_id],
               [(row.name, row.query, _("của %(name)s", name=row.owner)) for row in kept
                if row.account_id != person.account_id]]
    standing = here if here in queries else whole
    name = next((words for group in reversed(groups) for words, query, _second in group if query == standing), "")
    choices = [[Choice(words, f"{HOME}?{query}" if query else HOME, query == standing, second)
                for words, query, second in group] for group in groups if group]
    return name, choices, here not in queries
