"""Copies of the office: made while it works, whole or not at all; restored whole, proved, silent until confirmed."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caseapp import create_app
from caseapp.backup import making, restoring, sealing
from caseapp.backup.making import make_backup
from caseapp.backup.problems import BackupProblem
from caseapp.backup.restoring import see_empty, see_whole
from caseapp.config import Settings
from caseapp.db import db, reading, writing
from caseapp.dossiers.files import path_of
from caseapp.dossiers.models import Attachment, Dossier
from caseapp.keys import UNFINISHED, KeyProblem, open_keyring, read_keyring
from caseapp.ledger.live import held
from caseapp.ledger.models import JournalRow, OfficeFact
from caseapp.proof import faults
from caseapp.staff.models import SignIn
from tests.backup.conftest import places
from tests.backup.places import (
    Places,
    compared,
    copied,
    fill,
    keys_of,
    kind_of,
    office_of,
    put_file,
    restored,
    rows_of_all,
)
from tests.office import source
from tests.office.making import NOW, fill_demo, log, proof
from tests.office.templates import POSTGRESQL, SQLITE, Run

__all__ = ["places"]


def silent(_words: str) -> None:
    """Nobody watches."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a copy is to lie."""
    return tmp_path / "sao lưu 16-11.bak"


# ---- there and back ------------------------------------------------------------------------------------------------


def test_an_office_comes_back_as_it_was(any_app: Flask, places: Places, file: Path) -> None:
    fill(any_app)
    with any_app.app_context():
        before = rows_of_all()
        assert proof() == []
    made = make_backup(any_app, file, NOW, silent)
    place = places(kind_of(any_app))
    done = restored(place, file, keys_of(any_app))
    assert (done.made_at, done.rows, done.files) == (NOW, made.rows, 2)
    with office_of(place):
        after = rows_of_all()
        assert compared(after) == compared(before)
        assert len(before["sign_in"]) == 2
        assert after["sign_in"] == before["sign_in"][:1]
        assert proof() == []
    assert sorted(one.name for one in place.home.iterdir() if one.name != "write.lock") == sorted(
        ["files", "keys", *(["caseapp.sqlite3"] if place.sqlite else [])])
    modes = {stat.S_IMODE(one.stat().st_mode) for one in place.home.rglob("*")}
    assert modes == {0o600, 0o700}


@pytest.mark.postgresql
def test_a_copy_of_one_database_becomes_an_office_on_the_other_and_back(
        run: Run, new_app: Callable[..., Flask], home: Path, places: Places, tmp_path: Path) -> None:
    app = new_app(run.template(SQLITE, "demo", fill_demo), home)
    with app.app_context():
        before = by_column(compared(rows_of_all()))
    file = copied(app, tmp_path / "first")
    for kind in (POSTGRESQL, SQLITE):
        place = places(kind)
        restored(place, file, keys_of(app))
        with office_of(place) as other:
            after = by_column(compared(rows_of_all()))
            assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
            assert after == before
            assert proof() == []
            file = copied(other, tmp_path / f"from-{kind}")


def by_column(rows: dict[str, list[list[Any]]]) -> dict[str, list[Any]]:
    """Rows told by the names of their columns, whose order is each database's own; the first row holds these names."""
    return {name: sorted((_by_column(row, found[0]) for row in found[1:]), key=repr) for name, found in rows.items()}


def _by_column(row: list[Any], names: list[str]) -> list[tuple[str, Any]]:
    return sorted(zip(names, row, strict=True), key=lambda one: one[0])


def test_work_goes_on_in_the_restored_office(any_app: Flask, places: Places, file: Path) -> None:
    """Ids that were given out are not given out again, the journal goes on at its head, words are found."""
    from caseapp.dossiers.search import hits

    office = fill(any_app)
    place = places(kind_of(any_app))
    with any_app.app_context():
        gone = sa.text("SELECT max(id) FROM sign_in")
        with writing() as session:
            last = session.scalar(gone)
            session.execute(sa.delete(SignIn))
    restored(place, copied(any_app, file), keys_of(any_app))
    with office_of(place):
        put_file(log(office))
        assert proof() == []
        assert len(hits(reading(), "thuở đượm")) == 3
        with writing() as session:
            session.execute(sa.insert(SignIn).values(
                public_id="x" * 22, token_hash=bytes(32), account_id=office.accounts["clerk"], started_at=NOW,
                last_seen_at=NOW, ends_at=NOW))
            assert (session.scalar(gone) or 0) > (last or 0) or place.sqlite


@pytest.mark.slow
def test_copies_taken_while_visits_are_logged_are_each_of_one_moment(any_app: Flask, places: Places, tmp_path: Path) -> None:
    office, stop, problems, said = fill(any_app), threading.Event(), list[BaseException](), list[int]()

    def work() -> None:
        try:
            while not stop.is_set():
                with any_app.app_context():
                    dossier = log(office)
                    put_file(dossier)
                    said.append(dossier.id)
        except BaseException as problem:  # noqa: BLE001  whatever stops the officer fails the test
            problems.append(problem)

    worker = threading.Thread(target=work)
    worker.start()
    try:
        known = [(list(said), copied(any_app, tmp_path / f"{turn}.bak")) for turn in range(3)]
    finally:
        stop.set()
        worker.join()
    assert problems == []
    counts = []
    for acknowledged, path in known:
        place = places(kind_of(any_app))
        restored(place, path, keys_of(any_app))
        with office_of(place):
            stored = set(reading().execute(sa.select(Dossier.id)).scalars())
            assert proof() == []
        assert set(acknowledged) <= stored
        counts.append(len(stored))
    assert counts == sorted(counts)


def test_with_a_write_ahead_log_too(monkeypatch: pytest.MonkeyPatch, run: Run, new_app: Callable[..., Flask], home: Path,
                                    places: Places, file: Path) -> None:
    monkeypatch.setattr("caseapp.db.WAL_IS_SAFE", (3, 0, 0))
    app = new_app(run.template(SQLITE), home)
    fill(app)
    with app.app_context():
        assert reading().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    place = places(SQLITE)
    restored(place, copied(app, file), keys_of(app))
    with office_of(place):
        assert proof() == []


def test_a_copy_is_its_owners_alone_and_tells_nothing(app: Flask, file: Path) -> None:
    fill(app)
    copied(app, file)
    content = file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ring = app.extensions["keys"]
    for word in ("đơn", "UBND", "dossier", "Trịnh"):
        assert word.encode() not in content
    for purpose in ring.ids:
        assert ring.secret(purpose) not in content
    assert not [one.name for one in app.extensions["settings"].home.iterdir() if one.name.startswith(".")]


def test_no_key_lies_inside_a_copy(app: Flask, file: Path) -> None:
    fill(app)
    inside = b"".join(record.content for record in sealing.records(copied(app, file).open("rb"), app.extensions["keys"]))
    for purpose in app.extensions["keys"].ids:
        assert app.extensions["keys"].secret(purpose) not in inside


def test_what_a_copy_says_of_itself(any_app: Flask, file: Path) -> None:
    office = fill(any_app)
    ring = any_app.extensions["keys"]
    manifest = see_whole(copied(any_app, file), ring, silent)
    assert manifest.keys == ring.ids
    assert manifest.made_at == NOW.isoformat()
    with any_app.app_context():
        rows = {name: len(found) - 1 for name, found in rows_of_all().items()}
        row = reading().execute(sa.text("SELECT seq, head FROM chain")).one()
    assert {part.name: part.count for part in manifest.parts} == {**rows, "files": 2}
    assert manifest.heads[0][:3] == [office.unit, row.seq, bytes(row.head).hex()]


# ---- making: whole or not at all -----------------------------------------------------------------------------------


def test_an_existing_file_is_never_overwritten(app: Flask, file: Path) -> None:
    file.write_text("the only good copy")
    with pytest.raises(BackupProblem, match="không ghi đè"):
        copied(app, file)
    assert file.read_text() == "the only good copy"


def test_a_folder_that_is_not_there(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="Không ghi được"):
        copied(app, tmp_path / "không có" / "x.bak")


@pytest.mark.parametrize("after", [0, 1, 20, 34])
def test_a_full_disk_leaves_nothing(any_app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    fill(any_app)
    written, write = [0], sealing.Sealer._write

    def full(self: sealing.Sealer, *what: Any, **more: Any) -> None:
        written[0] += 1
        if written[0] > after:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(self, *what, **more)

    monkeypatch.setattr(sealing.Sealer, "_write", full)
    before = set(file.parent.iterdir())
    with pytest.raises(BackupProblem, match="No space left") as problem:
        copied(any_app, file)
    assert "\n" not in str(problem.value)
    assert set(file.parent.iterdir()) == before
    monkeypatch.undo()
    assert copied(any_app, file).exists()


def test_a_disk_too_full_for_the_moment_of_the_database(app: Flask, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    class Full(sqlite3.Connection):
        def backup(self, *_what: object, **_more: object) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    connect = sqlite3.connect
    monkeypatch.setattr("caseapp.backup.snapshot.sqlite3.connect", lambda *what, **more: connect(*what, **more, factory=Full))
    with pytest.raises(BackupProblem, match="disk is full"):
        copied(app, file)
    monkeypatch.undo()
    assert not file.exists()
    assert not [one for one in app.extensions["settings"].home.iterdir() if one.name.startswith(".snapshot")]


def test_a_file_erased_meanwhile_starts_the_copy_again(any_app: Flask, places: Places, file: Path,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
    fill(any_app)
    turns, chunks = [0], making.chunks

    def erased_once(path: Path) -> Any:
        turns[0] += 1
        if turns[0] == 1:
            raise FileNotFoundError(errno.ENOENT, "gone", str(path))
        return chunks(path)

    monkeypatch.setattr(making, "chunks", erased_once)
    copied(any_app, file)
    assert turns[0] == 3
    place = places(kind_of(any_app))
    restored(place, file, keys_of(any_app))


@pytest.mark.parametrize("how", ["lost", "changed"])
def test_a_file_that_stays_lost_is_named_and_no_copy_written(app: Flask, file: Path, how: str) -> None:
    fill(app)
    with app.app_context():
        path = path_of(reading().execute(sa.select(Attachment.stored_as).order_by(Attachment.id)).scalars().first() or "")
    path.unlink() if how == "lost" else path.write_bytes(b"other")
    with pytest.raises(BackupProblem, match="Tệp 1 trong kho"):
        copied(app, file)
    assert list(file.parent.glob("*.bak*")) == []


@pytest.mark.parametrize("how", ["lost", "changed"])
def test_a_copy_may_be_made_without_what_is_lost_for_good(any_app: Flask, places: Places, file: Path, how: str) -> None:
    """One file that nobody finds again must not keep an office from ever being copied."""
    fill(any_app)
    with any_app.app_context():
        found = reading().execute(sa.select(Attachment.id, Attachment.stored_as).order_by(Attachment.id)).all()
        path = path_of(found[0].stored_as)
    path.unlink() if how == "lost" else path.write_bytes(b"other")
    made = make_backup(any_app, file, NOW, silent, without_lost=True)
    assert (made.lost, made.files) == ((found[0].id,), len(found) - 1)
    place = places(kind_of(any_app))
    assert restored(place, file, keys_of(any_app)).lost == made.lost
    with office_of(place):
        assert [(fault.where, fault.what) for fault in faults(5)] == [(f"tệp {found[0].id}", "mất tệp trong kho")]


def test_only_what_was_named_may_be_missing(any_app: Flask, places: Places, file: Path) -> None:
    """A copy whose data are false stays closed, however many files it says are lost."""
    fill(any_app)
    with any_app.app_context():
        path_of(reading().execute(sa.select(Attachment.stored_as).order_by(Attachment.id)).scalars().first() or "").unlink()
        with writing() as session:
            session.execute(sa.update(Dossier).values(next_due=date(2031, 1, 1)))
    make_backup(any_app, file, NOW, silent, without_lost=True)
    with pytest.raises(BackupProblem, match="hạn gần nhất"):
        restored(places(kind_of(any_app)), file, keys_of(any_app))


def ended_at(point: str, settings: Settings, *words: str) -> subprocess.CompletedProcess[str]:
    """A command that is killed when it comes to ``point`` (module:name) for the first time."""
    module, name = point.split(":")
    script = (f"import os, signal, sys, {module} as module\n"
              f"owner, _, last = {name!r}.rpartition('.')\n"
              "setattr(getattr(module, owner) if owner else module, last,\n"
              "        lambda *what, **more: os.kill(os.getpid(), signal.SIGKILL))\n"
              f"from caseapp.cli import main\nsys.argv = ['caseapp', *{list(words)!r}]\nmain()\n")
    return run_python(["-c", script], settings)


def run_python(words: list[str], settings: Settings, typed: str | None = None) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
    environ |= {"CASEAPP_HOME": str(settings.home), "CASEAPP_DATABASE_URL": settings.database_url}
    return subprocess.run([sys.executable, *words], cwd=source.ROOT, env=environ, capture_output=True, text=True,
                          input=typed, check=False, timeout=120)


@pytest.mark.slow
@pytest.mark.parametrize("point", ["caseapp.backup.archive:Writer.files", "caseapp.backup.archive:Writer.close",
                                   "caseapp.backup.making:os.fsync"])
def test_a_killed_copy_leaves_no_file_of_that_name(app: Flask, file: Path, point: str) -> None:
    fill(app)
    office = app.extensions["settings"]
    assert ended_at(point, office, "backup", str(file)).returncode == -signal.SIGKILL
    assert not file.exists()
    assert not [one for one in office.home.iterdir() if one.name.startswith(".snapshot")]
    assert copied(app, file).exists()      # what the dead one left is no obstacle
    assert list(file.parent.glob("*.part")) == []


# ---- restoring: nothing touched, or whole, or recognisably unfinished ----------------------------------------------


def untouched(place: Settings) -> bool:
    see_empty(place)
    return not place.home.exists()


@pytest.fixture
def copy(app: Flask, file: Path) -> Path:
    """A copy of a small office on SQLite."""
    fill(app)
    return copied(app, file)


def test_keys_of_another_office_open_nothing(copy: Path, places: Places, tmp_path: Path) -> None:
    place = places(SQLITE)
    open_keyring(tmp_path / "other", may_make=True)
    with pytest.raises(BackupProblem, match="cần đúng thư mục keys"):
        restored(place, copy, tmp_path / "other" / "keys")
    with pytest.raises(KeyProblem, match="Không có khóa"):
        restored(place, copy, tmp_path / "không có")
    assert untouched(place)


def test_one_wrong_key_is_named(app: Flask, copy: Path, places: Places, tmp_path: Path) -> None:
    place = places(SQLITE)
    open_keyring(tmp_path / "other", may_make=True)
    (tmp_path / "other" / "keys" / "backup.key").write_text((keys_of(app) / "backup.key").read_text())
    (tmp_path / "other" / "keys" / "draft.key").write_text((keys_of(app) / "draft.key").read_text())
    with pytest.raises(BackupProblem, match="Khóa cookie, import, index, person, search, vault không phải"):
        restored(place, copy, tmp_path / "other" / "keys")
    (tmp_path / "other" / "keys" / "backup.key").unlink()
    with pytest.raises(BackupProblem, match=r"không có backup\.key"):
        restored(place, copy, tmp_path / "other" / "keys")
    assert untouched(place)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(place=st.integers(0), bit=st.integers(0, 7))
def test_a_damaged_byte_anywhere_is_noticed(app: Flask, copy: Path, tmp_path: Path, place: int, bit: int) -> None:
    content, broken = copy.read_bytes(), tmp_path / "hỏng.bak"
    place %= len(content)
    broken.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1:])
    with pytest.raises(BackupProblem, match="Chưa thay đổi gì"):
        see_whole(broken, app.extensions["keys"], silent)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.9, 0.999])
def test_a_cut_copy_touches_nothing(app: Flask, copy: Path, places: Places, share: float) -> None:
    place, content = places(SQLITE), copy.read_bytes()
    copy.write_bytes(content[:int(len(content) * share)])
    with pytest.raises(BackupProblem, match="Chưa thay đổi gì"):
        restored(place, copy, keys_of(app))
    assert untouched(place)


def test_no_copy_at_that_place(app: Flask, places: Places, tmp_path: Path) -> None:
    place = places(SQLITE)
    with pytest.raises(BackupProblem, match="Không đọc được"):
        restored(place, tmp_path / "không có.bak", keys_of(app))
    assert untouched(place)


@pytest.mark.parametrize("name", ["caseapp.sqlite3", "keys/person.key", "files/ab/cd", "notes.txt"])
def test_a_home_that_is_not_empty_is_left_alone(app: Flask, copy: Path, places: Places, name: str) -> None:
    place = places(SQLITE)
    (place.home / name).parent.mkdir(parents=True)
    (place.home / name).write_text("there already")
    with pytest.raises(BackupProblem, match="không trống"):
        restored(place, copy, keys_of(app))
    assert [one.relative_to(place.home).as_posix() for one in place.home.rglob("*") if one.is_file()] == [name]


def test_the_operators_settings_may_be_there_before(app: Flask, copy: Path, places: Places) -> None:
    place = places(SQLITE)
    place.home.mkdir()
    (place.home / "caseapp.toml").write_text("port = 8123\n")
    restored(place, copy, keys_of(app))
    assert (place.home / "caseapp.toml").read_text() == "port = 8123\n"


@pytest.mark.postgresql
def test_a_database_that_is_not_empty_is_left_alone(copy: Path, app: Flask, places: Places) -> None:
    place = places(POSTGRESQL)
    engine = sa.create_engine(place.database_url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE notes (id integer)")
    with pytest.raises(BackupProblem, match="không trống"):
        restored(place, copy, keys_of(app))
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == ["notes"]
    engine.dispose()
    assert not place.home.exists()


def test_keys_on_a_stick_without_modes(app: Flask, copy: Path, places: Places) -> None:
    for path in keys_of(app).iterdir():
        path.chmod(0o755)
    place = places(SQLITE)
    restored(place, copy, keys_of(app))
    assert {stat.S_IMODE(path.stat().st_mode) for path in (place.home / "keys").iterdir()} == {0o600}
    assert read_keyring(place.home / "keys").ids == read_keyring(keys_of(app)).ids


def test_an_older_schema_is_brought_up_to_date(any_app: Flask, places: Places, file: Path) -> None:
    fill(any_app)
    with any_app.app_context():
        before = rows_of_all()["visit"]
        config = any_app.extensions["migrate"].migrate.get_config()
        command.downgrade(config, "0002")
        assert not sa.inspect(db.engine).has_table("access_request")
    place = places(kind_of(any_app))
    restored(place, copied(any_app, file), keys_of(any_app))
    with office_of(place):
        assert rows_of_all()["visit"] == before
        assert "access_request" in rows_of_all()
        assert proof() == []


def test_a_newer_schema_is_refused(app: Flask, places: Places, file: Path) -> None:
    fill(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9001'")
    place = places(SQLITE)
    with pytest.raises(BackupProblem, match=r"9001.*cập nhật phần mềm"):
        restored(place, copied(app, file), keys_of(app))
    assert untouched(place)


def refuses_to_open(place: Settings) -> bool:
    with pytest.raises(KeyProblem, match="chưa xong"):
        create_app(place)
    return (place.home / UNFINISHED).exists()


def test_a_copy_of_tampered_data_is_named_and_cannot_be_opened(any_app: Flask, places: Places, file: Path) -> None:
    fill(any_app)
    with any_app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE register_counter SET next_no = 9 WHERE register = 'TCD'")
    place = places(kind_of(any_app))
    with pytest.raises(BackupProblem, match=r"không qua được kiểm tra.*bộ đếm số không khớp"):
        restored(place, copied(any_app, file), keys_of(any_app))
    assert refuses_to_open(place)


@pytest.mark.parametrize("where", ["_Store.piece", "copy_keys", "open_office", "sync_all"])
def test_a_disk_that_fills_up_leaves_an_office_that_cannot_be_opened(
        app: Flask, copy: Path, places: Places, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def full(*_what: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(f"caseapp.backup.restoring.{where}", full)
    place = places(SQLITE)
    with pytest.raises(BackupProblem, match=r"No space left.*dọn trống"):
        restored(place, copy, keys_of(app))
    monkeypatch.undo()
    assert refuses_to_open(place)
    with pytest.raises(BackupProblem, match="không trống"):
        restored(place, copy, keys_of(app))


@pytest.mark.slow
@pytest.mark.parametrize("point", [
    "caseapp.backup.restoring:copy_keys", "caseapp.backup.restoring:_migrate", "caseapp.backup.loading:write_counters",
    "caseapp.backup.restoring:open_office", "caseapp.backup.restoring:faults", "caseapp.backup.restoring:_put_into_place",
    "caseapp.backup.restoring:shutil.rmtree",
])
def test_a_killed_restore_leaves_an_office_that_cannot_be_opened(app: Flask, copy: Path, places: Places, point: str) -> None:
    place = places(SQLITE)
    ended = ended_at(point, place, "restore", str(copy), "--keys", str(keys_of(app)))
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert refuses_to_open(place)


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_killed_restore_on_postgresql_cannot_be_opened_either(app: Flask, copy: Path, places: Places) -> None:
    place = places(POSTGRESQL)
    ended = ended_at("caseapp.backup.restoring:open_office", place, "restore", str(copy), "--keys", str(keys_of(app)))
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert refuses_to_open(place)
    with pytest.raises(BackupProblem, match="không trống"):
        restored(dataclasses.replace(place, home=another_home(place)), copy, keys_of(app))


def another_home(place: Settings) -> Path:
    return place.home.with_name(f"{place.home.name} mới")


# ---- the restored copy ---------------------------------------------------------------------------------------------


def test_the_copy_is_held_until_somebody_confirms(any_app: Flask, places: Places, file: Path) -> None:
    from caseapp.ledger.chain import lock_chain
    from caseapp.ledger.live import confirm_live

    office = fill(any_app)
    with any_app.app_context():
        assert held(reading()) is None
    place = places(kind_of(any_app))
    restored(place, copied(any_app, file), keys_of(any_app))
    with office_of(place):
        found = held(reading())
        assert found is not None
        assert (found.at, found.made_at) == (NOW, NOW)
        with writing() as session:
            assert held(session) == found
            chain = lock_chain(session, office.unit)
            assert confirm_live(session, chain, by=None, at=NOW) == found
            assert held(session) is None
            assert confirm_live(session, chain, by=None, at=NOW) is None
        assert held(reading()) is None
        row = reading().execute(sa.select(JournalRow.body).where(JournalRow.act == "office.live")).scalar_one()
        assert json.loads(row)["facts"]["made_at"] == NOW.isoformat()
        assert proof() == []


def test_a_copy_of_an_unconfirmed_copy_says_when_it_came_back_itself(app: Flask, places: Places, file: Path, clock: Any) -> None:
    fill(app)
    with app.app_context(), writing() as session:
        session.add(OfficeFact(name="restored", value='{"at":"2026-01-01T00:00:00+00:00","made_at":"2026-01-01T00:00:00+00:00"}'))
    place = places(SQLITE)
    restored(place, copied(app, file), keys_of(app))
    with office_of(place):
        found = held(reading())
        assert found is not None
        assert found.at == NOW


@pytest.mark.slow
def test_the_commands(app: Flask, places: Places, file: Path) -> None:
    fill(app)
    office, place = app.extensions["settings"], places(kind_of(app))
    made = run_python(["-m", "caseapp", "backup", str(file)], office)
    assert (made.returncode, "Đã sao lưu" in made.stdout) == (0, True), made.stderr
    assert app.extensions["keys"].ids["backup"] in made.stdout
    again = run_python(["-m", "caseapp", "backup", str(file)], office)
    assert (again.returncode, again.stderr.count("\n"), again.stdout) == (1, 1, "")
    done = run_python(["-m", "caseapp", "restore", str(file)], place, f"{keys_of(app)}\n")      # asked for the keys
    assert (done.returncode, "Kiểm tra: đúng" in done.stdout) == (0, True), done.stderr
    twice = run_python(["-m", "caseapp", "restore", str(file), "--keys", str(keys_of(app))], place)
    assert (twice.returncode, twice.stderr.count("\n")) == (1, 1)
    with office_of(place):
        assert proof() == []
    waits = run_python(["-m", "caseapp", "live"], place)
    assert (waits.returncode, "chưa gửi nhắc việc" in waits.stdout) == (1, True)
    assert run_python(["-m", "caseapp", "live", "--confirm"], place).returncode == 0
    assert run_python(["-m", "caseapp", "live"], place).stdout == "Đây là bản chính thức.\n"
    assert run_python(["-m", "caseapp", "verify"], place).returncode == 0


def test_a_home_that_was_named_wrongly_is_not_called_saved(places: Places, file: Path) -> None:
    asked = run_python(["-m", "caseapp", "backup", str(file)], places(SQLITE))
    assert (asked.returncode, "còn trống" in asked.stderr, file.exists()) == (1, True, False)


def test_restoring_is_told_by_its_folder_alone(app: Flask) -> None:
    assert restoring.UNFINISHED == UNFINISHED
    (app.extensions["settings"].home / UNFINISHED).mkdir()
    assert refuses_to_open(app.extensions["settings"])
