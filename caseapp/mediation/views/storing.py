"""Photos that come with a form: said beforehand what is taken, then put into the store, all of them or none."""
from __future__ import annotations

from flask import current_app
from wtforms import Field

from caseapp.dossiers.files import FileProblem, Stored, remove_file, store_file
from caseapp.dossiers.views.files import STATUS, problem_words
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def said_of_photos() -> str:
    """What is taken, said beforehand."""
    return _("Chụp hoặc chọn nhiều ảnh. Tối đa %(limit)s MB mỗi lần gửi.",
             limit=str(current_app.extensions["settings"].upload_mb))


def store_photos(field: Field) -> list[Stored]:
    """Every photo of a form in the store; raises Refusal at the field, naming the file, and leaves nothing behind."""
    limit = current_app.extensions["settings"].upload_mb << 20
    stored: list[Stored] = []
    for upload in field.data or ():
        try:
            stored.append(store_file(upload.stream, upload.filename, limit=limit))
        except FileProblem as problem:
            for one in stored:
                remove_file(one.stored_as)
            words = _("%(file)s: %(problem)s", file=upload.filename, problem=problem_words(problem))
            raise Refusal(words, field.name, STATUS.get(problem.code, 422)) from problem
    return stored
