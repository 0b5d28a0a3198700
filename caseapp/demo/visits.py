"""Three hundred visits of the demo office, dated around today, in every state, some overdue."""
from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from caseapp.cases.commands.by_itself import let_days_pass
from caseapp.db import writing
from caseapp.demo import matters
from caseapp.demo.complaints import FROM_VISITS, Bureau, Event, Story, Written, follow, stories
from caseapp.demo.elsewhere import from_the_book, handed_over
from caseapp.demo.mediations import mediations
from caseapp.demo.petitions import petitions, second_complaint
from caseapp.demo.staff import ACCOUNTS, Offices
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.gazette import office_calendar
from caseapp.law.days import Calendar
from caseapp.law.grounds import GROUNDS
from caseapp.law.reception import REFUSAL_NOTICE
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given
from caseapp.people.models import IdKind
from caseapp.reception.commands.acting import (
    GivenNotice,
    correct,
    notify,
    prolong,
    sign_refusal,
    take_custody,
    void,
)
from caseapp.reception.commands.logging import (
    Denouncer,
    GivenPaper,
    GivenParty,
    GivenVisit,
    Logging,
    add_visit,
    new_denouncer_code,
)
from caseapp.reception.commands.petitioning import GivenTaking
from caseapp.reception.commands.queue import take_ticket
from caseapp.reception.models import Identity, Matter, NoticeResult, Outcome
from caseapp.reception.queries.office import ENVELOPES, FIRST_ENVELOPE
from caseapp.reception.queries.petitions import petitions_of
from caseapp.reception.rules import NEEDS_BODY, OFFERED, grounds_for

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SEED = 2026
# One refusal in R3 waits for the head, whatever the day the demo is opened on.
UNSIGNED = 92
LATE_ENOUGH = time(9)   # before, nobody has come yet today
DAYS_BACK = 44          # working days; far enough for answers given, late and never given
# Who logs, who signs, who answers and who keeps envelopes, by unit.
TEAMS = {
    "CT-AT": ("tiepdan", "lanhdao", "canbo", "vanthu", 200),
    "CT-TB": ("tiepdan2", "lanhdao2", "tiepdan2", "", 100),
}
COMMUNES = {"CT-AT": "phường An Thịnh", "CT-TB": "xã Thới Bình Đông"}


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    sex: str
    number: str
    year: int
    phone: str
    street: str


@dataclass(slots=True)
class Town:
    """One commune of the demo: its people and its staff."""

    code: str
    unit: int
    officer: int
    head: int
    handler: int
    custodian: int | None
    people: list[Person]
    envelopes: Iterator[int]
    bureau: Bureau


def make_work(offices: Offices) -> None:
    """Log and work visits and complaints day by day, as the office would have done; today's queue stands at the end."""
    luck, calendar = random.Random(SEED), office_calendar()  # noqa: S311  a demo, not a secret
    now = datetime.now(UTC)
    today = now.astimezone(ZONE).date()
    days = _working_days(today if now.astimezone(ZONE).time() >= LATE_ENOUGH else today - timedelta(days=1), calendar)
    events: list[Event] = []
    towns = list(_towns(offices, luck))
    for town in towns:
        for number in range(TEAMS[town.code][4]):
            # Each visit draws for itself: how many there are of a kind does not hang on the day the demo is opened.
            own = random.Random(f"{SEED} {town.code} {number}")  # noqa: S311  a demo, not a secret
            at = _moment(days[number * len(days) // TEAMS[town.code][4]], number, now, own)
            events.extend(_story(town, number, at, today, calendar, own))
    events.extend(stories([town.bureau for town in towns], today, calendar, random.Random(SEED)))  # noqa: S311
    events.extend(petitions(towns[0].bureau, towns[0].custodian or towns[0].head, today, calendar))
    events.extend(handed_over(towns[-1].bureau, towns[0].bureau, today, calendar))
    events.extend(from_the_book(towns[0].bureau, today, calendar))
    events.extend(second_complaint(offices.units["CT"], offices.accounts["canbo.tinh"], towns[-1].bureau, today,
                                   calendar))
    events.extend(mediations(offices, today, calendar, now))
    for at, _order, act in sorted(events, key=lambda event: event[:2]):
        if at <= now:       # of today what has not come yet stays away
            act()
    let_days_pass(now, today, calendar)
    _queue(offices, today, luck)


def _moment(day: date, number: int, now: datetime, luck: random.Random) -> datetime:
    """When a visit begins; those of today lie between the opening of the counter and now."""
    opening = datetime.combine(day, time(8), ZONE).astimezone(UTC)
    after = timedelta(hours=number % 8, minutes=luck.randrange(60))
    return opening + after * min((now - opening) / timedelta(hours=8), 1)


def _bureau(code: str, offices: Offices, visitors: list[Person], officer: str, head: str, clerk: str) -> Bureau:
    """Who works on the complaints of a town; in the small one the head does what handlers and clerks do elsewhere."""
    people = {"head": offices.accounts[head], "clerk": offices.accounts[clerk], "officer": offices.accounts[officer]}
    small = clerk == head
    handlers = [offices.accounts[name] for name in ((officer,) if small else ("canbo", "canbo2"))]
    respondent = f"Chủ tịch UBND {COMMUNES[code]}"
    return Bureau(offices.units[code], COMMUNES[code], respondent, people, handlers, visitors, small=small)


def _towns(offices: Offices, luck: random.Random) -> Iterator[Town]:
    with (Path(__file__).parent / "people.csv").open(encoding="utf-8", newline="") as file:
        names = list(csv.DictReader(file))
    luck.shuffle(names)
    for code, (officer, head, handler, custodian, _many) in TEAMS.items():
        mine = [_person(names.pop(), luck) for _ in range(90)]
        accounts = offices.accounts
        yield Town(code, offices.units[code], accounts[officer], accounts[head], accounts[handler],
                   accounts.get(custodian), mine, _envelopes(code),
                   _bureau(code, offices, mine, officer, head, custodian or head))


def _envelopes(code: str) -> Iterator[int]:
    """Numbers as the form proposes them: drawn, each once, so that no gap tells anything."""
    luck = random.Random(f"{SEED} {code}")  # noqa: S311  a demo, not a secret
    return iter(luck.sample(range(FIRST_ENVELOPE, FIRST_ENVELOPE + ENVELOPES), 100))


def _person(row: dict[str, str], luck: random.Random) -> Person:
    year = luck.randrange(1948, 2004)
    century = (0 if row["sex"] == "M" else 1) + (2 if year >= 2000 else 0)
    number = f"092{century}{year % 100:02d}9{luck.randrange(100_000):05d}"
    return Person(row["name"], row["sex"], number, year, f"0918000{luck.randrange(1000):03d}",
                  f"{luck.randrange(1, 199)} {luck.choice(matters.STREETS)}")


def _story(town: Town, number: int, at: datetime, today: date, calendar: Calendar,
           luck: random.Random) -> Iterator[tuple[datetime, int, Callable[[], None]]]:
    """The life of one visit as dated acts; the acts share the dossier that the first one makes."""
    given = _given(town, number, at.astimezone(ZONE), luck)
    made: list[Dossier] = []

    def log() -> None:
        how = Logging(town.unit, town.officer, at, at.astimezone(ZONE).date(), calendar)
        with writing() as session:
            made.append(add_visit(session, lock_chain(session, town.unit), given, how))

    yield at, 0, log
    if given.petition is not None:
        yield from _case_story(town, number, at, today, calendar, made, luck)
        return
    for order, (later, act) in enumerate(_acts(town, number, given, at, today, calendar, made, luck), 1):
        yield later, order, act


def _case_story(town: Town, number: int, at: datetime, today: date, calendar: Calendar, made: list[Dossier],
                luck: random.Random) -> Iterator[Event]:
    """A complaint that was taken at the counter goes its way; its acceptance answers the visitor."""
    case = Written(town.bureau, calendar, town.bureau.handlers[number % len(town.bureau.handlers)])
    story = FROM_VISITS[number % len(FROM_VISITS)] if number % 11 != 4 else Story(0, 0, 0, assigned=False)

    def opened() -> None:
        with writing() as session:
            case.id = petitions_of(session, made[0].id)[0].case.id

    yield at, 1, opened
    yield from follow(story, case, at, today, luck)


def _given(town: Town, number: int, at: datetime, luck: random.Random) -> GivenVisit:
    day = at.date()
    if number % 23 == 7:
        content, accused, post = matters.DENUNCIATIONS[number // 23 % len(matters.DENUNCIATIONS)]
        barred = {entry.person: entry.name for entry in ACCOUNTS}
        return GivenVisit(
            Matter.DENUNCIATION, content, day, Outcome.TAKEN, field="civil-service", people_count=1,
            receiver_id=town.officer, competent=True, denouncer=Denouncer(
                new_denouncer_code(day.year), str(next(town.envelopes)), Identity.CHECKED, protection=number % 2 == 0,
                accused_name=accused, accused_post=post,
                accused_accounts=(town.handler,) if accused in barred and town.custodian else ()))
    matter = luck.choices((Matter.COMPLAINT, Matter.FEEDBACK, Matter.OTHER), (30, 43, 27))[0]
    text, detail = luck.choice({Matter.COMPLAINT: matters.COMPLAINTS, Matter.FEEDBACK: matters.FEEDBACK,
                                Matter.OTHER: matters.OTHER}[matter])
    outcome = luck.choices(OFFERED[matter], [{"taken": 40, "explained": 22, "guided": 14, "refused": 5}.get(one, 8)
                                             for one in OFFERED[matter]])[0]
    if number % 97 == UNSIGNED:
        matter, outcome = Matter.COMPLAINT, Outcome.REFUSED
        text, detail = matters.COMPLAINTS[0]
    grounds = [ground for ground in grounds_for(matter) if ground.code in {"R2", "R3", "Rh", "Rk"}]
    ground = luck.choice(grounds) if outcome is Outcome.REFUSED else None
    if number % 97 == UNSIGNED:
        ground = GROUNDS["R3"]
    group = number % 29 == 3
    person = luck.choice(town.people)
    return GivenVisit(
        matter, text, day, outcome,
        parties=tuple(_party(town, one) for one in ([person, luck.choice(town.people)] if group else [person])),
        held_at=at.time().replace(second=0, microsecond=0), receiver_id=town.officer,
        other_matter=detail if matter is Matter.OTHER else None, field=None if matter is Matter.OTHER else detail,
        people_count=luck.randrange(6, 11) if group else 1, repeat=number % 5 == 0,
        nomination=f"Văn bản cử đại diện ngày {day:%d/%m/%Y}" if group else "",
        competent=outcome in {Outcome.TAKEN, Outcome.REPORTED, Outcome.EXPLAINED} or None,
        body=luck.choice(matters.BODIES) if outcome in NEEDS_BODY else "",
        document=f"{luck.randrange(100, 700)}/UBND" if outcome in NEEDS_BODY else "",
        petition=_petition(town, number, day) if outcome is Outcome.TAKEN and matter is Matter.COMPLAINT else None,
        ground=ground.code if ground else None,
        ground_note="Văn bản 212/UBND ngày 14/07/2026" if ground and ground.requires else "",
        papers=tuple(GivenPaper(name, luck.randrange(1, 6), condition) for name, condition in
                     luck.sample(matters.PAPERS, luck.randrange(1, 4))) if outcome is Outcome.TAKEN else ())


def _petition(town: Town, number: int, day: date) -> GivenTaking | None:
    """What the petition of a complaint says; of numbers that are cancelled later none is registered."""
    if number % 61 == 11:
        return None
    return GivenTaking(town.bureau.respondent, "decision",
                       f"Quyết định {400 + number}/QĐ-UBND ngày {day - timedelta(days=30):%d/%m/%Y}")


def _party(town: Town, person: Person) -> GivenParty:
    return GivenParty(Given(
        person.name, IdKind.CITIZEN, person.number, birth_year=person.year, sex=person.sex, phone=person.phone,
        commune=COMMUNES[town.code], address=person.street))


def _acts(town: Town, number: int, given: GivenVisit, at: datetime, today: date, calendar: Calendar,
          made: list[Dossier], luck: random.Random) -> Iterator[tuple[datetime, Callable[[], None]]]:
    def acting(by: int, role: str, when: datetime) -> Acting:
        dossier = made[0]
        made[0].version += 1
        return Acting(dossier.id, town.unit, dossier.version - 1, by, frozenset({role}), when,
                      when.astimezone(ZONE).date(), calendar)

    def later(days: int) -> datetime:
        return at + timedelta(days=days, minutes=luck.randrange(5, 90))

    def past(when: datetime) -> bool:
        return when.astimezone(ZONE).date() < today

    if given.denouncer is not None and town.custodian is not None and number % 3 and past(when := later(1)):
        keeper = town.custodian
        yield when, lambda: take_custody(acting(keeper, "custodian", when))
    if number % 61 == 11:
        if past(gone := later(0)):
            yield gone, lambda: void("Ghi trùng với lượt trước", acting(town.officer, "reception", gone))
        return
    if number % 37 == 5 and past(mended := later(1)):
        def mend() -> None:
            correct({"note": "Bổ sung số điện thoại sau"}, None, acting(town.officer, "reception", mended))

        yield mended, mend
    yield from _answers(town, number, given, acting, later, past, luck)


def _answers(town: Town, number: int, given: GivenVisit, acting: Callable[[int, str, datetime], Acting],
             later: Callable[[int], datetime], past: Callable[[datetime], bool],
             luck: random.Random) -> Iterator[tuple[datetime, Callable[[], None]]]:
    if given.ground in {"R3", "Rh"} and REFUSAL_NOTICE.in_force(given.held_on):
        if number % 97 != UNSIGNED and number % 4 and past(signed := later(luck.randrange(1, 4))):
            notice = GivenNotice(NoticeResult.REFUSED, "written", signed.astimezone(ZONE).date(), "Chủ tịch",
                                 f"{number + 40}/TB-UBND")
            yield signed, lambda: sign_refusal(notice, acting(town.head, "supervisor", signed))
        return
    if given.outcome not in {Outcome.TAKEN, Outcome.REPORTED, Outcome.TRANSFERRED} or number % 11 == 4:
        return      # answered at the counter, or one of those nobody answered
    wait = 19 if number % 17 == 2 else luck.randrange(3, 12)
    if not past(told := later(wait)):
        return
    day = told.astimezone(ZONE).date()
    if number % 13 == 6:
        until = day + timedelta(days=luck.randrange(7, 25))
        promise = GivenNotice(NoticeResult.PROLONGED, "written", day, "Lê Thị Thu Hằng", follow_up_on=until)
        yield told, lambda: prolong(promise, acting(town.officer, "reception", told))
        return
    result = NoticeResult.FORWARDED if given.outcome is Outcome.TRANSFERRED else luck.choices(
        (NoticeResult.ACCEPTED, NoticeResult.DECLINED), (8, 2))[0]
    answer = GivenNotice(result, luck.choice(("oral", "written")), day, "Lê Thị Thu Hằng",
                         f"{number + 100}/TB-UBND" if number % 2 else "")
    yield told, lambda: notify(answer, acting(town.officer, "reception", told))


def _queue(offices: Offices, today: date, luck: random.Random) -> None:
    """Five people wait, one of them without a name."""
    now = datetime.now(UTC)
    town = next(_towns(offices, luck))
    waiting = ((Matter.COMPLAINT, "Khiếu nại xử phạt xây dựng", 1),
               (Matter.OTHER, "Hỏi kết quả bồi thường cây trồng", 1),
               (Matter.FEEDBACK, "Phản ánh tiếng ồn xưởng cưa", 6), (Matter.DENUNCIATION, "", 1),
               (Matter.OTHER, "Xin tách thửa, hỏi thủ tục", 1))
    for place, (matter, purpose, people) in enumerate(waiting):
        take_ticket(town.unit, matter=matter, name=town.people[place].name, purpose=purpose, people=people, day=today,
                    at=now - timedelta(minutes=28 - 5 * place))


def _working_days(today: date, calendar: Calendar) -> list[date]:
    day, found = today, list[date]()
    while len(found) < DAYS_BACK:
        if calendar.is_working(day):
            found.append(day)
        day -= timedelta(days=1)
    return found[::-1]
