"""The calculator: the law file's own examples, what a person types wrong, the address that may be kept, paper and JSON."""

from __future__ import annotations

import json
import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.gazette import office_calendar
from caseapp.law.batch import answering
from caseapp.law.registry import RULES
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

TODAY = date(2026, 11, 16)
ASK = "/phap-luat/tinh-han"


@pytest.fixture
def asked(app: Flask, client: FlaskClient) -> FlaskClient:
    """The reception officer's browser."""
    sign_in(client, make_people(app).officer)
    return client


def put(client: FlaskClient, rule: str, day: str, path: str = ASK, **more: Any) -> Any:
    """Ask; ``truong_hop``, ``gia_han`` and ``dung`` as the page sends them."""
    pauses = {f"dung-{number}-{name}": value for number, pair in enumerate(more.pop("dung", ()))
              for name, value in zip(("tu", "den"), pair, strict=True)}
    sent = {name.replace("_", "-"): value for name, value in more.items()}
    return client.get(path, query_string={"quy-tac": rule, "ngay": day, **sent, **pauses})


def value(page: str) -> str:
    """The answer of the page, large."""
    found = re.search(r'<p class="ans-value">(.*?)</p>', page)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize(("rule", "day", "more", "said", "also"), [
    ("reception.reply", "12/11/2026", {}, "Thứ Sáu 27/11/2026", "Nếu được duyệt, hạn thành 28/11/2026"),       # 1
    ("complaint.acceptance", "6/7/2026", {}, "Thứ Tư 15/07/2026", "10 ngày, đến 16/07/2026"),                  # 2
    ("complaint.acceptance", "06-11-2026", {}, "Thứ Hai 16/11/2026", "7 ngày làm việc, đến 17/11/2026"),       # 3
    ("complaint.effect", "2/11/2026", {}, "Có hiệu lực từ Thứ Năm 03/12/2026", "hết ngày 02/12/2026"),         # 18
    ("complaint.second", "5/11/2026", {}, "Thứ Hai 07/12/2026", "nên xong Thứ Sáu 04/12/2026"),                # 18, the other window
    ("complaint.dialogue-notice", "11/12/2026", {}, "Chậm nhất Chủ nhật 06/12/2026", "nên xong Thứ Sáu 04/12/2026"),   # 30
    ("complaint.resolution-1", "2/3/2026", {"truong_hop": ["remote", "complex"]}, "Thứ Hai 04/05/2026", "29/04/2026"),  # 9
    ("complaint.limitation", "10/3/2026", {"dung": [("1/4/2026", "21/4/2026")]}, "Thứ Hai 29/06/2026", "cộng 20 ngày"),  # 13
    ("denunciation.resolution", "15/6/2026", {"truong_hop": "especially-complex", "gia_han": "2"}, "Thứ Hai 14/09/2026", "Gia hạn 2 lần"),  # 22
    ("denunciation.transfer", "19/08/2026", {}, "Thứ Ba 25/08/2026", "22/08"),                                 # 21
    ("reception.reply", "hôm nay", {}, "Thứ Ba 01/12/2026", "24/11"),
])
def test_the_examples_of_the_law_file(
    asked: FlaskClient, rule: str, day: str, more: dict[str, Any], said: str, also: str,
) -> None:
    answer = put(asked, rule, day, **more)
    assert answer.status_code == 200
    assert value(answer.text).casefold() == said.casefold()
    assert also.casefold() in unescape(answer.text).casefold()
    assert 'class="tally"' in answer.text


@pytest.mark.parametrize(("rule", "day", "more", "field", "said"), [
    ("", "12/11/2026", {}, "rule", "Chọn thời hạn cần tính."),
    ("no.such", "12/11/2026", {}, "rule", "Chọn một trong các mục có sẵn."),
    ("reception.reply", "", {}, "day", "Ghi ngày bắt đầu, ví dụ 16/11/2026."),
    ("reception.reply", "31/09/2026", {}, "day", "Tháng 9 chỉ có 30 ngày, không có ngày 31."),
    ("reception.reply", "ngày nọ", {}, "day", "Không đọc được ngày"),
    ("reception.reply", "01/06/2014", {}, "day", "có hiệu lực từ 01/07/2014, sau ngày bắt đầu"),
    ("complaint.send-suspension", "30/06/2026", {}, "day", "có hiệu lực từ 01/07/2026"),
    ("reception.reply", "01/01/2041", {}, "day", "Chưa có lịch ngày nghỉ năm 2041"),
    ("reception.reply", "12/11/2026", {"truong_hop": "complex"}, "options", "không có trường hợp “vụ việc phức tạp”"),
    ("complaint.resolution-1", "12/11/2026", {"truong_hop": ["complex", "dismissal"]}, "options", "“kỷ luật buộc thôi việc”"),
    ("complaint.resolution-1", "12/11/2026", {"truong_hop": "nonsense"}, "options", "Chọn trong các mục có sẵn."),
    ("complaint.resolution-1", "12/11/2026", {"gia_han": "1"}, "extensions", "Quy tắc này không cho gia hạn."),
    ("denunciation.resolution", "12/11/2026", {"gia_han": "3", "truong_hop": "complex"}, "extensions", "Chỉ được gia hạn 1 lần"),
    ("reception.reply", "12/11/2026", {"gia_han": "một"}, "extensions", "Chỉ ghi chữ số"),
    ("complaint.resolution-1", "5/10/2026", {"dung": [("20/10/2026", "")]}, "pauses-0-until", "Ghi cả hai ngày"),
    ("complaint.resolution-1", "5/10/2026", {"dung": [("", "20/10/2026")]}, "pauses-0-first", "Ghi cả hai ngày"),
    ("complaint.resolution-1", "5/10/2026", {"dung": [("20/10/2026", "40/10/2026")]}, "pauses-0-until", "Không có ngày 40"),
    ("complaint.resolution-1", "5/10/2026", {"dung": [("", ""), ("20/10/2026", "19/10/2026")]}, "pauses-1-until", "20/10/2026"),
    ("complaint.dialogue-notice", "11/12/2026", {"dung": [("1/12/2026", "3/12/2026")]}, "pauses-0-until", "không có khoảng dừng"),
    ("complaint.resolution-1", "1/10/2040", {"dung": [("5/10/2040", "25/11/2040"), ("26/11/2040", "20/12/2040")]}, "pauses-1-until", "2041"),
])
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    asked: FlaskClient, rule: str, day: str, more: dict[str, Any], field: str, said: str,
) -> None:
    answer = put(asked, rule, day, **more)
    page = unescape(answer.text)
    assert answer.status_code == 422
    assert "Chưa tính được: 1 chỗ cần sửa" in page
    names = {"rule": "quy-tac", "day": "ngay", "options": "truong-hop", "extensions": "gia-han", "pauses-0-until": "dung-0-den",
             "pauses-0-first": "dung-0-tu", "pauses-1-until": "dung-1-den"}
    found = re.search(rf'id="{names[field]}-error">.*?<span>(.*?)</span>', page)
    assert found, page
    assert said in found[1]
    assert 'class="tally"' not in page
    for number, pair in enumerate(more.get("dung", ())):
        for name, text in zip(("tu", "den"), pair, strict=True):
            assert f'name="dung-{number}-{name}"' in page
            assert f'value="{text}"' in page
    if day:
        assert f'value="{day}"' in page
    if rule in RULES:
        assert f'<option value="{rule}" selected>' in page


def test_a_blank_page_asks_and_offers_only_rules(asked: FlaskClient) -> None:
    page = asked.get(ASK).text
    assert re.findall(r'<option value="([^"]+)"', page) != []
    assert sorted(re.findall(r'<option value="([^"]+)"', page)) == sorted(RULES)
    assert page.count("<optgroup") >= 8
    assert 'value="16/11/2026"' in page
    assert 'role="alert"' not in page
    chosen = asked.get(ASK, query_string={"quy-tac": "complaint.resolution-1"}).text
    assert '<option value="complaint.resolution-1" selected>' in chosen
    assert 'class="tally"' not in chosen
    assert '<option value="nonsense"' not in asked.get(ASK, query_string={"quy-tac": "nonsense"}).text


def test_a_line_more_without_any_script(asked: FlaskClient) -> None:
    first = asked.get(ASK).text
    assert first.count('class="pause"') == 2
    more = put(asked, "complaint.resolution-1", "5/10/2026", dung=[("20/10/2026", "3/11/2026"), ("", "")], them="1").text
    assert more.count('class="pause"') == 3
    assert 'value="20/10/2026"' in more
    assert '<details class="ask-more" open>' in more
    assert 'role="alert"' not in more
    full = put(asked, "complaint.resolution-1", "5/10/2026", dung=[("", "")] * 20, them="1")
    assert full.status_code == 200
    assert full.text.count('class="pause"') == 12
    assert 'name="them"' not in full.text


def test_the_address_of_a_question_can_be_kept(asked: FlaskClient) -> None:
    page = put(asked, "complaint.resolution-1", "5 tháng 10 năm 2026", dung=[("20/10/2026", "3/11/2026"), ("", "")],
               truong_hop=["complex"]).text
    kept = re.search(r'href="(/phap-luat/tinh-han\?[^"]+)">[^<]*Đường dẫn', page)
    assert kept
    address = unescape(kept[1])
    assert address == ("/phap-luat/tinh-han?quy-tac=complaint.resolution-1&ngay=2026-10-05&truong-hop=complex"
                       "&dung-0-tu=2026-10-20&dung-0-den=2026-11-03")
    assert value(asked.get(address).text) == value(page) == "Thứ Năm 03/12/2026"


LINES = (
    {"rule": "reception.reply", "from": "2026-11-12"},
    {"rule": "complaint.resolution-1", "from": "2026-10-05", "options": ["complex"], "pauses": [["2026-10-20", "2026-11-03"]]},
    {"rule": "denunciation.resolution", "from": "2026-06-15", "options": ["especially-complex"], "extensions": 2},
    {"rule": "complaint.effect", "from": "2026-11-02"},
    {"rule": "reception.reply", "from": "2014-06-01"},
    {"rule": "reception.reply", "from": "2026-11-12", "options": ["complex"]},
)


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['rule']} {line['from']}")
def test_json_is_the_commands_own_answer(app: Flask, asked: FlaskClient, line: dict[str, Any]) -> None:
    answer = put(asked, line["rule"], line["from"], dang="json", truong_hop=line.get("options", []),
                 gia_han=line.get("extensions", ""), dung=line.get("pauses", ()))
    assert answer.mimetype == "application/json"
    with app.app_context():
        calendar = office_calendar()
    assert answer.text == answering(calendar)(json.dumps(line))
    assert answer.status_code == (422 if "error" in answer.json else 200)


def test_json_of_no_question_says_what_is_missing(asked: FlaskClient) -> None:
    answer = asked.get(ASK, query_string={"dang": "json"})
    assert answer.status_code == 422
    assert "quy-tac" in answer.json["error"]
    unread = put(asked, "reception.reply", "31/09/2026", dang="json")
    assert unread.json == {"error": "Tháng 9 chỉ có 30 ngày, không có ngày 31."}


def test_paper(asked: FlaskClient) -> None:
    page = put(asked, "complaint.resolution-1", "5/10/2026", f"{ASK}/in", dung=[("20/10/2026", "3/11/2026")]).text
    assert "<b>Thứ Tư 18/11/2026</b>" in page
    assert "dừng 14 ngày, từ 20/10 đến hết 02/11" in page
    assert "Điều 28 Luật Khiếu nại" in page
    assert "complaint.resolution-1" in page
    back = put(asked, "complaint.resolution-1", "31/09/2026", f"{ASK}/in", truong_hop=["complex", "remote"])
    assert back.status_code == 302
    again = asked.get(back.location)
    assert again.status_code == 422
    assert again.text.count(" checked") == 2


@pytest.mark.parametrize("code", RULES)
def test_every_rule_answers_or_says_why_not(asked: FlaskClient, code: str) -> None:
    answer = put(asked, code, "16/11/2026")
    unread = [wording.length for wording in RULES[code].in_force(TODAY)]
    readable = any(length is not None for length in unread)
    assert answer.status_code == (200 if readable else 422)
    assert ('class="tally"' in answer.text) is readable
