"""Lists of payments on both databases: everything unpaid comes in, nothing twice, each step by whoever may."""

from __future__ import annotations

import json
import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from werkzeug.exceptions import NotFound

from caseapp.db import db, reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.ledger.models import JournalRow
from caseapp.mediation.commands.pay_lists import drop, leave_out, make_list, rebuild
from caseapp.mediation.commands.pay_steps import approve, ask_payment, pay, send_back
from caseapp.mediation.dispute import Dispute, MediatedBy
from caseapp.mediation.models import Team
from caseapp.mediation.pay_verify import pay_faults
from caseapp.mediation.paying import PayLine, PayList
from caseapp.mediation.queries.due import amounts, unpaid
from caseapp.mediation.queries.pay import by_team, differences, lines_of, reopened, rows_of
from caseapp.staff.models import RoleGrant, Unit
from caseapp.web.errors import Refusal
from tests.mediation.paying_office import a_case, add_team, lines, lists, make_office, put_rate, putting, the_list
from tests.office.making import proof
from tests.staff.making import make_account, make_unit

if TYPE_CHECKING:
    from flask import Flask

SEP, OCT, NOV = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30)
FIRST = date(2026, 9, 1)


def test_a_list_takes_up_everything_unpaid_and_every_amount_is_right(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        put_rate(session, office, "settled", 350_000, date(2026, 10, 1), unit=office.province, confirmed=False)
        three = a_case(session, office, date(2026, 9, 30), by=(0, 1, 2))
        joint = a_case(session, office, date(2026, 10, 1), by=(1, {"mediator": 0, "team": 1, "chosen": "joint"}))
        failed = a_case(session, office, date(2026, 10, 9), "failed", team=1)
        stopped = a_case(session, office, date(2026, 10, 31), "stopped", team=1, by=(0, {"mediator": 1, "breach": "Tiết lộ bí mật"}))
        a_case(session, office, date(2026, 10, 8), "referred")
        a_case(session, office, None, None)
        a_case(session, office, date(2026, 10, 7), state="void")
        a_case(session, office, date(2026, 10, 6), by=())                                    # nobody wrote down who
        a_case(session, office, date(2026, 10, 6), by=({"mediator": 0, "breach": "Thiên vị"},))
        a_case(session, office, None, "failed", book=True)                                   # an old book does not say when
        later = a_case(session, office, date(2026, 11, 1))
    with any_app.app_context():
        public_id = make_list(FIRST, OCT, office.how())
        row = the_list(office, public_id)
        stored = {(line.dossier_id, line.mediator_id): (line.rate, line.amount) for line in lines() if line.dossier_id}
        ours, theirs = office.mediators
        assert stored == {
            (three, ours[0]): (400_000, 133_334), (three, ours[1]): (400_000, 133_333), (three, ours[2]): (400_000, 133_333),
            (joint, ours[1]): (350_000, 175_000), (joint, theirs[0]): (350_000, 175_000),
            (failed, theirs[0]): (300_000, 300_000), (stopped, theirs[0]): (300_000, 150_000)}
        months = {(line.team_id, line.month): line.amount for line in lines() if line.month}
        assert months == {(team, date(2026, month, 1)): 150_000 for team in office.teams for month in (9, 10)}
        assert row.amount == sum(line.amount for line in lines()) == 400_000 + 350_000 + 300_000 + 150_000 + 600_000
        assert (row.cases, row.months) == (4, 4)
        assert {line.confirmed for line in lines() if line.dossier_id == joint} == {False}
        left = unpaid(reading(), office.commune, NOV)
        assert {case.id for case in left.cases if not case.problem} == {later}
        assert sorted(case.problem for case in left.cases if case.problem) == ["breach", "no-day", "nobody"]
        # November is no month before it is over; on its last day it is.
        assert {month.month for month in left.months} == {date(2026, 11, 1)}
        assert unpaid(reading(), office.commune, date(2026, 11, 29)).months == ()
        sums = {team.name: team.amount for team in by_team(row.id, lines_of(row.id))}
        # A joint mediator signs with the team he is of.
        assert sums == {"Tổ hòa giải khu vực 1": 400_000 + 175_000 + 300_000,
                        "Tổ hòa giải khu vực 2": 175_000 + 300_000 + 150_000 + 300_000}
        note = next(one for one in rows_of(row.id, lines_of(row.id), amounts(reading(), office.commune))
                    if one.first.dossier_id == stopped)
        assert (note.withheld, note.breached) == (150_000, True)
        assert {(line.team, line.case_team) for line in lines_of(row.id) if line.dossier_id == joint} == {
            ("Tổ hòa giải khu vực 1", ""), ("Tổ hòa giải khu vực 2", "Tổ hòa giải khu vực 1")}
        assert _proof() == []
        _no_names()


def test_what_was_entered_late_or_left_out_comes_into_the_next_list(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        one, other = a_case(session, office, date(2026, 9, 20)), a_case(session, office, date(2026, 9, 21))
    with any_app.app_context():
        public_id = make_list(FIRST, SEP, office.how())
        with pytest.raises(Refusal, match="Ngô Thùy Trang đang lập"):
            make_list(FIRST, OCT, office.how("head"))
        names = dict(tuple(row) for row in reading().execute(sa.select(Dossier.id, Dossier.public_id)))
        teams = dict(tuple(row) for row in reading().execute(sa.select(Team.id, Team.public_id)))
        assert leave_out(public_id, 1, [names[other]], [(teams[office.teams[0]], FIRST)], office.how()) == 2
        with pytest.raises(Stale):
            leave_out(public_id, 1, [names[one]], [], office.how("head"))
        with pytest.raises(Refusal):
            leave_out(public_id, 2, [], [], office.how())
        approve(public_id, 2, date(2026, 11, 16), "31/QĐ-UBND", office.how("head"))
        with pytest.raises(Refusal, match="đã duyệt"):
            rebuild(public_id, 3, office.how())
    with putting(any_app) as session:
        late = a_case(session, office, date(2026, 9, 22), team=1)
    with any_app.app_context():
        second = make_list(date(2026, 10, 1), OCT, office.how())
        got = lines(the_list(office, second).id)
        assert {line.dossier_id for line in got if line.dossier_id} == {other, late}
        assert sorted((line.team_id, line.month) for line in got if line.month) == sorted(
            [(office.teams[0], FIRST), *((team, date(2026, 10, 1)) for team in office.teams)])
        drop(second, 1, office.how())
        assert [row.public_id for row in lists()] == [public_id]
        assert {case.id for case in unpaid(reading(), office.commune, OCT).cases} == {other, late}
        assert _proof() == []


def test_a_draft_is_drawn_up_anew_and_a_changed_one_is_not_approved(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        case = a_case(session, office, date(2026, 9, 20), by=(0, 1))
    with any_app.app_context():
        public_id = make_list(FIRST, SEP, office.how())
        _change(any_app, case, outcome="failed")
        with pytest.raises(Refusal, match="không còn khớp"):
            approve(public_id, 1, date(2026, 11, 16), "", office.how("head"))
        rebuild(public_id, 1, office.how())
        assert sorted(line.amount for line in lines() if line.dossier_id) == [150_000, 150_000]
        approve(public_id, 2, date(2026, 11, 16), "", office.how("head"))
        _change(any_app, case, outcome=None, ended_on=None, ended_by="")
        row = the_list(office, public_id)
        assert set(differences(reading(), row.id, lines(row.id), amounts(reading(), office.commune)).values()) == {"open"}
        assert reopened(office.commune) == {row.id: 1}
        # What was paid stays, though the case was opened again; and comes into no other list when it ends anew.
        with pytest.raises(Refusal, match="không còn khớp") as refused:
            pay(public_id, 3, date(2026, 11, 16), office.how())
        assert refused.value.field == "nonetheless"
        pay(public_id, 3, date(2026, 11, 16), office.how(), nonetheless=True)
        _change(any_app, case, outcome="settled", ended_on=date(2026, 11, 2))
        assert unpaid(reading(), office.commune, NOV).cases == ()
        assert [one.differs for one in rows_of(row.id, lines_of(row.id), amounts(reading(), office.commune))] == ["outcome", "", ""]
        with pytest.raises(Refusal, match="Danh sách đã chi"):
            send_back(public_id, 4, office.how("head"))


def test_the_steps_each_by_whoever_may_and_the_last_day_counted(any_app: Flask) -> None:
    office = make_office(any_app)
    day = date(2026, 11, 16)
    with any_app.app_context():
        public_id = make_list(FIRST, OCT, office.how("head"))
        with pytest.raises(NotFound):
            approve(public_id, 1, day, "", office.how("clerk"))
        with pytest.raises(NotFound):
            approve(public_id, 1, day, "", office.how("province_head"))
        due = ask_payment(public_id, 1, date(2026, 11, 13), office_calendar(), office.how())
        assert due == date(2026, 11, 20)
        with pytest.raises(Refusal, match="chưa đến"):
            ask_payment(public_id, 2, date(2026, 11, 17), office_calendar(), office.how())
        with pytest.raises(Refusal, match="chưa duyệt"):
            pay(public_id, 2, day, office.how())
    with putting(any_app) as session:
        second = make_account(session, "pho", ["supervisor"], session.get(Unit, office.commune), display="Phó Chủ tịch")
    with any_app.app_context():
        with pytest.raises(Refusal, match="Người lập không tự duyệt"):
            approve(public_id, 2, day, "", office.how("head"))
        approve(public_id, 2, date(2026, 11, 15), "", office.how(by=second.id))
        send_back(public_id, 3, office.how("head"))
    with putting(any_app) as session:      # nobody else any more: whoever made it may
        session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == second.id).values(valid_to=day))
    with any_app.app_context():
        approve(public_id, 4, date(2026, 11, 15), "5/QĐ", office.how("head"))
        with pytest.raises(Refusal, match="trước ngày duyệt"):
            pay(public_id, 5, date(2026, 11, 14), office.how())
        pay(public_id, 5, day, office.how())
        with pytest.raises(Refusal, match="đã chi"):
            pay(public_id, 6, day, office.how())
        with pytest.raises(Refusal):
            drop(public_id, 6, office.how())
        acts = reading().execute(sa.select(JournalRow.act).where(JournalRow.act.like("pay-list%")).order_by(JournalRow.id)).scalars().all()
        assert acts == ["pay-list.make", "pay-list.ask", "pay-list.approve", "pay-list.send-back", "pay-list.approve", "pay-list.pay"]
        _no_names()


def test_periods_that_make_no_sense_and_an_office_without_anything(any_app: Flask) -> None:
    office = make_office(any_app, since=date(2026, 11, 2))
    with any_app.app_context():
        for since, until, words in ((OCT, SEP, "trước ngày đầu"), (FIRST, date(2026, 12, 1), "chưa đến"), (FIRST, OCT, "không còn gì")):
            with pytest.raises(Refusal, match=words) as refused:
                make_list(since, until, office.how())
            assert refused.value.field == "to_on"
        with pytest.raises(Refusal, match="cấp xã"):
            make_list(FIRST, OCT, office.how("province_head"))
        # The month that runs may be listed to its end, as the year's budget asks in December.
        make_list(FIRST, NOV, office.how())


def test_two_clerks_at_once_make_one_list(any_app: Flask) -> None:
    office = make_office(any_app)
    found: list[str] = []

    def clerk() -> None:
        with any_app.app_context():
            try:
                found.append("made " + make_list(FIRST, OCT, office.how()))
            except Refusal as refused:
                found.append(str(refused))

    threads = [threading.Thread(target=clerk) for _one in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with any_app.app_context():
        assert sorted(words[:4] for words in found) == ["Ngô ", "made"]
        assert len(lists()) == 1
        assert len(lines()) == 4


def test_months_before_the_first_list_were_paid_on_paper_and_teams_come_and_go(any_app: Flask) -> None:
    office = make_office(any_app, hamlets=1, since=date(2024, 1, 1))
    with putting(any_app) as session:
        hamlet = make_unit(session, "CT-AT-9", "Khu vực 9", "hamlet", session.get(Unit, office.commune))  # type: ignore[arg-type]
        add_team(session, office, hamlet, date(2026, 8, 15), date(2026, 10, 1))
        elsewhere = make_unit(session, "CT-B", "UBND xã B", "commune", session.get(Unit, office.province))  # type: ignore[arg-type]
        add_team(session, office, make_unit(session, "CT-B-1", "Ấp 1", "hamlet", elsewhere), date(2024, 1, 1))  # type: ignore[arg-type]
    old, short, _other = office.teams
    with any_app.app_context():
        assert {one.month for one in unpaid(reading(), office.commune, NOV).months if one.team_id == old} == {
            date(2026, month, 1) for month in range(1, 12)}
        make_list(date(2026, 9, 1), OCT, office.how())
        assert {(line.team_id, line.month.month) for line in lines()} == {(old, 9), (old, 10), (short, 9)}
        # An earlier first day takes up what was not paid on paper.
        drop(lists()[0].public_id, 1, office.how())
        make_list(date(2026, 8, 1), OCT, office.how())
        assert {(line.team_id, line.month.month) for line in lines()} == {(old, 8), (old, 9), (old, 10), (short, 8), (short, 9)}


def test_a_breach_noted_after_the_approval_is_not_paid_by_a_slip(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        case = a_case(session, office, date(2026, 9, 20), by=(0, 1))
    with any_app.app_context():
        public_id = make_list(FIRST, SEP, office.how())
        approve(public_id, 1, date(2026, 11, 16), "", office.how("head"))
        with putting(any_app) as session:
            session.execute(sa.update(MediatedBy).where(MediatedBy.dossier_id == case).values(breach="Đòi tiền"))
        with pytest.raises(Refusal, match="không còn khớp"):
            pay(public_id, 2, date(2026, 11, 16), office.how())
        send_back(public_id, 2, office.how("head"))
        rebuild(public_id, 3, office.how())
        assert [line for line in lines() if line.dossier_id] == []


def test_a_month_in_which_one_team_follows_another_is_paid_once(any_app: Flask) -> None:
    office = make_office(any_app, hamlets=1, since=date(2026, 1, 5))
    with putting(any_app) as session:
        hamlet = session.get(Unit, office.hamlets[0])
        merged = make_unit(session, "CT-AT-8", "Khu vực 8", "hamlet", session.get(Unit, office.commune))  # type: ignore[arg-type]
        first = office.teams[0]
        session.execute(sa.update(Team).where(Team.id == first).values(until_on=date(2026, 9, 2)))
        between = add_team(session, office, hamlet, date(2026, 9, 2), date(2026, 9, 20))  # type: ignore[arg-type]
        other = add_team(session, office, merged, date(2026, 1, 5), date(2026, 9, 20))
        heir = add_team(session, office, hamlet, date(2026, 9, 20))  # type: ignore[arg-type]
        session.execute(sa.update(Team).where(Team.id == other).values(successor_id=heir))
    with any_app.app_context():
        make_list(date(2026, 9, 1), OCT, office.how())
        assert {(line.team_id, line.month.month) for line in lines()} == {(first, 9), (other, 9), (heir, 10)}
        assert between not in {line.team_id for line in lines()}


def _change(app: Flask, case: int, **values: object) -> None:
    with putting(app) as session:
        session.execute(sa.update(Dispute).where(Dispute.dossier_id == case).values(**values))


def _proof() -> list[str]:
    """What the proof finds but for the cases, which stand here without their acts."""
    with db.engine.connect() as connection:
        ours = [f"{fault.where}: {fault.what}" for fault in pay_faults(connection)]
    return [*ours, *(fault for fault in proof() if not fault.startswith("HG "))]


def _no_names() -> None:
    """No journal body names anybody."""
    for body in reading().execute(sa.select(JournalRow.body)).scalars():
        text = json.dumps(json.loads(body), ensure_ascii=False)
        assert not any(name in text for name in ("Nguyễn", "Trần", "Thạch", "QĐ", "NQ-HĐND"))


def test_who_broke_a_duty_and_was_replaced_leaves_the_whole_to_the_others(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        case = a_case(session, office, date(2026, 9, 28), by=(
            {"mediator": 0, "breach": "Đòi tiền", "until_on": date(2026, 9, 20)}, {"mediator": 1, "lead": True}))
    with any_app.app_context():
        public_id = make_list(FIRST, SEP, office.how())
        assert [(line.mediator_id, line.amount) for line in lines() if line.dossier_id] == [(office.mediators[0][1], 400_000)]
        row = the_list(office, public_id)
        one = rows_of(row.id, lines_of(row.id), amounts(reading(), office.commune))[0]
        assert (one.first.dossier_id, one.withheld, one.breached) == (case, 0, True)
        assert reading().execute(sa.select(sa.func.count()).select_from(MediatedBy)).scalar() == 2


def test_the_proof_sees_what_was_changed_behind_an_approval(any_app: Flask) -> None:
    office = make_office(any_app)
    with putting(any_app) as session:
        a_case(session, office, date(2026, 9, 20), by=(0, 1))
    with any_app.app_context():
        public_id = make_list(FIRST, SEP, office.how())
        approve(public_id, 1, date(2026, 11, 16), "", office.how("head"))
        pay(public_id, 2, date(2026, 11, 16), office.how())
        assert _proof() == []
    for change, words in (
        (sa.update(PayLine).where(PayLine.dossier_id.is_not(None)).values(amount=400_000), ["các dòng khác lúc duyệt", "chi quá mức của vụ việc"]),
        (sa.delete(PayLine), ["các dòng khác lúc duyệt"]),
        (sa.update(PayList).values(public_id="x" * 22), ["nhật ký không ghi ai duyệt"]),
    ):
        with putting(any_app) as session:
            session.execute(change)
        with any_app.app_context(), db.engine.connect() as connection:
            assert [fault.what for fault in pay_faults(connection)] == words
