"""How many password checks a name and an address get, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from caseapp.staff.models import SignInTry
from caseapp.staff.throttle import Counted, Turn, Wait, drop_old_tries, give_back, take_turn
from tests.staff.making import filling

if TYPE_CHECKING:
    from flask import Flask

START = datetime(2026, 11, 16, 2, tzinfo=UTC)
ANH = [(Counted.ACCOUNT, "anh"), (Counted.SOURCE, "10.0.0.1")]


def tries(app: Flask, count: int, *, at: datetime = START, of: list | None = None) -> list[Turn | Wait]:
    """``count`` checks, a tenth of a second apart."""
    answers = []
    for number in range(count):
        with filling(app) as session:
            answers.append(take_turn(session, of or ANH, at + timedelta(milliseconds=100 * number)))
    return answers


def test_eight_a_minute_then_wait(any_app: Flask) -> None:
    answers = tries(any_app, 10)
    assert [type(answer) for answer in answers] == [Turn] * 8 + [Wait] * 2
    assert 50 <= answers[-1].seconds <= 60
    assert isinstance(tries(any_app, 1, at=START + timedelta(seconds=61))[0], Turn)


def test_forty_in_a_quarter_of_an_hour(any_app: Flask) -> None:
    for minute in range(5):
        tries(any_app, 8, at=START + timedelta(minutes=minute, seconds=minute))
    later = START + timedelta(minutes=6)
    assert isinstance(tries(any_app, 1, at=later)[0], Wait)
    assert isinstance(tries(any_app, 1, at=START + timedelta(minutes=15, seconds=10))[0], Turn)


def test_names_and_addresses_are_counted_apart(any_app: Flask) -> None:
    tries(any_app, 8)
    other_name = [(Counted.ACCOUNT, "bình"), (Counted.SOURCE, "10.0.0.1")]
    other_address = [(Counted.ACCOUNT, "anh"), (Counted.SOURCE, "10.0.0.2")]
    assert isinstance(tries(any_app, 1, of=other_name)[0], Turn)
    assert isinstance(tries(any_app, 1, of=other_address)[0], Wait)


def test_a_refused_check_counts_for_nothing(any_app: Flask) -> None:
    tries(any_app, 30)
    assert isinstance(tries(any_app, 1, at=START + timedelta(seconds=62))[0], Turn)


def test_a_right_password_is_given_back(any_app: Flask) -> None:
    for turn in tries(any_app, 8)[:4]:
        with filling(any_app) as session:
            give_back(session, turn)
    assert [type(answer) for answer in tries(any_app, 5, at=START + timedelta(seconds=1))] == [Turn] * 4 + [Wait]


def test_the_table_names_nobody_and_forgets(any_app: Flask) -> None:
    tries(any_app, 1)
    with filling(any_app) as session:
        rows = session.scalars(sa.select(SignInTry)).all()
        assert len(rows) == 2
        assert all(b"anh" not in row.key and len(row.key) == 32 for row in rows)
        drop_old_tries(session, START + timedelta(minutes=20))
        assert len(session.scalars(sa.select(SignInTry)).all()) == 2
        drop_old_tries(session, START + timedelta(hours=1))
    with filling(any_app) as session:
        assert session.scalars(sa.select(SignInTry)).all() == []


def test_many_at_once_get_no_more(any_app: Flask) -> None:
    def once(number: int) -> Turn | Wait:
        with filling(any_app) as session:
            return take_turn(session, ANH, START + timedelta(milliseconds=number))

    with ThreadPoolExecutor(8) as workers:
        answers = list(workers.map(once, range(24)))
    assert sum(isinstance(answer, Turn) for answer in answers) == 8
