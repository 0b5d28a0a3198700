"""A denunciation lived through on both databases: who sees it, its limits, its letters, its envelope."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.each import Declared
from caseapp.cases.queries.cases import find_case
from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.models import Accused, Dossier, Entrusted, Link
from caseapp.ledger.models import JournalRow
from caseapp.reception.commands.denouncing import GivenFromVisit, open_from_visit
from caseapp.reception.models import Identity
from caseapp.staff.models import Account
from caseapp.web.errors import Refusal
from caseapp.workflow.engine import Refused
from tests.cases.denouncing import CONTENT, accepted, acts, case_row, do, given, make_offices, opened
from tests.office.making import (
    TODAY,
    Commune,
    a_denunciation,
    acting,
    clocks_of,
    log,
    proof,
    stored,
    viewer_of,
)

Pair = tuple[Commune, Commune]


@pytest.fixture
def both(any_app: Flask) -> Iterator[Pair]:
    """Province and commune on each database."""
    with any_app.app_context():
        yield make_offices()


@pytest.fixture
def offices(app: Flask) -> Iterator[Pair]:
    """Province and commune."""
    with app.app_context():
        yield make_offices()


def running(case: Dossier) -> dict[str, date | None]:
    return {rule: due for rule, due, ended in clocks_of(case.id) if ended is None}


def sees(commune: Commune, account: str, case: Dossier) -> bool:
    return find_case(viewer_of(commune, account), case.public_id) is not None


def test_a_whole_way_from_the_visit_to_the_file(both: Pair) -> None:
    _province, commune = both
    visit = log(commune, a_denunciation("26"))
    case = open_from_visit(GivenFromVisit(against="commune-staff"), acting(commune, visit))
    assert stored(case.id).code.startswith("GQTC-2026-")
    assert stored(visit.id).state == "done"
    assert [ended for _rule, _due, ended in clocks_of(visit.id)] == ["met"]
    assert case_row(case.id).envelope == "26"
    assert list(running(case)) == ["denunciation.intake"]
    with pytest.raises(Refused):
        do(commune, case, "accept")
    do(commune, case, "check-conditions")
    do(commune, case, "accept")
    assert set(running(case)) == {"denunciation.resolution", "denunciation.notice", "denunciation.tell-denouncer"}
    do(commune, case, "tell-accused")
    do(commune, case, "tell-acceptance", "custodian", new_envelope="31")
    assert list(running(case)) == ["denunciation.resolution"]
    team = [commune.accounts["handler"], commune.accounts["second"]]
    do(commune, case, "assign-team", give=team)
    do(commune, case, "record-work", "handler")
    do(commune, case, "request-expertise")
    assert running(case) == {"denunciation.resolution": None}
    with pytest.raises(Refused):
        do(commune, case, "report", "handler")
    do(commune, case, "take-expertise")
    do(commune, case, "extend")
    assert running(case)["denunciation.resolution"] == date(2027, 1, 15)
    do(commune, case, "extend-especially")
    with pytest.raises(Refused):
        do(commune, case, "extend-especially")
    do(commune, case, "send-extension", "handler")
    do(commune, case, "tell-extension", "custodian", letter_manner="at-counter")
    do(commune, case, "suspend")
    with pytest.raises(Refused):
        do(commune, case, "conclude")
    do(commune, case, "send-suspension")
    do(commune, case, "tell-suspension", "custodian", new_envelope="32")
    do(commune, case, "resume")
    assert stored(case.id).state == "verifying"
    do(commune, case, "report", "handler")
    do(commune, case, "conclude")
    assert set(running(case)) == {f"denunciation.{rule}" for rule in (
        "send-conclusion", "tell-conclusion", "act-on-conclusion", "publish")}
    with pytest.raises(Refused):
        do(commune, case, "follow")
    for code, by in (("send-conclusion", "handler"), ("tell-conclusion", "deputy"), ("act-on-conclusion", "supervisor"),
                     ("post", "handler")):
        more = {"role": "custodian", "new_envelope": "33"} if by == "deputy" else {}
        do(commune, case, code, by, **more)
    do(commune, case, "note-result", whom="Phòng Nội vụ")
    do(commune, case, "record-result")
    do(commune, case, "follow")
    do(commune, case, "close")
    assert stored(case.id).state == "closed"
    assert case_row(case.id).envelope == "33"
    assert proof() == []


def test_only_who_is_entrusted_sees_it(both: Pair) -> None:
    province, commune = both
    culprit = commune.accounts["culprit"]
    case = accepted(commune, accused=(culprit,))
    assert not sees(commune, "handler", case)
    assert not sees(commune, "clerk", case)
    assert sees(commune, "supervisor", case)
    assert sees(commune, "custodian", case)
    assert sees(province, "supervisor", case)
    do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]])
    assert entrusted(case) == {commune.accounts["handler"], commune.accounts["second"]}
    assert sees(commune, "handler", case)
    with pytest.raises(Refusal, match="bị tố cáo"):
        assign(GivenTeam(culprit, (), "vội"), acting(commune, case, "supervisor"))
    assert not sees(commune, "culprit", case)
    change = GivenTeam(commune.accounts["second"], [commune.accounts["clerk"]], "đổi")
    with pytest.raises(Refusal, match="Điều 10"):
        assign(change, acting(commune, case, "supervisor"))
    assign(replace(change, declared=[free(commune, "clerk")]), acting(commune, case, "supervisor"))
    assert entrusted(case) == {commune.accounts["second"], commune.accounts["clerk"]}
    assert not sees(commune, "handler", case)
    assert sees(commune, "clerk", case)
    with pytest.raises(NotFound):
        do(commune, case, "record-work", "culprit", role="handler")


def free(commune: Commune, name: str, says: str = "none") -> Declared:
    key = reading().execute(sa.select(Account.public_id).where(Account.id == commune.accounts[name])).scalar_one()
    return Declared(key, says, "2026-11-16", "Bản cam kết")


def entrusted(case: Dossier) -> set[int]:
    return set(reading().execute(sa.select(Entrusted.account_id).where(Entrusted.dossier_id == case.id)).scalars())


def test_a_team_has_two_people_without_interest(offices: Pair) -> None:
    _province, commune = offices
    case = accepted(commune)
    handler, second = commune.accounts["handler"], commune.accounts["second"]
    with pytest.raises(Refused, match="hai người"):
        do(commune, case, "assign-team", give=[handler])
    with pytest.raises(Refused, match="cam kết"):
        do(commune, case, "assign-team", give=[handler, second], no_interest="some")
    assert entrusted(case) == set()


def test_whoever_is_accused_signs_nothing(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune, accused=(commune.accounts["supervisor"],))
    do(commune, case, "check-conditions", "clerk")
    with pytest.raises(Refusal, match="không ký"):
        do(commune, case, "accept", "clerk")
    assert acts(case.id) == ["check-conditions"]


def test_an_envelope_is_sealed_again_under_a_new_number(both: Pair) -> None:
    _province, commune = both
    case, other = accepted(commune), opened(commune, envelope="40")
    with pytest.raises(Refusal) as empty:
        do(commune, case, "tell-acceptance", "custodian")
    assert empty.value.field == "new_envelope"
    for number in ("26", "40"):
        with pytest.raises(Refusal):
            do(commune, case, "tell-acceptance", "custodian", new_envelope=number)
    assert case_row(case.id).envelope == "26"
    assert "denunciation.tell-denouncer" in running(case)
    do(commune, case, "tell-acceptance", "custodian", new_envelope="41", letter_result="returned")
    assert (case_row(case.id).envelope, case_row(case.id).custodian_id) == ("41", commune.accounts["custodian"])
    assert "denunciation.tell-denouncer" not in running(case)
    rows = reading().execute(sa.select(JournalRow.body).where(
        JournalRow.dossier_id == case.id, JournalRow.act == "denunciation.reseal", JournalRow.sealed)).scalars().all()
    assert [(told["from"], told["to"]) for told in (json.loads(row)["facts"] for row in rows)] == [("26", "41")]
    # It came back from the post: once more; the number that was on it for a while stays used.
    do(commune, case, "tell-acceptance", "custodian", new_envelope="42")
    do(commune, other, "check-conditions")
    do(commune, other, "accept")
    with pytest.raises(Refusal):
        do(commune, other, "tell-acceptance", "custodian", new_envelope="41")
    with pytest.raises(Refused):
        do(commune, case, "tell-acceptance", "custodian", new_envelope="43")


def test_two_custodians_at_once_send_one_letter(offices: Pair) -> None:
    _province, commune = offices
    case = accepted(commune)
    first, second = (acting(commune, case, one, roles=frozenset({"custodian"})) for one in ("custodian", "deputy"))
    carry_out(given(commune, "denunciation", "tell-acceptance", new_envelope="50"), first)
    with pytest.raises(Stale):
        carry_out(given(commune, "denunciation", "tell-acceptance", new_envelope="51"), second)
    assert case_row(case.id).envelope == "50"


@pytest.mark.parametrize("role", ["handler", "clerk", "supervisor", "reception"])
def test_only_a_custodian_sends_to_whoever_denounced(offices: Pair, role: str) -> None:
    _province, commune = offices
    case = accepted(commune)
    with pytest.raises(Refused):
        do(commune, case, "tell-acceptance", role, new_envelope="60")


def test_not_competent_is_counted_from_receipt(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune, received=date(2026, 8, 19))      # example 21 of the law file
    do(commune, case, "not-competent", on=date(2026, 8, 21))
    assert running(case) == dict.fromkeys(("denunciation.transfer", "denunciation.tell-transfer"), date(2026, 8, 25))
    do(commune, case, "transfer", on=date(2026, 8, 24))
    assert stored(case.id).awaits == "custodian"
    do(commune, case, "tell-transfer", "custodian", on=date(2026, 8, 25), new_envelope="70")
    do(commune, case, "close")
    assert running(case) == {}


def test_press_is_answered_in_twenty_days(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune, received=date(2026, 10, 12), traits="press")      # example 25
    assert running(case)["denunciation.press-reply"] == date(2026, 11, 2)
    do(commune, case, "to-information")
    assert running(case) == {}
    found = reading().execute(sa.select(Dossier).join(Link, Link.other_id == Dossier.id).where(
        Link.dossier_id == case.id)).mappings().one()
    assert (found["kind"], found["state"], found["sealed"]) == ("information", "forwarded", True)


def test_a_withdrawal_ends_it_unless_it_must_go_on(offices: Pair) -> None:
    _province, commune = offices
    case = accepted(commune)
    do(commune, case, "short-way")
    do(commune, case, "withdraw")
    with pytest.raises(Refused):
        do(commune, case, "conclude")
    do(commune, case, "go-on")
    with pytest.raises(Refused):
        do(commune, case, "terminate")
    do(commune, case, "withdraw")
    do(commune, case, "terminate")
    assert set(running(case)) == {"denunciation.send-suspension", "denunciation.tell-suspension"}
    do(commune, case, "send-suspension")
    do(commune, case, "tell-suspension", "custodian", letter_manner="at-counter")
    do(commune, case, "file-terminated")
    assert stored(case.id).state == "terminated"


def test_an_extension_comes_before_the_end(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune, received=date(2026, 6, 8))
    do(commune, case, "check-conditions", on=date(2026, 6, 10))
    do(commune, case, "accept", on=date(2026, 6, 15))      # example 22
    do(commune, case, "extend-especially", on=date(2026, 7, 15))
    do(commune, case, "extend-especially", on=date(2026, 8, 14))
    assert running(case)["denunciation.resolution"] == date(2026, 9, 14)
    late = opened(commune, received=date(2026, 6, 8), envelope="27")
    do(commune, late, "check-conditions", on=date(2026, 6, 10))
    do(commune, late, "accept", on=date(2026, 6, 15))
    with pytest.raises(Refused, match="đã qua"):
        do(commune, late, "extend", on=date(2026, 7, 16))


def test_protection_has_its_own_track(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune)
    with pytest.raises(Refused):
        do(commune, case, "decide-protection")
    do(commune, case, "request-protection", "handler")
    do(commune, case, "decide-protection")
    do(commune, case, "ask-police")
    before = running(case)["protection.police-decision"]
    do(commune, case, "police-complex")
    assert running(case)["protection.police-decision"] > before  # type: ignore[operator]
    do(commune, case, "record-police")
    do(commune, case, "end-protection")
    with pytest.raises(Refused):
        do(commune, case, "end-protection")


def test_a_chair_is_denounced_at_the_province_alone(offices: Pair) -> None:
    province, commune = offices
    with pytest.raises(Refusal, match="thẩm quyền") as refused:
        opened(commune, against="commune-head")
    assert refused.value.field == "against"
    assert stored(opened(province, against="commune-head").id).state == "received"
    assert stored(opened(commune, against="commune-staff").id).state == "received"


def test_information_of_a_visit_nobody_could_name(both: Pair) -> None:
    _province, commune = both
    visit = log(commune, _nameless())
    case = open_from_visit(GivenFromVisit(traits="press"), acting(commune, visit))
    assert (case.kind, stored(case.id).state) == ("information", "forwarded")
    assert list(running(case)) == ["denunciation.press-reply"]
    do(commune, case, "assess")
    do(commune, case, "inspect", give=[commune.accounts["handler"]])
    do(commune, case, "record-findings", "handler")
    with pytest.raises(Refused, match="chuyển thông tin"):
        do(commune, case, "close")
    do(commune, case, "answer-forwarder")
    do(commune, case, "close")
    assert proof() == []


def _nameless() -> Any:
    from dataclasses import replace

    from caseapp.reception.models import Outcome

    given = a_denunciation("80")
    assert given.denouncer is not None
    return replace(given, outcome=Outcome.REPORTED, denouncer=replace(given.denouncer, identity=Identity.UNKNOWN))


def test_a_continued_denunciation_lies_above_and_can_begin_anew(both: Pair) -> None:
    province, commune = both
    with pytest.raises(Refusal, match="cấp trên"):
        opened(commune, "continued")
    culprit = commune.accounts["culprit"]
    case = opened(province, "continued", accused=(culprit,), by="supervisor")
    assert running(case) == {"denunciation.continued": TODAY + timedelta(days=21)}      # 20 days end on a Sunday
    do(province, case, "review-file")
    do(province, case, "again")
    do(province, case, "tell-outcome", "custodian", letter_manner="at-counter")
    assert stored(case.id).state == "closed"
    anew = reading().execute(sa.select(Dossier.id, Dossier.kind, Dossier.opened_on).join(
        Link, Link.other_id == Dossier.id).where(Link.dossier_id == case.id)).one()
    assert (anew.kind, anew.opened_on) == ("denunciation", TODAY)
    assert reading().execute(sa.select(Accused.account_id).where(Accused.dossier_id == anew.id)).scalars().all() == [culprit]
    overdue = opened(province, "continued", envelope="90", overdue=True)
    assert list(running(overdue)) == ["denunciation.demand-report"]
    do(province, overdue, "demand-report", whom="UBND phường")
    assert list(running(overdue)) == ["denunciation.overdue-report"]
    do(province, overdue, "seize")
    do(province, overdue, "tell-outcome", "custodian", new_envelope="91")
    assert proof() == []


def test_it_is_found_by_code_and_accused_alone(offices: Pair) -> None:
    _province, commune = offices
    case = opened(commune)
    assert stored(case.id).subject == CONTENT
    assert reading().execute(sa.text("SELECT COUNT(*) FROM party")).scalar_one() == 0
