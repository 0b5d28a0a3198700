"""Knows when two rows of a book are the same person on the same matter, or another person on the same matter."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from caseapp.text import fold

# Words that any two petitions share; taken without marks, as they are compared.
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        "va la co cua cho voi cac nhung mot khong duoc toi nha thi ma o tai ra vao den tu de bi nay do khi "
        "nhu cung con da dang se chi rat phai lam theo tren duoi ve viec don nghi khieu nai to cao kien phan "
        "anh xin nguoi ubnd xa thon cong dan gia dinh ong ba lan ngay nam",
    )
)
_WORD: Final = re.compile(r"[a-z0-9]+(?:[.,/]\d+)*")
SAME_PERSON_LIKENESS: Final = 0.25  # on labelled pairs: every repeat is found, one other matter in seven comes along
_MATTERS_COMPARED: Final = 50
_TELLING: Final = 30  # letters; a shorter content (“đất đai”) is the same for anybody

# What troubles a neighbourhood can be one matter for several people; a right or paper of one's own cannot.
_NEIGHBOURHOOD: Final = re.compile(
    r"xả (?:nước )?thải|nước thải|mùi hôi|nổ mìn|khói|bụi|tiếng ồn|gây ồn|rác|ô nhiễm|ngập|cống|cầu |đoạn đường"
    r"|tuyến đường|đường hỏng|trạm biến áp|điện áp|cột điện|đèn đường|nước sinh hoạt|kênh|chợ|bến nước|sạt lở|mỏ đá"
    r"|lò (?:sấy|gạch)|trại (?:chăn nuôi|heo|gà)"
)

Words = tuple[frozenset[str], frozenset[tuple[str, str]]]
Someone = tuple[str, str, str | None, str]  # name, folded name, number, home


@dataclass(frozen=True, slots=True, repr=False)
class Told:
    """What one row tells: where it stands, who came, what about.

    `instance`: 2 for a complaint against the first decision, which is no repeat of the first complaint.
    """

    sheet: str
    row: int
    people: tuple[Someone, ...]
    content: str
    feedback: bool
    by_name: bool = False  # the book has no numbers: name, home and wording must do
    said_again: bool = False  # the book itself says that this came before
    instance: int = 1
    words: Words = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words_of(self.content))


@dataclass(frozen=True, slots=True)
class Ties:
    """How a row hangs together with earlier ones: the first row of the matter, and what is uncertain."""

    repeat_of: tuple[str, int] | None = None
    same_matter_as: tuple[str, int] | None = None
    unsure: bool = False
    number_shared_with: int | None = None


def likeness(first: Words, second: Words) -> float:
    """How much two texts speak of the same thing: 0 (nothing) to 2 (the same words in the same order)."""
    if not first[0] or not second[0]:
        return 0.0
    words = len(first[0] & second[0]) / min(len(first[0]), len(second[0]))
    pairs = len(first[1] & second[1]) / max(1, min(len(first[1]), len(second[1])))
    return words + pairs


def words_of(text: str) -> Words:
    """The telling words of a text, and its pairs of neighbouring words."""
    words = _WORD.findall(fold(text))
    return frozenset(words) - _COMMON, frozenset(pairwise(words))


@dataclass(slots=True, repr=False)
class SealedMatters:
    """What the sealed rows are about and who came; only to seal what belongs to them, never shown."""

    _by_mark: dict[str, list[Words]] = field(default_factory=lambda: defaultdict(list))
    _contents: set[str] = field(default_factory=set)

    def add(self, marks: Iterable[str], content: str) -> None:
        """Remember a sealed row by the folded names and the numbers of who came."""
        for mark_of_person in marks:
            self._by_mark[mark_of_person].append(words_of(content))
        if len(folded := fold(content)) >= _TELLING:
            self._contents.add(folded)

    def holds(self, marks: Iterable[str], content: str) -> bool:
        """Whether the same person came in a sealed row about the same matter, or anybody with the same words."""
        if fold(content) in self._contents:
            return True
        words = words_of(content)
        known = (matter for one in marks for matter in self._by_mark.get(one, ())[:_MATTERS_COMPARED])
        return any(likeness(words, matter) >= SAME_PERSON_LIKENESS for matter in known)


@dataclass(slots=True, repr=False)
class Memory:
    """The rows read so far. One memory holds open rows or sealed ones, never both: a tie would say who came."""

    _by_number: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    _by_name: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    _by_content: dict[str, Told] = field(default_factory=dict)
    _roots: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)

    def place(self, told: Told) -> Ties:
        """Say how a row is tied to the earlier ones, and remember it."""
        found, unsure = self._repeated(told)
        here = (told.sheet, told.row)
        root = self._roots.get((found.sheet, found.row)) if found else None
        self._roots[here] = root or here
        ties = Ties(root, None if root else self._neighbour(told), unsure, self._shared(told))
        for _, folded, number, _ in told.people:
            self._by_name[folded].append(told)
            if number:
                self._by_number[number].append(told)
        self._by_content.setdefault(fold(told.content), told)
        return ties

    def _repeated(self, told: Told) -> tuple[Told | None, bool]:
        """The earlier row most like this one, and whether a person must confirm it."""
        if not told.content:
            return None, False
        found = [
            (alike, earlier, sure)
            for person in told.people
            for earlier, sure in self._same_person(person, told)
            if earlier.instance == told.instance
            and (alike := likeness(told.words, earlier.words)) >= SAME_PERSON_LIKENESS
        ]
        if not found:
            return None, False
        _, earlier, sure = max(found, key=lambda one: one[0])
        return earlier, not sure

    def _same_person(self, person: Someone, told: Told) -> Iterator[tuple[Told, bool]]:
        """Earlier rows of the same person; sure when name and number agree to the letter."""
        name, folded, number, home = person
        for earlier in self._by_name[folded][:_MATTERS_COMPARED]:
            for other, other_folded, other_number, other_home in earlier.people:
                if other_folded != folded or (number and other_number and number != other_number):
                    continue
                spelled = _tone_free(name) == _tone_free(other)
                if number and other_number:
                    yield earlier, spelled
                elif told.by_name:
                    at_home = _at_home(home, other_home)
                    if at_home is not False or _copied(told, earlier):
                        yield earlier, spelled and _sure_by_name(told, earlier, at_home)
                elif fold(home) == fold(other_home):
                    yield earlier, False

    def _shared(self, told: Told) -> int | None:
        for _, folded, number, _ in told.people:
            for earlier in self._by_number[number] if number else ():
                names = {other for _, other, other_number, _ in earlier.people if other_number == number}
                if folded not in names:
                    return earlier.row
        return None

    def _neighbour(self, told: Told) -> tuple[str, int] | None:
        if not told.feedback or not _NEIGHBOURHOOD.search(told.content.lower()):
            return None
        earlier = self._by_content.get(fold(told.content))
        if not earlier or _share_someone(earlier.people, told.people):
            return None
        return self._roots[(earlier.sheet, earlier.row)]


def _at_home(home: str, other: str) -> bool | None:
    """Whether two homes are one; None if one of them is not written."""
    return fold(home) == fold(other) if home and other else None


def _copied(told: Told, earlier: Told) -> bool:
    return fold(told.content) == fold(earlier.content)


def _sure_by_name(told: Told, earlier: Told, at_home: bool | None) -> bool:
    """Without numbers: no other home, and the same words, or the book itself says that it came before."""
    return at_home is not False and (_copied(told, earlier) or (bool(at_home) and told.said_again))


def _share_someone(some: Sequence[Someone], others: Sequence[Someone]) -> bool:
    return bool({folded for _, folded, _, _ in some} & {folded for _, folded, _, _ in others})


def _tone_free(name: str) -> tuple[str, bool]:
    """“Hòa” and “Hoà” are one name; “Hoa” without marks is not."""
    return fold(name), name.isascii()
