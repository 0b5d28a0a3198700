"""Knows the peoples of Viet Nam by the code of the statistics office's list, and how lists spell their names."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from caseapp.text import clean_line, fold

_NAMES: Final = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "HMông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm",
)
PEOPLES: Final[Mapping[str, str]] = {f"{place:02d}": name for place, name in enumerate(_NAMES, 1)}
"""Code → name; the names are those of the peoples themselves and are the same in every language."""
_OTHER_SPELLINGS: Final = {"khmer": "05", "khome": "05", "mong": "08", "cham": "17", "viet": "01", "jrai": "10"}


def _bare(name: str) -> str:
    """A name without marks, hyphens and spaces: Khơ Me, Khơ-me and khome are one."""
    return fold(name).replace("-", "").replace(" ", "").replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")


_BY_NAME: Final = {**_OTHER_SPELLINGS, **{_bare(name): code for code, name in PEOPLES.items()}}


def people_code(written: str) -> str | None:
    """The code of a people as a list names it, or writes its code; None for none of the list."""
    text = clean_line(written)
    if text.isascii() and text.isdigit():
        return text.zfill(2) if text.zfill(2) in PEOPLES else None
    return _BY_NAME.get(_bare(text.removeprefix("Dân tộc ").removeprefix("dân tộc ")))
