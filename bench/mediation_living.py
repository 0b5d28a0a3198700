"""A year of mediation teams as it is lived: everything the story tells, done by whoever would do it, on its day."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from flask import Flask

from bench.mediation_story import (
    BEGUN_LATE,
    FIRST,
    FORMED_ON,
    MEDIATORS,
    End,
    Vow,
    mediator_name,
    team_name,
)
from bench.mediation_story import Dispute as Told
from bench.office import ZONE
from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.mediation.commands.opening import GivenDispute, GivenParty, Opener, open_dispute
from caseapp.mediation.commands.promises import GivenKept, break_promise, keep_promise, move_promise
from caseapp.mediation.commands.results import GivenPromise, GivenResult, record_result
from caseapp.mediation.dispute import Chosen, Promised
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.people.commands import Given
from caseapp.staff.models import Account, Unit
from caseapp.staff.roles import Level
from caseapp.web.now import now
from tests.staff.making import filling, make_account, make_unit

LEADER = 0


@dataclass(slots=True)
class Hamlet:
    """One team with its people: ``accounts`` and ``keys`` (public ids of mediators) by place, the first one leads."""

    unit: Unit
    team: Team
    accounts: list[Account] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Commune:
    """The commune with its hamlets, its head and its clerk."""

    unit: Unit
    province: Unit
    head: Account
    clerk: Account
    hamlets: list[Hamlet]


def settle_in(app: Flask, teams: int) -> Commune:
    """A commune with ``teams`` teams of four mediators, every one with an account."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE, seat="Cần Thơ")
        unit = make_unit(session, "CT-AT", "UBND xã An Thịnh", Level.COMMUNE, province, seat="An Thịnh")
        head = make_account(session, "lanhdao", ["supervisor"], unit, display="Đặng Hữu Phước")
        clerk = make_account(session, "vanthu", ["clerk"], unit, display="Ngô Thùy Trang")
        hamlets = [_hamlet(session, unit, place) for place in range(teams)]
        return Commune(unit, province, head, clerk, hamlets)


def _hamlet(session: Any, commune: Unit, place: int) -> Hamlet:
    since = FORMED_ON if place == BEGUN_LATE else date(2025, 7, 1)
    unit = make_unit(session, f"CT-AT-{place + 1}", f"Ấp {place + 1}", Level.HAMLET, commune)
    team = Team(public_id=f"team-{place}", unit_id=unit.id, name=team_name(place), from_on=since)
    session.add(team)
    session.flush()
    found = Hamlet(unit, team)
    for at in range(MEDIATORS):
        role = "team-leader" if at == LEADER else "mediator"
        account = make_account(session, f"hg.{place}.{at}", [role], unit, display=mediator_name(place, at))
        row = Mediator(public_id=f"mediator-{place}-{at}", team_id=team.id, account_id=account.id, from_on=since,
                       name=mediator_name(place, at), name_fold="", sex="F" if at % 2 else "M")
        session.add(row)
        session.flush()
        if at == LEADER:
            session.add(TeamLeader(team_id=team.id, mediator_id=row.id, from_on=since))
        found.accounts.append(account)
        found.keys.append(row.public_id)
    return found


Deed = tuple[date, int, int, Callable[[], None]]
"""Day, place of the dispute, order within the day, what is done."""


class Year:
    """The year as it is lived; ``night`` is told of the end of each day that counts."""

    def __init__(self, app: Flask, commune: Commune, told: list[Told]) -> None:
        self.app, self.commune, self.told = app, commune, told
        self.ids: dict[int, str] = {}
        self.acts, self.day = 0, FIRST
        app.config["CLOCK"] = lambda: datetime.combine(self.day, datetime.min.time(), ZONE).replace(
            hour=9).astimezone(UTC)

    def live(self, until: date, since: date = FIRST) -> None:
        """Do everything that was written down from one day to another."""
        deeds = sorted((deed for one in self.told for deed in self._deeds(one) if since <= deed[0] <= until),
                       key=lambda deed: deed[:3])
        for day, of_day in groupby(deeds, key=lambda deed: deed[0]):
            self.day = day
            for _day, _place, _order, do in of_day:
                with self.app.app_context():
                    do()
                    self.acts += 1
        self.day = until

    def _deeds(self, one: Told) -> Iterator[Deed]:
        order = iter(range(99))

        def deed(day: date, do: Callable[[], None]) -> Deed:
            return day, one.place, next(order), do

        yield deed(one.entered_on, partial(self._open, one))
        if one.void_on is not None:
            yield deed(one.void_on, partial(self._act, one, "void", one.void_on, LEADER, reason="Ghi trùng."))
        swap = one.swapped
        if swap is not None and swap[3] == "interest":
            yield deed(swap[0], partial(self._swap, one))
        if one.sat_on is not None:
            yield from (deed(one.sat_on, do) for do in self._sitting(one))
        if swap is not None and swap[3] == "breach" and one.sat_on is not None:
            yield deed(swap[0], partial(self._swap, one))
        for end in one.ends:
            yield deed(end.noted_on or end.on, partial(self._end, one, end))
            yield from (deed(vow.on, partial(self._vow, one, vow)) for vow in end.vows if vow.fate != "open")
            if end.again_on is not None:
                code = "reopen" if end.mistaken else "continue"
                yield deed(end.again_on, partial(self._act, one, code, end.again_on, LEADER, asked_by="both",
                                                 summary="Các bên muốn hòa giải tiếp."))

    def _open(self, one: Told) -> None:
        hamlet = self.commune.hamlets[one.team]
        brought = one.started_by == "assigned"
        by = LEADER if brought else one.mediators[0]
        given = GivenDispute(
            one.title, one.content, one.scope, one.matter, one.started_by, one.received_on,
            [GivenParty(side.role, Given(side.name, address=side.address), side.age) for side in one.sides],
            proposed_by="Hội Phụ nữ ấp" if brought else "",
            mediators=() if brought else [hamlet.keys[place] for place in one.mediators],
            chosen=Chosen.LEADER if brought else Chosen.SELF, at_once=one.started_by == "witnessed")
        account = hamlet.accounts[by]
        roles = frozenset({"team-leader" if by == LEADER else "mediator"})
        self.ids[one.place] = open_dispute(given, Opener(
            hamlet.unit.id, account.id, roles, now(), self.day, office_calendar()))
        if brought and one.void_on is None:
            self._act(one, "assign", one.entered_on, LEADER,
                      mediators=[hamlet.keys[place] for place in one.mediators])

    def _sitting(self, one: Told) -> Iterator[Callable[[], None]]:
        assert one.sat_on is not None
        lead = self._lead(one)
        if one.invited:
            yield partial(self._act, one, "invite", one.sat_on, lead, invited=one.invited, standing="người có uy tín",
                          consent="both")
        if one.urgent:
            yield partial(self._act, one, "warn", one.sat_on, lead, summary="Hai bên dọa đánh nhau.")
            yield partial(self._act, one, "pass-warning", one.sat_on, LEADER, summary="Đã gọi cho chủ tịch xã.")
        yield partial(self._act, one, "sit", one.sat_on, lead, sat_at="Nhà văn hóa ấp", came="Các bên",
                      summary="Các bên trình bày.")

    def _lead(self, one: Told) -> int:
        """Who leads at the sitting: whoever came in place of one with an interest, else the first."""
        return one.swapped[2] if one.swapped is not None and one.swapped[3] == "interest" else one.mediators[0]

    def _swap(self, one: Told) -> None:
        assert one.swapped is not None
        on, gone, came, why = one.swapped
        hamlet = self.commune.hamlets[one.team]
        going_on = [came, *(place for place in one.mediators if place != gone)]
        self._act(one, "replace", on, LEADER, mediators=[hamlet.keys[place] for place in going_on], replaced_for=why,
                  note="Có quan hệ họ hàng với một bên." if why == "interest" else "Đòi tiền bồi dưỡng của một bên.")

    def _end(self, one: Told, end: End) -> None:
        if end.result == "referred":
            self._act(one, "refer", end.on, one.mediators[0], barred="offence", to_place="police", summary=end.words)
            return
        record_result(GivenResult(
            end.on, end.result, "Nhà văn hóa ấp", "Các bên, hòa giải viên", "Các bên trình bày, được giải thích luật.",
            end.words, "party-b" if end.result == "stopped" else "",
            promises=[GivenPromise(vow.side, "", vow.what, vow.due_on) for vow in end.vows],
            record=end.record, refused_by="party-b" if end.record == "refused" else "",
            refused_why="Không muốn ký giấy." if end.record == "refused" else ""), self._acting(one, self._after(one)))

    def _after(self, one: Told) -> int:
        return one.swapped[2] if one.swapped is not None else one.mediators[0]

    def _vow(self, one: Told, vow: Vow) -> None:
        key = reading().execute(sa.select(Promised.public_id).join(Dossier, Dossier.id == Promised.dossier_id).where(
            Dossier.public_id == self.ids[one.place], Promised.what == vow.what, Promised.state == "open")).scalar_one()
        how = self._acting(one, self._after(one))
        if vow.fate == "broken":
            break_promise(key, vow.on, "Không chịu làm.", how)
        elif vow.fate == "moved":
            move_promise(key, vow.due_on + timedelta(days=30), "Mất mùa, hai bên đồng ý lùi ngày.", how)
        else:
            keep_promise(key, GivenKept(vow.on, "Đã làm."), how)

    def _act(self, one: Told, code: str, on: date, by: int, **details: Any) -> None:
        carry_out(GivenAct(code, on, details=details), self._acting(one, by))

    def _acting(self, one: Told, by: int) -> Acting:
        hamlet = self.commune.hamlets[one.team]
        row = reading().execute(sa.select(Dossier.id, Dossier.version).where(
            Dossier.public_id == self.ids[one.place])).one()
        roles = frozenset({"team-leader" if by == LEADER else "mediator"})
        return Acting(row.id, hamlet.unit.id, row.version, hamlet.accounts[by].id, roles, now(), self.day,
                      office_calendar())
