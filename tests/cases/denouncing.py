"""Denunciations for tests: a commune below a province with its custodians; each function gives a state directly."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.denouncing import open_continued, open_denunciation, open_information
from caseapp.cases.commands.given import GivenAct, GivenTeam
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening
from caseapp.cases.models import Act, CaseFile
from caseapp.cases.practices import PRACTICES
from caseapp.db import reading, writing
from caseapp.ledger.chain import lock_chain
from caseapp.staff.models import Account
from tests.office.making import NOW, TODAY, Commune, acting, make_commune, office_calendar, stored
from tests.staff.making import make_account

if TYPE_CHECKING:
    from caseapp.dossiers.models import Dossier
    from caseapp.workflow.engine import Way

__all__ = ["TODAY", "acting", "stored"]

CONTENT = "Nhận tiền của người dân khi xác nhận nguồn gốc đất ở khu phố 3."
ROLES = ("reception", "handler", "clerk", "supervisor", "custodian", "auditor", "administrator")
DETAILS: dict[str, dict[str, Any]] = {
    "check-identity": {"identity_result": "checked"}, "decline": {"refuse_ground": "no-basis"},
    "not-competent": {"body": "UBND thành phố", "sent_before": "no"}, "to-information": {"irregular": "nameless"},
    "tell-accused": {"stripped": "yes", "sent_how": "handed"}, "suspend": {"standstill_ground": "awaits-result"},
    "extend": {"complexity": ["places"]}, "withdraw": {"withdrawn_part": "whole", "withdrawal_paper": "letter"},
    "go-on": {"goes_on": "forced"}, "terminate": {"ending_ground": "withdrawn"}, "conclude": {"content_finding": "right", "findings": "right"},
    "report": {"findings": "right"},
    "send-suspension": {"sent_to": ["accused"], "sent_how": "posted"}, "send-extension": {"sent_to": ["accused"], "sent_how": "posted"},
    "send-conclusion": {"stripped": "yes", "sent_to": ["accused", "managing"], "sent_how": "posted"},
    "act-on-conclusion": {"measures": ["discipline"]}, "publish": {"stripped": "yes"}, "post": {"stripped": "yes"},
    "request-protection": {"protection_way": "written"}, "decide-protection": {"protection_decision": "granted"},
    "record-police": {"protection_decision": "granted"}, "end-protection": {"protection_ends": "concluded"},
    "seize": {"seized_why": "biased"}, "assess": {"irregular": "nameless", "evidence": "clear"},
    "extend-especially": {"complexity": ["places", "abroad"]}, "assign-team": {"no_interest": "none", "stripped": "yes"},
}  # fmt: skip
LETTER: dict[str, Any] = {"letter_manner": "posted", "letter_result": "delivered"}
_numbers = iter(range(100, 100_000))


def make_offices() -> tuple[Commune, Commune]:
    """(province, commune), each with an account per role; the commune has a second handler and a second custodian."""
    province = make_commune("P", roles=ROLES)
    commune = make_commune("X", province, ROLES)
    with writing() as session:
        unit = session.get_one(Account, commune.accounts["handler"]).unit_id
        from caseapp.staff.models import Unit

        place = session.get_one(Unit, unit)
        for name, role in (("second", "handler"), ("deputy", "custodian"), ("culprit", "handler")):
            commune.accounts[name] = make_account(session, f"{name}.x", [role], place, display=f"Người {name}").id
    return province, commune


def opened(commune: Commune, kind: str = "denunciation", received: date = TODAY, *, envelope: str = "26",
           accused: tuple[int, ...] = (), identity: str = "checked", by: str = "reception", **more: Any) -> Dossier:
    """A sealed case just opened."""
    how = Opening(commune.accounts[by], NOW, TODAY, office_calendar())
    options = {name: more.pop(name) for name in ("against", "overdue") if name in more}
    given = GivenCase(CONTENT, received, respondent="Lâm Văn Tặc", respondent_post="Công chức địa chính",
                      denouncer=GivenDenouncer(envelope, identity, None, accused), **more)
    opens: Any = {"denunciation": open_denunciation, "information": open_information, "continued": open_continued}[kind]
    with writing() as session:
        return opens(session, lock_chain(session, commune.unit), given, how, **options)  # type: ignore[no-any-return]


def given(commune: Commune, kind: str, code: str, on: date = TODAY, **details: Any) -> GivenAct:
    """An act as its form would give it, with whatever it needs."""
    action = PRACTICES[kind].kind.action(code)
    told = {**DETAILS.get(code, {}), **(LETTER if "letter_manner" in action.asks else {}), **details}
    team = told.pop("give", None)
    if team is not None:
        keys = {one.id: one.public_id for one in reading().execute(sa.select(Account.id, Account.public_id))}
        told["team"] = [keys[one] for one in team]
    key = reading().execute(sa.select(Account.public_id).where(Account.id == commune.accounts["supervisor"])).scalar_one()
    return GivenAct(code, on, f"{next(_numbers)}/TB-UBND" if action.document else "", key if action.document else "", told,
                    team=GivenTeam(team[0], team[1:], "đổi người") if team else None)


def do(commune: Commune, case: Dossier, code: str, by: str = "supervisor", on: date = TODAY, *, role: str = "",
       **details: Any) -> Way:
    """Carry one act out as the account ``by``, in the role of that name or ``role``."""
    how = acting(commune, case, by, roles=frozenset({role or by}))
    return carry_out(given(commune, case.kind, code, on, **details), how)


def accepted(commune: Commune, **more: Any) -> Dossier:
    """A denunciation that was accepted today."""
    case = opened(commune, **more)
    do(commune, case, "check-conditions")
    do(commune, case, "accept")
    return case


def case_row(case_id: int) -> Any:
    """The case's own row as it is now."""
    return reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == case_id)).one()


def acts(case_id: int) -> list[str]:
    """Codes of what was done, in order."""
    return list(reading().execute(sa.select(Act.code).where(Act.dossier_id == case_id, Act.place.is_not(None))
                                  .order_by(Act.place)).scalars())
