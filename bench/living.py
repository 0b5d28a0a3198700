"""Leading dossiers of any kind as an office would: opened, read, and for each act something lawful to say.

Nothing here knows a kind by name but how one begins; the procedures say what can be done, by whom, with which inputs.
"""
from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa

from caseapp.cases.asking import Ask, Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.commands.given import GivenAct, GivenTeam, Sent
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening, open_case
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.practice import MACHINE
from caseapp.cases.practices import PRACTICES
from caseapp.cases.rules import dues_of, facts_of
from caseapp.db import db, reading, writing
from caseapp.demo.staff import Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind
from caseapp.petitions.models import Petition
from caseapp.staff.models import Account
from caseapp.workflow.engine import refusal
from caseapp.workflow.kind import Action

COMMUNE, PROVINCE = "CT-AT", "CT"
HOLDERS = {"supervisor": "lanhdao", "handler": "canbo", "clerk": "vanthu", "reception": "tiepdan",
           "custodian": "vanthu"}
ABOVE = {"supervisor": "lanhdao.tinh", "handler": "canbo.tinh"}
# What else can be true of a dossier of a kind from its first day.
TRAITS: Mapping[str, tuple[str, ...]] = {
    "petition": ("post", "box", "portal", "authority", "deputy", "press"), "discipline": ("", "dismissal"),
    "discipline-2": ("", "dismissal"),
}
_KEYS = ("kind", "dossier_id")


@dataclass(slots=True)
class Living:
    """An office whose people act; ``accounts`` by name of sign-in."""

    offices: Offices
    luck: random.Random
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    accounts: dict[str, Account] = field(default_factory=dict)

    def meet(self) -> None:
        """Look up who works here; inside an application context."""
        self.accounts = {one.name: one for one in db.session.scalars(sa.select(Account))}
        db.session.expunge_all()
        db.session.rollback()

    def open(self, kind: str, at: datetime, day: date) -> int:
        """A dossier of a kind that came in on a day, in the unit that may have it; its id."""
        practice, number = PRACTICES[kind], next(self.numbers)
        above = bool(practice.levels) and "commune" not in practice.levels
        unit = self.offices.units[PROVINCE if above else COMMUNE]
        how = Opening(self.who("handler", unit).id, at, day, office_calendar())
        people: list[int] = []
        with writing() as session:
            chain = lock_chain(session, unit)
            if not practice.sealed:
                people.append(take_in(session, unit, _somebody(number))[0].id)
            given = GivenCase(
                f"Việc thứ {number} của năm", day, people, respondent="Trưởng phòng Kinh tế", contested="decision",
                contested_paper=f"Quyết định {number}/QĐ-UBND", handler_id=how.by,
                opening=self.luck.choice([one.state.code for one in practice.kind.openings if not one.state.closed]),
                traits=self.luck.choice(TRAITS.get(kind, ("",))), instance=2 if kind.endswith("-2") else 1,
                earlier_paper=f"Quyết định giải quyết {number}/QĐ-UBND", earlier_on=day - timedelta(days=5),
                denouncer=self._envelope(number) if practice.sealed else None)
            dossier = open_case(session, chain, kind, given, how)
            if kind == "petition":
                session.add(Petition(dossier_id=dossier.id, channel=given.traits))
            return dossier.id

    def _envelope(self, number: int) -> GivenDenouncer:
        return GivenDenouncer(str(number), "checked", self.accounts["vanthu"].id)

    # ── what can be done ──

    def read(self, dossier_id: int) -> Any:
        """The dossier with its file, as a page reads it."""
        return reading().execute(
            sa.select(*Dossier.__table__.c, *(one for one in CaseFile.__table__.c if one.name not in _KEYS))
            .join(CaseFile, CaseFile.dossier_id == Dossier.id).where(Dossier.id == dossier_id)).one()

    def done(self, dossier_id: int) -> list[Any]:
        """What was done in it, in order."""
        return list(reading().execute(sa.select(*Act.__table__.c).where(
            Act.dossier_id == dossier_id, Act.status == Status.DONE).order_by(Act.place)))

    def can(self, case: Any, given: GivenAct | None = None, *, on: date) -> list[Action]:
        """The acts of people that nothing forbids on a day; of one that is ``given`` with what its form says."""
        kind, acts = PRACTICES[case.kind].kind, self.done(case.id)
        facts = facts_of(case, acts, dues_of(case, acts, office_calendar()), on, given.details if given else None)
        return [action for action in kind.actions if action.by != {MACHINE} and (not given or given.code == action.code)
                and refusal(action, kind.state(case.state), action.roles, facts, on) is None]

    def given(self, case: Any, action: Action, on: date) -> GivenAct:
        """An act with something lawful in every input."""
        unit = case.unit_id
        told = {name: self._input(ASKS[name], action, on) for name in action.asks}
        team = GivenTeam(self.who("handler", unit).id, [self._second(unit)], "Giao việc")
        return GivenAct(
            action.code, on, f"{next(self.numbers)}/QĐ-UBND" if action.document else "",
            self.who("supervisor", unit).public_id if action.document else "",
            {name: value for name, value in told.items() if value not in (None, "")},
            team=team if "team" in action.asks else None,
            sent=[Sent("complainant", "", "handed", on)] if "manner" in action.asks else ())

    def _input(self, ask: Ask, action: Action, on: date) -> Any:
        offered = [*(code for code, one in ask.law.items() if one.holds(on)),
                   *(one.code for one in ask.own if one.since is None or one.since <= on)]
        match ask.shape:
            case Shape.CHOICE | Shape.SELECT | Shape.MANNER:
                return self.luck.choice(offered) if offered else None
            case Shape.MANY if offered and (ask.missing or self.luck.random() < 0.4):
                return self.luck.sample(offered, self.luck.randint(1, min(2, len(offered))))
            case Shape.COMING_DAY:
                return (on + timedelta(days=self.luck.randint(6, 20))).isoformat()
            case Shape.DAY:
                return on.isoformat()
            case Shape.NUMBER:
                return next(self.numbers)
            case Shape.LINE:
                return "" if ask.name == "joins" else str(next(self.numbers))
            case Shape.NOTE | Shape.SUMMARY:
                return f"Ghi cho việc {action.code}"
            case _:
                return None

    # ── who ──

    def acting(self, case: Any, role: str, at: datetime, day: date, key: str = "") -> Acting:
        """The holder of a role in the dossier's unit, looking at what is stored now."""
        return Acting(case.id, case.unit_id, case.version, self.who(role, case.unit_id).id, frozenset({role}), at, day,
                      office_calendar(), form_key=key)

    def roles(self, action: Action, unit: int) -> list[str]:
        """Who of the unit may do or record an act."""
        return [role for role in sorted(action.by | action.enters) if role in self._names(unit)]

    def everybody(self, unit: int) -> list[str]:
        """Every role that somebody holds in a unit."""
        return list(self._names(unit))

    def who(self, role: str, unit: int) -> Account:
        """Whoever holds a role in a unit; raises KeyError where nobody does."""
        return self.accounts[self._names(unit)[role]]

    def _names(self, unit: int) -> Mapping[str, str]:
        return ABOVE if unit == self.offices.units[PROVINCE] else HOLDERS

    def _second(self, unit: int) -> int:
        """A colleague for the team: whoever else works there."""
        names = self._names(unit)
        return self.accounts[names.get("clerk", names["supervisor"])].id


def _somebody(number: int) -> Given:
    return Given(f"Trần Thị Số {number}", IdKind.CITIZEN, f"0921{number % 100:02d}9{number % 100_000:05d}",
                 commune="phường An Thịnh")
