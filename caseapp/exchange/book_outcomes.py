"""Knows what was done with a visit: the three columns of outcomes, the follow-up, a refusal and its ground."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import clean_line, fold


class Outcome(StrEnum):
    """What a reception register can say about the end of a visit."""

    ACCEPTED = "accepted"
    GUIDED = "guided"
    TRANSFERRED = "transferred"
    EXPLAINED = "explained"
    REFUSED = "refused"


_NOT_A_MARK: Final = frozenset({"", "0", "-", "--", "_", ".", "/", "khong", "ko", "k", "no", "false"})
_BARE_MARK: Final = re.compile(r"[xX✓✔☑√*+vV]+|có|co|đúng|rồi|1", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"\(?\s*(?:(?:văn bản|vb|công văn|cv|phiếu(?: chuyển| hướng dẫn)?|pc|ph)\s*)?\bsố\s*:?\s*([0-9][\w./\-]*)[^()]*\)?",
    re.IGNORECASE,
)
_TO_WHOM: Final = re.compile(
    r"^(?:đã )?(?:hướng dẫn|chuyển)(?: (?:công dân|người gửi|người dân|đơn|gửi|đến|tới|sang|cho|liên hệ|qua))*\s+",
    re.IGNORECASE,
)
_REFUSED: Final = re.compile(r"tu choi tiep|khong tiep\b|tu choi\b")
_EXPLAINED: Final = re.compile(r"giai thich|tra loi (?:truc tiep|tai cho|ngay)")
_LATER_ACT: Final = re.compile(r"tu choi (?:nhan|cap|ho so|giai quyet)")
_GROUNDS: Final = (
    ("R1", re.compile(r"say (?:ruou|bia|xin)|uong ruou|chat kich thich|ma tuy|tam than|mat kha nang nhan thuc")),
    ("Ra", re.compile(r"vu khi|hung khi|chat no|chat chay|vat nguy hiem|mang theo dao")),
    ("Rb", re.compile(r"khong (?:chap hanh|cho|dong y) kiem tra")),
    ("Rc", re.compile(r"ghi am|ghi hinh|quay phim|livestream|phat truc tiep")),
    ("Rd", re.compile(r"kich dong|loi keo|xui giuc|gay roi|mat trat tu")),
    ("R2", re.compile(r"de doa|xuc pham|lang ma|chui|noi quy")),
    ("R3", re.compile(r"da giai quyet dung|da duoc kiem tra, ra soat|co tinh khieu nai")),
    ("Rđ", re.compile(r"khong (?:du|co) nang luc hanh vi|chua thanh nien")),
    ("Re", re.compile(r"khong co giay uy quyen|khong (?:dung|du) tu cach dai dien|khong chung minh duoc")),
    ("Rh", re.compile(r"khong co (?:noi dung|tinh tiet) moi")),
    ("Ri", re.compile(r"ban an.*co hieu luc|quyet dinh cua toa an")),
    ("Rk", re.compile(r"co quan khac (?:da |dang )?thu ly|dang duoc .* thu ly")),
    ("Rg", re.compile(r"khong phai (?:la )?khieu nai|khong thuoc noi dung tiep")),
)


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """The outcome, the body and document it names, and the ground of a refusal."""

    outcome: Outcome | None
    body: str | None = None
    document: str | None = None
    refusal_ground: str | None = None
    problems: tuple[Problem, ...] = ()


def is_marked(cell: str) -> bool:
    """Whether a cell says anything but “no”."""
    return fold(cell) not in _NOT_A_MARK


def read_outcome(cells: Mapping[Outcome, str], follow_up: str, note: str) -> OutcomeReading:
    """Read the marked column of the row's outcome cells; without one, what follow-up and note tell."""
    refusal = next((text for text in map(fold, (note, follow_up)) if _tells_refusal(text)), None)
    marked = [(outcome, text) for outcome, text in cells.items() if is_marked(text)]
    if refusal is not None and not marked:
        return OutcomeReading(Outcome.REFUSED, refusal_ground=_ground(refusal))
    if len(marked) > 1:
        return OutcomeReading(None, problems=(problem("OUTCOME_CONFLICT"),))
    if marked:
        outcome, text = marked[0]
        return OutcomeReading(outcome, *body_and_document(text))
    if _EXPLAINED.search(fold(follow_up)) or _EXPLAINED.search(fold(note)):
        return OutcomeReading(Outcome.EXPLAINED)
    return OutcomeReading(None, problems=(problem("OUTCOME_MISSING"),))


def _tells_refusal(folded: str) -> bool:
    return bool(_REFUSED.search(folded)) and not _LATER_ACT.search(folded)


def _ground(folded: str) -> str | None:
    return next((code for code, words in _GROUNDS if words.search(folded)), None)


def body_and_document(text: str) -> tuple[str | None, str | None]:
    """Where to, and the number of the document, as one cell names them."""
    document = _NUMBER.search(text)
    body = (text[: document.start()] + text[document.end() :]) if document else text
    body = clean_line(_TO_WHOM.sub("", body.strip())).strip(" ,;:.-()")
    named = body if body and not _BARE_MARK.fullmatch(body) else None
    return named, document[1].rstrip(".-/") if document else None


def document_used(document: str | None, row: int, documents: dict[str, int]) -> tuple[Problem, ...]:
    """Whether a document's number stood in an earlier row; remembers it in `documents`."""
    first = documents.setdefault(fold(document), row) if document else row
    return () if first == row else (problem("DOC_NUMBER_REUSED", number=document, row=first),)
