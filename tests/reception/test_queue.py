"""Today's queue: numbers in order, one caller per number, no name for a denouncer, nothing kept till tomorrow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import IntegrityError

from caseapp.db import reading, writing
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.commands import queue
from caseapp.reception.models import Matter, Ticket
from caseapp.reception.queries import desk
from tests.office.making import NOW, TODAY, Commune, a_denunciation, a_visit, log, make_commune, viewer_of
from tests.office.traces import traces

NAME, PURPOSE = "Trịnh Thuởquỳnh", "Khiếu nại thửađấtsố12"


@pytest.fixture
def office(any_app: Flask) -> Iterator[Commune]:
    """A commune on each database."""
    with any_app.app_context():
        yield make_commune()


def come(office: Commune, matter: Matter = Matter.COMPLAINT, **changes: Any) -> Ticket:
    values = {"matter": matter, "name": NAME, "purpose": PURPOSE, "people": 1, "day": TODAY, "at": NOW, **changes}
    return queue.take_ticket(office.unit, **values)


def ticket(one: Ticket) -> Any:
    return reading().execute(sa.select(Ticket.__table__).where(Ticket.id == one.id)).one()


def waiting(office: Commune) -> list[int]:
    return [row.no for row in desk.queue(viewer_of(office), TODAY)]


def test_numbers_count_from_one_each_day_and_in_each_unit(office: Commune) -> None:
    assert [come(office).no for _ in range(3)] == [1, 2, 3]
    assert come(make_commune("X2")).no == 1
    assert come(office, day=TODAY + timedelta(days=1)).no == 1


def test_the_queue_is_in_order_of_calling(office: Commune) -> None:
    first, second, third = (come(office) for _ in range(3))
    queue.send_down(office.unit, first.public_id)
    assert waiting(office) == [2, 1, 3]
    queue.send_down(office.unit, first.public_id)
    queue.send_down(office.unit, first.public_id)      # the last one stays where it is
    assert waiting(office) == [2, 3, 1]
    assert [ticket(one).no for one in (first, second, third)] == [1, 2, 3]


def test_a_number_is_called_once(office: Commune) -> None:
    one = come(office)
    me, other = office.accounts["reception"], office.accounts["supervisor"]
    called = queue.call_ticket(office.unit, one.public_id, by=me, at=NOW)
    assert called is not None
    assert (called.state, called.called_by, called.called_at) == ("called", me, NOW)
    assert queue.call_ticket(office.unit, one.public_id, by=other, at=NOW) is None
    again = queue.call_ticket(office.unit, one.public_id, by=me, at=NOW + timedelta(minutes=1))      # a double click
    assert again is not None
    assert ticket(one).called_at == NOW
    assert queue.call_ticket(office.unit, "unknown", by=me, at=NOW) is None


def test_somebody_absent_can_be_called_later(office: Commune) -> None:
    one = come(office)
    queue.mark_absent(office.unit, one.public_id, by=office.accounts["reception"])
    assert ticket(one).state == "absent"
    assert waiting(office) == [1]
    found = queue.call_ticket(office.unit, one.public_id, by=office.accounts["reception"], at=NOW)
    assert found is not None
    assert found.state == "called"


def test_somebody_who_was_called_and_did_not_come_is_absent(office: Commune) -> None:
    """One learns that somebody is absent by calling."""
    one = come(office)
    queue.call_ticket(office.unit, one.public_id, by=office.accounts["reception"], at=NOW)
    queue.mark_absent(office.unit, one.public_id, by=office.accounts["reception"])
    assert (ticket(one).state, ticket(one).called_by) == ("absent", None)


def test_whoever_sits_at_another_counter_is_not_absent(office: Commune) -> None:
    """A page opened before the call must not send anybody away from the counter that called."""
    one = come(office)
    queue.call_ticket(office.unit, one.public_id, by=office.accounts["supervisor"], at=NOW)
    queue.mark_absent(office.unit, one.public_id, by=office.accounts["reception"])
    assert (ticket(one).state, ticket(one).called_by) == ("called", office.accounts["supervisor"])


def test_a_form_sent_twice_takes_one_place(office: Commune) -> None:
    me, other = office.accounts["reception"], office.accounts["supervisor"]
    come(office)
    assert come(office, by=me, form_key="the-form").no == 2
    with pytest.raises(FormKeyUsed) as again:
        come(office, by=me, form_key="the-form")
    assert again.value.result == "02"
    assert waiting(office) == [1, 2]
    assert come(office, by=other, form_key="another-form").no == 3


def test_a_denouncer_waits_without_a_name(office: Commune, home: Path) -> None:
    one = come(office, Matter.DENUNCIATION)
    assert (one.no, one.name, one.purpose) == (1, "", "")
    assert traces(["Thuởquỳnh", "thửađấtsố12"], home) == []


def test_a_visitor_who_proves_a_denouncer_loses_the_name_at_once(office: Commune, home: Path) -> None:
    one, other = come(office), come(office, name="Lê Văn Bình", purpose="Hỏi")
    queue.hide_ticket(office.unit, one.public_id)
    assert (ticket(one).matter, ticket(one).name, ticket(one).purpose) == ("denunciation", "", "")
    assert ticket(other).name == "Lê Văn Bình"
    assert traces(["Thuởquỳnh", "thửađấtsố12"], home) == []


def test_the_database_holds_no_denouncers_name(office: Commune) -> None:
    one = come(office, Matter.DENUNCIATION)
    for column in ("name", "purpose"):
        with pytest.raises(IntegrityError), writing() as session:
            session.execute(sa.update(Ticket).where(Ticket.id == one.id).values({column: "Ánh"}))


def test_the_visit_uses_its_ticket_up_with_the_name(office: Commune) -> None:
    one, other = come(office), come(office)
    log(office, a_visit(), ticket=one.public_id)
    assert (ticket(one).state, ticket(one).name, ticket(one).purpose) == ("done", "", "")
    assert ticket(other).state == "waiting"
    assert waiting(office) == [2]


def test_nobodys_ticket_is_touched_from_another_unit(office: Commune) -> None:
    one, neighbour = come(office), make_commune("X2")
    queue.send_down(neighbour.unit, one.public_id)
    queue.mark_absent(neighbour.unit, one.public_id, by=neighbour.accounts["reception"])
    queue.hide_ticket(neighbour.unit, one.public_id)
    log(neighbour, a_visit(), ticket=one.public_id)
    assert queue.call_ticket(neighbour.unit, one.public_id, by=neighbour.accounts["reception"], at=NOW) is None
    assert (ticket(one).state, ticket(one).name) == ("waiting", NAME)
    assert desk.ticket(viewer_of(neighbour), one.public_id, TODAY) is None
    assert desk.queue(viewer_of(neighbour), TODAY) == []


def test_yesterdays_names_are_deleted(office: Commune, home: Path) -> None:
    neighbour = make_commune("X2")
    come(office, day=TODAY - timedelta(days=1))
    come(neighbour, day=TODAY - timedelta(days=1))
    come(office, name="Lê Văn Bình", purpose="Hỏi")      # the day's first number clears its own unit
    assert reading().execute(sa.select(sa.func.count()).select_from(Ticket)).scalar_one() == 2
    with writing() as session:
        assert queue.drop_old_tickets(session, TODAY) == 1
    assert traces(["Thuởquỳnh", "thửađấtsố12"], home) == []
    assert waiting(office) == [1]


def test_a_denunciation_logged_past_the_queue_takes_the_name_off_the_called_number(office: Commune) -> None:
    mine, others, waits = come(office), come(office), come(office)
    queue.call_ticket(office.unit, mine.public_id, by=office.accounts["reception"], at=NOW)
    queue.call_ticket(office.unit, others.public_id, by=office.accounts["supervisor"], at=NOW)
    log(office)
    assert ticket(mine).name == NAME      # an ordinary visit may be anybody's
    log(office, a_denunciation("27"))
    assert [(ticket(one).name, ticket(one).purpose) for one in (mine, others, waits)] == [
        ("", ""), (NAME, PURPOSE), (NAME, PURPOSE)]
