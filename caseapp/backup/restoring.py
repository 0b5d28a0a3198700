"""Making an office of a copy: checked whole before anything is put into place, proved before anybody may open it."""
from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from caseapp import create_app
from caseapp.backup.archive import FILES, Manifest, Receiver, read_archive
from caseapp.backup.loading import loading
from caseapp.backup.problems import BackupProblem
from caseapp.config import OfficeProblem, Settings
from caseapp.db import db
from caseapp.dossiers.files import path_of, sync_folder
from caseapp.dossiers.verify import lost_file
from caseapp.keys import UNFINISHED, Keyring, copy_keys, read_keyring
from caseapp.ledger.live import Restored
from caseapp.office import MIGRATIONS, make_home, open_office
from caseapp.proof import faults

ALLOWED = frozenset({"caseapp.toml"})      # the operator's own settings may be there before the office
STORED_NAME = 32                           # letters of a file's name in the store

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Done:
    """An office that stands again: when its copy was made, what came back; attachments that were lost before."""

    made_at: datetime
    rows: int
    files: int
    lost: tuple[int, ...] = ()


def restore(settings: Settings, path: Path, keys: Path, at: datetime, tell: Tell) -> Done:
    """Make the office of ``settings`` out of the copy at ``path`` with the keys in ``keys``.

    Raises BackupProblem or KeyProblem. Until the copy is found whole nothing is touched; from then on until the end
    the home holds the folder UNFINISHED, and nobody can open the office.
    """
    see_empty(settings)
    ring = read_keyring(keys)
    manifest = see_whole(path, ring, tell)
    make_home(settings)
    stage = settings.home / UNFINISHED
    try:
        stage.mkdir(mode=0o700)
        sync_folder(settings.home)
        copy_keys(keys, stage)
        _build(settings, stage, path, ring, Restored(at, datetime.fromisoformat(manifest.made_at)), manifest, tell)
        _put_into_place(settings, stage)
    except (OfficeProblem, OSError, SQLAlchemyError) as problem:
        raise BackupProblem(f"Khôi phục chưa xong: {_why(problem)} {_again(settings)}") from problem
    rows = sum(part.count for part in manifest.parts if part.name != FILES)
    return Done(datetime.fromisoformat(manifest.made_at), rows, manifest.parts[-1].count, tuple(manifest.lost))


def see_empty(settings: Settings) -> None:
    """Raise BackupProblem unless home and database hold nothing."""
    home = settings.home
    found = sorted(one.name for one in home.iterdir() if one.name not in ALLOWED) if home.is_dir() else []
    if found:
        raise BackupProblem(f"{home} không trống (có {found[0]}): chỉ khôi phục vào thư mục trống. Chưa thay đổi gì.")
    if settings.sqlite:
        if _database(settings).exists():
            raise BackupProblem(f"Đã có {_database(settings)}: chỉ khôi phục vào chỗ trống. Chưa thay đổi gì.")
        return
    engine = sa.create_engine(settings.database_url, hide_parameters=True)
    try:
        tables = sa.inspect(engine).get_table_names()
    except SQLAlchemyError as problem:
        raise BackupProblem(
            "Không nối được tới cơ sở dữ liệu trong CASEAPP_DATABASE_URL. Chưa thay đổi gì.") from problem
    finally:
        engine.dispose()
    if tables:
        raise BackupProblem("Cơ sở dữ liệu không trống: chỉ khôi phục vào cơ sở dữ liệu mới tạo. Chưa thay đổi gì.")


def see_whole(path: Path, ring: Keyring, tell: Tell) -> Manifest:
    """Read the copy to its end; raises BackupProblem when a byte, a key or the version is not right."""
    tell("1/3: đọc, giải mã, kiểm tra bản sao lưu")
    manifest = read_archive(path, ring, Receiver(*[lambda *_what: None] * 4))
    wrong = sorted(purpose for purpose, key in manifest.keys.items() if ring.ids.get(purpose) != key)
    if wrong:
        raise BackupProblem(f"Khóa {', '.join(wrong)} không phải khóa của bản sao lưu này: cần đúng thư mục keys của "
                            "văn phòng ấy. Chưa thay đổi gì.")
    try:
        ScriptDirectory(str(MIGRATIONS)).get_revision(manifest.revision)
    except CommandError as problem:
        raise BackupProblem(f"Bản sao lưu của phiên bản dữ liệu {manifest.revision}, phần mềm này chưa biết: cập nhật "
                            "phần mềm rồi khôi phục. Chưa thay đổi gì.") from problem
    return manifest


def _build(settings: Settings, stage: Path, path: Path, ring: Keyring, restored: Restored, manifest: Manifest,
           tell: Tell) -> None:
    """The whole office beside its place: rows, files, today's schema; then the proof."""
    database_url = f"sqlite:///{_staged(settings)}" if settings.sqlite else settings.database_url
    app = create_app(dataclasses.replace(settings, home=stage, database_url=database_url))
    try:
        _migrate(app, manifest.revision)
        tell("2/3: ghi dữ liệu và tệp")
        with app.app_context():
            with loading(manifest, restored) as loader:
                store = _Store()
                again = read_archive(path, ring, Receiver(loader.table, loader.rows, store.file, store.piece))
                store.close()
            if again != manifest:
                raise BackupProblem("bản sao lưu vừa bị thay trong lúc đọc.")
        open_office(app)
        tell("3/3: kiểm tra nhật ký, sổ, hạn, tệp")
        with app.app_context():
            known = {lost_file(number) for number in manifest.lost}
            for fault in faults(len(known) + 1):
                if fault not in known:
                    raise BackupProblem(f"dữ liệu không qua được kiểm tra ({fault.where}: {fault.what}).")
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def _migrate(app: Flask, revision: str) -> None:
    """An empty database with the schema that the copy was made under."""
    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config()
        config.attributes["configure_logger"] = False
        command.upgrade(config, revision)


class _Store:
    """Writes files into the store as their pieces come."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def file(self, name: str) -> None:
        """The pieces that follow are of the file of this name."""
        self.close()
        if len(name) != STORED_NAME or not name.isalnum():
            raise BackupProblem("bản sao lưu có tên tệp lạ.")
        place = path_of(name)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def piece(self, content: bytes) -> None:
        """Some bytes of the present file."""
        if self._file is not None:
            self._file.write(content)

    def close(self) -> None:
        """The present file is whole."""
        if self._file is not None:
            self._file.close()
            self._file = None


def sync_all() -> None:
    """Wait until everything written before is on the disk: one wait for thousands of files."""
    if hasattr(os, "sync"):
        os.sync()


def _put_into_place(settings: Settings, stage: Path) -> None:
    """The sign that the office is unfinished goes last, when everything else lies on the disk."""
    sync_all()
    if settings.sqlite:
        _staged(settings).rename(_database(settings))
    for name in ("files", "keys"):
        if (stage / name).exists():
            (stage / name).rename(settings.home / name)
    sync_folder(settings.home)
    shutil.rmtree(stage)
    sync_folder(settings.home)


def _database(settings: Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _staged(settings: Settings) -> Path:
    """Where a SQLite database grows: in the folder where it will lie, so that a rename puts it into place."""
    return _database(settings).with_name(f"{_database(settings).name}.{UNFINISHED}")


def _why(problem: Exception) -> str:
    if isinstance(problem, OfficeProblem):
        return str(problem)
    return f"{problem.strerror if isinstance(problem, OSError) else type(problem).__name__}."


def _again(settings: Settings) -> str:
    database = "" if settings.sqlite else " và tạo lại cơ sở dữ liệu trống"
    return f"Văn phòng này chưa dùng được: dọn trống {settings.home}{database} rồi khôi phục lại."
