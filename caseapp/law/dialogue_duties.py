"""Knows the duties of the yearly dialogue with the people (đối thoại với Nhân dân) that have no days."""

from typing import Final

from caseapp.law.acts import LDC, LTCCQDP
from caseapp.law.duties import Duty
from caseapp.text import mark

YEARLY: Final = Duty(
    "DT-43",
    mark("Cấp xã đối thoại với Nhân dân ít nhất mỗi năm một lần, hoặc khi từ một phần mười cử tri yêu cầu, hoặc khi "
         "cần"),
    LTCCQDP(43), LTCCQDP.since, also=(LDC(32),))
HOW: Final = Duty(
    "DT-43/how",
    mark("Đối thoại trực tiếp, trực tuyến hoặc qua mạng xã hội; Ủy ban nhân dân và Mặt trận tổ chức, cùng Thường trực "
         "Hội đồng nhân dân chủ trì"),
    LTCCQDP(43), LTCCQDP.since)
ANNOUNCED: Final = Duty(
    "DT-43/notice", mark("Thông báo hội nghị đối thoại nêu thời gian, địa điểm, nội dung"), LTCCQDP(43), LTCCQDP.since)
RESULTS: Final = Duty(
    "DT-43/results", mark("Kết quả đối thoại được công bố và gửi đến trưởng thôn, tổ trưởng tổ dân phố"),
    LTCCQDP(43), LTCCQDP.since)

DIALOGUE_DUTIES: Final = {duty.code: duty for duty in (YEARLY, HOW, ANNOUNCED, RESULTS)}
