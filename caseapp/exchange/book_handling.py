"""Knows what a petition book says about where a petition came from, whose it is to decide and what was done with it."""

import re
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_outcomes import body_and_document, is_marked
from caseapp.exchange.book_petition_rows import Competence, PetitionOutcome, Source
from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import clean_line, fold, mark

FORWARDED: Final = frozenset({Source.DEPUTY, Source.PRESS, Source.AUTHORITY})
FORWARDER_LABELS: Final = {
    Source.DEPUTY: mark("đại biểu dân cử"),
    Source.PRESS: mark("cơ quan báo chí"),
    Source.AUTHORITY: mark("cơ quan khác"),
}

_DEPUTY: Final = re.compile(r"\bdai bieu\b|\bdb ?qh\b|\bhdnd\b|hoi dong nhan dan|\bdoan dbqh\b")
_PRESS: Final = re.compile(r"(?<!thong )(?<!giay )\bbao\b(?! cao| hiem)|\btap chi\b|truyen hinh|phat thanh|phong vien")
_CARRIED: Final = (
    (Source.ONLINE, re.compile(r"truc tuyen|dich vu cong|\be?mail\b|thu dien tu|he thong|phan mem|website|zalo|vneid")),
    (Source.BOX, re.compile(r"\b(?:hom|thung|hop) thu\b(?! dien tu)")),
    (Source.POST, re.compile(r"\bbuu (?:dien|chinh|ta|cuc|pham)\b|chuyen phat|\bqua duong thu\b")),
    (Source.DIRECT, re.compile(r"\btruc tiep\b|\bnop tai\b|\btu nop\b")),
)
_BODY: Final = re.compile(
    r"\bthanh tra\b|\bubnd\b|uy ban nhan dan|\bso\b|\bban tiep cong dan\b|\bphong\b|\bcong an\b|vien kiem sat"
    r"|\btoa an\b|\b(?:tinh|thanh|dang|huyen|xa) uy\b|\bmat tran\b|\bbo\b|\bchi cuc\b|\bcuc\b|\bco quan\b|van phong"
)
_IN_HOUSE: Final = re.compile(r"\bvan phong .*(?:hdnd|ubnd)|\bbo phan\b|\bmot cua\b|\bnoi bo\b")
_HERE: Final = re.compile(r"\b(?:xa|phuong|tiep (?:cong )?dan)\b")
_PASSED_ON: Final = re.compile(r"\bchuyen\b(?! phat)")
_TO_HERE: Final = re.compile(r"[\s,]*\bchuyển(?:\s+(?:đơn|đến|tới|sang|về|xuống))*\s*$", re.IGNORECASE)


def read_source(cell: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """How the petition came in. Whoever forwarded it counts before the way it was carried; two ways are none."""
    folded = fold(cell)
    if not is_marked(cell):
        return None, (problem("SOURCE_MISSING"),)
    unclear = problem("SOURCE_UNKNOWN", written=cell[:60])
    passed_on = bool(_PASSED_ON.search(folded))
    if passed_on and _IN_HOUSE.search(folded):
        return None, (unclear,)
    carried = {source for source, words in _CARRIED if words.search(folded)}
    senders = {source for source, words in ((Source.DEPUTY, _DEPUTY), (Source.PRESS, _PRESS)) if words.search(folded)}
    if not senders and _BODY.search(folded) and (passed_on or not (carried or _HERE.search(folded))):
        senders = {Source.AUTHORITY}
    named = senders if senders and (passed_on or not carried) else senders | carried
    if len(named) == 1:
        return next(iter(named)), ()
    return None, (unclear,)


def forwarder_of(cell: str) -> str:
    """Who forwarded the petition, as written."""
    return clean_line(_TO_HERE.sub("", cell)) or cell


_OURS: Final = (
    r"(?: giai quyet| xu ly)?(?: (?:cua )?(?:(?:chu tich )?(?:ubnd|uy ban nhan dan)|chu tich)(?: (?:xa|phuong))?)?"
)
_OWN: Final = re.compile(rf"x|co|thuoc|(?:(?:thuoc|dung|trong) )?(?:tham quyen|tq){_OURS}")
_NOT: Final = r"(?:khong|ko|k|kg|ngoai|trai|vuot)"
_OTHER: Final = re.compile(rf"{_NOT}(?: thuoc)?|{_NOT} (?:(?:phai|thuoc|dung|trong) )*(?:tham quyen|tq){_OURS}")


def read_competence(cell: str) -> tuple[Competence | None, tuple[Problem, ...]]:
    """Whether the matter is this office's; “thuộc thẩm quyền” of somebody else is for a person to read."""
    folded = fold(cell).strip(" .,;:")
    if not folded:
        return None, (problem("COMPETENCE_MISSING"),)
    if _OTHER.fullmatch(folded):
        return Competence.OTHER, ()
    if _OWN.fullmatch(folded):
        return Competence.OWN, ()
    return None, (problem("COMPETENCE_UNKNOWN", written=cell[:60]),)


@dataclass(frozen=True, slots=True)
class Handling:
    """What was done: the outcome, where to, the document; `said_again`: the book says that it came before."""

    outcome: PetitionOutcome | None
    body: str | None = None
    document: str | None = None
    said_again: bool = False
    problems: tuple[Problem, ...] = ()


_PREFACE: Final = re.compile(
    r"(?:(?:da|se|de nghi|de xuat|tham muu|ubnd xa|ban hanh|ra|lam|thong bao|van ban|cong van|phieu|giay|quyet dinh"
    r"|ve viec|viec)\b[\s:]*)*"
)
_LEADS: Final = (
    (
        PetitionOutcome.SPLIT,
        re.compile(r"(?:huong dan )?(?:(?:cong dan|nguoi \w+(?: don)?|viet|lam) )*tach\b(?! thua)"),
    ),
    (PetitionOutcome.FILED, re.compile(r"(?:xep )?luu\b|xep (?:don|ho so)\b")),
    (PetitionOutcome.RETURNED, re.compile(r"(?:(?:gui|chuyen) )?tra (?:lai|don|cho)\b")),
    (PetitionOutcome.TRANSFERRED, re.compile(r"chuyen\b")),
    (PetitionOutcome.GUIDED, re.compile(r"huong dan\b")),
    (
        PetitionOutcome.ACCEPTED,
        re.compile(r"(?:thu ly|giao|tra loi|giai quyet|tiep nhan)\b|xem xet\b(?! (?:chuyen|tra lai|luu|huong dan))"),
    ),
)
_CLAUSES: Final = re.compile(r"[;,\n]|\.\s|\s(?:và|rồi|sau đó)\s", re.IGNORECASE)
_REASON: Final = re.compile(r"(?:da|do|vi|theo|khong|trung)\b")
_CAME_BEFORE: Final = re.compile(
    r"\btrung\b|\bda (?:nhan|huong dan|chuyen|tra loi|giai quyet|xu ly|thu ly)\b|\bmot lan\b|\blan truoc\b|\bdon cu\b"
)
_AIM: Final = re.compile(
    r"\s+(?:(?:để|đề nghị|xem xét|theo (?:thẩm quyền|quy định))\b.*"
    r"|(?:giải quyết|xử lý)(?:\s+(?:theo|đơn|vụ việc)\b.*)?)$",
    re.IGNORECASE,
)
_BEFORE_VERB: Final = re.compile(
    r"^(?:(?:đã|ban hành|thông báo|văn bản|công văn|phiếu|giấy)\s+)+(?=hướng dẫn|chuyển)", re.IGNORECASE
)
_RETURNED_TO: Final = re.compile(r"^.*?\bcho\s+", re.IGNORECASE)
_WHOEVER: Final = re.compile(
    r"(?:noi|co quan|don vi|nguoi|ben) (?:da )?(?:chuyen|gui|nop|viet)\b|cong dan\b|duong su\b"
)


def read_handling(text: str) -> Handling:
    """Read what was done, from the words at the head of its clauses; two different acts are for a person to read."""
    if not is_marked(text):
        return Handling(None, problems=(problem("OUTCOME_MISSING"),))
    clauses = [folded for clause in _CLAUSES.split(text) if (folded := fold(clause).strip(" .:()-"))]
    named: list[PetitionOutcome] = []
    for clause in clauses:
        if named and named[0] is PetitionOutcome.FILED and _REASON.match(clause):
            continue
        if outcome := _lead_of(clause):
            named.append(outcome)
        elif not named:
            break
    if not named:
        return Handling(None, problems=(problem("OUTCOME_UNKNOWN", written=text[:80]),))
    if len(set(named)) > 1:
        return Handling(None, problems=(problem("OUTCOME_CONFLICT"),))
    body, document = _where_to(named[0], text)
    nowhere = body is None and named[0] in (PetitionOutcome.GUIDED, PetitionOutcome.TRANSFERRED)
    said_again = named[0] is PetitionOutcome.FILED and bool(_CAME_BEFORE.search(fold(text)))
    return Handling(named[0], body, document, said_again, (problem("OUTCOME_BODY_MISSING"),) if nowhere else ())


def _lead_of(clause: str) -> PetitionOutcome | None:
    head = _PREFACE.match(clause)
    rest = clause[head.end() :] if head else clause
    return next((outcome for outcome, words in _LEADS if words.match(rest)), None)


def _where_to(outcome: PetitionOutcome, text: str) -> tuple[str | None, str | None]:
    """The body is what follows the verb when it is a body's name; a return goes to whom “cho” names."""
    body, document = body_and_document(_BEFORE_VERB.sub("", text))
    if outcome is PetitionOutcome.RETURNED:
        told = _RETURNED_TO.match(body or "")
        body = body[told.end() :] if body and told else None
    elif outcome not in (PetitionOutcome.GUIDED, PetitionOutcome.TRANSFERRED):
        body = None
    body = _AIM.sub("", body).strip(" ,;.") if body else ""
    folded = fold(body)
    named = (body[:1].isupper() or bool(_BODY.match(folded))) and _lead_of(folded) is None
    return body if named and not _WHOEVER.match(folded) else None, document


def competence_conflict(
    competence: Competence | None, written: str, outcome: PetitionOutcome | None, text: str
) -> Problem | None:
    """What is this office's own is not sent elsewhere, and what is not is not accepted."""
    elsewhere = (PetitionOutcome.GUIDED, PetitionOutcome.TRANSFERRED, PetitionOutcome.RETURNED)
    against = (competence is Competence.OWN and outcome in elsewhere) or (
        competence is Competence.OTHER and outcome is PetitionOutcome.ACCEPTED
    )
    return problem("COMPETENCE_CONFLICT", written=written[:60], outcome=text[:80]) if against else None
