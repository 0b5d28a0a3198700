"""Papers of a sealed case tell no minute: neither by the form that brought them nor by their place in the store."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import add_note
from caseapp.cases.commands.sealed_papers import add_paper, withdraw_paper
from caseapp.db import reading
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Attachment
from caseapp.ledger.models import FormKey
from caseapp.web.now import by_the_day, now, today
from tests.cases.denouncing import accepted, make_offices
from tests.cases.test_sealed_papers import how, secret, working
from tests.dossiers.samples import PDF
from tests.office.making import log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.office.making import Commune


@pytest.fixture
def commune(any_app: Flask) -> Iterator[Commune]:
    """A commune below its province on each database."""
    with any_app.app_context():
        yield make_offices()[1]


def test_a_form_that_wrote_into_a_sealed_case_is_noted_by_the_day(commune: Commune) -> None:
    case = accepted(commune)
    file = add_paper(secret(), how(commune, case, "supervisor", form_key="k" * 22))
    withdraw_paper(file, "replaced", how(commune, case, "custodian", form_key="l" * 22))
    add_note("Đã gọi cơ quan thuế.", how(commune, case, "supervisor", form_key="n" * 22))
    keys = reading().execute(sa.select(FormKey.at).where(FormKey.key.in_(["k" * 22, "l" * 22, "n" * 22]))).scalars().all()
    assert keys == [by_the_day(today())] * 3


def test_its_place_in_the_table_does_not_lead_to_what_was_added_before_and_after(commune: Commune) -> None:
    case, visit = accepted(commune), log(commune)

    def openly() -> int:
        kept = store_file(io.BytesIO(PDF), "a.pdf", limit=1000)
        public_id = attach(kept, Attaching(visit.id, commune.unit, commune.accounts["reception"], now()))
        return reading().execute(sa.select(Attachment.id).where(Attachment.public_id == public_id)).scalar_one()

    first = openly()
    for paper in (secret(), working(), secret()):
        add_paper(paper, how(commune, case, "supervisor"))
    last = openly()
    rows = reading().execute(sa.select(Attachment.id, Attachment.name).where(
        Attachment.dossier_id == case.id).order_by(Attachment.id)).all()
    assert last == first + 1
    assert not [row.id for row in rows if first < row.id < last + 10]
    assert [row.name.partition(",")[0] for row in rows] == [
        "Tài liệu niêm phong số 1", "Biên bản", "Tài liệu niêm phong số 2"]
