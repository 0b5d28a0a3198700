"""Files of a dossier: put in with their type checked, given out as attachments with their hash checked."""
from __future__ import annotations

import errno
import hashlib
from typing import Any

import structlog
from flask import Response, abort, current_app, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from caseapp.dossiers.attaching import Attaching, attach, refuse_files, sealed_words
from caseapp.dossiers.cleaning import CLEANED
from caseapp.dossiers.files import CHUNK, SEALED, TYPES, FileProblem, path_of, store_file
from caseapp.dossiers.forms import UploadForm
from caseapp.dossiers.queries import find_file
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.blueprint import dossier_or_404, dossiers, number_words
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal, error_page, new_reference
from caseapp.web.language import gettext as _
from caseapp.web.now import now

log = structlog.get_logger(__name__)

# A file is opened by the browser's reader, never as a page of this site.
FILE_POLICY = "sandbox; default-src 'none'"
STATUS = {"large": 413, "full": 503}


@dossiers.get("/ho-so/<public_id>/tep")
@guarded(Can.ANSWER_VISIT)
def choose_file(public_id: str) -> ResponseReturnValue:
    """The form by itself: what a refused upload comes back to; a sealed dossier has none here."""
    dossier = _writable(public_id)
    if dossier.sealed:
        flash(sealed_words(dossier.kind), "error")
        return redirect(page_of(dossier.kind, public_id), 303)
    return _form_page(dossier, UploadForm())


@dossiers.post("/ho-so/<public_id>/tep")
@guarded(Can.ANSWER_VISIT)
def add_file(public_id: str) -> ResponseReturnValue:
    """Take one file into a dossier."""
    dossier = _writable(public_id)
    form = UploadForm()
    try:
        if form.validate_on_submit():
            _attach(dossier, form)
            flash(_("Đã thêm tệp vào hồ sơ."), "done")
            return redirect(page_of(dossier.kind, public_id), 303)
    except FormKeyUsed:
        flash(_("Tệp này đã được thêm từ lần bấm trước."), "done")
        return redirect(page_of(dossier.kind, public_id), 303)
    except FileProblem as problem:
        form.take(Refusal(problem_words(problem), "file"))
        return _form_page(dossier, form), STATUS.get(problem.code, 422)
    except Refusal as refusal:
        form.take(refusal)
        return _form_page(dossier, form), refusal.status
    return _form_page(dossier, form), 422


@dossiers.get("/tep/<public_id>")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def get_file(public_id: str) -> ResponseReturnValue:
    """Give out a file as it came in; a file that is not as it came in is not given out.

    A sealed file is nowhere but behind its custodian's own page: here it is as absent as any other.
    """
    row = find_file(viewer(), public_id)
    if row is None or row.type == SEALED:
        abort(404)
    try:
        file = path_of(row.stored_as).open("rb")
    except OSError:
        return damaged(row)
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    if digest.digest() != bytes(row.sha256) or size != row.size:
        file.close()
        return damaged(row)
    file.seek(0)
    answer = send_file(file, mimetype=TYPES[row.type], as_attachment=True, download_name=row.name, conditional=False,
                       etag=False)
    answer.content_length = size
    answer.headers["Content-Security-Policy"] = FILE_POLICY
    return answer


@dossiers.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Say it at the field: the body was refused before anything of it was read."""
    if request.endpoint != "dossiers.add_file" or not viewer().may(Can.ANSWER_VISIT):
        return error_page(413)
    dossier = _writable(str((request.view_args or {}).get("public_id", "")))
    form = UploadForm(formdata=None)
    form.take(Refusal(problem_words(FileProblem("large")), "file"))
    return _form_page(dossier, form), 413


@dossiers.errorhandler(OSError)
def no_room(error: OSError) -> ResponseReturnValue:
    """A full disk is said in words; anything else is a fault of the program."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    log.error("no room on the disk", endpoint=request.endpoint)
    return error_page(503, _("Máy chủ hết chỗ chứa"), problem_words(FileProblem("full")))


def _writable(public_id: str) -> Any:
    """The dossier, when the viewer may write in its unit."""
    dossier = dossier_or_404(public_id)
    if not viewer().may_in(Can.ANSWER_VISIT, dossier.unit_id):
        abort(404)
    return dossier


def _attach(dossier: Any, form: UploadForm) -> None:
    cancelled = shown_kinds()[dossier.kind].cancelled
    refuse_files(dossier, cancelled)
    key = form.key()
    limit = current_app.extensions["settings"].upload_mb << 20
    stored = store_file(form.file.data.stream, form.file.data.filename, limit=limit)
    attach(stored, Attaching(dossier.id, dossier.unit_id, viewer().account_id, now(), key, cancelled))


def _form_page(dossier: Any, form: UploadForm) -> str:
    return render_template("dossiers/upload.html", dossier=dossier, form=form, number=number_words(dossier),
                           back=page_of(dossier.kind, dossier.public_id), home=shown_kinds()[dossier.kind].home(),
                           action=url_for("dossiers.add_file", public_id=dossier.public_id))


def damaged(row: Any) -> Response:
    """Say that a stored file is not as it was. No name in the log: a file name may be a citizen's."""
    reference = new_reference()
    log.error("file damaged in the store", file=row.public_id, reference=reference)
    advice = _("Tệp không còn đúng như lúc nhận nên không đưa ra. Báo người quản trị kèm mã dưới đây.")
    return error_page(500, _("Tệp bị hỏng trong kho"), advice, reference)


def problem_words(problem: FileProblem) -> str:
    """What is wrong with a file and what to do, for people."""
    limit = current_app.extensions["settings"].upload_mb
    return {
        "empty": _("Tệp trống. Chọn lại tệp có nội dung."),
        "large": _("Tệp lớn hơn %(limit)s MB. Chia nhỏ hoặc quét lại với độ phân giải thấp hơn.", limit=limit),
        "type": _("Không nhận loại tệp này. Nhận %(names)s.", names=", ".join(TYPES)),
        "mismatch": _("Nội dung tệp không đúng loại ghi ở tên. Xuất lại tệp từ chương trình đã tạo ra nó."),
        "macro": _("Tệp có chứa mã lệnh (macro). Lưu lại không có mã lệnh, hoặc xuất thành pdf."),
        "bomb": _("Tệp nén bung ra quá lớn, có thể gây hại. Xuất thành pdf rồi chọn lại."),
        "plain": _("Bản làm việc chỉ nhận %(names)s: loại khác mang tên người làm ở chỗ không gỡ được.",
                   names=", ".join(CLEANED)),
        "hidden": _("Không gỡ hết được điều không hiện trên trang: tệp có mật khẩu, có lớp ẩn, có ảnh kiểu lạ, hoặc "
                    "quá lớn. In ra rồi quét lại."),
        "full": _("Máy chủ hết chỗ chứa nên chưa nhận được tệp. Báo người quản trị; chưa có gì được lưu."),
    }[problem.code]
