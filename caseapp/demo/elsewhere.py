"""What reached the demo office from elsewhere: complaints of another commune, a petition of the old book."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa

from caseapp.cases.commands.handing_over import Answering, GivenHandOver, hand_over, take_over
from caseapp.cases.commands.opening import GivenCase
from caseapp.cases.kinds.petition import IN_CASE
from caseapp.db import reading, writing
from caseapp.demo.complaints import ZONE, Bureau, Event, Written, open_posted, person_of, working_day
from caseapp.dossiers.models import Dossier
from caseapp.exchange.book_petition_rows import PetitionRow
from caseapp.exchange.planning import Importing, Step
from caseapp.exchange.row_parts import Translated
from caseapp.exchange.row_petitions import BookPetition
from caseapp.exchange.storing_petitions import store_petition
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.petitions.models import Channel, Content

REASON: Final = "Đất nằm ở phường An Thịnh, quyết định bị khiếu nại do Chủ tịch UBND phường ấy ban hành."

ROW: Final = 12


@dataclass(frozen=True, slots=True)
class Given:
    """A complaint for another unit: received so many days ago, sent there and taken over so many days ago."""

    content: str
    received: int
    sent: int
    taken: int | None = None


GIVEN: Final = (
    Given("Khiếu nại việc thu hồi 120 m² đất ruộng làm đường nối sang phường, cho là không có thông báo trước.",
          9, 6, 3),
    Given("Khiếu nại không được hỗ trợ giống lúa sau đợt ngập, trong khi các hộ liền kề bên phường đều được nhận.",
          6, 2),
)


def handed_over(giver: Bureau, taker: Bureau, today: date, calendar: Calendar) -> Iterator[Event]:
    """Two complaints that the giver hands to the taker: one was taken over there, one waits for an answer."""
    for place, one in enumerate(GIVEN):
        case = Written(giver, calendar, giver.handlers[0])
        received, sent = (working_day(today - timedelta(days=days), calendar, back=True)
                          for days in (one.received, one.sent))
        yield _at(received, place), 0, _opening(case, taker, one, received, place)
        yield _at(sent, place + 2), 1, _handing(case, taker, sent, place)
        if one.taken is not None:
            taken = working_day(max(sent + timedelta(days=1), today - timedelta(days=one.taken)), calendar)
            if taken <= today:
                yield _at(taken, place + 4), 2, _taking(case, taker, taken, place)


def from_the_book(bureau: Bureau, today: date, calendar: Calendar) -> Iterator[Event]:
    """A petition of the old book, which calls it accepted: its case is still to be opened here."""
    received, copied = (working_day(today - timedelta(days=days), calendar, back=True) for days in (60, 12))
    given = BookPetition(
        content="Khiếu nại việc tính thiếu diện tích nhà khi bồi thường làm cầu, đề nghị kiểm đếm lại.",
        received_on=received, state=IN_CASE, act="open-case", channel=Channel.POST, content_kind=Content.COMPLAINT,
        competent=True, people_count=1, sealed=False, people=(person_of(bureau, bureau.visitors[-20]),),
        words="Thụ lý giải quyết theo thẩm quyền", book_row=f"Sổ đơn {received.year}, dòng {ROW}")

    def store() -> None:
        how = Importing(bureau.unit, bureau.people["officer"], _at(copied, 6), copied, calendar)
        with writing() as session:
            step = Step(_row(received), Translated(given, ()), None)
            store_petition(session, lock_chain(session, bureau.unit), step, None, how)

    yield _at(copied, 6), 0, store


def _row(received: date) -> PetitionRow:
    return PetitionRow(sheet="Sổ đơn", row=ROW, confidential=False, date=received, date_read=received,
                       date_suggested=None, problems=())


def _at(day: date, hours: int) -> datetime:
    return datetime.combine(day, time(8 + hours, 20), ZONE).astimezone(UTC)


def _opening(case: Written, taker: Bureau, one: Given, received: date,
             place: int) -> Callable[[], None]:
    bureau = case.bureau
    given = GivenCase(one.content, received, field="land", respondent=taker.respondent,
                      contested="decision", contested_paper=f"Quyết định {71 + place}/QĐ-UBND")
    return lambda: open_posted(case, bureau.visitors[-30 - place], _at(received, place), received, given)


def _handing(case: Written, taker: Bureau, day: date, place: int) -> Callable[[], None]:
    given = GivenHandOver(taker.unit, f"{140 + place}/UBND", day, REASON)
    return lambda: hand_over(given, case.acting("head", _at(day, place + 2)))


def _taking(case: Written, taker: Bureau, day: date, place: int) -> Callable[[], None]:
    def take() -> None:
        key = reading().execute(sa.select(Dossier.public_id).where(Dossier.id == case.id)).scalar_one()
        take_over(key, Answering(taker.unit, taker.people["head"], _at(day, place + 4), day, case.calendar))

    return take
