"""Knows how passwords are hashed and checked, and which ones are too easy to guess."""
from __future__ import annotations

import base64
import os
import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from caseapp.staff.common_passwords import ENDINGS, WALKS, WORDS
from caseapp.text import fold, new_code
from caseapp.web.language import gettext as _

SHORTEST: Final = 8
LONGEST: Final = 1000
# Above this length a password made of one word, one letter or one row of keys is long enough not to be listed.
LISTED_UP_TO: Final = 16
_SHORTEST_RUN: Final = 6
NEW_PART: Final = 6          # characters that must remain besides one's own name or that of the office
# Two hashes at once per process: each takes 64 MiB, and a flood of sign-ins must not take all memory.
_slots = threading.BoundedSemaphore(2)
_LEET: Final = str.maketrans("013457@$!|", "oleastasil")


def hash_password(password: str) -> str:
    """The argon2id hash of a password; takes some tenths of a second, so never inside a transaction."""
    with _slots:
        return _hasher().hash(normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether ``password`` is the one behind ``stored``. None (no such account) takes just as long and is False."""
    with _slots:
        try:
            return _hasher().verify(stored or _nobodys_hash(), normal(password)[:LONGEST + 1]) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher().check_needs_rehash(stored)


def normal(password: str) -> str:
    """The password as it is hashed: composed letters, so that every keyboard writes the same."""
    return unicodedata.normalize("NFC", password)


def new_one_time_password() -> str:
    """Twelve letters and digits in fours, 60 bits: read aloud, typed once, then changed."""
    return new_code("", 12).lower()


def new_halves() -> tuple[str, str]:
    """A one-time password in two parts of eight letters, 40 bits each, for two people to hand over: typed in a row."""
    first, second = (new_code("", 8).replace("-", "").lower() for _half in range(2))
    return first, second


def weakness(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why the password may not be used, for the person who chose it; None when it may.

    ``own_words``: login name, own name, name of the office. Length and guessability alone count;
    no rule asks for digits, capitals or signs.
    """
    text = normal(password)
    if len(text) < SHORTEST:
        return _("Mật khẩu mới có %(count)s ký tự, cần ít nhất %(least)s.", count=str(len(text)), least=str(SHORTEST))
    if len(text) > LONGEST:
        return _("Mật khẩu dài quá %(most)s ký tự.", most=str(LONGEST))
    if is_common(text):
        return _("Mật khẩu này nhiều người dùng, dễ bị đoán. Hãy ghép vài từ không liên quan với nhau.")
    if _mostly(text, own_words):
        return _("Mật khẩu gần giống tên của bạn hoặc của cơ quan. Hãy chọn những từ khác.")
    return None


def is_common(password: str) -> bool:
    """Whether a password is on the list: a common word with an ending, one sign repeated, a row of keys or digits."""
    if len(password) > LISTED_UP_TO:
        return False
    bare = _bare(password)
    if len(bare) < SHORTEST // 2 or len(set(bare)) <= 2 or _is_walk(bare):
        return True
    stems = {bare, bare.translate(_LEET)}
    stems |= {re.sub(r"^\d+|\d+$", "", stem) for stem in (bare, re.sub(r"[^\w]", "", fold(password).translate(_LEET)))}
    stems |= {bare.removesuffix(ending) for ending in ENDINGS}
    stems.add(re.sub(r"\d+$", "", bare).translate(_LEET))
    return any(stem in WORDS or _halves_equal(stem) for stem in stems)


def _bare(text: str) -> str:
    return re.sub(r"[^\w]|_", "", fold(text))


def _halves_equal(stem: str) -> bool:
    half = stem[:len(stem) // 2]
    return half in WORDS and half * 2 == stem


def _is_walk(bare: str) -> bool:
    """Whether it runs along the keyboard, the alphabet or the digits, once or several times, digits behind or not."""
    stem = re.sub(r"\d+$", "", bare)
    runs = {bare, stem} if len(stem) >= _SHORTEST_RUN else {bare}
    return any(run in walk * 3 or run in (walk * 3)[::-1] for walk in WALKS for run in runs)


def _mostly(password: str, own_words: Iterable[str]) -> bool:
    bare = _bare(password)
    for words in own_words:
        own = _bare(words)
        if len(own) >= 4 and own in bare and len(bare.replace(own, "")) < NEW_PART:
            return True
    return False


def _hasher() -> PasswordHasher:
    config = current_app.config
    return _hasher_with(
        int(config.get("ARGON2_TIME_COST", 4)), int(config.get("ARGON2_MEMORY_KIB", 65_536)),
        int(config.get("ARGON2_PARALLELISM", 1)),
    )


@cache
def _hasher_with(time_cost: int, memory_kib: int, parallelism: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=parallelism)


def _nobodys_hash() -> str:
    return _hash_nobody_has(_hasher())


@cache
def _hash_nobody_has(hasher: PasswordHasher) -> str:
    """A hash of today's cost that no password is known for: an unknown name is checked as long as a known one."""
    salt, digest = (base64.b64encode(os.urandom(size)).decode().rstrip("=") for size in (16, hasher.hash_len))
    return (f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}")
