"""A dispute that did not end well becomes a petition at the commune, once, with people, facts and papers."""

from __future__ import annotations

import threading
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.cases.models import CaseFile
from caseapp.cases.queries.cases import linked_to
from caseapp.cases.rules import CASES
from caseapp.db import reading
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.files import path_of, store_file
from caseapp.dossiers.models import Attachment, Clock, Dossier, Link, Party
from caseapp.law.petitions import CLASSIFY
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.commands.handing_on import GivenHandOn, hand_on
from caseapp.mediation.commands.promises import break_promise
from caseapp.mediation.queries.handed_on import petitions_from
from caseapp.people.models import Person
from caseapp.petitions.models import Channel, Petition
from caseapp.petitions.sealing import see_sealable
from caseapp.proof import faults
from caseapp.staff.sessions import load_viewer
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from caseapp.workflow.engine import Refused
from tests.mediation.making import HOA, act, acting, make_hamlets, open_one, stored
from tests.mediation.test_promises import STEP, rows, settled
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.dossiers.acting import Acting
    from caseapp.dossiers.files import Stored
    from caseapp.staff.models import Account
    from caseapp.staff.viewer import Viewer
    from tests.mediation.making import Hamlets

JPEG = b"\xff\xd8\xff\xe0" + b"photo" * 50


def photo(name: str = "bac-them.jpg") -> Stored:
    """A photo that lies in the store."""
    return store_file(BytesIO(JPEG), name, limit=1 << 20)


def failed(office: Hamlets, by: Account | None = None) -> Any:
    """A dispute that failed today, with a photo from its first day."""
    dispute = open_one(office, by, papers=(photo(),))
    act(office, dispute, "fail", by=by)
    return stored(dispute.public_id)


def person_of(dispute: Any, name: str) -> str:
    """The public id of a party."""
    return str(reading().execute(sa.select(Person.public_id).join(Party, Party.person_id == Person.id).where(
        Party.dossier_id == dispute.id, Person.name == name)).scalar_one())


def asks(dispute: Any, **changes: Any) -> GivenHandOn:
    """Mr Hòa wants the commune to deal with it."""
    return replace(GivenHandOn((person_of(dispute, HOA.person.name),), "Đề nghị phường giải quyết lối đi.", today()),
                   **changes)


def viewer_of(app: Flask, account: Account) -> Viewer:
    """Somebody as their pages see them; within an application context."""
    person, _seen = load_viewer(sign_in(app.test_client(), account), now(), today())
    assert person is not None
    return person


def petition_row(public_id: str) -> Any:
    """The petition as it is stored, with its file."""
    return reading().execute(
        sa.select(*Dossier.__table__.c, CaseFile.content, CaseFile.demand, CaseFile.forwarded_by, CaseFile.respondent,
                  CaseFile.received_on, Petition.channel, Petition.content_kind)
        .join(CaseFile, CaseFile.dossier_id == Dossier.id).join(Petition, Petition.dossier_id == Dossier.id)
        .where(Dossier.public_id == public_id)).one()


def files_of(dossier: Any) -> list[Any]:
    """The files of a dossier."""
    return list(reading().execute(sa.select(*Attachment.__table__.c).where(
        Attachment.dossier_id == dossier.id).order_by(Attachment.id)))


def test_one_step_makes_one_petition_with_everything(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = failed(office)
        key = hand_on(asks(dispute, papers=(photo("don.jpg"),)), acting(office, dispute))
        petition = petition_row(key)
        assert (petition.unit_id, petition.kind, petition.state, petition.sealed) == (
            office.commune.id, "petition", "received", False)
        assert (petition.channel, petition.content_kind, petition.forwarded_by, petition.received_on) == (
            Channel.AUTHORITY, None, "Tổ hòa giải khóm 3", today())
        assert "bậc thềm" in petition.content
        assert "không thành" in petition.content
        assert petition.demand == "Đề nghị phường giải quyết lối đi."
        assert petition.respondent == ""
        assert "Bên kia: Nguyễn Thị Sáu, Số 6 hẻm 12, khóm 3." in petition.content
        assert petition.subject == "Lối đi chung giữa hai hộ hẻm 12"
        writer = reading().execute(
            sa.select(Person.name, Person.unit_id, Person.address, Party.role)
            .join(Party, Party.person_id == Person.id).where(Party.dossier_id == petition.id)).one()
        assert writer == ("Lê Văn Hòa", office.commune.id, "Số 4 hẻm 12, khóm 3", "complainant")
        assert reading().execute(sa.select(Clock.rule).where(
            Clock.dossier_id == petition.id, Clock.ended_by.is_(None))).scalars().all() == [CLASSIFY.code]
        here, there = files_of(dispute), files_of(petition)
        assert [one.name for one in here] == [one.name for one in there] == ["bac-them.jpg", "don.jpg"]
        assert {one.stored_as for one in here}.isdisjoint(one.stored_as for one in there)
        assert all(path_of(one.stored_as).read_bytes() == JPEG for one in there)
        assert [(one.public_id, one.unit_name) for one in petitions_from(dispute.id)] == [
            (key, "UBND phường An Thịnh")]
        head = viewer_of(any_app, office.head)
        assert {one.public_id for one in linked_to(head, petition.id)} == {dispute.public_id}
        assert {one.public_id for one in linked_to(head, dispute.id)} == {key}
        assert stored(dispute.public_id).state == "failed"
        assert reading().execute(sa.select(sa.func.count()).where(Dossier.kind.in_(CASES))).scalar_one() == 0
        assert faults(9) == []


def test_a_petition_out_of_a_dispute_is_not_sealed_in_place(app: Flask) -> None:
    """The team knows who sent it, and its book says so: what turns out a denunciation gets an envelope of its own."""
    with app.app_context():
        office = make_hamlets(app)
        dispute = failed(office)
        key = hand_on(asks(dispute), acting(office, dispute))
        petition = stored(key)
        with pytest.raises(Refusal, match="lập từ vụ hòa giải HG"):
            see_sealable(reading(), petition.id, None)


def test_pressed_twice_it_is_one_petition(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        dispute = failed(office)
        how = acting(office, dispute, form_key="twice")
        hand_on(asks(dispute), how)
        with pytest.raises(FormKeyUsed):
            hand_on(asks(dispute), how)
        with pytest.raises(Stale):      # another tab
            hand_on(asks(dispute), replace(how, form_key="other"))
        with pytest.raises(Refusal) as refused:      # the same party, seeing what was done
            hand_on(asks(dispute), acting(office, dispute))
        assert refused.value.field == "petitioners"
        assert len(files_of(dispute)) == 1
        hand_on(asks(dispute, petitioners=(person_of(dispute, "Nguyễn Thị Sáu"),), files=()), acting(office, dispute))
        assert [one.no for one in petitions_from(dispute.id)] == [1, 2]
        stores = list((any_app.extensions["settings"].home / "files").rglob("*"))
        assert sum(one.is_file() for one in stores) == reading().execute(
            sa.select(sa.func.count()).select_from(Attachment)).scalar_one()      # nothing is left behind


def test_what_was_promised_and_not_done_goes_along(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = settled(office, STEP)
        with pytest.raises(Refused):      # it is still followed
            hand_on(asks(dispute), acting(office, dispute))
        break_promise(rows(dispute)[0].public_id, today(), "Không phá.", acting(office, dispute))
        act(office, dispute, "give-up", by=office.leader)
        petition = petition_row(hand_on(
            asks(dispute, petitioners=(person_of(dispute, "Nguyễn Thị Sáu"),)), acting(office, dispute)))
        assert "Không thực hiện cam kết: Lê Văn Hòa: Phá bậc thềm." in petition.content


def test_what_is_wrong_leaves_nothing(app: Flask) -> None:
    with app.app_context():
        office = make_hamlets(app)
        dispute = failed(office)
        for changes, field in (({"petitioners": ()}, "petitioners"), ({"summary": ""}, "summary")):
            with pytest.raises(Refusal) as refused:
                hand_on(asks(dispute, **changes), acting(office, dispute))
            assert refused.value.field == field
        with pytest.raises(LookupError):
            hand_on(asks(dispute, petitioners=("nobody",)), acting(office, dispute))
        with pytest.raises(Refused):      # of the team, but it was not given to her
            hand_on(asks(dispute), acting(office, dispute, office.tam))
        path_of(files_of(dispute)[0].stored_as).write_bytes(JPEG + b"!")
        with pytest.raises(Refusal) as refused:
            hand_on(asks(dispute), acting(office, dispute))
        assert refused.value.field == "files"
        hand_on(asks(dispute, files=()), acting(office, dispute))
        stores = list((app.extensions["settings"].home / "files").rglob("*"))
        assert sum(one.is_file() for one in stores) == 1
        assert reading().execute(sa.select(sa.func.count()).select_from(Link)).scalar_one() == 1


def test_two_hamlets_and_a_double_click_at_once(any_app: Flask) -> None:
    with any_app.app_context():
        office = make_hamlets(any_app)
        one, other = failed(office), failed(office, by=office.other_mediator)
        tries = [(asks(one), acting(office, one, form_key="click"))] * 2 + [
            (asks(other), acting(office, other, office.other_mediator))]
    gate, said = threading.Barrier(len(tries)), []

    def press(told: tuple[GivenHandOn, Acting]) -> None:
        with any_app.app_context():
            gate.wait(20)
            try:
                said.append(bool(hand_on(*told)))
            except FormKeyUsed:
                said.append(False)

    threads = [threading.Thread(target=press, args=(told,)) for told in tries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(said) == [False, True, True]
    with any_app.app_context():
        assert {row.no for dispute in (one, other) for row in petitions_from(dispute.id)} == {1, 2}
        assert faults(9) == []
