"""Brings a list of teams and mediators into the office: all of it or nothing, and nobody twice however often."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from caseapp.db import writing
from caseapp.ledger.chain import lock_chain
from caseapp.mediation.commands.people import MediatorEntry, check_entry, put_mediator
from caseapp.mediation.commands.teams import GivenLeader, Keeping, TeamEntry, put_leader, put_team
from caseapp.mediation.models import Mediator, Team, TeamLeader
from caseapp.mediation.teams_book import Line, Listed
from caseapp.mediation.teams_columns import PEOPLE, TEAMS, Column, Layout
from caseapp.staff.models import Unit
from caseapp.text import fold, mark, new_public_id
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

Source = Session | Connection

NO_HAMLET: Final = mark("Không có thôn, tổ dân phố này. Chọn tên trong danh sách của tệp mẫu, hoặc nhờ người quản trị "
                        "thêm đơn vị.")
TWO_HAMLETS: Final = mark("Có hai thôn, tổ dân phố cùng tên: ghi mã đơn vị {codes}.")
NO_TEAM: Final = mark("Chưa có tổ hòa giải ở đây: thêm một dòng ở trang “{sheet}”.")
TWICE: Final = mark("Trùng với dòng {row}.")
TWO_LEADERS: Final = mark("Tổ đã có tổ trưởng ở dòng {row}.")
LED_ALREADY: Final = mark("Tổ đang có tổ trưởng khác: đổi tổ trưởng ở trang của tổ.")
TOO_EARLY: Final = mark("Tổ trước của thôn kết thúc sau ngày này.")


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    SAME = "same"          # it is there already, and nothing of it is changed
    BAD = "bad"


@dataclass(slots=True)
class Planned:
    """A row of the list and what becomes of it; ``differs``: headings under which the office has something else."""

    line: Line
    layout: Layout
    fate: Fate
    unit: Any = None
    entry: Any = None
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every row of the list."""

    rows: tuple[Planned, ...]
    left_out: tuple[str, ...]

    def count(self, fate: Fate, layout: Layout | None = None) -> int:
        """How many rows have that fate, of one table or of both."""
        return sum(one.fate is fate and layout in (None, one.layout) for one in self.rows)

    @property
    def storable(self) -> bool:
        """Whether the list may be stored: nothing in it is wrong, and something is new."""
        return not self.count(Fate.BAD) and self.count(Fate.NEW) > 0


def plan_list(source: Source, listed: Listed, how: Keeping) -> Plan:
    """What would become of every row; nothing is written."""
    office = _Office.read(source, how)
    teams = [_plan_team(line, office) for line in listed.teams]
    people = [_plan_person(line, office, how) for line in listed.people]
    return Plan((*teams, *people), listed.left_out)


def store_list(listed: Listed, how: Keeping) -> Plan:
    """Store every new row in one transaction; raises Refusal when a row is wrong by now, FormKeyUsed."""
    with writing() as session:
        for number in sorted({one.id for one in _hamlets(session, how)}):
            lock_chain(session, number)
        how.once(session, "teams")
        plan = plan_list(session, listed, how)
        if not plan.storable:
            raise Refusal(_("Có dòng chưa ghi được, chưa có gì được nhập. Xem lại các dòng được nêu."))
        made: dict[int, Team] = {}
        for one in plan.rows:
            if one.fate is Fate.NEW and one.layout is TEAMS:
                chain = lock_chain(session, one.unit.id)
                made[one.unit.id] = put_team(session, chain, one.unit, one.entry, how, new_public_id())
        for one in plan.rows:
            if one.layout is PEOPLE and one.fate is not Fate.BAD:
                _store_person(session, one, made, how)
        return plan


def _store_person(session: Session, one: Planned, made: dict[int, Team], how: Keeping) -> None:
    team = made.get(one.unit.id) or session.scalars(
        sa.select(Team).where(Team.unit_id == one.unit.id, Team.until_on.is_(None))).one()
    chain = lock_chain(session, one.unit.id)
    if one.fate is Fate.NEW:
        mediator = put_mediator(session, chain, team, one.entry, how, new_public_id())
        if one.line.values["leads"]:
            put_leader(session, chain, team, mediator, GivenLeader(
                mediator.public_id, one.entry.from_on, one.entry.elected_on, one.entry.document), how)


# ---- the office as it is ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Office:
    """Hamlets by what a list may call them, their teams and mediators, and what the list has said so far."""

    named: dict[str, list[Any]] = field(default_factory=dict)
    teams: dict[int, Any] = field(default_factory=dict)
    ended: dict[int, Any] = field(default_factory=dict)
    people: dict[int, list[Any]] = field(default_factory=dict)
    led: dict[int, int] = field(default_factory=dict)
    told_teams: dict[int, int] = field(default_factory=dict)
    told_people: dict[tuple[int, str], list[tuple[int, int | None]]] = field(default_factory=dict)
    told_leaders: dict[int, int] = field(default_factory=dict)

    @classmethod
    def read(cls, source: Source, how: Keeping) -> _Office:
        office = cls()
        units = _hamlets(source, how)
        for unit in units:
            for name in {fold(unit.name), fold(unit.code)}:
                office.named.setdefault(name, []).append(unit)
        ids = [unit.id for unit in units]
        for team in source.execute(sa.select(*Team.__table__.c).where(Team.unit_id.in_(ids))):
            if team.until_on is None:
                office.teams[team.unit_id] = team
            else:
                office.ended[team.unit_id] = max(team.until_on, office.ended.get(team.unit_id, team.until_on))
        keys = {team.id: unit for unit, team in office.teams.items()}
        for one in source.execute(sa.select(*Mediator.__table__.c).where(
                Mediator.team_id.in_(keys), Mediator.until_on.is_(None))):
            office.people.setdefault(keys[one.team_id], []).append(one)
        office.led = {keys[one.team_id]: one.mediator_id for one in source.execute(
            sa.select(TeamLeader.team_id, TeamLeader.mediator_id).where(
                TeamLeader.team_id.in_(keys), TeamLeader.until_on.is_(None)))}
        return office


def _hamlets(source: Source, how: Keeping) -> list[Any]:
    return list(source.execute(
        sa.select(Unit.id, Unit.public_id, Unit.name, Unit.code).where(
            Unit.level == "hamlet", Unit.parent_id.in_(how.communes), Unit.valid_from <= how.today,
            sa.or_(Unit.valid_to.is_(None), Unit.valid_to > how.today)).order_by(Unit.id)))


# ---- rows ------------------------------------------------------------------------------------------------------------


def _plan_team(line: Line, office: _Office) -> Planned:
    unit = _unit(line, office)
    if unit is None:
        return Planned(line, TEAMS, Fate.BAD)
    if unit.id in office.told_teams:
        line.wrong("", TWICE, row=office.told_teams[unit.id])
        return Planned(line, TEAMS, Fate.BAD, unit)
    office.told_teams[unit.id] = line.row
    if line.troubles:
        return Planned(line, TEAMS, Fate.BAD, unit)
    entry = TeamEntry(**{column.name: line.values[column.name] for column in TEAMS.columns if column.name != "hamlet"})
    known = office.teams.get(unit.id)
    if known is not None:
        return Planned(line, TEAMS, Fate.SAME, unit, entry, _differing(TEAMS.columns, line.values, known))
    if unit.id in office.ended and entry.from_on < office.ended[unit.id]:
        line.wrong(TEAMS.heading("from_on"), TOO_EARLY)
        return Planned(line, TEAMS, Fate.BAD, unit)
    return Planned(line, TEAMS, Fate.NEW, unit, entry)


def _plan_person(line: Line, office: _Office, how: Keeping) -> Planned:
    unit = _unit(line, office)
    if unit is not None and unit.id not in office.teams and unit.id not in office.told_teams:
        line.wrong(PEOPLE.heading("hamlet"), NO_TEAM, sheet=TEAMS.sheet)
    if unit is None or line.troubles:
        return Planned(line, PEOPLE, Fate.BAD, unit)
    said = {column.name: line.values[column.name] for column in PEOPLE.columns
            if column.name not in ("hamlet", "leads")}
    entry = MediatorEntry(**said)
    _check(line, entry, how)
    _check_twice(line, unit, entry, office)
    known = next((one for one in office.people.get(unit.id, ()) if _same(one.name_fold, one.birth_year, entry)), None)
    if line.values["leads"]:
        _check_leader(line, unit, known is not None, office)
    if line.troubles:
        return Planned(line, PEOPLE, Fate.BAD, unit)
    if known is None:
        return Planned(line, PEOPLE, Fate.NEW, unit, entry)
    differs = _differing(PEOPLE.columns, line.values, known)
    if line.values["leads"] and office.led.get(unit.id) != known.id:
        differs = (*differs, PEOPLE.heading("leads"))
    return Planned(line, PEOPLE, Fate.SAME, unit, entry, differs)


def _unit(line: Line, office: _Office) -> Any:
    """The hamlet of a row; None, and something wrong, where there is none or more than one."""
    written = line.values["hamlet"]
    if not written:
        return None      # said already: nothing is written there
    found = office.named.get(fold(written), [])
    if not found:
        line.wrong(TEAMS.heading("hamlet"), NO_HAMLET)
    if len(found) > 1:
        line.wrong(TEAMS.heading("hamlet"), TWO_HAMLETS, codes=", ".join(unit.code for unit in found))
    return found[0] if len(found) == 1 else None


def _check(line: Line, entry: MediatorEntry, how: Keeping) -> None:
    try:
        check_entry(entry, how.today)
    except Refusal as refusal:
        line.wrong(PEOPLE.heading(refusal.field or ""), "{said}", said=str(refusal))


def _check_twice(line: Line, unit: Any, entry: MediatorEntry, office: _Office) -> None:
    told = office.told_people.setdefault((unit.id, fold(entry.name)), [])
    for row, year in told:
        if year == entry.birth_year or None in (year, entry.birth_year):
            line.wrong("", TWICE, row=row)
            return
    told.append((line.row, entry.birth_year))


def _check_leader(line: Line, unit: Any, known: bool, office: _Office) -> None:
    first = office.told_leaders.setdefault(unit.id, line.row)
    if first != line.row:
        line.wrong(PEOPLE.heading("leads"), TWO_LEADERS, row=first)
    elif unit.id in office.led and not known:
        line.wrong(PEOPLE.heading("leads"), LED_ALREADY)


def _same(name_fold: str, birth_year: int | None, entry: MediatorEntry) -> bool:
    return name_fold == fold(entry.name) and (
        birth_year == entry.birth_year or None in (birth_year, entry.birth_year))


def _differing(columns: Iterable[Column], values: Mapping[str, Any], known: Any) -> tuple[str, ...]:
    """Headings of what the list says otherwise than the office; what it leaves empty says nothing."""
    return tuple(column.heading for column in columns
                 if column.name not in ("hamlet", "leads") and values[column.name] not in (None, "", column.empty)
                 and values[column.name] != getattr(known, column.name))

