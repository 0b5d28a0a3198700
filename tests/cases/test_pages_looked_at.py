"""What the pages of denunciations and their kin say and offer, state by state, as somebody found them who looked at all of them."""

from __future__ import annotations

import html
import re
from datetime import date
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.kinds.continued import CONTINUED, EXPLAINED
from caseapp.cases.kinds.continued import RECEIVED as REVIEWED_FIRST
from caseapp.cases.kinds.denunciation import DENUNCIATION
from caseapp.cases.kinds.denunciation_states import VERIFYING
from caseapp.cases.kinds.feedback import ANSWERED, ASSIGNED, FEEDBACK, RECEIVED, REPLIED, TRANSFERRED, URGED
from caseapp.cases.leading import leading
from caseapp.cases.models import Act
from caseapp.cases.rules import DONE
from caseapp.cases.views.steps import Standing, next_step
from caseapp.db import reading
from caseapp.law.denunciations import CONTINUED as REVIEW
from caseapp.law.denunciations import RESOLUTION
from caseapp.law.petitions import CLASSIFY
from caseapp.web.language import COOKIE
from tests.cases.denouncing import accepted, case_row, do, make_offices, opened
from tests.cases.test_denunciation_pages import as_account
from tests.cases.views.reading import main_of

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier
    from tests.office.making import Commune

LATER = date(2026, 11, 2)
WITHDRAWN = {"withdrawn": True, "ending_ground": None, "expertise_out": False, "running": frozenset(), "extensions": 0, "past_limit": False}


@pytest.fixture
def commune(app: Flask) -> Commune:
    """The commune below the province, with a custodian."""
    with app.app_context():
        return make_offices()[1]


def page(client: FlaskClient, case: Dossier, more: str = "") -> str:
    answer = client.get(f"/vu-viec/{case.public_id}{more}")
    assert answer.status_code == 200
    return html.unescape(main_of(answer.text))


def cells(text: str) -> list[tuple[str, str]]:
    """(name, state) of each limit in the bar."""
    found = re.findall(r'clock-name">([^<]*)</span>\s*<b class="clock-state">(.*?)</b>', text, re.DOTALL)
    return [(name, re.sub(r"<[^>]+>", "", state).strip()) for name, state in found]


def buttons(text: str) -> list[str]:
    """The buttons of the block of the next act, the primary one first."""
    block = re.search(r'<section class="next".*?</section>', text, re.DOTALL)
    return re.findall(r'class="btn btn-(?:primary|outline)"[^>]*>([^<]*)<', block[0]) if block else []


# ---- which act leads on ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("state", "duty", "act"), [
    (RECEIVED, CLASSIFY.code, "assign"), (ASSIGNED, CLASSIFY.code, "answer"), (ANSWERED, "", "close"),
    (TRANSFERRED, "", "record-reply"), (URGED, "", "record-reply"), (REPLIED, "", "close"),
])
def test_feedback_is_given_to_somebody_answered_and_filed(state: Any, duty: str, act: str) -> None:
    found = leading(FEEDBACK, state, {"transferred": False, DONE: frozenset()}, duty)
    assert found.act is not None
    assert found.act.code == act


def test_no_button_says_what_comes_of_a_review() -> None:
    first = leading(CONTINUED, REVIEWED_FIRST, {DONE: frozenset()}, REVIEW.code)
    assert first.act is not None
    assert first.act.code == "review-file"
    after = leading(CONTINUED, REVIEWED_FIRST, {DONE: frozenset({"review-file"})}, REVIEW.code)
    assert (after.act, after.barred) == (None, None)


def test_leaving_it_and_taking_it_over_stand_as_equals(app: Flask) -> None:
    case = SimpleNamespace(kind=CONTINUED.code, state=EXPLAINED.code, public_id="x", closed_on=None, awaits=EXPLAINED.awaits,
                           handler=None, handler_id=None, resolver=None, sealed=True)
    between = leading(CONTINUED, EXPLAINED, {DONE: frozenset()}).between
    assert [one.code for one in between] == ["leave", "seize"]
    with app.test_request_context():
        step = next_step(Standing(case, (), (), None, {DONE: frozenset()}), frozenset({"supervisor"}))
    assert (step.primary, [one.code for one in step.outlined]) == (None, ["leave", "seize"])
    assert step.act == "Để người giải quyết tiếp tục hoặc lấy hồ sơ để giải quyết"


def test_of_a_withdrawn_denunciation_both_ways_on_are_known() -> None:
    found = leading(DENUNCIATION, VERIFYING, WITHDRAWN | {DONE: frozenset()}, RESOLUTION.code)
    assert found.other is not None
    assert found.other.code == "go-on"


# ---- the bar, the buttons --------------------------------------------------------------------------------------------


def test_the_bar_shows_no_limit_that_will_not_begin(app: Flask, commune: Commune) -> None:
    with app.app_context():
        declined = opened(commune, received=LATER)
        do(commune, declined, "decline")
        on_its_way = accepted(commune, received=LATER, envelope="27")
    client = as_account(app, commune, "supervisor")
    assert [name for name, _state in cells(page(client, declined))] == ["Xử lý ban đầu"]
    shown = cells(page(client, on_its_way))
    assert "Chuyển tố cáo" not in dict(shown), "it was accepted"
    assert ("Gửi kết luận", "Chưa bắt đầu") in shown


def test_where_the_custodian_is_awaited_the_head_is_offered_what_is_his(app: Flask, commune: Commune) -> None:
    with app.app_context():
        case = accepted(commune, received=LATER)
        do(commune, case, "tell-accused")
        do(commune, case, "tell-acceptance", "custodian", new_envelope="91")
        do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]])
        do(commune, case, "suspend")
    assert buttons(page(as_account(app, commune, "supervisor"), case)) == ["Gửi quyết định cho người bị tố cáo"]


def test_nothing_that_cancels_a_number_stands_beside_what_leads_on(app: Flask, commune: Commune) -> None:
    with app.app_context():
        case = opened(commune, "information", envelope="")
    text = page(as_account(app, commune, "supervisor"), case)
    assert buttons(text) == ["Xem xét thông tin"]
    assert "<b>Mở vụ việc</b>" in text, "no limit of acceptance is counted"


def test_a_page_says_for_whom_it_waits(app: Flask, commune: Commune) -> None:
    with app.app_context():
        case = opened(commune, identity="unknown")
    text = page(as_account(app, commune, "supervisor"), case)
    assert "Việc này chờ công chức tiếp công dân hoặc người giữ phong bì." in text


# ---- forms and papers ------------------------------------------------------------------------------------------------


def test_a_hint_and_its_place_in_the_law_stand_both_at_the_field(app: Flask, commune: Commune) -> None:
    with app.app_context():
        case = opened(commune)
    client = as_account(app, commune, "supervisor")
    assert "Đủ điều kiện thì để trống. · Khoản 1 Điều 29 Luật Tố cáo" in page(client, case, "/viec/check-conditions")
    assert "cất vào phong bì" in page(client, case, "/viec/withdraw")


def test_a_sealed_case_is_corrected_in_its_own_words(app: Flask, commune: Commune) -> None:
    with app.app_context():
        case = opened(commune)
    client = as_account(app, commune, "supervisor")
    form = page(client, case, "/sua")
    for words in ("Người bị tố cáo", "Nội dung tố cáo", "Không ghi gì làm lộ người tố cáo."):
        assert words in form
    assert not re.search(r"[Kk]hiếu nại|người đại diện|Số người", form)
    sent = {name: value for tag in re.findall(r"<input[^>]*>", form)
            if (name := _part(tag, "name")) and (value := _part(tag, "value")) is not None}
    with app.app_context():
        before = case_row(case.id)
    answer = client.post(f"/vu-viec/{case.public_id}/sua", data={
        **sent, "respondent": "Lâm Văn Tường", "content": before.content})
    assert answer.status_code == 303, answer.text
    with app.app_context():
        after = case_row(case.id)
    assert after.respondent == "Lâm Văn Tường"
    assert (after.people_count, after.contested, after.demand) == (before.people_count, before.contested, before.demand)


def _part(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else None


@pytest.mark.parametrize(("acts", "title", "said"), [
    (("suspend",), "THÔNG BÁO VIỆC TẠM ĐÌNH CHỈ GIẢI QUYẾT TỐ CÁO", "thông báo việc tạm đình chỉ giải quyết."),
    (("report", "conclude"), "THÔNG BÁO KẾT LUẬN NỘI DUNG TỐ CÁO", "Kết luận: tố cáo đúng."),
])
def test_a_letter_is_vietnamese_whoever_prints_it(app: Flask, commune: Commune, acts: tuple[str, ...], title: str, said: str) -> None:
    with app.app_context():
        case = accepted(commune, received=LATER)
        do(commune, case, "tell-accused")
        do(commune, case, "tell-acceptance", "custodian", new_envelope="91")
        do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]])
        for code in acts:
            do(commune, case, code)
        act = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id, Act.code == acts[-1])).scalar_one()
    client = as_account(app, commune, "custodian")
    papers = []
    for language in ("vi", "en"):
        client.set_cookie(COOKIE, language)
        sheet = html.unescape(client.get(f"/vu-viec/{case.public_id}/thu/{act}/in").text).partition("<main")[2]
        papers.append(" ".join(re.sub(r"<[^>]+>", " ", sheet).split()))
    assert papers[0] == papers[1]
    assert title in papers[0]
    assert said in papers[0]
