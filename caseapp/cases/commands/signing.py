"""Who signs the document of an act, and under which number and symbol."""
from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from caseapp.cases.commands.given import ANOTHER, GivenAct
from caseapp.cases.commands.work import Work
from caseapp.cases.models import Act, Status
from caseapp.dossiers.acting import Acting
from caseapp.dossiers.models import Accused, Dossier, Link
from caseapp.dossiers.scope import CASE_OF
from caseapp.staff.models import Account
from caseapp.staff.signing import Signer, signers
from caseapp.text import fold, mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _
from caseapp.workflow.engine import Way
from caseapp.workflow.kind import Action

NOT_THE_SIGNER = mark("Người ký không phải bạn: văn thư ghi văn bản đã ký, hoặc chọn chính bạn.")
NOT_THE_RESOLVER = mark("Người giải quyết vụ việc là %(name)s: chỉ người ấy, hoặc người ký thay theo văn bản, ký được.")


def signer_of(work: Work, action: Action, given: GivenAct, way: Way | None) -> Signer | None:
    """Who signed the document of an act; raises Refusal when that person could not, or the number is taken."""
    if not action.document:
        return None
    if not given.document:
        raise Refusal(_("Ghi số, ký hiệu văn bản."), "document", 422)
    see_number(work, given.document, given.happened_on)
    found = next((one for one in signers(work.session, work.how.unit_id, given.happened_on)
                  if one.public_id == given.signer), None)
    if given.signer == ANOTHER and way is Way.ENTER:
        found = _from_paper(given)
    if found is None:
        raise Refusal(_("Chọn người ký: vào ngày ký, người này không có quyền ký của cơ quan."), "signer", 422)
    bound = work.case.resolver_id is not None and _still_signs(work, given.happened_on)
    if bound and found.for_id != work.case.resolver_id:
        raise Refusal(_(NOT_THE_RESOLVER, name=_name_of(work)), "signer", 422)
    if way is Way.DO and for_another(found, work.how) and not action.enters & work.roles:
        raise Refusal(_(NOT_THE_SIGNER), "signer", 422)
    return found


def _from_paper(given: GivenAct) -> Signer:
    """Somebody without an account, as the paper names them; a clerk alone enters that."""
    name, post = given.signed_by
    if not name or not post:
        raise Refusal(_("Ghi họ tên và chức vụ của người ký như trên văn bản."), "signer_name", 422)
    return Signer(0, "", name, post, 0)


def _still_signs(work: Work, on: date) -> bool:
    """Whether the recorded resolver still heads the unit: after him his successor decides."""
    return any(one.for_id == work.case.resolver_id for one in signers(work.session, work.how.unit_id, on))


def _name_of(work: Work) -> str:
    return work.session.get_one(Account, work.case.resolver_id).display_name


def for_another(signer: Signer | None, how: Acting) -> bool:
    """Whether somebody else signed than whoever enters it."""
    return signer is not None and signer.id != how.by


def see_number(work: Work, document: str, on: date, besides: int = 0) -> None:
    """Refuse the number and symbol of another paper of the same unit and year; asked under the chain lock."""
    taken = work.session.scalar(sa.select(Dossier).join(Act, Act.dossier_id == Dossier.id).where(
        Act.unit_id == work.how.unit_id, Act.document_fold == fold(document), Act.status == Status.DONE,
        Act.id != besides,
        # The notice by which an old book says that a petition came into this very case is this case's own paper.
        ~sa.and_(Act.code == "open-case", sa.exists().where(
            Link.dossier_id == Act.dossier_id, Link.other_id == work.dossier.id, Link.what == CASE_OF)),
        # What accuses whoever asks does not count: else he could find its papers by trying numbers.
        ~sa.exists().where(Accused.dossier_id == Dossier.id, Accused.account_id == work.how.by),
        Act.happened_on.between(date(on.year, 1, 1), date(on.year, 12, 31))).limit(1))
    if taken is not None:
        raise Refusal(_("Số %(number)s năm %(year)s đã dùng cho văn bản khác. Kiểm tra lại số, ký hiệu.",
                        number=document, year=str(on.year)), "document", 422)
