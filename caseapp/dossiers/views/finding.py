"""Quick find: a number, a code, an identity number, a name, words; kept out of every address."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.dossiers.forms import SearchForm
from caseapp.dossiers.models import Ended
from caseapp.dossiers.queries import SHOWN, by_identity, by_ids, by_number, names_of, recent_years
from caseapp.dossiers.scope import scope
from caseapp.dossiers.search import find_search, hits, keep_search
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.blueprint import dossiers, number_words
from caseapp.gazette import office_calendar
from caseapp.law.limits import Unit
from caseapp.people.identity import bare_number, is_number_search
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import fold
from caseapp.web.access import guarded
from caseapp.web.badges import Badge, Due, due_badge
from caseapp.web.now import now, today

PEOPLE_SHOWN = 8
NO_DOSSIER = 0
STRAIGHT = 3      # figures of a bare number, “118”, from which on it is surely one
# “TCD 2026/0931”, “tcd 2026 25”, “kn2 118”, “2026/0931”, “0931”
_NUMBER = re.compile(r"(?:(?P<register>[a-z]+(?:\d(?=[ .-]))?(?:[ -][a-z]+)?)[ .-]*)?(?:(?P<year>20\d\d)[ /.-]+)?"
                     r"(?P<no>\d{1,6})")


@dataclass(frozen=True, slots=True)
class Found:
    """A dossier that was found, as a line shows it."""

    number: str
    url: str
    matter: str
    sealed: bool
    names: str
    opened_on: Any
    state: str
    badge: Badge | None


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A citizen among the hits, and where he was met last."""

    name: str
    birth_year: int | None
    place: str
    times: int
    number: str
    url: str


@dossiers.get("/tim")
@guarded(Can.MY_WORK)
def search() -> ResponseReturnValue:
    """The field by itself, with what it understands."""
    return render_template("dossiers/search.html", form=SearchForm(), words=None, expired=False)


@dossiers.post("/tim")
@guarded(Can.MY_WORK)
def start_search() -> ResponseReturnValue:
    """Straight to the one dossier that a number or a code names; else put the words away and go to a page whose
    address says nothing of them."""
    form = SearchForm()
    if not form.validate_on_submit():
        return render_template("dossiers/search.html", form=form, words=None, expired=False), 422
    if (sole := _named(form.words.data)) is not None:
        return redirect(page_of(sole.kind, sole.public_id), 303)
    search_id = keep_search(form.words.data, account_id=viewer().account_id, now=now())
    return redirect(url_for("dossiers.search_result", search_id=search_id), 303)


@dossiers.get("/tim/<search_id>")
@guarded(Can.MY_WORK)
def search_result(search_id: str) -> ResponseReturnValue:
    """What was found, the exact number first; only what the viewer may see, and an end to it after an hour."""
    words = find_search(search_id, account_id=viewer().account_id, now=now())
    if words is None:
        return render_template("dossiers/search.html", form=SearchForm(), words=None, expired=True), 404
    rows = _look(words)
    names = names_of([row.id for row in rows[:SHOWN]])
    form = SearchForm(formdata=None, data={"words": words})
    return render_template(
        "dossiers/search.html", form=form, words=words, expired=False, more=len(rows) > SHOWN,
        found=[_line(row, names.get(row.id, ())) for row in rows[:SHOWN]],
        people=_people(words, rows, names))


def _named(words: str) -> Any | None:
    """The one visible dossier that bears this number or code; None when there is none, or more than one.

    One or two bare figures are as well a house or a plot of land: they are looked for as words too.
    """
    number = _NUMBER.fullmatch(fold(words))
    if number and not number["register"] and not number["year"] and len(number["no"]) < STRAIGHT:
        return None
    found = _once(_exact(words))
    return found[0] if len(found) == 1 else None


def _exact(words: str) -> list[Any]:
    """What the words name as a number or a code, as far as the viewer may see it."""
    person, number = viewer(), _NUMBER.fullmatch(fold(words))
    found = list(by_number(person, int(number["no"]), _registers(number["register"]), _years(number["year"]))
                 ) if number else []
    # The same statements whatever is found: nobody tells from them that a word or code stands out of his sight.
    coded = [one for kind in shown_kinds().values() for one in kind.coded(words)]
    return found + list(by_ids(person, coded or [NO_DOSSIER]))


def _look(words: str) -> list[Any]:
    person = viewer()
    exact = list(by_identity(person, bare_number(fold(words)))) if is_number_search(words) else []
    exact += _exact(words)
    told = by_ids(person, hits(reading(), words, scope(person)) or [NO_DOSSIER])
    seen = {row.id for row in exact}
    return _once(exact) + [row for row in told if row.id not in seen]


def _once(rows: Iterable[Any]) -> list[Any]:
    return list({row.id: row for row in rows}.values())


def _registers(written: str | None) -> list[str]:
    """The registers a prefix may mean: “tcd”; none means all that have numbers to search by."""
    known = [register for kind in shown_kinds().values() for register in kind.registers]
    if not written:
        return known
    asked = written.replace(" ", "-")
    return [register for register in known if fold(register).replace(" ", "-") == asked]


def _years(written: str | None) -> list[int]:
    return [int(written)] if written else recent_years(today())


def _line(row: Any, people: Sequence[Any]) -> Found:
    kind = shown_kinds()[row.kind]
    return Found(
        number=number_words(row), url=page_of(row.kind, row.public_id), sealed=row.sealed,
        matter="" if row.sealed else row.subject,
        names=", ".join(person.name for person in people[:2]) + (" …" if len(people) > 2 else ""),
        opened_on=row.opened_on, state=kind.states.get(row.state, ""), badge=_badge(row))


def _badge(row: Any) -> Badge | None:
    if row.next_due is None or row.due_on is None or row.ended_by in (Ended.VOID, Ended.BOOK):
        return None
    clock = Due(row.due_on, row.unit == Unit.WORKING, row.safe_on, met_on=row.ended_on)
    return due_badge(clock, today(), office_calendar())


def _people(words: str, rows: Sequence[Any], names: dict[int, list[Any]]) -> list[FoundPerson]:
    """Citizens whose name holds a word that was searched for, each with the latest dossier among the hits."""
    asked = set(fold(words).split())
    latest = {row.id: row for row in rows[:SHOWN]}
    met: dict[int, list[Any]] = {}
    for dossier_id, row in latest.items():
        for person in names.get(dossier_id, ()):
            if asked & set(person.name_fold.split()) or is_number_search(words):
                met.setdefault(person.person_id, []).append((person, row))
    return [
        FoundPerson(person.name, person.birth_year, ", ".join(filter(None, (person.address, person.commune))),
                    len(found), number_words(row), page_of(row.kind, row.public_id))
        for found in list(met.values())[:PEOPLE_SHOWN] for person, row in found[:1]
    ]
