"""A visit that proves a denunciation: the names are gone everywhere, nothing leads from one part to the other."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import db, reading, writing
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.drafts import keep_draft
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Clock, Dossier
from caseapp.dossiers.search import hits, keep_search
from caseapp.ledger.models import JournalRow
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.acting import correct, notify, prolong, void
from caseapp.reception.commands.logging import GivenPaper, GivenParty, GivenVisit
from caseapp.reception.commands.queue import hide_ticket, take_ticket
from caseapp.reception.commands.sealing import seal
from caseapp.reception.models import Matter, NoticeResult, Outcome
from caseapp.workflow.engine import Refused
from tests.dossiers.samples import PDF
from tests.office.making import (
    NOW,
    TODAY,
    VISITOR,
    Commune,
    a_denunciation,
    a_notice,
    a_refusal,
    a_visit,
    acting,
    at_counter,
    clocks_of,
    everything,
    log,
    make_commune,
    proof,
    stored,
    visit_row,
)
from tests.office.traces import traces

DENOUNCER = Given("Đặng Zwuởquỳnhđượm", IdKind.CITIZEN, "092171009876", phone="0918 777 666", birth_year=1968,
                  commune="xã Khuấtkhúcsông", address="12 Ngõkhuấtnẻo")
SECRETS = ("Zwuởquỳnhđượm", "Đặng Zwuởquỳnhđượm", "092171009876", "0921 7100 9876", "0918 777 666", "0918777666",
           "Khuấtkhúcsông", "Ngõkhuấtnẻo", "chuyệnkểriêng", "ủyquyềngiấy", "đơnviếttay", "tênngườinhận")


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def typed_visit(**changes: Any) -> GivenVisit:
    """Everything that may hold a name or lead to one, filled in."""
    return a_visit(
        DENOUNCER,
        content="Tôi tên Zwuởquỳnhđượm, chuyệnkểriêng",
        parties=(
            GivenParty(DENOUNCER, authority="ủyquyềngiấy"),
            GivenParty(replace(DENOUNCER, name="Lê Zwuởquỳnhđượm", id_number="", id_kind=IdKind.NONE), "represented"),
        ),
        papers=(GivenPaper("đơnviếttay của bà Zwuởquỳnhđượm", 2, "original"),),
        place="nhà bà Zwuởquỳnhđượm",
        receiver_name="tênngườinhận",
        resolved_by="chuyệnkểriêng",
        body="chuyệnkểriêng",
        document="chuyệnkểriêng",
        follow_up="0918 777 666",
        note="Zwuởquỳnhđượm",
        nomination="ủyquyềngiấy",
        people_count=3,
        **changes,
    )


def sealing(office: Commune, dossier: Dossier, role: str = "reception", **changes: Any) -> Dossier:
    """Carried out as a page does: both halves by the same officer at the same time."""
    how = acting(office, dossier, role, **changes)
    return seal(a_denunciation("27"), how, at_counter(office, role, at=how.at))


def lived(office: Commune, **changes: Any) -> Dossier:
    """An open visit with a ticket, a draft, a search, corrections, an answer, a file and a link."""
    ticket = take_ticket(
        office.unit, matter=Matter.OTHER, name=DENOUNCER.name, purpose="chuyệnkểriêng", people=1, day=TODAY, at=NOW
    )
    officer = office.accounts["reception"]
    keep_draft("d1", "visit", {"name": [DENOUNCER.name]}, account_id=officer, now=NOW)
    keep_search(DENOUNCER.name, account_id=officer, now=NOW)
    before = log(office)
    dossier = log(
        office,
        typed_visit(same_matter_as=before.id, **changes),
        form_key="key-of-form",
        draft="d1",
        ticket=ticket.public_id,
    )
    log(office, a_visit(same_matter_as=dossier.id))
    correct({"content": "Bà Zwuởquỳnhđượm kể chuyệnkểriêng", "note": "gọi 0918 777 666"}, None, acting(office, dossier))
    prolong(a_notice(NoticeResult.PROLONGED, follow_up_on=TODAY.replace(day=30), given_by="tênngườinhận"),
            acting(office, dossier))
    stored_file = store_file(
        io.BytesIO(PDF + "đơnviếttay Zwuởquỳnhđượm".encode()), "đơn bà Zwuởquỳnhđượm.pdf", limit=1000
    )
    attach(stored_file, Attaching(dossier.id, office.unit, officer, NOW))
    return dossier


def test_no_trace_of_the_person_is_left_anywhere(office: Commune, home: Path) -> None:
    dossier = lived(office)
    assert len(traces(SECRETS, home)) > 8      # the search for traces sees what is there
    sealed = sealing(office, dossier)
    assert traces(SECRETS, home) == []
    assert [path for path in (home / "files").rglob("*") if path.is_file()] == []
    assert (sealed.register, sealed.no, sealed.sealed) == ("TCD-TC", 1, True)
    assert proof() == []


def test_the_open_number_is_cancelled_and_empty(office: Commune) -> None:
    dossier = lived(office)
    sealing(office, dossier)
    row, visit = stored(dossier.id), visit_row(dossier.id)
    assert (row.state, row.closed_on, row.next_due, row.subject, row.no, row.sealed) == (
        "void",
        TODAY,
        None,
        "",
        2,
        False,
    )
    assert {rule: end for rule, _due, end in clocks_of(dossier.id)} == {
        "reception.reply": "met",
        "reception.follow-up": "void",
    }
    assert (visit.content, visit.outcome, visit.people_count, visit.note) == ("", None, None, "Ghi nhầm")
    kept = everything()
    for table in ("paper", "notice", "attachment", "link"):
        assert kept[table] == []
    with db.engine.connect() as connection:
        assert dossier.id not in hits(connection, "2026")
    assert log(office).no == 4


def test_the_void_looks_like_any_number_entered_in_error(office: Commune) -> None:
    """In the dossier, in its clocks, in the journal and among the form keys."""
    ordinary, emptied = log(office), log(office, typed_visit())
    void("Ghi nhầm", acting(office, ordinary, form_key="k-ordinary"))
    sealing(office, emptied, form_key="k-emptied")

    def picture(dossier: Dossier, key: str) -> list[Any]:
        row = stored(dossier.id)
        acts = reading().execute(sa.select(JournalRow.act, JournalRow.body, JournalRow.sealed).where(
            JournalRow.dossier_id == dossier.id).order_by(JournalRow.id)).all()
        bodies = [json.loads(act.body) for act in acts]
        told = [(body["act"], body["facts"], body["sealed"], body["by"], bool(body["values"])) for body in bodies]
        values = reading().execute(sa.text(
            "SELECT v.body FROM journal_values v JOIN journal j ON j.id = v.journal_id WHERE j.dossier_id = :id"),
            {"id": dossier.id}).scalars().all()
        results = reading().execute(sa.text("SELECT result FROM form_key WHERE key = :key"), {"key": key}).scalars()
        keys = ["its own" if result in {str(row.id), row.public_id} else result for result in results]
        return [row.state, row.closed_on, row.next_due, row.version, row.handler_id, visit_row(dossier.id).note,
                clocks_of(dossier.id), told, values, keys]

    assert picture(emptied, "k-emptied") == picture(ordinary, "k-ordinary")


def rows_of(dossier: Dossier) -> set[Any]:
    """Every telling value that is stored of a dossier, in whatever table: texts, blobs, instants."""
    found: set[Any] = {stored(dossier.id).public_id, stored(dossier.id).made_at}
    with db.engine.connect() as connection:
        for name in sa.inspect(connection).get_table_names():
            columns = {column["name"] for column in sa.inspect(connection).get_columns(name)}
            for key in {"dossier_id", "other_id"} & columns:
                rows = connection.execute(sa.text(f'SELECT * FROM "{name}" WHERE {key} = :id'), {"id": dossier.id})
                found |= {bytes(value) if isinstance(value, memoryview) else value for row in rows for value in row}
    return {telling(value) for value in found} - {None}


def telling(value: Any) -> Any:
    """What could lead from one row to another: not small numbers, days, single words of the program."""
    if isinstance(value, datetime):
        return (
            value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
            if value.tzinfo
            else value.strftime("%Y-%m-%d %H:%M:%S.%f")
        )
    if isinstance(value, bytes) or (
        isinstance(value, str) and len(value) > 12 and not value.startswith(("reception.", "visit."))
    ):
        return value
    return None


def test_nothing_stored_leads_from_one_part_to_the_other(office: Commune) -> None:
    dossier = log(office, typed_visit())
    at = NOW.replace(minute=31)
    sealed = sealing(office, dossier, at=at)
    assert rows_of(dossier)
    assert rows_of(sealed)
    assert rows_of(dossier) & rows_of(sealed) == set()
    ids = {dossier.id: dossier.public_id, sealed.id: sealed.public_id}
    for row in reading().execute(sa.select(JournalRow.dossier_id, JournalRow.body)):
        others = [str(value) for key, value in ids.items() if key != row.dossier_id]
        assert not [other for other in others if len(other) > 5 and other in row.body]
    # Neither the hour nor any counted id of the day leads from the emptied visit to the sealed one.
    assert stored(sealed.id).made_at == datetime(2026, 11, 15, 17, 0, tzinfo=UTC)
    for table in (Dossier, Clock, JournalRow):
        drawn = reading().execute(sa.select(table.id).where(
            (table.id if table is Dossier else table.dossier_id) == sealed.id)).scalars().all()
        assert drawn
        assert max(drawn) < 0
    journaled = reading().execute(sa.select(JournalRow.at).where(JournalRow.dossier_id == sealed.id)).scalars().all()
    assert at not in journaled
    assert visit_row(sealed.id).held_at is None


def test_the_number_of_a_notice_that_went_to_the_person_is_gone_too(office: Commune, home: Path) -> None:
    """It stands on a paper with the name; the story's first half may not lead there."""
    dossier = log(office, typed_visit())
    notify(a_notice(document="8031/TB-UBND"), acting(office, dossier))
    sealing(office, dossier)
    assert traces(["8031/TB-UBND"], home) == []


def test_somebody_known_from_another_visit_stays_known_there_alone(office: Commune) -> None:
    earlier = log(office, a_visit(replace(DENOUNCER, phone="")))
    dossier = log(office, typed_visit())
    sealing(office, dossier)
    kept = everything()
    assert [row[1] for row in kept["party"]] == [earlier.id]
    assert len(kept["person"]) == 1
    assert proof() == []


@pytest.mark.parametrize("given", [a_visit(outcome=Outcome.EXPLAINED), a_refusal("R3"), a_refusal("R1"), a_visit()],
                         ids=["explained", "signing", "refused", "awaiting"])
def test_a_visit_in_any_state_can_be_sealed(office: Commune, given: GivenVisit, home: Path) -> None:
    dossier = log(office, replace(given, parties=(GivenParty(DENOUNCER),)))
    sealing(office, dossier, "supervisor")
    assert stored(dossier.id).state == "void"
    assert traces(SECRETS, home) == []
    assert proof() == []


def test_an_answered_visit_can_be_sealed(office: Commune, home: Path) -> None:
    dossier = log(office, typed_visit())
    notify(a_notice(given_by="tênngườinhận"), acting(office, dossier))
    sealing(office, dossier)
    assert traces(SECRETS, home) == []
    assert proof() == []


def test_what_may_not_be_sealed_stays_as_it_was(office: Commune) -> None:
    dossier, denunciation = log(office), log(office, a_denunciation("30"))
    before = everything()
    for role in ("handler", "clerk", "custodian", "auditor"):
        with pytest.raises(Refused):
            sealing(office, dossier, role)
    with pytest.raises(Refused):
        sealing(office, denunciation)
    with pytest.raises(Stale):
        sealing(office, dossier, version=9)
    for given in (a_visit(), a_denunciation("27", parties=(GivenParty(VISITOR),))):
        with pytest.raises(ValueError, match="code and no names"):
            seal(given, acting(office, dossier), at_counter(office))
    assert everything() == before


def test_a_sealing_that_fails_has_lost_nothing(office: Commune, home: Path) -> None:
    dossier = lived(office)
    used = a_denunciation("27")
    log(office, used)
    before, files = everything(), sorted((home / "files").rglob("*"))
    with pytest.raises(Exception, match=r"dossier.code|uq_dossier_code"):
        seal(replace(used, denouncer=replace(used.denouncer, envelope="28")), acting(office, dossier), at_counter(office))
    assert (everything(), sorted((home / "files").rglob("*"))) == (before, files)
    assert proof() == []


def test_a_denunciation_logged_directly_never_had_a_name(office: Commune, home: Path) -> None:
    ticket = take_ticket(
        office.unit, matter=Matter.COMPLAINT, name=DENOUNCER.name, purpose="chuyệnkểriêng", people=1, day=TODAY, at=NOW
    )
    hide_ticket(office.unit, ticket.public_id)
    log(office, a_denunciation("27"), ticket=ticket.public_id)
    assert traces(SECRETS, home) == []
    kept = everything()
    assert [kept[table] for table in ("person", "party", "attachment", "draft", "link")] == [[]] * 5
    with pytest.raises(Exception, match=r"ticket"), writing() as session:
        session.execute(sa.text("UPDATE ticket SET name = 'Ánh'"))


def test_a_random_id_never_sets_the_count_of_the_others(office: Commune) -> None:
    """Where the first thing an office logs is a denunciation, the next ordinary dossier must not be numbered after it."""
    sealed, ordinary = log(office, a_denunciation("27")), log(office)
    assert (sealed.id < 0, ordinary.id > 0) == (True, True)
    for table in (Clock, JournalRow):
        ids = reading().execute(sa.select(table.id).where(table.dossier_id == ordinary.id)).scalars().all()
        assert ids
        assert min(ids) > 0
    assert proof() == []
