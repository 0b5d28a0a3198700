"""Groups: the list decides how many people there are, representatives are lawful, the journal knows no name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.cases.commands.groups import (
    GivenMandate,
    add_mandate,
    add_signers,
    end_mandate,
    remove_signers,
    take_signers_back,
    withdraw_signers,
)
from caseapp.cases.models import CaseFile, Mandate, Signer
from caseapp.cases.signer_lists import Listed, read_text
from caseapp.cases.verify import case_faults
from caseapp.db import db, reading
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import journal_faults
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused
from tests.cases.making import Office, acting, make_office, open_case, stored

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.cases.signer_lists import Reading
    from tests.office.clock import Clock

TODAY = date(2026, 11, 16)
NAMES = ("Nguyễn Thị Ánh", "Lê Văn Bốn", "Y Ban Niê", "Trần Thị Cam", "Phạm Dũng", "Võ Thị Én")
LIST = "\n".join(f"{name}, thôn {no}" for no, name in enumerate(NAMES, 1))
Opened = tuple[Office, Any]


@pytest.fixture
def opened(any_app: Flask, clock: Clock) -> Any:
    """An office with a complaint of one writer, and its context."""
    clock.set("2026-11-16 09:00")
    office = make_office(any_app)
    with any_app.app_context():
        yield office, open_case(office, date(2026, 11, 2))


def put(opened: Opened, text: str = LIST) -> Reading:
    return add_signers(lambda known: read_text(text, known), acting(*opened, "handler"))


def name(opened: Opened, *names: str, **changes: Any) -> None:
    given = {"what": "nomination", "form": "signed", "dated_on": date(2026, 11, 1), "document": "Giấy cử 1/11", **changes}
    people = [Listed(no, one, "") for no, one in enumerate(names, 1)]
    add_mandate(GivenMandate(people=people, **given), acting(*opened, "handler"))


def file_of(opened: Opened) -> Any:
    return reading().execute(sa.select(CaseFile.people_count, CaseFile.nomination).where(
        CaseFile.dossier_id == opened[1].id)).one()


def test_a_list_counts_the_people_and_names_what_it_leaves_out(opened: Opened) -> None:
    found = put(opened, LIST + "\n\nLê Văn Bốn, thôn 2\n12345\nHồ Hai, thôn 9")
    assert (len(found.signers), found.blank, len(found.doubled), len(found.unclear)) == (7, [7], 1, 1)
    assert file_of(opened).people_count == 7
    assert len(put(opened).doubled) == 6
    assert file_of(opened).people_count == 7
    with db.engine.connect() as connection:
        assert [*journal_faults(connection), *case_faults(connection)] == []


def test_five_hundred_pasted_lines_cost_no_more_statements_than_five(any_app: Flask, opened: Opened) -> None:
    lines = [f"{no}\tNguyễn Văn {no}x\tThôn {no % 9}" for no in range(505)]
    with counted(any_app) as few:
        assert len(put(opened, "\n".join(lines[:5])).signers) == 5
    with counted(any_app) as many:
        assert len(put(opened, "\n".join(lines[5:])).signers) == 500
    assert len(many) <= len(few) + 3      # whoever stands in the list already is asked in batches
    assert file_of(opened).people_count == 505


def test_the_case_goes_on_when_some_withdraw_and_never_ends_by_itself(opened: Opened) -> None:
    put(opened)
    assert withdraw_signers([1, 2], TODAY, acting(*opened, "clerk")) == 2
    assert file_of(opened).people_count == 4
    assert withdraw_signers([1, 3, 4, 5, 6], TODAY, acting(*opened)) == 4
    assert file_of(opened).people_count == 1
    assert stored(opened[1].id).state == "received"
    assert take_signers_back([6], acting(*opened)) == 1
    assert remove_signers([1], acting(*opened)) == 1
    assert file_of(opened).people_count == 1
    assert reading().execute(sa.select(sa.func.count()).select_from(Signer)).scalar_one() == 5


@pytest.mark.parametrize(("on", "words"), [(date(2026, 11, 17), "chưa đến"), (date(2026, 11, 1), "trước ngày nhận đơn")])
def test_a_withdrawal_lies_between_receipt_and_today(opened: Opened, on: date, words: str) -> None:
    put(opened)
    with pytest.raises(Refusal, match=words):
        withdraw_signers([1], on, acting(*opened))
    with pytest.raises(Refusal, match="Chọn ít nhất"):
        withdraw_signers([], TODAY, acting(*opened))


def test_representatives_are_as_many_as_the_law_lets_be_named(opened: Opened) -> None:
    put(opened)
    with pytest.raises(Refusal, match=r"1 hoặc 2 người đại diện.*Điều 29"):
        name(opened, *NAMES[:3])
    name(opened, *NAMES[:2])
    assert file_of(opened).nomination == "Giấy cử 1/11"
    with pytest.raises(Refusal, match="1 hoặc 2"):
        name(opened, NAMES[2])
    put(opened, "\n".join(f"Hồ Văn {no}x, thôn 1" for no in range(6)))      # twelve people name up to five
    name(opened, *NAMES[2:5])
    with pytest.raises(Refusal, match="nhiều nhất 5 người đại diện"):
        name(opened, NAMES[5])


def test_a_representative_is_one_of_those_who_signed(opened: Opened) -> None:
    put(opened)
    with pytest.raises(Refusal, match="Lạ Hoắc không có trong danh sách"):
        name(opened, NAMES[0], "Lạ Hoắc")
    withdraw_signers([2], TODAY, acting(*opened))
    with pytest.raises(Refusal, match="không có trong danh sách"):
        name(opened, NAMES[1])
    name(opened, NAMES[0].upper())      # whoever wrote the petition is known: nobody is made twice


def test_the_form_of_an_authorisation_is_refused_by_its_article(opened: Opened) -> None:
    with pytest.raises(Refusal, match=r"phải là chứng thực hoặc công chứng.*Điều 3"):
        name(opened, "Lê Luật", what="authorisation", form="signed", dated_on=date(2026, 11, 1))
    name(opened, "Lê Luật", what="authorisation", form="notarised", dated_on=date(2026, 11, 1))
    given = GivenMandate("authorisation", "notarised", [Listed(1, "Lê Luật", "")], date(2027, 1, 2))
    with pytest.raises(Refusal, match=r"02/01/2027 phải là chứng thực \("):
        add_mandate(given, acting(*opened, "handler", today=date(2027, 1, 4)))
    assert file_of(opened).nomination == ""


def test_a_paper_ends_on_a_day_and_the_person_speaks_no_more(opened: Opened) -> None:
    put(opened)
    name(opened, NAMES[2])
    (mandate,) = reading().execute(sa.select(Mandate.public_id)).scalars().all()
    with pytest.raises(Refusal, match="Ghi ngày từ"):
        end_mandate(mandate, date(2026, 10, 1), acting(*opened))
    end_mandate(mandate, TODAY, acting(*opened))
    assert file_of(opened).nomination == ""
    assert reading().execute(sa.text("SELECT count(*) FROM party WHERE role = 'representative'")).scalar_one() == 0
    with pytest.raises(LookupError):
        end_mandate(mandate, TODAY, acting(*opened))


def test_only_who_works_on_it_keeps_the_list(opened: Opened) -> None:
    with pytest.raises(Refused):
        add_signers(lambda known: read_text(LIST, known), acting(*opened, "handler", roles=frozenset({"auditor"})))


def test_a_sealed_dossier_has_no_list(opened: Opened) -> None:
    from caseapp.db import writing
    from caseapp.dossiers.models import Dossier

    with writing() as session:
        session.execute(sa.update(Dossier).where(Dossier.id == opened[1].id).values(sealed=True, code="TC-1"))
    with pytest.raises(Refused, match="tố cáo"):
        put(opened)


def test_the_journal_knows_places_and_numbers_but_no_name(opened: Opened) -> None:
    put(opened)
    name(opened, NAMES[2])
    withdraw_signers([4], TODAY, acting(*opened))
    body = " ".join(reading().execute(sa.select(JournalRow.body).where(JournalRow.dossier_id == opened[1].id)).scalars())
    assert "signers-withdraw" in body
    assert not any(one in body for one in NAMES)
    assert "thôn" not in body
