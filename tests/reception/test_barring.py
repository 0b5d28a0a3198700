"""Accounts made or renamed later are barred from denunciations that mean them, on both databases, waiting for nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g

from caseapp.db import db, reading, writing
from caseapp.dossiers.models import Accused
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.ledger.models import JournalRow
from caseapp.reception.accused import named_in_full
from caseapp.reception.bars import others_said
from caseapp.reception.commands.acting import correct
from caseapp.reception.commands.barring import Lifting, lift
from caseapp.reception.commands.logging import GivenVisit
from caseapp.reception.queries.barred import doubted_of
from caseapp.reception.queries.office import officials_meant
from caseapp.staff.commands.accounts import AccountEntry, add_account, edit_account
from caseapp.staff.commands.acting import Acting as Administering
from caseapp.staff.commands.roles import grant_role
from caseapp.staff.models import Account, Unit
from caseapp.staff.roles import Level, Role
from caseapp.web.errors import Refusal
from tests.office.making import NOW, TODAY, Commune, a_denunciation, acting, log, make_commune, proof, stored, visit_row
from tests.staff.making import give_role, make_account, make_unit

OWNER = Administering(None, NOW, TODAY)


@pytest.fixture
def commune(any_app: Flask) -> Iterator[Commune]:
    """A province with two communes; the test works in the first."""
    with any_app.app_context():
        province = make_commune("P", roles=["supervisor"])
        here = make_commune("A", province)
        log(here)      # an open row first, as in every office
        make_commune("B", province, roles=["reception"])
        yield here


def accusing(name: str, post: str = "", story: str = "Nhận tiền") -> GivenVisit:
    given = a_denunciation(envelope="")
    assert given.denouncer is not None
    return replace(given, content=story, denouncer=replace(given.denouncer, accused_name=name, accused_post=post))


def unit_of(code: str) -> int:
    return int(reading().execute(sa.text("SELECT id FROM unit WHERE code = :code"), {"code": code}).scalar_one())


def add(name: str, display: str, title: str = "", unit: str = "A") -> str:
    add_account(name, AccountEntry(display, title, unit_of(unit)), (Role.HANDLER,), OWNER)
    return str(reading().execute(sa.select(Account.public_id).where(Account.name == name)).scalar_one())


def barred(public_id: str) -> list[int]:
    query = sa.select(Accused.dossier_id).join(Account, Account.id == Accused.account_id).where(
        Account.public_id == public_id).order_by(Accused.dossier_id)
    return list(reading().execute(query).scalars())


def found() -> list[Any]:
    return list(reading().execute(sa.select(JournalRow.unit_id, JournalRow.dossier_id, JournalRow.sealed, JournalRow.body)
                                  .where(JournalRow.act == "accused.found")))


@pytest.mark.parametrize(("written", "post", "name", "title", "means"), [
    ("Lâm Văn Tường", "", "Lâm Văn Tường", "", True),
    ("ông TUONG", "", "Lâm Văn Tường", "", True),
    ("L.V. Tường", "", "Lâm Văn Tường", "", True),
    ("không rõ tên", "công chức địa chính phường", "Tô Văn Đất", "Công chức địa chính", True),
    ("Lâm Văn Tường", "", "Lâm Văn Tưởng Niệm", "", False),
    ("Lâm Văn Tường", "", "Tô Văn Đất", "Công chức địa chính", False),
])
def test_an_account_made_later(
    commune: Commune, written: str, post: str, name: str, title: str, means: bool,
) -> None:
    dossier = log(commune, accusing(written, post))
    other = log(commune, accusing("Người Khác Hẳn"))
    public_id = add("moi", name, title)
    assert barred(public_id) == ([dossier.id] if means else [])
    rows = found()
    assert [(row.unit_id, row.dossier_id, row.sealed) for row in rows] == (
        [(commune.unit, dossier.id, True)] if means else [])
    for row in rows:
        assert json.loads(row.body)["facts"] == {"account": public_id}
        assert "Tường" not in row.body
    assert other.id not in barred(public_id)
    assert proof() == []


def test_an_account_renamed_or_given_a_post_later(commune: Commune) -> None:
    dossier = log(commune, accusing("Lâm Văn Tường"))
    second = log(commune, accusing("không rõ", "Phó trưởng phòng"))
    public_id = add("moi", "Lâm Văn Tùng")
    assert barred(public_id) == []
    edit_account(public_id, 1, AccountEntry("Lâm Văn Tường", "", commune.unit), OWNER)
    assert barred(public_id) == [dossier.id]
    edit_account(public_id, 2, AccountEntry("Lâm Văn Tùng", "Phó trưởng phòng", commune.unit), OWNER)
    assert barred(public_id) == sorted([dossier.id, second.id])      # a bar does not fall with the name
    assert len(found()) == 2
    assert proof() == []


def test_whoever_moves_here_or_gets_a_role_here_is_compared_again(commune: Commune) -> None:
    """By given name alone only those near are meant: so coming nearer is a reason to look again."""
    sealed = log(commune, accusing("ông Tường"))
    moved, lent = add("moved", "Lâm Văn Tường", unit="B"), add("lent", "Trịnh Công Tường", unit="B")
    assert (barred(moved), barred(lent)) == ([], [])
    edit_account(moved, 1, AccountEntry("Lâm Văn Tường", "", unit_of("A")), OWNER)
    grant_role(lent, Role.HANDLER, unit_of("A"), TODAY, None, OWNER)
    assert (barred(moved), barred(lent)) == ([sealed.id], [sealed.id])
    assert proof() == []


def test_a_row_of_an_old_book_is_compared_by_its_story(commune: Commune) -> None:
    dossier = log(commune, accusing("", story="Tố cáo ông Tường nhận tiền khi tách thửa"))
    named = log(commune, accusing("Người Khác Hẳn", story="Có ông Tường đứng đó"))
    assert barred(add("moi", "Lâm Văn Tường")) == [dossier.id]
    assert named.id != dossier.id


def test_above_below_and_beside(commune: Commune) -> None:
    """Near by every measure; a neighbour, who reads nothing here, only by the whole name."""
    dossier = log(commune, accusing("ông Tường", "chủ tịch"))
    assert barred(add("tren", "Lâm Văn Tường", unit="P")) == [dossier.id]
    assert barred(add("canh", "Lâm Văn Tường", unit="B")) == []
    whole = log(commune, accusing("Lâm Văn Tường"))
    assert barred(add("canh2", "Lâm Văn Tường", unit="B")) == [whole.id]
    with writing() as session:
        make_unit(session, "A1", level=Level.HAMLET, parent=session.get_one(Unit, commune.unit))
    assert barred(add("duoi", "Lâm Văn Tường", unit="A1")) == sorted([dossier.id, whole.id])
    assert proof() == []


def test_a_neighbour_with_a_role_here_is_near(commune: Commune) -> None:
    dossier = log(commune, accusing("ông Tường"))
    with writing() as session:
        b, a = session.get_one(Unit, unit_of("B")), session.get_one(Unit, commune.unit)
        account = make_account(session, "canh", ["handler"], b, display="Nguyễn Văn A")
        give_role(session, account, "supervisor", a)
    edit_account(account.public_id, 1, AccountEntry("Lâm Văn Tường", "", unit_of("B")), OWNER)
    assert barred(account.public_id) == [dossier.id]


def test_an_act_that_fails_bars_nobody(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    from caseapp.staff.commands import accounts

    log(commune, accusing("Lâm Văn Tường"))

    def power_cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(accounts, "record", power_cut)
    with pytest.raises(KeyboardInterrupt):
        add("moi", "Lâm Văn Tường")
    assert reading().execute(sa.select(sa.func.count()).select_from(Accused)).scalar_one() == 0
    assert found() == []
    assert proof() == []


@pytest.mark.parametrize("any_app", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_it_waits_for_nobody(commune: Commune) -> None:
    """Somebody acts in the dossier's unit: the bar is there at once, its row stands in the account's own unit."""
    dossier = log(commune, accusing("Lâm Văn Tường"))
    with db.engine.connect() as other, other.begin():
        other.execute(sa.text("SELECT * FROM chain WHERE unit_id = :unit FOR UPDATE"), {"unit": commune.unit})
        public_id = add("tren", "Lâm Văn Tường", unit="P")
    assert barred(public_id) == [dossier.id]
    assert [(row.unit_id, row.dossier_id, row.sealed) for row in found()] == [(unit_of("P"), dossier.id, True)]
    assert proof() == []


def test_many_at_once_stay_provable(commune: Commune) -> None:
    made = [log(commune, accusing("Lâm Văn Tường")) for _ in range(12)]
    assert barred(add("moi", "Lâm Văn Tường")) == sorted(one.id for one in made)
    log(commune)
    assert proof() == []


# ---- what an administrator writes of an account takes a denunciation from nobody who reads it -------------------------

READING = ("supervisor", "custodian", "auditor")


def rename(account: int, name: str, title: str = "", unit: int | None = None) -> None:
    row = reading().execute(sa.select(Account.public_id, Account.version, Account.unit_id).where(Account.id == account)).one()
    edit_account(row.public_id, row.version, AccountEntry(name, title, unit or row.unit_id), OWNER)


def acts(act: str) -> int:
    return int(reading().execute(sa.select(sa.func.count()).where(JournalRow.act == act)).scalar_one())


def test_renamed_to_the_accused_and_back(commune: Commune) -> None:
    """An administrator renames every reader and the officer to the accused's name and back: all read on."""
    dossier = log(commune, accusing("Hồ Văn Quản"))
    for role in (*READING, "reception"):
        account = commune.accounts[role]
        rename(account, "Hồ Văn Quản")
        assert barred(public_id_of(account)) == [dossier.id]
        rename(account, f"Người {role}")
        assert barred(public_id_of(account)) == []
    assert (acts("accused.found"), acts("accused.fall")) == (4, 4)
    assert proof() == []


def test_one_reader_is_left_and_told_of(commune: Commune) -> None:
    """Nobody gives the name back: whoever is the last to read it stays, and everybody who reads it is told."""
    dossier = log(commune, accusing("Hồ Văn Quản", "kế toán trưởng"))
    province = reading().execute(sa.select(Account.id).where(Account.name == "supervisor.p")).scalar_one()
    everybody = [*(commune.accounts[role] for role in READING), province]
    for account in everybody:
        rename(account, "Hồ Văn Quản")
    assert [len(barred(public_id_of(account))) for account in everybody] == [1, 1, 1, 0]
    assert acts("accused.doubt") == 1
    assert [row.id for row in doubted_of(of_page(dossier.id))] == [province]
    rename(province, "Hồ Văn Quản", "Phó Chủ tịch")
    assert acts("accused.doubt") == 1      # said once
    rename(province, "Chủ tịch thành phố")
    assert doubted_of(of_page(dossier.id)) == []
    assert proof() == []


def test_a_doubt_is_ended_by_another_reader(commune: Commune) -> None:
    dossier = log(commune, accusing("Hồ Văn Quản"))
    head, custodian = (commune.accounts[role] for role in ("supervisor", "custodian"))
    with writing() as session:
        for name in ("auditor.a", "supervisor.p"):
            session.execute(sa.update(Account).where(Account.name == name).values(disabled_on=TODAY))
    rename(custodian, "Hồ Văn Quản")
    rename(head, "Hồ Văn Quản")
    assert [row.id for row in doubted_of(of_page(dossier.id))] == [head]
    for by in (head, custodian):      # not the one it concerns, and nobody who is barred
        with pytest.raises(LookupError):
            lift(public_id_of(head), "không phải tôi", Lifting(dossier.id, commune.unit, by, NOW))
    lift(public_id_of(head), "trùng họ tên", Lifting(dossier.id, commune.unit, commune.accounts["auditor"], NOW))
    assert doubted_of(of_page(dossier.id)) == []
    with pytest.raises(LookupError):
        lift(public_id_of(head), "lần nữa", Lifting(dossier.id, commune.unit, commune.accounts["auditor"], NOW))
    assert proof() == []


def test_whoever_could_not_read_it_stays_barred(commune: Commune) -> None:
    """The accused's own account, made later: another post or name opens nothing."""
    dossier = log(commune, accusing("không rõ tên", "kế toán trưởng"))
    public_id = add("moi", "Lâm Văn Tường", "Kế toán trưởng")
    grant_role(public_id, Role.SUPERVISOR, commune.unit, TODAY, None, OWNER)
    edit_account(public_id, 1, AccountEntry("Lâm Văn Tường", "Phó Chủ tịch", commune.unit), OWNER)
    assert barred(public_id) == [dossier.id]
    assert acts("accused.fall") == 0


def test_somebody_else_stays_so_until_he_bears_a_new_name(commune: Commune) -> None:
    """Unticked at the counter: neither a new post, nor a role, nor his own name taken up again bars him."""
    head = commune.accounts["supervisor"]
    rename(head, "Phạm Quốc Dũng")
    others = others_said([account_row(head)])
    dossier = log(commune, accusing("Phạm Quốc Dũng", "chủ tịch"), journal=others)
    rename(head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
    grant_role(public_id_of(head), Role.CLERK, commune.unit, TODAY, None, OWNER)
    rename(head, "Trần Minh Thắng", "Chủ tịch UBND phường")
    rename(head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
    assert barred(public_id_of(head)) == []
    assert acts("accused.found") == 0
    body = reading().execute(sa.select(JournalRow.body).where(
        JournalRow.act == "visit.log", JournalRow.dossier_id == dossier.id)).scalar_one()
    assert public_id_of(head) in body
    assert "dung" not in body.lower()
    assert proof() == []


def test_somebody_else_with_a_new_name_that_matches(commune: Commune) -> None:
    head = commune.accounts["supervisor"]
    rename(head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
    others = others_said([account_row(head)])
    dossier = log(commune, accusing("Lâm Văn Tường", "chủ tịch"), journal=others)
    rename(head, "Lâm Văn Tường", "Chủ tịch UBND phường")
    assert barred(public_id_of(head)) == [dossier.id]
    rename(head, "Phạm Quốc Dũng", "Chủ tịch UBND phường")
    assert barred(public_id_of(head)) == []


def test_a_lifted_bar_is_a_word_too(commune: Commune) -> None:
    dossier = log(commune, accusing("không rõ", "phó trưởng phòng"))
    public_id = add("moi", "Lâm Văn Tùng", "Phó trưởng phòng")
    assert barred(public_id) == [dossier.id]
    lift(public_id, "phòng khác", lifting(commune, dossier.id))
    edit_account(public_id, 1, AccountEntry("Lâm Văn Tùng", "Phó trưởng phòng Nội vụ", commune.unit), OWNER)
    assert barred(public_id) == []


def test_the_instant_is_the_acts_own(commune: Commune, any_app: Flask) -> None:
    dossier = log(commune, accusing("ông Tường"))
    lent = add("lent", "Trịnh Công Tường", unit="B")
    later = NOW + timedelta(days=3)
    any_app.config["CLOCK"] = lambda: later
    g.pop("now", None)
    grant_role(lent, Role.HANDLER, commune.unit, TODAY, None, replace(OWNER, at=later))
    at = reading().execute(sa.select(JournalRow.at).where(JournalRow.act == "accused.found")).scalar_one()
    assert (at, barred(lent)) == (later, [dossier.id])


def test_a_correction_leaves_somebody_to_read_it(commune: Commune) -> None:
    dossier = log(commune, accusing("Lâm Văn Tường"))
    province = reading().execute(sa.select(Account.id).where(Account.name == "supervisor.p")).scalar_one()
    everybody = [*(commune.accounts[role] for role in READING), province]
    with pytest.raises(Refusal) as refused:
        correct({}, None, acting(commune, dossier), accused=everybody)
    assert refused.value.field == "accused_account"
    assert [barred(public_id_of(account)) for account in everybody] == [[], [], [], []]
    assert correct({}, None, acting(commune, dossier), accused=everybody[1:]) == ["accused"]
    with pytest.raises(Refusal):
        correct({}, None, acting(commune, dossier), accused=everybody[:1])


def test_a_correction_keeps_who_is_somebody_else(commune: Commune) -> None:
    head = commune.accounts["supervisor"]
    rename(head, "Phạm Quốc Dũng")
    dossier = log(commune, accusing("Lâm Văn Tường"))
    correct({"accused_name": "Phạm Quốc Dũng"}, None, acting(commune, dossier), others=[head])
    rename(head, "Phạm Quốc Dũng", "Chủ tịch")
    assert barred(public_id_of(head)) == []
    assert acts("accused.other") == 1
    assert proof() == []


def of_page(dossier_id: int) -> Any:
    """What the page of a visit knows of the accused."""
    row = visit_row(dossier_id)
    return SimpleNamespace(id=dossier_id, accused_name=row.accused_name, accused_post=row.accused_post,
                           content=row.content)


def account_row(account: int) -> Any:
    return reading().execute(sa.select(Account.public_id, Account.display_fold).where(Account.id == account)).one()


# ---- letting in again --------------------------------------------------------------------------------------------------


def lifting(commune: Commune, dossier_id: int, role: str = "custodian", **changes: Any) -> Lifting:
    return replace(Lifting(dossier_id, commune.unit, commune.accounts[role], NOW), **changes)


def public_id_of(account: int) -> str:
    return str(reading().execute(sa.select(Account.public_id).where(Account.id == account)).scalar_one())


def test_lifted_once_with_its_reason_beside_the_chain(commune: Commune) -> None:
    dossier = log(commune, a_denunciation(accused=[commune.accounts["supervisor"]]))
    head = public_id_of(commune.accounts["supervisor"])
    version = stored(dossier.id).version
    lift(head, "Ở xã khác", lifting(commune, dossier.id, form_key="k" * 22))
    assert barred(head) == []
    assert stored(dossier.id).version == version
    with pytest.raises(FormKeyUsed):
        lift(head, "Ở xã khác", lifting(commune, dossier.id, form_key="k" * 22))
    with pytest.raises(LookupError):
        lift(head, "Ở xã khác", lifting(commune, dossier.id))
    assert proof() == []


def test_the_accused_lifts_neither_his_own_bar_nor_another(commune: Commune) -> None:
    both = [commune.accounts["supervisor"], commune.accounts["auditor"]]
    dossier = log(commune, a_denunciation(accused=both))
    for account in both:
        with pytest.raises(LookupError):
            lift(public_id_of(account), "tôi", lifting(commune, dossier.id, "supervisor"))
        assert barred(public_id_of(account)) == [dossier.id]


# ---- choosing ----------------------------------------------------------------------------------------------------------


def test_a_correction_bars_further_accounts_once(commune: Commune) -> None:
    head = commune.accounts["supervisor"]
    dossier = log(commune, a_denunciation(accused=[head]))
    assert correct({}, None, acting(commune, dossier), accused=[head]) == []
    chosen = [head, commune.accounts["auditor"]]
    assert correct({"note": "x"}, None, acting(commune, dossier), accused=chosen) == ["accused", "note"]
    assert barred(public_id_of(commune.accounts["auditor"])) == [dossier.id]
    with pytest.raises(ValueError, match="accused"):
        correct({}, None, acting(commune, dossier), accused=[commune.accounts["reception"]])
    ordinary = log(commune)
    assert correct({}, None, acting(commune, ordinary), accused=chosen) == []
    assert proof() == []


def test_who_may_be_meant_near_and_far(commune: Commune) -> None:
    with writing() as session:
        a, b = (session.get_one(Unit, unit) for unit in (commune.unit, unit_of("B")))
        make_account(session, "dat", ["handler"], a, display="Tô Văn Đất", title="Địa chính viên")
        make_account(session, "dat2", ["handler"], b, display="Lê Thị Đất", title="Địa chính viên")
        make_account(session, "khoa", ["handler"], a, display="Trần Văn Khóa", disabled_on=TODAY)

    def names(text: str) -> list[str]:
        return [row.display_name for row in officials_meant(text, commune.unit)]

    assert names("ông Đất") == ["Tô Văn Đất"]
    assert names("địa chính viên") == ["Tô Văn Đất"]
    assert names("bà Lê Thị Đất và ông Khóa") == ["Trần Văn Khóa", "Lê Thị Đất"]
    assert names("  ") == names(", ") == []


def test_a_name_of_one_word_is_no_whole_name() -> None:
    class Somebody:
        def __init__(self, name: str) -> None:
            self.display_fold, self.title = name, ""

    people = [Somebody("nga"), Somebody("le thi nga")]
    assert named_in_full("Bà Lê Thị Nga đi nước Nga", people) == people[1:]
