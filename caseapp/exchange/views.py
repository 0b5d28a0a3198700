"""The door for old registers: look first, then bring in with progress; and the register as a spreadsheet."""
from __future__ import annotations

import hashlib
import io
import json
from typing import Any, Final

from flask import Blueprint, Flask, Response, abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from caseapp.exchange import jobs
from caseapp.exchange.book_problems import BookProblem
from caseapp.exchange.book_rows import AnyBook
from caseapp.exchange.forms import BookForm
from caseapp.exchange.planning import Importing, Shelf, plan_book, units_of_rank
from caseapp.exchange.reading import places_near
from caseapp.exchange.register_sheet import register_sheet
from caseapp.exchange.shelves import SHELVES
from caseapp.exchange.shown import plan_shown, problems_shown
from caseapp.exchange.uploads import keep_off_disk
from caseapp.gazette import office_calendar
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.reception.commands.printing import note_disclosure
from caseapp.reception.queries.places import letterhead
from caseapp.reception.register import register_rows
from caseapp.reception.register_views import asked_part
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import mark
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today
from caseapp.web.paging import cut, page_asked

FRAGMENT: Final = "X-Fragment"
PROBLEMS_ON_A_PAGE: Final = 50
NOT_HERE: Final = mark("Sổ này chỉ nhập ở xã, phường có các tổ hòa giải. Hãy dùng tài khoản của nơi đó.")
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

pages = Blueprint("exchange", __name__)
pages.url_value_preprocessor(keep_off_disk)      # an uploaded book stays in memory from its first byte


def install(app: Flask) -> None:
    """Bind the pages."""
    app.register_blueprint(pages)


@pages.get("/nhap-so")
@guarded(Can.IMPORT_BOOK, Can.KEEP_TEAMS)
def choose_book() -> ResponseReturnValue:
    """Where a file is chosen; below it one's earlier imports."""
    return _page(BookForm())


@pages.post("/nhap-so")
@guarded(Can.IMPORT_BOOK, Can.KEEP_TEAMS)
def take_book() -> ResponseReturnValue:
    """Show what would become of the file's rows; or bring them in, when this very file was shown before."""
    form = BookForm()
    if not form.validate_on_submit():
        return _page(form, status=422)
    content, shelf = form.content(), form.shelf()
    try:
        book = _read(content, shelf)
        if request.form.get("act") == "import" and request.form.get("seen") == _seen(content, shelf):
            return _start(form, book, shelf)
        shown = plan_shown(plan_book(book, shelf, _importing(shelf), office_calendar()), _may_open)
    except BookProblem as problem:
        form.book.errors = [problem.words(_)]
        return _page(form, status=422)
    except Refusal as refusal:
        form.take(refusal)
        return _page(form, status=422)
    if request.headers.get(FRAGMENT):
        return render_template("exchange/look.html", plan=shown, seen=_seen(content, shelf))
    return _page(form, plan=shown, seen=_seen(content, shelf), other=request.form.get("act") == "import")


@pages.get("/nhap-so/<public_id>")
@guarded(Can.IMPORT_BOOK, Can.KEEP_TEAMS)
def show_job(public_id: str) -> ResponseReturnValue:
    """How far an import has come, then its figures and the rows a person must look at."""
    job = jobs.find_job(viewer(), public_id) or abort(404)
    state = jobs.state_of(job, now())
    if request.headers.get(FRAGMENT):
        return render_template("exchange/progress.html", job=job, state=state)
    asked, rows = page_asked(), json.loads(job.problems)
    first = (asked - 1) * PROBLEMS_ON_A_PAGE
    page = cut(rows[first : first + PROBLEMS_ON_A_PAGE + 1], asked, PROBLEMS_ON_A_PAGE, len(rows))
    shelf = SHELVES[job.what]
    return render_template("exchange/job.html", job=job, state=state, page=page, words=shelf.words,
                           rows=problems_shown(shelf, page.rows, _may_open))


@pages.get("/so/tiep-cong-dan.xlsx")
@guarded(Can.READ_REGISTER)
def register_as_sheet() -> ResponseReturnValue:
    """The chosen part of the register in the order of the book; whole identity numbers only for those who print it."""
    choices, part = asked_part()
    person, unit_id, chosen = viewer(), choices.unit.id, part.chosen
    whole = person.may_in(Can.PRINT_REGISTER, unit_id)
    if whole:
        note_disclosure("register.export", chosen, unit_id=unit_id, by=person.account_id, at=now())
    made = register_sheet(
        register_rows(person, chosen, not whole), head=letterhead(unit_id), since=chosen.since, until=chosen.until,
        folder=current_app.extensions["settings"].home / "scratch")
    return send_file(io.BytesIO(made), SHEET_TYPE, as_attachment=True,
                     download_name=f"so-tiep-cong-dan-{chosen.since:%Y%m%d}-{chosen.until:%Y%m%d}.xlsx", max_age=0)


def _page(form: BookForm, status: int = 200, **more: Any) -> Response | tuple[str, int]:
    if request.headers.get(FRAGMENT):
        return "", 204      # nothing to show in place: the script then asks for the whole page
    return render_template(
        "exchange/import.html", form=form, jobs=jobs.latest_jobs(viewer()), shelves=SHELVES,
        state_of=lambda job: jobs.state_of(job, now()), limit_mb=current_app.extensions["settings"].book_mb,
        **more), status


def _read(content: bytes, shelf: Shelf) -> AnyBook:
    settings = current_app.extensions["settings"]
    return shelf.read(content, as_of=today(), places=places_near(settings.home), calendar=office_calendar(),
                      limit_mb=settings.book_mb)


def _start(form: BookForm, book: AnyBook, shelf: Shelf) -> ResponseReturnValue:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    try:
        public_id = jobs.start_job(app, book, shelf, _importing(shelf), form.key())
    except FormKeyUsed as used:
        public_id = used.result
    return redirect(url_for("exchange.show_job", public_id=public_id), 303)


def _importing(shelf: Shelf) -> Importing:
    """The viewer as the one who brings a book into the books of the unit he works in; Refusal where none are kept."""
    person = viewer()
    units = units_of_rank(shelf, person.units_for(shelf.can))
    if not units:
        raise Refusal(_(NOT_HERE), "what", 422)
    unit_id = person.unit_id if person.unit_id in units else units[0]
    return Importing(unit_id, person.account_id, now(), today(), office_calendar())


def _may_open(unit_id: int | None) -> bool:
    """Whether the viewer reads what stands in the books of a unit, or what nobody kept the unit of."""
    return unit_id is None or viewer().may_in(Can.READ_DOSSIERS, unit_id)


def _seen(content: bytes, shelf: Shelf) -> str:
    """A mark of the file for the one who looked at it as this book: another file, or book, is looked at first."""
    digest = hashlib.sha256(content).hexdigest()
    mark: bytes = current_app.extensions["keys"].index("import", f"seen:{shelf.code}:{viewer().account_id}:{digest}")
    return mark.hex()
