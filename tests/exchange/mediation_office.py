"""A commune with the teams of the data set's logbook, their mediators, and what stands in its books after an import."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from caseapp.exchange.commands import bring_in
from caseapp.exchange.shelves import MEDIATIONS
from caseapp.staff.models import Account
from caseapp.staff.roles import Level
from tests.exchange import mediation_books
from tests.exchange.importing import Place, at_work, rows
from tests.mediation.making import make_mediator, make_team
from tests.staff.making import filling, make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.exchange.mediation_book import MediationBook
    from caseapp.exchange.planning import Plan

PREFIX = "Tổ hòa giải "


@dataclass(frozen=True, slots=True)
class TeamPlace(Place):
    """The commune with its clerk; units and team ids by the hamlet's name, accounts of mediators by theirs."""

    chair_id: int
    hamlets: dict[str, int]
    teams: dict[str, int]
    accounts: dict[str, int]


def of_the_data_set() -> dict[str, list[str]]:
    """Whom the logbook of the data set names in each hamlet."""
    found: dict[str, list[str]] = {}
    for row in mediation_books.expected()["rows"]:
        names = found.setdefault(row["team"].removeprefix(PREFIX), [])
        names += [name for name in row["mediators"] if name not in names]
    return found


def make_teams(app: Flask, people: dict[str, list[str]] | None = None, **more: Any) -> TeamPlace:
    """The commune with a team in each hamlet; the first mediator of each has an account."""
    people = people if people is not None else of_the_data_set()
    with filling(app) as session:
        province = make_unit(session, "DL", "UBND tỉnh Đắk Lắk", Level.PROVINCE)
        commune = make_unit(session, "EH", "UBND xã Ea Hning", Level.COMMUNE, province)
        clerk = make_account(session, "vanthu", ["clerk"], commune)
        chair = make_account(session, "chutich", ["supervisor"], commune)
        hamlets, teams, accounts = {}, {}, {}
        for number, (name, members) in enumerate(people.items()):
            hamlets[name] = (hamlet := make_unit(session, f"EH-{number}", name, Level.HAMLET, commune)).id
            teams[name] = (team := make_team(session, hamlet, PREFIX + name[0].lower() + name[1:])).id
            for place, member in enumerate(members):
                account = make_account(session, f"hgv{number}", ["mediator"], hamlet) if place == 0 else None
                make_mediator(session, team, member, account, **more)
                if account is not None:
                    accounts[member] = account.id
        return TeamPlace(commune.id, clerk.id, chair.id, hamlets, teams, accounts)


def bring(app: Flask, place: Place, book: MediationBook, **more: Any) -> Plan:
    with at_work(app, place) as how:
        return bring_in(book, MEDIATIONS, how, **more)


def account_of(app: Flask, account_id: int) -> Account:
    with filling(app) as session:
        return session.get(Account, account_id)


_STORED = (
    "SELECT d.id, d.public_id, d.unit_id, d.register, d.year, d.no, d.state, d.closed_on, d.handler_id, d.subject, "
    "m.received_on, m.scope, m.matter, m.outcome, m.ended_on, m.ended_by, m.agreement, m.book_row, m.to_confirm, "
    "m.team_id, m.barred, c.content, c.people_count, c.opening, c.received_on AS filed_on FROM dossier d "
    "JOIN mediation m ON m.dossier_id = d.id JOIN case_file c ON c.dossier_id = d.id ORDER BY d.unit_id, d.year, d.no")
_NAMES = [part.split()[-1].split(".")[-1] for part in _STORED[7 : _STORED.index(" FROM")].split(", ")]


def stored(app: Flask) -> list[dict[str, Any]]:
    """Every dispute as it stands, in the order of the books, with its people and what is to be confirmed."""
    found = [dict(zip(_NAMES, row, strict=True)) for row in rows(app, _STORED)]
    for one in found:
        one["persons"] = rows(app, (
            "SELECT p.name, p.birth_year, p.address, y.role FROM person p JOIN party y ON y.person_id = p.id "
            "WHERE y.dossier_id = :id ORDER BY y.position"), id=one["id"])
        one["mediators"] = rows(app, (
            "SELECT m.name, b.lead, b.chosen FROM mediator m JOIN mediation_mediator b ON b.mediator_id = m.id "
            "WHERE b.dossier_id = :id ORDER BY b.id"), id=one["id"])
        one["invited"] = [name for (name,) in rows(
            app, "SELECT name FROM mediation_invited WHERE dossier_id = :id ORDER BY id", id=one["id"])]
        one["problems"] = json.loads(one["to_confirm"] or "[]")
        one["codes"] = {told["code"] for told in one["problems"]}
        one["again"] = next((other for (other,) in rows(
            app, "SELECT other_id FROM link WHERE dossier_id = :id AND what = 'again'", id=one["id"])), None)
    return found
