"""A mediation logbook that comes in: every row a dispute of its hamlet or a named problem, each once."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.db import reading
from caseapp.exchange import storing_mediations
from caseapp.exchange.commands import BATCH, bring_in
from caseapp.exchange.planning import Fate, plan_book
from caseapp.exchange.shelves import MEDIATIONS
from caseapp.mediation.queries.due import Problem, unpaid
from tests.exchange import importing, mediation_books
from tests.exchange.importing import at_work, rows, sizes
from tests.exchange.mediation_books import dispute
from tests.exchange.mediation_office import TeamPlace, bring, make_teams, stored

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.exchange.mediation_book import MediationBook
    from caseapp.exchange.planning import Plan
    from tests.office.clock import Clock

NAMED = {  # rows of the data set's book that a person must mend before they can come in
    ("Tổ Thôn 3", 11): "CONTENT_MISSING", ("Tổ Thôn Hòa Bình", 11): "DATE_MAYBE_SWAPPED",
    ("Tổ Thôn Hòa Bình", 15): "DATE_MISSING", ("Tổ Thôn Hòa Bình", 19): "DATE_TWO_VALUES",
    ("Tổ Thôn Hòa Bình", 23): "PARTY_MISSING", ("Tổ Buôn Kla", 17): "DATE_INVALID",
}  # fmt: skip
MADE, BARRED = 54, len(NAMED)
TEAM = {"Thôn 7": ["Phùng Gia Bảo", "Cấn Thị Xoan"]}


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def bring_rows(app: Flask, *written: list[Any], people: dict[str, list[str]] | None = None) -> Plan:
    return bring(app, make_teams(app, TEAM if people is None else people), mediation_books.read_rows(*written))


def bring_one(app: Flask, people: dict[str, list[str]] | None = None, **cells: Any) -> dict[str, Any]:
    """What becomes of one row."""
    assert fates(bring_rows(app, dispute(**cells), people=people)) == {Fate.MADE: 1}
    (found,) = stored(app)
    assert importing.faults(app) == []
    return found


def fates(plan: Plan) -> dict[Fate, int]:
    return {fate: plan.count(fate) for fate in Fate if plan.count(fate)}


def codes(plan: Plan) -> list[set[str]]:
    return [{found.code for found in step.problems} for step in plan.steps]


# ---- the book of the data set ----------------------------------------------------------------------------------------


def test_every_row_becomes_a_dispute_of_its_hamlet_or_a_named_problem(any_app: Flask, mediations: MediationBook) -> None:
    place = make_teams(any_app)
    plan = bring(any_app, place, mediations)
    assert fates(plan) == {Fate.MADE: MADE, Fate.BARRED: BARRED}
    barred = {(step.row.sheet, step.row.row): step for step in plan.steps if step.fate is Fate.BARRED}
    assert {at: code for at, code in NAMED.items() if code in {one.code for one in barred[at].problems}} == NAMED
    assert all(step.dossier_id is None for step in barred.values())
    found = rows(any_app, "SELECT unit_id, register, count(*), min(no), max(no) FROM dossier GROUP BY 1, 2 ORDER BY 1")
    assert found == [(place.hamlets[name], "HG", count, 1, count) for name, count in (
        ("Thôn 3", 14), ("Thôn Hòa Bình", 11), ("Buôn Kla", 14), ("Thôn 5", 15))]
    assert importing.faults(any_app) == []
    before = sizes(any_app)
    assert fates(bring(any_app, place, mediations)) == {Fate.THERE: MADE, Fate.BARRED: BARRED}
    assert sizes(any_app) == before


def test_an_interrupted_import_goes_on(
    any_app: Flask, mediations: MediationBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real, seen = make_teams(any_app), storing_mediations.put_down, []

    def breaks(*args: Any, **more: Any) -> Any:
        seen.append(args)
        if len(seen) == BATCH + 7:
            raise Killed
        return real(*args, **more)

    with monkeypatch.context() as patched:
        patched.setattr(storing_mediations, "put_down", breaks)
        with pytest.raises(Killed):
            bring(any_app, place, mediations)
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(BATCH,)]
    assert importing.faults(any_app) == []
    assert fates(bring(any_app, place, mediations)) == {
        Fate.THERE: BATCH, Fate.MADE: MADE - BATCH, Fate.BARRED: BARRED,
    }
    assert importing.faults(any_app) == []


def test_a_look_writes_nothing_and_needs_no_office(app: Flask, mediations: MediationBook) -> None:
    place = make_teams(app)
    before = sizes(app)
    with at_work(app, place) as how:
        ready = {Fate.READY: MADE, Fate.BARRED: BARRED}
        assert fates(plan_book(mediations, MEDIATIONS, how, how.calendar)) == ready
        assert fates(plan_book(mediations, MEDIATIONS, None, how.calendar)) == ready
    assert sizes(app) == before


def test_teams_of_one_batch_wait_for_each_other_in_one_order(
    app: Flask, mediations: MediationBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseapp.exchange import commands

    place, locked, real = make_teams(app), [], commands.lock_chain
    monkeypatch.setattr(commands, "lock_chain", lambda session, unit: (locked.append(unit), real(session, unit))[1])
    with at_work(app, place) as how:
        bring_in(mediations, MEDIATIONS, how)
    batches, here = [], []
    for unit in locked:
        if unit == place.unit_id and here:
            batches.append(here)
            here = []
        here.append(unit)
    assert [*batches, here] == [sorted(one) for one in [*batches, here]]
    assert len(batches) == 2


# ---- what a dispute out of a book holds ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "state", "outcome", "closed"),
    [
        ({}, "kept", "settled", "2026-07-02"),
        ({"success": "", "failure": "x", "agreement": "Mỗi bên giữ ý kiến."}, "failed", "failed", "2026-07-02"),
        ({"success": "", "note": "Đang hòa giải"}, "under-way", None, None),
        ({"success": ""}, "under-way", None, None),
        ({"failure": "x"}, "under-way", None, None),
    ],
)
def test_a_dispute_stands_where_the_book_says(
    app: Flask, cells: dict[str, Any], state: str, outcome: str | None, closed: str | None
) -> None:
    found = bring_one(app, **cells)
    assert (found["state"], found["opening"], found["outcome"]) == (state, state, outcome)
    assert (found["closed_on"], found["ended_on"]) == (closed, None)  # the form has no day of the end: none is made up
    assert found["ended_by"] == ("agreed" if outcome == "settled" else "")
    assert (found["received_on"], found["filed_on"]) == ("2026-07-02", "2026-07-02")
    assert (found["scope"], found["matter"]) == ("civil", "")
    assert rows(app, "SELECT count(*) FROM clock") == rows(app, "SELECT count(*) FROM case_act") == [(0,)]
    ((body,),) = rows(app, "SELECT body FROM journal WHERE act = 'mediation.open'")
    told = json.loads(body)["facts"]
    assert (told["late"], told["state"], told["book_row"], len(told["come"])) == (False, state, 5, 2)


def test_who_takes_part_is_kept(app: Flask) -> None:
    found = bring_one(
        app, mediators="Phùng Gia Bảo, Cấn Thị Xoan; mời ông Y Wik Êban", note="Hòa giải tại nhà văn hóa",
        parties="Bên A: Bùi Thị Hạnh, 40 tuổi, Thôn 7, xã Ea Hning\nBên B: Tạ Quang Huynh\nLiên quan: Tạ Thị Lụa, 20 tuổi")
    assert found["persons"] == [
        ("Bùi Thị Hạnh", 1986, "Thôn 7, xã Ea Hning", "party-a"), ("Tạ Quang Huynh", None, "", "party-b"),
        ("Tạ Thị Lụa", 2006, "", "related"),
    ]
    assert found["mediators"] == [("Phùng Gia Bảo", 1, "book"), ("Cấn Thị Xoan", 0, "book")]
    assert found["invited"] == ["Y Wik Êban"]
    assert rows(app, "SELECT text FROM case_note") == [("Ghi chú theo sổ: Hòa giải tại nhà văn hóa",)]
    assert found["book_row"] == "Sổ hòa giải 2026, trang “Thôn 7”, dòng 5"
    # The mediator with an account sees it and handles it; the team's unit has the people.
    ((account,),) = rows(app, "SELECT account_id FROM entrusted")
    assert found["handler_id"] == account
    assert {unit for (unit,) in rows(app, "SELECT unit_id FROM person")} == {found["unit_id"]}


def test_whoever_is_no_mediator_of_the_team_is_told_and_not_made_up(app: Flask) -> None:
    found = bring_one(app, mediators="Lò Văn Ún, Cấn Thị Xoan")
    assert found["mediators"] == [("Cấn Thị Xoan", 1, "book")]
    (told,) = found["problems"]
    assert (told["code"], told["field"], told["level"]) == ("MEDIATOR_UNKNOWN", "mediators", "check")
    assert "Lò Văn Ún" in told["message"]


@pytest.mark.parametrize(
    ("known", "mediated", "code"),
    [
        (["Cấn Thị Xoàn"], 1, "MEDIATOR_SPELLED"),
        (["Cấn Thị Xoàn", "Cấn Thị Xoan"], 1, ""),
        (["Cấn Thị Xoan", "Cấn Thị Xoan"], 0, "MEDIATOR_UNKNOWN"),
        (["Cấn Thị Xoàn", "Cấn Thị Xoán"], 0, "MEDIATOR_UNKNOWN"),
    ],
)
def test_names_that_are_nearly_the_same(app: Flask, known: list[str], mediated: int, code: str) -> None:
    found = bring_one(app, {"Thôn 7": known}, mediators="Cấn Thị Xoan")
    assert len(found["mediators"]) == mediated
    assert found["codes"] == ({code} if code else set())
    assert all(name == "Cấn Thị Xoan" for name, _lead, _chosen in found["mediators"]) or code


def test_a_mediator_of_later_is_kept_and_told(app: Flask) -> None:
    place = make_teams(app, TEAM, from_on=date(2026, 8, 1))
    bring(app, place, mediation_books.read_rows(dispute()))
    (found,) = stored(app)
    assert len(found["mediators"]) == 2
    assert [one["code"] for one in found["problems"]] == ["MEDIATOR_NOT_THEN"] * 2


def test_a_row_whose_team_is_not_here_is_barred_and_says_what_to_do(app: Flask) -> None:
    plan = bring_rows(app, dispute(), people={"Thôn 8": ["Phùng Gia Bảo"]})
    assert fates(plan) == {Fate.BARRED: 1}
    assert codes(plan) == [{"TEAM_UNKNOWN"}]
    assert "“Tổ hòa giải Thôn 7”" in plan.steps[0].problems[0].message
    assert "lập tổ này" in plan.steps[0].problems[0].message
    assert sizes(app)["dossier"] == 0


def test_the_teams_of_another_commune_are_nobodys_here(app: Flask) -> None:
    make_teams(app, TEAM)
    elsewhere = importing.make_office(app, "vanthu.b", "XB", roles=["clerk"])
    assert codes(bring(app, elsewhere, mediation_books.read_rows(dispute()))) == [{"TEAM_UNKNOWN"}]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"date": ""}, "DATE_MISSING"),
        ({"content": ""}, "CONTENT_MISSING"),
        ({"parties": "Bùi Thị Hạnh, 40 tuổi, Thôn 7"}, "PARTY_MISSING"),
        ({"content": "Tố cáo trưởng thôn Lò Văn Ún nhận tiền của dân."}, "DENUNCIATION_BARRED"),
    ],
)
def test_a_row_that_cannot_come_in_says_why(app: Flask, cells: dict[str, Any], code: str) -> None:
    plan = bring_rows(app, dispute(**cells))
    assert fates(plan) == {Fate.BARRED: 1}
    assert code in codes(plan)[0]
    assert sizes(app)["dossier"] == sizes(app)["person"] == sizes(app)["book_row"] == 0


def test_of_a_row_that_denounces_nothing_stays(app: Flask) -> None:
    secret = dispute(
        content="Tố cáo trưởng thôn thu tiền. Người tố cáo là Quàng Thị Xuyến.", note="gọi 0773000555",
        parties="Bên A: Quàng Thị Xuyến, 41 tuổi, Thôn Lạ Lùng\nBên B: Lò Văn Ún, 50 tuổi")
    plan = bring_rows(app, secret)
    assert codes(plan) == [{"DENUNCIATION_BARRED"}]
    kept = " ".join(str(row) for name in sizes(app) for row in rows(app, f'SELECT * FROM "{name}"'))
    assert not any(one in kept + repr(plan.steps) for one in ("Xuyến", "0773000555", "Lạ Lùng", "xuyen"))


def test_what_a_person_must_decide_is_told_at_the_dispute(app: Flask) -> None:
    found = bring_one(app, failure="x", content="Khiếu nại quyết định thu hồi đất của UBND xã.")
    assert found["outcome"] is None
    assert found["state"] == "under-way"
    assert {(one["code"], one["level"]) for one in found["problems"]} == {
        ("RESULT_BOTH", "stop"), ("NOT_MEDIABLE", "check")}


def test_what_may_not_be_mediated_is_never_referred_by_itself(app: Flask) -> None:
    found = bring_one(
        app, content="Khiếu nại quyết định thu hồi đất của UBND xã.", success="", failure="x", agreement="Không thành.")
    assert (found["state"], found["outcome"], found["barred"]) == ("failed", "failed", "")
    assert found["codes"] == {"NOT_MEDIABLE"}


def test_the_same_parties_again_are_recognised_and_tied(app: Flask) -> None:
    again = dispute(stt=2, date=date(2026, 8, 3), note="Hòa giải lần 2")
    bring_rows(app, dispute(success="", failure="x", agreement="Không đồng ý."), again)
    first, second = stored(app)
    assert second["again"] == first["id"]
    assert sizes(app)["person"] == 2
    assert importing.faults(app) == []


def test_a_row_written_otherwise_since_is_told_and_not_doubled(app: Flask) -> None:
    place = make_teams(app, TEAM)
    bring(app, place, mediation_books.read_rows(dispute()))
    plan = bring(app, place, mediation_books.read_rows(dispute(content="Tranh chấp tiền mua bán con nghé và dây thừng.")))
    assert fates(plan) == {Fate.CHANGED: 1}
    assert plan.steps[0].number == "HG 2026/0001"
    assert plan.steps[0].unit_id == place.hamlets["Thôn 7"]
    assert "Tổ trưởng sửa ở vụ việc đã có" in plan.steps[0].problems[-1].message
    sealed = bring(app, place, mediation_books.read_rows(dispute(content="Tố cáo ông Ún nhận tiền.")))
    assert fates(sealed) == {Fate.CHANGED: 1}
    assert "hỏi người giữ phong bì" in sealed.steps[0].problems[-1].message
    assert sealed.steps[0].dossier == ""


def test_a_mended_row_comes_in_and_the_rest_stays(app: Flask) -> None:
    place = make_teams(app, TEAM)
    other = dispute(stt=2, date=date(2026, 7, 20), content="Tranh chấp ranh giới vườn.")
    assert fates(bring(app, place, mediation_books.read_rows(dispute(date=""), other))) == {Fate.MADE: 1, Fate.BARRED: 1}
    assert fates(bring(app, place, mediation_books.read_rows(dispute(), other))) == {Fate.THERE: 1, Fate.MADE: 1}


def test_no_list_pays_for_what_ended_before_somebody_writes_the_day_down(app: Flask, mediations: MediationBook) -> None:
    place: TeamPlace = make_teams(app)
    bring(app, place, mediations)
    with app.app_context():
        found = unpaid(reading(), place.unit_id, date(2026, 12, 31))
    cases = [one for one in found.cases if one.from_book]
    ended = sum(one["outcome"] is not None for one in stored(app))
    assert len(cases) == len(found.cases) == ended
    assert {one.problem for one in cases} == {Problem.NO_DAY}
    assert not any(one.entries for one in cases)
