"""Attacks on sealing a visit whose petition lies in a case: the case went on elsewhere, where the name would stay."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from caseapp.cases.commands.handing_over import take_over
from caseapp.cases.commands.merging import GivenMerge, merge
from caseapp.cases.commands.opening import GivenCase, Opening
from caseapp.cases.commands.second_instance import GivenFirst, GivenSecond, open_second
from caseapp.db import reading
from caseapp.dossiers.models import Party
from caseapp.gazette import office_calendar
from caseapp.people.models import Person
from caseapp.reception.queries.petitions import petitions_of
from caseapp.web.errors import Refusal
from caseapp.web.now import now, today
from tests.cases.making import acting as acting_on_case
from tests.cases.making import make_office, open_case, stored, walk
from tests.cases.test_handing_over import by, give, neighbour
from tests.reception.test_petitioning import log
from tests.reception.test_sealing_petition import BAY, PETITION, open_visit, sealing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

    from tests.cases.making import Office


@pytest.fixture
def office(any_app: Flask) -> Iterator[Office]:
    """A commune on each database."""
    made = make_office(any_app)
    with any_app.app_context():
        yield made


def named() -> list[str]:
    """Every name that stands in a dossier."""
    return list(reading().execute(sa.select(Person.name).join(Party, Party.person_id == Person.id)).scalars())


def refused(office: Office, visit: object, words: str) -> None:
    """That sealing is refused with these words, or leaves nobody of that name."""
    before = named()
    with pytest.raises(Refusal, match=words):
        sealing(office, visit)      # type: ignore[arg-type]
    assert named() == before


def test_a_case_that_was_laid_into_another_keeps_no_name(office: Office) -> None:
    visit, held = open_visit(office)
    other = open_case(office, people=(BAY,))
    merge(GivenMerge(other.id, stored(other.id).version, "Một việc."), acting_on_case(office, held.case))      # type: ignore[arg-type]
    refused(office, visit, "Tách ra trước")


def test_a_case_handed_over_keeps_no_name_of_whoever_joined_it(any_app: Flask, office: Office) -> None:
    unit, head, _handler = neighbour(any_app, office)
    first = log(office, BAY, petition=replace(PETITION, joins=""))
    (held,) = petitions_of(reading(), first.id)
    visit, _held = open_visit(office, joins=held.number)
    give(office, stored(held.case.id), unit)
    take_over(held.case.public_id, by(unit, head))
    refused(office, visit, "chuyển đơn vị khác")


@pytest.mark.parametrize("joined", [False, True])
def test_a_second_instance_above_keeps_no_name(office: Office, joined: bool) -> None:
    visit, held = open_visit(office)
    if joined:
        visit, _held = log(office, BAY, petition=replace(PETITION, joins=held.number)), None
    walk(office, stored(held.case.id), "deliver")
    open_second(GivenSecond("complaint-2", GivenCase("Không đồng ý", today()), GivenFirst(
        today(), "commune-head", "decided", "101/QĐ-UBND", "Chủ tịch UBND phường", dossier_id=held.case.id)), office.province.id,
        Opening(office.province_head.id, now(), today(), office_calendar()))
    refused(office, visit, "lần hai" if joined else "Người đứng đầu kết thúc")
