"""Knows how an amount of đồng is written out in Vietnamese words, as papers about money ask for it."""
from __future__ import annotations

from typing import Final

_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_SCALES: Final = ("", "nghìn", "triệu", "tỷ")


def amount_words(amount: int) -> str:
    """“Một triệu không trăm linh năm nghìn đồng”; a whole amount from 0 up to below a million million."""
    if not 0 <= amount < 10**12:
        raise ValueError("an amount that no list of payments reaches")
    groups, rest = [], amount
    while rest:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    words = [f"{_group(group, whole=place < len(groups) - 1)} {_SCALES[place]}".strip()
             for place, group in reversed(list(enumerate(groups))) if group]
    said = " ".join(words) or _DIGITS[0]
    return f"{said[0].upper()}{said[1:]} đồng"


def _group(number: int, *, whole: bool) -> str:
    """Three digits; ``whole``: something stands before them, so that missing hundreds are said."""
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = [_DIGITS[hundreds], "trăm"] if hundreds or whole else []
    if tens == 0 and units:
        words += ["linh", _DIGITS[units]] if words else [_DIGITS[units]]
    elif tens == 1:
        words += ["mười", *_unit(units, after_ten=True)]
    elif tens:
        words += [_DIGITS[tens], "mươi", *_unit(units)]
    return " ".join(words)


def _unit(digit: int, *, after_ten: bool = False) -> list[str]:
    if digit == 0:
        return []
    if digit == 1:
        return ["một" if after_ten else "mốt"]
    return ["lăm"] if digit == 5 else [_DIGITS[digit]]
