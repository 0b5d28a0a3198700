"""To whom a sealed case is given: exactly whoever works on it, and never an account it accuses."""
from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.cases.commands.work import Work
from caseapp.dossiers.models import Accused, Dossier, Entrusted
from caseapp.staff.models import Account
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def entrust(work: Work, accounts: Iterable[int]) -> None:
    """Let exactly these accounts see a sealed case, besides those its role entrusts with all; journaled.

    Raises Refusal at “handler” for an account that the case accuses.
    """
    wanted = set(accounts)
    if not work.dossier.sealed:
        return
    see_not_accused(work.session, work.dossier.id, wanted)
    have = entrusted_with(work.session, work.dossier.id)
    if have == wanted:
        return
    work.session.execute(sa.delete(Entrusted).where(
        Entrusted.dossier_id == work.dossier.id, Entrusted.account_id.in_(sorted(have - wanted))))
    put_entrusted(work.session, work.dossier, wanted - have)
    work.journal("entrust", {"to": _keys(work.session, wanted - have), "no_more": _keys(work.session, have - wanted)})


def put_entrusted(session: Session, dossier: Dossier, accounts: Collection[int]) -> None:
    """Rows of a sealed dossier that is given to accounts."""
    see_not_accused(session, dossier.id, accounts)
    session.add_all(Entrusted(dossier_id=dossier.id, account_id=one) for one in sorted(set(accounts)))
    session.flush()


def entrusted_with(session: Session, dossier_id: int) -> set[int]:
    """Accounts a sealed dossier is given to now."""
    return set(session.scalars(sa.select(Entrusted.account_id).where(Entrusted.dossier_id == dossier_id)))


def see_not_accused(session: Session, dossier_id: int, accounts: Collection[int], at: str = "handler") -> None:
    """Refuse an account that the dossier accuses; whoever reads this may see the dossier, and knows whom it names."""
    barred = session.scalar(sa.select(Account.display_name).join(Accused, Accused.account_id == Account.id).where(
        Accused.dossier_id == dossier_id, Accused.account_id.in_(sorted(accounts))).limit(1))
    if barred is not None:
        raise Refusal(_("%(name)s là người bị tố cáo trong vụ việc này: không giao, không ký được.", name=barred), at,
                      422)


def _keys(session: Session, accounts: Collection[int]) -> list[str]:
    return sorted(session.scalars(sa.select(Account.public_id).where(Account.id.in_(sorted(accounts)))))
