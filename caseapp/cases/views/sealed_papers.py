"""Papers of a sealed case: the list with its form, withdrawing one, and what is sealed for a custodian alone."""
from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

import structlog
from flask import abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.formparser import FormDataParser

from caseapp.cases.commands.sealed_papers import KeptPaper, add_paper, open_paper, withdraw_paper
from caseapp.cases.forms.sealed_papers import OpenForm, PaperForm, WithdrawForm
from caseapp.cases.queries.cases import find_case
from caseapp.cases.queries.sealed_papers import documents_of, paper_of, papers_of, withdrawn_of
from caseapp.cases.rules import CASES, KINDS
from caseapp.cases.sealed_papers import SORTS, WHY_WITHDRAWN, Kept
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.files import SEALED, TYPES, FileProblem, path_of, read_upload, type_of
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.files import FILE_POLICY, STATUS, damaged, problem_words
from caseapp.dossiers.views.standing import acting_on
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.text import show_date
from caseapp.vault.sealing import BEGINNING, SealProblem, label_of
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal, error_page
from caseapp.web.language import gettext as _
from caseapp.web.now import local

log = structlog.get_logger(__name__)
TAKES: Final = "cases.keep_paper"


class InMemory(FormDataParser):
    """Keeps what is sent in memory: an upload that may name a denouncer lies on no disk, not even for a moment."""

    def __init__(self, stream_factory: Any = None, **more: Any) -> None:
        super().__init__(_in_memory, **more)


def _in_memory(*_about: Any, **_more: Any) -> IO[bytes]:
    return io.BytesIO()


@pages.url_value_preprocessor
def take_in_memory(endpoint: str | None, _values: Mapping[str, Any] | None) -> None:
    """Before anything reads the body of such an upload, also the check of its token."""
    if endpoint == TAKES:
        request.form_data_parser_class = InMemory


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper as the list shows it; what is empty is not for this viewer, or there is nothing."""

    name: str
    url: str = ""
    about: str = ""
    document: str = ""
    withdraw: str = ""
    sealed: bool = False


@pages.get("/vu-viec/<public_id>/tai-lieu")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def papers(public_id: str) -> ResponseReturnValue:
    """The papers of a sealed case, for whoever may see it."""
    case = _case(public_id)
    return _page(case, _form(case))


@pages.post("/vu-viec/<public_id>/tai-lieu")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def keep_paper(public_id: str) -> ResponseReturnValue:
    """Take one paper, as a working copy or sealed."""
    case = _case(public_id)
    if not _adds(case):
        abort(404)
    form = _form(case)
    home = redirect(url_for("cases.papers", public_id=public_id), 303)
    if not form.validate():
        return _page(case, form), 422
    try:
        add_paper(_given(form), acting_on(case, form))
    except FormKeyUsed:
        flash(_("Tài liệu này đã được thêm từ lần bấm trước."), "done")
        return home
    except FileProblem as problem:
        form.take(Refusal(problem_words(problem), "file"))
        return _page(case, form), STATUS.get(problem.code, 422)
    except Refusal as refusal:
        form.take(refusal)
        return _page(case, form), refusal.status
    flash(_("Đã niêm phong. Từ nay chỉ người giữ phong bì mở được.") if form.kept.data == Kept.SEALED else
          _("Đã thêm bản làm việc."), "done")
    return home


def papers_too_large(public_id: str) -> ResponseReturnValue:
    """Say it at the field: the body was refused before anything of it was read, and before anybody was asked for."""
    case = find_case(viewer(), public_id) if viewer() else None
    if case is None or not _has_papers(case) or not _adds(case):
        return error_page(404)
    form = _form(case, formdata=None)
    form.take(Refusal(problem_words(FileProblem("large")), "file"))
    return _page(case, form), 413


@pages.route("/vu-viec/<public_id>/tai-lieu/<file>/rut", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def withdraw(public_id: str, file: str) -> ResponseReturnValue:
    """Take a paper out of the case, with the reason; its number is not given again."""
    case = _case(public_id)
    row = paper_of(case.id, file)
    if row is None or not _may_withdraw(case, row):
        abort(404)
    form = WithdrawForm()
    if request.method == "GET" or not form.validate():
        return _small_page("cases/paper_withdraw.html", case, row, form)
    try:
        withdraw_paper(file, form.why.data, acting_on(case, form))
    except FormKeyUsed:
        flash(_("Tài liệu này đã được rút từ lần bấm trước."), "done")
    else:
        flash(_("Đã rút: %(name)s.", name=row.name), "done")
    return redirect(url_for("cases.papers", public_id=public_id), 303)


@pages.route("/vu-viec/<public_id>/niem-phong/<file>", methods=["GET", "POST"])
@guarded(Can.CUSTODY)
def open_sealed(public_id: str, file: str) -> ResponseReturnValue:
    """What is sealed, for a custodian of the unit who says why; written down before a byte is given out."""
    case = _case(public_id)
    row = paper_of(case.id, file)
    if row is None or row.type != SEALED or not _keeps(case):
        abort(404)
    form = OpenForm()
    if request.method == "GET" or not form.validate():
        return _small_page("cases/paper_open.html", case, row, form)
    try:
        name, label, content = open_paper(file, form.why.data, form.note.data, acting_on(case, form))
    except FormKeyUsed:
        form.form_errors.append(_("Lần mở này đã ghi và tệp đã được đưa ra. Cần mở nữa thì mở lại trang này."))
        return _small_page("cases/paper_open.html", case, row, form, 409)
    except (SealProblem, OSError):
        return damaged(row)
    answer = send_file(io.BytesIO(content), mimetype=TYPES[label.type], as_attachment=True, etag=False,
                       download_name=f"{name}.{label.type}", conditional=False)
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer


# ── who may ──


def _case(public_id: str) -> Any:
    """A sealed case the viewer may see; 404 for any other dossier: those have files of their own."""
    case = case_or_404(public_id)
    if not _has_papers(case):
        abort(404)
    return case


def _has_papers(case: Any) -> bool:
    return bool(case.sealed and case.kind in CASES and case.state != "void")


def _keeps(case: Any) -> bool:
    return viewer().may_in(Can.CUSTODY, case.unit_id)


def _adds(case: Any) -> bool:
    return viewer().may_in(Can.ANSWER_VISIT, case.unit_id) or _keeps(case)


def _may_withdraw(case: Any, row: Any) -> bool:
    return _keeps(case) if row.type == SEALED else _adds(case)


# ── what is shown ──


def _form(case: Any, **options: Any) -> PaperForm:
    kind = KINDS[case.kind]
    return PaperForm([(one.public_id, _("%(document)s ngày %(day)s, %(act)s", document=one.document,
                                        day=show_date(one.happened_on), act=_(kind.action(one.code).label)))
                      for one in documents_of(case.id)], **options)


def _given(form: PaperForm) -> KeptPaper:
    limit = current_app.extensions["settings"].upload_mb << 20
    content = read_upload(form.file.data.stream, limit)
    return KeptPaper(Kept(form.kept.data), form.sort.data, content,
                      type_of(io.BytesIO(content), form.file.data.filename), form.act.data or "")


def _page(case: Any, form: PaperForm) -> str:
    form.version.data = str(case.version)
    return render_template(
        "cases/papers.html", case=case, number=number_of(case), form=form, home=page_of(case.kind, case.public_id),
        papers=_papers(case, papers_of(case.id)), withdrawn=withdrawn_of(case.id), why=WHY_WITHDRAWN,
        adds=_adds(case), keeps=_keeps(case))


def _papers(case: Any, rows: Sequence[Any]) -> list[Paper]:
    return [_sealed_paper(case, row) if row.type == SEALED else _working_copy(case, row) for row in rows]


def _working_copy(case: Any, row: Any) -> Paper:
    about = _("%(day)s, %(name)s thêm", day=show_date(local(row.added_at).date()), name=row.by)
    return Paper(row.name, url_for("dossiers.get_file", public_id=row.public_id), about, row.document or "",
                 url_for("cases.withdraw", public_id=case.public_id, file=row.public_id) if _adds(case) else "")


def _sealed_paper(case: Any, row: Any) -> Paper:
    """Its number alone; a custodian sees its sort too, and where it is opened."""
    if not _keeps(case):
        return Paper(row.name, sealed=True)
    place = {"public_id": case.public_id, "file": row.public_id}
    return Paper(row.name, url_for("cases.open_sealed", **place), _sort_of(row),
                 withdraw=url_for("cases.withdraw", **place), sealed=True)


def _sort_of(row: Any) -> str:
    try:
        with path_of(row.stored_as).open("rb") as file:
            label = label_of(file.read(BEGINNING), current_app.extensions["keys"], row.public_id)
    except (SealProblem, OSError):
        log.error("sealed file damaged in the store", file=row.public_id)
        return _("hỏng trong kho")
    return _(SORTS[label.sort])


def _small_page(template: str, case: Any, row: Any, form: Any, status: int = 422) -> ResponseReturnValue:
    form.version.data = str(case.version)
    page = render_template(
        template, case=case, number=number_of(case), form=form, paper=row, home=page_of(case.kind, case.public_id),
        back=url_for("cases.papers", public_id=case.public_id))
    return page, 200 if request.method == "GET" else status
