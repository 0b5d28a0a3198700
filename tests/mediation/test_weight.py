"""What a phone on a slow line has to load: at the first visit everything, afterwards the page alone."""

from __future__ import annotations

import gzip
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from caseapp.mediation.commands.given import GivenPromise, GivenResult
from caseapp.mediation.commands.results import record_result
from tests.mediation.making import acting, make_hamlets, open_one
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

FIRST, WARM = 200 * 1024, 60 * 1024
HEAD = 1200      # bytes of request and answer heads of one file
NAMED = re.compile(r'(?:href|src)="(/static/[^"#]+)')
IMPORTED = re.compile(r'from "(\./[^"]+)"')


def loaded(client: FlaskClient, page: str) -> tuple[int, int]:
    """Bytes of the page as it leaves, and of every file it names, packed as a browser asks for them."""
    wanted, sizes = set(NAMED.findall(page)), {}
    while left := wanted - set(sizes):
        url = left.pop()
        answer = client.get(url, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, url
        assert "immutable" in answer.headers["Cache-Control"]
        sizes[url] = len(answer.data) + HEAD
        if url.endswith(".js"):
            text = gzip.decompress(answer.data) if answer.headers.get("Content-Encoding") else answer.data
            wanted |= {f"{url.rpartition('/')[0]}/{name[2:]}" for name in IMPORTED.findall(text.decode())}
    assert any(url.endswith("icons.svg") for url in sizes)
    return len(page.encode()) + HEAD, sum(sizes.values())


def test_no_script_of_a_phone_keeps_anything_there(app: Flask) -> None:
    scripts = Path(app.root_path) / "static" / "js"
    keepers = ("localStorage", "sessionStorage", "indexedDB", "caches.", "document.cookie", "serviceWorker")
    assert [one.name for one in scripts.glob("*.js") if any(word in one.read_text("utf-8") for word in keepers)] == []


def test_every_page_of_a_mediator_is_light(app: Flask) -> None:
    office = make_hamlets(app)
    with app.app_context():
        for number in range(12):
            dispute = open_one(office, title=f"Tranh chấp lối đi chung của nhiều hộ hẻm {number}")
        promises = [GivenPromise("party-a", "Lê Văn Hòa", f"Góp tiền đợt {number}", date(2026, 12, 1 + number))
                    for number in range(12)]
        record_result(GivenResult(date(2026, 11, 16), "settled", "Nhà văn hóa", "Hai bên", "Trình bày. " * 90,
                                  "Góp tiền. " * 90, promises=promises, record="signed"), acting(office, dispute))
    client = app.test_client()
    sign_in(client, office.lan)
    case = f"/hoa-giai/vu/{dispute.public_id}"
    pages = ["/hoa-giai", "/hoa-giai/moi", case, f"{case}/hoi-tham", f"{case}/anh", f"{case}/viec/refuse-sign",
             f"{case}/toa-an", "/hoa-giai?xem=xong", "/tai-khoan"]
    with app.app_context():
        pages.append(f"/hoa-giai/vu/{open_one(office).public_id}/ket-qua")
    pages.append(next(iter(re.findall(rf'href="({case}/cam-ket/[^"]+)"', client.get(case).text))))
    for url in pages:
        answer = client.get(url)
        assert answer.headers["Cache-Control"] == "no-store", url      # nothing stays on a phone that is handed on
        warm, files = loaded(client, answer.text)
        assert warm <= WARM, (url, warm)
        assert warm + files <= FIRST, (url, warm + files)
