"""What stands around every page: the navigation by what somebody may do, its counts, the names in the header."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

from flask import g, request, url_for

from caseapp.board.worklist import waiting
from caseapp.staff.frame import language, menu, notices, office, signed_in
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.text import mark
from caseapp.web.assembly import Entry, Frame
from caseapp.web.language import gettext as _
from caseapp.web.now import today

SEARCH = "/tim"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the navigation: its name, the endpoint it leads to, who sees it, which addresses lie under it.

    ``at``: its only address where others lie under another line; ``also``: what must be permitted besides, ``unless``:
    what must not.
    """

    label: str
    endpoint: str
    can: Can
    under: tuple[str, ...]
    count: str = ""
    group: int = 1
    at: str = ""
    also: Can | None = None
    unless: Can | None = None

    def open_to(self, person: Viewer) -> bool:
        """Whether somebody goes there."""
        return (person.may(self.can) and (self.also is None or person.may(self.also))
                and not (self.unless is not None and person.may(self.unless)))

    def holds(self, here: str) -> bool:
        """Whether an address lies under it."""
        return here == self.at or here.startswith(self.under)


DESK = "/tiep-dan"
MINE = mark("Việc của tôi")
OWN_DISPUTES = ("/hoa-giai/moi", "/hoa-giai/vu/")
PLACES = (
    Place(mark("Bàn tiếp dân"), DESK, Can.DESK, (DESK, "/ho-so"), count="desk"),
    Place(MINE, "home.work", Can.MY_WORK, ("/viec",), count="work"),
    Place(mark("Đơn"), "petitions.petition_list", Can.READ_DOSSIERS, ("/don",)),
    Place(mark("Vụ việc"), "cases.case_list", Can.READ_DOSSIERS, ("/vu-viec",)),
    Place(mark("Vụ hòa giải"), "mediation.disputes", Can.MEDIATE, OWN_DISPUTES, at="/hoa-giai"),
    Place(mark("Tổ của tôi"), "mediation.team_disputes", Can.LEAD_TEAM, ("/hoa-giai/cua-to", "/hoa-giai/to")),
    Place(mark("Sổ theo dõi"), "/hoa-giai/so", Can.LEAD_TEAM, ("/hoa-giai/so",), unless=Can.MY_WORK),
    Place(mark("Hòa giải"), "/hoa-giai/so-lieu", Can.READ_LOGBOOK, ("/hoa-giai/",), also=Can.MY_WORK),
    Place(mark("Bảng theo dõi"), "board.board", Can.BOARD, ("/bang-theo-doi",), group=2),
    Place(mark("Sổ và báo cáo"), "register.show_register", Can.READ_REGISTER, ("/so/", "/nhap-so"), group=2),
    Place(mark("Pháp luật"), "lawbook.entry", Can.SEE_LAW, ("/phap-luat",), group=2),
    Place(mark("Tài khoản cán bộ"), "staff.account_list", Can.ADMINISTER, ("/quan-tri/tai-khoan",), group=2),
    Place(mark("Các đơn vị"), "staff.unit_list", Can.ADMINISTER, ("/quan-tri/don-vi",), group=2),
    Place(mark("Đề nghị và xác nhận"), "staff.request_list", Can.CONFIRM_ACCESS, ("/quan-tri/de-nghi",), group=2),
)


def frame() -> Frame:
    """What pages ask for at each request."""
    return Frame(viewer=signed_in, language=language, navigation=navigation, menu=menu, office=office,
                 notices=notices, search_url=SEARCH, searches=searches)


def searches() -> bool:
    """Whether there is more for the viewer than the own disputes: who only mediates has nothing to search in."""
    person = viewer()
    return not person.may(Can.MEDIATE) or person.may(Can.MY_WORK)


def navigation() -> list[Entry]:
    """The places the viewer may go to; nothing before a first password is changed."""
    person = viewer()
    if not person or person.must_change:
        return []
    here = g.get("lies_under") or request.path
    return [
        Entry(_(_label(place, person)), _address(place.endpoint, request.script_root), partial(_count, person, place),
              place.holds(here), place.group)
        for place in PLACES if place.open_to(person)
    ]


def _label(place: Place, person: Viewer) -> str:
    """What a line is called: whoever only mediates has no other work."""
    return MINE if place.can is Can.MEDIATE and not person.may(Can.MY_WORK) else place.label


@lru_cache(maxsize=64)
def _address(endpoint: str, _root: str) -> str:
    """Where a place lies; the same on every page, and nine of them stand on each."""
    return endpoint if endpoint.startswith("/") else url_for(endpoint)


def _count(person: Viewer, place: Place) -> int | None:
    """One statement for all counts of a page, however often it is asked."""
    if not place.count or not (person.may(Can.DESK) or person.may(Can.ANSWER_VISIT)):
        return None
    if g.get("waiting") is None:
        g.waiting = waiting(person, today())
    number: int = getattr(g.waiting, place.count)
    return number or None
