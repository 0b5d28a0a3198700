"""The page on which a list of cases is narrowed, ordered, and given its columns; it leads back to the list."""
from __future__ import annotations

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.cases.forms.narrowing import NarrowForm
from caseapp.cases.narrowing import NOBODY, Narrowing, read
from caseapp.cases.queries.lists import OPEN, Wanted, counts_of, unit_names, worker_name
from caseapp.cases.views.blueprint import pages
from caseapp.dossiers.search import find_search, keep_search
from caseapp.staff.policy import Can
from caseapp.staff.viewer import Viewer, viewer
from caseapp.web.access import guarded
from caseapp.web.now import now, today


@pages.route("/vu-viec/loc", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def narrow_list() -> ResponseReturnValue:
    """Everything a list can be narrowed by, on one page: each choice a code in the address, the words under an id."""
    person, asked = viewer(), read(request.args)
    words = find_search(asked.words, account_id=person.account_id, now=now()) if asked.words else None
    units = unit_names(person)
    form = NarrowForm(_people(person, asked), units)
    if request.method == "GET":
        form.show(asked, words or "")
        return _page(form, asked, several=len(units) > 1)
    if not form.validate():
        return _page(form, asked, several=len(units) > 1), 422
    return redirect(form.narrowing(asked, _kept_words(person, form, asked, words)).to(), 303)


def _kept_words(person: Viewer, form: NarrowForm, asked: Narrowing, before: str | None) -> str:
    """The id of the words: the same while they are the same."""
    if not form.words.data:
        return ""
    if form.words.data == before:
        return asked.words
    return keep_search(form.words.data, account_id=person.account_id, now=now())


def _people(person: Viewer, asked: Narrowing) -> list[tuple[str, str]]:
    """Whoever handles something open; and whom the address names, though nothing is his just now."""
    rows = counts_of(person, Wanted(OPEN, today(), today()))
    found = {row.public_id: str(row.name) for row in rows if row.public_id}
    if asked.handler and asked.handler not in (*found, NOBODY):
        from_address = worker_name(person, asked.handler)
        found |= {asked.handler: from_address} if from_address else {}
    return list(found.items())


def _page(form: NarrowForm, asked: Narrowing, *, several: bool) -> str:
    return render_template("cases/list_filter.html", form=form, asked=asked, several=several)
