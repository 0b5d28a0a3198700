"""What is asked once for each: the declaration of every member of a team, the finding of every content."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.each import Declared, contents_of, declared_of, found_of
from caseapp.cases.models import Act
from caseapp.cases.rules import details_of
from caseapp.db import reading
from caseapp.dossiers.models import Entrusted
from caseapp.ledger.models import JournalRow
from caseapp.staff.models import Account
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused
from tests.cases.denouncing import acts, do, make_offices, opened
from tests.cases.test_denunciation_pages import as_account, make, words_of
from tests.office.making import Commune, acting, proof, stored

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier

CONTENTS = "Nhận 20 triệu đồng của hộ ông Bảy\n\n  Xác nhận sai nguồn gốc thửa 12  \n"


@pytest.fixture
def commune(any_app: Flask) -> Iterator[Commune]:
    """A commune below its province on each database."""
    with any_app.app_context():
        yield make_offices()[1]


def accepted(commune: Commune, **more: Any) -> Dossier:
    case = opened(commune, **more)
    do(commune, case, "check-conditions")
    do(commune, case, "accept", summary=CONTENTS)
    return case


def key_of(commune: Commune, name: str) -> str:
    return str(reading().execute(sa.select(Account.public_id).where(Account.id == commune.accounts[name])).scalar_one())


def word(commune: Commune, name: str, says: str = "none") -> dict[str, str]:
    return {"who": key_of(commune, name), "says": says, "on": "2026-11-16", "paper": f"Bản cam kết của {name}"}


def team(commune: Commune, case: Dossier, *words: dict[str, str]) -> None:
    do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]],
       no_interest=list(words))


def declared(case: Dossier) -> list[tuple[str, str]]:
    import json

    rows = reading().execute(sa.select(JournalRow.body).where(
        JournalRow.dossier_id == case.id, JournalRow.act == "denunciation.declare", JournalRow.sealed)).scalars()
    return [(facts["who"], facts["on"]) for facts in (json.loads(row)["facts"] for row in rows)]


def entrusted(case: Dossier) -> set[int]:
    return set(reading().execute(sa.select(Entrusted.account_id).where(Entrusted.dossier_id == case.id)).scalars())


# ---- the words themselves --------------------------------------------------------------------------------------------


def test_contents_are_the_lines_that_were_accepted_last() -> None:
    assert contents_of([("accept", {"summary": CONTENTS})]) == (
        "Nhận 20 triệu đồng của hộ ông Bảy", "Xác nhận sai nguồn gốc thửa 12")
    assert contents_of([("decline", {"summary": "x"})], "Cả vụ việc") == ("Cả vụ việc",)


def test_a_single_word_stands_for_each() -> None:
    assert [one.who for one in declared_of("none", ["a", "b"], "2026-11-16", "1/QĐ")] == ["a", "b"]
    assert [(one.finding, one.why) for one in found_of("right", ("x", "y"), "vì")] == [("right", "vì")] * 2
    assert declared_of(None, ["a"], "", "") == found_of(None, ("x",)) == ()
    assert Declared("a", "all", "", "").free
    assert not Declared("a", "some", "", "").free


# ---- the team --------------------------------------------------------------------------------------------------------


def test_every_member_has_a_declaration_of_his_own(commune: Commune) -> None:
    case = accepted(commune)
    for words in ([], [word(commune, "handler")], [word(commune, "handler"), word(commune, "clerk")]):
        with pytest.raises((Refused, Refusal), match="cam kết"):
            team(commune, case, *words)
        assert entrusted(case) == set()
    for says in ("accused", "denouncer"):
        with pytest.raises(Refused, match="cam kết"):
            team(commune, case, word(commune, "handler"), word(commune, "second", says))
    team(commune, case, word(commune, "handler"), word(commune, "second"))
    assert declared(case) == [(key_of(commune, one), "2026-11-16") for one in ("handler", "second")]
    assert entrusted(case) == {commune.accounts["handler"], commune.accounts["second"]}
    assert proof() == []


def test_whoever_joins_later_declares_first(commune: Commune) -> None:
    case = accepted(commune)
    team(commune, case, word(commune, "handler"), word(commune, "second"))
    clerk, handler = commune.accounts["clerk"], commune.accounts["handler"]
    with pytest.raises(Refusal, match="chưa có bản cam kết") as missing:
        assign(GivenTeam(handler, [clerk], "thêm người"), acting(commune, case, "supervisor"))
    assert missing.value.field == "no_interest"
    tied = Declared(**word(commune, "clerk", "accused"))
    with pytest.raises(Refusal, match="Điều 10"):
        assign(GivenTeam(handler, [clerk], "thêm người", [tied]), acting(commune, case, "supervisor"))
    assert clerk not in entrusted(case)
    assign(GivenTeam(handler, [clerk], "thêm người", [Declared(**word(commune, "clerk"))]), acting(commune, case, "supervisor"))
    assert entrusted(case) == {handler, clerk}
    assign(GivenTeam(handler, [commune.accounts["second"]], "đổi lại"), acting(commune, case, "supervisor"))
    assert len(declared(case)) == 3
    assert proof() == []


def test_before_there_is_a_team_a_handler_needs_none(commune: Commune) -> None:
    case = accepted(commune)
    assign(GivenTeam(commune.accounts["handler"], (), ""), acting(commune, case, "supervisor"))
    assert entrusted(case) == {commune.accounts["handler"]}
    beside = GivenTeam(commune.accounts["handler"], [commune.accounts["second"]], "")
    with pytest.raises(Refusal, match="chưa có bản cam kết"):      # whoever verifies beside him needs one all the same
        assign(beside, acting(commune, case, "supervisor"))
    assign(replace(beside, declared=[Declared(**word(commune, "second"))]), acting(commune, case, "supervisor"))
    assert entrusted(case) == {commune.accounts["handler"], commune.accounts["second"]}


# ---- the contents ----------------------------------------------------------------------------------------------------


def found(*findings: str, why: str = "Theo biên bản") -> list[dict[str, str]]:
    return [{"finding": one, "why": why} for one in findings]


@pytest.mark.parametrize(("findings", "article"), [
    ([], "chưa ghi kết luận"), (found("right"), "chưa ghi kết luận"), (found("right", "wrong", "wrong"), "chưa ghi kết luận"),
    (found("right", ""), "chưa ghi kết luận"), (found("right", "wrong", why=""), "chưa ghi kết luận"),
    (found("right", "dropped"), "rút một phần"), ("dropped", "rút một phần"),
])
def test_a_conclusion_says_something_of_each_content(commune: Commune, findings: Any, article: str) -> None:
    case = accepted(commune)
    do(commune, case, "short-way")
    with pytest.raises(Refused, match=article) as refused:
        do(commune, case, "conclude", findings=findings)
    assert refused.value.reason.citation is not None  # type: ignore[attr-defined]
    assert acts(case.id)[-1] == "short-way"
    assert stored(case.id).state == "reported"


def test_each_content_goes_from_report_to_conclusion(commune: Commune) -> None:
    case = accepted(commune)
    team(commune, case, word(commune, "handler"), word(commune, "second"))
    with pytest.raises(Refused, match="kết quả xác minh"):
        do(commune, case, "report", "handler", findings=found("right"))
    do(commune, case, "report", "handler", findings=found("right", "unproven"))
    do(commune, case, "withdraw", "handler", withdrawn_part="part")
    do(commune, case, "conclude", findings=found("partly", "dropped"))
    last = reading().execute(sa.select(Act.__table__).where(Act.dossier_id == case.id, Act.code == "conclude")).one()
    assert [one["finding"] for one in details_of(last)["findings"]] == ["partly", "dropped"]
    journaled = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "denunciation.conclude")).scalar_one()
    assert "Theo biên bản" not in journaled
    assert proof() == []


# ---- pages -----------------------------------------------------------------------------------------------------------


def fields_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input[^>]*name="(csrf_token|form_key|version|draft)"[^>]*value="([^"]*)"', page))


def opened_form(client: FlaskClient, case: Dossier, act: str) -> tuple[str, dict[str, str]]:
    url = f"/vu-viec/{case.public_id}/viec/{act}"
    page = client.get(url)
    assert page.status_code == 200, words_of(page.text)
    return page.text, {**fields_of(page.text), "happened_on": "16/11/2026"}


def test_the_forms_ask_each_and_the_page_and_print_show_it(app: Flask) -> None:
    commune = make(app)
    with app.app_context():
        case = accepted(commune)
        keys = {name: key_of(commune, name) for name in ("handler", "second", "clerk", "supervisor")}
    head = as_account(app, commune, "supervisor")
    page, told = opened_form(head, case, "assign-team")
    assert page.count("Bản cam kết") >= 3
    told |= {"document": "9/QĐ-UBND", "signer": keys["supervisor"], "handler": keys["handler"],
             "verifiers": keys["second"], "stripped": "yes"}
    url = f"/vu-viec/{case.public_id}/viec/assign-team"
    rows = {f"no_interest-{keys[one]}-{name}": value for one in ("handler", "second")
            for name, value in (("says", "none"), ("on", "16/11/2026"), ("paper", f"Bản cam kết {one}"))}
    tied = {**rows, f"no_interest-{keys['second']}-says": "accused"}
    for given, words in (({}, "còn thiếu hoặc chưa đúng"), (tied, "Chọn người khác"),
                         ({**rows, f"no_interest-{keys['second']}-on": "31/12/2030"}, "chưa đến")):
        refused = head.post(url, data={**told, **given})
        assert refused.status_code == 422, words_of(refused.text)
        assert words in words_of(refused.text)
    done = head.post(url, data={**told, **rows})
    assert done.status_code == 303, words_of(done.text)
    shown = words_of(head.get(f"/vu-viec/{case.public_id}").text)
    assert "Bản cam kết second" in shown

    handler = as_account(app, commune, "handler")
    page, told = opened_form(handler, case, "report")
    assert "1. Nhận 20 triệu đồng" in page
    assert "2. Xác nhận sai nguồn gốc" in page
    url = f"/vu-viec/{case.public_id}/viec/report"
    told |= {"summary": "Nhận định", "findings-1-finding": "right", "findings-1-why": "Có giấy biên nhận"}
    refused = handler.post(url, data=told)
    assert refused.status_code == 422
    assert "Xác nhận sai nguồn gốc thửa 12" in refused.text
    done = handler.post(url, data={**told, "findings-2-finding": "unproven", "findings-2-why": "Hồ sơ lưu đã mất"})
    assert done.status_code == 303, words_of(done.text)

    drafted = as_account(app, commune, "handler")
    _page, told = opened_form(drafted, case, "conclude")
    done = drafted.post(f"/vu-viec/{case.public_id}/viec/conclude", data={
        **told, "content_finding": "partly", "summary": "Kiến nghị", "findings-1-finding": "right",
        "findings-1-why": "Có giấy", "findings-2-finding": "wrong", "findings-2-why": "Hồ sơ rõ"})
    assert done.status_code == 303, words_of(done.text)
    waiting = re.search(r'href="(/vu-viec/[^"]+/de-xuat/[^"]+)"', head.get(f"/vu-viec/{case.public_id}").text)
    assert waiting
    proposed = words_of(head.get(waiting[1]).text)
    assert "2. Xác nhận sai nguồn gốc thửa 12: Tố cáo sai, Hồ sơ rõ" in proposed
    page = head.get(f"/vu-viec/{case.public_id}/viec/conclude?de-xuat={waiting[1].rpartition('/')[2]}").text
    assert "Hồ sơ rõ" in page

    page, _told = opened_form(head, case, "conclude")
    assert "Hồ sơ lưu đã mất" in page      # the conclusion begins with what was verified
    for address in (f"/vu-viec/{case.public_id}", f"/vu-viec/{case.public_id}/in"):
        told_there = words_of(head.get(address).text)
        assert "Xác minh: Chưa đủ căn cứ kết luận" in told_there
        assert "Có giấy biên nhận" in told_there


def test_the_page_of_assigning_asks_only_who_joins(app: Flask) -> None:
    commune = make(app)
    with app.app_context():
        case = accepted(commune)
        team(commune, case, word(commune, "handler"), word(commune, "second"))
        keys = {name: key_of(commune, name) for name in ("handler", "second", "clerk")}
    head = as_account(app, commune, "supervisor")
    url = f"/vu-viec/{case.public_id}/phan-cong"
    page = head.get(url).text
    assert f"no_interest-{keys['clerk']}-says" in page
    assert f"no_interest-{keys['second']}-says" not in page
    told = {**fields_of(page), "handler": keys["handler"], "team": [keys["clerk"]], "reason": "thêm người"}
    refused = head.post(url, data=told)
    assert refused.status_code == 422
    row = {f"no_interest-{keys['clerk']}-{name}": value for name, value in (
        ("says", "none"), ("on", "16/11/2026"), ("paper", "Bản 3"))}
    assert head.post(url, data={**told, **row}).status_code == 303
    assert head.post(url, data={**fields_of(head.get(url).text), "handler": keys["handler"], "team": [keys["second"]],
                                "reason": "đổi lại"}).status_code == 303


def test_the_day_of_an_old_answer_still_counts(app: Flask) -> None:
    """What was recorded before each member had a line: one answer for all stays true of those the act named."""
    with app.app_context():
        commune = make_offices()[1]
        case = accepted(commune)
        do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]], no_interest="all")
        assign(GivenTeam(commune.accounts["second"], [commune.accounts["handler"]], "đổi"), acting(commune, case, "supervisor"))
        assert proof() == []
        assert stored(case.id).opened_on == date(2026, 11, 16)
