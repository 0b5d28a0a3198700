"""Leading dossiers of any kind as an office would: opened, read, and for each act something lawful to say.

Nothing here knows a kind by name but how one begins; the procedures say what can be done, by whom, with which inputs.
"""
from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from bench.places import Inputs, Place, noted
from caseapp.cases.asking import Ask, Shape
from caseapp.cases.asks import ASKS
from caseapp.cases.commands.given import GivenAct, GivenTeam, Sent
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening, open_case
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.practices import PRACTICES
from caseapp.db import db, reading, writing
from caseapp.demo.staff import SINCE, Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind
from caseapp.petitions.models import Petition
from caseapp.staff.models import Account, RoleGrant
from caseapp.text import new_public_id
from caseapp.workflow.kind import Action

COMMUNE, PROVINCE = "CT-AT", "CT"
HOLDERS = {"supervisor": "lanhdao", "handler": "canbo", "clerk": "vanthu", "reception": "tiepdan",
           "custodian": "vanthu"}
ABOVE = {"supervisor": "lanhdao.tinh", "handler": "canbo.tinh", "clerk": "vanthu.tinh", "custodian": "vanthu.tinh",
         "reception": "tiepdan.tinh"}
HIRED = {"vanthu.tinh": ("clerk", "custodian"), "tiepdan.tinh": ("reception",)}
# What else can be true of a dossier of a kind from its first day.
TRAITS: Mapping[str, tuple[str, ...]] = {
    "petition": ("post", "box", "portal", "authority", "deputy", "press"), "discipline": ("", "dismissal"),
    "discipline-2": ("", "dismissal"), "denunciation": ("", "oral"),
}
NOTHING: Inputs = MappingProxyType({})
_KEYS = ("kind", "dossier_id")

LED = tuple(code for code in PRACTICES if code != MEDIATION.code)
"""The kinds that offices lead; mediation is led by volunteers of a hamlet: ``mediation_year`` lives theirs."""


@dataclass(slots=True)
class Living:
    """An office whose people act; ``accounts`` by name of sign-in."""

    offices: Offices
    luck: random.Random
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    accounts: dict[str, Account] = field(default_factory=dict)

    def meet(self) -> None:
        """Look up who works here, and who was hired for the year; inside an application context."""
        self._hire()
        self.accounts = {one.name: one for one in db.session.scalars(sa.select(Account))}
        db.session.expunge_all()
        db.session.rollback()

    def _hire(self) -> None:
        """At the province too somebody sends letters, keeps envelopes, stands at the counter."""
        unit, now = self.offices.units[PROVINCE], datetime.now(UTC)
        with writing() as session:
            for name, roles in HIRED.items():
                account = Account(public_id=new_public_id(), name=name, display_name=name, display_fold=name, title="",
                                  unit_id=unit, password="", must_change=False, created=now, changed_at=now)
                session.add(account)
                session.flush()
                session.add_all(RoleGrant(public_id=new_public_id(), account_id=account.id, unit_id=unit, role=role,
                                          valid_from=SINCE) for role in roles)

    def beginnings(self, kind: str) -> list[tuple[str, str]]:
        """Every way in which a dossier of a kind can begin: its opening and its traits."""
        openings = [one.state.code for one in PRACTICES[kind].kind.openings if not one.state.closed]
        return [(opening, traits) for opening in openings for traits in TRAITS.get(kind, ("",))]

    def open(self, kind: str, at: datetime, day: date, beginning: tuple[str, str] | None = None) -> int:
        """A dossier of a kind that came in on a day, in the unit that may have it, begun as it may; its id."""
        opening, traits = beginning or self.luck.choice(self.beginnings(kind))
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
                opening=opening, traits=traits, instance=2 if kind.endswith("-2") else 1,
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
        return list(reading().execute(sa.select(Act.code, Act.happened_on, Act.details).where(
            Act.dossier_id == dossier_id, Act.status == Status.DONE).order_by(Act.place)))

    def place(self, case: Any, on: date) -> Place:
        """Where the dossier stands on a day."""
        acts = tuple(noted(case, one.code, one.happened_on, one.details) for one in self.done(case.id))
        return Place(case, acts, on, office_calendar())

    def can(self, case: Any, given: GivenAct | None = None, *, on: date) -> list[Action]:
        """The acts of people that nothing forbids on a day; of one that is ``given`` with what its form says."""
        here = self.place(case, on)
        return [action for action in PRACTICES[case.kind].kind.actions if (not given or given.code == action.code)
                and here.allows(action, given.details if given else NOTHING)]

    def given(self, case: Any, action: Action, on: date, told: Inputs = NOTHING,
              matter: Collection[str] = ()) -> GivenAct:
        """An act with something lawful in every input; what is ``told`` stands where it matters, or is no choice."""
        unit = case.unit_id
        told = {name: told[name] if name in told and (name in matter or not ASKS[name].chosen)
                else self._input(ASKS[name], action, on) for name in action.asks}
        team = GivenTeam(self.who("handler", unit).id, [self._second(unit)], "Giao việc")
        return GivenAct(
            action.code, on, f"{next(self.numbers)}/QĐ-UBND" if action.document else "",
            self.who("supervisor", unit).public_id if action.document else "",
            {name: value for name, value in told.items() if value not in (None, "", [])},
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
