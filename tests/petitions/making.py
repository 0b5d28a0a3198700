"""Petitions for tests: given directly through the command that takes them in, and what a browser would post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.models import CaseFile
from caseapp.db import reading
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier, Link
from caseapp.gazette import office_calendar
from caseapp.people.commands import Given
from caseapp.petitions.models import Content, Petition
from caseapp.petitions.taking_in import GivenIntake, TakingIn, take_petition_in
from caseapp.web.now import now, today
from tests.cases.making import stored

if TYPE_CHECKING:
    from tests.cases.making import Office

DIEP = Given("Huỳnh Thị Ngọc Điệp", commune="Phường An Thịnh", address="41/6 đường Lê Bình", birth_year=1968)
CONTENT = "Không đồng ý Quyết định số 287/QĐ-XPHC ngày 05/10/2026 xử phạt xây dựng không phép tại 41/6 Lê Bình."
DOCUMENTS = frozenset({"guide", "transfer", "return", "split", "answer-forwarder", "answer"})


def taking_in(office: Office, **changes: Any) -> TakingIn:
    """The handler taking a petition in now."""
    how = TakingIn(office.commune.id, office.handler.id, now(), today(), office_calendar(), handles=True)
    return replace(how, **changes)


def take_in(office: Office, received: date | None = None, **more: Any) -> Dossier:
    """A petition that came by post and waits to be sorted; within an application context."""
    given = {"channel": "post", "content": CONTENT, "content_kind": Content.COMPLAINT, "people": (DIEP,), **more}
    return take_petition_in(GivenIntake(received_on=received or today(), **given), taking_in(office))


def do(office: Office, petition: Dossier, code: str, *, by: str = "supervisor", on: date | None = None,
       **details: Any) -> Any:
    """Carry one act out."""
    paper = code in DOCUMENTS and by != "handler"
    how = Acting(petition.id, office.commune.id, stored(petition.id).version, office.holder(by).id, frozenset({by}),
                 now(), today(), office_calendar())
    return carry_out(GivenAct(code, on or today(), office.number() if paper else "",
                              office.head.public_id if paper else "", details), how)


def sort(office: Office, petition: Dossier, kind: str = "complaint", competence: str = "own", **more: Any) -> None:
    """Sort a petition as what it is and whose."""
    do(office, petition, "classify", by="handler", content_kind=kind, competence=competence, **more)


def row_of(petition: Dossier) -> Any:
    """What is stored of the petition beside its dossier."""
    return reading().execute(sa.select(*Petition.__table__.c).where(Petition.dossier_id == petition.id)).one()


def file_of(dossier_id: int) -> Any:
    """What is stored of a dossier's file."""
    return reading().execute(sa.select(*CaseFile.__table__.c).where(CaseFile.dossier_id == dossier_id)).one()


def links_from(dossier: Dossier) -> list[tuple[int, str]]:
    """(other dossier, what) of everything a dossier is tied to."""
    return [(row.other_id, row.what) for row in reading().execute(
        sa.select(Link.other_id, Link.what).where(Link.dossier_id == dossier.id).order_by(Link.other_id))]


def typed(**changes: str) -> dict[str, str]:
    """What a browser posts of a filled-in intake form."""
    return {
        "content_kind": "complaint", "channel": "post", "received_on": "16/11/2026", "dated_on": "10/11/2026",
        "people-0-name": "Huỳnh Thị Ngọc Điệp", "people-0-commune": "Phường An Thịnh",
        "people-0-address": "41/6 đường Lê Bình", "people_count": "1", "content": CONTENT, **changes}
