"""The intake page: every channel, what is wrong said at its field, drafts, one key, repeats, never a name too many."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from bench.pages import counted
from caseapp.db import reading
from caseapp.dossiers.models import Accused, Attachment, Dossier, Draft, Party
from caseapp.petitions.denouncing import SecretDesk, denounce_at
from caseapp.petitions.models import Petition
from caseapp.reception.views.accounts import Accounts
from caseapp.reception.views.secrecy import check_secrecy, propose_envelope
from tests.cases.making import make_office, open_case
from tests.petitions.making import CONTENT, file_of, links_from, take_in, typed
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.cases.making import Office

NEW, PDF = "/don/moi", b"%PDF-1.7\n1 0 obj << >> endobj\n%%EOF\n"
SECRET = {"content_kind": "denunciation", "channel": "post", "received_on": "16/11/2026", "envelope": "48213",
          "identity": "later", "accused_name": "Một cán bộ địa chính", "content": "Nhận tiền khi đo đất."}


@pytest.fixture
def office(app: Flask) -> Office:
    """The office of An Thịnh ward, with the desk that keeps denunciations."""
    denounce_at(app, SecretDesk(Accounts, check_secrecy, propose_envelope))
    return make_office(app)


def key_of(client: FlaskClient, url: str = NEW) -> str:
    found = re.search(r'name="form_key"[^>]* value="([^"]+)"', client.get(url).text)
    assert found
    return found[1]


def save(client: FlaskClient, fields: dict[str, Any], key: str = "") -> TestResponse:
    return client.post(NEW, data={"form_key": key or key_of(client), **fields})


def told_at(page: TestResponse, field: str) -> str:
    """The error at a field."""
    found = re.search(rf'id="{field}-error">.*?<span>(.*?)</span>', page.text, re.DOTALL)
    return html.unescape(found[1]) if found else ""


def petitions(app: Flask) -> int:
    with app.app_context():
        return int(reading().execute(sa.select(sa.func.count()).where(Dossier.kind == "petition")).scalar() or 0)


@pytest.mark.parametrize("who", ["officer", "handler", "clerk"])
@pytest.mark.parametrize("channel", ["post", "box", "portal", "authority", "deputy", "press"])
def test_every_channel_by_whoever_opens_the_post(app: Flask, client: FlaskClient, office: Office, channel: str, who: str) -> None:
    if who != "handler" and channel not in ("post", "deputy"):
        return
    sign_in(client, getattr(office, who))
    forwarded = channel in ("authority", "deputy", "press")
    more = {"forwarded_by": "Báo Cần Thơ", "forwarded_no": "77/CV"} if forwarded else {}
    answer = save(client, typed(channel=channel, **more))
    assert answer.status_code == 303, answer.text
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Phân loại, xử lý đơn và báo người gửi" in page.text
    with app.app_context():
        row = reading().execute(sa.select(Petition.channel, Petition.forwarded_no)).one()
        assert tuple(row) == (channel, "77/CV" if forwarded else "")


@pytest.mark.parametrize("who", ["head", "auditor", "province_head"])
def test_nobody_else_takes_petitions_in(client: FlaskClient, office: Office, who: str) -> None:
    sign_in(client, getattr(office, who))
    assert client.get(NEW).status_code in (403, 404)
    assert client.post(NEW, data=typed()).status_code in (403, 404)


WRONG = [
    ({"content_kind": ""}, "content_kind", "Chọn loại"), ({"channel": ""}, "channel", "Chọn đơn đến"),
    ({"channel": "counter"}, "channel", ""), ({"received_on": ""}, "received_on", "Ghi ngày"),
    ({"received_on": "17/11/2026"}, "received_on", ""), ({"received_on": "31/02/2026"}, "received_on", ""),
    ({"dated_on": "17/11/2026"}, "dated_on", ""), ({"received_on": "9/11/2026"}, "dated_on", "sau ngày nhận đơn 09/11/2026"),
    ({"channel": "press"}, "forwarded_by", "đã chuyển đơn"), ({"content": " "}, "story", "ít nhất một câu"),
    ({"people-0-name": ""}, "people-0-name", "Ghi họ tên"), ({"people_count": "0"}, "people_count", ""),
    ({"people_count": "x"}, "people_count", ""), ({"people-0-id_number": "12"}, "people-0-id_number", ""),
    ({"people-1-name": "Trịnh Công Hậu", "people_count": "1"}, "people_count", "Ít hơn số người"),
    ({"field": "moon"}, "field", ""), ({"demand": "x" * 501}, "demand", ""), ({"contested": "moon"}, "contested", ""),
]


@pytest.mark.parametrize(("changes", "field", "words"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(app: Flask, client: FlaskClient, office: Office,
                                                               changes: dict[str, str], field: str, words: str) -> None:
    sign_in(client, office.clerk)
    answer = save(client, typed(**changes))
    assert answer.status_code == 422
    told = told_at(answer, field)
    assert told
    assert words in told
    for name, value in typed(**changes).items():
        if name not in ("content_kind", "channel", "field", "contested") and value.strip() and changes.get("content_kind") != "":
            assert html.escape(value) in answer.text.replace("&#39;", "&#x27;")
    assert petitions(app) == 0


def test_a_double_click_saves_once(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    key = key_of(client)
    first, second = save(client, typed(), key), save(client, typed(), key)
    assert (first.status_code, second.status_code, first.location) == (303, 303, second.location)
    assert "đã được lưu" in client.get(second.location).text
    assert petitions(app) == 1


def test_a_late_entry_counts_from_the_day_it_came(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    answer = save(client, typed(received_on="2/11/2026", dated_on="28/10/2026"))
    page = client.get(answer.location).text
    assert "16/11/2026" in page
    assert "nhập sau, 16/11/2026" in page


def test_files_come_along_and_a_bad_one_stops_nothing_else(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    bad = save(client, typed(file=(io.BytesIO(b"MZ\x90"), "don.exe")))  # type: ignore[arg-type]
    assert bad.status_code in (415, 422)
    assert "don.exe" in told_at(bad, "file")
    good = save(client, typed(file=(io.BytesIO(PDF), "Đơn gốc.pdf")))  # type: ignore[arg-type]
    assert good.status_code == 303
    assert "Đơn gốc.pdf" in client.get(good.location).text
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count(Attachment.id))).scalar() == 1


def test_a_draft_is_kept_taken_up_again_and_gone_when_saved(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    page = client.get(NEW).text
    draft = re.search(r'data-draft="(/don/moi/nhap/([\w-]+))"', page)
    assert draft
    assert client.post(draft[1], data=typed()).status_code == 200
    again = client.get(f"{NEW}?nhap={draft[2]}").text
    assert "Huỳnh Thị Ngọc Điệp" in again
    assert html.escape(CONTENT) in again
    assert f"nhap={draft[2]}" in client.get("/don").text
    assert save(client, typed(draft=draft[2])).status_code == 303
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(Draft)).scalar() == 0
    assert client.post(draft[1], data=typed()).status_code == 404


def test_before_a_kind_is_chosen_nothing_is_kept(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    client.post(f"{NEW}/nhap/{'a' * 22}", data=typed(content_kind=""))
    with app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(Draft)).scalar() == 0


def test_lines_are_added_and_taken_off_without_a_script(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.clerk)
    more = client.post(NEW, data=typed(step="person")).text
    assert 'name="people-1-name"' in more
    fewer = client.post(NEW, data=typed(**{"step": "drop-1", "people-1-name": "Trịnh Công Hậu"})).text
    assert 'name="people-1-name"' not in fewer
    assert "Huỳnh Thị Ngọc Điệp" in fewer


# ---- repeats ----------------------------------------------------------------------------------------------------------


def test_repeats_are_shown_with_reasons_and_linked_with_one_press(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        first = take_in(office)
        secret = open_case(office, content=CONTENT)
        assert secret
    sign_in(client, office.handler)
    for answer in (client.post(NEW, data=typed(step="repeats")), client.post(f"{NEW}/trung", data=typed())):
        assert answer.status_code == 200
        assert "ĐƠN 2026/0001" in answer.text
        assert "cùng họ tên" in answer.text
        assert re.search(r"giống \d+ %", answer.text)
    picked = client.post(NEW, data=typed(pick=f"same:{first.public_id}")).text
    assert "Nối với ĐƠN 2026/0001" in picked
    saved = save(client, typed(same_as=first.public_id))
    assert "Cùng việc" in client.get(saved.location).text
    with app.app_context():
        new = reading().execute(sa.select(Dossier.id).where(Dossier.public_id == saved.location.rpartition("/")[2])).one()
        assert links_from(new) == [(first.id, "repeat")]


def test_a_denunciation_is_never_among_the_repeats_nor_tied_to(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    assert save(client, {**SECRET, "content": CONTENT}).status_code == 303
    with app.app_context():
        secret = reading().execute(sa.select(Dossier.public_id, Dossier.code).where(Dossier.sealed)).one()
    for who in (office.officer, office.handler, office.head):
        sign_in(client, who)
        answer = client.post(f"{NEW}/trung", data=typed())
        assert secret.code not in answer.text
        assert secret.public_id not in answer.text
    sign_in(client, office.officer)
    saved = save(client, typed(same_as=secret.public_id))
    with app.app_context():
        new = reading().execute(sa.select(Dossier.id).where(Dossier.public_id == saved.location.rpartition("/")[2])).one()
        assert links_from(new) == []


def test_somebody_known_is_taken_over_without_his_number(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        first = take_in(office)
    sign_in(client, office.handler)
    page = client.post(NEW, data={"content_kind": "complaint", "channel": "post", "received_on": "16/11/2026",
                                  "pick": f"person:{first.public_id}"}).text
    assert "Huỳnh Thị Ngọc Điệp" in page
    assert "41/6 đường Lê Bình" in page


def test_a_neighbour_who_writes_on_the_same_matter_stays_himself(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        first = take_in(office)
    sign_in(client, office.handler)
    typed_so_far = {"content_kind": "complaint", "channel": "post", "received_on": "16/11/2026"}
    page = client.post(NEW, data={**typed_so_far, "pick": f"same:{first.public_id}"}).text
    assert f'data-chosen="{first.public_id}"' in page
    assert "41/6 đường Lê Bình" not in page
    both = client.post(NEW, data={**typed_so_far, "same_as": first.public_id, "pick": f"person:{first.public_id}"}).text
    assert f'data-chosen="{first.public_id}"' in both
    assert "41/6 đường Lê Bình" in both


def test_looking_for_repeats_costs_few_statements(app: Flask, client: FlaskClient, office: Office) -> None:
    with app.app_context():
        for _time in range(4):
            take_in(office)
    sign_in(client, office.handler)
    client.post(f"{NEW}/trung", data=typed())
    with counted(app) as statements:
        client.post(f"{NEW}/trung", data=typed())
    assert len([one for one in statements if "search_pair" in one]) == 1
    assert len(statements) <= 8


# ---- denunciations ----------------------------------------------------------------------------------------------------


def test_a_denunciation_opens_a_sealed_case_and_leaves_no_name(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    names = {name: value for name, value in typed().items() if name.startswith("people-0")}
    answer = save(client, {**SECRET, **names, "content": "Bà Huỳnh Thị Ngọc Điệp kể bị vòi tiền."})
    assert answer.status_code == 303
    with app.app_context():
        row = reading().execute(sa.select(*Dossier.__table__.c).where(Dossier.sealed)).one()
        file = file_of(row.id)
        assert row.kind == "denunciation"
        assert (file.envelope, file.identity, file.respondent) == ("48213", "", "Một cán bộ địa chính")
        assert "Điệp" not in file.content
        assert reading().execute(sa.select(sa.func.count()).select_from(Party)).scalar() == 0
    assert petitions(app) == 0


def test_a_sender_nobody_can_find_out_brings_information(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    assert save(client, {**SECRET, "identity": "unknown"}).status_code == 303
    with app.app_context():
        assert reading().execute(sa.select(Dossier.kind).where(Dossier.sealed)).scalar() == "information"


@pytest.mark.parametrize("missing", ["envelope", "identity", "accused_name", "content"])
def test_a_denunciation_needs_its_own_lines(client: FlaskClient, office: Office, missing: str) -> None:
    sign_in(client, office.officer)
    answer = save(client, {**SECRET, missing: ""})
    assert answer.status_code == 422
    assert told_at(answer, "story" if missing == "content" else missing)


def test_an_envelope_is_used_once(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    assert save(client, SECRET).status_code == 303
    again = save(client, SECRET)
    assert again.status_code == 422
    assert "48213" in told_at(again, "envelope")


def test_whoever_is_accused_is_shown_ticked_and_barred(app: Flask, client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    first = save(client, {**SECRET, "accused_name": "Đặng Hữu Phước"})
    assert first.status_code == 422
    assert office.head.public_id in first.text
    second = save(client, {**SECRET, "accused_name": "Đặng Hữu Phước", "accused_seen": office.head.public_id,
                           "accused_account": office.head.public_id})
    assert second.status_code in (303, 422)      # of a single head nobody would be left: the desk says so
    if second.status_code == 303:
        with app.app_context():
            assert reading().execute(sa.select(Accused.account_id)).scalar() == office.head.id


def test_where_no_desk_keeps_denunciations_none_is_taken_in(app: Flask, client: FlaskClient, office: Office) -> None:
    app.extensions.pop("secret_desk", None)
    sign_in(client, office.officer)
    answer = save(client, SECRET)
    assert answer.status_code == 422
    assert "ghi ở bàn tiếp dân" in answer.text


def test_a_draft_of_a_denunciation_holds_nobody(client: FlaskClient, office: Office) -> None:
    sign_in(client, office.officer)
    draft = "b" * 22
    names = {name: value for name, value in typed().items() if name.startswith("people-0")}
    assert client.post(f"{NEW}/nhap/{draft}", data={**SECRET, **names}).status_code == 200
    assert "Điệp" not in client.get(f"{NEW}?nhap={draft}").text
