"""The proof of the journal: whatever is changed behind its back is named, by unit and row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import db
from caseapp.ledger.journal import link
from caseapp.ledger.models import Chain, JournalRow, JournalValues, RegisterCounter
from caseapp.ledger.verify import head_mark
from caseapp.reception.commands.acting import correct, void
from tests.ledger.tampering import change, remove, tampering, undone
from tests.office.making import NOW, Commune, a_denunciation, acting, commune_of, log, make_commune, proof
from tests.office.templates import Run

SEALED = (False, True)
JOURNAL = JournalRow.__table__
COLUMNS = [column.name for column in JOURNAL.c]
# What a failing disk leaves in a column on SQLite; PostgreSQL reads nothing that is not of the column's type.
BROKEN = (
    ("at", "'2026-11-16 02:00:1x.123456'"), ("at", "''"), ("body", "CAST(x'7b22fffe7d' AS TEXT)"), ("body", "'{}'"),
    ("body", "'null'"), ("body", "''"), ("act", "CAST(x'76b269' AS TEXT)"), ("hash", "x''"), ("hash", "'no bytes'"),
    ("sealed", "2"), ("account_id", "'x'"),
)

CORRECTED = 2


def two_journals(app: Flask) -> None:
    """A commune with four rows in either journal, all but the first with values beside them; and a neighbour."""
    app.config["CLOCK"] = lambda: NOW
    with app.app_context():
        commune, other = make_commune(), make_commune("X2")
        for given in (None, a_denunciation()):
            dossier = log(commune, given)
            correct({"note": "Ông Lâm gọi lại"}, None, acting(commune, dossier))
            correct({"note": "Ông Lâm đã gọi"}, None, acting(commune, dossier))
            void("Ghi nhầm", acting(commune, dossier))
        log(other)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def office(request: pytest.FixtureRequest, run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Commune]:
    """The commune of ``two_journals``, on each database."""
    app = new_app(run.template(request.param, "journals", two_journals), home)
    with app.app_context():
        assert proof() == []
        yield commune_of("X1")


def row(office: Commune, seq: int, *, sealed: bool = False) -> sa.ColumnElement[bool]:
    return sa.and_(JournalRow.unit_id == office.unit, JournalRow.sealed == sealed, JournalRow.seq == seq)


def beside(office: Commune, seq: int, *, sealed: bool = False) -> sa.ColumnElement[bool]:
    return JournalValues.journal_id == sa.select(JournalRow.id).where(row(office, seq, sealed=sealed)).scalar_subquery()


def name(office: Commune, seq: int, *, sealed: bool = False) -> str:
    return f"nhật ký {'kín ' if sealed else ''}đơn vị {office.unit}, dòng {seq}"


def first() -> str:
    """The row that the proof names first."""
    return (proof() or ["nothing: clean"])[0].partition(":")[0]


@pytest.mark.parametrize("sealed", SEALED)
def test_a_changed_column_of_a_row_is_named(office: Commune, sealed: bool, subtests: pytest.Subtests) -> None:
    for seq in (1, 2, 4):
        for column in COLUMNS:
            if column == "sealed":      # the same row of the other journal is in the way: see the next test
                continue
            with subtests.test(f"{column} of row {seq}"), undone():
                change(JournalRow, row(office, seq, sealed=sealed), column)
                assert first() == name(office, seq, sealed=sealed)
    assert proof() == []


@pytest.mark.parametrize("sealed", SEALED)
def test_a_row_put_into_the_other_journal_is_named(office: Commune, sealed: bool) -> None:
    log(office, a_denunciation("27") if sealed else None)
    change(JournalRow, row(office, 5, sealed=sealed), "sealed")
    assert {line.partition(":")[0] for line in proof()} >= {name(office, 5), name(office, 5, sealed=True)}


def test_a_row_that_lost_whom_it_is_about_is_named(office: Commune, subtests: pytest.Subtests) -> None:
    for column in ("dossier_id", "account_id"):
        with subtests.test(column), undone():
            with tampering() as connection:
                connection.execute(sa.update(JOURNAL).where(row(office, 3)).values({column: None}))
            assert first() == name(office, 3)


def test_bytes_that_are_not_even_of_their_type_are_named(office: Commune, subtests: pytest.Subtests) -> None:
    if db.engine.dialect.name != "sqlite":
        return
    for column, broken in BROKEN:
        with subtests.test(f"{column} = {broken}"), undone():
            with tampering() as connection:
                connection.exec_driver_sql(
                    f"UPDATE journal SET {column} = {broken} WHERE unit_id = {office.unit} AND NOT sealed AND seq = 2")
            assert first() == name(office, 2)


@pytest.mark.parametrize("sealed", SEALED)
def test_a_deleted_row_is_named(office: Commune, sealed: bool, subtests: pytest.Subtests) -> None:
    for seq in (1, 2, 4):
        with subtests.test(f"row {seq}"), undone():
            remove(JournalRow, row(office, seq, sealed=sealed))
            assert first() == name(office, seq, sealed=sealed)


def test_a_cut_tail_is_named_with_the_length_there_was(office: Commune) -> None:
    remove(JournalRow, sa.and_(JournalRow.unit_id == office.unit, JournalRow.sealed.is_(False), JournalRow.seq > 2))
    assert first() == name(office, 3)
    assert "4 dòng" in proof()[0]


def test_a_journal_that_is_gone_altogether_is_named(office: Commune) -> None:
    remove(JournalRow, JournalRow.unit_id == office.unit)
    assert [line.partition(":")[0] for line in proof()] == [name(office, 1), name(office, 1, sealed=True)]


def test_two_rows_that_changed_places_are_named(office: Commune, subtests: pytest.Subtests) -> None:
    for columns in (("seq",), ("body",), ("body", "hash"), ("seq", "hash"), ("act", "body", "hash", "dossier_id")):
        with subtests.test(" ".join(columns)), undone():
            with tampering() as connection:
                picked = [JOURNAL.c[column] for column in columns]
                one, two = (connection.execute(sa.select(JOURNAL.c.id, *picked).where(row(office, seq))).one()
                            for seq in (1, 2))
                values = [dict(zip(columns, found[1:], strict=True)) for found in (one, two)]
                for place, new in (
                    (one.id, {"seq": -1} if "seq" in columns else {}),
                    (two.id, values[0]),
                    (one.id, values[1]),
                ):
                    if new:
                        connection.execute(sa.update(JOURNAL).where(JournalRow.id == place).values(new))
            assert first() == name(office, 1)


def test_a_forged_row_at_the_end_is_named(office: Commune) -> None:
    with tampering() as connection:
        last = connection.execute(sa.select(JOURNAL).where(row(office, 4))).one()
        body = last.body.replace('"seq":4', '"seq":5')
        forged = {**last._asdict(), "id": last.id + 999, "seq": 5, "body": body, "hash": link(bytes(last.hash), body)}
        connection.execute(sa.insert(JOURNAL).values(forged))
    assert first().startswith(f"nhật ký đơn vị {office.unit}, dòng")


def test_a_changed_chain_row_is_named(office: Commune, subtests: pytest.Subtests) -> None:
    for column in ("seq", "head", "sealed_seq", "sealed_head"):
        with subtests.test(column), undone():
            change(Chain, Chain.unit_id == office.unit, column)
            assert len(proof()) == 1
            assert first().startswith(f"nhật ký {'kín ' if 'sealed' in column else ''}đơn vị {office.unit},")
    remove(Chain, Chain.unit_id == office.unit)
    assert f"unit {office.unit}" in {line.partition(":")[0] for line in proof()}


@pytest.mark.parametrize("sealed", SEALED)
def test_changed_values_are_named(office: Commune, sealed: bool, subtests: pytest.Subtests) -> None:
    for seq in (2, 4):
        if sealed and seq == CORRECTED:
            continue      # of a denunciation the old words are not kept at all
        for column in ("salt", "body", "journal_id"):
            with subtests.test(f"{column} beside row {seq}"), undone():
                change(JournalValues, beside(office, seq, sealed=sealed), column)
                assert first() == name(office, seq, sealed=sealed)
    with subtests.test("deleted"), undone():
        remove(JournalValues, beside(office, 4, sealed=sealed))
        assert first() == name(office, 4, sealed=sealed)


def test_values_put_beside_a_row_that_had_none_are_named(office: Commune) -> None:
    with tampering() as connection:
        target = connection.execute(sa.select(JournalRow.id).where(row(office, 1))).scalar_one()
        connection.execute(sa.insert(JournalValues.__table__).values(journal_id=target, salt=b"0" * 16, body="{}"))
    assert first() == name(office, 1)


def test_values_emptied_by_hand_are_named(office: Commune) -> None:
    """Only an erasure that is itself journaled, and says which rows it emptied, may leave them empty."""
    with tampering() as connection:
        stranger = connection.execute(sa.select(JournalRow.id).where(row(office, 4))).scalar_one()
        connection.execute(sa.update(JournalValues.__table__).where(beside(office, 2))
                           .values(salt=None, body=None, erased_by=stranger))
    assert first() == name(office, 2)


def test_a_changed_counter_is_named(office: Commune, subtests: pytest.Subtests) -> None:
    counter = sa.and_(RegisterCounter.unit_id == office.unit, RegisterCounter.register == "TCD")
    missing = f"đơn vị {office.unit}, sổ TCD năm 2026, số 2"
    for column in ("register", "year", "next_no", "unit_id"):
        with subtests.test(column), undone():
            change(RegisterCounter, counter, column)
            assert missing in {line.partition(":")[0] for line in proof()}
    remove(RegisterCounter, counter)
    assert first() == missing


def test_the_mark_of_the_day_moves_with_every_act(office: Commune) -> None:
    def mark() -> str:
        with db.engine.connect() as connection:
            return head_mark(connection, office.unit)

    marks = [mark(), mark()]
    log(office, at=NOW)
    marks.append(mark())
    assert marks[0] == marks[1] != marks[2]
    assert len(marks[0]) == 9
