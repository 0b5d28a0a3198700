"""Why this day, and the papers: for whoever mediates a dispute, in as few words as on a phone."""
from __future__ import annotations

import hashlib
from typing import Any

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from caseapp.dossiers.files import CHUNK, SEALED, TYPES, path_of
from caseapp.dossiers.views.files import FILE_POLICY, damaged
from caseapp.law.receipts import Receipt
from caseapp.law.sentences import in_words, length_line, skipped_lines
from caseapp.mediation.queries.papers import find_paper, receipt_of_clock
from caseapp.mediation.shown import PAGE
from caseapp.mediation.views.asking import opened_or_404
from caseapp.mediation.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.web.access import guarded
from caseapp.web.headers import POLICY
from caseapp.web.language import gettext as _

PICTURES = frozenset({"jpg", "png"})
# A picture is looked at in the browser itself, as strictly as any page of this site, and without anything that runs.
PICTURE_POLICY = f"{POLICY}; sandbox"


@pages.get("/hoa-giai/vu/<public_id>/han/<clock>")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def why(public_id: str, clock: str) -> ResponseReturnValue:
    """Why a clock of the dispute ends on its day: the count in a sentence, the article."""
    row = opened_or_404(public_id).row
    found = receipt_of_clock(row.id, clock)
    if found is None:
        abort(404)
    receipt = Receipt.from_json(found.text)
    return render_template(
        "mediation/why.html", case=row, back=PAGE.format(public_id), clock=found, receipt=receipt,
        line=length_line(receipt, _), sentence=in_words(receipt, _), skipped=skipped_lines(receipt, _),
        notes=[note.words(_) for note in receipt.notes])


@pages.get("/hoa-giai/vu/<public_id>/tep/<file>")
@guarded(Can.MEDIATE, Can.READ_DOSSIERS)
def paper(public_id: str, file: str) -> ResponseReturnValue:
    """Give out a file of the dispute; a photo is shown and not put into the phone's folder of downloads."""
    row = opened_or_404(public_id).row
    found = find_paper(row.id, file)
    if found is None or found.type == SEALED:
        abort(404)
    return _given_out(found)


def _given_out(row: Any) -> ResponseReturnValue:
    try:
        stored = path_of(row.stored_as).open("rb")
    except OSError:
        return damaged(row)
    digest = hashlib.sha256()
    while chunk := stored.read(CHUNK):
        digest.update(chunk)
    if digest.digest() != bytes(row.sha256):
        stored.close()
        return damaged(row)
    stored.seek(0)
    answer = send_file(stored, mimetype=TYPES[row.type], as_attachment=row.type not in PICTURES,
                       download_name=row.name, conditional=False, etag=False)
    answer.content_length = row.size
    answer.headers["Content-Security-Policy"] = PICTURE_POLICY if row.type in PICTURES else FILE_POLICY
    return answer
