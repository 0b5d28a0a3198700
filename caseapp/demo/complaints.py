"""A hundred and twenty complaints of the demo office, in every state: some overdue, suspended, prolonged, withdrawn."""
from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.assigning import assign
from caseapp.cases.commands.given import GivenAct, GivenTeam
from caseapp.cases.commands.opening import GivenCase, Opening, join_case, open_complaint
from caseapp.cases.kinds.complaint import COMPLAINT
from caseapp.cases.practice import MACHINE
from caseapp.db import reading, writing
from caseapp.demo import matters
from caseapp.demo.measures import MEASURES
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.complaints import EFFECT, SECOND
from caseapp.law.days import Calendar
from caseapp.ledger.chain import lock_chain
from caseapp.people.commands import Given, take_in
from caseapp.people.models import IdKind, Person
from caseapp.petitions.commands import GivenPetition, register_petition
from caseapp.petitions.models import Channel
from caseapp.staff.models import Account

ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
Event = tuple[datetime, int, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Step:
    """One act of a story: so many days after the one before, by whom, with what its form would be told."""

    code: str
    after: int
    by: str = "head"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """What happened to so many complaints that were received between ``oldest`` and ``newest`` days ago."""

    many: int
    oldest: int
    newest: int
    steps: Sequence[Step] = ()
    assigned: bool = True


def _step(code: str, after: int, by: str = "head", **details: Any) -> Step:
    return Step(code, after, by, details)


ACCEPT, SELF_CHECK = _step("accept", 4), _step("self-check", 2, "handler", self_check="unclear",
                                               summary=matters.SELF_CHECK)
VERIFY = _step("assign-verification", 1)
WORK = _step("record-work", 4, "handler", subject="Làm việc với người khiếu nại", summary=matters.WORK)
ASK = _step("ask-information", 2, "handler", whom="Chi nhánh Văn phòng đăng ký đất đai", paper="631/UBND",
            summary="Trích lục hồ sơ kỹ thuật thửa đất")
ANSWER = _step("record-answer", 6, "handler", summary="Đã nhận trích lục, sơ đồ thửa đất")
REPORT = _step("report", 3, "handler", finding="partly", differs="no", summary=matters.REPORT)
REPORT_DIFFERS = _step("report", 3, "handler", finding="wrong", differs="yes", summary=matters.REPORT)
INVITE = _step("invite-dialogue", 1, "handler", place="Phòng họp UBND", paper="655/GM-UBND")
DIALOGUE = _step("hold-dialogue", 7, "handler", attendance="held", differs="yes", summary=matters.DIALOGUE)
DECIDE = _step("decide", 3, finding="partly", disposition="amend", summary=matters.DECISION)
SEND = _step("send-decision", 1, "clerk", manner="posted")
DELIVER = _step("deliver", 3, "clerk")
UNTIL_VERIFYING = (ACCEPT, SELF_CHECK, VERIFY, WORK)
UNTIL_REPORTED = (*UNTIL_VERIFYING, ASK, ANSWER, REPORT)
UNTIL_DELIVERED = (*UNTIL_REPORTED, DECIDE, SEND, DELIVER)
SUSPEND = _step("suspend", 3, suspend_ground="obstacle", note="Người khiếu nại điều trị nội trú")
SEND_PAPER = _step("send-suspension", 1, "clerk", manner="posted")
TERMINATE = _step("terminate", 2, terminate_ground="withdrawn", note="Đơn rút khiếu nại, có chữ ký")
POSTED: Final = "Niêm yết bảng tính mới tại nhà văn hóa khu vực"
NAME = _step("measure", 1, what="Đo lại ranh, lập lại bảng tính bồi thường của thửa đất",
             who="Phòng Kinh tế, Hạ tầng và Đô thị", within=6)
NAME_SECOND = _step("measure", 0, what=POSTED,
                    who="Văn phòng HĐND và UBND", within=8)
NAME_LAST = _step("measure", 0, "handler", what="Chi trả phần chênh lệch cho người khiếu nại",
                  who="Trung tâm Phát triển quỹ đất", within=60)
REPORT_SECOND = _step("measure-done", 5, "handler", what=POSTED, done="Đã niêm yết, có biên bản của khu vực",
                      document="31/BB-UBND")
WITHDRAW = _step("withdraw", 3, "handler", part="whole", withdrawn_by="letter", summary="Đã được giải thích, đồng ý")

STORIES: Final = (
    Story(3, 3, 0, assigned=False),
    Story(2, 19, 15),                                                        # nobody accepted in time
    Story(4, 6, 3, (_step("accept", 2, "handler"),)),                        # proposed, not signed
    Story(2, 40, 14, (_step("decline", 5, decline_ground="late",
                            note="Đã quá thời hiệu, không có trở ngại khách quan"),)),
    Story(2, 30, 14, (WITHDRAW, TERMINATE, _step("send-termination", 1, "clerk", manner="posted"))),
    Story(1, 12, 8, (ACCEPT,)),                                              # handed_over() tells of three more
    Story(2, 30, 16, (ACCEPT, _step("self-check", 3, "handler", self_check="right", summary=matters.SELF_CHECK), DECIDE,
                      SEND, DELIVER)),
    Story(5, 27, 14, (*UNTIL_VERIFYING, ASK)),
    Story(4, 60, 46, UNTIL_VERIFYING),                                       # the limit has passed
    Story(5, 46, 32, (*UNTIL_VERIFYING, _step("prolong", 9, criteria=["places", "conflicting-evidence"],
                                              summary="Phải xác minh ở hai nơi, chứng cứ còn mâu thuẫn"))),
    Story(5, 40, 20, (*UNTIL_VERIFYING, SUSPEND, SEND_PAPER)),
    Story(2, 50, 36, (*UNTIL_VERIFYING, SUSPEND, SEND_PAPER, _step("resume", 12, note="Đã ra viện"), SEND_PAPER)),
    Story(2, 25, 18, (ACCEPT, SELF_CHECK, VERIFY, _step("stay", 1, summary="Tháo dỡ xong thì khó khắc phục"))),
    Story(3, 30, 25, UNTIL_REPORTED),
    Story(3, 31, 27, (*UNTIL_REPORTED, _step("decide", 2, "handler", finding="partly", disposition="amend",
                                             summary=matters.DECISION))),
    Story(4, 32, 28, (*UNTIL_VERIFYING, REPORT_DIFFERS, INVITE, DIALOGUE)),
    Story(3, 30, 26, (*UNTIL_REPORTED, DECIDE)),
    Story(4, 32, 28, (*UNTIL_REPORTED, DECIDE, SEND)),
    Story(4, 58, 36, UNTIL_DELIVERED),
    Story(2, 58, 44, (*UNTIL_DELIVERED, _step("challenge", 9, "clerk", challenge="second",
                                              summary="Đơn khiếu nại lần hai"))),
    Story(2, 95, 75, (*UNTIL_DELIVERED, _step("take-effect", 33, "machine"))),
    Story(2, 95, 89, (*UNTIL_DELIVERED, _step("take-effect", 33, "machine"), NAME, NAME_SECOND, NAME_LAST,
                      REPORT_SECOND)),
    Story(3, 120, 85, (*UNTIL_DELIVERED, _step("take-effect", 33, "machine"),
                       _step("carry-out", 9, "handler", summary=matters.CARRIED_OUT))),
    Story(4, 130, 100, (*UNTIL_VERIFYING, REPORT_DIFFERS, INVITE, DIALOGUE, DECIDE, SEND, DELIVER,
                        _step("take-effect", 33, "machine"), _step("carry-out", 6, "handler",
                                                                   summary=matters.CARRIED_OUT),
                        _step("close", 2, "clerk"))),
    Story(2, 45, 25, (*UNTIL_VERIFYING, WITHDRAW, TERMINATE)),
    Story(1, 12, 10, (_step("void", 1, "officer", reason="Ghi hai lần cùng một đơn"),), assigned=False),
)
# Of complaints that were taken at the counter, by turns; what has not come yet stays away.
FROM_VISITS: Final = (
    Story(0, 0, 0, (*UNTIL_REPORTED, DECIDE, SEND, DELIVER)),
    Story(0, 0, 0, (*UNTIL_VERIFYING, REPORT_DIFFERS, INVITE, DIALOGUE, DECIDE)),
    Story(0, 0, 0, (_step("decline", 5, decline_ground="no-effect"),)),
    Story(0, 0, 0, (*UNTIL_VERIFYING, ASK, ANSWER, REPORT)),
)
SIGNED: Final = frozenset(action.code for action in COMPLAINT.actions if action.document)
ROLES: Final = {"head": "supervisor", "handler": "handler", "clerk": "clerk", "officer": "reception",
                "machine": MACHINE}


@dataclass(slots=True)
class Bureau:
    """Who works on complaints in a commune of the demo, by part; ``numbers`` of its papers run on.

    ``small``: the head does himself what handlers and clerks do elsewhere.
    """

    unit: int
    commune: str
    respondent: str
    people: Mapping[str, int]
    handlers: Sequence[int]
    visitors: Sequence[Any]
    small: bool = False
    numbers: int = 100

    def number(self, code: str) -> str:
        """The number and symbol of the next paper."""
        self.numbers += 1
        return f"{self.numbers}/{'TB' if code in ('accept', 'decline') else 'QĐ'}-UBND"


@dataclass(slots=True)
class Written:
    """A complaint of the demo while its story is told."""

    bureau: Bureau
    calendar: Calendar
    handler: int
    id: int = 0

    def acting(self, by: str, at: datetime) -> Acting:
        """Somebody acting on the complaint as it stands."""
        by = "head" if self.bureau.small and by in ("handler", "clerk") else by
        account = self.handler if by == "handler" else self.bureau.people.get(by, 0)
        version = reading().execute(sa.select(Dossier.version).where(Dossier.id == self.id)).scalar_one()
        return Acting(self.id, self.bureau.unit, version, account, frozenset({ROLES[by]}), at,
                      at.astimezone(ZONE).date(), self.calendar)


def stories(bureaus: Sequence[Bureau], today: date, calendar: Calendar, luck: random.Random) -> Iterator[Event]:
    """Everything that happened to the complaints, as dated acts."""
    told = [(story, place) for story in STORIES for place in range(story.many)]
    luck.shuffle(told)
    for number, (story, _place) in enumerate(told):
        bureau = bureaus[0] if number % 5 or not story.assigned else bureaus[-1]
        back = luck.randrange(story.newest, story.oldest + 1)
        received = working_day(today - timedelta(days=back), calendar, back=True)
        yield from _events(story, Written(bureau, calendar, bureau.handlers[number % len(bureau.handlers)]), received,
                           today, number, luck)


def _events(story: Story, case: Written, received: date, today: date, number: int,
            luck: random.Random) -> Iterator[Event]:
    at = datetime.combine(received, time(8 + number % 8, luck.randrange(60)), ZONE).astimezone(UTC)
    text, subject = matters.COMPLAINTS[number % len(matters.COMPLAINTS)]
    person = case.bureau.visitors[number % len(case.bureau.visitors)]
    paper = f"Quyết định {200 + number}/QĐ-UBND ngày {received - timedelta(days=40):%d/%m/%Y}"
    group = luck.randrange(5, 9) if number % 17 == 4 else 1

    def begin() -> None:
        open_posted(case, person, at, received, GivenCase(
            text, received, field=subject, people_count=group, respondent=case.bureau.respondent, contested="decision",
            contested_paper=paper, nomination=f"Văn bản cử đại diện ngày {received:%d/%m/%Y}" if group > 1 else ""))

    yield at, 0, begin
    yield from follow(story, case, at, today, luck)


def follow(story: Story, case: Written, at: datetime, today: date, luck: random.Random) -> Iterator[Event]:
    """What happens to a complaint once it is there: assigned, then its story, day by day up to today."""
    if story.assigned:
        noon = at + timedelta(minutes=40)
        yield noon, 1, lambda: assign(GivenTeam(case.handler), case.acting("head", noon))
    day = at.astimezone(ZONE).date()
    for order, step in enumerate(story.steps, 2):
        day = working_day(day + timedelta(days=step.after), case.calendar)
        if day > today:
            return
        when = datetime.combine(day, time(9 + order % 7, luck.randrange(60)), ZONE).astimezone(UTC)
        yield when, order, _telling(case, step, day, when)


def _telling(case: Written, step: Step, day: date, when: datetime) -> Callable[[], None]:
    def tell() -> None:
        if step.code in MEASURES:
            MEASURES[step.code](case.acting(step.by, when), **step.details)
            return
        proposed = step.code in SIGNED and step.by == "handler"
        if proposed and case.bureau.small:
            return
        signed = step.code in SIGNED and not proposed
        details = dict(step.details)
        if step.code == "invite-dialogue":
            details["dialogue_on"] = working_day(day + timedelta(days=DIALOGUE.after), case.calendar)
        signer = reading().execute(
            sa.select(Account.public_id).where(Account.id == case.bureau.people["head"])).scalar_one() if signed else ""
        on = _effective(case) if step.by == "machine" else day
        given = GivenAct(step.code, on, case.bureau.number(step.code) if signed else "", signer, details)
        carry_out(given, case.acting(step.by, when))

    return tell


def _effective(case: Written) -> date:
    """What happens by itself happens the day after both windows, whenever somebody looks."""
    windows = reading().execute(sa.select(Clock.due_on).where(
        Clock.dossier_id == case.id, Clock.rule.in_((EFFECT.code, SECOND.code)), Clock.due_on.is_not(None))).scalars()
    return max(day for day in windows if day) + timedelta(days=1)


def open_posted(case: Written, visitor: Any, at: datetime, received: date, given: GivenCase) -> None:
    """A complaint that came by post, and its petition."""
    with writing() as session:
        chain = lock_chain(session, case.bureau.unit)
        person: Person = take_in(session, case.bureau.unit, person_of(case.bureau, visitor))[0]
        petition = register_petition(session, chain, GivenPetition(
            given.content, received, ((person.id, person.name),), given.people_count, Channel.POST,
            received - timedelta(days=2)), by=case.bureau.people["clerk"], at=at)
        opened = open_complaint(session, chain, replace(given, people=(person.id,)), Opening(
            case.bureau.people["officer"], at, received, case.calendar))
        join_case(session, chain, petition, opened, by=case.bureau.people["clerk"], at=at)
        case.id = opened.id


def person_of(bureau: Bureau, visitor: Any) -> Given:
    """Somebody of the place, as the counter would write them down."""
    return Given(visitor.name, IdKind.CITIZEN, visitor.number, birth_year=visitor.year, sex=visitor.sex,
                 phone=visitor.phone, commune=bureau.commune, address=visitor.street)


def working_day(day: date, calendar: Calendar, *, back: bool = False) -> date:
    """The day itself, or the next on which the office works; ``back``: the last."""
    while not calendar.is_working(day):
        day += timedelta(days=-1 if back else 1)
    return day
