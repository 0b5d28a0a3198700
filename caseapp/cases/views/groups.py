"""The pages of groups: who signed and withdrew, who speaks for the others by which paper."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.groups import (
    KEEPING,
    GivenMandate,
    add_mandate,
    add_signers,
    end_mandate,
    remove_signers,
    take_signers_back,
    withdraw_signers,
)
from caseapp.cases.forms.groups import FORM_WORDS, PAPERS, ChosenForm, EndForm, MandateForm, SignersForm
from caseapp.cases.queries.groups import counted, mandates_of, positions_of, signers_of
from caseapp.cases.rules import KINDS
from caseapp.cases.views.blueprint import case_or_404, pages
from caseapp.cases.views.changed import changed_meanwhile
from caseapp.dossiers.commands import Stale, number_of
from caseapp.dossiers.shown import page_of
from caseapp.dossiers.views.standing import acting_on, roles_in
from caseapp.law.citing import cited
from caseapp.law.duties import GROUP, MANY_PEOPLE, representation, representatives_problem
from caseapp.law.mandate_papers import AUTHORISATION, FORMS, NOMINATION
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.forms import VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.language import ngettext
from caseapp.web.now import today
from caseapp.web.paging import cut, page_asked
from caseapp.workflow.engine import Refused

SHOWN: Final = 200          # signers on a page


@pages.get("/vu-viec/<public_id>/nguoi-ky")
@guarded(Can.READ_DOSSIERS)
def group(public_id: str) -> ResponseReturnValue:
    """The list of signers with those who withdrew, and whoever speaks for them."""
    return _group_page(_case(public_id))


@pages.post("/vu-viec/<public_id>/nguoi-ky")
@guarded(Can.READ_DOSSIERS)
def change_signers(public_id: str) -> ResponseReturnValue:
    """Note a withdrawal, take it back, or take out what was entered in error, for the lines that were ticked."""
    case = _case(public_id, keeping=True)
    form = ChosenForm(positions_of(case.id))
    if not form.validate():
        return _group_page(case, form), 422
    acts: dict[str, Callable[[], int]] = {
        "withdraw": lambda: withdraw_signers(form.positions(), _day(form), acting_on(case, form)),
        "back": lambda: take_signers_back(form.positions(), acting_on(case, form)),
        "remove": lambda: remove_signers(form.positions(), acting_on(case, form)),
    }
    act = acts.get(request.form.get("act", "")) or abort(400)

    def carry_out() -> str:
        changed = act()
        return ngettext("Đã ghi %(num)d người.", "Đã ghi %(num)d người.", changed)

    return _save(case, form, carry_out, _group_page)


@pages.route("/vu-viec/<public_id>/nguoi-ky/them", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def add_list(public_id: str) -> ResponseReturnValue:
    """Type, paste or choose a list; what was not taken is told line by line."""
    case = _case(public_id, keeping=True)
    form = SignersForm()
    if request.method == "GET":
        form.version.data = str(case.version)
        return _add_page(case, form)
    if not form.validate():
        return _add_page(case, form), 422
    found = []

    def carry_out() -> str:
        found.append(add_signers(form.read, acting_on(case, form)))
        return ngettext("Đã thêm %(num)d người ký.", "Đã thêm %(num)d người ký.", len(found[0].signers))

    answer = _save(case, form, carry_out, _add_page)
    if found and (found[0].blank or found[0].doubled or found[0].unclear):
        return render_template("cases/groups_added.html", case=case, number=number_of(case), found=found[0],
                               home=page_of(case.kind, case.public_id))
    return answer


@pages.route("/vu-viec/<public_id>/dai-dien", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def add_paper(public_id: str) -> ResponseReturnValue:
    """Record the paper by which somebody speaks for others."""
    case = _case(public_id, keeping=True)
    form = MandateForm()
    if request.method == "GET":
        form.version.data = str(case.version)
        return _paper_page(case, form)
    if not form.validate():
        return _paper_page(case, form), 422

    def carry_out() -> str:
        add_mandate(GivenMandate(form.what.data, form.form.data, form.named(), form.dated_on.data,
                                 form.document.data or ""), acting_on(case, form))
        return _("Đã ghi giấy tờ đại diện.")

    return _save(case, form, carry_out, _paper_page)


@pages.route("/vu-viec/<public_id>/dai-dien/<mandate>/het", methods=["GET", "POST"])
@guarded(Can.READ_DOSSIERS)
def end_paper(public_id: str, mandate: str) -> ResponseReturnValue:
    """Note from when on somebody does not speak for the others any more."""
    papers = mandates_of(case_or_404(public_id).id)
    standing = next((one for one in papers if one.public_id == mandate and one.ended_on is None), None)
    if standing is None:
        abort(404)
    case = _case(public_id, keeping=True)
    form = EndForm()

    def page(row: Any, form: EndForm) -> str:
        return render_template("cases/groups_end.html", case=row, number=number_of(row), form=form, paper=standing,
                               papers=PAPERS, home=page_of(row.kind, row.public_id))

    if request.method == "GET":
        form.show(case.version)
        return page(case, form)
    if not form.validate():
        return page(case, form), 422

    def carry_out() -> str:
        try:
            end_mandate(mandate, form.on.data, acting_on(case, form))
        except LookupError:
            abort(404)
        return _("Đã ghi ngày hết hiệu lực.")

    return _save(case, form, carry_out, page)


# ── what the pages share ───────────────────────────────────────────────────────────────────────


def _case(public_id: str, *, keeping: bool = False) -> Any:
    """The dossier; 404 for one that has no such list because it is sealed, or that is not the viewer's to change."""
    case = case_or_404(public_id)
    if case.sealed or (keeping and not KEEPING & roles_in(viewer(), case.unit_id)):
        abort(404)
    if KINDS[case.kind].state(case.state).final:
        raise Refusal(_("Số này đã hủy. Nội dung đã nhập không còn hiện ở đây; số vẫn giữ, không dùng lại."))
    return case


def _day(form: ChosenForm) -> Any:
    if form.on.data is None:
        raise Refusal(_("Ghi ngày rút."), "on", 422)
    return form.on.data


def _save(
    case: Any, form: VersionedForm, carry_out: Callable[[], str], page: Callable[..., str],
) -> ResponseReturnValue:
    """Carry a form out and go back to the group; whatever is refused comes back with what was typed."""
    home = redirect(url_for("cases.group", public_id=case.public_id), 303)
    try:
        flash(carry_out(), "done")
    except FormKeyUsed:
        flash(_("Đã được lưu từ lần bấm trước."), "done")
    except Stale:
        case, form, _change = changed_meanwhile(case, form)
        form.form_errors.append(_("Hồ sơ vừa có người ghi thêm. Điều bạn nhập còn nguyên: xem lại rồi lưu."))
        return page(case, form), 409
    except Refusal as refused:
        form.take(refused)
        return page(case, form), refused.status
    except Refused as reason:
        raise Refusal(_(str(reason.reason))) from reason
    return home


def _group_page(case: Any, form: ChosenForm | None = None) -> str:
    asked, numbers = page_asked(), counted(case.id)
    rows = signers_of(case.id, most=SHOWN + 1, skip=(asked - 1) * SHOWN)
    mandates = mandates_of(case.id)
    if form is None:
        form = ChosenForm(())
        form.version.data, form.on.data = str(case.version), today()
    return render_template(
        "cases/groups.html", case=case, number=number_of(case), home=page_of(case.kind, case.public_id), form=form,
        page=cut(rows, asked, SHOWN, numbers.signed), numbers=numbers, mandates=mandates, papers=PAPERS,
        forms=FORM_WORDS, allowed=representation(case.people_count), place=cited(GROUP.citation, _),
        doubts=_doubts(case, numbers, mandates), keeps=bool(KEEPING & roles_in(viewer(), case.unit_id)))


def _doubts(case: Any, numbers: Any, mandates: Any) -> list[str]:
    """What a person must look at: nobody left, too many or no representatives, a form no text confirms."""
    nominated = {one.name for one in mandates if one.what == NOMINATION and one.ended_on is None}
    found = []
    if numbers.signed and numbers.signed == numbers.withdrawn:
        found.append(_("Mọi người ký đã rút. Hồ sơ không tự kết thúc: ghi việc rút đơn nếu đúng là rút toàn bộ."))
    if case.people_count >= MANY_PEOPLE and not nominated:
        found.append(_("Đoàn đông người chưa có người đại diện (%(place)s).", place=cited(GROUP.citation, _)))
    elif nominated and (problem := representatives_problem(case.people_count, len(nominated))):
        found.append(_(problem[0], **{**problem[1], "place": cited(GROUP.citation, _)}))
    unsure = {form.note for what, forms in FORMS.items() for form in forms if not form.confirmed
              for one in mandates if (one.what, one.form, one.ended_on) == (what, form.code, None)}
    return [*found, *(_(note) for note in sorted(unsure))]


def _add_page(case: Any, form: SignersForm) -> str:
    return render_template("cases/groups_add.html", case=case, number=number_of(case), form=form,
                           home=page_of(case.kind, case.public_id))


def _paper_page(case: Any, form: MandateForm) -> str:
    ending = next(one for one in FORMS[AUTHORISATION] if one.until is not None)
    return render_template("cases/groups_paper.html", case=case, number=number_of(case), form=form, ending=ending,
                           home=page_of(case.kind, case.public_id), allowed=representation(case.people_count),
                           place=cited(GROUP.citation, _), until=cited(ending.citation, _))
