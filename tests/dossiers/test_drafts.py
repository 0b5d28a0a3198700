"""Drafts: nobody else's, unreadable on the disk, gone when saved, thrown away or old."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from caseapp.db import reading, writing
from caseapp.dossiers.drafts import (
    MOST,
    close_draft,
    drop_expired,
    erase_draft,
    find_draft,
    forget_names,
    keep_draft,
    list_drafts,
)
from caseapp.dossiers.models import Draft
from caseapp.keys import KeyProblem
from tests.ledger.tampering import tampering
from tests.office.making import NOW, Commune, a_visit, at_counter, everything, log, make_commune
from tests.office.templates import Run
from tests.office.traces import traces

TYPED = {"people-0-name": ["Trịnh Thuởquỳnh"], "content": ["Khiếu nại bồithườngđất"], "kinds": ["a", "b"]}


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def keep(office: Commune, draft: str = "d1", role: str = "reception", typed: dict[str, list[str]] = TYPED,
         form: str = "visit", later: timedelta = timedelta()) -> None:
    keep_draft(draft, form, typed, account_id=office.accounts[role], now=NOW + later)


def find(office: Commune, draft: str = "d1", role: str = "reception", form: str = "visit",
         later: timedelta = timedelta()) -> dict[str, list[str]] | None:
    found = find_draft(draft, form, account_id=office.accounts[role], now=NOW + later)
    return found[0] if found else None


def test_what_was_typed_comes_back_with_its_time(office: Commune) -> None:
    keep(office)
    assert find_draft("d1", "visit", account_id=office.accounts["reception"], now=NOW) == (TYPED, NOW)
    keep(office, typed={"content": ["mới"]}, later=timedelta(minutes=1))
    assert find(office) == {"content": ["mới"]}
    assert len(everything()["draft"]) == 1


def test_no_typed_word_lies_in_the_open(office: Commune, home: Path) -> None:
    keep(office)
    assert traces(["Thuởquỳnh", "bồithườngđất", "people-0-name"], home) == []


def test_a_draft_is_its_writers_alone(office: Commune) -> None:
    keep(office)
    before = everything()
    assert find(office, role="supervisor") is None
    assert list_drafts("visit", account_id=office.accounts["supervisor"], now=NOW) == []
    keep(office, role="clerk", typed={"content": ["fremd"]})      # a foreign id changes nothing
    erase_draft("d1", account_id=office.accounts["clerk"])
    assert everything() == before
    assert find(office) == TYPED


def test_a_draft_belongs_to_its_form(office: Commune) -> None:
    keep(office)
    assert find(office, form="petition") is None
    assert list_drafts("petition", account_id=office.accounts["reception"], now=NOW) == []


def test_a_draft_that_expired_is_not_there_and_is_swept_out(office: Commune) -> None:
    keep(office)
    keep(office, "d2", later=timedelta(days=3))
    assert find(office, later=timedelta(days=7, seconds=-1)) == TYPED
    assert find(office, later=timedelta(days=7)) is None
    assert [
        one.id for one in list_drafts("visit", account_id=office.accounts["reception"], now=NOW + timedelta(days=7))
    ] == ["d2"]
    with writing() as session:
        assert drop_expired(session, NOW + timedelta(days=7)) == 1
    assert reading().execute(sa.select(Draft.id)).scalars().all() == ["d2"]


def test_saving_again_keeps_a_draft_longer(office: Commune) -> None:
    keep(office)
    keep(office, later=timedelta(days=6))
    assert find(office, later=timedelta(days=12)) == TYPED


def test_the_newest_draft_is_listed_first(office: Commune) -> None:
    for place in range(3):
        keep(office, f"d{place}", later=timedelta(minutes=place))
    listed = list_drafts("visit", account_id=office.accounts["reception"], now=NOW)
    assert listed == [(f"d{place}", NOW + timedelta(minutes=place), TYPED) for place in (2, 1, 0)]


def test_logging_the_visit_deletes_the_draft_with_it(office: Commune) -> None:
    keep(office)
    log(office, a_visit(), draft="d1")
    assert everything()["draft"] == []
    keep(office, "d2")
    with pytest.raises(Exception, match=r"."):
        log(office, a_visit(held_on=at_counter(office).today.replace(year=1999)), draft="d2")
    assert find(office, "d2") == TYPED


def test_what_arrives_after_the_form_was_saved_or_thrown_away_is_not_kept(office: Commune) -> None:
    log(office, a_visit(), draft="d1")
    close_draft("d2", account_id=office.accounts["reception"], now=NOW)
    for draft in ("d1", "d2"):
        assert not keep_draft(draft, "visit", TYPED, account_id=office.accounts["reception"], now=NOW, nameless=True)
    assert everything()["draft"] == []


def test_a_draft_that_forgot_its_names_takes_none_in_again(office: Commune) -> None:
    me = office.accounts["reception"]
    keep(office)
    forget_names("d1", account_id=me, now=NOW)
    assert find(office) is None
    assert not keep_draft("d1", "visit", TYPED, account_id=me, now=NOW)
    assert keep_draft("d1", "visit", {"content": ["x"]}, account_id=me, now=NOW, nameless=True)
    assert find(office) == {"content": ["x"]}
    assert not keep_draft("d1", "visit", TYPED, account_id=me, now=NOW)
    assert find(office) == {"content": ["x"]}


def test_nobody_closes_another_ones_draft(office: Commune) -> None:
    forget_names("d1", account_id=office.accounts["reception"], now=NOW)
    close_draft("d1", account_id=office.accounts["clerk"], now=NOW)
    assert keep_draft("d1", "visit", TYPED, account_id=office.accounts["reception"], now=NOW, nameless=True)


def test_the_oldest_draft_gives_way(office: Commune) -> None:
    keep(office, "foreign", role="clerk")
    for place in range(MOST + 2):
        keep(office, f"d{place}", later=timedelta(minutes=place))
    mine = [one.id for one in list_drafts("visit", account_id=office.accounts["reception"], now=NOW)]
    assert mine == [f"d{place}" for place in range(MOST + 1, 1, -1)]
    assert find(office, "d1") is None
    assert find(office, "foreign", role="clerk") == TYPED


def test_a_foreign_draft_is_not_deleted_by_logging(office: Commune) -> None:
    keep(office, role="clerk")
    log(office, a_visit(), draft="d1")
    assert find(office, role="clerk") == TYPED


def test_a_body_moved_to_another_draft_is_not_opened(office: Commune) -> None:
    keep(office)
    keep(office, "d2", typed={"content": ["khác"]})
    with tampering() as connection:
        body = connection.execute(sa.select(Draft.body).where(Draft.id == "d1")).scalar_one()
        connection.execute(sa.update(Draft.__table__).where(Draft.id == "d2").values(body=body))
    with pytest.raises(KeyProblem):
        find(office, "d2")


def test_how_long_a_draft_is_kept_can_be_set(run: Run, new_app: Callable[..., Flask], home: Path) -> None:
    app = new_app(run.template("sqlite"), home, draft_days="1")
    with app.app_context():
        office = make_commune()
        keep(office)
        assert find(office, later=timedelta(hours=23)) == TYPED
        assert find(office, later=timedelta(hours=24)) is None
