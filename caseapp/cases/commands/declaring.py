"""What each member of a verification team declared: written down, and asked for before anybody gets rights."""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.commands.work import Work
from caseapp.cases.each import Declared, declared_of
from caseapp.cases.kinds.denunciation import DENUNCIATION
from caseapp.cases.models import Act, Status
from caseapp.cases.rules import details_of
from caseapp.law.citing import cited
from caseapp.law.denunciation_duties import TEAM
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

FORMING: Final = "assign-team"
AT: Final = "no_interest"
MISSING: Final = mark("%(name)s chưa có bản cam kết không là người thân thích, không có lợi ích liên quan (%(place)s): "
                      "chưa giao được.")
TIED: Final = mark("%(name)s có quan hệ hoặc lợi ích liên quan: không vào Đoàn, Tổ xác minh (%(place)s). Chọn người "
                   "khác.")


def see_declared(work: Work, handler: int, verifiers: Sequence[int], declared: Sequence[Declared] = ()) -> None:
    """Refuse, at “no_interest”, a member of a verification team without a declaration, or with an interest; journaled.

    Asked of whoever verifies a denunciation, and of its handler from the day a team was formed: before that he only
    looks at what came in. ``declared``: what those who join declare; what others declared before stays.
    """
    if work.kind.code != DENUNCIATION.code:
        return
    act = next((one for one in reversed(work.acts) if one.code == FORMING), None)
    members = [*([handler] if act else []), *(one for one in verifiers if act or one != handler)]
    accounts = {one.id: one for one in work.session.scalars(sa.select(Account).where(Account.id.in_(members)))}
    before = _said(work.session, work.dossier.id, work.kind.code)
    formed = _in_act(act, [one.public_id for one in accounts.values()], before) if act else ()
    told = {one.who: one for one in (*formed, *declared)}
    for member in dict.fromkeys(members):
        account = accounts[member]
        given = told.get(account.public_id)
        says = given.says if given else before.get(account.public_id)
        if says is None:
            raise Refusal(_(MISSING, name=account.display_name, place=cited(TEAM.citation, _)), AT, 422)
        if not Declared(account.public_id, says, "", "").free:
            raise Refusal(_(TIED, name=account.display_name, place=cited(TEAM.citation, _)), AT, 422)
        if given is not None and before.get(given.who) != given.says:
            work.journal("declare", {"who": given.who, "says": given.says, "on": given.on},
                         {"paper": ["", given.paper]})


@dataclass(frozen=True, slots=True)
class Joining:
    """Who declared already in a denunciation, by public ids; ``formed``: whether it has a team, so that all must."""

    known: frozenset[str]
    formed: bool


def joining(source: Any, case: Any) -> Joining | None:
    """What whoever joins a case must declare; None where nobody must declare anything."""
    if case.kind != DENUNCIATION.code:
        return None
    formed = source.execute(sa.select(Act.details).where(
        Act.dossier_id == case.id, Act.code == FORMING, Act.status == Status.DONE).order_by(Act.place.desc())).first()
    details: dict[str, Any] = json.loads(formed.details) if formed else {}
    rows = declared_of(details.get(AT), details.get("team") or (), "", "")
    return Joining(frozenset({*_said(source, case.id, case.kind), *(one.who for one in rows)}), formed is not None)


def _in_act(act: Act, members: Sequence[str], before: Mapping[str, str]) -> tuple[Declared, ...]:
    """What the act that formed the team says of its members; one word for all was said of those it was formed of."""
    details = details_of(act)
    formed_of = details.get("team") or ([] if before else members)
    return declared_of(details.get(AT), formed_of, act.happened_on.isoformat(), act.document)


def _said(source: Any, case_id: int, kind: str) -> dict[str, str]:
    """What was declared in a case so far: a code by the public id of the account, the latest holds."""
    bodies = source.execute(sa.select(JournalRow.body).where(
        JournalRow.dossier_id == case_id, JournalRow.act == f"{kind}.declare").order_by(JournalRow.seq)).scalars()
    return {facts["who"]: facts["says"] for facts in (json.loads(body)["facts"] for body in bodies)}
