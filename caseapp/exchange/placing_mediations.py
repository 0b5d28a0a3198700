"""Finds for each row of a mediation logbook the team of this commune whose book it is, and who mediated there."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, cast

from caseapp.db import reading
from caseapp.exchange.book_mediation_rows import MediationRow
from caseapp.exchange.book_problems import Problem, problem
from caseapp.exchange.planning import Importing, Step
from caseapp.exchange.row_mediations import told
from caseapp.exchange.row_parts import Translated, with_ours
from caseapp.mediation.books import Doubt, KnownTeam, Member, meant_mediator, meant_team, teams_known
from caseapp.mediation.commands.booking import BookDispute
from caseapp.text import show_date

_TEAM_BARS: Final = {Doubt.UNKNOWN: "TEAM_UNKNOWN", Doubt.SEVERAL: "TEAM_SEVERAL"}


def place_mediations(steps: Sequence[Step], how: Importing) -> None:
    """Give every row its hamlet's register; one whose team this commune does not have is barred, and says so."""
    teams = teams_known(reading(), how.unit_id)
    for step in steps:
        given: BookDispute | None = step.translated.given
        if given is not None:
            _place(step, cast(MediationRow, step.row), given, teams)


def _place(step: Step, row: MediationRow, given: BookDispute, teams: Sequence[KnownTeam]) -> None:
    on, name = given.received_on, row.team or ""
    team, doubt = meant_team(teams, name, on)
    if team is None:
        barred = problem(_TEAM_BARS[doubt or Doubt.UNKNOWN], team=name)
        step.translated = Translated(None, with_ours(step.translated.problems, [barred]))
        return
    found = [problem("TEAM_NOT_THEN", day=show_date(on), team=team.name)] if doubt else []
    members: list[Member] = []
    found += _mediators(row.mediators, team, on, members)
    step.unit_id = team.unit_id
    step.translated = told(row, replace(given, team=team, mediators=tuple(members)),
                           (*step.translated.problems, *found))


def _mediators(names: Sequence[str], team: KnownTeam, on: date, members: list[Member]) -> Iterator[Problem]:
    """Whatever must be looked at about whoever mediated; those who are known are added to ``members``."""
    for name in names:
        one, doubt = meant_mediator(team.members, name, on)
        if one is not None and one not in members:
            members.append(one)
        if doubt is not None:
            yield _doubt(doubt, name=name, team=team.name, known=one.name if one else "", day=show_date(on))


def _doubt(doubt: Doubt, **values: Any) -> Problem:
    wording, named = {
        Doubt.UNKNOWN: ("MEDIATOR_UNKNOWN", ("name", "team")), Doubt.SEVERAL: ("MEDIATOR_SEVERAL", ("name", "team")),
        Doubt.SPELLED: ("MEDIATOR_SPELLED", ("name", "known")), Doubt.NOT_THEN: ("MEDIATOR_NOT_THEN", ("day", "name")),
    }[doubt]
    return problem(wording, **{one: values[one] for one in named})
