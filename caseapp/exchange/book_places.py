"""Knows which commune a former commune, district and province became, and reads the places in an address."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Self

from caseapp.text import clean_line, fold

# With their marks, because “tổ”, “ngõ”, “phường” without them are the family names Tô, Ngô, Phương; without marks
# only the words that are nobody's name.
_COMMUNE: Final = re.compile(r"(?:(?:xã|phường|thị trấn|đặc khu|xa|thi tran|tt)\b\.?|[xp]\.)\s*(?=\S)")
_DISTRICT: Final = re.compile(r"(?:(?:huyện|quận|thị xã|huyen|thi xa|tx)\b\.?|[hq]\.)\s*(?=\S)")
_PROVINCE: Final = re.compile(r"(?:(?:tỉnh|thành phố|tinh|thanh pho|tp)\b\.?|t\.)\s*(?=\S)")
_HAMLET: Final = re.compile(
    r"(?:thôn|buôn|bon|ấp|bản|làng|xóm|tổ|tdp|khu|kp|khóm|đội|số|hẻm|ngõ|ngách|thon|buon|xom|to dan pho|so nha)\b"
    r"|đường\b(?! (?:thị|văn)\b)|(?:thường trú|tạm trú|trú tại|địa chỉ|đ/c|ở)\b|\d"
)


def _lowered(text: str) -> str:
    return " ".join(text.lower().split())


@dataclass(frozen=True, slots=True)
class Place:
    """A commune and its province as they are called now."""

    commune: str
    province: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the table: a former commune and what it is part of now."""

    former_commune: str
    former_district: str
    former_province: str
    now: Place


def bare_name(name: str) -> str:
    """A unit's name for comparing: folded, without the word that says what sort of unit it is."""
    lowered = _lowered(name)
    for sort in (_COMMUNE, _DISTRICT, _PROVINCE):
        if found := sort.match(lowered):
            return fold(lowered[found.end() :])
    return fold(lowered)


@dataclass(frozen=True, slots=True)
class PlaceChanges:
    """The table of former and current communes. Empty: addresses stay as written and nothing is reported."""

    changes: tuple[Change, ...] = ()
    _former: Mapping[str, tuple[Change, ...]] = field(init=False, repr=False, compare=False)
    _current: Mapping[str, Place] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        former: dict[str, tuple[Change, ...]] = {}
        current: dict[str, Place] = {}
        for change in self.changes:
            key = bare_name(change.former_commune)
            former[key] = (*former.get(key, ()), change)
            current.setdefault(bare_name(change.now.commune), change.now)
        object.__setattr__(self, "_former", former)
        object.__setattr__(self, "_current", current)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Self:
        """Read the lines of a CSV with former_commune, former_district, former_province, current_commune,
        current_province; other columns are ignored."""
        return cls(
            tuple(
                Change(
                    clean_line(line["former_commune"]),
                    clean_line(line["former_district"]),
                    clean_line(line["former_province"]),
                    Place(clean_line(line["current_commune"]), clean_line(line["current_province"])),
                )
                for line in csv.DictReader(lines)
            )
        )

    def knows(self, commune: str) -> bool:
        """Whether a commune of this name is or was in the table."""
        key = bare_name(commune)
        return key in self._former or key in self._current

    def now(self, commune: str, district: str = "", province: str = "") -> Place | None:
        """The place of today for a commune as written; None if unknown or if several are possible."""
        key = bare_name(commune)
        if not district and key in self._current:
            place = self._current[key]
            return place if not province or bare_name(place.province) == bare_name(province) else None
        fitting = {
            change.now
            for change in self._former.get(key, ())
            if _agrees(district, change.former_district)
            and (_agrees(province, change.former_province) or _agrees(province, change.now.province))
        }
        return fitting.pop() if len(fitting) == 1 else None


def _agrees(written: str, known: str) -> bool:
    return not written or bare_name(written) == bare_name(known)


@dataclass(frozen=True, slots=True)
class Units:
    """The administrative units named in an address, as written; empty where none is named."""

    commune: str = ""
    district: str = ""
    province: str = ""

    @property
    def written(self) -> str:
        """The units one after another, for a message."""
        return ", ".join(filter(None, (self.commune, self.district, self.province)))


def units_of(address: str, places: PlaceChanges) -> Units:
    """Find commune, district and province in an address whose parts are set off by commas."""
    parts = [part for raw in re.split(r"[,;]| - ", address) if (part := clean_line(raw))]
    found = {"commune": "", "district": "", "province": ""}
    for part in parts:
        sort = _sort_of(part)
        if not sort and not _HAMLET.match(_lowered(part)) and places.knows(part):
            sort = "commune"
        if sort and not found[sort]:
            found[sort] = part
    return Units(**found)


def _sort_of(part: str) -> str:
    lowered = _lowered(part)
    if _DISTRICT.match(lowered):
        return "district"
    if _COMMUNE.match(lowered):
        return "commune"
    return "province" if _PROVINCE.match(lowered) else ""


def is_place(text: str) -> bool:
    """Whether a piece of text starts like a place (hamlet, street, commune, district, province)."""
    return bool(_HAMLET.match(_lowered(text)) or _sort_of(text))
