"""Denouncers whose names were typed first: afterwards no trace of any of them anywhere, nor in the page before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.denouncers import (
    COMPLAINT,
    NEW,
    WAYS,
    Counter,
    Denouncer,
    counter_of,
    not_echoed,
    opened,
    receive,
    told_in,
)
from tests.browser.offices import PDF, bare_office
from tests.browser.typing_in import read, send, summary, with_typed
from tests.office.making import proof

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

    from tests.browser.conftest import Seat
    from tests.browser.offices import Served
    from tests.office.templates import Run

MANY = 2 * len(WAYS)      # two hundred of them: python -m bench.canary


@pytest.fixture
def counter(run: Run, new_app: Callable[..., Flask], home: Path) -> Iterator[Counter]:
    app = new_app(bare_office(run), home)
    app.config.update(TESTING=False, WTF_CSRF_ENABLED=True)
    yield counter_of(app, home)
    with app.app_context():
        assert proof() == []


def test_nothing_of_the_denouncers_is_left(counter: Counter, capfd: pytest.CaptureFixture[str],
                                           caplog: pytest.LogCaptureFixture) -> None:
    assert [found for number in range(MANY) for found in receive(counter, number)] == []
    assert counter.one("SELECT count(*) FROM dossier WHERE sealed") == MANY
    assert counter.one("SELECT count(*) FROM dossier") == MANY
    assert counter.one("SELECT count(*) FROM person") == 0
    assert counter.one("SELECT count(*) FROM draft") == 0
    assert counter.left() == []
    assert told_in("".join([*capfd.readouterr(), caplog.text]).encode()) == []


def test_nothing_is_left_of_visits_reclassified_later(counter: Counter, capfd: pytest.CaptureFixture[str]) -> None:
    """Saved under another kind with papers, a file, corrections, an answer and a link; then they prove to be denunciations."""
    earlier = ""
    for number in range(1, 7):
        who = Denouncer(number)
        where = saved_openly(counter, who, earlier)
        earlier = where.rpartition("/")[2]
        sealed = send(counter.client, f"{where}/viec/seal", {
            "envelope": str(number), "identity": "checked", "accused_name": "Lâm Văn Tường", "outcome": "taken",
            "content": "Nhận tiền ngoài quy định."} if number % 2 else {
            "envelope": str(number), "identity": "unknown", "accused_name": "Lâm Văn Tường", "outcome": "reported"})
        assert sealed.status_code == 303, summary(sealed)
        assert not_echoed(counter.client.get(sealed.location)), "the new dossier tells who it was"
        assert not_echoed(counter.client.get(where)), "the cancelled number tells who it was"
    assert counter.one("SELECT count(*) FROM person") == 0
    assert counter.one("SELECT count(*) FROM link") == 0
    assert counter.one("SELECT count(*) FROM attachment") == 0
    assert counter.left() == []
    assert told_in("".join(capfd.readouterr()).encode()) == []


def saved_openly(at: Counter, who: Denouncer, earlier: str) -> str:
    """A complaint as it lies in the office some days later."""
    made = at.post(NEW, with_typed(opened(at), {**who.typed(), "same_as": earlier}))
    assert made.status_code == 303, summary(made)
    where = str(made.location)
    assert at.left() != [] if who.number == 1 else True      # the search does find what is there
    files = where.replace("/tiep-dan/luot", "/ho-so") + "/tep"
    fields = {name: values[0] for name, values in read(at.client.get(files).text, files)[0].items()}
    body = "".join(f'--cut\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    body += f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{who.name}.pdf"\r\n\r\n'
    stored = at.client.post(files, data=body.encode() + PDF + who.name.encode() + b"\r\n--cut--\r\n",
                            content_type="multipart/form-data; boundary=cut")
    assert stored.status_code == 303
    assert send(at.client, f"{where}/sua", {"note": f"{who.name} gọi lại từ {who.phone}", "follow_up": who.street}).status_code == 303
    assert send(at.client, f"{where}/sua", {"note": "", "content": f"{who.name} kể thêm"}).status_code == 303
    if who.number % 3 == 0:
        assert send(at.client, f"{where}/viec/notify", {"result": "accepted", "manner": "written", "given_by": "Lê Thu",
                                                        "document": f"12/TB-{who.name}"}).status_code == 303
    return where


# ---- the same in a browser -------------------------------------------------------------------------------------------


def becomes_a_denunciation(page: Page, office: Served, envelope: str) -> None:
    """The kind is changed in the page: from then on neither it nor what it sends knows anybody; then it is saved."""
    with page.expect_response("**/luot-moi/kin"):
        page.get_by_label("Tố cáo", exact=True).check()
    with page.expect_response("**/nhap/visit/**"):
        page.get_by_label("Phong bì số").fill(envelope)
    assert told_in(page.content().encode()) == []
    page.get_by_label("Đã kiểm tra giấy tờ").check()
    page.get_by_label("Người bị tố cáo").first.fill("Lâm Văn Tường")
    page.get_by_label("Tiếp nhận đơn").check()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Đã lưu TC-2026-").wait_for()
    assert told_in(page.content().encode()) == []
    assert Counter(office.app, office.home, office.app.test_client()).left() == []


def test_in_a_browser_after_everything_was_typed(office: Served, seat: Seat) -> None:
    who, page = Denouncer(3), seat("tiepdan")
    people = office.one("SELECT count(*) FROM person")
    page.goto(COMPLAINT)
    page.get_by_label("Số định danh hoặc họ tên").fill(who.name)
    page.keyboard.press("Enter")
    for label, value in (("Số định danh, căn cước hoặc hộ chiếu", who.id_number), ("Điện thoại", who.phone),
                         ("Số nhà, đường, khu vực", who.street)):
        page.get_by_label(label).first.fill(value)
    with page.expect_response("**/nhap/visit/**"):
        page.get_by_label("Tóm tắt sự việc").fill(f"Bà {who.name.upper()}, {who.street}, số {who.phone}: nhận tiền.")
    page.locator("[data-draft-state]", has_text="Đã lưu nháp").wait_for()
    becomes_a_denunciation(page, office, "388")
    assert office.one("SELECT count(*) FROM person") == people


def test_in_a_browser_after_a_number_was_called(office: Served, seat: Seat) -> None:
    """The page came with the name of the queue already in its lines."""
    who, page = Denouncer(5), seat("tiepdan")
    office.change("UPDATE ticket SET name = :name WHERE no = 1", name=who.name)
    page.goto("/tiep-dan")
    page.get_by_role("button", name="Mời vào, ghi lượt tiếp").click()
    page.wait_for_url("**/luot-moi?so=*")
    assert page.locator("[name=people-0-name]").input_value() == who.name
    page.get_by_label("Tóm tắt sự việc").fill("Nhận tiền.")
    becomes_a_denunciation(page, office, "588")
