"""Writing persons: a new one, or one the unit already knows brought up to date."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from caseapp.people.identity import masked, number_index, open_number, seal_number
from caseapp.people.models import IdKind, Nature, Person
from caseapp.text import fold, new_public_id

# Changed on a known person whenever the form says something new; the name only when it is the same but for marks.
UPDATED = ("birth_year", "sex", "phone", "commune", "address", "id_issued")


@dataclass(frozen=True, slots=True)
class Given:
    """A person as the counter or an old book gives them; ``known`` is the public id of the one that was picked."""

    name: str
    id_kind: IdKind = IdKind.NONE
    id_number: str = ""
    id_missing: str = ""
    id_issued: str = ""
    birth_year: int | None = None
    sex: str | None = None
    phone: str = ""
    commune: str = ""
    address: str = ""
    nature: Nature = Nature.INDIVIDUAL
    known: str = ""


def as_given(person: Person) -> Given:
    """A person of one unit's books as another unit takes him in; the number is opened for it."""
    return Given(
        person.name, IdKind(person.id_kind), open_number(person.public_id, person.id_cipher), person.id_missing,
        person.id_issued, person.birth_year, person.sex, person.phone, person.commune, person.address,
        Nature(person.nature))


def take_in(session: Session, unit_id: int, given: Given) -> tuple[Person, dict[str, list[object]]]:
    """The stored person for ``given`` and what changed on a known one, as name → [old, new].

    The same identity number and the same name but for marks is the same person; the same number under
    another name is kept apart, since one of the two was misread and a person must look.
    """
    person = _find(session, unit_id, given)
    if person is None:
        return _new(session, unit_id, given), {}
    changes: dict[str, list[object]] = {}
    wanted = {name: value for name, value in asdict(given).items() if name in UPDATED and value not in (None, "")}
    if fold(given.name) == person.name_fold:
        wanted["name"] = given.name
    for name, value in wanted.items():
        old = getattr(person, name)
        if old != value:
            changes[name] = [old, value]
            setattr(person, name, value)
    if given.id_number and person.id_cipher is None:
        _put_number(person, given)
        changes["id_number"] = ["", person.id_masked]
    return person, changes


def _find(session: Session, unit_id: int, given: Given) -> Person | None:
    if given.known:
        picked = session.scalar(
            sa.select(Person).where(Person.public_id == given.known, Person.unit_id == unit_id))
        if picked is not None and _is_still(picked, unit_id, given):
            return picked
    if not given.id_number:
        return None
    return session.scalar(
        sa.select(Person).where(
            Person.unit_id == unit_id, Person.id_index == number_index(unit_id, given.id_number),
            Person.name_fold == fold(given.name)).order_by(Person.id).limit(1))


def _is_still(picked: Person, unit_id: int, given: Given) -> bool:
    """Whether the form, as it was sent, still describes the person that was picked."""
    if given.id_number and picked.id_index not in {None, number_index(unit_id, given.id_number)}:
        return False
    return picked.name_fold == fold(given.name)


def _new(session: Session, unit_id: int, given: Given) -> Person:
    person = Person(
        public_id=new_public_id(), unit_id=unit_id, nature=given.nature, name=given.name, name_fold=fold(given.name),
        birth_year=given.birth_year, sex=given.sex, id_kind=IdKind.NONE, id_missing=given.id_missing,
        id_issued=given.id_issued, phone=given.phone, commune=given.commune, address=given.address)
    if given.id_number:
        _put_number(person, given)
    session.add(person)
    session.flush()
    return person


def _put_number(person: Person, given: Given) -> None:
    person.id_kind, person.id_missing = given.id_kind, ""
    person.id_cipher = seal_number(person.public_id, given.id_number)
    person.id_index = number_index(person.unit_id, given.id_number)
    person.id_masked = masked(given.id_number)


def amend(session: Session, person: Person, given: Given) -> dict[str, list[object]]:
    """Correct what is known of a person; what changed, as name → [old, new], numbers masked. An empty number stays."""
    changes: dict[str, list[object]] = {}
    for name in ("name", *UPDATED):
        old, new = getattr(person, name), getattr(given, name)
        if old != new:
            changes[name] = [old, new]
            setattr(person, name, new)
    person.name_fold = fold(person.name)
    if given.id_number and person.id_index != number_index(person.unit_id, given.id_number):
        old_mask = person.id_masked
        _put_number(person, given)
        changes["id_number"] = [old_mask, person.id_masked]
    session.flush()
    return changes


def take_back(session: Session, person: Person, changes: Mapping[str, Sequence[object]]) -> None:
    """Put back what ``changes`` (name → [old, new]) altered, where nobody has altered it again since."""
    for name, (old, new) in changes.items():
        if name == "id_number":
            if not old and person.id_masked == new:
                person.id_kind, person.id_cipher, person.id_index, person.id_masked = IdKind.NONE, None, None, ""
        elif getattr(person, name) == new:
            setattr(person, name, old)
    person.name_fold = fold(person.name)
    session.flush()


def forget(session: Session, person_id: int) -> bool:
    """Delete a person no dossier names any more, nor any paper by which somebody speaks there; False when one does."""
    used = session.scalar(sa.text(
        "SELECT 1 FROM party WHERE person_id = :id UNION ALL SELECT 1 FROM mandate WHERE person_id = :id LIMIT 1"),
        {"id": person_id})
    if used is not None:
        return False
    session.execute(sa.delete(Person).where(Person.id == person_id))
    return True
