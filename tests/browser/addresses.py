"""Every address of the route map with real ids: what a page can be opened at, and what of it is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.board.figures import Figure
from caseapp.cases.kinds.denunciation_letters import KEEPING
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.kinds.petition import PETITION
from caseapp.cases.measures import Measure
from caseapp.cases.models import Act, Mandate, SavedList, Status
from caseapp.cases.queries.handed import all_on_their_way
from caseapp.cases.rules import CASES
from caseapp.db import reading
from caseapp.dossiers.models import Attachment, Clock, Dossier, Entrusted, Party
from caseapp.exchange.models import Job
from caseapp.gazette.models import CalendarRequest
from caseapp.kinds import KINDS
from caseapp.mediation.dispute import Dispute, Promised
from caseapp.mediation.models import Mediator, Team
from caseapp.mediation.paying import PayList, PayRate
from caseapp.people.models import Person
from caseapp.petitions.models import Petition
from caseapp.reception.kinds.visit import VISIT
from caseapp.reception.models import Ticket, Visit
from caseapp.reception.slips import sign_slip
from caseapp.staff.models import AccessRequest, Account, RoleGrant, Substitution, Unit
from caseapp.web.access import routes_as_json

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

MISSING = "A" * 22
A_DAY = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a route leads: the thing it is about, and the sort of page it is among those of its route."""

    endpoint: str
    url: str
    about: Any = None
    sort: str = ""


def rules(app: Flask, method: str) -> dict[str, list[str]]:
    """The rules that take ``method``, by endpoint; files of the program itself are no pages."""
    found: dict[str, list[str]] = {}
    for route in routes_as_json(app):
        if method in route["methods"] and not route["endpoint"].endswith("static"):
            found.setdefault(route["endpoint"], []).append(route["rule"])
    return found


def addresses(app: Flask, method: str = "GET", shown: Sequence[Any] | None = None) -> list[Address]:
    """Every address of every route that takes ``method``, of the dossiers ``shown`` or of all; needs an app context.

    Fails for a route whose parts it does not know: whoever adds a page adds it to the walks too.
    """
    found: list[Address] = []
    for endpoint, patterns in rules(app, method).items():
        for pattern in patterns:
            before = len(found)
            found += [Address(endpoint, *made) for made in _filled(endpoint, pattern, dossiers() if shown is None else shown)]
            assert len(found) > before, f"the office holds nothing to open {pattern} with"
    return found


# What decides who may ask for a part of a dossier.
_ABOUT = tuple(Dossier.__table__.c[name] for name in ("id", "kind", "public_id", "unit_id", "sealed", "author_id", "state"))
# Below which addresses lie which kinds of dossier: a petition has a page of its own, and runs by acts as a case does.
RUN = (*sorted(CASES), PETITION.code)
OF_DOSSIERS = {"/tiep-dan/luot/": (VISIT.code,), "/vu-viec/": RUN, "/don/": (PETITION.code,),
               "/ho-so/": (VISIT.code, *RUN, MEDIATION.code)}
# Below a dispute: what bears ids of its own. Below the other addresses of mediation: whose ids they are.
OF_DISPUTES = {"<clock>": Clock.public_id, "<file>": Attachment.public_id, "<promise>": Promised.public_id}
OF_TEAMS = {"/hoa-giai/to/": Team, "/hoa-giai/hoa-giai-vien/": Mediator, "/hoa-giai/thu-lao/": PayList, "/hoa-giai/muc-chi/": PayRate}
# Whose parts are acts that were done or proposed, by ids of their own.
OF_ROWS = ("/de-xuat/", "/viec-da-ghi/", "/thu/")


def _filled(endpoint: str, pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    parts = re.findall(r"<(?:\w+:)?(\w+)>", pattern)
    if not parts:
        yield from _plain(endpoint, pattern)
    elif pattern.startswith("/hoa-giai/"):
        yield from _of_mediation(pattern, shown)
    elif pattern.startswith(tuple(f"/vu-viec/<public_id>{one}" for one in OF_ROWS)):
        yield from _of_acts(pattern, shown)
    elif made := next((made for sign, made in _BESIDE.items() if sign in pattern), None):
        yield from made(pattern, shown)
    elif {"list_id", "draft_id"} & set(parts) and "<public_id>" not in pattern:
        yield from _of_ones_own(pattern)
    elif kinds := next((kinds for start, kinds in OF_DOSSIERS.items() if pattern.startswith(start)), ()):
        yield from _of_dossiers(pattern, [row for row in shown if row.kind in kinds])
    elif pattern.startswith("/quan-tri/don-vi/"):
        yield from ((_put(pattern, public_id=row.public_id), row, "") for row in _rows(Unit))
    elif pattern.startswith("/quan-tri/tai-khoan/"):
        yield from _of_accounts(pattern, parts)
    elif pattern.startswith("/phap-luat/"):
        yield from _of_law(pattern)
    else:
        yield from _others(pattern)


def _plain(endpoint: str, pattern: str) -> Iterator[tuple[str, Any, str]]:
    if endpoint == "prints.denouncer_slip":
        yield f"{pattern}?phieu={sign_slip('TC-2026-3M9X-7K4P')}", None, ""
        return
    if endpoint == "board.figure_list":      # there is no list without a figure
        yield from ((f"{pattern}?muc={one}" + (f"&ngay={A_DAY}" if one is Figure.ON_DAY else ""), None, one) for one in Figure)
        return
    yield pattern, None, ""
    more = {
        "reception.new_visit": ("loai=complaint", "loai=denunciation", "loai=mixed"), "reception.visit_list": ("xem=moi",),
        "home.work": ("xem=qua-han",), "staff.account_list": ("khoa=1",),
        "register.show_register": ("nam=2026", "loai=denunciation", "huy=1"), "board.board": ("xem=bang",),
        "lawbook.calculator": ("quy-tac=reception.reply&ngay=2026-11-12",), "lawbook.grounds": ("linh-vuc=denunciation",),
        "lawbook.calculator_print": ("quy-tac=reception.reply&ngay=2026-11-12",),
        "lawbook.competence": (f"viec=complaint&cua=commune-head&lan=1&nhan={A_DAY}",),
        "cases.carrying_out": ("xem=qua-han",),
        "cases.case_list": ("xem=qua-han", "xem=tam-dinh-chi", "xem=da-xong", "linh-vuc=land&nguoi=chua",
                            "cot=so.noi-dung.han.thu-ly"),
        "petitions.petition_list": ("xem=cho-phan-loai", "xem=da-chuyen"),
        "petitions.new_petition": ("loai=complaint", "loai=denunciation"),
    }
    yield from ((f"{pattern}?{query}", None, query) for query in more.get(endpoint, ()))


def _of_dossiers(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    if "/nguoi-to-cao/" in pattern and not any(row.sealed for row in shown):
        yield _put(pattern, public_id=MISSING, act=min(KEEPING)), None, ""
    for row in shown:
        if "<clock>" in pattern:
            clocks = reading().execute(sa.select(Clock.public_id).where(Clock.dossier_id == row.id)).scalars()
            yield from ((_put(pattern, public_id=row.public_id, clock=clock), row, "") for clock in clocks)
        elif "<person_id>" in pattern:
            people = reading().execute(sa.select(Person.public_id).join(Party, Party.person_id == Person.id).where(
                Party.dossier_id == row.id)).scalars()
            yield from ((_put(pattern, public_id=row.public_id, person_id=person), row, "") for person in people)
        elif "<act>" in pattern:
            yield from ((_put(pattern, public_id=row.public_id, act=act, draft_id=MISSING), row, act)
                        for act in _acts_of(pattern, row))
        else:
            yield _put(pattern, public_id=row.public_id), row, sort_of(row) if pattern.endswith("<public_id>") else ""


def _acts_of(pattern: str, row: Any) -> list[str]:
    """The acts of its kind that a dossier has the page for; whoever opens envelopes has pages for what is sent alone."""
    if "/nguoi-to-cao/" in pattern:
        return [action.code for action in KINDS[row.kind].actions if row.sealed and action.code in KEEPING]
    asked = "body" if "/noi-nhan/" in pattern else None
    return [action.code for action in KINDS[row.kind].actions if asked is None or asked in action.asks]


def sort_of(row: Any) -> str:
    """What tells the page of one dossier from that of another of its kind: where it stands, whether it is sealed."""
    more = "sealed" if row.sealed else row.matter or ("proposed" if row.proposed else "")
    return f"{row.state} {more}".rstrip()


def _of_acts(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    """What was done in a case, proposed in it, or goes out of it by post; ``act`` is its code, ``by`` who proposed it."""
    query = sa.select(Act.public_id.label("act_id"), Act.code.label("act"), Act.status, Act.proposed_by.label("by"),
                      *_ABOUT).join(Dossier, Dossier.id == Act.dossier_id).where(
        Act.proposed_at.is_not(None) if "/de-xuat/" in pattern else
        sa.and_(Act.status == Status.DONE, Dossier.sealed if "/thu/" in pattern else Act.entered_by.is_not(None)),
        Dossier.id.in_([row.id for row in shown])).order_by(Act.id)
    found = [(_put(pattern, public_id=row.public_id, act=row.act_id), row, row.act) for row in reading().execute(query)]
    yield from found or [(_put(pattern, public_id=MISSING, act=MISSING), None, "")]


def _of_papers(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    """Papers of sealed cases; whether one is sealed is said by its type."""
    query = sa.select(Attachment.public_id.label("file"), Attachment.type, *_ABOUT).join(
        Dossier, Dossier.id == Attachment.dossier_id).where(
        Dossier.sealed, Dossier.id.in_([row.id for row in shown])).order_by(Attachment.id)
    found = [(_put(pattern, public_id=row.public_id, file=row.file), row, row.type) for row in reading().execute(query)]
    yield from found or [(_put(pattern, public_id=MISSING, file=MISSING), None, "")]


def _of_mandates(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    query = sa.select(Mandate.public_id.label("mandate"), *_ABOUT).join(Dossier, Dossier.id == Mandate.dossier_id).where(
        Mandate.ended_on.is_(None), Dossier.id.in_([row.id for row in shown])).order_by(Mandate.id)
    found = [(_put(pattern, public_id=row.public_id, mandate=row.mandate), row, "") for row in reading().execute(query)]
    yield from found or [(_put(pattern, public_id=MISSING, mandate=MISSING), None, "")]


def _of_measures(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    query = sa.select(Measure.public_id.label("measure"), *_ABOUT).join(Dossier, Dossier.id == Measure.dossier_id).where(
        Dossier.id.in_([row.id for row in shown])).order_by(Measure.id)
    found = [(_put(pattern, public_id=row.public_id, key=row.measure), row, "") for row in reading().execute(query)]
    yield from found or [(_put(pattern, public_id=MISSING, key=MISSING), None, "")]


# What lies beside the acts of a case, by the part of the pattern that says so.
_BESIDE = {"<file>": _of_papers, "<mandate>": _of_mandates, "/bien-phap/<key>": _of_measures}


def _of_ones_own(pattern: str) -> Iterator[tuple[str, Any, str]]:
    """What somebody keeps for himself: a list under a name, what he typed and has not saved."""
    kept = _rows(SavedList) if "<list_id>" in pattern else []
    yield from ((_put(pattern, list_id=row.public_id), row, "") for row in kept)
    if not kept:
        yield _put(pattern, list_id=MISSING, form="visit", draft_id=MISSING), None, ""


def _of_mediation(pattern: str, shown: Sequence[Any]) -> Iterator[tuple[str, Any, str]]:
    """What lies below a dispute; teams, mediators, lists of payments and rates by their own ids."""
    if pattern.startswith("/hoa-giai/vu/"):
        found = [one for row in shown if row.kind == MEDIATION.code for one in _of_dispute(pattern, row)]
        yield from found or [(re.sub(r"<[^>]+>", MISSING, pattern), None, "")]
        return
    table = next((table for start, table in OF_TEAMS.items() if pattern.startswith(start)), None)
    if table is None:      # what is typed of a new dispute
        yield _put(pattern, draft_id=MISSING), None, ""
        return
    rows = _rows(table) if table in (PayList, PayRate) else reading().execute(_OF_TEAM[table]).all()
    yield from ((_put(pattern, public_id=row.public_id), row, getattr(row, "stage", "")) for row in rows)
    if not rows:
        yield re.sub(r"<[^>]+>", MISSING, pattern), None, ""


# A team, a mediator, with the hamlet and the commune that decide who reads of them and who keeps them.
_OF_TEAM = {
    Team: sa.select(Team.public_id, Team.unit_id, Unit.parent_id).join(Unit, Unit.id == Team.unit_id),
    Mediator: sa.select(Mediator.public_id, Team.unit_id, Unit.parent_id).join(Team, Team.id == Mediator.team_id).join(
        Unit, Unit.id == Team.unit_id),
}


def _of_dispute(pattern: str, row: Any) -> Iterator[tuple[str, Any, str]]:
    part = next((part for part in OF_DISPUTES if part in pattern), "")
    if part:
        column = OF_DISPUTES[part]
        keys = reading().execute(sa.select(column).where(column.class_.dossier_id == row.id)).scalars()
        yield from ((_put(pattern, public_id=row.public_id, **{part.strip("<>"): key}), row, "") for key in keys)
    elif "<act>" in pattern:
        yield from ((_put(pattern, public_id=row.public_id, act=one.code), row, one.code) for one in MEDIATION.actions)
    else:
        yield _put(pattern, public_id=row.public_id, form="warn", draft_id=MISSING), row, sort_of(row) if pattern.endswith("<public_id>") else ""


def _of_accounts(pattern: str, parts: list[str]) -> Iterator[tuple[str, Any, str]]:
    if "grant_id" in parts:
        query = sa.select(Account.public_id, Account.unit_id, Account.id, RoleGrant.public_id.label("grant"),
                          RoleGrant.unit_id.label("grant_unit")).join(RoleGrant, RoleGrant.account_id == Account.id)
        yield from ((_put(pattern, public_id=row.public_id, grant_id=row.grant), row, "") for row in reading().execute(query))
    elif "substitution_id" in parts:
        query = sa.select(Account.public_id, Account.unit_id, Account.id, Substitution.public_id.label("one")).join(
            Substitution, Substitution.for_account_id == Account.id)
        yield from ((_put(pattern, public_id=row.public_id, substitution_id=row.one), row, "")
                    for row in reading().execute(query))
    else:
        yield from ((_put(pattern, public_id=row.public_id), row, "") for row in _rows(Account))


def _of_law(pattern: str) -> Iterator[tuple[str, Any, str]]:
    if "/de-nghi/" in pattern:
        asked = [(_put(pattern, public_id=row.public_id), row, row.state) for row in _rows(CalendarRequest)]
        yield from asked or [(_put(pattern, public_id=MISSING), None, "")]
    elif "<code>" in pattern:      # each code is opened where the pages of the law are tested; here it is who may
        yield _put(pattern, code="LTCD" if "/van-ban/" in pattern else "complaint.acceptance"), None, ""
    elif "<kind>" in pattern:
        yield from ((_put(pattern, kind=kind), None, kind) for kind in KINDS)
    else:
        yield _put(pattern, year="2027", number="1"), None, ""


def _others(pattern: str) -> Iterator[tuple[str, Any, str]]:
    if pattern.startswith("/tep/"):
        query = sa.select(Attachment.public_id, Attachment.type, Dossier.unit_id, Dossier.sealed, Dossier.author_id, Dossier.id,
                          Dossier.state).join(Dossier, Dossier.id == Attachment.dossier_id)
        yield from ((_put(pattern, public_id=row.public_id), row, row.type) for row in reading().execute(query))
    elif pattern.startswith("/nhap-so/"):
        yield from ((_put(pattern, public_id=row.public_id), row, "") for row in _rows(Job))
    elif pattern.startswith("/quan-tri/de-nghi/"):
        asked = [(_put(pattern, public_id=row.public_id), row, row.state) for row in _rows(AccessRequest)]
        yield from asked or [(_put(pattern, public_id=MISSING), None, "")]
    elif pattern.startswith("/chuyen-den/"):
        coming = all_on_their_way(reading())
        yield from [(_put(pattern, key=one.key), one, "") for one in coming] or [(_put(pattern, key=MISSING), None, "")]
    elif pattern.startswith("/tim/"):
        yield pattern.replace("<search_id>", MISSING), None, ""
    elif pattern.startswith("/tiep-dan/so-thu-tu/"):
        yield from ((_put(pattern, public_id=row.public_id, move="xuong"), row, "") for row in _rows(Ticket))
    elif pattern.startswith("/tai-khoan/noi-dang-nhap/"):
        yield _put(pattern, public_id=MISSING), None, ""      # one's own sessions alone
    elif pattern.startswith("/ngon-ngu/"):
        yield pattern.replace("<code>", "en"), None, ""
    else:
        raise AssertionError(f"nobody walks to {pattern} yet")


def dossiers() -> list[Any]:
    """What decides about a dossier: its unit, its author, whether it is sealed, how it stands; ``course``: what was done.

    ``measured``: something is to be carried out of it; ``from_book``: a petition out of an old book.
    """
    course = sa.select(sa.func.group_concat(Act.code + Act.status)).where(Act.dossier_id == Dossier.id).scalar_subquery()
    measured = sa.exists().where(Measure.dossier_id == Dossier.id).label("measured")
    from_book = sa.exists().where(Petition.dossier_id == Dossier.id, Petition.book_row.is_not(None)).label("from_book")
    given = sa.exists().where(Entrusted.dossier_id == Dossier.id).label("given")
    return list(reading().execute(
        sa.select(given, Dispute.record_on, Dossier.id, measured, from_book, Dossier.kind, Dossier.public_id, Dossier.unit_id, Dossier.sealed, Dossier.author_id, Dossier.state,
                  Dossier.proposed, Visit.matter, Visit.ground, Visit.custodian_id, course.label("course"))
        .outerjoin(Visit, Visit.dossier_id == Dossier.id).outerjoin(Dispute, Dispute.dossier_id == Dossier.id)
        .order_by(Dossier.id)))


def samples() -> list[Any]:
    """One dossier of every sort there is in each unit, of cases one of every course; the one with the longest words."""
    told = [row for row in dossiers() if row.kind != MEDIATION.code]
    return list({(row.unit_id, row.kind, row.state, row.matter, row.course, row.measured, row.from_book): row for row in told}.values())


def disputes() -> list[Any]:
    """One dispute of every state in each hamlet, if there is one then one that somebody was given."""
    found = sorted((row for row in dossiers() if row.kind == MEDIATION.code), key=lambda row: (row.given, row.id))
    return list({(row.unit_id, row.state): row for row in found}.values())


def possible(address: Address) -> bool:
    """Whether the case stands where its act may be done: of all others one knows that the page says no."""
    if address.about is None or address.endpoint not in ("cases.act", "cases.send_letter", "mediation.act"):
        return True
    return address.about.state in {
        state.code for state in KINDS[address.about.kind].action(address.sort).when}


def missing(address: Address) -> str:
    """The same address with an id that nobody gave out."""
    return re.sub(r"(?<=/)[A-Za-z0-9_-]{22}(?=/|$)", MISSING, address.url)


def token(client: FlaskClient, url: str = "/tim") -> str:
    """The form token of the page at ``url``."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', client.get(url).text)
    assert found, f"no form token on {url}"
    return found[1]


def search(client: FlaskClient, words: str) -> str:
    """The address of what ``words`` find for whoever ``client`` is."""
    where: str = client.post("/tim", data={"words": words, "csrf_token": token(client)}).location
    return where


def _rows(table: Any) -> list[Any]:
    return list(reading().execute(sa.select(*table.__table__.c)))


def _put(pattern: str, **parts: str) -> str:
    for name, value in parts.items():
        pattern = re.sub(rf"<(?:\w+:)?{name}>", value, pattern)
    return pattern
