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
    TEAM = "team"
    MEDIATORS = "mediators"
    INVITED = "invited"
    PARTY_A = "party_a"
    PARTY_B = "party_b"
    RELATED = "related"
    AGREEMENT = "agreement"
    SUCCESS = "success"
    FAILURE = "failure"
    ONGOING = "ongoing"
    SIGNATURE = "signature"


TITLE_LIMIT: Final = 160


@dataclass(frozen=True, slots=True)
class Layout:
    """A register's form: its columns in their order, and the words of their titles, of which the first that fit win.

    `telling`: columns of which one at least must be there, because the other registers name theirs otherwise.
    `foreign`: words of a title that only another register has. `cover`: lines of a cover, which may stand again among
    the rows; `summary`: the line after which the sheet only sums up what stands above it.
    """

    form: tuple[Field, ...]
    titles: tuple[tuple[Field, re.Pattern[str]], ...]
    telling: frozenset[Field] = frozenset()
    foreign: re.Pattern[str] | None = None
    cover: re.Pattern[str] | None = None
    summary: re.Pattern[str] | None = None

    def is_foreign(self, title: str) -> bool:
        """Whether only another register has a column of this title."""
        return bool(self.foreign and self.foreign.search(fold(title)))

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
_OF_MEDIATION: Final = re.compile(
    r"\bhoa giai (?:vien|thanh|khong thanh)\b|\bhgv\b|^to hoa giai\b|\b(?:nhan|sau khi|tien hanh|ket qua) hoa giai\b"
    r"|\bcac ben\b"
)

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
    foreign=_OF_MEDIATION,
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
    foreign=_OF_MEDIATION,
)

_PARTY: Final = r"^(?:ho(?:,| va)? ?ten )?(?:cac )?"
MEDIATIONS: Final = Layout(
    (
        Field.STT,
        Field.DATE,
        Field.MEDIATORS,
        Field.PERSON,
        Field.CONTENT,
        Field.AGREEMENT,
        Field.SUCCESS,
        Field.FAILURE,
        Field.SIGNATURE,
        Field.NOTE,
    ),
    (
        (Field.TEAM, re.compile(r"^(?:ten )?to(?: hoa giai| hg)?(?: \(|$)")),
        (Field.SIGNATURE, re.compile(r"^(?:chu )?ky\b|\bdiem chi\b")),
        (Field.FAILURE, re.compile(r"\b(?:khong|ko|k|bat) thanh\b(?! phan)")),
        (Field.SUCCESS, re.compile(r"^(?:so vu |vu )?(?:hoa giai |hg )?thanh(?: cong)?\b(?! phan| pho| vien)")),
        (Field.ONGOING, re.compile(r"^(?:dang|chua) (?:hoa giai|hg|giai quyet|tien hanh|xong|ket thuc)\b")),
        (Field.AGREEMENT, re.compile(r"thoa thuan|^(?:y kien|yeu cau) cua (?:moi|cac|hai) ben|^phuong an")),
        (Field.OUTCOME, re.compile(r"^ket qua\b")),
        _NOTE,
        (Field.PERSON, re.compile(r"\b(?:cac|hai) ben\b|^duong su|^ben tranh chap")),
        (Field.MEDIATORS, re.compile(r"\bhoa giai vien\b|\bhgv\b|\bnguoi (?:tien hanh |thuc hien )?hoa giai\b")),
        (Field.INVITED, re.compile(r"^(?:ho(?:,| va)? ?ten )?(?:nguoi )?duoc moi\b|^(?:nguoi|khach) moi\b")),
        (Field.PARTY_A, re.compile(_PARTY + r"(?:ben (?:a|1|i|thu nhat|(?:co )?yeu cau)|nguyen don|nguoi yeu cau)\b")),
        (Field.PARTY_B, re.compile(_PARTY + r"(?:ben (?:b|2|ii|thu hai|bi yeu cau)|bi don|nguoi bi yeu cau)\b")),
        (Field.RELATED, re.compile(r"\blien quan\b")),
        (Field.KIND, re.compile(r"^pham vi|^linh vuc|^loai\b|^phan loai")),
        (Field.CONTENT, re.compile(r"^(?:tom tat |trich yeu )?noi dung|^vu,? viec(?!.*chia theo)|^mau thuan\b")),
        _PHONE,
        _ADDRESS,
        (Field.PERSON, re.compile(r"^ho(?:,| va)? ?ten")),
        (Field.STT, re.compile(rf"^(?:{_RUNNING}|so)$")),
        (Field.DATE, re.compile(r"^ngay(?! cap| sinh| van ban)|^thoi gian")),
    ),
    frozenset({Field.MEDIATORS, Field.SUCCESS, Field.FAILURE, Field.PARTY_A}),
    cover=re.compile(
        r"so theo doi\b.{0,80}|to (?:hoa giai|hg)\b.{0,120}|(?:tinh|thanh pho|xa|phuong|thi tran|dac khu)\b.{0,120}"
        r"|phan (?:i|1|mot|thu nhat)\b.{0,120}|quyen so\b.{0,80}|(?:mo|khoa) (?:ngay|so)\b.{0,40}"
    ),
    summary=re.compile(r"phan (?:ii|2|hai|thu hai)\b.{0,120}"),
)
