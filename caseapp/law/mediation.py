"""Knows the time limits of grassroots mediation (hòa giải ở cơ sở) and of dialogue with the people."""

from typing import Final

from caseapp.law.acts import BLTTDS, LHG, LTCCQDP, ND15
from caseapp.law.limits import CALENDAR, MONTH, WORKING, Limit, Nature, Promise, Wording
from caseapp.text import mark

_ROUGHLY: Final = mark("Nghị định chưa đọc được ở nguyên bản; số ngày chỉ là con số được nhắc lại, chưa kiểm tra.")
COURT_AMENDMENTS: Final = mark("Các lần sửa bộ luật sau bản đã đọc chưa kiểm tra.")

START: Final = Limit(
    "mediation.start",
    title=mark("Bắt đầu hòa giải"),
    start=mark("Hòa giải viên được phân công"),
    wordings=[Wording(3, CALENDAR, LHG(20, 2), since=LHG.since)],
    ids=("HG-20.2",),
)
COURT_RECOGNITION: Final = Limit(
    "mediation.court-recognition",
    title=mark("Yêu cầu Tòa án công nhận kết quả hòa giải thành"),
    start=mark("Các bên đạt được thỏa thuận"),
    wordings=[Wording(6, MONTH, BLTTDS(418, 1), since=BLTTDS.since, note=COURT_AMENDMENTS)],
    nature=Nature.RIGHT,
    ids=("HG-418.1",),
)
COURT_ANSWER: Final = Limit(
    "mediation.court-answer",
    title=mark("Cung cấp tài liệu hòa giải cho Tòa án"),
    start=mark("Nhận yêu cầu của Tòa án"),
    wordings=[Wording(5, WORKING, BLTTDS(419), since=BLTTDS.since, note=COURT_AMENDMENTS)],
    ids=("HG-419",),
)
PAYMENT: Final = Limit(
    "mediation.payment",
    title=mark("Chi trả thù lao cho hòa giải viên"),
    start=mark("Nhận giấy đề nghị thanh toán"),
    wordings=[Wording(5, WORKING, ND15(15), since=ND15.since, confirmed=False, also=(ND15(14),), note=_ROUGHLY)],
    ids=("HG-15",),
)
AGREED_START: Final = Promise(
    "mediation.agreed-start",
    title=mark("Bắt đầu hòa giải theo thời gian các bên thỏa thuận"),
    start=mark("Các bên thỏa thuận thời gian khác"),
    citation=LHG(20, 2),
)
PROMISE: Final = Promise(
    "mediation.promise",
    title=mark("Theo dõi, đôn đốc thực hiện thỏa thuận"),
    start=mark("Hòa giải thành"),
    citation=LHG(26),
)
PROMISES: Final = (AGREED_START, PROMISE)
"""Days that the parties named."""

DIALOGUE_NOTICE: Final = Limit(
    "dialogue.notice",
    title=mark("Thông báo hội nghị đối thoại với Nhân dân"),
    start=mark("Ngày hội nghị"),
    wordings=[Wording(7, CALENDAR, LTCCQDP(43), since=LTCCQDP.since, note=LTCCQDP.note)],
    counted_back=True,
    ids=("DT-43.1",),
)
DIALOGUE_RESULTS: Final = Limit(
    "dialogue.results",
    title=mark("Công bố kết quả hội nghị đối thoại với Nhân dân"),
    start=mark("Kết thúc hội nghị"),
    wordings=[Wording(10, CALENDAR, LTCCQDP(43), since=LTCCQDP.since, note=LTCCQDP.note)],
    ids=("DT-43.2",),
)

LIMITS: Final = (START, COURT_RECOGNITION, COURT_ANSWER, PAYMENT, DIALOGUE_NOTICE, DIALOGUE_RESULTS)
"""Every limit of mediation and of dialogue with the people."""
