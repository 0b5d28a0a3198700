"""Knows what a written record of a settlement reached in grassroots mediation holds, point by point."""

from typing import Final

from caseapp.law.acts import LHG
from caseapp.law.complaint_choices import Choice, by_code
from caseapp.text import mark

CONTENTS: Final = by_code(
    Choice(point, text, LHG(24, 2, point), LHG.since)
    for point, text in (
        ("a", mark("Căn cứ tiến hành hòa giải")),
        ("b", mark("Thông tin cơ bản về các bên")),
        ("c", mark("Nội dung chủ yếu của vụ, việc")),
        ("d", mark("Diễn biến của quá trình hòa giải")),
        ("đ", mark("Thỏa thuận đạt được và giải pháp thực hiện")),
        ("e", mark("Quyền và nghĩa vụ của các bên")),
        ("g", mark("Phương thức, thời hạn thực hiện thỏa thuận")),
        ("h", mark("Chữ ký hoặc điểm chỉ của các bên và chữ ký của hòa giải viên")),
    )
)
"""The points of the article, in its order; nothing else is asked for."""
