"""Identity numbers: read, masked, encrypted, found again; kept nowhere in the clear."""
from __future__ import annotations

import re

from flask import current_app

from caseapp.people.models import IdKind
from caseapp.text import fold, mask_id

# Citizen number: area, century and sex, birth year, serial; 12 digits in all (Law on Identification 26/2023).
CITIZEN_DIGITS = 12
OLD_DIGITS = 9
_PASSPORT = re.compile(r"[A-Z]{1,2}[0-9]{6,8}")


def bare_number(text: str) -> str:
    """The number without spaces, dots and dashes, letters large."""
    return re.sub(r"[\s.\-]", "", text).upper()


def kind_of_number(text: str) -> IdKind | None:
    """Which paper a number belongs to by its shape; None when to none."""
    number = bare_number(text)
    if re.fullmatch(r"[0-9]+", number, re.ASCII):
        return {CITIZEN_DIGITS: IdKind.CITIZEN, OLD_DIGITS: IdKind.OLD_CARD}.get(len(number))
    return IdKind.PASSPORT if _PASSPORT.fullmatch(number) else None


def number_index(unit_id: int, number: str) -> bytes:
    """Fingerprint by which a person of the unit is found; of another unit's it says nothing."""
    index: bytes = current_app.extensions["keys"].index("index", f"{unit_id}:{bare_number(number)}")
    return index


def seal_number(public_id: str, number: str) -> bytes:
    """The number as it is stored, tied to the person's row."""
    blob: bytes = current_app.extensions["keys"].encrypt("person", bare_number(number), f"person:{public_id}")
    return blob


def open_number(public_id: str, cipher: bytes | None) -> str:
    """The whole number, for the printed register and slip of those who may; empty when none was shown."""
    if cipher is None:
        return ""
    number: str = current_app.extensions["keys"].decrypt("person", cipher, f"person:{public_id}")
    return number


def masked(number: str) -> str:
    """The number as screens show it."""
    return mask_id(bare_number(number))


def is_number_search(words: str) -> bool:
    """Whether somebody searched for an identity number and not for a name."""
    return kind_of_number(fold(words)) is not None
