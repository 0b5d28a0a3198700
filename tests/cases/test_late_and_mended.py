"""What was entered late, wrongly, twice, out of order or over somebody's head: mended visibly, or refused unchanged."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from flask import g

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.cases.commands.given import ANOTHER, GivenAct
from caseapp.cases.commands.mending import mend_act, mend_case
from caseapp.cases.commands.proposing import end_proposal
from caseapp.cases.models import Act, CaseFile
from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Clock as StoredClock
from caseapp.dossiers.models import ClockReceipt
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.proof import faults
from caseapp.staff.models import RoleGrant
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import WRONG_ROLE, Refused, Way
from tests.cases.making import Office, act, acting, clocks, given_act, make_office, open_case, stored, walk
from tests.staff.making import filling, let_stand_in, make_account

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.dossiers.models import Dossier
    from caseapp.staff.models import Account
    from tests.office.clock import Clock

D = date.fromisoformat
RECEIVED = D("2026-11-06")
RESOLUTION, SECOND = "complaint.resolution-1", "complaint.second"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    """The office, with an application context to work in."""
    made = make_office(any_app)
    with any_app.app_context():
        yield made
        assert faults(5) == []


@pytest.fixture
def case(office: Office) -> Dossier:
    """Received on Friday 6 November; today is Monday 16 November."""
    return open_case(office, RECEIVED)


def acts_of(case: Dossier) -> list[Any]:
    return list(reading().execute(sa.select(Act.__table__).where(
        Act.dossier_id == case.id, Act.status == "done").order_by(Act.place)))


def everything_of(case: Dossier) -> tuple[Any, ...]:
    """All that an act could change."""
    tables = (StoredClock, Act)
    rows = [reading().execute(sa.select(one.__table__).where(one.dossier_id == case.id).order_by(one.id)).all()
            for one in tables]
    journal = reading().execute(sa.select(sa.func.count()).select_from(JournalRow)).scalar_one()
    receipts = reading().execute(sa.select(sa.func.count()).select_from(ClockReceipt)).scalar_one()
    return stored(case.id), rows, journal, receipts


def refused(case: Dossier, attempt: Callable[[], object], field: str | None = None, words: str | None = None) -> str:
    """The sentence of a refusal that changed nothing."""
    before = everything_of(case)
    with pytest.raises((Refused, Refusal), match=words) as caught:
        attempt()
    assert everything_of(case) == before
    if field is not None:
        assert isinstance(caught.value, Refusal)
        assert caught.value.field == field
    return str(caught.value)


def mend(office: Office, case: Dossier, code: str, on: str, document: str | None = None, **details: object) -> list[str]:
    """Correct the latest act of a code."""
    found = [one for one in acts_of(case) if one.code == code][-1]
    return mend_act(found.public_id, D(on), found.document if document is None else document, details, "Ghi nhầm",
                    acting(office, case, "clerk"))


def at(clock: Clock, moment: str) -> None:
    """Later, in another request."""
    clock.set(moment)
    g.pop("now", None)


def night(clock: Clock, on: str) -> int:
    at(clock, f"{on} 00:30")
    return let_days_pass(now(), today(), office_calendar())


# ---- late entries ----------------------------------------------------------------------------------------------------


def test_a_late_entry_is_marked_and_its_clock_runs_from_the_day_it_happened(office: Office, case: Dossier) -> None:
    act(office, case, "accept", D("2026-11-11"))
    act(office, case, "self-check", by="handler")
    assert [(one.code, one.late) for one in acts_of(case)] == [("accept", True), ("self-check", False)]
    assert clocks(case.id)[RESOLUTION].due_on == D("2026-12-11")
    body = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "complaint.accept")).scalar_one()
    assert '"late":true' in body


@pytest.mark.parametrize(
    ("on", "words"), [("2026-11-05", "trước ngày nhận đơn"), ("2026-11-17", "chưa đến")],
)
def test_no_act_before_the_case_and_none_that_is_still_to_come(
    office: Office, case: Dossier, on: str, words: str
) -> None:
    refused(case, lambda: act(office, case, "accept", D(on)), "happened_on", words)


def test_acts_out_of_order_are_refused(office: Office, case: Dossier) -> None:
    walk(office, case, "report", D("2026-11-12"))
    refused(case, lambda: act(office, case, "suspend", D("2026-11-11")), "happened_on", "12/11/2026")
    refused(case, lambda: act(office, case, "decide", D("2026-11-11")))
    refused(case, lambda: act(office, case, "send-decision", by="clerk"))
    refused(case, lambda: act(office, case, "deliver", by="clerk"))
    refused(case, lambda: act(office, case, "carry-out", by="handler"))


# What was done first, in November, by day; then an act of an earlier day, which that must come before.
AFTERWARDS: list[tuple[list[tuple[str, int, dict[str, Any]]], str]] = [
    ([("accept", 10, {}), ("self-check", 14, {})], "assign-verification"),
    ([("accept", 10, {}), ("self-check", 14, {"self_check": "right"})], "decide"),
    ([("accept", 9, {}), ("self-check", 9, {}), ("assign-verification", 9, {}), ("report", 10, {"differs": "yes"}),
      ("invite-dialogue", 10, {}), ("hold-dialogue", 14, {})], "decide"),
    ([("accept", 9, {}), ("self-check", 9, {}), ("assign-verification", 9, {}), ("report", 10, {"differs": "yes"}),
      ("invite-dialogue", 14, {})], "hold-dialogue"),
    ([("accept", 10, {}), ("ask-information", 14, {})], "record-answer"),
    ([("accept", 10, {}), ("stay", 14, {})], "lift-stay"),
    ([("accept", 10, {}), ("withdraw", 14, {})], "terminate"),
]


@pytest.mark.parametrize(("before", "code"), AFTERWARDS, ids=lambda one: one if isinstance(one, str) else one[-1][0])
def test_what_an_act_rests_on_happened_by_its_day(
    office: Office, case: Dossier, before: list[tuple[str, int, dict[str, Any]]], code: str
) -> None:
    for first, day, details in before:
        act(office, case, first, date(2026, 11, day), by="handler" if first in UNSIGNED else "supervisor", **details)
    by = "handler" if code in UNSIGNED else "supervisor"
    refused(case, lambda: act(office, case, code, D("2026-11-12"), by=by))
    assert act(office, case, code, D("2026-11-14"), by=by) is Way.DO


UNSIGNED = frozenset({"self-check", "report", "invite-dialogue", "hold-dialogue", "ask-information", "record-answer",
                      "withdraw"})  # fmt: skip


def test_every_act_is_journaled_with_its_article(office: Office, case: Dossier) -> None:
    act(office, case, "accept")
    act(office, case, "suspend")
    for name, article in (("complaint.accept", "Điều 27"), ("complaint.suspend", "Điều 28a")):
        body = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == name)).scalar_one()
        assert article in body


def test_what_is_withdrawn_is_not_decided(office: Office, case: Dossier) -> None:
    walk(office, case, "report")
    act(office, case, "withdraw", by="handler")
    assert "rút" in refused(case, lambda: act(office, case, "decide"))
    act(office, case, "terminate")
    assert stored(case.id).state == "ending"


def test_a_case_is_terminated_as_withdrawn_only_when_the_withdrawal_is_recorded(office: Office, case: Dossier) -> None:
    """LKN 10, 11a(2)(a): the ground is a signed letter or minutes; without the paper there is no such ground."""
    act(office, case, "accept")
    refused(case, lambda: act(office, case, "terminate", terminate_ground="withdrawn"))
    act(office, case, "withdraw", by="handler", part="part")
    refused(case, lambda: act(office, case, "terminate", terminate_ground="withdrawn"))
    act(office, case, "terminate", terminate_ground="died")


def test_prolonged_in_time_but_entered_late(office: Office, case: Dossier, clock: Clock) -> None:
    act(office, case, "accept")
    at(clock, "2026-12-18 09:00")
    refused(case, lambda: act(office, case, "prolong", D("2026-12-17")))
    act(office, case, "prolong", D("2026-12-16"))
    assert clocks(case.id)[RESOLUTION].due_on == D("2026-12-31")


def test_a_limit_that_was_prolonged_in_time_has_not_passed(office: Office, case: Dossier, clock: Clock) -> None:
    """KN-11(b): the second window opens when the limit is over, and with the paper found it is not."""
    act(office, case, "accept")
    assert night(clock, "2026-12-17") == 1
    act(office, case, "prolong", D("2026-12-15"))
    assert clocks(case.id)[RESOLUTION].due_on == D("2026-12-31")
    assert SECOND not in clocks(case.id) or clocks(case.id)[SECOND].ended_by == "void"
    assert night(clock, "2027-01-01") == 1  # now it has
    assert clocks(case.id)[SECOND].start_on == D("2026-12-31")


def test_a_decision_in_time_but_entered_late_opens_one_window_from_its_receipt(
    office: Office, case: Dossier, clock: Clock
) -> None:
    walk(office, case, "report")
    assert night(clock, "2026-12-17") == 1
    act(office, case, "decide", D("2026-12-10"))
    act(office, case, "send-decision", D("2026-12-10"), by="clerk")
    act(office, case, "deliver", D("2026-12-11"), by="clerk")
    assert clocks(case.id)[SECOND].start_on == D("2026-12-11")


def test_a_later_acceptance_takes_the_passed_limit_back(office: Office, case: Dossier, clock: Clock) -> None:
    act(office, case, "accept", D("2026-11-10"))
    assert night(clock, "2026-12-11") == 1
    mend(office, case, "accept", "2026-11-16")
    assert clocks(case.id)[RESOLUTION].due_on == D("2026-12-16")
    assert clocks(case.id)[SECOND].ended_by == "void"


# ---- corrections -----------------------------------------------------------------------------------------------------


def test_a_correction_recounts_visibly_and_is_journaled(office: Office, case: Dossier) -> None:
    act(office, case, "accept", D("2026-11-12"))
    before = clocks(case.id)[RESOLUTION]
    assert mend(office, case, "accept", "2026-11-10") == ["happened_on"]
    after = clocks(case.id)[RESOLUTION]
    assert (after.id, after.due_on, after.receipt_no) == (before.id, D("2026-12-10"), before.receipt_no + 1)
    body = json.loads(reading().execute(sa.select(JournalRow.body).where(
        JournalRow.act == "complaint.mend")).scalar_one())
    assert "happened_on" in str(body)
    assert acts_of(case)[0].corrected == 1


def test_a_correction_that_changes_nothing_is_none(office: Office, case: Dossier) -> None:
    act(office, case, "accept")
    before = everything_of(case)
    assert mend(office, case, "accept", "2026-11-16") == []
    assert everything_of(case) == before


def test_a_corrected_day_stays_between_its_neighbours(office: Office, case: Dossier) -> None:
    act(office, case, "accept", D("2026-11-10"))
    act(office, case, "self-check", D("2026-11-11"), by="handler")
    act(office, case, "assign-verification", D("2026-11-12"))
    act(office, case, "report", D("2026-11-14"), by="handler")
    refused(case, lambda: mend(office, case, "accept", "2026-11-05"), "happened_on", "06/11/2026")
    refused(case, lambda: mend(office, case, "accept", "2026-11-13"), "happened_on", "12/11/2026")
    refused(case, lambda: mend(office, case, "report", "2026-11-11"), "happened_on", "12/11/2026")
    refused(case, lambda: mend(office, case, "report", "2026-11-17"), "happened_on", "chưa đến")


def test_prolonging_cannot_be_corrected_to_a_day_after_the_limit(office: Office, case: Dossier, clock: Clock) -> None:
    act(office, case, "accept")
    at(clock, "2026-12-16 09:00")
    act(office, case, "prolong")
    at(clock, "2026-12-20 09:00")
    refused(case, lambda: mend(office, case, "prolong", "2026-12-18"))


def test_a_decision_received_later_is_not_in_effect_yet(office: Office, case: Dossier, clock: Clock) -> None:
    """Example 18: no effect before both windows have passed, and a corrected receipt moves the second one."""
    walk(office, case, "deliver")
    assert night(clock, "2026-12-17") == 1
    assert stored(case.id).state == "effective"
    try:
        mend(office, case, "deliver", "2026-11-30")
    except (Refused, Refusal):
        assert clocks(case.id)[SECOND].start_on == D("2026-11-16")
        return
    assert stored(case.id).state == "delivered"
    assert clocks(case.id)[SECOND].due_on == D("2026-12-30")


@pytest.mark.parametrize(("first", "then"), [("ask-information", "decide"), ("withdraw", "terminate")])
def test_a_correction_does_not_move_an_act_behind_what_rests_on_it(
    office: Office, case: Dossier, first: str, then: str
) -> None:
    act(office, case, "accept", D("2026-11-09"))
    act(office, case, "self-check", D("2026-11-09"), by="handler", self_check="right")
    act(office, case, first, D("2026-11-10"), by="handler")
    act(office, case, then, D("2026-11-12"))
    refused(case, lambda: mend(office, case, first, "2026-11-14"))


def test_a_corrected_end_is_the_day_the_case_closed(office: Office, case: Dossier, clock: Clock) -> None:
    walk(office, case, "deliver")
    at(clock, "2026-11-20 09:00")
    act(office, case, "challenge", by="handler")
    at(clock, "2026-11-25 09:00")
    act(office, case, "close", by="clerk")
    mend(office, case, "close", "2026-11-23")
    assert stored(case.id).closed_on == D("2026-11-23")


def test_a_corrected_receipt_of_the_petition_counts_the_acceptance_again(office: Office, case: Dossier) -> None:
    assert mend_case({"received_on": D("2026-11-10")}, acting(office, case, "reception")) == ["received_on"]
    assert clocks(case.id)["complaint.acceptance"].due_on == D("2026-11-19")
    act(office, case, "accept", D("2026-11-12"))
    refused(case, lambda: mend_case({"received_on": D("2026-11-13")}, acting(office, case, "clerk")), "received_on")


def test_a_corrected_dialogue_is_counted_back_from_its_new_day(office: Office, case: Dossier) -> None:
    walk(office, case, "assign-verification")
    act(office, case, "report", by="handler", differs="yes")
    act(office, case, "invite-dialogue", by="handler", dialogue_on=D("2026-11-25"))
    assert mend(office, case, "invite-dialogue", "2026-11-16", dialogue_on="2026-12-11") == ["dialogue_on"]
    assert clocks(case.id)["complaint.dialogue-notice"].due_on == D("2026-12-06")


def test_a_day_before_in_the_early_morning_is_late_in_vietnam(office: Office, case: Dossier, clock: Clock) -> None:
    at(clock, "2026-11-16 06:00")  # still the 15th in Greenwich
    act(office, case, "accept")
    mend(office, case, "accept", "2026-11-15")
    assert acts_of(case)[0].late


@pytest.mark.parametrize("role", ["reception", "auditor"])
def test_others_correct_nothing(office: Office, case: Dossier, role: str) -> None:
    act(office, case, "accept")
    found = acts_of(case)[0]
    by = office.officer if role == "reception" else office.auditor
    how = acting(office, case, by=by.id, roles=frozenset({role}))
    refused(case, lambda: mend_act(found.public_id, D("2026-11-12"), found.document, {}, "Nhầm", how))


# ---- numbers of documents --------------------------------------------------------------------------------------------


def numbered(office: Office, code: str, document: str, on: date | None = None) -> GivenAct:
    return replace(given_act(office, code, on), document=document)


def test_a_number_and_symbol_stands_on_one_paper_of_the_year(office: Office, case: Dossier, clock: Clock) -> None:
    other = open_case(office, RECEIVED)
    carry_out(numbered(office, "accept", "12/TB-UBND"), acting(office, case))
    for again in ("12/TB-UBND", "12/tb-ubnd"):
        refused(other, lambda again=again: carry_out(numbered(office, "accept", again), acting(office, other)), "document")
    refused(other, lambda: carry_out(numbered(office, "accept", ""), acting(office, other)), "document")
    carry_out(numbered(office, "accept", "13/TB-UBND"), acting(office, other))
    refused(other, lambda: mend(office, other, "accept", "2026-11-16", "12/TB-UBND"), "document")
    refused(other, lambda: mend(office, other, "accept", "2026-11-16", ""), "document")
    at(clock, "2027-01-04 09:00")
    third = open_case(office, D("2027-01-04"))
    carry_out(numbered(office, "accept", "12/TB-UBND"), acting(office, third))


def test_a_draft_takes_no_number(office: Office, case: Dossier) -> None:
    other = open_case(office, RECEIVED)
    assert carry_out(numbered(office, "accept", "12/TB-UBND"), acting(office, case, "handler")) is Way.PROPOSE
    assert carry_out(numbered(office, "accept", "12/TB-UBND"), acting(office, other)) is Way.DO


# ---- who signs -------------------------------------------------------------------------------------------------------


@pytest.fixture
def deputy(any_app: Flask, office: Office) -> Account:
    """Stands in for the head from the 16th to the 20th of November."""
    with filling(any_app) as session:
        made = make_account(session, "pho", ["handler"], office.commune, display="Lâm Thị Kim", title="Phó Chủ tịch")
        let_stand_in(session, made, office.head, "supervisor", office.commune, D("2026-11-16"), D("2026-11-21"))
    return made


@pytest.fixture
def other_head(any_app: Flask, office: Office) -> Account:
    """A second supervisor of the same commune."""
    with filling(any_app) as session:
        return make_account(session, "hai", ["supervisor"], office.commune, display="Võ Văn Hai", title="Chủ tịch UBND phường")


def signed(office: Office, code: str, signer: Account, on: date | None = None) -> GivenAct:
    return replace(given_act(office, code, on), signer=signer.public_id)


def test_whoever_accepts_is_the_resolver(office: Office, case: Dossier) -> None:
    act(office, case, "accept", by="clerk")
    assert resolver_of(case) == office.head.id
    assert acts_of(case)[0].signer_post == "Chủ tịch UBND phường"


def resolver_of(case: Dossier) -> int | None:
    return reading().execute(sa.select(CaseFile.resolver_id).where(CaseFile.dossier_id == case.id)).scalar_one()


def test_a_supervisor_who_is_not_the_resolver_cannot_sign(office: Office, case: Dossier, other_head: Account) -> None:
    walk(office, case, "report")
    how = acting(office, case, by=other_head.id)
    refused(case, lambda: carry_out(signed(office, "decide", other_head), how), "signer", "Đặng Hữu Phước")
    refused(case, lambda: carry_out(signed(office, "decide", office.head), how), "signer")
    refused(case, lambda: carry_out(signed(office, "decide", other_head), acting(office, case, "clerk")), "signer")
    assert act(office, case, "decide") is Way.DO


def test_a_head_above_only_watches(office: Office, case: Dossier) -> None:
    how = acting(office, case, by=office.province_head.id)
    assert refused(case, lambda: carry_out(signed(office, "accept", office.province_head), how)) == WRONG_ROLE


def test_a_deputy_signs_for_the_head_within_the_days_of_his_paper(
    office: Office, case: Dossier, deputy: Account, clock: Clock
) -> None:
    walk(office, case, "report", D("2026-11-12"))
    how = acting(office, case, by=deputy.id)
    refused(case, lambda: carry_out(signed(office, "decide", deputy, D("2026-11-13")), how), "signer")
    assert carry_out(signed(office, "decide", deputy), acting(office, case, by=deputy.id)) is Way.DO
    decision = acts_of(case)[-1]
    assert (decision.signer, decision.signer_post) == ("Lâm Thị Kim", "KT. Chủ tịch UBND phường, Phó Chủ tịch")
    assert resolver_of(case) == office.head.id


def test_a_deputy_who_accepts_binds_the_head(office: Office, case: Dossier, deputy: Account) -> None:
    carry_out(signed(office, "accept", deputy), acting(office, case, by=deputy.id))
    assert resolver_of(case) == office.head.id
    act(office, case, "self-check", by="handler", self_check="right")
    assert act(office, case, "decide") is Way.DO


def test_after_his_days_the_deputy_signs_nothing_but_the_clerk_still_enters_what_he_signed(
    office: Office, case: Dossier, deputy: Account, clock: Clock
) -> None:
    walk(office, case, "report")
    at(clock, "2026-11-23 09:00")
    how = acting(office, case, by=deputy.id)
    refused(case, lambda: carry_out(signed(office, "decide", deputy), how))
    refused(case, lambda: carry_out(signed(office, "decide", deputy), acting(office, case, "clerk")), "signer")
    given = signed(office, "decide", deputy, D("2026-11-20"))
    assert carry_out(given, acting(office, case, "clerk")) is Way.ENTER
    decision = acts_of(case)[-1]
    assert (decision.on_paper, decision.late, decision.signer_id) == (True, True, deputy.id)


def test_a_successor_decides_when_the_resolver_heads_the_office_no_more(
    any_app: Flask, office: Office, case: Dossier, other_head: Account, clock: Clock
) -> None:
    walk(office, case, "report")
    with filling(any_app) as session:
        session.execute(sa.update(RoleGrant).where(RoleGrant.account_id == office.head.id).values(
            valid_to=D("2026-11-20")))
    at(clock, "2026-11-20 09:00")
    refused(case, lambda: act(office, case, "decide"))
    # What he signed before he left is still his.
    given = signed(office, "decide", other_head, D("2026-11-19"))
    refused(case, lambda: carry_out(given, acting(office, case, by=other_head.id)), "signer")
    assert carry_out(signed(office, "decide", other_head), acting(office, case, by=other_head.id)) is Way.DO


def test_a_head_does_not_enter_anothers_signature(office: Office, case: Dossier, other_head: Account) -> None:
    how = acting(office, case, by=other_head.id)
    refused(case, lambda: carry_out(signed(office, "accept", office.head), how), "signer")


def test_a_clerk_enters_what_somebody_without_an_account_signed(office: Office, case: Dossier) -> None:
    given = replace(given_act(office, "accept", D("2026-11-12")), signer=ANOTHER)
    refused(case, lambda: carry_out(given, acting(office, case, "clerk")), "signer_name")
    named = replace(given, signed_by=("Hồ Văn Cựu", "Chủ tịch UBND phường"))
    refused(case, lambda: carry_out(named, acting(office, case)), "signer")
    assert carry_out(named, acting(office, case, "clerk")) is Way.ENTER
    paper = acts_of(case)[0]
    assert (paper.signer_id, paper.signer, paper.signer_post) == (None, "Hồ Văn Cựu", "Chủ tịch UBND phường")
    assert resolver_of(case) is None
    act(office, case, "self-check", by="handler", self_check="right")
    # Once the head of now has taken it over, an old name signs nothing any more.
    assert act(office, case, "decide") is Way.DO


# ---- drafts, old pages, double clicks --------------------------------------------------------------------------------


def test_one_draft_at_a_time_and_the_head_carries_it_out(office: Office, case: Dossier) -> None:
    assert act(office, case, "accept", by="handler") is Way.PROPOSE
    assert stored(case.id).state == "received"
    assert clocks(case.id)["complaint.acceptance"].ended_by is None
    refused(case, lambda: act(office, case, "decline", by="handler"))
    draft = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id)).scalar_one()
    refused(case, lambda: end_proposal(draft, acting(office, case, "clerk"), reason="Thiếu số tờ"))
    done = replace(given_act(office, "accept"), proposal=draft)
    assert carry_out(done, acting(office, case)) is Way.DO
    row = acts_of(case)[0]
    assert (row.public_id, row.proposed_by, row.entered_by) == (draft, office.handler.id, office.head.id)


def test_a_draft_falls_away_when_something_else_was_decided(office: Office, case: Dossier) -> None:
    act(office, case, "accept", by="handler")
    act(office, case, "decline")
    assert stored(case.id).proposed is None
    assert [one.code for one in acts_of(case)] == ["decline"]


def test_an_old_page_changes_nothing(office: Office, case: Dossier) -> None:
    old = acting(office, case)
    act(office, case, "accept", by="clerk")
    before = everything_of(case)
    with pytest.raises(Stale):
        carry_out(given_act(office, "decline"), old)
    assert everything_of(case) == before


def test_a_form_sent_twice_acts_once(office: Office, case: Dossier) -> None:
    given = given_act(office, "accept")
    how = acting(office, case, form_key="một-lần")
    carry_out(given, how)
    before = everything_of(case)
    with pytest.raises(FormKeyUsed):
        carry_out(given, how)
    assert everything_of(case) == before


