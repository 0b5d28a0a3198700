"""Keys: made once, the owner's alone, never guessed at when they are gone; what they lock opens nowhere else."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from caseapp.keys import LATER, LENGTH, PURPOSES, KeyProblem, Keyring, open_keyring
from caseapp.office import check_keys, open_office
from tests.office.making import VISITOR, log, make_commune
from tests.office.templates import Run


def write(home: Path, purpose: str, secret: bytes, name: str = "0badcafe") -> None:
    (home / "keys" / f"{purpose}.key").write_text(f"{name} {base64.b64encode(secret).decode()}\n")


@pytest.fixture
def ring(home: Path) -> Keyring:
    """The keys of a new office."""
    home.mkdir()
    return open_keyring(home, may_make=True)


def test_new_keys_are_random_and_the_owners_alone(ring: Keyring, home: Path) -> None:
    assert sorted(path.name for path in (home / "keys").iterdir()) == sorted(f"{purpose}.key" for purpose in PURPOSES)
    assert {path.stat().st_mode & 0o777 for path in (home / "keys").iterdir()} == {0o600}
    assert (home / "keys").stat().st_mode & 0o777 == 0o700
    assert len({ring.secret(purpose) for purpose in PURPOSES}) == len(PURPOSES)
    assert len(set(ring.ids.values())) == len(PURPOSES)
    assert all(len(ring.secret(purpose)) == LENGTH for purpose in PURPOSES)


def test_opening_again_changes_nothing(ring: Keyring, home: Path) -> None:
    before = {path: path.read_bytes() for path in (home / "keys").iterdir()}
    again = open_keyring(home, may_make=True)
    assert again.ids == ring.ids
    assert {path: path.read_bytes() for path in (home / "keys").iterdir()} == before


def test_a_new_purpose_gets_its_key_and_the_others_stay(ring: Keyring, home: Path) -> None:
    (home / "keys" / "import.key").unlink()
    again = open_keyring(home, may_make=True)
    assert {purpose for purpose in PURPOSES if again.ids[purpose] != ring.ids[purpose]} == {"import"}


@pytest.mark.parametrize("purpose", [purpose for purpose in PURPOSES if purpose not in LATER])
def test_a_missing_key_stops_the_start_and_is_not_made_anew(ring: Keyring, home: Path, purpose: str) -> None:
    (home / "keys" / f"{purpose}.key").unlink()
    with pytest.raises(KeyProblem, match=purpose):
        open_keyring(home, may_make=False)
    assert not (home / "keys" / f"{purpose}.key").exists()


@pytest.mark.parametrize("purpose", sorted(LATER))
def test_an_office_older_than_a_purpose_gets_its_key(any_app: Flask, home: Path, purpose: str) -> None:
    from caseapp.db import writing
    from caseapp.ledger.models import OfficeFact

    with any_app.app_context():
        log(make_commune())
        with writing() as session:
            fact = session.get_one(OfficeFact, "keys")
            fact.value = json.dumps({name: key for name, key in json.loads(fact.value).items() if name != purpose})
    (home / "keys" / f"{purpose}.key").unlink()
    made = reopen(any_app).extensions["keys"].ids[purpose]
    (home / "keys" / f"{purpose}.key").unlink()      # now the database remembers it: a lost one is noticed
    with pytest.raises(KeyProblem, match=purpose):
        reopen(any_app)
    assert made not in (home / "keys" / f"{purpose}.key").read_text()


@pytest.mark.parametrize("secret", [
    bytes(LENGTH), b"a" * LENGTH, b"abcdefgh" * 4, bytes(range(LENGTH - 1)), bytes(range(LENGTH + 1)), b"",
])
def test_a_weak_or_cut_key_is_refused(ring: Keyring, home: Path, secret: bytes) -> None:
    write(home, "person", secret)
    with pytest.raises(KeyProblem):
        open_keyring(home, may_make=False)


@pytest.mark.parametrize("text", ["", "one", "a b c", "id not-base64!", "id ñ", "\x00"])
def test_a_key_that_is_no_key_is_refused(ring: Keyring, home: Path, text: str) -> None:
    (home / "keys" / "draft.key").write_text(text, encoding="utf-8")
    with pytest.raises(KeyProblem):
        open_keyring(home, may_make=False)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(ring: Keyring, home: Path, mode: int) -> None:
    (home / "keys" / "cookie.key").chmod(mode)
    with pytest.raises(KeyProblem, match="chmod 600"):
        open_keyring(home, may_make=True)


def test_what_is_locked_opens_with_its_own_purpose_and_row_alone(ring: Keyring) -> None:
    blob = ring.encrypt("person", "092171003307", "person:a")
    assert ring.decrypt("person", blob, "person:a") == "092171003307"
    for purpose, aad in (("person", "person:b"), ("person", ""), ("draft", "person:a")):
        with pytest.raises(KeyProblem):
            ring.decrypt(purpose, blob, aad)


def test_equal_texts_are_locked_differently(ring: Keyring) -> None:
    assert len({ring.encrypt("draft", "Ánh", "a") for _ in range(20)}) == 20


def test_a_fingerprint_is_of_its_purpose(ring: Keyring) -> None:
    assert ring.index("index", "x") == ring.index("index", "x") != ring.index("import", "x")


@given(text=st.text(st.characters(exclude_categories=("Cs",)), max_size=60), place=st.integers(0, 200), data=st.data())
def test_any_changed_or_cut_byte_is_noticed(tmp_path_factory: pytest.TempPathFactory, text: str, place: int,
                                            data: st.DataObject) -> None:
    ring = open_keyring(tmp_path_factory.getbasetemp() / "ring", may_make=True)
    blob = ring.encrypt("draft", text, "row")
    assert ring.decrypt("draft", blob, "row") == text
    place %= len(blob)
    for broken in (blob[:place] + bytes([blob[place] ^ (1 << data.draw(st.integers(0, 7)))]) + blob[place + 1:],
                   blob[:place], blob + b"x"):
        with pytest.raises(KeyProblem):
            ring.decrypt("draft", broken, "row")


# ---- an office and its keys belong together ------------------------------------------------------------------------


def reopen(app: Flask) -> Flask:
    from caseapp import create_app
    from tests.office.templates import close

    close(app)
    again = create_app(app.extensions["settings"])
    try:
        open_office(again)
    finally:
        close(again)
    return again


def test_an_office_opens_again_with_its_keys(any_app: Flask) -> None:
    with any_app.app_context():
        log(make_commune())
    reopen(any_app)


def test_an_office_with_data_does_not_open_without_its_keys(any_app: Flask, home: Path) -> None:
    with any_app.app_context():
        log(make_commune())
    for path in (home / "keys").iterdir():
        path.unlink()
    with pytest.raises(KeyProblem):
        reopen(any_app)


def test_an_office_does_not_open_with_the_keys_of_another(any_app: Flask, home: Path, tmp_path: Path) -> None:
    open_keyring(tmp_path / "other", may_make=True)
    (tmp_path / "other" / "keys" / "person.key").replace(home / "keys" / "person.key")
    with pytest.raises(KeyProblem, match="person"):
        reopen(any_app)


def test_two_keys_that_changed_places_are_noticed(any_app: Flask, home: Path) -> None:
    keys = home / "keys"
    (keys / "person.key").rename(keys / "spare")
    (keys / "draft.key").rename(keys / "person.key")
    (keys / "spare").rename(keys / "draft.key")
    with pytest.raises(KeyProblem, match="draft, person"):
        reopen(any_app)


def test_a_purpose_that_comes_later_is_remembered_from_then_on(any_app: Flask, home: Path) -> None:
    from caseapp.db import writing
    from caseapp.ledger.models import OfficeFact

    with any_app.app_context():
        with writing() as session:
            session.get_one(OfficeFact, "keys").value = "{}"
        check_keys(any_app)
    write(home, "search", bytes(range(LENGTH)))
    with pytest.raises(KeyProblem, match="search"):
        reopen(any_app)


def test_no_key_lies_in_the_database(run: Run, new_app: Callable[..., Flask], home: Path) -> None:
    app = new_app(run.template("sqlite"), home)
    with app.app_context():
        log(make_commune())
        ring = app.extensions["keys"]
    content = (home / "caseapp.sqlite3").read_bytes()
    for purpose in PURPOSES:
        secret = ring.secret(purpose)
        assert secret not in content
        assert base64.b64encode(secret) not in content
    assert VISITOR.id_number.encode() not in content
