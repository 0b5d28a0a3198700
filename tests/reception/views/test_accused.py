"""Whoever is accused has no trace of the denunciation, also where the computer did not guess the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading
from caseapp.reception.models import Matter
from caseapp.reception.queries import office
from caseapp.staff.commands.accounts import AccountEntry, edit_account
from caseapp.staff.commands.acting import Acting as Administering
from caseapp.staff.models import Account
from caseapp.web.now import now, today
from tests.office.making import proof
from tests.reception.making import People, log, make_people
from tests.reception.views.posting import NEW, SEALED, counts, errors, one, save, value_of
from tests.staff.making import filling, give_role, make_account, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

CORRECTED = {
    "version": "1", "envelope": "25", "accused_name": "Lâm Văn Tường", "accused_post": "", "content": "Viết lại.",
    "field": "", "repeat": "first", "people_count": "", "resolved_by": "", "competent": "yes", "body": "",
    "document": "", "follow_up": "", "note": "",
}
SEALING = {"envelope": "31", "identity": "checked", "accused_name": "Lâm Văn Tường", "outcome": "taken", "version": "1",
           "content": "Nhận tiền ngoài quy định."}


@pytest.fixture
def people(app: Flask, client: FlaskClient) -> People:
    """The office of a ward, its officer before the client."""
    made = make_people(app)
    sign_in(client, made.officer)
    return made


def barred(app: Flask) -> set[int]:
    """Accounts barred from anything."""
    with app.app_context():
        return set(reading().execute(sa.text("SELECT account_id FROM accused")).scalars())


def rename(app: Flask, account: Any, name: str, title: str = "") -> None:
    """What an administrator does to an account's name and post."""
    with app.app_context():
        row = reading().execute(sa.select(Account.version, Account.unit_id).where(Account.id == account.id)).one()
        edit_account(account.public_id, row.version, AccountEntry(name, title, row.unit_id),
                     Administering(None, now(), today()))


def post(client: FlaskClient, visit: Any, page: str, fields: dict[str, Any], **more: Any) -> Any:
    return client.post(f"/tiep-dan/luot/{visit.public_id}/{page}", data={**fields, **more})


class TestChoosing:
    """Any account near the unit can be chosen, also when nothing that was written matches one."""

    def test_the_form_offers_a_search_before_anything_is_written(self, people: People, client: FlaskClient) -> None:
        page = client.get(f"{NEW}?loai=denunciation").text
        assert "Người bị tố cáo có tài khoản trong hệ thống" in page
        assert 'name="step" value="accused"' in page
        assert "accused-account-0" not in page

    @pytest.mark.parametrize(("words", "found"), [
        ("quốc dũng", "Phạm Quốc Dũng"), ("PHAM", "Phạm Quốc Dũng"), ("chu tich thanh", "Chủ tịch thành phố"),
    ])
    def test_it_finds_by_name_in_the_unit_and_above(
        self, app: Flask, people: People, client: FlaskClient, words: str, found: str,
    ) -> None:
        answer = save(client, SEALED, step="accused", accused_find=words)
        assert answer.status_code == 200
        assert found in answer.text
        assert "Ngô Thùy Trang" not in answer.text
        assert counts(app)["dossier"] == 0
        assert value_of(answer, "accused_find") == ""
        assert value_of(answer, "accused_name") == SEALED["accused_name"]

    def test_it_finds_by_post_and_marks_locked_accounts(
        self, app: Flask, people: People, client: FlaskClient, clock: Any,
    ) -> None:
        with filling(app) as session:
            make_account(session, "dc", ["handler"], people.commune, display="Tô Văn Đất", title="Địa chính",
                         disabled_on=clock().date())
        answer = save(client, SEALED, step="accused", accused_find="địa chính")
        assert "Tô Văn Đất, địa chính, UBND phường An Thịnh (đã khóa)" in answer.text

    def test_without_words_it_lists_the_unit(self, people: People, client: FlaskClient) -> None:
        answer = save(client, SEALED, step="accused", accused_find="")
        assert "Trần Văn Bình" in answer.text
        assert "Chủ tịch thành phố" not in answer.text

    def test_a_neighbouring_commune_is_out_of_reach(self, app: Flask, people: People, client: FlaskClient) -> None:
        answer = save(client, SEALED, step="accused", accused_find="Sơn Thị Mai")
        assert "Không tìm thấy tài khoản nào" in answer.text
        with app.app_context():
            stranger = people.other_officer.public_id
        answer = save(client, SEALED, accused_account=stranger)
        assert errors(answer)[0].startswith("Người bị tố cáo có tài khoản trong hệ thống: có tài khoản không thuộc")
        assert counts(app)["dossier"] == 0

    @pytest.mark.parametrize("bad", ["x", "1", "-1", "' OR 1=1", "a" * 3000])
    def test_bad_ids_are_refused_at_the_field(
        self, app: Flask, people: People, client: FlaskClient, bad: str,
    ) -> None:
        answer = save(client, SEALED, accused_account=[people.handler.public_id, bad])
        assert errors(answer)[0].startswith("Người bị tố cáo có tài khoản trong hệ thống")
        assert f'value="{people.handler.public_id}" checked' in answer.text
        assert counts(app)["dossier"] == 0

    def test_whoever_is_chosen_has_no_trace(self, app: Flask, people: People, client: FlaskClient) -> None:
        answer = save(client, SEALED, accused_account=[people.head.public_id, people.province_head.public_id])
        assert answer.status_code == 303
        assert barred(app) == {people.head.id, people.province_head.id}
        for account in (people.head, people.province_head):
            sign_in(client, account)
            assert client.get(answer.location).status_code == 404

    def test_words_not_looked_up_yet_are_looked_up_before_saving(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        """Enter in the search line presses the form's own button; nothing is lost by that."""
        answer = save(client, SEALED, accused_find="Phạm Quốc Dũng")
        assert answer.status_code == 422
        assert "Phạm Quốc Dũng, UBND phường An Thịnh" in answer.text
        assert counts(app)["dossier"] == 0

    def test_nobody_chooses_himself(self, app: Flask, people: People, client: FlaskClient) -> None:
        answer = save(client, SEALED, accused_account=people.officer.public_id)
        assert "bạn được đánh dấu là người bị tố cáo" in errors(answer)[0]
        assert counts(app)["dossier"] == 0

    def test_the_story_proposes_whom_it_names_in_full(self, app: Flask, people: People, client: FlaskClient) -> None:
        story = "Ông Tường nhận tiền, có ông PHẠM QUỐC DŨNG chứng kiến; bà Trang không biết."
        first = save(client, SEALED, content=story)
        assert errors(first)[0].startswith("Người bị tố cáo: nội dung có họ tên của người có tài khoản.")
        assert "(có tên trong nội dung)" in first.text
        assert "Ngô Thùy Trang" not in first.text
        seen = value_of(first, "accused_seen")
        assert save(client, SEALED, content=story, accused_seen=seen).status_code == 303
        assert barred(app) == set()

    def test_what_was_unticked_stays_so_when_another_is_proposed(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        seen = value_of(save(client, SEALED, accused_name="Trần Văn Bình"), "accused_seen")
        answer = save(client, SEALED, accused_name="Trần Văn Bình, Phạm Quốc Dũng", accused_seen=seen)
        assert answer.status_code == 422
        assert f'value="{people.head.public_id}" checked' in answer.text
        assert f'value="{people.handler.public_id}" checked' not in answer.text

    def test_an_ordinary_visit_bars_nobody(self, app: Flask, people: People, client: FlaskClient) -> None:
        answer = save(client, accused_account=people.head.public_id, accused_name="Phạm Quốc Dũng")
        assert answer.status_code == 303
        assert barred(app) == set()

    def test_on_the_seal_form_too(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people)
        found = post(client, visit, "viec/seal", SEALING, step="accused", accused_find="Dũng")
        assert "Phạm Quốc Dũng" in found.text
        assert one(app, "SELECT state FROM dossier") == "awaiting"
        refused = post(client, visit, "viec/seal", SEALING, accused_account="x")
        assert errors(refused)[0].startswith("Người bị tố cáo có tài khoản")
        done = post(client, visit, "viec/seal", SEALING, accused_account=people.head.public_id)
        assert (done.status_code, barred(app)) == (303, {people.head.id})


    @pytest.mark.parametrize("written", ["ông Phạm Dũng", "ông P. Dũng", "Ô. Dũng", "Quốc Dũng", "Dũng", "đ/c Dũng"])
    def test_the_usual_ways_to_write_a_name_are_asked_about(
        self, app: Flask, people: People, client: FlaskClient, written: str,
    ) -> None:
        answer = save(client, SEALED, accused_name=written, accused_post="CT UBND phường")
        assert answer.status_code == 422
        assert f'value="{people.head.public_id}" checked' in answer.text
        assert counts(app)["dossier"] == 0

    def test_somebody_must_be_left_to_read_it(self, app: Flask, people: People, client: FlaskClient) -> None:
        everybody = [one.public_id for one in (people.head, people.clerk, people.province_head, people.auditor)]
        answer = save(client, SEALED, accused_account=everybody)
        assert "thì không còn ai được xem hồ sơ" in errors(answer)[0]
        assert counts(app)["dossier"] == 0
        assert save(client, SEALED, accused_account=everybody[1:]).status_code == 303

    def test_who_was_unticked_is_not_barred_by_a_new_post(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        named = {"accused_name": "Phạm Quốc Dũng", "accused_post": "Chủ tịch xã Bình Thủy"}
        seen = value_of(save(client, SEALED, **named), "accused_seen")
        assert save(client, SEALED, **named, accused_seen=seen).status_code == 303
        rename(app, people.head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
        assert barred(app) == set()

    def test_nor_on_the_seal_form(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit, named = log(app, people), {"accused_name": "Phạm Quốc Dũng"}
        seen = value_of(post(client, visit, "viec/seal", SEALING, **named), "accused_seen")
        assert post(client, visit, "viec/seal", SEALING, **named, accused_seen=seen).status_code == 303
        rename(app, people.head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
        assert barred(app) == set()


class TestCorrecting:
    """A corrected name is compared like a new one; who is barred is added to, and let in again elsewhere."""

    def test_a_new_name_is_confirmed_and_barred(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        first = post(client, visit, "sua", CORRECTED, accused_name="Phạm Quốc Dũng")
        assert first.status_code == 422
        assert "Hủy số này" not in first.text
        ticked = {"accused_name": "Phạm Quốc Dũng", "accused_seen": value_of(first, "accused_seen"),
                  "accused_account": people.head.public_id}
        assert post(client, visit, "sua", CORRECTED, **ticked).status_code == 303
        assert barred(app) == {people.head.id}
        assert one(app, "SELECT accused_name FROM visit") == "Phạm Quốc Dũng"
        assert "Phạm Quốc Dũng" not in one(app, "SELECT body FROM journal WHERE act = 'accused.add'")
        with app.app_context():
            assert proof() == []
        sign_in(client, people.head)
        assert client.get(f"/tiep-dan/luot/{visit.public_id}").status_code == 404

    def test_an_account_alone_is_a_correction(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        kept = {**CORRECTED, "accused_name": "", "content": one(app, "SELECT content FROM visit")}
        answer = post(client, visit, "sua", kept, accused_account=people.handler.public_id)
        assert answer.status_code == 303
        assert one(app, "SELECT count(*) FROM journal WHERE act = 'visit.correct'") == 0
        assert one(app, "SELECT version FROM dossier") == 2
        page = client.get(answer.location).text
        assert "Chặn thêm tài khoản của người bị tố cáo" in page
        assert "Trần Văn Bình, UBND phường An Thịnh" in page

    def test_what_was_settled_is_not_asked_again(self, app: Flask, people: People, client: FlaskClient) -> None:
        seen = value_of(save(client, SEALED, accused_name="Phạm Quốc Dũng"), "accused_seen")
        save(client, SEALED, accused_name="Phạm Quốc Dũng", accused_seen=seen)
        with app.app_context():
            visit = log(app, people)
        visit.public_id = one(app, "SELECT public_id FROM dossier WHERE sealed")
        answer = post(client, visit, "sua", CORRECTED, accused_name="Phạm Quốc Dũng", envelope="26", note="x",
                      accused_post=SEALED["accused_post"])
        assert answer.status_code == 303

    def test_a_corrector_whom_the_new_name_means_leaves_it_to_another(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        answer = post(client, visit, "sua", CORRECTED, accused_name="Lê Thị Thu Hằng")
        assert "mời người khác sửa" in errors(answer)[0].lower()
        chosen = post(client, visit, "sua", CORRECTED, accused_account=people.officer.public_id)
        assert "bạn được đánh dấu" in errors(chosen)[0]
        assert barred(app) == set()

    def test_the_search_keeps_what_was_typed(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        found = post(client, visit, "sua", CORRECTED, step="accused", accused_find="trang", note="đang gõ")
        assert "Ngô Thùy Trang" in found.text
        assert value_of(found, "note") == "đang gõ"
        assert one(app, "SELECT version FROM dossier") == 1

    def test_ticks_survive_a_conflict(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        post(client, visit, "sua", CORRECTED, note="một")
        again = post(client, visit, "sua", CORRECTED, note="hai", accused_account=people.handler.public_id)
        assert again.status_code == 409
        assert value_of(again, "accused_account") == people.handler.public_id

    def test_an_ordinary_visit_has_no_such_lines(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people)
        assert "accused_find" not in client.get(f"/tiep-dan/luot/{visit.public_id}/sua").text


    def test_who_was_unticked_is_kept(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit, named = log(app, people, Matter.DENUNCIATION), {"accused_name": "Phạm Quốc Dũng"}
        seen = value_of(post(client, visit, "sua", CORRECTED, **named), "accused_seen")
        answer = post(client, visit, "sua", CORRECTED, **named, accused_seen=seen)
        assert answer.status_code == 303
        assert "là người khác" in client.get(answer.location).text
        rename(app, people.head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
        assert barred(app) == set()

    def test_it_leaves_somebody_to_read_it(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        everybody = [one.public_id for one in (people.head, people.clerk, people.province_head, people.auditor)]
        assert post(client, visit, "sua", CORRECTED, accused_account=everybody[1:]).status_code == 303
        last = post(client, visit, "sua", CORRECTED, version="2", accused_account=everybody[:1])
        assert "thì không còn ai được xem hồ sơ" in errors(last)[0]
        assert people.head.id not in barred(app)


class TestDoubts:
    """The last who reads a denunciation is not barred by a new name: everybody who reads it is told."""

    def test_said_and_settled(self, app: Flask, people: People, client: FlaskClient) -> None:
        where = save(client, SEALED, accused_name="Lâm Văn Tường").location
        for account in (people.province_head, people.auditor, people.clerk, people.head):
            rename(app, account, "Lâm Văn Tường")
        assert barred(app) == {people.province_head.id, people.auditor.id, people.clerk.id}
        assert "có thể là người bị tố cáo" in client.get(where).text      # the officer who logged it
        sign_in(client, people.head)
        page = client.get(where).text
        assert "Lâm Văn Tường, UBND phường An Thịnh có thể là người bị tố cáo" in page
        assert "Không phải người bị tố cáo</a>" not in page
        sent = {"account": people.head.public_id, "reason": "không phải tôi"}
        assert client.post(f"{where}/tai-khoan-bi-chan", data=sent).status_code == 422
        rename(app, people.clerk, "Ngô Thùy Trang")
        sign_in(client, people.clerk)
        assert f'<a href="{where}/tai-khoan-bi-chan">Không phải người bị tố cáo</a>' in client.get(where).text
        assert "chưa chặn" in client.get(f"{where}/tai-khoan-bi-chan").text
        sent["reason"] = "Người cùng tên"
        assert client.post(f"{where}/tai-khoan-bi-chan", data=sent).status_code == 303
        assert "có thể là người bị tố cáo" not in client.get(where).text
        with app.app_context():
            assert proof() == []


class TestLifting:
    """A wrong bar is lifted by whoever reads denunciations there, with a reason; never by the accused."""

    def barred_handler(self, app: Flask, people: People, client: FlaskClient) -> str:
        seen = value_of(save(client, SEALED, accused_name="Trần Văn Bình"), "accused_seen")
        save(client, SEALED, accused_name="Trần Văn Bình", accused_seen=seen, accused_account=seen)
        with filling(app) as session:
            give_role(session, people.handler, "supervisor", people.commune)
        assert barred(app) == {people.handler.id}
        return f"/tiep-dan/luot/{one(app, 'SELECT public_id FROM dossier')}"

    def test_done(self, app: Flask, people: People, client: FlaskClient) -> None:
        where = self.barred_handler(app, people, client)
        sign_in(client, people.clerk)
        page = client.get(where).text
        assert "Tài khoản bị chặn" in page
        assert f"{where}/tai-khoan-bi-chan" in page
        assert "trùng họ tên hoặc chức vụ" in client.get(f"{where}/tai-khoan-bi-chan").text
        answer = client.post(f"{where}/tai-khoan-bi-chan", data={
            "account": people.handler.public_id, "reason": "Người bị tố cáo ở xã khác"})
        assert answer.status_code == 303
        assert barred(app) == set()
        page = client.get(where).text
        assert "Gỡ chặn một tài khoản" in page
        assert "Người bị tố cáo ở xã khác" in page
        body = one(app, "SELECT body FROM journal WHERE act = 'accused.lift'")
        assert people.handler.public_id in body
        assert "xã khác" not in body
        with app.app_context():
            assert proof() == []
        sign_in(client, people.handler)
        assert client.get(where).status_code == 200

    @pytest.mark.parametrize("who", ["handler", "officer", "administrator", "other_officer", "mediator"])
    def test_who_may_not(self, app: Flask, people: People, client: FlaskClient, who: str) -> None:
        where = self.barred_handler(app, people, client)
        sign_in(client, getattr(people, who))
        sent = {"account": people.handler.public_id, "reason": "không phải tôi"}
        assert client.get(f"{where}/tai-khoan-bi-chan").status_code in (403, 404)
        assert client.post(f"{where}/tai-khoan-bi-chan", data=sent).status_code in (403, 404)
        assert barred(app) == {people.handler.id}

    @pytest.mark.parametrize(("fields", "message"), [
        ({"account": "", "reason": "x"}, "chọn tài khoản"), ({"reason": ""}, "ghi vì sao"),
        ({"account": "x", "reason": "x"}, "chọn một trong các mục"),
    ])
    def test_what_it_asks_for(
        self, app: Flask, people: People, client: FlaskClient, fields: dict[str, str], message: str,
    ) -> None:
        where = self.barred_handler(app, people, client)
        sign_in(client, people.head)
        answer = client.post(f"{where}/tai-khoan-bi-chan", data={"account": people.handler.public_id, **fields})
        assert answer.status_code == 422
        assert message in errors(answer)[0].lower()
        assert barred(app) == {people.handler.id}

    def test_ordinary_visits_have_no_such_page(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people)
        sign_in(client, people.head)
        assert client.get(f"/tiep-dan/luot/{visit.public_id}/tai-khoan-bi-chan").status_code == 404


class TestNobodyNamed:
    """A denunciation that names nobody says so, with the way to the form for whoever may fill it in."""

    def test_it_is_told(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people, Matter.DENUNCIATION)
        where = f"/tiep-dan/luot/{visit.public_id}"
        sign_in(client, people.head)
        page = client.get(where).text
        assert "Chưa xác định người bị tố cáo" in page
        assert f'<a href="{where}/sua">Ghi người bị tố cáo</a>' in page
        sign_in(client, people.clerk)
        page = client.get(where).text
        assert "Chưa xác định người bị tố cáo" in page
        assert "Ghi người bị tố cáo</a>" not in page
        sign_in(client, people.head)
        post(client, visit, "sua", CORRECTED)
        assert "Chưa xác định người bị tố cáo" not in client.get(where).text


class TestEnvelopes:
    """Five random digits are offered; nobody accused learns by trying which numbers are taken."""

    def test_a_free_number_is_offered_and_can_be_changed(self, people: People, client: FlaskClient) -> None:
        pages = [client.get(f"{NEW}?loai=denunciation") for _ in range(3)]
        numbers = {value_of(page, "envelope") for page in pages}
        assert all(number.isdigit() and len(number) == 5 for number in numbers)
        assert len(numbers) > 1
        assert "số ngẫu nhiên" in pages[0].text

    def test_also_once_the_kind_is_chosen_and_on_the_seal_form(
        self, app: Flask, people: People, client: FlaskClient,
    ) -> None:
        page = client.post(NEW, data={"matter": "denunciation", "step": "kind"})
        assert len(value_of(page, "envelope")) == 5
        visit = log(app, people)
        assert len(value_of(client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal"), "envelope")) == 5

    @pytest.mark.parametrize("missing", ["", None])
    def test_a_number_that_nobody_wrote_is_not_taken(
        self, app: Flask, people: People, client: FlaskClient, missing: str | None,
    ) -> None:
        answer = save(client, SEALED, envelope=missing)
        assert errors(answer)[0].startswith("Phong bì số")
        assert value_of(answer, "envelope") == ""

    def test_used_numbers_are_not_offered(self, app: Flask, people: People, client: FlaskClient, monkeypatch: Any) -> None:
        monkeypatch.setattr(office, "ENVELOPES", 2)
        save(client, SEALED, envelope="10001")
        assert {value_of(client.get(f"{NEW}?loai=denunciation"), "envelope") for _ in range(5)} == {"10000"}
        save(client, SEALED, envelope="10000")
        assert value_of(client.get(f"{NEW}?loai=denunciation"), "envelope") == ""

    def test_the_accused_cannot_probe(self, app: Flask, people: People, client: FlaskClient) -> None:
        with filling(app) as session:
            give_role(session, people.head, "reception", people.commune)
        save(client, SEALED, envelope="77", accused_account=people.head.public_id)
        assert barred(app) == {people.head.id}
        other = log(app, people, Matter.DENUNCIATION, envelope="78")
        sign_in(client, people.head)
        assert save(client, SEALED, envelope="78").status_code == 422
        assert post(client, other, "sua", CORRECTED, envelope="77").status_code == 303
        assert save(client, SEALED, envelope="77", content="Việc khác.").status_code == 422      # his own now

    def test_a_correction_is_checked_under_the_lock_too(
        self, app: Flask, people: People, client: FlaskClient, monkeypatch: Any,
    ) -> None:
        log(app, people, Matter.DENUNCIATION)
        visit = log(app, people, Matter.DENUNCIATION, code="TC-2026-AAAA-BBBB", envelope="26")
        monkeypatch.setattr(office, "envelope_used", lambda *_args, **_more: False)
        answer = post(client, visit, "sua", CORRECTED, envelope="25")
        assert answer.status_code == 422
        assert errors(answer)[0].startswith("Phong bì số: phong bì số 25 năm 2026 đã dùng")
        assert one(app, "SELECT count(*) FROM visit WHERE envelope = '25'") == 1


class TestOneCodeInTwoTabs:
    """The second tab gets a new code, and the officer is told to print the slip anew."""

    def test_at_the_counter(self, app: Flask, people: People, client: FlaskClient) -> None:
        slip = value_of(client.get(f"{NEW}?loai=denunciation"), "slip")
        first = save(client, SEALED, slip=slip)
        assert "đã dùng cho lượt khác" not in client.get(first.location).text
        second = save(client, SEALED, slip=slip, envelope="27")
        page = client.get(second.location).text
        assert "đã dùng cho lượt khác" in page
        assert "In phiếu thông tin" in page

    def test_on_the_seal_form(self, app: Flask, people: People, client: FlaskClient) -> None:
        visit = log(app, people)
        slip = value_of(client.get(f"/tiep-dan/luot/{visit.public_id}/viec/seal"), "slip")
        save(client, SEALED, slip=slip)
        answer = post(client, visit, "viec/seal", SEALING, slip=slip)
        assert answer.status_code == 303
        assert "đã dùng cho lượt khác" in client.get(answer.location).text
