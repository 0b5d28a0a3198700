"""Pages of a denunciation: what those entrusted read, and that whoever is accused finds nothing, whatever his roles."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import Act
from caseapp.db import reading, writing
from caseapp.dossiers.models import Clock
from caseapp.staff.models import Account, Unit
from caseapp.staff.roles import Role
from tests.cases.denouncing import CONTENT, accepted, case_row, do, make_offices, stored
from tests.office.making import Commune, a_denunciation, acting, log, viewer_of
from tests.office.traces import traces
from tests.staff.making import give_role, sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from caseapp.dossiers.models import Dossier

# Addresses that tell of no dossier; of the pages of the law one counts the dossiers that a change would move.
NO_DOSSIERS = ("/static", "/metrics", "/healthz", "/readyz", "/login", "/phien", "/doi-mat-khau", "/api",
               "/phap-luat/c", "/phap-luat/l", "/phap-luat/tham", "/phap-luat/tinh")
ACCUSED_NAME = "Lâm Văn Tặc"
LIST, LETTERS = "/vu-viec", "/vu-viec/thu-nguoi-to-cao"


def make(app: Flask) -> Commune:
    """The commune, with an accused who holds every role in it."""
    with app.app_context():
        _province, commune = make_offices()
        with writing() as session:
            culprit, unit = session.get_one(Account, commune.accounts["culprit"]), session.get_one(Unit, commune.unit)
            for role in Role:
                if role is not Role.HANDLER:
                    give_role(session, culprit, role, unit)
    return commune


def as_account(app: Flask, commune: Commune, name: str) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        account = reading().execute(sa.select(Account.__table__).where(Account.id == commune.accounts[name])).one()
    sign_in(client, account)  # type: ignore[arg-type]
    return client


def denounced(app: Flask, commune: Commune) -> Dossier:
    """Accepted, and given to the accused's colleagues."""
    with app.app_context():
        case = accepted(commune, accused=(commune.accounts["culprit"],))
        do(commune, case, "assign-team", give=[commune.accounts["handler"], commune.accounts["second"]])
        return case


def words_of(page: str) -> str:
    """What a reader sees of a page."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    said = " ".join(re.sub(r"<[^>]+>", " ", main[0] if main else page).split())
    # The reference of an error page is random; the fingerprint of the open journal moves with each register printed.
    return re.sub(r"\b[A-Z0-9]{2}-[A-Z0-9]{4}\b|\b(?:[0-9a-f]{4,} ?)+\b", "", said)


def seen(client: FlaskClient, page: str) -> str:
    """What somebody learns from an address: words of a page, cells of a sheet."""
    answer = client.get(page)
    if not answer.data.startswith(b"PK"):
        return words_of(answer.text)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as sheet:
        return " ".join(sheet.read(name).decode() for name in sorted(sheet.namelist())
                        if name.startswith(("xl/worksheets", "xl/sharedStrings")))


def one(app: Flask, statement: Any) -> Any:
    with app.app_context():
        return reading().execute(statement).scalars().first()


def test_whoever_is_accused_finds_no_trace(app: Flask) -> None:
    commune = make(app)
    client = as_account(app, commune, "culprit")
    pages = sorted({rule.rule for rule in app.url_map.iter_rules()
                    if "GET" in (rule.methods or ()) and not rule.arguments and not rule.rule.startswith(NO_DOSSIERS)})
    before = {page: seen(client, page) for page in pages}
    assert LIST in pages
    assert LETTERS in pages
    case = denounced(app, commune)
    after = {page: seen(client, page) for page in pages}
    assert {page: (before[page], after[page]) for page in pages if before[page] != after[page]} == {}
    act = one(app, sa.select(Act.public_id).where(Act.dossier_id == case.id, Act.code == "accept"))
    clock = one(app, sa.select(Clock.public_id).where(Clock.dossier_id == case.id))
    base = f"/vu-viec/{case.public_id}"
    for page in (base, f"{base}/in", f"{base}/sua", f"{base}/phan-cong", f"{base}/viec/record-work", f"{base}/thu/{act}/in",
                 f"{base}/nguoi-to-cao/tell-acceptance", f"/ho-so/{case.public_id}/han/{clock}"):
        assert client.get(page).status_code == 404, page
    with app.app_context():
        code = str(stored(case.id).code)
    for words in (code, ACCUSED_NAME, CONTENT[:20]):
        found = client.post("/tim", data={"words": words}, follow_redirects=True).text
        assert case.public_id not in found
        assert code not in words_of(found).replace(words, "")


@pytest.mark.parametrize(("name", "status"), [("handler", 200), ("second", 200), ("supervisor", 200), ("custodian", 200),
                                              ("clerk", 404), ("deputy", 200), ("auditor", 200), ("administrator", 404)])
def test_who_opens_the_page(app: Flask, name: str, status: int) -> None:
    commune = make(app)
    case = denounced(app, commune)
    found = as_account(app, commune, name).get(f"/vu-viec/{case.public_id}")
    assert found.status_code == status
    if status == 200:
        told = words_of(found.text)
        assert ACCUSED_NAME in told
        assert "Người khiếu nại" not in told
        assert ("Phong bì niêm phong" in told) is (name not in ("handler", "second"))


def test_a_custodian_prints_sends_and_records(app: Flask) -> None:
    commune = make(app)
    case = denounced(app, commune)
    client = as_account(app, commune, "custodian")
    listed = client.get(LETTERS).text
    print_url = re.search(r'href="(/vu-viec/[^"]+/thu/[^"]+/in)"', listed)
    assert print_url
    paper = client.get(print_url[1])
    assert paper.status_code == 200
    with app.app_context():
        assert str(stored(case.id).code) in paper.text
    url = f"/vu-viec/{case.public_id}/nguoi-to-cao/tell-acceptance"
    assert url in listed
    form = client.get(url)
    assert form.status_code == 200
    fields = dict(re.findall(r'<input[^>]*name="(csrf_token|form_key|version|draft)"[^>]*value="([^"]*)"', form.text))
    told = {**fields, "happened_on": "16/11/2026", "letter_manner": "posted", "letter_result": "delivered"}
    refused = client.post(url, data=told)
    assert refused.status_code == 422
    assert "niêm phong lại" in refused.text
    done = client.post(url, data={**told, "new_envelope": "77"})
    assert done.status_code == 303, words_of(done.text)
    with app.app_context():
        assert case_row(case.id).envelope == "77"
    assert url not in client.get(LETTERS).text
    assert client.get(url).status_code == 409
    assert as_account(app, commune, "handler").get(url).status_code in (403, 404)


def test_the_letter_bears_the_code_of_the_visit(app: Flask) -> None:
    from caseapp.reception.commands.denouncing import GivenFromVisit, open_from_visit

    commune = make(app)
    with app.app_context():
        visit = log(commune, a_denunciation("26"))
        case = open_from_visit(GivenFromVisit(), acting(commune, visit))
        do(commune, case, "decline")
        act = reading().execute(sa.select(Act.public_id).where(Act.dossier_id == case.id)).scalar_one()
        code = str(stored(visit.id).code)
    page = as_account(app, commune, "supervisor").get(f"/vu-viec/{case.public_id}/thu/{act}/in")
    assert page.status_code == 200
    assert code in page.text
    assert "không đủ cơ sở" in page.text


def test_words_of_the_denouncer_stay_on_paper(app: Flask, home: Path) -> None:
    """No door of a sealed case takes a person: what a caller gives of one is dropped before anything is stored."""
    commune = make(app)
    with app.app_context():
        case = accepted(commune, people=(1, 2, 3), people_count=7, nomination="Zwuởquỳnhđượm ủy quyền")
        assert (case_row(case.id).people_count, case_row(case.id).nomination) == (1, "")
        assert traces(["Zwuởquỳnhđượm"], home) == []
        assert viewer_of(commune, "supervisor")
