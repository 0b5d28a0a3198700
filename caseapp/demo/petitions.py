"""Petitions of the demo office on their way, what became of some, a denunciation, a second complaint: a few of each."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from caseapp.cases.commands.acting import carry_out
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.opening import GivenCase, GivenDenouncer, Opening
from caseapp.cases.commands.second_instance import GivenFirst, GivenSecond, open_second
from caseapp.cases.rules import action_of
from caseapp.db import reading
from caseapp.demo.complaints import ZONE, Bureau, Event, person_of, working_day
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Dossier
from caseapp.law.days import Calendar
from caseapp.petitions.models import Channel, Content
from caseapp.petitions.taking_in import GivenIntake, TakingIn, take_petition_in
from caseapp.staff.models import Account

OTHER_BODY: Final = "Công ty Điện lực Cần Thơ"
ROLES: Final = {"head": "supervisor", "officer": "reception", "clerk": "clerk"}


@dataclass(frozen=True, slots=True)
class Done:
    """One act on a petition or its case: working days after the one before, by whom, what its form was told."""

    code: str
    after: int
    by: str = "officer"
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Came:
    """A petition that came in some days ago, and what was done with it since."""

    days_ago: int
    channel: Channel
    kind: Content
    content: str
    forwarded_by: str = ""
    done: Sequence[Done] = ()


def _sorted(kind: str, competence: str) -> dict[str, Any]:
    return {"content_kind": kind, "competence": competence}


CAME: Final = (
    Came(0, Channel.POST, Content.COMPLAINT,
         "Khiếu nại quyết định xử phạt xây dựng không phép nhà ở trong hẻm 14, cho là đã nộp hồ sơ xin phép đúng hạn."),
    Came(1, Channel.BOX, Content.FEEDBACK,
         "Phản ánh đèn đường hẻm 27 hỏng hơn một tháng, buổi tối trẻ em đi học về không an toàn."),
    Came(5, Channel.DEPUTY, Content.COMPLAINT,
         "Khiếu nại việc Sở Xây dựng thu hồi giấy phép, đề nghị xem xét lại.", "Tổ đại biểu Quốc hội số 2",
         (Done("classify", 2, details=_sorted("complaint", "other")),
          Done("return", 1, details={"summary": "Không thuộc thẩm quyền của phường; đề nghị hướng dẫn công dân gửi "
                                                "Giám đốc Sở Xây dựng."}))),
    Came(9, Channel.PORTAL, Content.FEEDBACK,
         "Phản ánh trạm biến áp gần trường mẫu giáo kêu to cả ngày, đề nghị kiểm tra.", "",
         (Done("classify", 1, details=_sorted("feedback", "other")),
          Done("transfer", 2, "head", {"body": OTHER_BODY, "summary": "Thuộc trách nhiệm của đơn vị điện lực."}),
          Done("urge", 3, "clerk", {"summary": "Đề nghị báo kết quả kiểm tra."}))),
    Came(8, Channel.POST, Content.FEEDBACK,
         "Kiến nghị mở rộng cống thoát nước đầu hẻm 5, mưa lớn là ngập vào nhà dân.", "",
         (Done("classify", 1, details=_sorted("feedback", "own")), Done("open-case", 1))),
)
ACCEPTED: Final = "Nhận tiền để làm nhanh hồ sơ hộ tịch\nNhận tiền ba lần, ở ba hồ sơ khác nhau"
DENOUNCED: Final = Came(
    12, Channel.POST, Content.DENUNCIATION,
    "Người tố cáo cho biết công chức tư pháp nhận tiền để làm nhanh hồ sơ hộ tịch, nêu ba lần, có ghi ngày.", "",
    (Done("check-identity", 2, details={"identity_result": "checked"}), Done("check-conditions", 1, "clerk"),
     Done("accept", 2, "head", {"summary": ACCEPTED})))
ACCUSED: Final = ("Lâm Văn Tường", "Công chức tư pháp, hộ tịch")
ENVELOPE: Final = "412"


def petitions(bureau: Bureau, custodian: int, today: date, calendar: Calendar) -> Iterator[Event]:
    """Everything that happened to them, as dated acts."""
    for place, came in enumerate((*CAME, DENOUNCED)):
        yield from _Told(bureau, calendar, custodian, 900 + 10 * place).events(came, today, place)


@dataclass(slots=True)
class _Told:
    """One of them while its story is told; ``id``: the petition, or the sealed case it opened at once."""

    bureau: Bureau
    calendar: Calendar
    custodian: int
    number: int
    id: int = 0

    def events(self, came: Came, today: date, place: int) -> Iterator[Event]:
        received = day = working_day(today - timedelta(days=came.days_ago), self.calendar, back=True)
        at = self._at(received, 8, 10 + place)
        yield at, 0, lambda: self._take_in(came, received, at, place)
        for order, one in enumerate(came.done, 1):
            for _day in range(one.after):
                day = working_day(day + timedelta(days=1), self.calendar)
            if day > today:
                return
            yield self._at(day, 9, order), order, self._doing(one, day, self._at(day, 9, order))

    def _at(self, day: date, hour: int, minute: int) -> datetime:
        return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)

    def _take_in(self, came: Came, day: date, at: datetime, place: int) -> None:
        sealed = came.kind is Content.DENUNCIATION
        people = () if sealed else (person_of(self.bureau, self.bureau.visitors[-1 - place]),)
        self.id = take_petition_in(
            GivenIntake(
                came.channel, day, came.content, came.kind, people, forwarded_by=came.forwarded_by,
                denouncer=GivenDenouncer(ENVELOPE, "checked", self.custodian) if sealed else None,
                accused=ACCUSED if sealed else ("", "")),
            TakingIn(self.bureau.unit, self.bureau.people["officer"], at, day, self.calendar)).id

    def _doing(self, one: Done, day: date, at: datetime) -> Any:
        def do() -> None:
            row = reading().execute(sa.select(Dossier.kind, Dossier.version).where(Dossier.id == self.id)).one()
            action = action_of(row.kind, one.code)
            signs = action.document and one.by == "head"
            signer = reading().execute(sa.select(Account.public_id).where(
                Account.id == self.bureau.people["head"])).scalar_one() if signs else ""
            self.number += 1
            carry_out(
                GivenAct(one.code, day, f"{self.number}/UBND" if signs else "", signer, dict(one.details)),
                Acting(self.id, self.bureau.unit, row.version, self.bureau.people[one.by], frozenset({ROLES[one.by]}),
                       at, day, self.calendar))

        return do


def second_complaint(unit: int, handler: int, bureau: Bureau, today: date, calendar: Calendar) -> Iterator[Event]:
    """A complaint at second instance at the province, against a decision of a commune that only paper holds."""
    day = working_day(today - timedelta(days=6), calendar, back=True)
    at = datetime.combine(day, time(9, 40), ZONE).astimezone(UTC)
    person = person_of(bureau, bureau.visitors[-1])
    case = GivenCase(
        "Khiếu nại lần hai việc bồi thường hoa màu khi làm kênh cấp hai, không đồng ý mức giá đã giải quyết lần đầu.",
        day, field="land", respondent=bureau.respondent, contested="decision",
        contested_paper="Quyết định 88/QĐ-UBND", handler_id=handler, earlier_paper="Quyết định 117/QĐ-UBND")
    first = GivenFirst(day - timedelta(days=9), "commune-head", "decided", "Quyết định 117/QĐ-UBND",
                       bureau.respondent)

    def begin() -> None:
        open_second(GivenSecond("complaint-2", case, first, (person,)), unit, Opening(handler, at, day, calendar))

    yield at, 0, begin
