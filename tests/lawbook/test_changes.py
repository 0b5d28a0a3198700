"""What changed on a day: exactly what began or ended, old beside new; 1 July 2026 as the law file tells it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.kinds import KINDS
from caseapp.law.acts import ACTS
from caseapp.law.reception import DECREE
from caseapp.law.registry import RULES
from caseapp.law.rows import ROWS, Sort
from caseapp.lawbook.changes import changes
from caseapp.lawbook.places import turns
from tests.reception.making import make_people
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

# Limits of the law file whose wording begins, ends or is amended on 1 July 2026, with their lengths before and after.
KNOWN = {
    "reception.refusal-notice": ([], [3]), "reception.post-timetable": ([5], [5]), "online.notify": ([], [5]), "online.test": ([], [1]),
    "reception.unprocessed": ([], [45]), "complaint.acceptance": ([10, None], [10, 7]), "complaint.dialogue-notice": ([], [5]),
    "complaint.send-suspension": ([], [3]), "complaint.reopen": ([30], [30]), "discipline.acceptance": ([10, None], [10, 7]),
}
NEW_ACTS = {"suspend", "resume", "set-aside-withdrawal"}
NEW_TEXTS = {"L136", "NĐ154", "NĐ155", "NĐ156", "NQ28"}


def lengths(wordings: Any) -> list[int | None]:
    return [wording.length for wording in wordings]


def test_what_changed_on_the_first_of_july() -> None:
    found = changes(DECREE, KINDS)
    assert {turn.limit.code: (lengths(turn.before), lengths(turn.after)) for turn in found.limits} == KNOWN
    assert {action.code for _, action in found.doings} >= NEW_ACTS
    assert {after.code for _, after in found.acts if after} >= NEW_TEXTS
    assert [before.code for before, _ in found.acts if before] == [act.code for act in ACTS.values() if act.until == date(2026, 6, 30)]
    sides = {swap.before.id: swap.after.id for _, swaps in found.rows for swap in swaps if swap.before and swap.after}
    assert sides["LTCD-15"] == "LTCD-15/2026"      # one day a week → two days a month
    came = {swap.after.id for _, swaps in found.rows for swap in swaps if swap.after}
    assert {"ID-01", "ID-03", "REG-01", "KN-07", "Ra", "Rk", "KN-24/2026", "LKN-30/6"} <= came


@pytest.mark.parametrize("on", [*turns(), DECREE + timedelta(days=1), date(2013, 3, 4)])
def test_nothing_is_left_out_and_nothing_made_up(on: date) -> None:
    found, eve = changes(on, KINDS), on - timedelta(days=1)
    rows = [swap for _, swaps in found.rows for swap in swaps]
    others = [row for row in ROWS if row.sort is not Sort.LIMIT]
    assert sorted(swap.after.id for swap in rows if swap.after) == sorted(row.id for row in others if row.since == on)
    assert sorted(swap.before.id for swap in rows if swap.before) == sorted(row.id for row in others if row.until == eve)
    assert [turn.limit for turn in found.limits] == [limit for limit in RULES.values() if limit.in_force(eve) != limit.in_force(on)]


def test_the_page_puts_old_beside_new(app: Flask, client: FlaskClient) -> None:
    sign_in(client, make_people(app).officer)
    page = client.get("/phap-luat/thay-doi").text
    assert "Thay đổi từ 01/07/2026" in page
    for code in KNOWN:
        assert f'href="/phap-luat/quy-tac/{code}"' in page
    for code in NEW_ACTS:
        assert f'href="/phap-luat/thu-tuc/complaint#viec-{code}"' in page
    assert page == client.get("/phap-luat/thay-doi?ngay=2026-07-01").text
    quiet = client.get("/phap-luat/thay-doi?ngay=2026-07-02").text
    assert "không có quy định nào bắt đầu hay hết hiệu lực" in quiet
    for day in turns()[:8]:
        assert f"ngay={day.isoformat()}" in page
