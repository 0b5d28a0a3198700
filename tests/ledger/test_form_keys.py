"""Form keys: a form that was sent twice does its act once, and says what it did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from caseapp.db import writing
from caseapp.dossiers.commands import Stale
from caseapp.ledger.form_keys import FormKeyUsed, use_form_key
from caseapp.reception.commands.acting import notify, void
from tests.office.making import NOW, Commune, a_denunciation, a_notice, acting, everything, log, make_commune, proof


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


@pytest.mark.parametrize("sealed", [False, True])
def test_a_visit_sent_twice_is_logged_once(office: Commune, sealed: bool) -> None:
    given = a_denunciation() if sealed else None
    first = log(office, given, form_key="k1")
    before = everything()
    with pytest.raises(FormKeyUsed) as used:
        log(office, a_denunciation("27") if sealed else None, form_key="k1")
    assert used.value.result == first.public_id
    assert everything() == before
    assert log(office, form_key="k2").no == (1 if sealed else 2)
    assert proof() == []


def test_an_act_sent_twice_is_carried_out_once_and_is_no_conflict(office: Commune) -> None:
    how = acting(office, log(office), form_key="k1")
    notify(a_notice(), how)
    before = everything()
    with pytest.raises(FormKeyUsed):      # and not Stale: the person saved it, nobody else did
        notify(a_notice(), how)
    assert everything() == before


def test_a_form_that_was_refused_can_be_sent_again(office: Commune) -> None:
    dossier = log(office)
    how = acting(office, dossier, version=7, form_key="k1")
    with pytest.raises(Stale):
        void("Ghi nhầm", how)
    void("Ghi nhầm", acting(office, dossier, form_key="k1"))
    assert proof() == []


def test_the_key_of_another_account_opens_nothing_of_it(office: Commune) -> None:
    first = log(office, form_key="k1")
    with pytest.raises(Exception) as problem, writing() as session:  # noqa: PT011  refused in whatever words
        use_form_key(session, "k1", office.accounts["clerk"], NOW, result="other")
    assert first.public_id not in str(getattr(problem.value, "result", ""))
