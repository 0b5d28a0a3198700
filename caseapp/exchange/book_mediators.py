"""Knows who mediated according to a row, who was invited, and who of them should not have mediated."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from caseapp.exchange.book_people import LONGEST_LIST, is_like_a_name, lost_its_marks, proper_case, untitled
from caseapp.exchange.book_problems import Problem, problem
from caseapp.text import fold

_BETWEEN: Final = re.compile(r"[\n;,+]|\s(?:và|VÀ|&|cùng)\s|\s[-–/]\s")
_ASIDE: Final = re.compile(r"\([^)]*\)|\d+[.)]?")
_MEDIATOR_LABEL: Final = re.compile(
    r"\W*(?:h(?:òa|oà) giải viên|hgv|chủ trì|tổ trưởng|tổ phó|tổ viên|thành viên|thư ký)\b\s*:?\s*", re.IGNORECASE
)
_INVITED_LABEL: Final = re.compile(
    r"\W*(?:(?:có |và )?mời(?: thêm| tham gia| dự| cùng)*"
    r"|(?:những )?(?:người|khách) (?:được )?mời(?: tham gia)?(?: hòa giải)?|người tham gia)\b\s*(?::\s*|(?=\S))",
    re.IGNORECASE,
)
# “mời” in the middle of a line begins those invited; “Mời” there is somebody's name.
_INVITED_WITHIN: Final = re.compile(
    r"\s*[(\[]?(?<!\w)(?<!có )(?<!và )(?<!người )(?<!được )(?<!khách )"
    r"(?=(?:có |và )?mời\s|(?:người|khách) (?:được )?mời\b)"
)
_NAME_WORDS: Final = frozenset({"thị", "văn", "a", "thi", "van"})
_MANY: Final = re.compile(r"(?:cả|toàn|các|tập thể|tổ|ban|nhóm|những|một số)\b", re.IGNORECASE)
_POST: Final = re.compile(
    r"(?:ban (?:công tác )?mặt trận|mặt trận|tư pháp|địa chính|chi (?:bộ|hội)|phụ nữ|nông dân|cựu chiến binh|công an)",
    re.IGNORECASE,
)
_KIN: Final = re.compile(
    r"\b(?:nguoi nha|nguoi than|than nhan|than thich|ho hang|ba con|ruot|con (?:dau|re)|em (?:dau|re)|anh re|chi dau"
    r"|ho (?:noi|ngoai)|thong gia|sui gia|la (?:vo|chong|con|anh|chi|em|chau|bo|cha|me|chu|bac|cau|di|co|ong|ba)"
    r" (?:cua |ho )?(?:ben|ong|ba|anh|chi|mot|hai))\b"
)
_OF_MEDIATOR: Final = re.compile(r"\b(?:hoa giai vien|hgv)\b")


@dataclass(frozen=True, slots=True)
class Mediators:
    """Who mediated and who was invited, by name, and what must be looked at."""

    names: tuple[str, ...]
    invited: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_mediators(text: str, invited: str = "") -> Mediators:
    """Read the cleaned cell of the mediators, lines kept; `invited` is a cell of its own, where the book has one."""
    long = (problem("MEDIATORS_TOO_LONG", length=LONGEST_LIST),) if max(len(text), len(invited)) > LONGEST_LIST else ()
    text, invited = text[:LONGEST_LIST], invited[:LONGEST_LIST]
    names: list[str] = []
    guests = [name for piece in _BETWEEN.split(invited) if (name := _name_in(_INVITED_LABEL.sub("", piece, 1)))]
    inviting = False
    for piece in _BETWEEN.split(_INVITED_WITHIN.sub("\n", text)):
        guest, mediator = _INVITED_LABEL.match(piece), _MEDIATOR_LABEL.match(piece)
        inviting = bool(guest) or (inviting and not mediator)
        label = guest or mediator
        if name := _name_in(piece[label.end() :] if label else piece):
            (guests if inviting else names).append(name)
    named = tuple(dict.fromkeys(names))
    return Mediators(named, tuple(dict.fromkeys(guests)), (*long, *_problems(named)))


def _name_in(piece: str) -> str:
    """The name behind titles and posts; a guest without one stays as written (“địa chính xã”)."""
    piece = " ".join(_ASIDE.sub(" ", piece).split()).strip(" .:-–()[]\"“”")
    if sum(char.isalpha() for char in piece) < 2:
        return ""
    if _MANY.match(piece):
        return piece.lower()
    words = untitled(piece).split()
    lowered = [place for place, word in enumerate(words) if word[0].islower() and word not in _NAME_WORDS]
    behind = words[lowered[-1] + 1 :] if lowered and not all(word[0].islower() for word in words) else words
    return proper_case(" ".join(behind)) if len(behind) >= 2 and not _POST.match(" ".join(behind)) else piece


def _problems(names: Sequence[str]) -> Iterator[Problem]:
    if not names:
        yield problem("MEDIATOR_MISSING")
    for name in names:
        if lost_its_marks(name):
            yield problem("MEDIATOR_NO_DIACRITICS", name=name)
        elif not is_like_a_name(name):
            yield problem("MEDIATOR_DOUBTFUL", name=name)


def interest_problems(names: Sequence[str], parties: Sequence[str], texts: Sequence[str]) -> list[Problem]:
    """Mediators whom the row's words call kin of a party, or who bear one's name (Luật Hòa giải ở cơ sở art. 18)."""
    akin: list[str] = []
    for text in texts:
        for sentence in map(fold, re.split(r"[;\n]|\.\s", text)):
            if _KIN.search(sentence):
                meant = [name for name in names if fold(name) in sentence]
                akin += meant or (names if _OF_MEDIATOR.search(sentence) else [])
    known = {fold(party) for party in parties}
    found = [problem("MEDIATOR_INTEREST", name=name) for name in dict.fromkeys(akin)]
    return found + [
        problem("MEDIATOR_IS_PARTY", name=name) for name in names if fold(name) in known and name not in akin
    ]
