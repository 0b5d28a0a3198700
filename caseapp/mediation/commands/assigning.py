"""Who mediates a dispute: assigned, chosen, replaced, of another team; each with a dated row and sight of it."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.asks import ASKS
from caseapp.cases.commands.work import Work
from caseapp.cases.rules import details_of
from caseapp.dossiers.models import Entrusted
from caseapp.mediation.commands.interest import put_interest, see_neutral
from caseapp.mediation.commands.telling import GIVEN, call
from caseapp.mediation.dispute import Chosen, Dispute, Joint, MediatedBy
from caseapp.mediation.models import Mediator, Team
from caseapp.mediation.queries.people import in_force, mediators_of, teams_near
from caseapp.notices.commands import plan_again
from caseapp.notices.rules import NEWS
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

NOBODY: Final = mark("Chọn hòa giải viên.")
NOT_OF_TEAM: Final = mark("Có người không còn là hòa giải viên của tổ vào ngày này.")
ALL_THE_SAME: Final = mark("Vẫn là các hòa giải viên đang hòa giải.")
OWN_TEAM: Final = mark("Chọn tổ hòa giải khác của xã, phường này.")
JOINED: Final = mark("Tổ này đã phối hợp rồi.")
NOBODY_THERE: Final = mark("Tổ này chưa có hòa giải viên.")
SITTINGS: Final = frozenset({"sit"})
INTEREST, BREACH = "interest", "breach"


def put_mediators(work: Work, wanted: Sequence[str], chosen: Chosen, on: date) -> None:
    """Let mediators of the own team (public ids) mediate from a day on; the first one leads.

    Raises Refusal at “mediators”: for nobody, for a stranger to the team, for whoever is not neutral.
    """
    found = _of_team(work, wanted, on)
    see_neutral(work.session, work.dossier.id, found)
    _put(work, found, chosen, on, lead=found[0])
    _tell(work, found)


def replace_mediators(work: Work, wanted: Sequence[str], told: Mapping[str, Any], on: date) -> None:
    """Let exactly these of the own team go on; whoever leaves keeps a dated row and sees the dispute no more.

    ``told``: of the act: why (``replaced_for``), in words (``note``). A breach bars the pay, an interest bars for good.
    """
    found, here = _of_team(work, wanted, on), _own_rows(work)
    staying = {one.id for one in found}
    leaving = [row for row in here if row.mediator_id not in staying]
    coming = [one for one in found if one.id not in {row.mediator_id for row in here}]
    led = next((row.mediator_id for row in here if row.lead), None)
    if not leaving and not coming and led == found[0].id:
        raise Refusal(_(ALL_THE_SAME), "mediators", 422)
    see_neutral(work.session, work.dossier.id, coming)
    why = told.get("note") or _offered("replaced_for", told.get("replaced_for", ""))
    for row in leaving:
        _leave(work, row, told.get("replaced_for", ""), why, on)
    chosen = Chosen.PARTIES if told.get("replaced_for") == "parties" else Chosen.LEADER
    for row in here:
        row.lead = row.mediator_id == found[0].id
    work.session.flush()
    _put(work, coming, chosen, on, lead=found[0])
    _tell(work, coming)


def let_join(work: Work, team: str, wanted: Sequence[str], on: date) -> None:
    """Let another hamlet's team mediate too (LHG 22): those of it who are named, its leader where nobody is."""
    other = work.session.scalar(sa.select(Team).where(Team.public_id == team, in_force(Team)), {"day": on})
    own = work.session.get_one(Dispute, work.dossier.id)
    near = {one.id for one in teams_near(work.session, work.dossier.unit_id, on)}
    if other is None or other.id == own.team_id or other.id not in near:
        raise Refusal(_(OWN_TEAM), "team", 422)
    if work.session.get(Joint, (work.dossier.id, other.id)) is not None:
        raise Refusal(_(JOINED), "team", 422)
    there = mediators_of(work.session, other.id, on)
    named = [one.public_id for one in there if one.leads] or [one.public_id for one in there[:1]]
    if not named:
        raise Refusal(_(NOBODY_THERE), "team", 422)
    found = _named(work, {other.id}, wanted or named, on)
    see_neutral(work.session, work.dossier.id, found)
    work.session.add(Joint(dossier_id=work.dossier.id, team_id=other.id, since_on=on))
    _put(work, found, Chosen.JOINT, on, lead=None)
    _tell(work, found)


def tell_fronts(work: Work, on: date) -> None:
    """Note that the Fronts of both places were told of every team that joined."""
    for row in work.session.scalars(sa.select(Joint).where(
            Joint.dossier_id == work.dossier.id, Joint.fronts_told_on.is_(None))):
        row.fronts_told_on = on


def count_presence(work: Work) -> None:
    """Who of those mediating took part: whoever was at one sitting since he came; everybody where none was held."""
    for row in work.session.scalars(sa.select(MediatedBy).where(
            MediatedBy.dossier_id == work.dossier.id, MediatedBy.until_on.is_(None))):
        row.took_part = _was_there(work, row, otherwise=True)


def _was_there(work: Work, row: MediatedBy, *, otherwise: bool) -> bool:
    """Whether somebody was at a sitting since he came; ``otherwise``: what holds where no sitting was ever held."""
    sittings = [act for act in work.acts if act.code in SITTINGS]
    if not sittings:
        return otherwise
    key = work.session.get_one(Mediator, row.mediator_id).public_id
    return any(act.happened_on >= row.from_on and key not in details_of(act).get("absent", ()) for act in sittings)


def let_in(work: Work, accounts: Iterable[int | None]) -> None:
    """Let accounts see the dispute."""
    wanted = {one for one in accounts if one is not None}
    have = set(work.session.scalars(sa.select(Entrusted.account_id).where(
        Entrusted.dossier_id == work.dossier.id, Entrusted.account_id.in_(sorted(wanted)))))
    work.session.add_all(Entrusted(dossier_id=work.dossier.id, account_id=one) for one in sorted(wanted - have))
    work.session.flush()


def _of_team(work: Work, wanted: Sequence[str], on: date) -> list[Mediator]:
    """Mediators of the dispute's own team by public id, in the order given."""
    return _named(work, _own_teams(work), wanted, on)


def _own_teams(work: Work) -> set[int]:
    """The dispute's team, and the one that goes on with its work."""
    team = work.session.get_one(Team, work.session.get_one(Dispute, work.dossier.id).team_id)
    return {team.id} | ({team.successor_id} if team.successor_id else set())


def _named(work: Work, teams: Collection[int], wanted: Sequence[str], on: date) -> list[Mediator]:
    names = list(dict.fromkeys(wanted))
    if not names:
        raise Refusal(_(NOBODY), "mediators", 422)
    found = {one.public_id: one for one in work.session.scalars(
        sa.select(Mediator).where(Mediator.public_id.in_(names), Mediator.team_id.in_(sorted(teams)),
                                  in_force(Mediator)), {"day": on})}
    if len(found) < len(names):
        raise Refusal(_(NOT_OF_TEAM), "mediators", 422)
    return [found[name] for name in names]


def _own_rows(work: Work) -> list[MediatedBy]:
    """Who mediates now without those of other teams."""
    return list(work.session.scalars(
        sa.select(MediatedBy).join(Mediator, Mediator.id == MediatedBy.mediator_id)
        .where(MediatedBy.dossier_id == work.dossier.id, MediatedBy.until_on.is_(None),
               sa.or_(MediatedBy.chosen != Chosen.JOINT, Mediator.team_id.in_(sorted(_own_teams(work)))))
        .order_by(MediatedBy.id)))


def _put(work: Work, found: Sequence[Mediator], chosen: Chosen, on: date, *, lead: Mediator | None) -> None:
    work.session.add_all(
        MediatedBy(dossier_id=work.dossier.id, mediator_id=one.id, chosen=chosen, from_on=on, lead=one is lead)
        for one in found)
    work.session.flush()
    let_in(work, (one.account_id for one in found))
    if lead is not None and lead.account_id != work.dossier.handler_id:
        work.dossier.handler_id = lead.account_id
        plan_again(work.session, [work.dossier.id])
    work.journal("mediators", {"come": [one.public_id for one in found], "chosen": str(chosen),
                               "lead": lead.public_id if lead else None})


def _leave(work: Work, row: MediatedBy, code: str, why: str, on: date) -> None:
    mediator = work.session.get_one(Mediator, row.mediator_id)
    row.until_on, row.lead, row.replaced = max(on, row.from_on), False, why[:300]
    row.took_part = _was_there(work, row, otherwise=False)
    if code == BREACH:
        row.breach = why[:300]
    if code == INTEREST:
        put_interest(work, mediator, why[:300], on)
    if mediator.account_id is not None:
        work.session.execute(sa.delete(Entrusted).where(
            Entrusted.dossier_id == work.dossier.id, Entrusted.account_id == mediator.account_id))
    work.journal("mediators", {"gone": [mediator.public_id], "why": code})


def _tell(work: Work, found: Sequence[Mediator]) -> None:
    """Tell whoever was given the dispute by somebody else."""
    call(work, [one.account_id for one in found if one.account_id is not None], GIVEN, NEWS)


def _offered(name: str, code: str) -> str:
    return next((one.words for one in ASKS[name].own if one.code == code), code)
