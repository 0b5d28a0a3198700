"""What everybody finds when they walk through the full office: walked once, read by every worker of the run."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.board.figures import OF_CLOCKS, Figure
from caseapp.db import reading
from caseapp.kinds import KINDS
from caseapp.staff.models import RoleGrant
from caseapp.staff.policy import Can, permits
from caseapp.staff.roles import Role
from caseapp.web.access import routes_as_json
from caseapp.workflow.engine import way_of
from tests.browser.addresses import Address, addresses, disputes, possible, samples, search
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.browser.offices import Served
    from tests.office.templates import Run

EVERYBODY = ("tiepdan", "lanhdao", "canbo", "vanthu", "thanhtra", "quantri", "hoagiai", "totruong")
STRANGER = ""
# Who is shown the page of every sort of dossier; the others one page of each route. Of acts everybody is shown one of
# each way in which they may be done: their forms are made of the same fields, and walked act by act without a browser.
EVERY_STATE = {"reception.visit": "tiepdan", "cases.case": "lanhdao", "mediation.dispute": "hoagiai", "mediation.pay_list": "lanhdao"}
NO_PAGE = {"dossiers.receipt_json", "lawbook.calendar_version", "dossiers.get_file", "exchange.register_as_sheet", "health.alive", "health.ready",
           "staff.session_sign", "mediation.paper", "mediation.figures_sheet", "mediation.logbook_sheet", "mediation.pay_as_sheet",
           "mediation.teams_template"}
LEADS_ON = {"home.start", "staff.go_on"}
# Acts on a dispute whose form has something that no other one has; the rest is made of the same fields.
OF_THEIR_OWN = {"assign", "replace", "join-team", "pass-difficulty", "refer", "draw-record"}
ROLES = {"canbo": frozenset({"handler"}), "vanthu": frozenset({"clerk"}), "tiepdan": frozenset({"reception"}),
         "lanhdao": frozenset({"supervisor"})}
ONES_OWN = "dossiers.search_result"      # of one session alone: asked for anew wherever it is looked at

ELEMENT = re.compile(r"<([a-z][a-z0-9]*)([^>]*)>")
STYLED = re.compile(r'\b(?:class|type|role|aria-current|aria-disabled)="[^"]*"|\b(?:disabled|checked|data-primary)\b')
TWICE = re.compile(r"&amp;(?:#\d+|amp|lt|gt|quot);")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that somebody may open, and what of it decides whether it is looked at again.

    ``new``: nobody named before finds there just what this one does; ``parts``: every sort of element on it.
    """

    endpoint: str
    url: str
    sort: str
    sealed: bool | None
    new: bool
    size: int
    parts: frozenset[str]
    twice: tuple[str, ...]
    apostrophe: bool
    buttons: bool

    def here(self, office: Served, name: str) -> str:
        """Where the same page is in one's own copy of the office."""
        return search(client_of(office, name), "nguyen") if self.endpoint == ONES_OWN else self.url


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The pages of everybody, in the order in which they were found."""

    pages: dict[str, tuple[Seen, ...]]

    def new_to(self, name: str) -> list[Seen]:
        """Pages whose content nobody named before sees just like that; and the first one, for its frame."""
        return [one for place, one in enumerate(self.pages[name]) if one.new or place == 0]


def walked(run: Run, office: Served) -> Walk:
    """The walk of this run; by whoever asks first. Addresses are those of every copy of the full office."""
    note = run.folder / "walked.pickle"
    with run.locked("walked"):
        if not note.exists():
            note.write_bytes(pickle.dumps({name: _walk(office, name) for name in (*EVERYBODY, STRANGER)}))
            _page.cache_clear()
            _main.cache_clear()
    return Walk(pickle.loads(note.read_bytes()))


def _walk(office: Served, name: str) -> tuple[Seen, ...]:
    """One address of every sort of page that ``name`` may open."""
    chosen = dict[tuple[str, str], Address]()
    open_to = _open_to(office, name)
    for address in _every_address(office):
        key = (address.endpoint, sort_for(address, name))
        if key in chosen or address.endpoint in NO_PAGE | LEADS_ON or address.endpoint not in open_to or not possible(address):
            continue
        if _page(office, name, address.url):
            chosen[key] = address
    if "dossiers.search" in {endpoint for endpoint, _sort in chosen} and (found := search(client_of(office, name), "nguyen")):
        chosen[ONES_OWN, ""] = Address(ONES_OWN, found)
    before = EVERYBODY[:EVERYBODY.index(name)] if name else EVERYBODY
    return tuple(_seen(office, name, address, before) for address in chosen.values())


def _seen(office: Served, name: str, address: Address, before: Iterable[str]) -> Seen:
    page, main = _page(office, name, address.url), _main(office, name, address.url)
    new = all(_main(office, one, address.url) != main for one in before if address.endpoint in _open_to(office, one))
    parts = frozenset(" ".join([tag, *sorted(STYLED.findall(told))]) for tag, told in ELEMENT.findall(main))
    return Seen(address.endpoint, address.url, address.sort, getattr(address.about, "sealed", None), new, len(main), parts,
                tuple(TWICE.findall(page)), "&#39;" in page, 'type="button"' in page)


def sort_for(address: Address, name: str) -> str:
    """The sort of page an address opens, told less finely to whoever need not be shown every one of them."""
    if address.endpoint in ("cases.mend", "cases.proposal"):
        return ""
    if address.endpoint == "mediation.act":
        return address.sort if address.sort in OF_THEIR_OWN else ""
    if address.endpoint == "board.figure_list":      # what is late, what is done, everything else: three sorts of list
        return address.sort if address.sort == Figure.LATE else str(address.sort in OF_CLOCKS)
    if EVERY_STATE.get(address.endpoint, name) == name:
        return address.sort
    if address.endpoint == "cases.act":
        action = KINDS[address.about.kind].action(address.sort)
        return f"{way_of(action, ROLES[name])} {action.document}" if name in ROLES else ""
    return "sealed" if getattr(address.about, "sealed", False) else ""


@cache
def _open_to(office: Served, name: str) -> frozenset[str]:
    """The views that are there for one of the roles of ``name``; whether a dossier is is asked of the page itself."""
    with office.app.app_context():
        roles = reading().execute(sa.select(RoleGrant.role).where(RoleGrant.account_id == office.account(name).id)).scalars().all() if name else []
    return frozenset(
        route["endpoint"] for route in routes_as_json(office.app)
        if route["public"] or (name and Can.OWN_ACCOUNT in route["policy"])
        or any(permits(Can(policy), Role(role)) for policy in route["policy"] for role in roles))


@cache
def _page(office: Served, name: str, url: str) -> str:
    """The page, empty for whoever may not open it."""
    answer = client_of(office, name).get(url)
    return answer.text if answer.status_code == 200 else ""


@cache
def _main(office: Served, name: str, url: str) -> str:
    """What stands between header and footer, without what is new each time."""
    main = re.search(r"<main.*</main>", _page(office, name, url), re.DOTALL)
    return re.sub(r'value="[^"]{20,}"|/nhap/[\w-]{20,}', "", main[0]) if main else ""


@cache
def client_of(office: Served, name: str) -> FlaskClient:
    """A browser without scripts in which ``name`` is signed in."""
    client = office.app.test_client()
    if name:
        sign_in(client, office.account(name))
    return client


@cache
def _every_address(office: Served) -> tuple[Address, ...]:
    """Of the first commune's dossiers one of each sort, a hamlet's disputes, of its people those whom an administrator is shown."""
    home, shown = office.account("tiepdan").unit_id, {office.account(one).public_id for one in ("tiepdan", "hoagiai")}
    hamlet = office.account("hoagiai").unit_id
    with office.app.app_context():
        found = addresses(office.app, shown=[row for row in samples() if row.unit_id == home]
                          + [row for row in disputes() if row.unit_id == hamlet])
    return tuple(one for one in found if "/quan-tri/tai-khoan/" not in one.url or one.about is None
                 or one.about.public_id in shown)
