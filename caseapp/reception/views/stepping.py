"""Filling in a visit's form step by step: what a script does in the page, done here for a browser without one."""
from __future__ import annotations

import re

from caseapp.db import reading
from caseapp.people.identity import kind_of_number
from caseapp.reception.forms.visit import MOST_PAPERS, MOST_PEOPLE, VisitForm
from caseapp.reception.queries.petitions import TAKES_MORE, petitions_of
from caseapp.reception.queries.visits import find_visit
from caseapp.reception.views.alike import carry_out_pick
from caseapp.reception.views.counter import Counter
from caseapp.staff.viewer import viewer

_PICK = re.compile(r"(same|other|none)(?::([\w-]{16,24}))?(?::([\w-]{16,24}))?")

_DROP = re.compile(r"drop-([1-9])")


def carry_out_step(form: VisitForm, counter: Counter, step: str, pick: str) -> str:
    """Do the step a button asked for; returns its name, or nothing when the form is to be saved."""
    if pick and carry_out_pick(viewer(), form, pick):
        counter.look_for_alike(viewer(), form)
        return "alike"
    if pick:
        return _pick(form, counter, pick)
    if step == "person" and not form.sealed and len(form.people.entries) < MOST_PEOPLE:
        form.people.append_entry()
    elif (dropped := _DROP.fullmatch(step)) and not form.sealed:
        _drop(form, int(dropped[1]))
        return "person"
    elif step == "paper" and len(form.papers.entries) < MOST_PAPERS:
        form.papers.append_entry()
    elif step == "find" and not form.sealed:
        _find(form, counter)
    elif step == "alike" and not form.sealed:
        counter.look_for_alike(viewer(), form)
    elif step == "accused" and form.sealed and counter.accounts is not None:
        counter.accounts.look_up()
    return step if step in ("kind", "person", "paper", "find", "alike", "accused", "later") else ""


def _open_case_of(visit_id: int) -> str:
    """The number of the complaint that the petition of a visit lives in, while it can take another."""
    return next((held.number for held in petitions_of(reading(), visit_id) if held.case.state in TAKES_MORE), "")


def _drop(form: VisitForm, place: int) -> None:
    """Take an added person's lines off again; the first person's, place 0, stay."""
    del form.people.entries[place:place + 1]


def _find(form: VisitForm, counter: Counter) -> None:
    """Look up who came; the words that were typed go on to the line they belong to."""
    words = form.lookup.data or ""
    counter.look_up(viewer(), words)
    first = form.people.entries[0].form
    line = first.id_number if kind_of_number(words) else first.name
    if words and not line.data:
        line.raw_data, line.data = None, words


def _pick(form: VisitForm, counter: Counter, pick: str) -> str:
    """Take an earlier person's lines over; for the same matter the visit is tied to the earlier one."""
    chosen = _PICK.fullmatch(pick)
    if chosen is None or form.sealed or not form.kind:
        return "find"
    what, person_id, visit_id = chosen.groups()
    first = form.people.entries[0].form
    if what == "none" or not person_id:
        first.known.data = form.same_as.data = form.joins.data = ""
        return "find"
    person = counter.know(person_id)
    if person is None:
        return "find"
    first.known.data = person_id
    for name in ("name", "birth_year", "sex", "phone", "commune", "address"):
        line = first[name]
        line.raw_data, line.data = None, getattr(person, name) or (None if name in ("birth_year", "phone") else "")
    form.same_as.data = form.joins.data = ""
    if what == "same" and visit_id and (visit := find_visit(viewer(), visit_id)) is not None and not visit.sealed:
        form.same_as.data, form.repeat.data = visit_id, "again"
        form.joins.raw_data, form.joins.data = None, _open_case_of(visit.id)
    return "find"
