"""Commands of the whole office: demo, serve, scheduler, sweep, verify, seed, routes."""
from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from caseapp import create_app
from caseapp.config import Settings, load_settings
from caseapp.office import make_home, open_office, see_port

if TYPE_CHECKING:
    from flask import Flask

FAULTS_SHOWN = 20


def opened() -> tuple[Flask, Settings]:
    """The office of this environment, made and migrated if need be."""
    settings = load_settings()
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    return app, settings


@click.command()
def demo() -> None:
    """Văn phòng mẫu: tạo dữ liệu khi còn trống, rồi phục vụ tại http://127.0.0.1:8000."""
    from caseapp.demo import announce, fill_when_empty  # noqa: PLC0415  the names file is read only here
    from caseapp.serving import serve_alone  # noqa: PLC0415

    settings = load_settings()
    make_home(settings)
    see_port(settings)
    app = create_app(settings)
    open_office(app)
    fill_when_empty(app, click.echo)
    announce(app, click.echo)
    serve_alone(app, settings)


@click.command()
def serve() -> None:
    """Máy chủ thật: không dữ liệu mẫu, không gỡ lỗi."""
    from caseapp.serving import serve as run  # noqa: PLC0415

    settings = load_settings()
    make_home(settings)
    run(create_app(settings), settings)


@click.command()
def scheduler() -> None:
    """Chỉ chạy bộ hẹn giờ; chạy mấy tiến trình cùng lúc cũng được."""
    from caseapp.serving import schedule  # noqa: PLC0415

    settings = load_settings()
    make_home(settings)
    schedule(create_app(settings))


@click.command()
@click.option("--now", "moment", default="", metavar="ISO",
              help="Làm như lúc này, ví dụ 2026-11-16T09:00+07:00; không có múi giờ thì hiểu là giờ Việt Nam.")
def sweep(moment: str) -> None:
    """Quét một lượt mọi việc đến hạn: ngày đã qua, nhắc việc, thư; in số đếm dạng JSON. Chạy mấy lần cũng được."""
    from caseapp.timetable import sweep as run  # noqa: PLC0415

    at = _moment(moment)
    app, _settings = opened()
    with app.app_context():
        counts = run(at)
    click.echo(json.dumps(counts))
    sys.exit(1 if counts["problems"] or counts.get("stuck") else 0)


def _moment(text: str) -> datetime:
    """The instant that was typed; now when nothing was."""
    from caseapp.timetable import OFFICE_ZONE  # noqa: PLC0415

    if not text:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as problem:
        raise click.BadParameter("ghi thời điểm như 2026-11-16T09:00", param_hint="--now") from problem
    return (at if at.tzinfo else at.replace(tzinfo=OFFICE_ZONE)).astimezone(UTC)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
def verify(as_json: bool) -> None:
    """Kiểm tra chuỗi nhật ký, số trong sổ, tệp đính kèm; mã thoát 1 nếu có chỗ sai, nêu tên dòng đầu tiên."""
    from caseapp.proof import faults  # noqa: PLC0415

    app, _settings = opened()
    with app.app_context():
        found = faults(FAULTS_SHOWN)
    if as_json:
        click.echo(json.dumps({"ok": not found, "faults": [{"where": one.where, "what": one.what} for one in found]},
                              ensure_ascii=False))
    elif found:
        for one in found:
            click.echo(f"SAI  {one.where}: {one.what}")
    else:
        click.echo("Đúng: chuỗi nhật ký, số trong sổ, hạn và tệp đính kèm đều khớp.")
    sys.exit(1 if found else 0)


@click.command()
@click.option("--dossiers", type=click.IntRange(1, 5_000_000), required=True, help="Số lượt tiếp cần tạo.")
@click.option("--seed", "number", type=int, default=1, show_default=True, help="Cùng số thì cùng dữ liệu.")
def seed(dossiers: int, number: int) -> None:
    """Tạo khối lượng lớn để đo tốc độ, luôn giống nhau với cùng --seed."""
    from caseapp.seeding import fill  # noqa: PLC0415

    app, _settings = opened()
    fill(app, dossiers, number, lambda done: click.echo(f"\r{done}/{dossiers}", nl=False, err=True))
    click.echo("", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="In dạng JSON.")
def routes(as_json: bool) -> None:
    """Mọi địa chỉ: phương thức, tên, chính sách canh giữ, có công khai hay không."""
    from caseapp.web.access import routes_as_json  # noqa: PLC0415

    settings = load_settings()
    make_home(settings)
    described = routes_as_json(create_app(settings))
    if as_json:
        click.echo(json.dumps(described, ensure_ascii=False, indent=1))
        return
    for route in described:
        policy = "công khai" if route["public"] else ", ".join(route["policy"])
        click.echo(f"{'/'.join(route['methods']):14} {route['rule']:44} {policy}")
