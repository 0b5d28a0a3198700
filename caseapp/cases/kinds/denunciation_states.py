"""Where a denunciation can stand, who acts on it, and which of these places belong together."""
from __future__ import annotations

from caseapp.text import mark
from caseapp.workflow.kind import State

RECEIVED = State("received", mark("Đã nhận, chờ xử lý ban đầu"), awaits="handler")
FORWARDED = State("forwarded", mark("Đã nhận từ nơi chuyển đến, chờ xử lý ban đầu"), awaits="handler")
DECLINED = State("declined", mark("Không thụ lý, chờ báo người tố cáo"), awaits="custodian")
NOT_COMPETENT = State("not-competent", mark("Không thuộc thẩm quyền, chờ chuyển"), awaits="handler")
TRANSFERRED = State("transferred", mark("Đã chuyển, chờ báo người tố cáo"), awaits="custodian")
TOLD = State("told", mark("Đã báo người tố cáo"), awaits="handler")
GUIDED = State("guided", mark("Đã hướng dẫn người tố cáo"), final=True)
AS_INFORMATION = State("as-information", mark("Chuyển thành thông tin có nội dung tố cáo"), final=True)
ACCEPTED = State("accepted", mark("Đã thụ lý"), awaits="handler")
VERIFYING = State("verifying", mark("Đang xác minh"), awaits="handler")
REPORTED = State("reported", mark("Đã có báo cáo xác minh"), awaits="handler")
SUSPENDED = State("suspended", mark("Tạm đình chỉ giải quyết"), awaits="handler")
ENDING = State("ending", mark("Đã đình chỉ, chờ gửi quyết định"), awaits="clerk")
TERMINATED = State("terminated", mark("Đã đình chỉ giải quyết"), final=True)
CONCLUDED = State("concluded", mark("Đã kết luận, đang xử lý"), awaits="handler")
FOLLOWED = State("followed", mark("Đang theo dõi thực hiện kết luận"), awaits="handler")
CLOSED = State("closed", mark("Đã kết thúc"), final=True)
VOID = State("void", mark("Số đã hủy"), final=True)

STATES = (RECEIVED, FORWARDED, DECLINED, NOT_COMPETENT, TRANSFERRED, TOLD, GUIDED, AS_INFORMATION, ACCEPTED, VERIFYING,
          REPORTED, SUSPENDED, ENDING, TERMINATED, CONCLUDED, FOLLOWED, CLOSED, VOID)
NEW = {RECEIVED, FORWARDED}
ONGOING = {ACCEPTED, VERIFYING, REPORTED}
RESOLVING = {*ONGOING, SUSPENDED}
AFTER_ACCEPTANCE = {*RESOLVING, ENDING, CONCLUDED}
OPEN = {state for state in STATES if not state.final}
# Whom its writer sent nobody is answered for; nothing is followed up before the forwarder was answered (LTC 26(2)).
MAY_OWE_REPLY = OPEN - {RECEIVED, FOLLOWED}
# The termination ends the duty to tell the accused the content: he is told of the termination (LTC 29(3), 34(4)).
MAY_OWE_NOTICE = AFTER_ACCEPTANCE - {ENDING}

HEAD = {"supervisor"}
HANDLING = {"handler"}
CLERK = {"clerk"}
OFFICE = {"handler", "clerk", "supervisor"}
# Who may know who denounced: whoever keeps the envelopes. An officer at the counter saw the papers himself.
KEEPERS = {"custodian"}
CHECKERS = {"custodian", "reception"}
