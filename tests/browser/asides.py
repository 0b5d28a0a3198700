"""An office where cases went other ways than alone: handed over, laid together, led by representatives, on sealed paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
import time_machine

from caseapp import demo
from caseapp.cases.commands.groups import GivenMandate, add_mandate, add_signers
from caseapp.cases.commands.handing_over import GivenHandOver, hand_over
from caseapp.cases.commands.measuring import GivenMeasure, name_measure
from caseapp.cases.commands.merging import GivenMerge, merge
from caseapp.cases.kinds.petition import IN_CASE
from caseapp.cases.models import Mandate
from caseapp.cases.signer_lists import Listed, read_text
from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Dossier
from caseapp.petitions.models import Petition
from caseapp.staff.models import Account, Unit
from tests.browser.offices import DAY, LONG_NAME, LONG_PLACE, Served, opened_office
from tests.cases.denouncing import accepted, do, opened
from tests.cases.making import Office, acting, open_case, stored
from tests.office.clock import Clock
from tests.office.making import Commune
from tests.office.making import acting as acting_on
from tests.petitions.making import take_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from playwright.sync_api import Page

    from tests.office.templates import Run

RECEIVED, LATER = date(2026, 10, 19), date(2026, 11, 2)
REASON = "Đất nằm ở xã bên, hồ sơ địa chính do xã ấy giữ; cùng một thửa với vụ việc trước."
LIST_NAME = "Đất đai quá hạn ở khu vực 3 và khu vực 4, chưa phân công"


@dataclass(frozen=True, slots=True)
class Asides:
    """Where to look, by whose eyes: (account, address) of each page; which route each of them shows."""

    served: Served
    pages: tuple[tuple[str, str, str], ...]


@contextmanager
def asides_office(run: Run, home: Path) -> Iterator[Asides]:
    """The office, served, and its pages."""
    with opened_office(run, run.template("sqlite", "asides", _fill), home) as served:
        yield Asides(served, tuple(_pages(served)))


def save_a_list(page: Page) -> str:
    """Keep the list of late cases under a long name, as its owner does once; the address where it is renamed."""
    own = page.locator("main a[href*='/vu-viec/danh-sach/']:not([href*='/luu'])")
    page.goto("/vu-viec/danh-sach")
    if own.count() == 0:
        page.goto("/vu-viec/danh-sach/luu?xem=qua-han")
        page.fill("[name=name]", LIST_NAME)
        page.keyboard.press("Control+Enter")
        page.wait_for_url(lambda url: "/luu" not in url)
        page.goto("/vu-viec/danh-sach")
    return str(own.first.get_attribute("href"))


def _pages(served: Served) -> Iterator[tuple[str, str, str]]:
    named = dict(served.all("SELECT demand, public_id FROM dossier JOIN case_file ON dossier_id = id WHERE demand <> ''"))
    coming = re.search(r"/chuyen-den/[\w-]+", served_page(served, "lanhdao2", "/viec"))
    assert coming
    yield "lanhdao2", coming[0], "cases.coming"
    yield "lanhdao", f"/vu-viec/{named['given']}", "cases.case"
    yield "lanhdao", f"/vu-viec/{named['laid']}/tach", "cases.unmerge_case"
    yield "lanhdao", f"/vu-viec/{named['laid']}", "cases.case"
    yield "lanhdao", f"/vu-viec/{named['kept']}", "cases.case"
    mandate = served.one("SELECT public_id FROM mandate WHERE ended_on IS NULL")
    yield "canbo", f"/vu-viec/{named['kept']}/dai-dien/{mandate}/het", "cases.end_paper"
    yield "canbo", f"/vu-viec/{named['kept']}/nguoi-ky", "cases.show_group"
    yield "canbo.tinh", "/vu-viec/mo/khieu-nai-lan-hai", "cases.open_again"
    yield "canbo.tinh", "/vu-viec/mo/ky-luat-lan-hai", "cases.open_discipline_again"
    for public_id in served.all("SELECT public_id FROM dossier WHERE sealed ORDER BY id"):
        yield "lanhdao", f"/vu-viec/{public_id[0]}", "cases.case"
    case, measure = served.all("SELECT d.public_id, m.public_id FROM case_measure m JOIN dossier d ON d.id = m.dossier_id")[0]
    yield "lanhdao", f"/vu-viec/{case}/bien-phap", "cases.measures"
    yield "lanhdao", f"/vu-viec/{case}/bien-phap/{measure}/ket-qua", "cases.report"
    yield "lanhdao", f"/vu-viec/{case}/bien-phap/{measure}/thoi", "cases.drop"
    yield "lanhdao", "/thi-hanh", "cases.carrying_out"
    petition = served.one("SELECT public_id FROM dossier JOIN petition ON dossier_id = id WHERE book_row IS NOT NULL")
    yield "canbo", f"/don/{petition}/vu-viec", "petitions.book_case"
    yield "vanthu", "/vu-viec/thu-nguoi-to-cao", "cases.denouncer_letters"


def served_page(served: Served, name: str, url: str) -> str:
    """A page of the office without a browser."""
    from tests.staff.making import sign_in

    client = served.app.test_client()
    sign_in(client, served.account(name))
    return str(client.get(url).text)


def _fill(app: Flask) -> None:
    with time_machine.travel(DAY, tick=True):
        demo.fill_staff(app)
        with app.app_context():
            app.config["CLOCK"] = Clock(DAY)
            office, commune = _office()
            _handed_over(office)
            _laid_together(office)
            _denounced(commune)
            _out_of_a_book(office)


def _office() -> tuple[Office, Commune]:
    found = {one.name: one for one in db.session.scalars(sa.select(Account))}
    units = {one.code: one for one in db.session.scalars(sa.select(Unit))}
    db.session.expunge_all()
    db.session.rollback()
    office = Office(units["CT"], units["CT-AT"], found["tiepdan"], found["canbo"], found["canbo"], found["lanhdao"],
                    found["vanthu"], found["thanhtra"], found["lanhdao.tinh"])
    names = {"reception": "tiepdan", "handler": "canbo", "clerk": "vanthu", "custodian": "vanthu", "supervisor": "lanhdao"}
    return office, Commune(units["CT-AT"].id, {role: found[name].id for role, name in names.items()})


def _handed_over(office: Office) -> None:
    there = reading().execute(sa.select(Unit.id).where(Unit.code == "CT-TB")).scalar_one()
    case = open_case(office, LATER, demand="given")
    hand_over(GivenHandOver(there, "45/CV-UBND", LATER, REASON), acting(office, case))


def _laid_together(office: Office) -> None:
    kept, laid = open_case(office, LATER, demand="kept"), open_case(office, LATER, demand="laid")
    names = "\n".join(f"{name}, {LONG_PLACE}" for name in (LONG_NAME, "Lê Văn Bốn", "Y Ban Niê", "Trần Thị Cam", "Võ Én"))
    add_signers(lambda known: read_text(names, known), acting(office, kept, "handler"))
    add_mandate(GivenMandate("nomination", "signed", [Listed(1, LONG_NAME, "")], LATER, "Giấy cử người đại diện 02/11"),
                acting(office, kept, "handler"))
    assert reading().execute(sa.select(Mandate.id)).all()
    merge(GivenMerge(kept.id, stored(kept.id).version, REASON), acting(office, laid))


def _denounced(commune: Commune) -> None:
    """A denunciation in each place where its page is another one: declined, suspended, withdrawn, concluded, followed."""
    def on_its_way(envelope: str) -> Any:
        case = accepted(commune, received=LATER, envelope=envelope)
        do(commune, case, "tell-accused")
        do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["clerk"]])
        return case

    declined = opened(commune, received=LATER, envelope="61")
    do(commune, declined, "decline")
    do(commune, on_its_way("62"), "suspend")
    do(commune, on_its_way("63"), "withdraw")
    for envelope, further in (("64", ()), ("65", ("send-conclusion", "act-on-conclusion", "publish"))):
        case = on_its_way(envelope)
        do(commune, case, "report", "handler")
        for code in ("conclude", *further):
            do(commune, case, code)
    # Of the last one something is still to be carried out.
    name_measure(GivenMeasure("Thu hồi số tiền đã nhận ở bốn hồ sơ, trả lại người nộp.", "Phòng Kinh tế, Hạ tầng và Đô thị",
                              date(2026, 12, 15)), acting_on(commune, case, "supervisor"))


def _out_of_a_book(office: Office) -> None:
    """A petition that its book calls accepted, and that has no case yet."""
    petition = take_in(office, RECEIVED)
    with writing() as session:
        session.execute(sa.update(Petition).where(Petition.dossier_id == petition.id).values(book_row="Sổ đơn 2026, dòng 12"))
        session.execute(sa.update(Dossier).where(Dossier.id == petition.id).values(state=IN_CASE.code))
