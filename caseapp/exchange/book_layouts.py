"""Knows the columns of each register: their order in the form, and the words their titles are written with."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from caseapp.text import fold


class Field(StrEnum):
    """What a column may hold: first the thirteen of the reception register (Mẫu 03/TCD), then those of other books."""

    STT = "stt"
    DATE = "date"
    PERSON = "person"
    ID = "id"
    CONTENT = "content"
    KIND = "kind"
    COUNT = "count"
    RESOLVED_BY = "resolved_by"
    ACCEPTED = "accepted"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    FOLLOW_UP = "follow_up"
    NOTE = "note"
    ADDRESS = "address"
    PHONE = "phone"
    LINE = "line"  # a running number beside the book's own
    SOURCE = "source"
    COMPETENCE = "competence"
    OUTCOME = "outcome"
    DOCUMENT = "document"
    DOCUMENT_DATE = "document_date"
    RESULT = "result"


TITLE_LIMIT: Final = 160


@dataclass(frozen=True, slots=True)
class Layout:
    """A register's form: its columns in their order, and the words of their titles, of which the first that fit win.

    `telling`: columns of which one at least must be there, because the other registers name theirs otherwise.
    """

    form: tuple[Field, ...]
    titles: tuple[tuple[Field, re.Pattern[str]], ...]
    telling: frozenset[Field] = frozenset()

    def field_of(self, title: str) -> Field | None:
        """The field a column's title names."""
        folded = fold(title)
        if not folded or len(folded) > TITLE_LIMIT:
            return None
        return next((wanted for wanted, words in self.titles if words.search(folded)), None)


_KIND: Final = (Field.KIND, re.compile(r"^phan loai|^loai (?:don|viec|vu viec)|^loai$"))
_NOTE: Final = (Field.NOTE, re.compile(r"^ghi chu"))
_ID: Final = (
    Field.ID,
    re.compile(r"^(?!(?:ngay|noi) cap).*(?:can cuoc|cccd|cmnd|chung minh|dinh danh|ho chieu|giay to)"),
)
_PHONE: Final = (Field.PHONE, re.compile(r"dien thoai|^sdt|^so dt|^dt$"))
_ADDRESS: Final = (Field.ADDRESS, re.compile(r"^dia chi|^noi o|thuong tru|^noi cu tru"))
_RUNNING: Final = r"stt|so tt|tt|so thu tu"

RECEPTION: Final = Layout(
    tuple(Field)[:13],
    (
        (Field.COUNT, re.compile(r"cung noi dung|^so (?:luong )?nguoi")),
        (Field.CONTENT, re.compile(r"^(?:tom tat )?noi dung")),
        _KIND,
        (Field.RESOLVED_BY, re.compile(r"da (?:giai quyet|tra loi)")),
        (Field.ACCEPTED, re.compile(r"(?<!khong )thuoc tham quyen|^thu ly")),
        (Field.GUIDED, re.compile(r"^huong dan|^(?:tra don|giai thich).*huong dan")),
        (Field.TRANSFERRED, re.compile(r"co quan tiep nhan|^chuyen|noi nhan don")),
        (Field.FOLLOW_UP, re.compile(r"^theo doi|^ket qua")),
        _NOTE,
        (Field.PERSON, re.compile(r"^ho(?:,| va)? ?ten|^ten (?:cong dan|nguoi)|^nguoi (?:den|duoc tiep)|^cong dan")),
        _ID,
        _PHONE,
        (Field.STT, re.compile(rf"^(?:{_RUNNING}|so)$")),
        (Field.DATE, re.compile(r"^ngay(?! cap| sinh| van ban)|^thoi gian")),
        _ADDRESS,
    ),
    frozenset({Field.PERSON}),
)

PETITIONS: Final = Layout(
    (
        Field.STT,
        Field.DATE,
        Field.SOURCE,
        Field.PERSON,
        Field.ADDRESS,
        Field.CONTENT,
        Field.KIND,
        Field.COUNT,
        Field.COMPETENCE,
        Field.OUTCOME,
        Field.DOCUMENT,
        Field.DOCUMENT_DATE,
        Field.RESULT,
    ),
    (
        (Field.COUNT, re.compile(r"^so (?:luong )?(?:nguoi|chu ky)|cung noi dung")),
        (Field.DOCUMENT_DATE, re.compile(r"^ngay.*\b(?:van ban|vb)\b|^ngay (?:ban hanh|phat hanh|ky)\b")),
        (Field.DOCUMENT, re.compile(r"^so\b.*\b(?:van ban|vb)\b|^van ban\b|^so(?:,| va)? ?ky hieu")),
        (Field.COMPETENCE, re.compile(r"^(?:thuoc )?tham quyen(?: giai quyet| xu ly)?$")),
        (Field.OUTCOME, re.compile(r"^(?:huong|bien phap|hinh thuc|noi dung|cach) xu ly|^xu ly\b|^de xuat xu ly")),
        (Field.RESULT, re.compile(r"^ket qua|^tinh trang|^theo doi")),
        _NOTE,
        (Field.CONTENT, re.compile(r"^(?:tom tat |trich yeu )?noi dung|^trich yeu")),
        _KIND,
        (
            Field.SOURCE,
            re.compile(
                r"^nguon\b|^noi (?:gui|chuyen)(?: den| don)?$|^co quan chuyen|^kenh\b"
                r"|^(?:hinh|cach|phuong) thuc (?:nhan|gui|tiep nhan|chuyen|den)"
            ),
        ),
        _ADDRESS,
        (Field.PERSON, re.compile(r"^nguoi (?:gui|viet|lam|dung)\b|^ho(?:,| va)? ?ten|^ten nguoi|^cong dan")),
        _ID,
        _PHONE,
        (Field.STT, re.compile(r"^so (?:den|don den|don|vao so|thu ly)$|^so$")),
        (Field.LINE, re.compile(rf"^(?:{_RUNNING})$")),
        (Field.DATE, re.compile(r"^ngay(?: thang(?: nam)?)?(?: den| nhan| tiep nhan| vao so| nhan don)?$|^thoi gian")),
    ),
    frozenset({Field.SOURCE, Field.DOCUMENT_DATE}),
)
