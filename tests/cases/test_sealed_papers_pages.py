"""Attacks on papers of sealed cases: every address, list and trace, for everybody who is not the custodian."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.backup.making import make_backup
from caseapp.cases.commands.sealed_papers import KeptPaper, add_paper
from caseapp.cases.sealed_papers import Kept
from caseapp.db import reading
from caseapp.dossiers.files import path_of
from caseapp.dossiers.models import Attachment
from caseapp.ledger.models import JournalRow, JournalValues
from tests.cases.test_denunciation_pages import NO_DOSSIERS, as_account, denounced, make, seen, words_of
from tests.dossiers.samples import DRAWN_PNG, LAYERED_PDF, PDF, chunk, docx
from tests.dossiers.test_views_files import as_multipart
from tests.office.making import Commune, acting
from tests.office.traces import traces

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier

CANARY = "Zwuởquỳnhđượm Thị Khuyểnh"
LETTER = PDF + f"% {CANARY}\n".encode() * 400
FILE_NAME = f"Đơn tố cáo - {CANARY}.pdf"
NOBODY = "AAAAAAAAAAAAAAAAAAAAAA"


def page_of(case: Dossier) -> str:
    return f"/vu-viec/{case.public_id}/tai-lieu"


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(csrf_token|form_key|version)"[^>]*value="([^"]*)"', page))


def send(client: FlaskClient, case: Dossier, content: bytes, name: str = FILE_NAME, **told: str) -> Any:
    fields = {**fields_of(client.get(page_of(case)).text), "kept": "sealed", "sort": "petition", **told}
    return client.post(page_of(case), **as_multipart(content, name, fields))


def sealed_in(app: Flask, commune: Commune, case: Dossier) -> str:
    """A sealed paper that somebody added; its public id."""
    with app.app_context():
        return add_paper(KeptPaper(Kept.SEALED, "petition", LETTER, "pdf"), acting(commune, case, "supervisor"))


def rows(app: Flask) -> list[Any]:
    with app.app_context():
        return list(reading().execute(sa.select(Attachment.__table__)))


def test_what_is_sealed_lies_nowhere_in_the_clear(
    app: Flask, home: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("flask.Request._get_file_stream", _spools)
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    large = LETTER * 40
    assert len(large) > 1 << 19
    assert send(client, case, large).status_code == 303
    refused = send(client, case, large, f"{CANARY}.exe")
    assert refused.status_code == 422
    assert CANARY not in refused.text
    (row,) = rows(app)
    custodian = as_account(app, commune, "custodian")
    url = f"/vu-viec/{case.public_id}/niem-phong/{row.public_id}"
    opened = custodian.post(url, data={**fields_of(custodian.get(url).text), "why": "copy"})
    assert (opened.status_code, opened.data) == (200, large)
    assert opened.headers["Cache-Control"] == "no-store"
    assert opened.headers["Content-Security-Policy"].startswith("sandbox")
    assert "niem phong so 1.pdf" in _unmarked(opened.headers["Content-Disposition"])
    with app.app_context():
        made = make_backup(app, tmp_path / "copy.backup", datetime(2026, 11, 16, 3, tzinfo=UTC), lambda *_a, **_m: None)
        assert made
        assert traces([CANARY, "Khuyểnh.pdf"], home) == []
    assert CANARY.encode() not in (tmp_path / "copy.backup").read_bytes()
    assert CANARY not in caplog.text + "".join(capsys.readouterr())


def _spools(*_args: Any, **_more: Any) -> Any:
    raise AssertionError("an upload that may name a denouncer was to be put on the disk")


def _unmarked(header: str) -> str:
    from urllib.parse import unquote

    from caseapp.text import fold

    return fold(unquote(header))


@pytest.mark.parametrize("name", ["handler", "second", "clerk", "supervisor", "auditor", "administrator", "reception",
                                  "culprit", "custodian of the province"])
def test_nobody_but_the_custodian_reaches_it(app: Flask, name: str) -> None:
    commune = make(app)
    case = denounced(app, commune)
    if name == "custodian of the province":
        with app.app_context():
            from tests.office.making import commune_of

            above = commune_of("P")
        client = as_account(app, above, "custodian")
    else:
        client = as_account(app, commune, name)
    fields = {**fields_of(client.get(page_of(case)).text), "why": "copy"}
    absent = {path: client.get(path).text for path in _addresses(case, NOBODY)}
    file = sealed_in(app, commune, case)
    for path, missing in zip(_addresses(case, file), absent.values(), strict=True):
        got, sent = client.get(path), client.post(path, data=fields)
        assert got.status_code in (403, 404), path
        assert sent.status_code in (403, 404, 405), path
        assert words_of(got.text) == words_of(missing)
        assert LETTER[:20] not in got.data + sent.data
    listed = client.get(page_of(case))
    assert listed.status_code == (200 if name in ("handler", "second", "supervisor", "auditor", "reception") else 404)
    if listed.status_code == 200:
        row = re.search(r"<tr><td class=\"title\">.*?</tr>", listed.text, re.DOTALL)
        assert row
        assert words_of(row[0]) == "Tài liệu niêm phong số 1"
    assert file not in listed.text
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(JournalRow).where(
            JournalRow.act.in_(("file.open", "file.withdraw")))).scalar_one() == 0


def _addresses(case: Dossier, file: str) -> list[str]:
    return [f"/tep/{file}", f"/vu-viec/{case.public_id}/niem-phong/{file}", f"/vu-viec/{case.public_id}/tai-lieu/{file}/rut"]


def test_a_custodian_meets_it_at_no_other_address(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    file = sealed_in(app, commune, case)
    client = as_account(app, commune, "custodian")
    assert client.get(f"/tep/{file}").status_code == 404
    with app.app_context():
        from tests.cases.denouncing import opened

        other = opened(commune, envelope="88")
    assert client.get(f"/vu-viec/{other.public_id}/niem-phong/{file}").status_code == 404
    listed = client.get(page_of(case)).text
    assert "Đơn tố cáo" in words_of(listed)
    assert f"/vu-viec/{case.public_id}/niem-phong/{file}" in listed
    url = f"/vu-viec/{case.public_id}/niem-phong/{file}"
    page = client.get(url).text
    for told, words in (({}, "Chọn lý do mở"), ({"why": "asked"}, "văn bản yêu cầu")):
        refused = client.post(url, data={**fields_of(page), **told})
        assert refused.status_code == 422
        assert words in refused.text
    fields = {**fields_of(page), "why": "letter"}
    assert client.post(url, data=fields).data == LETTER
    again = client.post(url, data=fields)
    assert again.status_code == 409
    assert LETTER not in again.data
    assert client.get(url + "?why=letter").status_code == 200      # to look at the page opens nothing


@pytest.mark.parametrize("name", ["handler", "supervisor", "auditor", "culprit", "administrator"])
def test_no_page_list_count_or_journal_tells_of_it(app: Flask, name: str) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, name)
    pages = sorted({rule.rule for rule in app.url_map.iter_rules()
                    if "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith(NO_DOSSIERS)})
    before = {page: seen(client, page) for page in pages}
    file = sealed_in(app, commune, case)
    after = {page: seen(client, page) for page in pages}
    # The proof counts lines of the sealed journal for whoever may verify it: of a denunciation it says nothing.
    assert {page for page in pages if before[page] != after[page] and name in ("culprit", "handler")} == set()
    for page in (*pages, f"/vu-viec/{case.public_id}", f"/vu-viec/{case.public_id}/in"):
        assert file.encode() not in client.get(page).data
    for words in ("niêm phong số 1", "Đơn tố cáo", CANARY):
        found = words_of(client.post("/tim", data={"words": words}, follow_redirects=True).text)
        assert "Tài liệu niêm phong" not in found.replace(words, "")


def test_the_journal_holds_number_and_reason_and_nothing_it_could_be_known_by(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    sealed_in(app, commune, case)
    with app.app_context():
        row = reading().execute(sa.select(JournalRow.__table__).where(JournalRow.act == "file.seal")).one()
        values = reading().execute(sa.select(JournalValues.body).where(JournalValues.journal_id == row.id)).all()
        (file,) = reading().execute(sa.select(Attachment.__table__)).all()
        stored = path_of(file.stored_as).read_bytes()
    assert (row.sealed, values) == (True, [])
    for told in ("petition", "pdf", str(len(LETTER)), file.sha256.hex()):
        assert told not in row.body
    assert len(stored) % (1 << 16) == 57 + 16 * 2      # head and tags apart, whole records


def test_nothing_is_chosen_beforehand_and_a_working_copy_needs_a_word(app: Flask, home: Path) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    page = client.get(page_of(case)).text
    assert "checked" not in page
    assert "cất vào phong bì" in page
    told = DRAWN_PNG[:33] + chunk(b"tEXt", b"Author\0" + CANARY.encode()) + DRAWN_PNG[33:]
    for more, words in (({"kept": ""}, "Chọn bản làm việc hay niêm phong"), ({"sort": ""}, "Chọn loại giấy tờ"),
                        ({"kept": "working"}, "chưa chắc thì niêm phong"), ({"kept": "open"}, "có sẵn")):
        refused = send(client, case, told, f"{CANARY}.png", **more)
        assert refused.status_code == 422
        assert words in refused.text
        assert CANARY not in refused.text
    assert send(client, case, told, f"{CANARY}.png", kept="working", nameless="y", sort="minutes").status_code == 303
    (row,) = rows(app)
    assert row.name == "Biên bản, bản làm việc số 1.png"
    with client.get(f"/tep/{row.public_id}") as got:
        assert got.data.startswith(DRAWN_PNG[:33])
        assert CANARY.encode() not in got.data
    with app.app_context():
        assert traces([CANARY], home) == []


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"", "a.pdf", "Tệp trống"), (b"MZ" + bytes(200), "a.pdf", "không đúng loại"), (LETTER, "a.exe", "Không nhận loại"),
    (docx(), "a.docx", "Bản làm việc chỉ nhận"), (LAYERED_PDF, "a.pdf", "có lớp ẩn"),
])
def test_what_cannot_be_a_working_copy_is_said_at_the_field(app: Flask, content: bytes, name: str, words: str) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    refused = send(client, case, content, name, kept="working", nameless="y")
    assert refused.status_code == 422
    assert words in refused.text
    assert 'id="file-error"' in refused.text
    assert rows(app) == []


def test_a_paper_too_large_is_refused_and_a_second_press_keeps_one(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    for size in (51 << 20, 53 << 20):
        refused = send(client, case, PDF + bytes(size))
        assert refused.status_code == 413
        assert 'id="file-error"' in refused.text
    for other in ("culprit", "auditor", "administrator"):
        stranger = as_account(app, commune, other)
        assert stranger.post(page_of(case), **as_multipart(bytes(53 << 20), "a.pdf", {})).status_code in (403, 404)
    fields = {**fields_of(client.get(page_of(case)).text), "kept": "sealed", "sort": "petition"}
    sent = [client.post(page_of(case), **as_multipart(LETTER, "a.pdf", fields)).status_code for _ in range(2)]
    assert sent == [303, 303]
    assert len(rows(app)) == 1


def test_a_withdrawn_paper_leaves_its_number_day_and_reason(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    send(client, case, DRAWN_PNG, "a.png", kept="working", nameless="y", sort="report")
    (row,) = rows(app)
    url = f"{page_of(case)}/{row.public_id}/rut"
    page = client.get(url).text
    assert client.post(url, data=fields_of(page)).status_code == 422
    assert [client.post(url, data={**fields_of(page), "why": "reveals"}).status_code for _ in range(2)] == [303, 404]
    assert "Báo cáo, bản làm việc số 1.png. Còn điều làm lộ người tố cáo" in words_of(client.get(page_of(case)).text)
    assert client.get(f"/tep/{row.public_id}").status_code == 404
    assert rows(app) == []


def test_an_ordinary_door_takes_no_paper_of_a_sealed_case(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "handler")
    url = f"/ho-so/{case.public_id}/tep"
    refused = client.post(url, **as_multipart(LETTER, "a.pdf", fields_of(client.get(url).text)))
    assert refused.status_code == 422
    assert "Tài liệu của vụ việc" in refused.text
    assert rows(app) == []
