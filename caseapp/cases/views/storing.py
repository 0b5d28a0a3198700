"""Files that come with an act's form: put into the store, all of them or none."""
from __future__ import annotations

from flask import current_app

from caseapp.cases.forms.act import ActForm
from caseapp.dossiers.files import FileProblem, Stored, remove_file, store_file
from caseapp.dossiers.views.files import STATUS, problem_words
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _


def store_uploads(form: ActForm) -> list[Stored]:
    """Every file of the form in the store; raises Refusal at the field, naming the file, and leaves nothing behind."""
    limit = current_app.extensions["settings"].upload_mb << 20
    stored: list[Stored] = []
    for upload in form.uploads():
        try:
            stored.append(store_file(upload.stream, upload.filename, limit=limit))
        except FileProblem as problem:
            for one in stored:
                remove_file(one.stored_as)
            words = _("%(file)s: %(problem)s", file=upload.filename, problem=problem_words(problem))
            raise Refusal(words, "file", STATUS.get(problem.code, 422)) from problem
    return stored
