"""Commands on copies of the office: backup, restore, and the word that a restored copy is the live one."""
from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click
import sqlalchemy as sa

from caseapp.backup.making import make_backup
from caseapp.backup.problems import BackupProblem
from caseapp.backup.restoring import restore as restore_office
from caseapp.config import load_settings
from caseapp.db import reading, writing
from caseapp.ledger.chain import lock_chain
from caseapp.ledger.live import Restored, confirm_live, held
from caseapp.ledger.models import Chain
from caseapp.office import is_empty
from caseapp.office_cli import opened
from caseapp.web.filters import show_instant

MEGABYTE = 1_000_000
_FIRST_UNIT = sa.select(sa.func.min(Chain.unit_id))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--without-lost", is_flag=True,
              help="Vẫn sao lưu khi có tệp đính kèm đã mất hẳn hoặc không còn như lúc nhận; kể số từng tệp.")
def backup(file: Path, without_lost: bool) -> None:
    """Sao lưu văn phòng đang chạy vào FILE: cơ sở dữ liệu và tệp đính kèm, mã hóa; không có khóa trong đó."""
    app, settings = opened()
    if is_empty(app):
        raise BackupProblem(f"Văn phòng trong {settings.home} còn trống, không có gì để sao lưu: CASEAPP_HOME có "
                            "đúng không?")
    made = make_backup(app, file.absolute(), datetime.now(UTC), _progress, without_lost=without_lost)
    _progress("")
    click.echo(f"Đã sao lưu vào {file}: {made.rows} dòng, {made.files} tệp, {made.size / MEGABYTE:.1f} MB.")
    if made.lost:
        click.echo(f"Không có trong bản này, vì đã mất hoặc khác lúc nhận: tệp {_numbers(made.lost)}.")
    click.echo(f"Muốn khôi phục phải có thư mục keys (khóa backup {made.key}): cất ở nơi khác với bản sao lưu.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--keys", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Thư mục keys đã cất giữ; không ghi thì được hỏi.")
def restore(file: Path, keys: Path | None) -> None:
    """Khôi phục FILE vào CASEAPP_HOME (và CASEAPP_DATABASE_URL) còn trống; mã thoát 1 nếu không qua được kiểm tra."""
    settings = load_settings()
    folder = keys or click.prompt("Thư mục keys đã cất giữ", type=click.Path(path_type=Path), err=True)
    done = restore_office(settings, file.absolute(), folder.absolute(), datetime.now(UTC), _progress)
    _progress("")
    click.echo(f"Đã khôi phục vào {settings.home}: {done.rows} dòng, {done.files} tệp, như lúc "
               f"{show_instant(done.made_at)}. Kiểm tra: đúng.")
    if done.lost:
        click.echo(f"Đã mất từ trước khi sao lưu: tệp {_numbers(done.lost)}.")
    click.echo("Bản này chưa gửi nhắc việc. Nếu đây là bản chính thức từ nay: caseapp live --confirm, hoặc quản trị "
               "viên xác nhận trên trang /quan-tri/ban-khoi-phuc.")


def _numbers(lost: tuple[int, ...]) -> str:
    return ", ".join(map(str, lost))


@click.command()
@click.option("--confirm", is_flag=True, help="Xác nhận đây là bản chính thức: từ nay gửi nhắc việc.")
def live(confirm: bool) -> None:
    """Đây là bản chính thức hay bản khôi phục chưa xác nhận; mã thoát 1 khi chưa xác nhận."""
    app, _settings = opened()
    with app.app_context():
        found = _confirm() if confirm else held(reading())
    if found is None:
        click.echo("Đây là bản chính thức.")
    elif confirm:
        click.echo(f"Đã xác nhận: bản khôi phục lúc {show_instant(found.at)} là bản chính thức từ nay.")
    else:
        click.echo(f"Bản khôi phục lúc {show_instant(found.at)} từ sao lưu lúc {show_instant(found.made_at)}: "
                   "chưa gửi nhắc việc. Xác nhận bằng --confirm.")
        sys.exit(1)


def _confirm() -> Restored | None:
    """The machine's owner says so; written in the journal of the office's first unit."""
    with writing() as session:
        unit = session.scalar(_FIRST_UNIT)
        if unit is None:
            raise click.ClickException("Văn phòng chưa có đơn vị nào.")
        return confirm_live(session, lock_chain(session, unit), by=None, at=datetime.now(UTC))


def _progress(words: str) -> None:
    """One line that changes, for a person who watches; whoever keeps it in a file gets lines."""
    if sys.stderr.isatty():
        click.echo(f"\r{words:60}\r", nl=False, err=True)
    elif words:
        click.echo(words, err=True)
