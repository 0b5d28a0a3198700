"""The competence navigator: asked in the address by codes alone, answered large, handed back to where one came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.pages import counted
from caseapp.law.competence_answers import title_of
from caseapp.law.competence_shape import TWO_TIERS, Tier
from caseapp.lawbook.competence_units import known_bodies, last_heir
from caseapp.staff.models import Unit
from caseapp.staff.roles import Level
from tests.staff.making import filling, make_account, make_unit, sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

ASK = "/phap-luat/tham-quyen"
LAST = date(2026, 3, 1)


@dataclass(frozen=True, slots=True)
class Units:
    """Public ids by a short name."""

    ids: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.ids[name]


@pytest.fixture
def units(app: Flask) -> Units:
    """A province that swallowed another; communes, one of them merged twice, one without an heir; a bureau; a hamlet."""
    with filling(app) as session:
        province = make_unit(session, "CT", "UBND thành phố Cần Thơ", Level.PROVINCE)
        gone = make_unit(session, "HG", "UBND tỉnh Hậu Giang", Level.PROVINCE)
        ward = make_unit(session, "AT", "UBND phường An Thịnh", Level.COMMUNE, province)
        middle = make_unit(session, "TM", "UBND xã Thới Giữa", Level.COMMUNE, province)
        old = make_unit(session, "TC", "UBND xã Thới Cũ", Level.COMMUNE, gone)
        lost = make_unit(session, "KR", "UBND xã Không Rõ", Level.COMMUNE, province)
        bureau = make_unit(session, "XD", "Sở Xây dựng", Level.AGENCY, province)
        room = make_unit(session, "PK", "Phòng Kinh tế", Level.AGENCY, ward)
        hamlet = make_unit(session, "KV", "Khu vực 3", Level.HAMLET, ward)
        gone.valid_to, gone.successor_id = TWO_TIERS, province.id
        old.valid_to, old.successor_id = TWO_TIERS, middle.id
        middle.valid_to, middle.successor_id = LAST, ward.id
        lost.valid_to = TWO_TIERS
        make_account(session, "officer", ["reception"], ward)
        named = {"province": province, "ward": ward, "old": old, "middle": middle, "lost": lost, "bureau": bureau,
                 "room": room, "hamlet": hamlet, "gone": gone}
        return Units({name: unit.public_id for name, unit in named.items()})


@pytest.fixture
def officer(app: Flask, client: FlaskClient, units: Units) -> FlaskClient:
    """The reception officer's browser."""
    with filling(app) as session:
        account = make_account(session, "tiepdan", ["reception"], session.query(Unit).filter_by(code="AT").one())
    sign_in(client, account)
    return client


def put(client: FlaskClient, cua: str = "commune-head", viec: str = "complaint", lan: str = "1", nhan: str = "2026-11-16",
        **more: str) -> Any:
    return client.get(ASK, query_string={"viec": viec, "cua": cua, "lan": lan, "nhan": nhan,
                                         **{name.replace("_", "-"): value for name, value in more.items()}})


def value(page: str) -> str:
    """The answer of the page, large."""
    found = re.search(r'<p class="ans-value">(.*?)</p>', page)
    return unescape(found[1]) if found else ""


def test_the_empty_page_asks_and_offers_what_is_known(officer: FlaskClient, units: Units) -> None:
    page = officer.get(ASK).text
    assert value(page) == ""
    assert 'value="16/11/2026"' in page
    offered = re.findall(r'<option value="([\w-]{22})" lang="vi">(.*?)</option>', page)
    assert dict(offered) == {
        units["ward"]: "UBND phường An Thịnh", units["province"]: "UBND thành phố Cần Thơ", units["bureau"]: "Sở Xây dựng",
        units["old"]: "UBND xã Thới Cũ (nay là UBND phường An Thịnh)", units["lost"]: "UBND xã Không Rõ (không còn)",
        units["middle"]: "UBND xã Thới Giữa (nay là UBND phường An Thịnh)",
        units["gone"]: "UBND tỉnh Hậu Giang (nay là UBND thành phố Cần Thơ)"}
    assert f'href="{ASK}"' in officer.get("/phap-luat").text


# What is asked, who is competent, what else the page says.
ANSWERS: list[tuple[dict[str, str], str, str]] = [
    ({"don_vi": "ward"}, "Chủ tịch UBND phường An Thịnh", "lần hai đến Chủ tịch UBND thành phố Cần Thơ"),
    ({"don_vi": "ward", "lan": "2"}, "Chủ tịch UBND thành phố Cần Thơ", "khởi kiện vụ án hành chính"),
    ({}, "Chủ tịch Ủy ban nhân dân cấp xã", "Chưa xác nhận"),
    ({"don_vi": "old", "ngay": "12/5/2025"}, "Chủ tịch UBND phường An Thịnh",
     "UBND xã Thới Cũ không còn từ 01/07/2025; nay là UBND phường An Thịnh."),
    ({"don_vi": "old", "ngay": "12/5/2025", "lan": "2"}, "Chủ tịch UBND thành phố Cần Thơ", "chưa đọc được"),
    ({"don_vi": "old", "nhan": "2025-12-01"}, "Chủ tịch UBND xã Thới Giữa", "nay là UBND xã Thới Giữa"),
    ({"don_vi": "old", "nhan": "2025-06-01"}, "Chủ tịch UBND xã Thới Cũ", "Chủ tịch Ủy ban nhân dân cấp huyện"),
    ({"cua": "district-head", "don_vi": "ward", "ngay": "2/3/2025"}, "Chủ tịch UBND phường An Thịnh", "141/2025"),
    ({"cua": "district-agency", "don_vi": "ward"}, "Chủ tịch UBND phường An Thịnh", "(nay do UBND phường An Thịnh tiếp nhận)"),
    ({"cua": "agency-head", "don_vi": "bureau", "lan": "2"}, "Giám đốc Sở Xây dựng", "khởi kiện"),
    ({"cua": "commune-head", "viec": "denunciation", "don_vi": "ward"}, "Chủ tịch UBND thành phố Cần Thơ", "tố cáo tiếp"),
    ({"cua": "commune-staff", "viec": "denunciation", "don_vi": "ward", "lan": "2"}, "Chủ tịch UBND thành phố Cần Thơ",
     "Có thẩm quyền xem xét tố cáo tiếp"),
    ({"cua": "province-head", "lan": "2"}, "Bộ trưởng quản lý ngành, lĩnh vực", "Đã đọc văn bản"),
    ({"cua": "party", "viec": "denunciation"}, "Tổ chức đảng có thẩm quyền", "Thông tư 05/2021/TT-TTCP"),
]


def test_the_answer_stands_large(officer: FlaskClient, units: Units) -> None:
    for more, said, also in ANSWERS:
        answer = put(officer, **{name: units[word] if name == "don_vi" else word for name, word in more.items()})
        assert (answer.status_code, value(answer.text)) == (200, said), more
        assert also in unescape(answer.text), more


# What is asked, at which field it must be mended, how that is said.
TO_MEND: list[tuple[dict[str, str], str, str]] = [
    ({"cua": ""}, "cua", "Chọn người, cơ quan"),
    ({"cua": "nobody"}, "cua", "Chọn một trong các mục có sẵn"),
    ({"viec": "x"}, "viec", "Chọn một trong các mục có sẵn"),
    ({"nhan": ""}, "nhan", "Ghi ngày nhận đơn"),
    ({"nhan": "31/2/2026"}, "nhan", "chỉ có 28 ngày"),
    ({"ngay": "1/1/2027"}, "ngay", "sau ngày nhận đơn"),
    ({"lan": "3"}, "lan-0", "Chọn một trong các mục có sẵn"),
    ({"lan": ""}, "lan-0", "lần đầu hay"),
    ({"cua": "ministry-head", "lan": "2"}, "lan-0", "không có lần hai"),
    ({"cua": "commune-staff", "viec": "discipline"}, "cua", "chọn nơi ra quyết định"),
    ({"nhan": "1/6/2012"}, "nhan", "Ngày 01/06/2012 chưa có quy định"),
    ({"cua": "district-head", "ngay": "2/7/2025"}, "ngay", "không còn cấp huyện"),
    ({"don_vi": "nobody"}, "don-vi", "Chọn một trong các mục có sẵn"),
    ({"don_vi": "bureau"}, "don-vi", "Chọn tên của đúng cấp: Cấp xã."),
    ({"cua": "ministry-head", "don_vi": "ward"}, "don-vi", "hệ thống không giữ danh mục"),
    ({"don_vi": "lost"}, "don-vi", "chưa ghi nơi kế tục"),
    ({"don_vi": "old", "ngay": "1/7/2025"}, "ngay", "UBND xã Thới Cũ không còn"),
]


def test_what_must_be_mended_is_said_at_its_field(officer: FlaskClient, units: Units) -> None:
    for more, field, message in TO_MEND:
        sent = {name: units.ids.get(word, "A" * 22) if name == "don_vi" else word for name, word in more.items()}
        answer = put(officer, **sent)
        assert (answer.status_code, value(answer.text)) == (422, ""), more
        assert f'href="#{field}"' in answer.text, more
        assert message.lower() in unescape(answer.text).lower(), more


def handed(page: str) -> str:
    found = re.search(r'<a class="btn btn-primary" href="([^"]+)">', page)
    return unescape(found[1]) if found else ""


def test_the_answer_is_handed_back_as_codes(officer: FlaskClient, units: Units) -> None:
    where = handed(put(officer, don_vi=units["old"], ngay="12/5/2025", lan="2", ve="/don/abc/xu-ly?buoc=2").text)
    parts = urlsplit(where)
    assert (parts.scheme, parts.netloc, parts.path) == ("", "", "/don/abc/xu-ly")
    asked = parse_qs(parts.query)
    assert asked == {"buoc": ["2"], "tham-quyen": ["province-chair"], "cua-don-vi": [units["province"]], "lan": ["2"]}
    assert title_of(asked["tham-quyen"][0], "UBND thành phố Cần Thơ") == "Chủ tịch UBND thành phố Cần Thơ"
    assert "cua-don-vi" not in handed(put(officer, "ministry-agency-head", ve="/don/abc").text)


def test_nobody_is_sent_elsewhere(officer: FlaskClient, units: Units) -> None:
    for back in ("https://evil.example/", "//evil.example/a", "/\\evil.example", "javascript:alert(1)", "evil", "/a//b", "/a#b",
                 "/%2f%2fevil.example", "/x\nSet-Cookie: a=b", '/"><script>alert(1)</script>', ""):
        page = put(officer, don_vi=units["ward"], ve=back).text
        assert handed(page) == "", back
        assert "evil" not in page, back
        assert "<script>alert" not in page, back
        assert value(page) == "Chủ tịch UBND phường An Thịnh", back
        assert "Chép vào văn bản" in page, back


def test_the_way_back_is_kept_through_the_questions(officer: FlaskClient, units: Units) -> None:
    page = put(officer, don_vi=units["ward"], ve="/don/abc").text
    assert '<input type="hidden" name="ve" value="/don/abc">' in page
    after = re.search(r'<a class="btn btn-outline" href="([^"]+lan=2[^"]*)">', page)
    assert after
    second = officer.get(unescape(after[1])).text
    assert value(second) == "Chủ tịch UBND thành phố Cần Thơ"
    assert handed(second).startswith("/don/abc?tham-quyen=province-chair&")
    assert 'href="/don/abc"' in officer.get(ASK, query_string={"ve": "/don/abc"}).text


def test_the_same_as_json(officer: FlaskClient, units: Units) -> None:
    said = put(officer, don_vi=units["ward"], lan="2", dang="json")
    assert said.mimetype == "application/json"
    assert {name: said.json[name] for name in ("authority", "unit", "named", "confirmed", "second", "line")} == {
        "authority": "province-chair", "unit": units["province"], "named": "Chủ tịch UBND thành phố Cần Thơ",
        "confirmed": False, "second": None, "line": "TQ-KN/commune/2025"}
    assert said.json["citations"] == ["khoản 2 Điều 21 Luật Khiếu nại"]
    first = put(officer, cua="province-head", dang="json").json
    assert (first["second"], first["unit"], first["confirmed"]) == ("sector-minister", None, True)
    wrong = put(officer, cua="ministry-head", lan="2", dang="json")
    assert (wrong.status_code, "không có lần hai" in wrong.json["error"]) == (422, True)
    assert officer.get(ASK, query_string={"dang": "json"}).json["error"].startswith("Cần")


def test_the_address_keeps_codes_and_days_alone(officer: FlaskClient, units: Units) -> None:
    page = unescape(put(officer, don_vi=units["old"], ngay="12/5/2025").text)
    kept = re.search(r'<a href="([^"]+)">Đường dẫn của câu hỏi này</a>', page)
    assert kept
    asked = parse_qs(urlsplit(kept[1]).query)
    assert asked == {"viec": ["complaint"], "cua": ["commune-head"], "don-vi": [units["old"]], "lan": ["1"],
                     "nhan": ["2026-11-16"], "ngay": ["2025-05-12"]}
    assert value(officer.get(kept[1]).text) == "Chủ tịch UBND phường An Thịnh"


def test_whoever_works_here_may_ask_and_nobody_else(app: Flask, client: FlaskClient, units: Units) -> None:
    assert client.get(ASK).status_code == 302
    with filling(app) as session:
        ward = session.query(Unit).filter_by(code="AT").one()
        asking, *others = (make_account(session, name, roles, ward) for name, roles in (
            ("quantri", ["administrator"]), ("hoagiai", ["mediator"]), ("moi", [])))
    for nobody in others:
        sign_in(client, nobody)
        assert client.get(ASK).status_code == 404
    sign_in(client, asking)
    assert put(client, don_vi=units["ward"]).status_code == 200


def test_bodies_take_one_statement_however_many(app: Flask, units: Units) -> None:
    with app.test_request_context(), counted(app) as statements:
        bodies = known_bodies()
    assert len([line for line in statements if " unit" in line]) == 1
    old = bodies[units["old"]]
    heir = last_heir(old, date(2026, 11, 16))
    assert heir is not None
    assert (old.tier, heir.code) == (Tier.COMMUNE, units["ward"])
    assert last_heir(bodies[units["lost"]], date(2026, 11, 16)) is None
    assert last_heir(old, date(2025, 6, 30)) is None
    assert units["room"] not in bodies
    assert units["hamlet"] not in bodies
