"""Making an office ready: its folder, its place on the network; each trouble told in one sentence."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask

from caseapp.config import OfficeProblem, Settings, load_settings
from caseapp.office import is_empty, keys_may_be_made, make_home, open_office, see_port
from tests.office.making import everything, make_commune


def settings(home: Path, **environ: str) -> Settings:
    return load_settings({"CASEAPP_HOME": str(home), **environ})


def test_a_new_home_is_its_owners_alone_and_empty(tmp_path: Path) -> None:
    home = tmp_path / "sâu hơn" / "văn phòng"
    make_home(settings(home))
    assert home.stat().st_mode & 0o777 == 0o700
    assert list(home.iterdir()) == []
    make_home(settings(home))


@pytest.mark.parametrize("below", ["", "under/it"])
def test_a_file_where_the_home_should_be(tmp_path: Path, below: str) -> None:
    (tmp_path / "taken").write_text("")
    home = tmp_path / "taken" / below
    with pytest.raises(OfficeProblem, match="taken"):
        settings(home)
    with pytest.raises(OfficeProblem, match="CASEAPP_HOME"):
        make_home(Settings(home=home))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT])
def test_a_home_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """A full disk writes nothing but unlinks; a read-only or foreign folder refuses to unlink as well."""
    def refuse(self: Path, *_args: object, **_more: object) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "write_bytes", refuse)
    if number in {errno.EROFS, errno.EACCES}:
        monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OfficeProblem, match="CASEAPP_HOME") as problem:
        make_home(settings(tmp_path / "home"))
    assert os.strerror(number) in str(problem.value)


def test_nothing_is_left_of_the_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(self: Path, _content: bytes) -> int:
        with self.open("wb") as file:
            file.write(b"x")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", half)
    with pytest.raises(OfficeProblem):
        make_home(settings(tmp_path / "home"))
    assert list((tmp_path / "home").iterdir()) == []


def test_keys_may_be_made_while_there_are_no_data(tmp_path: Path) -> None:
    new = settings(tmp_path)
    assert keys_may_be_made(new)
    (tmp_path / "caseapp.sqlite3").write_bytes(b"")
    assert keys_may_be_made(new)      # a first start that was broken off
    (tmp_path / "caseapp.sqlite3").write_bytes(b"SQLite format 3\x00")
    assert not keys_may_be_made(new)


def test_opening_twice_changes_nothing(any_app: Flask) -> None:
    with any_app.app_context():
        make_commune()
        before = everything()
    open_office(any_app)
    with any_app.app_context():
        assert everything() == before


def test_an_office_is_empty_until_it_has_a_unit(any_app: Flask) -> None:
    assert is_empty(any_app)
    with any_app.app_context():
        make_commune()
    assert not is_empty(any_app)


def test_the_database_file_is_the_owners_alone(app: Flask, home: Path) -> None:
    """Whatever the umask: the folder keeps others out, so no file in it needs to."""
    with app.app_context():
        make_commune()
    assert home.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_that_is_taken_is_named(tmp_path: Path, family: int, host: str) -> None:
    with closing(socket.socket(family, socket.SOCK_STREAM)) as taken:
        taken.bind((host, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(OfficeProblem, match=str(port)):
            see_port(settings(tmp_path, CASEAPP_HOST=host, CASEAPP_PORT=str(port)))
    see_port(settings(tmp_path, CASEAPP_HOST=host, CASEAPP_PORT=str(port)))


def test_a_host_that_is_not_ours_is_named(tmp_path: Path) -> None:
    with pytest.raises(OfficeProblem, match="CASEAPP_PORT"):
        see_port(settings(tmp_path, CASEAPP_HOST="192.0.2.7"))


def test_a_schema_that_cannot_be_brought_up_to_date_says_so(new_app: Callable[..., Flask], app: Flask) -> None:
    """A database of a later version of the program: refused, and not a line of it touched."""
    import sqlalchemy as sa

    from caseapp.db import db

    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Exception, match="9999"):
        open_office(app)
