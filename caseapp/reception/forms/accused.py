"""Who an accused person's name may be among the office's own people."""
from __future__ import annotations

import re

from caseapp.text import fold

_BETWEEN = re.compile(r"[,;/&\n]| va | cung ")
_ADDRESS = re.compile(r"^(?:(?:ong|ba|anh|chi|co|chu|bac|dong chi|d/c)\.? )+")


def accused_names(text: str) -> frozenset[str]:
    """Folded names in what was written of the accused: several, parted by commas or “và”, without “ông”, “bà”."""
    parts = (_ADDRESS.sub("", part.strip(" .()")).strip() for part in _BETWEEN.split(fold(text)))
    return frozenset(part for part in parts if part)
