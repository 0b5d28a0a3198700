"""Passwords: which are refused, how they are hashed, that every keyboard writes the same."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import pytest

from caseapp.staff.passwords import hash_password, is_common, is_outdated, matches, new_one_time_password, weakness
from tests.staff.making import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

GUESSABLE = [
    "matkhau123", "Mật khẩu 123", "MatKhau@2026", "m4tkh4u!!", "password", "Password1!", "P@ssw0rd", "12345678",
    "123456789", "87654321", "11111111", "aaaaaaaa", "abcdefgh", "qwertyuiop", "1qaz2wsx", "1q2w3e4r", "asdfghjkl",
    "iloveyou", "iloveyou2", "anhyeuem", "Anh yêu em", "conyeume123", "vietnam1975", "hanoi2026", "quantri123",
    "admin123", "adminadmin", "welcome1", "trustno1", "starwars", "dragon88", "monkey123", "superman", "football1",
    "00000000", "abc12345", "123456abc", "ubnd2026", "tiepcongdan", "tiepdan1", "khongco1", "facebook1", "zxcvbnm1",
]
GOOD = [
    "hạt dẻ nướng 27", "x7Kp2mQ9", "con mèo trèo cây cau",
    "ngựa vằn giấy dó", "t9#kLw2$", "a" * 64, "b" * 128, "c" * 1000,
    "mưa rơi trên mái tôn nhà bà", "correct horse battery staple",
]


@pytest.fixture(autouse=True)
def _in_office(app: Flask) -> Iterator[None]:
    app.config.update(QUICK)
    with app.test_request_context():
        yield


@pytest.mark.parametrize("password", GUESSABLE)
def test_guessable(password: str) -> None:
    assert is_common(password)
    assert "dễ bị đoán" in str(weakness(password))


@pytest.mark.parametrize("password", GOOD)
def test_good(password: str) -> None:
    assert weakness(password, ("thuhang.le", "Lê Thị Thu Hằng", "UBND phường An Thịnh")) is None


@pytest.mark.parametrize(("password", "said"), [
    ("x7Kp2mQ", "mới có 7 ký tự, cần ít nhất 8"), ("", "mới có 0"), ("c" * 1001, "quá 1000"),
])
def test_length(password: str, said: str) -> None:
    assert said in str(weakness(password))


@pytest.mark.parametrize("password", [
    "thuhang.le9", "Lê Thị Thu Hằng", "lethithuhang1", "phường An Thịnh 26", "anthinh2026",
])
def test_own_names(password: str) -> None:
    own = ("thuhang.le", "Lê Thị Thu Hằng", "UBND phường An Thịnh", "phường An Thịnh", "An Thịnh")
    assert "gần giống tên" in str(weakness(password, own))


def test_length_is_counted_in_composed_letters() -> None:
    assert weakness(unicodedata.normalize("NFD", "ố ế ề ợ")) is not None


def test_every_keyboard_writes_the_same() -> None:
    stored = hash_password(unicodedata.normalize("NFC", "đường Nguyễn Văn Cừ"))
    assert matches(stored, unicodedata.normalize("NFD", "đường Nguyễn Văn Cừ"))
    assert not matches(stored, "duong Nguyen Van Cu")


def test_equal_passwords_have_different_hashes() -> None:
    first, second = hash_password("hạt dẻ nướng"), hash_password("hạt dẻ nướng")
    assert first != second
    assert first.startswith("$argon2id$")


def test_an_unknown_name_never_matches() -> None:
    assert not matches(None, "anything")
    assert not matches("not a hash", "anything")


def test_the_real_cost_is_owasps_at_least(app: Flask) -> None:
    for name in QUICK:
        app.config.pop(name)
    cost = re.match(r"\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$", hash_password("hạt dẻ nướng"))
    assert cost
    assert int(cost[1]) >= 19 * 1024
    assert int(cost[2]) >= 2


def test_an_old_hash_is_noticed(app: Flask) -> None:
    old = hash_password("hạt dẻ nướng")
    app.config["ARGON2_TIME_COST"] = 2
    assert is_outdated(old)


def test_one_time_passwords() -> None:
    made = {new_one_time_password() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", password) for password in made)
