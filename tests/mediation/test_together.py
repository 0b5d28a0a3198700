"""Several at once on one dispute: a double click opens one, of two pages with the same version one gets through."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TYPE_CHECKING

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.dossiers.commands import Stale
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.opening import open_dispute
from caseapp.mediation.commands.results import record_result
from caseapp.mediation.dispute import Chosen
from caseapp.proof import faults
from tests.mediation.making import acting, brought, make_hamlets, mediating, open_one, opener, stored, told
from tests.mediation.test_results import SETTLED, TODAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """What each is told: “done”, or the name of the refusal; all are let go at the same moment."""
    gate = Barrier(len(acts))

    def one(act: Callable[[], object]) -> str:
        with app.app_context():
            gate.wait()
            try:
                act()
            except (Stale, FormKeyUsed) as problem:
                return type(problem).__name__
            return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def test_a_double_click_opens_one_dispute(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        how, given = opener(office, office.lan, form_key="k" * 22), brought(chosen=Chosen.SELF)
        others = opener(office, office.tam, form_key="t" * 22)
    answers = at_once(any_app, *[lambda: open_dispute(given, how)] * 3, lambda: open_dispute(given, others))
    assert answers == ["FormKeyUsed", "FormKeyUsed", "done", "done"]
    with any_app.app_context():
        assert faults(9) == []


def test_of_two_who_assign_one_gets_through(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office, mediators=())
        how = acting(office, dispute, office.leader)
        acts = [GivenAct("assign", TODAY, details={"mediators": [office.mediator(one)]})
                for one in (office.lan, office.tam, office.bay)]
    assert at_once(any_app, *(lambda act=act: carry_out(act, how) for act in acts)) == ["Stale", "Stale", "done"]
    with any_app.app_context():
        assert len(mediating(dispute)) == 1
        assert stored(dispute.public_id).state == "assigned"
        assert faults(9) == []


def test_of_two_results_one_is_written(any_app: Flask) -> None:
    office = make_hamlets(any_app)
    with any_app.app_context():
        dispute = open_one(office)
        hers, the_leaders = acting(office, dispute), acting(office, dispute, office.leader)
    answers = at_once(any_app, lambda: record_result(SETTLED, hers),
                      lambda: record_result(replace(SETTLED, result="failed"), the_leaders))
    assert answers == ["Stale", "done"]
    with any_app.app_context():
        assert told(dispute).outcome in ("settled", "failed")
        assert faults(9) == []
