"""What the demo's communes keep of mediation beside the disputes: an old logbook, rates of pay, lists of payments."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa

from caseapp.cases.commands.opening import Opening
from caseapp.cases.kinds.mediation import FAILED, KEPT
from caseapp.db import reading, writing
from caseapp.demo.complaints import ZONE, Event, working_day
from caseapp.demo.disputes import ABOUT, BOOK, DEMANDS
from caseapp.demo.staff import Offices
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.mediation.books import teams_known
from caseapp.mediation.commands.booking import BookDispute, put_down
from caseapp.mediation.commands.given import GivenParty
from caseapp.mediation.commands.pay_lists import make_list
from caseapp.mediation.commands.pay_steps import approve, ask_payment, pay
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.commands.rates import GivenRate, add_rate
from caseapp.mediation.dispute import Outcome
from caseapp.mediation.paying import PayList
from caseapp.people.commands import Given

BOOK_DAYS: Final = (200, 20)        # days ago that the first dispute of the logbook came in, and how many lie between
COPIED: Final = 12                  # days ago that the logbook was brought in
ENDED: Final = 45                   # days ago at least that the quarter ended that is paid
LATER: Final = 14                   # the same of the month after, whose list waits to be paid
RATES: Final = (("settled", 350_000), ("other", 250_000), ("team-month", 120_000))
SOURCE: Final = "Nghị quyết số 14/2025/NQ-HĐND (ví dụ để dùng thử, chưa đối chiếu văn bản)"


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour, 25), ZONE).astimezone(UTC)


def old_logbook(offices: Offices, today: date, calendar: Calendar, names: Iterator[tuple[str, str]]) -> Iterator[Event]:
    """The logbook of a hamlet whose mediators sign in nowhere: its commune brings it in."""
    copied = working_day(today - timedelta(days=COPIED), calendar, back=True)
    ago, between = BOOK_DAYS
    days = [today - timedelta(days=ago - between * place) for place in range(len(BOOK))]
    people = [(next(names), next(names)) for _day in days]

    def store() -> None:
        how = Opening(offices.accounts["lanhdao2"], _at(copied, 15), copied, calendar)
        team = next(one for one in teams_known(reading(), offices.units["CT-TB"])
                    if one.unit_id == offices.units["CT-TB-TH"])
        with writing() as session:
            chain = lock_chain(session, team.unit_id)
            for place, (kind, day) in enumerate(zip(BOOK, days, strict=True)):
                about, failed = ABOUT[kind], place % 4 == 2
                first, second = people[place]
                put_down(session, chain, BookDispute(
                    about.content.format(n=place + 1).replace("hẻm", "đường số"), day,
                    FAILED if failed else KEPT, Outcome.FAILED if failed else Outcome.SETTLED, about.scope,
                    tuple(GivenParty(role, Given(name, sex=sex, address="Ấp Thới Hòa"), 30 + 3 * place)
                          for role, (name, sex) in (("party-a", first), ("party-b", second))), 2,
                    agreement=DEMANDS if failed else about.agreed, row=place + 4,
                    book_row=f"Sổ theo dõi {day.year}, dòng {place + 4}", team=team,
                    mediators=tuple(team.members[place % 2::2])), how)

    yield _at(copied, 15), 0, store


def payments(offices: Offices, today: date, calendar: Calendar, first: date) -> Iterator[Event]:
    """The province's rates, whose text nobody has read; a quarter that was paid, a month whose pay is late."""
    unit, clerk, head = offices.units["CT-AT"], offices.accounts["vanthu"], offices.accounts["lanhdao"]

    def rates() -> None:
        how = Paying(offices.units["CT"], offices.accounts["lanhdao.tinh"], _at(first, 9), first)
        for what, amount in RATES:
            add_rate(GivenRate(what, amount, first.replace(day=1), None, SOURCE, False), how)

    yield _at(first, 9), 0, rates
    quarter = _quarter_before(today - timedelta(days=ENDED))
    until = _month_before(today - timedelta(days=LATER))
    for since, last, steps in ((_first_of_quarter(quarter), quarter, (_make, _ask, _approve, _pay)),
                               (quarter + timedelta(days=1), until, (_make, _ask, _approve))):
        day = last
        for step in steps if since >= first else ():
            day = working_day(day + timedelta(days=1), calendar)
            by = head if step is _approve else clerk
            yield _at(day, 10), 0, _doing(step, since, last, Paying(unit, by, _at(day, 10), day), calendar)


Step = Callable[[date, date, Paying, Calendar], None]


def _doing(step: Step, since: date, until: date, how: Paying, calendar: Calendar) -> Callable[[], None]:
    return lambda: step(since, until, how, calendar)


def _make(since: date, until: date, how: Paying, _calendar: Calendar) -> None:
    make_list(since, until, how)


def _ask(_since: date, until: date, how: Paying, calendar: Calendar) -> None:
    key, version = _list_of(until, how)
    ask_payment(key, version, how.today, calendar, how)


def _approve(_since: date, until: date, how: Paying, _calendar: Calendar) -> None:
    key, version = _list_of(until, how)
    approve(key, version, how.today, f"{how.today:%m}/QĐ-UBND", how)


def _pay(_since: date, until: date, how: Paying, _calendar: Calendar) -> None:
    key, version = _list_of(until, how)
    pay(key, version, how.today, how)


def _list_of(until: date, how: Paying) -> tuple[str, int]:
    row = reading().execute(sa.select(PayList.public_id, PayList.version).where(
        PayList.unit_id == how.unit_id, PayList.to_on == until)).one()
    return row.public_id, row.version


def _month_before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(days=1)


def _quarter_before(day: date) -> date:
    """The last day of the quarter before."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)


def _first_of_quarter(last: date) -> date:
    return last.replace(month=last.month - 2, day=1)
