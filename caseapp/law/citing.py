"""Knows how places in the law are said in the reader's language, also those that stand in stored Vietnamese texts."""

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from caseapp.law.acts import ACTS, UNREAD, Act, Citation
from caseapp.text import Say, mark

# Point, clause and article; an English reader's citation goes from the article inwards.
_PLACES: Final = {
    (False, False): mark("Điều {article}"),
    (False, True): mark("khoản {clause} Điều {article}"),
    (True, False): mark("điểm {point} Điều {article}"),
    (True, True): mark("điểm {point} khoản {clause} Điều {article}"),
}
_IN_ACT: Final = mark("{place} {act}")
_AMENDED: Final = mark("{citation} (sửa đổi bởi {amending})")
_NARROW: Final = mark("Điều {place} {code}")
_NUMBERED: Final = {
    "Luật": mark("Luật {number}"),
    "Nghị quyết": mark("Nghị quyết {number}"),
    "Nghị định": mark("Nghị định {number}"),
    "Thông tư": mark("Thông tư {number}"),
    "Thông báo": mark("Thông báo {number}"),
    "Công văn": mark("Công văn {number}"),
}

_ACT_WORDS: Final = "|".join(
    (
        *(re.escape(act.cited) for act in ACTS.values() if act.number not in act.cited),
        rf"(?:{'|'.join(_NUMBERED)}) \d[\w/-]*",
    )
)
_PLACE: Final = re.compile(r"(?:điểm (?P<point>\w+) )?(?:khoản (?P<clause>\w+) )?Điều (?P<article>\w+)")
_ANY_PLACE: Final = r"(?:điểm \w+ )?(?:khoản \w+ )?Điều \w+"
_WHOLE: Final = re.compile(f"(?P<places>{_ANY_PLACE}(?:, {_ANY_PLACE})*) (?P<act>{_ACT_WORDS})")
_SHORT: Final = re.compile(rf"Điều (?P<place>\w+(?:\(\w+\))*) (?P<code>{'|'.join(ACTS)})\b")
_ACT_ALONE: Final = re.compile(_ACT_WORDS)
_UNREAD: Final = re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, UNREAD))})(?![\w/-])")
_NOT_READ: Final = mark("chưa đọc nguyên văn")
_AMENDMENT: Final = re.compile(r"^(?P<citation>.+) \(sửa đổi bởi (?P<amending>.+)\)$")


def place_words(citation: Citation, say: Say) -> str:
    """The place within its act: “khoản 1 Điều 28”, in English “Article 28(1)”."""
    return _place(citation.point, citation.clause, citation.article, say)


def in_act(place: str, act: Act, say: Say) -> str:
    """A place, or several of one act, with the act: “khoản 1 Điều 28 Luật Tiếp công dân”."""
    return say(_IN_ACT).format(place=place, act=act_words(act, say))


def joined(citations: Iterable[Citation], say: Say) -> str:
    """Several places, those of one act named together: “Điều 49, khoản 2 Điều 56 Luật Tố cáo; …”."""
    by_act = groupby(citations, lambda one: one.act)
    return "; ".join(in_act(", ".join(place_words(one, say) for one in found), act, say) for act, found in by_act)


def act_words(act: Act, say: Say) -> str:
    """The act as citations name it: “Luật Tiếp công dân”, “Nghị định 154/2026/NĐ-CP”."""
    return _act(act.cited, say)


def cited(text: object, say: Say) -> str:
    """A citation, or a text of receipts and calendars that holds citations, with all of them in the reader's language.

    Stored texts are Vietnamese for ever; a place in the law is the same place whatever words lead to it.
    """
    written = str(text)
    if found := _AMENDMENT.match(written):
        parts = {name: cited(part, say) for name, part in found.groupdict().items()}
        return say(_AMENDED).format(**parts)
    pieces, at = [], 0
    for whole in _WHOLE.finditer(written):
        pieces += [_between(written[at : whole.start()], say), _whole(whole, say)]
        at = whole.end()
    return "".join([*pieces, _between(written[at:], say)])


def sourced(text: object, say: Say) -> str:
    """What `cited` says, and behind every text that was not read itself that it was not.

    Words that another act gave a place were read in that act: of the two it is the one that counts.
    """
    if found := _AMENDMENT.match(str(text)):
        return say(_AMENDED).format(citation=cited(found["citation"], say), amending=sourced(found["amending"], say))
    return _UNREAD.sub(lambda found: f"{found[0]} ({say(_NOT_READ)})", cited(text, say))


def _whole(found: re.Match[str], say: Say) -> str:
    place = _PLACE.sub(
        lambda one: _place(one["point"] or "", one["clause"] or "", one["article"], say), found["places"]
    )
    return say(_IN_ACT).format(place=place, act=_act(found["act"], say))


def _between(text: str, say: Say) -> str:
    narrowed = _SHORT.sub(lambda found: say(_NARROW).format(**found.groupdict()), text)
    return _ACT_ALONE.sub(lambda found: _act(found[0], say), narrowed)


def _place(point: str, clause: str, article: str, say: Say) -> str:
    return say(_PLACES[bool(point), bool(clause)]).format(point=point, clause=clause, article=article)


def _act(written: str, say: Say) -> str:
    kind, _, number = written.rpartition(" ")
    return say(_NUMBERED[kind]).format(number=number) if kind in _NUMBERED and number[:1].isdigit() else say(written)
