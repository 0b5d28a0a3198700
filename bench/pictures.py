"""The pictures of README: what an officer, a handler and a head see of the demo office, taken in a real browser.

    python -m bench.pictures          # writes bench/pictures/*.png

The office stands on one fixed Monday morning, so that the pictures are the same whatever day they are taken on.
"""
from __future__ import annotations

import json
import struct
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
import time_machine

from bench.office import settings_for
from caseapp import create_app
from caseapp.db import reading, writing
from caseapp.demo import fill_when_empty
from caseapp.notices.heartbeat import beat
from caseapp.office import make_home, open_office
from tests.office.browser import VIEWPORTS, started
from tests.office.clock import Clock
from tests.office.live import free_door, served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Browser, Page

    from tests.office.live import Live

FOLDER = Path(__file__).parent / "pictures"
MORNING = "2026-11-16 09:00+07:00"
# A complaint of the first commune in which most was done, its last day still to come, and the clock of that day.
CASE = """SELECT d.public_id AS public_id, c.public_id AS clock FROM dossier d JOIN clock c ON c.dossier_id = d.id
    JOIN unit u ON u.id = d.unit_id WHERE d.kind = 'complaint' AND d.state = 'reported' AND d.proposed IS NULL
    AND u.code = 'CT-AT' AND c.ended_by IS NULL AND c.nature = 'duty' AND c.due_on > '2026-11-18'
    AND d.next_due = c.due_on ORDER BY d.version DESC, d.id LIMIT 1"""


def main() -> None:
    """Open the demo office and photograph it: the desk, then a complaint, the work that waits and the board."""
    FOLDER.mkdir(exist_ok=True)
    app, password = _office()
    with app.app_context():
        case = reading().execute(sa.text(CASE)).one()
    with free_door() as door, served(app, door) as office, started() as browser:
        with _seat(browser, office, "tiepdan", password) as page:
            _desk(page)
        for name, screen in (("", "desktop"), ("-phone", "phone")):
            with _seat(browser, office, "lanhdao", password, screen) as page:
                _complaint(page, case, name)


def _office() -> tuple[Flask, str]:
    settings = settings_for(None)
    make_home(settings)
    app = create_app(settings)
    with time_machine.travel(MORNING, tick=True):
        open_office(app)
        fill_when_empty(app, print)
    app.config["CLOCK"] = clock = Clock(MORNING)
    with app.app_context(), writing() as session:
        beat(session, clock())
    return app, json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))["password"]


@contextmanager
def _seat(browser: Browser, office: Live, name: str, password: str, screen: str = "desktop") -> Iterator[Page]:
    page = browser.new_page(viewport=VIEWPORTS[screen], locale="vi-VN", base_url=office.url,
                            has_touch=screen == "phone", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    page.goto("/login")
    page.fill("[name=username]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))
    yield page
    page.close()


def _desk(page: Page) -> None:
    _take(page, "desk")
    page.goto("/tiep-dan/luot-moi?loai=complaint")
    page.fill("[name=people-0-name]", "Huỳnh Thị Ngọc Điệp")
    page.fill("[name=content]", "Không đồng ý quyết định xử phạt xây dựng. Yêu cầu hủy quyết định.")
    page.get_by_label("Tiếp nhận đơn").check()
    page.locator('[data-starts="complaint.acceptance"] .day').wait_for()
    page.set_viewport_size({**VIEWPORTS["desktop"], "height": 1_150})
    _take(page, "visit")


def _complaint(page: Page, case: sa.Row[tuple[str, str]], name: str) -> None:
    """The page of a complaint, its decision, the receipt of a last day, a head's work, the board."""
    here = f"/vu-viec/{case.public_id}"
    receipt = f"/ho-so/{case.public_id}/han/{case.clock}"
    for picture, url in (("case", here), ("act", f"{here}/viec/decide"), ("receipt", receipt), ("work", "/viec"),
                         ("board", "/bang-theo-doi")):
        page.goto(url)
        _take(page, f"{picture}{name}")


def _take(page: Page, name: str) -> None:
    """What stands on the first screen; a reader downloads it, so it is packed well."""
    (FOLDER / f"{name}.png").write_bytes(packed(page.screenshot()))


def packed(png: bytes) -> bytes:
    """The same picture a fifth smaller: large plain areas need no filter, but thorough compression."""
    pieces = list(_pieces(png))
    width, height = struct.unpack(">II", pieces[0][1][:8])
    depth = {2: 3, 6: 4}[pieces[0][1][9]]
    raw = zlib.decompress(b"".join(body for name, body in pieces if name == b"IDAT"))
    data = zlib.compress(b"".join(b"\0" + row for row in _rows(raw, width * depth, height, depth)), 9)
    return png[:8] + b"".join(map(_piece, (b"IHDR", b"IDAT", b"IEND"), (pieces[0][1], data, b"")))


def _pieces(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _piece(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _rows(raw: bytes, width: int, height: int, depth: int) -> Iterator[bytes]:
    """The lines of a picture without the differences they were written as."""
    above = bytes(width)
    for start in range(0, height * (width + 1), width + 1):
        line = bytearray(raw[start + 1 : start + 1 + width])
        guess = GUESSES[raw[start]]
        for place in range(width):
            left, corner = (line[place - depth], above[place - depth]) if place >= depth else (0, 0)
            line[place] = (line[place] + guess(left, above[place], corner)) & 255
        above = bytes(line)
        yield above


def _nearest(left: int, up: int, corner: int) -> int:
    whole = left + up - corner
    return min((left, up, corner), key=lambda one: abs(whole - one))


# How a line is guessed from its neighbours, by the number that stands before it.
GUESSES: tuple[Callable[[int, int, int], int], ...] = (
    lambda _left, _up, _corner: 0, lambda left, _up, _corner: left, lambda _left, up, _corner: up,
    lambda left, up, _corner: (left + up) // 2, _nearest)


if __name__ == "__main__":
    main()
