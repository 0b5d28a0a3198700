"""Photos of papers put into a dispute by themselves: several at once, shrunk by the browser where it can."""
from __future__ import annotations

from typing import Final

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms.validators import StopValidation

from caseapp.cases.kinds.mediation import VOID
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.files import FileProblem, remove_file
from caseapp.dossiers.views.files import problem_words
from caseapp.mediation.forms.photos import PhotosField
from caseapp.mediation.shown import PAGE
from caseapp.mediation.views.asking import Opened, acted_on_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.mediation.views.saving import save
from caseapp.mediation.views.storing import said_of_photos, store_photos
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import error_page
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import now

TAKE_PHOTOS: Final = frozenset({
    "mediation.add_photos", "mediation.open_new", "mediation.do_act", "mediation.save_result",
    "mediation.follow_promise", "mediation.send_petition"})


def _chosen(_form: object, field: PhotosField) -> None:
    if not field.data:
        raise StopValidation(str(_l("Chưa chọn ảnh nào.")))


class PhotosForm(VersionedForm):
    """Photos alone."""

    photos = PhotosField(validators=[_chosen])


@pages.get("/hoa-giai/vu/<public_id>/anh")
@guarded(Can.MEDIATE)
def choose_photos(public_id: str) -> ResponseReturnValue:
    """Take or choose photos."""
    opened = _open_or_404(public_id)
    form = PhotosForm()
    form.version.data = str(opened.row.version)
    return _page(opened, form)


@pages.post("/hoa-giai/vu/<public_id>/anh")
@guarded(Can.MEDIATE)
def add_photos(public_id: str) -> ResponseReturnValue:
    """Put them into the dispute."""
    opened, form = _open_or_404(public_id), PhotosForm()
    if not form.validate():
        return _page(opened, form), 422
    return save(opened, form, lambda: _attach(opened, form), lambda: _page(opened, form), home=PAGE.format(public_id),
                done=_("Đã lưu ảnh."))


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """The body was refused before anything of it was read; what was typed is kept as a draft."""
    if request.endpoint not in TAKE_PHOTOS:
        return error_page(413)
    return error_page(413, _("Ảnh quá lớn"), problem_words(FileProblem("large")))


def _attach(opened: Opened, form: PhotosForm) -> None:
    """One after another: the key is used with the first, and whatever lies in the store without a row leaves it."""
    key, waiting = form.key(), store_photos(form.photos)
    try:
        while waiting:
            attach(waiting.pop(0), Attaching(opened.row.id, opened.row.unit_id, viewer().account_id, now(), key))
            key = ""
    finally:
        for left in waiting:
            remove_file(left.stored_as)


def _open_or_404(public_id: str) -> Opened:
    opened = acted_on_or_404(public_id)
    if opened.row.state == VOID.code:
        abort(404)
    return opened


def _page(opened: Opened, form: PhotosForm) -> str:
    return render_template("mediation/photos.html", case=opened.row, form=form, photo_hint=said_of_photos(),
                           back=PAGE.format(opened.row.public_id))
