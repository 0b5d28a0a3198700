"""A complaint on its way for a measurement: received three days ago, so many of the usual acts done."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, Opening, open_complaint
from caseapp.db import reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind
from caseapp.staff.models import Account
from caseapp.web.now import local

UNIT, HEAD = "CT-AT", "lanhdao"
HOLDERS = {"supervisor": HEAD, "handler": "canbo", "clerk": "vanthu", "reception": "tiepdan"}
SIGNED = frozenset({"accept", "decline", "assign-verification", "prolong", "suspend", "stay", "decide"})
DETAILS: dict[str, dict[str, Any]] = {
    "decline": {"decline_ground": "late"}, "self-check": {"self_check": "unclear"},
    "report": {"finding": "partly", "differs": "no"}, "suspend": {"suspend_ground": "obstacle"},
    "prolong": {"criteria": ["places"]}, "withdraw": {"part": "whole", "withdrawn_by": "letter"},
    "decide": {"finding": "partly", "disposition": "amend"}, "challenge": {"challenge": "second"},
    "send-decision": {"manner": "handed"}, "void": {"reason": "Ghi nhầm"},
}
USUAL = (("accept", "supervisor"), ("self-check", "handler"), ("assign-verification", "supervisor"),
         ("report", "handler"), ("decide", "supervisor"), ("send-decision", "clerk"), ("deliver", "clerk"))


@dataclass(frozen=True, slots=True)
class Order:
    """One officer's act in a round; ``key``: of the form he sends, the same for a double click."""

    dossier: int
    version: int
    code: str
    role: str
    number: str
    key: str


def act(offices: Offices, order: Order, at: datetime) -> None:
    """One officer's act on a complaint, on the day of ``at``."""
    day = local(at).date()
    signed = order.code in SIGNED
    head = reading().execute(sa.select(Account.public_id).where(Account.id == offices.accounts[HEAD])).scalar_one()
    given = GivenAct(order.code, day, order.number if signed else "", head if signed else "",
                     DETAILS.get(order.code, {}))
    carry_out(given, Acting(
        order.dossier, offices.units[UNIT], order.version, offices.accounts[HOLDERS[order.role]],
        frozenset({order.role}), at, day, office_calendar(), form_key=order.key))


def complaint(offices: Offices, turn: int, done: int, at: datetime) -> int:
    """A complaint received three days before ``at``, with so many of the usual acts done; its id."""
    day = local(at).date()
    unit, by = offices.units[UNIT], offices.accounts[HOLDERS["reception"]]
    person = Given(f"Trần Văn Số {turn}", IdKind.CITIZEN, f"0920{turn % 100:02d}8{turn % 100_000:05d}",
                   commune="phường An Thịnh")
    with writing() as session:
        chain = lock_chain(session, unit)
        people = [take_in(session, unit, person)[0].id]
        given = GivenCase(
            f"Khiếu nại việc thu hồi đất, thửa {turn}", day - timedelta(days=3), people,
            respondent="Chủ tịch UBND phường", contested="decision", contested_paper=f"Quyết định {turn}/QĐ-UBND",
            handler_id=offices.accounts[HOLDERS["handler"]])
        dossier = open_complaint(session, chain, given, Opening(by, at, day, office_calendar())).id
    for place, (code, role) in enumerate(USUAL[:done]):
        act(offices, Order(dossier, version_of(dossier), code, role, f"{turn}.{place}/TB-UBND", f"{turn}:{place}"), at)
    return dossier


def version_of(dossier: int) -> int:
    """The version that a page opened now would show."""
    return int(reading().execute(sa.select(Dossier.version).where(Dossier.id == dossier)).scalar_one())
