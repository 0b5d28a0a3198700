"""A sitting and its end written down at once: settled with record and promises, failed, stopped, going on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.models import Act
from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.results import GivenPromise, GivenResult, record_result
from caseapp.mediation.dispute import Promised
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from tests.mediation.making import acting, clocks, make_hamlets, open_one, stored, told

if TYPE_CHECKING:
    from typing import Any

    from flask import Flask

TODAY = date(2026, 11, 16)
SETTLED = GivenResult(TODAY, "settled", "Nhà văn hóa khóm 3", "Ông Hòa, bà Sáu, hòa giải viên", "Hai bên nói rõ.",
                      agreement="Ông Hòa phá bậc thềm trước 05/12.")
BOTH = (GivenPromise("party-a", "Lê Văn Hòa", "Phá bậc thềm, trả lối đi 1,2 m", date(2026, 12, 5)),
        GivenPromise("party-b", "", "Không làm rơi rác sang nhà bên"))


def acts(dispute: Any) -> list[str]:
    return list(reading().execute(sa.select(Act.code).where(Act.dossier_id == dispute.id).order_by(Act.place)).scalars())


def test_every_end_of_a_sitting(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        kept = open_one(office)
        record_result(replace(SETTLED, record="signed", promises=BOTH), acting(office, kept, form_key="k" * 22))
        assert acts(kept) == ["sit", "settle", "draw-record"]
        assert (stored(kept.public_id).state, stored(kept.public_id).next_due) == ("followed", date(2026, 12, 5))
        assert (told(kept).outcome, told(kept).record_on) == ("settled", TODAY)
        assert clocks(kept)["mediation.court-recognition"].due_on == date(2027, 5, 17)
        assert reading().execute(sa.select(sa.func.count()).select_from(Promised)).scalar_one() == 2
        with pytest.raises(FormKeyUsed):
            record_result(SETTLED, acting(office, kept, form_key="k" * 22))

        plain = open_one(office)
        record_result(replace(SETTLED, record="refused", refused_by="party-b", refused_why="Ngại giấy tờ"),
                      acting(office, plain))
        assert (acts(plain), stored(plain.public_id).state) == (["sit", "settle", "refuse-sign", "finish"], "kept")
        assert "mediation.court-recognition" not in clocks(plain)

        long = open_one(office)
        old = acting(office, long)
        record_result(replace(SETTLED, result="under-way", agreement="", next_on=date(2026, 11, 20)), old)
        assert (stored(long.public_id).state, stored(long.public_id).next_due) == ("under-way", None)
        with pytest.raises(Stale):
            record_result(replace(SETTLED, result="failed"), old)
        record_result(replace(SETTLED, result="failed"), acting(office, long))
        assert (acts(long), told(long).outcome) == (["sit", "sit", "fail"], "failed")

        ended = open_one(office)
        record_result(replace(SETTLED, result="stopped", asked_by="party-a"), acting(office, ended))
        assert (acts(ended), told(ended).ended_by) == (["sit", "stop"], "party-stops")
        assert faults(9) == []


@pytest.mark.parametrize(("changes", "field"), [
    ({"result": "won"}, "result"), ({"sat_at": ""}, "sat_at"), ({"came": " "}, "came"), ({"course": ""}, "course"),
    ({"agreement": ""}, "agreement"), ({"result": "failed", "promises": BOTH}, "result"), ({"record": "maybe"}, "record"),
    ({"record": "refused"}, "refused_why"), ({"result": "stopped"}, "asked_by"),
    ({"happened_on": date(2026, 11, 15)}, "happened_on"), ({"happened_on": date(2026, 11, 17)}, "happened_on"),
    ({"promises": (BOTH[0], replace(BOTH[1], what=""))}, "promises-1-what"),
])  # fmt: skip
def test_nothing_is_half_written(office_app: tuple[Flask, Any], changes: dict[str, Any], field: str) -> None:
    app, office = office_app
    with app.app_context():
        dispute = open_one(office)
        with pytest.raises(Refusal) as refused:
            record_result(replace(SETTLED, **changes), acting(office, dispute))
        assert (refused.value.field, acts(dispute), stored(dispute.public_id).version) == (field, [], dispute.version)
