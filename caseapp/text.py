"""Knows how Vietnamese text, names, dates and codes are cleaned, compared, read and shown."""

import calendar
import json
import re
import secrets
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final


def mark(text: str) -> str:
    """Return the text unchanged; the name tells the catalogue extractor that pages will translate it."""
    return text


Say = Callable[[str], str]
"""Turns a marked Vietnamese text into the reader's language: a page hands in its gettext, others `mark`."""


class Word(str):
    """A fact of a sentence that is itself a marked text: the name of a weekday in a message about a date."""

    __slots__ = ()


class Problem(ValueError):
    """Something wrong, said in a Vietnamese sentence with facts filled in; `words` says it in another language."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template.format(**facts))
        self.template = template
        self.facts = facts

    @property
    def message(self) -> str:
        """The Vietnamese sentence."""
        return str(self)

    def words(self, say: Say) -> str:
        """The sentence in the language of `say`."""
        facts = {name: say(fact) if isinstance(fact, Word) else fact for name, fact in self.facts.items()}
        return say(self.template).format(**facts)


MARKS_IN_A_ROW: Final = 3  # more combining marks on one letter than any living spelling needs
_UNSEEN = {"Cc", "Cf", "Co", "Cn"}  # controls, direction and zero-width marks, private use, no character at all
_EXTRA_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # fillers that look like nothing but are letters
_PLAIN = re.compile(r"[\n\t -~]*")
_EDGE_SPACES = re.compile(r"(?<! ) +(?=\n)")


def _clean_char(char: str) -> str:
    if char in "\n\t":
        return char
    if char in "\u2028\u2029":
        return "\n"
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    if category == "Zs":
        return " "
    return "" if category in _UNSEEN or char in _EXTRA_UNSEEN else char


def _few_marks(text: str) -> str:
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if unicodedata.combining(char) else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(char)
    return "".join(kept)


def clean(text: str) -> str:
    """Text as it may be stored: composed letters, plain spaces, line feeds; nothing unseen, no lone surrogate."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _PLAIN.fullmatch(text):
        text = "".join(map(_clean_char, text))
        text = unicodedata.normalize("NFC", _few_marks(unicodedata.normalize("NFC", text)))
    return _EDGE_SPACES.sub("", text).strip()


def clean_line(text: str) -> str:
    """Cleaned text on one line, with single spaces: names, titles, numbers."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Text for searching: lower case, no marks, đ as d, one space between words."""
    lowered = clean(text).lower()
    if not lowered.isascii():
        bare = unicodedata.normalize("NFD", lowered).replace("đ", "d")
        lowered = "".join(char for char in bare if not unicodedata.combining(char))
    return " ".join(lowered.split())


WEEKDAYS: Final = (
    *(mark("thứ Hai"), mark("thứ Ba"), mark("thứ Tư"), mark("thứ Năm"), mark("thứ Sáu"), mark("thứ Bảy")),
    mark("Chủ nhật"),
)
FIRST_YEAR, LAST_YEAR = 1900, 2199
LONGEST_DATE: Final = 60
_WEEKDAY_WORDS = {
    **{"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5},
    **{str(number): number - 2 for number in range(2, 8)},
}
_MONTH_WORDS = {
    **{"mot": 1, "gieng": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8},
    **{"chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12},
}
_NEAR_DAYS = {"hom nay": 0, "nay": 0, "hom qua": -1, "hom kia": -2, "ngay mai": 1, "mai": 1}
_LEADING_WEEKDAY = re.compile(r"(?:(chu nhat|cn)|(?:thu|t) ?(hai|ba|tu|nam|sau|bay|[2-7]))\b(?![/.\-]) ?[,:]? ?")
_SPOKEN = re.compile(r"(\d+)[ \-/.,]*(?:thang|thg|th|t)[ .]*(\d+|[a-z]+(?: (?:mot|hai))?)(?:[ \-/.,]*(?:nam)? ?(\d+))?")
_NUMBERS = re.compile(r"(\d+)(?:([ /.\-]+)(\d+))?(?:\2(\d+))?")
_MIDNIGHT = re.compile(r"[t ]0?0:00(?::00(?:\.0+)?)?z?$")


class DateProblem(Problem):
    """A date that cannot be read; the message says what is wrong with it."""


def _year(written: str | None, today: date) -> int:
    if written is None:
        return today.year
    if len(written) == 2:
        century = today.year - today.year % 100
        year = century + int(written)
        return year if year <= today.year + 20 else year - 100
    if len(written) != 4:
        template = mark("Năm “{written}” không đúng: hãy ghi đủ bốn chữ số, ví dụ {example}.")
        raise DateProblem(template, written=written, example=today.year)
    if not FIRST_YEAR <= int(written) <= LAST_YEAR:
        template = mark("Năm {written} không đúng: hãy ghi năm từ {first} đến {last}, ví dụ {example}.")
        raise DateProblem(template, written=written, first=FIRST_YEAR, last=LAST_YEAR, example=today.year)
    return int(written)


def _make(day: int, month: int, year: int) -> date:
    if 12 < month <= 31 and 1 <= day <= 12:
        turned = f"{month:02d}/{day:02d}/{year}"
        template = mark("Không có tháng {month}. Ghi ngày trước, tháng sau: {turned}.")
        raise DateProblem(template, month=month, turned=turned)
    if not 1 <= month <= 12:
        raise DateProblem(mark("Không có tháng {month}: tháng từ 1 đến 12."), month=month)
    if not 1 <= day <= 31:
        raise DateProblem(mark("Không có ngày {day}: ngày từ 1 đến 31."), day=day)
    longest = calendar.monthrange(year, month)[1]
    if day > longest:
        usual = mark("Tháng {month} chỉ có {longest} ngày, không có ngày {day}.")
        february = mark("Tháng {month} năm {year} chỉ có {longest} ngày, không có ngày {day}.")
        raise DateProblem(february if month == 2 else usual, month=month, year=year, longest=longest, day=day)
    return date(year, month, day)


def _unreadable(text: str) -> DateProblem:
    template = mark("Không đọc được ngày “{shown}”. Ghi ngày/tháng/năm, ví dụ 16/11/2026.")
    return DateProblem(template, shown=clean_line(text)[:30])


def _read_numbers(folded: str, text: str, today: date) -> date:
    found = _NUMBERS.fullmatch(folded)
    if not found:
        raise _unreadable(text)
    first, _, second, third = found.groups()
    if second is None:
        if len(first) != 8:
            raise _unreadable(text)
        if first.startswith(("19", "20")) and int(first[2:4]) > 12:
            return _make(int(first[6:]), int(first[4:6]), _year(first[:4], today))
        return _make(int(first[:2]), int(first[2:4]), _year(first[4:], today))
    if len(first) == 4 and third is not None and len(third) <= 2:
        return _make(int(third), int(second), _year(first, today))
    return _make(int(first), int(second), _year(third, today))


def read_date(text: str, today: date) -> date:
    """Read a date in any usual Vietnamese spelling; a missing year is the year of `today`.

    Raises DateProblem, whose message says what is wrong (31/09, year 0026, month 16, no date at all).
    """
    folded = fold(unicodedata.normalize("NFKC", clean(text)))
    if not folded:
        raise DateProblem(mark("Chưa ghi ngày. Ghi ngày/tháng/năm, ví dụ 16/11/2026."))
    if len(folded) > LONGEST_DATE:
        raise _unreadable(text)
    if folded in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[folded])
    said = _LEADING_WEEKDAY.match(folded)
    rest = folded[said.end() :] if said else folded
    rest = re.sub(r"^(?:ngay|mung|mong) ?(?:mung|mong)? ?", "", rest).rstrip(" .,;")
    rest = _MIDNIGHT.sub("", re.sub(r" ?([/.\-]) ?", r"\1", rest))
    if spoken := _SPOKEN.fullmatch(rest):
        month = int(spoken[2]) if spoken[2].isdigit() else _MONTH_WORDS.get(spoken[2])
        if month is None:
            raise _unreadable(text)
        day = _make(int(spoken[1]), month, _year(spoken[3], today))
    else:
        day = _read_numbers(rest, text, today)
    if said and day.weekday() != (6 if said[1] else _WEEKDAY_WORDS[said[2]]):
        written = clean_line(text)[: said.end()].strip(" ,:")
        template = mark("{date} là {weekday}, không phải {written}.")
        raise DateProblem(template, date=show_date(day), weekday=Word(weekday(day)), written=written)
    return day


def show_date(day: date) -> str:
    """The date as people read it: dd/mm/yyyy."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def weekday(day: date) -> str:
    """The day of the week: “thứ Hai” … “Chủ nhật”."""
    return WEEKDAYS[day.weekday()]


CODE_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0 O 1 I: read aloud and copied by hand


def new_public_id() -> str:
    """A random identifier for addresses: 22 url-safe characters, 128 bits."""
    return secrets.token_urlsafe(16)


def new_code(prefix: str, n: int) -> str:
    """A random code of n letters people can copy by hand, in fours: “TC-2026-7K4P”, “5K7R-24XD”."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(n))
    fours = [letters[start : start + 4] for start in range(0, n, 4)]
    return "-".join([prefix, *fours] if prefix else fours)


def mask_id(number: str) -> str:
    """An identity number as a screen may show it: “0921 •••• •••• 3307”; short ones keep two signs at each end."""
    bare = "".join(clean_line(number).split())
    if len(bare) >= 12:
        return f"{bare[:4]} •••• •••• {bare[-4:]}"
    return f"{bare[:2]} •••• {bare[-2:]}" if len(bare) >= 8 else "••••"


_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền hỏi ngã sắc nặng


def _word_key(word: str) -> str:
    letters: list[str] = []
    tones: list[str] = []
    for char in word:
        apart = unicodedata.normalize("NFD", char)
        tones += [_TONES[sign] for sign in apart if sign in _TONES]
        letter = unicodedata.normalize("NFC", "".join(sign for sign in apart if sign not in _TONES))
        plain = letter if letter.isascii() and letter.isdigit() else ""
        letters.append(_RANK.get(letter) or _RANK.get(apart[0]) or plain)
    return "".join(letters) + "!" + "".join(tones)


def sort_key(name: str) -> str:
    """Key that puts names in Vietnamese order: given name, then family and middle names; 29 letters, then tones.

    ASCII text: stored, it must be compared byte by byte (COLLATE "C" or BINARY).
    """
    words = clean_line(name).lower().split()
    return " ".join(map(_word_key, words[-1:] + words[:-1]))


Json = str | int | bool | None | list["Json"] | dict[str, "Json"]
encode_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode
"""Canonical JSON of a value already known to hold composed text and no floats (the law's own tables)."""


class NotCanonical(TypeError):
    """A value that has no canonical form: a float, a lone surrogate, a key that is not text, any other type."""


def _canonical_text(text: str) -> str:
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("lone surrogate in text") from error
    return unicodedata.normalize("NFC", text)


def _canonical_value(value: object) -> Json:
    if isinstance(value, str):
        return _canonical_text(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list):
        return [_canonical_value(item) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("keys must be text")
        composed = {_canonical_text(key): _canonical_value(item) for key, item in value.items()}
        if len(composed) != len(value):
            raise NotCanonical("two keys are the same text once composed")
        return composed
    raise NotCanonical(f"{type(value).__name__} has no canonical form")


def canonical(value: object) -> str:
    """One text for one value, fit for hashing: sorted keys, no spaces, composed letters; raises NotCanonical."""
    return encode_canonical(_canonical_value(value))
