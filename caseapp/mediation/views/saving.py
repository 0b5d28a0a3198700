"""How a form on a dispute is carried out: whatever goes wrong is said on the form, at its field where there is one."""
from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from caseapp.cases.views.asked import refused_words
from caseapp.dossiers.commands import Stale
from caseapp.law.errors import LawError
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.mediation.views.asking import Opened
from caseapp.mediation.views.blueprint import pages
from caseapp.web.errors import Refusal
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Refused

SENT_BY_SCRIPT = "X-Sent-By"


def save(opened: Opened, form: VersionedForm, act: Callable[[], None], page: Callable[[], str], *, home: str,
         done: str) -> ResponseReturnValue:
    """Carry out ``act``; then on to ``home``, which says ``done``, or back to ``page`` with what is in the way."""
    try:
        act()
    except FormKeyUsed:
        flash(_("Việc này đã được ghi từ lần bấm trước."), "done")
        return redirect(home, 303)
    except Stale:
        form.version.data = str(opened.row.version)
        form.form_errors.append(_("Vụ việc vừa được người khác ghi thêm. Xem lại rồi bấm lưu lần nữa."))
        return page(), 409
    except Refused as refused:
        form.form_errors.append(refused_words(refused.reason))
        return page(), 409
    except LawError as problem:
        form.form_errors.append(problem.words(_))
        return page(), 422
    except Refusal as refusal:
        form.take(refusal)
        return page(), refusal.status
    flash(done, "done")
    return redirect(home, 303)


@pages.after_request
def tell_script(answer: Response) -> Response:
    """A script that sent a form is told where to go on: it would load that page a second time to find out."""
    if answer.status_code == 303 and request.headers.get(SENT_BY_SCRIPT) == "script":
        told = jsonify(go=answer.headers["Location"])
        told.headers.extend([(name, value) for name, value in answer.headers if name == "Set-Cookie"])
        return told
    return answer
