"""Papers of sealed cases on both databases: kept as working copies or sealed, opened by a custodian, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from caseapp.cases.commands import sealed_papers as commands
from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.sealed_papers import KeptPaper, add_paper, open_paper, withdraw_paper
from caseapp.cases.models import Act, ActFile
from caseapp.cases.sealed_papers import Kept
from caseapp.db import reading
from caseapp.dossiers import attaching
from caseapp.dossiers.files import SEALED, FileProblem, path_of
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.vault.sealing import SealProblem
from caseapp.web.errors import Refusal
from tests.cases.denouncing import accepted, do, make_offices, opened
from tests.dossiers.samples import DRAWN_PNG, PDF
from tests.office.making import Commune, acting, log, proof

if TYPE_CHECKING:
    from flask import Flask

NAME = "Trịnh Thị Thuở Đượm"
LETTER = PDF + f"% {NAME}, 12 Ngõ Quỳnh\n".encode()


@pytest.fixture
def commune(any_app: Flask) -> Iterator[Commune]:
    """A commune below its province on each database."""
    with any_app.app_context():
        yield make_offices()[1]


@pytest.fixture
def office(app: Flask) -> Iterator[Commune]:
    """The same on SQLite alone."""
    with app.app_context():
        yield make_offices()[1]


def working(content: bytes = DRAWN_PNG, kind: str = "png", **more: Any) -> KeptPaper:
    return KeptPaper(Kept.WORKING, more.pop("sort", "minutes"), content, kind, **more)


def secret(content: bytes = LETTER, sort: str = "petition") -> KeptPaper:
    return KeptPaper(Kept.SEALED, sort, content, "pdf")


def how(commune: Commune, case: Dossier, account: str, role: str = "", **more: Any) -> Any:
    return acting(commune, case, account, roles=frozenset({role or account}), **more)


def rows() -> list[Any]:
    return list(reading().execute(sa.select(Attachment.__table__).order_by(Attachment.id)))


def journaled(case: Dossier, act: str) -> list[Any]:
    found = reading().execute(sa.select(JournalRow.body, JournalRow.sealed).where(
        JournalRow.dossier_id == case.id, JournalRow.act == act).order_by(JournalRow.seq)).all()
    assert all(one.sealed for one in found)
    return [json.loads(one.body)["facts"] for one in found]


def stored_files(app: Flask) -> list[str]:
    folder = app.extensions["settings"].home / "files"
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_a_sealed_paper_opens_for_a_custodian_with_a_reason(commune: Commune) -> None:
    case = accepted(commune)
    file = add_paper(secret(), how(commune, case, "supervisor"))
    (row,) = rows()
    assert (row.name, row.type, row.dossier_id) == ("Tài liệu niêm phong số 1", SEALED, case.id)
    assert row.size == path_of(row.stored_as).stat().st_size
    for account in ("supervisor", "reception", "auditor"):
        with pytest.raises(NotFound):
            open_paper(file, "copy", "", how(commune, case, account))
    assert journaled(case, "file.open") == []
    name, label, content = open_paper(file, "asked", "12/CV-CA", how(commune, case, "deputy", "custodian"))
    assert (name, label.sort, label.type, content) == ("Tài liệu niêm phong số 1", "petition", "pdf", LETTER)
    assert journaled(case, "file.seal") == [{"file": file, "no": "1"}]
    assert journaled(case, "file.open") == [{"file": file, "why": "asked"}]
    values = reading().execute(sa.select(JournalValues.body).join(
        JournalRow, JournalRow.id == JournalValues.journal_id).where(JournalRow.act == "file.open")).scalar_one()
    assert "12/CV-CA" in values
    assert proof() == []


def test_a_working_copy_bears_a_neutral_name_and_shows_its_document(commune: Commune) -> None:
    case = accepted(commune)
    act = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id, Act.code == "accept")).scalar_one()
    file = add_paper(working(sort="issued", act=act), how(commune, case, "supervisor"))
    (row,) = rows()
    assert (row.name, row.type) == ("Văn bản ban hành, bản làm việc số 1.png", "png")
    assert reading().execute(sa.select(ActFile.attachment_id)).scalar_one() == row.id
    assert journaled(case, "file.add") == [{"file": file, "no": "1", "sort": "issued", "type": "png"}]
    assert row.added_at.hour == 17      # midnight in Vietnam: the minute is nowhere kept
    assert path_of(row.stored_as).stat().st_mtime == row.added_at.timestamp()
    with pytest.raises(NotFound):
        open_paper(file, "copy", "", how(commune, case, "custodian"))


def test_only_a_working_copy_is_the_scan_of_a_document(office: Commune, app: Flask) -> None:
    case, other = accepted(office), accepted(office, envelope="27")
    theirs = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == other.id, Act.code == "accept")).scalar_one()
    own = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id, Act.code == "accept")).scalar_one()
    for given in (working(act=theirs), KeptPaper(Kept.SEALED, "petition", LETTER, "pdf", own)):
        with pytest.raises(Refusal) as refused:
            add_paper(given, how(office, case, "supervisor"))
        assert refused.value.field == "act"
    assert (rows(), stored_files(app)) == ([], [])


def test_whoever_is_not_entrusted_any_more_adds_nothing(commune: Commune) -> None:
    case = accepted(commune)
    handler, second = commune.accounts["handler"], commune.accounts["second"]
    with pytest.raises(NotFound):
        add_paper(working(), how(commune, case, "handler"))
    do(commune, case, "assign-team", give=[handler, second])
    slow = how(commune, case, "handler")
    add_paper(working(), slow)
    assign(GivenTeam(second, [handler], "đổi"), how(commune, case, "supervisor"))
    add_paper(working(), slow)      # the case moved on meanwhile: that makes no upload old
    culprit = opened(commune, envelope="77", accused=(second,))
    with pytest.raises(NotFound):
        add_paper(working(), how(commune, culprit, "second", "handler"))
    assert len(rows()) == 2


def test_the_number_of_what_was_withdrawn_is_not_given_again(commune: Commune, request: pytest.FixtureRequest) -> None:
    case = accepted(commune)
    first = add_paper(secret(), how(commune, case, "supervisor"))
    copy = add_paper(working(), how(commune, case, "supervisor"))
    with pytest.raises(NotFound):
        withdraw_paper(first, "wrong-case", how(commune, case, "supervisor"))
    assert withdraw_paper(first, "wrong-case", how(commune, case, "custodian")) == "Tài liệu niêm phong số 1"
    assert withdraw_paper(copy, "reveals", how(commune, case, "supervisor")) == "Biên bản, bản làm việc số 1.png"
    assert rows() == []
    assert stored_files(request.getfixturevalue("any_app")) == []
    add_paper(secret(), how(commune, case, "supervisor"))
    add_paper(working(), how(commune, case, "supervisor"))
    assert [row.name for row in rows()] == ["Tài liệu niêm phong số 2", "Biên bản, bản làm việc số 2.png"]
    assert [facts["why"] for facts in journaled(case, "file.withdraw")] == ["wrong-case", "reveals"]
    assert proof() == []


def test_a_scan_leaves_its_act_when_it_is_withdrawn(office: Commune) -> None:
    case = accepted(office)
    act = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id, Act.code == "accept")).scalar_one()
    withdraw_paper(add_paper(working(act=act), how(office, case, "supervisor")), "unreadable", how(office, case, "supervisor"))
    assert reading().execute(sa.select(sa.func.count()).select_from(ActFile)).scalar_one() == 0


def test_sent_twice_it_is_kept_once(office: Commune, app: Flask) -> None:
    case = accepted(office)
    add_paper(secret(), how(office, case, "supervisor", form_key="k1"))
    with pytest.raises(FormKeyUsed):
        add_paper(secret(), how(office, case, "supervisor", form_key="k1"))
    assert len(rows()) == len(stored_files(app)) == 1
    open_paper(rows()[0].public_id, "check", "", how(office, case, "custodian", form_key="k2"))
    with pytest.raises(FormKeyUsed):
        open_paper(rows()[0].public_id, "check", "", how(office, case, "custodian", form_key="k2"))
    assert len(journaled(case, "file.open")) == 1


def test_a_full_disk_and_a_failed_act_leave_nothing(office: Commune, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    case = accepted(office)
    with monkeypatch.context() as patch:
        patch.setattr(commands, "record", _fails)
        with pytest.raises(RuntimeError):
            add_paper(secret(), how(office, case, "supervisor"))
    with monkeypatch.context() as patch:
        patch.setattr("caseapp.dossiers.files.os.fsync", _no_room)
        with pytest.raises(FileProblem, match="full"):
            add_paper(secret(), how(office, case, "supervisor"))
    with monkeypatch.context() as patch:
        patch.setattr(attaching, "DOSSIER_BYTES", 100)
        with pytest.raises(Refusal, match="gần đủ"):
            add_paper(secret(), how(office, case, "supervisor"))
    assert (rows(), stored_files(app), journaled(case, "file.seal")) == ([], [], [])


def _fails(*_args: Any, **_more: Any) -> None:
    raise RuntimeError("the journal is gone")


def _no_room(_handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_an_opening_that_cannot_be_journaled_shows_nothing(office: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    case = accepted(office)
    file = add_paper(secret(), how(office, case, "supervisor"))
    monkeypatch.setattr(commands, "record", _fails)
    with pytest.raises(RuntimeError):
        open_paper(file, "copy", "", how(office, case, "custodian"))


def test_a_sealed_file_that_was_touched_or_swapped_opens_nothing(office: Commune) -> None:
    case = accepted(office)
    one, two = (add_paper(secret(), how(office, case, "supervisor")) for _ in range(2))
    first, second = (path_of(row.stored_as) for row in rows())
    kept = first.read_bytes()
    for bad in (second.read_bytes(), kept[:-1], kept[:-1] + bytes([kept[-1] ^ 1]), b""):
        first.write_bytes(bad)
        with pytest.raises(SealProblem):
            open_paper(one, "copy", "", how(office, case, "custodian"))
    first.write_bytes(second.read_bytes())
    with _whole_row_swapped(one, two), pytest.raises(SealProblem):
        open_paper(one, "copy", "", how(office, case, "custodian"))
    assert journaled(case, "file.open") == []


@contextmanager
def _whole_row_swapped(one: str, two: str) -> Iterator[None]:
    """As if somebody with the database had given one file the hash and length of another."""
    from caseapp.db import writing

    with writing() as session:
        source = session.scalars(sa.select(Attachment).where(Attachment.public_id == two)).one()
        target = session.scalars(sa.select(Attachment).where(Attachment.public_id == one)).one()
        target.sha256, target.size = source.sha256, source.size
    yield


def test_ordinary_dossiers_and_what_lies_in_envelopes_take_none(office: Commune) -> None:
    from tests.office.making import a_denunciation

    for dossier in (log(office), log(office, a_denunciation("60"))):
        with pytest.raises(NotFound):
            add_paper(secret(), how(office, dossier, "supervisor"))
    void = opened(office, envelope="61")
    do(office, void, "void", reason="nhầm")
    with pytest.raises(Refusal, match="hủy"):
        add_paper(secret(), how(office, void, "supervisor"))


def test_a_working_copy_is_no_other_type(office: Commune, app: Flask) -> None:
    case = accepted(office)
    for kind in ("docx", "xlsx", "odt", "mp3", "m4a", "mp4", "heic"):
        with pytest.raises(FileProblem, match="plain"):
            add_paper(working(b"x", kind), how(office, case, "supervisor"))
    assert stored_files(app) == []


def test_added_at_once_each_gets_a_number_of_its_own(any_app: Flask) -> None:
    with any_app.app_context():
        commune = make_offices()[1]
        case = accepted(commune)
        acts = [how(commune, case, "supervisor") for _ in range(6)]

    def add(place: int) -> None:
        with any_app.app_context():
            add_paper(secret() if place % 2 else working(), acts[place])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(add, range(6)))
    with any_app.app_context():
        assert sorted(row.name for row in rows()) == sorted(
            [f"Tài liệu niêm phong số {no}" for no in (1, 2, 3)] + [f"Biên bản, bản làm việc số {no}.png" for no in (1, 2, 3)])
        assert proof() == []


def test_withdrawn_at_once_it_is_withdrawn_once(any_app: Flask) -> None:
    with any_app.app_context():
        commune = make_offices()[1]
        case = accepted(commune)
        file = add_paper(working(), how(commune, case, "supervisor"))
        who = [how(commune, case, "supervisor"), how(commune, case, "custodian")]

    def withdraw(one: Any) -> bool:
        with any_app.app_context():
            try:
                return bool(withdraw_paper(file, "replaced", one))
            except NotFound:
                return False

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(withdraw, who)) == [False, True]
    with any_app.app_context():
        assert len(journaled(case, "file.withdraw")) == 1
