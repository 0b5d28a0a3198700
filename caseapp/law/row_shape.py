"""Knows what a row of the law is: its sort, its field, where it stands, its days in force, sure or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from caseapp.law.acts import Citation
from caseapp.text import mark


class Sort(StrEnum):
    """What a row is."""

    LIMIT = "limit"
    DUTY = "duty"
    GROUND = "ground"
    OUTCOME = "outcome"
    FORM = "form"
    COLUMN = "column"
    COMPETENCE = "competence"


class Field(StrEnum):
    """Which part of the office's work a row belongs to."""

    CALENDAR = "calendar"
    RECEPTION = "reception"
    PETITION = "petition"
    COMPLAINT = "complaint"
    DISCIPLINE = "discipline"
    DENUNCIATION = "denunciation"
    PROTECTION = "protection"
    MEDIATION = "mediation"
    DIALOGUE = "dialogue"
    INFORMATION = "information"


SORT_WORDS: Final[Mapping[Sort, str]] = {
    Sort.LIMIT: mark("Thời hạn"),
    Sort.DUTY: mark("Nghĩa vụ"),
    Sort.GROUND: mark("Căn cứ"),
    Sort.OUTCOME: mark("Kết quả"),
    Sort.FORM: mark("Mẫu"),
    Sort.COLUMN: mark("Cột của sổ"),
    Sort.COMPETENCE: mark("Thẩm quyền"),
}
FIELD_WORDS: Final[Mapping[Field, str]] = {
    Field.CALENDAR: mark("Cách tính ngày"),
    Field.RECEPTION: mark("Tiếp công dân"),
    Field.PETITION: mark("Xử lý đơn"),
    Field.COMPLAINT: mark("Khiếu nại"),
    Field.DISCIPLINE: mark("Khiếu nại kỷ luật"),
    Field.DENUNCIATION: mark("Tố cáo"),
    Field.PROTECTION: mark("Bảo vệ người tố cáo"),
    Field.MEDIATION: mark("Hòa giải ở cơ sở"),
    Field.DIALOGUE: mark("Đối thoại với Nhân dân"),
    Field.INFORMATION: mark("Tiếp cận thông tin"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `rule`: the limit's code; `code`: what pages store when it is chosen, or the form's number."""

    id: str
    sort: Sort
    field: Field
    text: str
    citations: tuple[Citation, ...]
    since: date
    until: date | None
    confirmed: bool
    note: str
    rule: str = ""
    code: str = ""

    def holds(self, on: date) -> bool:
        """Whether the row is in force that day (both ends included)."""
        return self.since <= on and (self.until is None or on <= self.until)
