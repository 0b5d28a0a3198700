"""Knows what a told matter is about: its telling words, amounts and papers, whatever the spelling."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

# Everything below is compared without marks. One thing under several names: the abbreviations of offices, the words
# of south, centre and north, the spoken and the written word.
_SAME: Final[Mapping[str, str]] = {
    "gcn": r"(?:giay chung nhan|gcn)(?: quyen su dung(?: dat)?| qsdd?)?|gcnqsdd?|so do|so hong|bia do|bia hong",
    "qd": r"quyet dinh", "m2": r"m 2|met vuong", "ubnd": r"uy ban nhan dan|uy ban",
    "boi thuong": r"den bu", "o to": r"xe hoi|oto", "lon": r"heo", "mam non": r"mau giao|nha tre",
    "lam truong": r"cong ty lam nghiep|nong lam truong", "bien ap": r"tram dien|bien the", "hang rao": r"tuong rao",
    "ho thuy loi": r"ho chua nuoc|ho chua|dap thuy loi", "bao hiem y te": r"bhyt|the bao hiem(?: y te)?",
    "bao hiem xa hoi": r"bhxh", "can cuoc": r"cccd|cmnd|chung minh nhan dan|chung minh thu",
    "thuong tru": r"nhap (?:ho )?khau|ho khau", "tai dinh cu": r"tdc", "khuyet tat": r"tan tat",
    "tim duong": r"tim lo gioi", "chu tich": r"ct(?= ubnd)", "do dac": r"do ve", "ban do": r"bd(?= so)",
    "rac": r"rac thai", "nuoc thai": r"xa thai|thai (?:thang )?ra", "ranh": r"moc ranh|ranh gioi|coc ranh|coc moc",
    "45 ngay": r"(?:hon )?mot thang ruoi", "6 thang": r"(?:hon )?nua nam", "18 thang": r"mot nam ruoi",
    "24 gio": r"nua dem", "1 m": r"gan mot met",
}
_NAMED: Final = {f"n{place}": name for place, name in enumerate(_SAME)}
_SYNONYM: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<n{place}>{words})" for place, words in enumerate(_SAME.values())) + r")\b")

_NUMBER_WORDS: Final = {
    "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6", "bay": "7",
    "tam": "8", "chin": "9", "muoi": "10",
}
_MEASURES: Final = (
    "ha|hec ta|m2|km|m|met|cm|phan|sao|mau|kg|ky|ki|tan|ta|lit|trieu|ty|ti|nghin|ngan|dong|nguoi|nhan khau|khau|ho|nha"
    "|gia dinh|thang|ngay|tuan|quy|gio|lan|vu|con|cay|goc|tru|cai|chiec|xe|cong trinh|lop|lo|dan|thung|bao|cong nhan"
)
_MEASURE_NAMES: Final = {"hec ta": "ha", "met": "m", "phan": "cm", "ky": "kg", "ki": "kg", "ti": "ty", "ngan": "nghin",
                         "goc": "cay", "nha": "ho", "gia dinh": "ho", "nhan khau": "nguoi", "khau": "nguoi"}
_TENS: Final = re.compile(
    rf"\b(?P<tens>hai|ba|bon|nam|sau|bay|tam|chin)? ?(?P<ten>muoi|chuc|tram) ?"
    rf"(?P<one>mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)? (?P<unit>{_MEASURES})\b")
_ONES: Final = re.compile(rf"\b(?P<one>{'|'.join(_NUMBER_WORDS)}) (?P<unit>{_MEASURES})\b")
_LIKENESSES: Final = str.maketrans({
    "đ": "d", "ð": "d", "²": "2", "’": "'", "‘": "'", "`": "'", "–": "-", "—": " ", "\u00a0": " ", "…": " ", "“": " ",
    "”": " ",
})
_HYPHEN: Final = re.compile(r"(?<![/a-z])-|(?<=[a-z])-(?=(?:ta|ga)\b)")
_THOUSANDS: Final = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_DECIMAL: Final = re.compile(r"(?<=\d),(?=\d)")
_WORD: Final = re.compile(r"\d+(?:\.\d+)?|[a-z]+[0-9]?|[|.,;:!?]")
_STOPS: Final = frozenset("|.,;:!?")
_Y: Final = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=qu)y\b")

# What any two petitions share, and says nothing of what they are about.
_EMPTY: Final = frozenset(re.findall(
    r"\w+",
    "a ai anh ap ay ba ban bang banh bao bi bien bo boi buon cac cach cai cam can cao cap cau chang che "
    "chi chieu cho chu chua chung chuyen co con cong cu cua cung cuoc da dam dan dang danh dau day de den "
    "di dia dich dien dieu do doan doc doi don dong du dua dung duoc duong gap gi gia giai giao giay gio "
    "giu gom gui ha hai han hanh hay hien ho hoi hom hon hop huong huyen it ke khac khi khieu khong kien "
    "la lai lam lan lanh len lo loi luc ly ma mai minh moi mot muc nai nam nao nay nen neu ngay nghi "
    "ngoai nguoi nha nhan nhat nhieu nhu nhung noi o ong phai phan phia phuong quan quy ra rang rat roi "
    "sai sang sao sap sau sinh so su ta tai tam tang tat the theo thi thich thieu tho thoi thon thu thuc "
    "thuong tiep tieu tim tin tinh to toi ton tra tren tri trong tru truoc tu tung tuyen ubnd va van vao "
    "vay ve vi viec vien voi vu vua xa xem xet xin xu y yeu"))
# Words of every second petition: they count for little alone.
_COMMON: Final = frozenset(re.findall(
    r"\w+",
    "an ban bao bien bo boi can cap chap chinh chu co con cong dan dang danh dao dat de dia dinh do doc "
    "dong dung duong gcn gia giam ho hoi ket khai khau kiem ky lan lanh loi ly m m2 muc nam ngay nghi "
    "nguoi nha nhan nhieu noi nuoc phong phuong qd qua quan quyen sach so thang thon thong thu thua "
    "thuong tich tien tinh to tra trang tranh trieu tro truong van xac xuat"))
# The two as folded words: what tells nothing at all, and what tells something only beside another word.
SLIGHT: Final = _COMMON
HOLLOW: Final = _EMPTY - _COMMON
# Two words that stand together in every petition.
_FRAME: Final = re.compile(
    r"khieu nai|to cao|phan anh|kien nghi|de nghi|giai quyet|quyet dinh|gia dinh|nha toi|cua toi|cho toi|tiep cong dan"
    r"|gui lan thu \w+|vi chua duoc tra loi|lan (?:dau|hai|thu hai|2)|cap tren|dung su that|xem xet lai|toan bo|dong y"
    r"|cho rang|nhan duoc|thoi han|tra loi tai|hanh chinh|so nao")

# A petition after the first resolution, or after the time for it went by (Law on complaints 2011, Articles 7 and 33).
_SECOND: Final = re.compile(
    r"khieu nai (?:lan (?:2|hai|thu hai|ii)|tiep)|giai quyet (?:khieu nai )?lan (?:2|hai|thu hai|ii)\b"
    r"|(?:qd|quyet dinh)[^.;]{0,60} giai quyet khieu nai"
    r"|(?:qua|het) (?:thoi )?han giai quyet|khong (?:ra|co|ban hanh) (?:qd|quyet dinh) giai quyet"
    r"|(?:khong|chua)(?: \w+){0,3} giai quyet khieu nai(?: cua toi)? (?:lan dau|dung han)")

_PAPER: Final = re.compile(
    r"\b(?:qd|van ban|cong van|thong bao|bien ban|ket luan)(?:(?: (?!so\b)[a-z]+){0,6} so)? (?P<no>\d+)\b(?![.,]\d)"
    r"(?P<sign>/[a-z0-9/-]+)?(?! ?/)"
    r"|\b(?P<no2>\d+)(?P<sign2>/(?:\d{4}/)?(?:qd|gp|tb|kl|bb|bc)[a-z-]*)")
_PARCEL: Final = re.compile(r"\bthua(?: dat)?(?: so)? (\d+)")
_SHEET: Final = re.compile(r"\b(?:to|ban do|tbd)(?: ban do)?(?: so)? (\d+)")
_AMOUNT: Final = re.compile(rf"\b(\d+(?:\.\d+)?) ?({_MEASURES})\b")
_DAY: Final = re.compile(r"\b(\d{1,2}[/.]\d{1,2}[/.]\d{4})\b")
_YEAR: Final = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")


@dataclass(frozen=True, slots=True)
class Gist:
    """What a text is about: telling words and pairs of neighbours with their weight, facts by kind, cited papers."""

    weights: Mapping[str, float]
    facts: Mapping[str, frozenset[str]]
    papers: Mapping[str, str]          # number → the paper as cited, for people
    second: bool

    @property
    def weight(self) -> float:
        """How much there is to compare."""
        return sum(self.weights.values())

    def citing(self, papers: Mapping[str, str]) -> Gist:
        """The same, with papers that belong to the matter though the text names none."""
        return replace(self, papers={**papers, **self.papers}) if papers else self


def bare(text: str) -> str:
    """As ``fold``, for what is only compared: a tenth of the time, and whatever is no plain letter is dropped."""
    marked = unicodedata.normalize("NFD", text.lower().translate(_LIKENESSES))
    return " ".join(marked.encode("ascii", "ignore").decode("ascii").split())


def plain(text: str) -> str:
    """The text without marks, one name for each thing, numbers in digits without separators; i for a final y."""
    words = _HYPHEN.sub(" ", bare(text))
    words = _DECIMAL.sub(".", _THOUSANDS.sub("", words))
    words = _SYNONYM.sub(_one_name, words)
    words = _TENS.sub(_tens, words)
    return _ONES.sub(lambda found: f"{_NUMBER_WORDS[found['one']]} {found['unit']}", words)


def without_y(words: str) -> str:
    """Folded words with i for every final y: Lý and Lí, Quý and Quí are one."""
    return _Y.sub("i", words)


def gist(text: str) -> Gist:
    """What is compared of a text."""
    words = plain(text)
    return Gist(_weights(without_y(_FRAME.sub(" | ", words))), _facts(words), _papers(words),
                bool(_SECOND.search(words)))


def tells(word: str) -> float:
    """How much a folded word tells of a matter: 0 for what every petition has, 1 for what few have."""
    if word in _COMMON or (word.isdigit() and len(word) < 3):
        return 0.4
    return 0.0 if word in _EMPTY else 1.0


def _one_name(found: re.Match[str]) -> str:
    return _NAMED[found.lastgroup or ""]


def _tens(found: re.Match[str]) -> str:
    tens, one = _NUMBER_WORDS.get(found["tens"] or "", "1"), _NUMBER_WORDS.get(found["one"] or "", "0")
    value = int(tens) * (100 if found["ten"] == "tram" else 10) + int(one)
    return f"{value} {found['unit']}"


def _weights(words: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    said = _WORD.findall(words)
    for word in said:
        if word in _EMPTY or word in _STOPS:
            continue
        slight = word in _COMMON or (len(word) == 1 and word.isdigit())
        weights[word] = 0.3 if slight else 1.0
    for first, second in pairwise(said):
        if first not in _STOPS and second not in _STOPS:
            weights[f"{first} {second}"] = (_pair_weight(first) + _pair_weight(second)) / 2
    return weights


def _pair_weight(word: str) -> float:
    if word in _COMMON:
        return 0.5
    return 0.4 if word in _EMPTY else 1.5


def _papers(words: str) -> dict[str, str]:
    cited: dict[str, str] = {}
    for found in _PAPER.finditer(words):
        number, sign = found["no"] or found["no2"], found["sign"] or found["sign2"] or ""
        cited[number] = f"{number}{sign.upper().replace('QD', 'QĐ')}"
    return cited


def _facts(words: str) -> dict[str, frozenset[str]]:
    facts: dict[str, set[str]] = {}
    for number, measure in _AMOUNT.findall(words):
        facts.setdefault(_MEASURE_NAMES.get(measure, measure), set()).add(number)
    for kind, pattern in (("thua", _PARCEL), ("to", _SHEET), ("year", _YEAR), ("day", _DAY)):
        if found := pattern.findall(words):
            facts[kind] = set(found)
    return {kind: frozenset(values) for kind, values in facts.items()}
