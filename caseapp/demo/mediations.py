"""Disputes of the demo office: those a mediator has in hand, a year of two hamlets, an old logbook, what was paid."""
from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.mentioning import have_read
from caseapp.cases.models import CaseNote, Mention
from caseapp.db import reading
from caseapp.demo.complaints import ZONE, Event, working_day
from caseapp.demo.disputes import ABOUT, COURSE, DEMANDS, WHOLE_YEAR
from caseapp.demo.mediation_papers import old_logbook, payments
from caseapp.demo.mediation_stories import IN_HAND, LEADER, Deed, Side, Told
from caseapp.demo.staff import Offices
from caseapp.demo.teams import FORMED, make_teams
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier, Party
from caseapp.law.days import Calendar
from caseapp.mediation.commands.following_up import GivenFollowUp, follow_up
from caseapp.mediation.commands.handing_on import GivenHandOn, hand_on
from caseapp.mediation.commands.opening import GivenDispute, GivenParty, Opener, open_dispute
from caseapp.mediation.commands.promises import GivenKept, break_promise, keep_promise
from caseapp.mediation.commands.results import GivenPromise, GivenResult, record_result
from caseapp.mediation.dispute import Chosen, Promised
from caseapp.mediation.models import Mediator, Team
from caseapp.people.commands import Given
from caseapp.people.models import Person
from caseapp.staff.commands.acting import Acting as Administering
from caseapp.staff.commands.roles import grant_role
from caseapp.staff.models import Account
from caseapp.staff.roles import Role

SEED: Final = 2026
FIRST: Final = 285          # days ago; the teams stand before
STEP: Final = 16            # days between one dispute and the next of a hamlet
LAST: Final = 32            # days ago that the ordinary ones end: what is newer is told one by one
READ: Final = 4             # days after which whoever was called has looked
AT_HOME, NEXT_DOOR = "CT-AT-KV3", "CT-AT-KV4"
MEDIATORS: Final = {
    AT_HOME: ("Lý Thị Kim Hoàng", "Phan Thị Út Hiền", "Lý Thị Kim Hoàng", "Đỗ Thành Lộc"),
    NEXT_DOOR: ("Trương Công Định", "Lê Hoài Bảo"),
}
"""Who leads by turns."""
PLACES: Final = {AT_HOME: "Nhà văn hóa khu vực 3", NEXT_DOOR: "Nhà văn hóa khu vực 4"}
NAMED: Final = {AT_HOME: "Khu vực 3", NEXT_DOOR: "Khu vực 4"}


def mediations(offices: Offices, today: date, calendar: Calendar, now: datetime) -> Iterator[Event]:
    """Teams first, then everything that happened to their disputes, as dated acts; ``now``: nothing is later."""
    first = max(today - timedelta(days=FIRST), FORMED)
    begun = datetime.combine(first, time(7), ZONE).astimezone(UTC)
    yield begun, -1, lambda: _begin(offices, today, first, begun)
    luck = random.Random(f"{SEED} mediations")  # noqa: S311  a demo, not a secret
    names = _names(luck)
    told = [*IN_HAND, *(one for code in WHOLE_YEAR for one in _year(code, names))]
    for place, one in enumerate(told):
        received = today - timedelta(days=one.days_ago)
        if received >= first:
            yield from _Living(offices, calendar, one, place).events(received, today, now)
    yield from old_logbook(offices, today, calendar, names)
    yield from payments(offices, today, calendar, first)
    yield now, 99, lambda: _look(now)


def _names(luck: random.Random) -> Iterator[tuple[str, str]]:
    with (Path(__file__).parent / "people.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["name"], row["sex"]) for row in csv.DictReader(file)]
    luck.shuffle(rows)
    return iter(rows)


def _year(code: str, names: Iterator[tuple[str, str]]) -> Iterator[Told]:
    """The ordinary disputes of a hamlet: most of them settled, some with something promised, some not."""
    kinds = WHOLE_YEAR[code]
    for place, kind in enumerate(kinds):
        about, alley = ABOUT[kind], 3 + place * 5 % 41
        ago = FIRST - 5 - place * min(STEP, (FIRST - LAST) // len(kinds)) - (7 if code == NEXT_DOOR else 0)
        sides = tuple(Side(role, name, 26 + (place * 7 + order * 11) % 48, f"{4 + place}/{order}, hẻm {alley}", sex)
                      for order, (role, (name, sex)) in enumerate(
                          (("party-a", next(names)), ("party-b", next(names))), 1))
        yield Told(about.title.format(n=alley), about.content.format(n=alley), about.scope, about.matter, ago, sides,
                   MEDIATORS[code][place % len(MEDIATORS[code])], _course(place, about.agreed, about.vow), unit=code,
                   by_leader=code == NEXT_DOOR or place % 3 == 1,
                   started_by="witnessed" if place % 5 == 3 else "party")


def _course(place: int, agreed: str, vow: str) -> tuple[Deed, ...]:
    """By turns: kept in time, nothing promised, not settled, kept late, stopped, not kept."""
    signed = {"record": "signed"} if place % 2 else {}
    settled = Deed("settled", 2, {"agreement": agreed, **signed})
    promised = Deed("settled", 2, {"agreement": agreed, "vows": (("party-b", vow, 10),), **signed})
    match place % 8:
        case 2:
            return (Deed("failed", 2, {"agreement": DEMANDS}), Deed("guide", 1, {
                "to_place": "court", "summary": "Đã hướng dẫn nộp đơn khởi kiện, giấy tờ cần mang theo."}))
        case 3:
            return promised, Deed("keep", 16, {"said": "Làm xong, trễ vài ngày vì mưa."})
        case 5:
            return settled,
        case 6:
            return promised, Deed("break", 13, {"said": "Gặp hai lần, vẫn chưa chịu làm."}), Deed(
                "give-up", 3, {"summary": "Đã đến hai lần, bên thứ hai không làm."}, LEADER)
        case 7:
            return (Deed("stopped", 2, {"agreement": DEMANDS, "asked_by": "party-a"}),)
        case _:
            return promised, Deed("keep", 8, {"said": "Đã làm xong, hai bên vui vẻ."})


def _begin(offices: Offices, today: date, first: date, at: datetime) -> None:
    """The teams; the leader of one keeps the book of the other as well, until its people elect their own."""
    make_teams(offices, today, at)
    key = reading().execute(sa.select(Account.public_id).where(
        Account.id == offices.accounts["totruong"])).scalar_one()
    grant_role(key, Role.TEAM_LEADER, offices.units[NEXT_DOOR], first, today - timedelta(days=READ),
               Administering(None, at, first))


def _look(now: datetime) -> None:
    """Whoever was called some days ago has opened the dispute since."""
    rows = reading().execute(
        sa.select(Mention.account_id, Mention.note_id).join(CaseNote, CaseNote.id == Mention.note_id)
        .join(Dossier, Dossier.id == CaseNote.dossier_id)
        .where(Dossier.kind == "mediation", CaseNote.at < now - timedelta(days=READ))).all()
    for account in sorted({row.account_id for row in rows}):
        have_read([row.note_id for row in rows if row.account_id == account], account, now)


@dataclass(slots=True)
class _Living:
    """One dispute while its story is told; ``key``: its public id, once it is there."""

    offices: Offices
    calendar: Calendar
    told: Told
    place: int
    key: str = ""

    def events(self, received: date, today: date, now: datetime) -> Iterator[Event]:
        """The opening, then deed by deed up to today."""
        at = self._moment(received, 0, today, now)
        yield at, 0, lambda: self._open(received, at)
        day = received
        for order, deed in enumerate(self.told.deeds, 1):
            day = day + timedelta(days=deed.after)
            if deed.what == "hand-on":      # the petition is entered at the commune, which works on working days
                day = working_day(day, self.calendar)
            when = self._moment(day, order, today, now)
            if day > today or when > now:
                return
            yield when, order, self._doing(deed, day, when)

    def _moment(self, day: date, order: int, today: date, now: datetime) -> datetime:
        """Mediators write in the evening; of today it is whatever part of the day has passed."""
        if day != today:
            evening = datetime.combine(day, time(19, self.place * 7 % 50), ZONE).astimezone(UTC)
            return evening + timedelta(minutes=12 * order)
        midnight = datetime.combine(day, time(), ZONE).astimezone(UTC)
        return midnight + (now - midnight) * (order + 1) / (order + 2) / 2

    def _open(self, received: date, at: datetime) -> None:
        one = self.told
        lead = [self._mediator(one.lead)] if one.lead else []
        by = "totruong" if one.by_leader or one.lead != "Lý Thị Kim Hoàng" else "hoagiai"
        chosen = Chosen.LEADER if by == "totruong" else Chosen.SELF
        roles = frozenset({"team-leader" if by == "totruong" else "mediator"})
        self.key = open_dispute(
            GivenDispute(one.title, one.content, one.scope, one.matter, one.started_by, received,
                         [self._party(side) for side in one.sides], proposed_by=one.proposed_by, mediators=lead,
                         chosen=chosen),
            Opener(self.offices.units[one.unit], self.offices.accounts[by], roles, at, received, self.calendar))

    def _party(self, side: Side) -> GivenParty:
        return GivenParty(side.role, Given(
            side.name, sex=side.sex, phone=side.phone, commune="phường An Thịnh",
            address=f"{side.address}, {side.hamlet or NAMED[self.told.unit]}"), side.age)

    def _mediator(self, name: str) -> str:
        found: str = reading().execute(sa.select(Mediator.public_id).join(Team, Team.id == Mediator.team_id).where(
            Mediator.name == name, Mediator.until_on.is_(None))).scalar_one()
        return found

    def _acting(self, by: str, at: datetime) -> Acting:
        """Whoever does it: the leader, or the mediator who leads where he signs in himself."""
        name = "hoagiai" if by != LEADER and self.told.lead == "Lý Thị Kim Hoàng" else "totruong"
        row = reading().execute(sa.select(Dossier.id, Dossier.version).where(Dossier.public_id == self.key)).one()
        return Acting(row.id, self.offices.units[self.told.unit], row.version, self.offices.accounts[name],
                      frozenset({"mediator" if name == "hoagiai" else "team-leader"}), at,
                      at.astimezone(ZONE).date(), self.calendar)

    def _doing(self, deed: Deed, day: date, at: datetime) -> Callable[[], None]:
        def do() -> None:
            how = self._acting(deed.by, at)
            match deed.what:
                case "settled" | "failed" | "stopped" | "under-way":
                    self._result(deed, day, how)
                case "keep":
                    keep_promise(self._promise(how), GivenKept(day, deed.told["said"]), how)
                case "break":
                    break_promise(self._promise(how), day, deed.told["said"], how)
                case "ask":
                    follow_up(GivenFollowUp(day, deed.told["manner"], deed.told["found"]), how)
                case "hand-on":
                    hand_on(GivenHandOn(self._petitioners(how), deed.told["summary"], day), how)
                case _:
                    self._act(deed, day, how)

        return do

    # ── deeds ──

    def _act(self, deed: Deed, day: date, how: Acting) -> None:
        """An act of the procedure."""
        more = self._next_door() if deed.what == "join-team" else {}
        carry_out(GivenAct(deed.what, day, details={**deed.told, **more}), how)

    def _next_door(self) -> dict[str, Any]:
        team = reading().execute(sa.select(Team.public_id).where(
            Team.unit_id == self.offices.units[NEXT_DOOR], Team.until_on.is_(None))).scalar_one()
        return {"team": team, "mediators": [self._mediator(MEDIATORS[NEXT_DOOR][0])]}

    def _result(self, deed: Deed, day: date, how: Acting) -> None:
        told: Mapping[str, Any] = deed.told
        vows: Sequence[tuple[str, str, int]] = told.get("vows", ())
        next_in = told.get("next_in")
        record_result(GivenResult(
            day, deed.what, PLACES[self.told.unit], told.get("came", "Các bên, hòa giải viên"),
            told.get("course", COURSE), told.get("agreement", ""), told.get("asked_by", ""),
            day + timedelta(days=next_in) if next_in else None,
            [GivenPromise(side, "", what, day + timedelta(days=within)) for side, what, within in vows],
            told.get("record", "")), how)

    def _petitioners(self, how: Acting) -> list[str]:
        return list(reading().execute(sa.select(Person.public_id).join(Party, Party.person_id == Person.id).where(
            Party.dossier_id == how.dossier_id, Party.role == "party-a")).scalars())

    def _promise(self, how: Acting) -> str:
        """The first promise that is open."""
        open_ones = sa.select(Promised.public_id).where(
            Promised.dossier_id == how.dossier_id, Promised.state == "open").order_by(Promised.id)
        found: str = reading().execute(open_ones.limit(1)).scalar_one()
        return found
