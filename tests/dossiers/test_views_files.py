"""Files of a dossier: what is taken, what is refused and leaves nothing, how they are given out."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.dossiers import attaching
from caseapp.dossiers.files import path_of
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.ledger.models import JournalRow
from caseapp.ledger.verify import journal_faults
from caseapp.reception.models import Matter
from tests.reception.making import log, make_people
from tests.staff.making import filling, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

PDF = b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def docx(**entries: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in entries.items():
            archive.writestr(name, content)
    return made.getvalue()


def send(client: FlaskClient, dossier: Dossier, content: bytes, name: str = "don.pdf", **fields: str) -> TestResponse:
    fields.setdefault("form_key", key_of(client, dossier))
    return client.post(f"/ho-so/{dossier.public_id}/tep", **as_multipart(content, name, fields))


def as_multipart(content: bytes, name: str, fields: dict[str, str] | None = None) -> dict[str, Any]:
    """A body as a browser sends it, whole in memory."""
    parts = [f'--cut\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
             for field, value in (fields or {}).items()]
    parts.append(f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n')
    return {"data": "".join(parts).encode() + content + b"\r\n--cut--\r\n",
            "content_type": "multipart/form-data; boundary=cut"}


def key_of(client: FlaskClient, dossier: Dossier) -> str:
    page = client.get(f"/ho-so/{dossier.public_id}/tep").text
    return page.partition('name="form_key" type="hidden" value="')[2].partition('"')[0]


def attachments(app: Flask) -> list[Any]:
    with app.app_context():
        return list(reading().execute(sa.select(Attachment)))


def stored_files(app: Flask) -> list[str]:
    folder = app.extensions["settings"].home / "files"
    return sorted(path.name for path in folder.rglob("*") if path.is_file()) if folder.exists() else []


def test_a_file_is_stored_journaled_and_given_out_as_it_came(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    answer = send(client, visit, PDF, "../Đơn của bà Ánh.PDF")
    assert (answer.status_code, answer.location) == (303, f"/tiep-dan/luot/{visit.public_id}")
    (row,) = attachments(app)
    assert (row.name, row.type, row.size) == ("Đơn của bà Ánh.pdf", "pdf", len(PDF))
    with app.app_context():
        journaled = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "file.add")).scalar_one()
        assert row.public_id in journaled
        assert "Ánh" not in journaled
        assert list(journal_faults(reading())) == []
    with client.get(f"/tep/{row.public_id}") as got:
        assert got.data == PDF
        assert got.mimetype == "application/pdf"
        named = got.headers["Content-Disposition"]
        assert named.startswith("attachment; ")
        assert "filename*=UTF-8''%C4%90%C6%A1n%20c%E1%BB%A7a%20b%C3%A0%20%C3%81nh.pdf" in named
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"].startswith("sandbox")
        assert got.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"MZ" + bytes(200), "don.pdf", "không đúng loại"),
    (PDF, "don.exe", "Không nhận loại tệp này"),
    (b"", "don.pdf", "Tệp trống"),
    (b"%PDF-1.4 <script>alert(1)</script>", "don.pdf", "không đúng loại"),
    (docx(**{"word/vbaProject.bin": b"x"}), "don.docx", "mã lệnh"),
    (docx(**{"word/media/big": bytes(80 << 20)}), "don.docx", "bung ra quá lớn"),
    (PNG, "anh.jpg", "không đúng loại"),
])
def test_what_cannot_be_taken_is_said_at_the_field_and_nothing_is_stored(
    app: Flask, client: FlaskClient, content: bytes, name: str, words: str,
) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    answer = send(client, visit, content, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert 'id="file-error"' in answer.text
    assert attachments(app) == []
    assert stored_files(app) == []


@pytest.mark.parametrize("megabytes", [51, 60])
def test_a_file_over_the_limit_is_refused_at_the_field(app: Flask, client: FlaskClient, megabytes: int) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    answer = send(client, visit, PDF + bytes(megabytes << 20))
    assert answer.status_code == 413
    assert "Tệp lớn hơn 50 MB" in answer.text
    assert 'id="file-error"' in answer.text
    assert (attachments(app), stored_files(app)) == ([], [])


def test_nothing_chosen_is_said(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    answer = client.post(f"/ho-so/{visit.public_id}/tep", data={"form_key": key_of(client, visit)})
    assert answer.status_code == 422
    assert "Chưa chọn tệp" in answer.text


def test_a_form_sent_twice_makes_one_file(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    key = key_of(client, visit)
    assert [send(client, visit, PDF, form_key=key).status_code for _ in range(2)] == [303, 303]
    assert len(attachments(app)) == len(stored_files(app)) == 1


def test_a_denunciation_and_a_void_number_take_no_file(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    sealed, void = log(app, people, Matter.DENUNCIATION), log(app, people)
    with filling(app) as session:
        session.get_one(Dossier, void.id).state = "void"
        session.get_one(Dossier, void.id).next_due = None
    sign_in(client, people.officer)
    for dossier, words in ((sealed, "phong bì niêm phong"), (void, "đã hủy")):
        answer = send(client, dossier, PDF)
        assert answer.status_code == 422
        assert words in answer.text
    assert (attachments(app), stored_files(app)) == ([], [])


def test_a_failed_transaction_takes_the_file_out_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    key = key_of(client, visit)

    def fail(*_args: object, **_more: object) -> None:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(attaching, "record", fail)
    with pytest.raises(RuntimeError):
        send(client, visit, PDF, form_key=key)
    assert (attachments(app), stored_files(app)) == ([], [])


def test_a_full_disk_is_said_in_words(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    key = key_of(client, visit)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("caseapp.dossiers.files.os.fsync", full)
    answer = send(client, visit, PDF, form_key=key)
    assert answer.status_code == 503
    assert "hết chỗ chứa" in answer.text
    monkeypatch.undo()
    assert (attachments(app), stored_files(app)) == ([], [])


def test_all_files_of_a_dossier_have_a_limit(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    monkeypatch.setattr(attaching, "DOSSIER_BYTES", len(PDF) + 10)
    assert send(client, visit, PDF).status_code == 303
    answer = send(client, visit, PDF)
    assert answer.status_code == 413
    assert len(attachments(app)) == len(stored_files(app)) == 1


@pytest.mark.parametrize("spoil", ["flip", "cut", "gone"])
def test_a_damaged_file_is_not_given_out(app: Flask, client: FlaskClient, spoil: str) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    send(client, visit, PDF, "Nguyễn Thị Ánh.pdf")
    (row,) = attachments(app)
    with app.app_context():
        path = path_of(row.stored_as)
    if spoil == "gone":
        path.unlink()
    else:
        path.write_bytes(PDF[:-1] if spoil == "cut" else b"%PDF-1.8" + PDF[8:])
    answer = client.get(f"/tep/{row.public_id}")
    assert answer.status_code == 500
    assert "Tệp bị hỏng" in answer.text
    assert "Ánh" not in answer.text


def test_strangers_to_a_dossier_meet_404(app: Flask, client: FlaskClient) -> None:
    people = make_people(app)
    visit = log(app, people)
    sign_in(client, people.officer)
    send(client, visit, PDF)
    (row,) = attachments(app)
    for other in (people.other_officer, people.mediator, people.administrator):
        sign_in(client, other)
        assert client.get(f"/tep/{row.public_id}").status_code == 404
        assert client.get(f"/ho-so/{visit.public_id}/tep").status_code == 404
        for content in (PDF, PDF + bytes(60 << 20)):
            answer = client.post(f"/ho-so/{visit.public_id}/tep", **as_multipart(content, "a.pdf"))
            assert answer.status_code == 404
    sign_in(client, people.auditor)
    with client.get(f"/tep/{row.public_id}") as got:
        assert got.status_code == 200
    assert client.get(f"/ho-so/{visit.public_id}/tep").status_code == 404
    assert len(attachments(app)) == 1
