"""Knows whom an old logbook means: which of a commune's teams, which mediator of it, by the names it writes."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa

from caseapp.mediation.models import Mediator, Team
from caseapp.staff.models import Unit, UnitWithin
from caseapp.text import fold

_OWN = sa.select(UnitWithin.unit_id).where(
    UnitWithin.ancestor_id == sa.bindparam("commune", type_=sa.Integer()), UnitWithin.own)
_of_commune = sa.and_(Unit.level == "hamlet", Unit.parent_id.in_(_OWN))
_TEAMS = (
    sa.select(Team.id, Team.public_id, Team.unit_id, Team.name, Unit.name.label("unit_name"), Team.from_on,
              Team.until_on)
    .join(Unit, Unit.id == Team.unit_id).where(_of_commune).order_by(Team.id))
_MEDIATORS = (
    sa.select(Mediator.id, Mediator.public_id, Mediator.team_id, Mediator.account_id, Mediator.name, Mediator.name_fold,
              Mediator.from_on, Mediator.until_on)
    .join(Team, Team.id == Mediator.team_id).join(Unit, Unit.id == Team.unit_id).where(_of_commune)
    .order_by(Mediator.id))
_TEAM_WORDS: Final = re.compile(r"^(?:to hoa giai|to hg)\b(?: co so)?\s*(?:so \d+\s*)?[-–:,]?\s*")


class Doubt(StrEnum):
    """Why it is not plain who is meant; the last two still name somebody."""

    UNKNOWN = "unknown"
    SEVERAL = "several"
    NOT_THEN = "not-then"      # not at work on that day
    SPELLED = "spelled"        # the marks of the name differ


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is or was a mediator of a team; ``until_on`` is the first day no longer."""

    id: int
    public_id: str
    account_id: int | None
    name: str
    name_fold: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class KnownTeam:
    """A team of the commune's hamlets, of today or before, and everybody who ever was its mediator."""

    id: int
    public_id: str
    unit_id: int
    name: str
    unit_name: str
    from_on: date
    until_on: date | None
    members: list[Member] = field(default_factory=list, compare=False)


def teams_known(source: Any, commune_id: int) -> list[KnownTeam]:
    """Every team that a commune's hamlets have or had, those of communes merged into it among them."""
    teams = {row.id: KnownTeam(*row) for row in source.execute(_TEAMS, {"commune": commune_id})}
    for row in source.execute(_MEDIATORS, {"commune": commune_id}):
        teams[row.team_id].members.append(Member(
            row.id, row.public_id, row.account_id, row.name, row.name_fold, row.from_on, row.until_on))
    return list(teams.values())


def at_work(one: Any, on: date) -> bool:
    """Whether a team or mediator was one on a day."""
    return bool(one.from_on <= on and (one.until_on is None or one.until_on > on))


def meant_team(teams: Iterable[KnownTeam], name: str, on: date) -> tuple[KnownTeam | None, Doubt | None]:
    """The team that a book calls so, by its own name or its hamlet's; of several the one at work on that day."""
    known = list(teams)
    found = [one for one in known if fold(one.name) == fold(name)] or [
        one for one in known if _bare(name) and _bare(name) in (_bare(one.name), fold(one.unit_name))]
    if not found:
        return None, Doubt.UNKNOWN
    then = [one for one in found if at_work(one, on)]
    if len(then) == 1:
        return then[0], None
    if then or len(found) > 1:
        return None, Doubt.SEVERAL
    return found[0], Doubt.NOT_THEN


def meant_mediator(members: Sequence[Member], name: str, on: date) -> tuple[Member | None, Doubt | None]:
    """The mediator of a team who bears a name; of several the one at work on that day who is written just so."""
    found = [one for one in members if one.name_fold == fold(name)]
    if not found:
        return None, Doubt.UNKNOWN
    written = [one for one in found if _letters(one.name) == _letters(name)]
    near = written or found
    then = [one for one in near if at_work(one, on)]
    if len(then or near) > 1:
        return None, Doubt.SEVERAL
    if not written:
        return (then or near)[0], Doubt.SPELLED
    return (then or near)[0], None if then else Doubt.NOT_THEN


def _bare(name: str) -> str:
    """What is left of a team's name without the words every team has: “Tổ hòa giải Thôn 3” is “thon 3”."""
    return _TEAM_WORDS.sub("", fold(name))


def _letters(name: str) -> list[tuple[str, ...]]:
    """The letters of each word and its marks, whichever vowel a mark stands on: “hòa” is “hoà”."""
    words = unicodedata.normalize("NFD", " ".join(name.lower().split())).split(" ")
    return [("".join(char for char in word if not unicodedata.combining(char)),
             *sorted(char for char in word if unicodedata.combining(char))) for word in words]
