"""Papers handed over at the counter: the slip 02/TCD, the notice 01/TCD, the denouncer's information slip."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from flask import Blueprint, Flask, abort, render_template, request
from flask.typing import ResponseReturnValue

from caseapp.dossiers.commands import number_of
from caseapp.dossiers.queries import receipts_of
from caseapp.dossiers.shown import page_of
from caseapp.law.citing import cited
from caseapp.law.duties import recording_doubt
from caseapp.law.forms import REFUSAL_FORM, SLIP_FORM, form_number
from caseapp.law.grounds import GROUNDS
from caseapp.law.places import duty_place
from caseapp.law.receipts import Receipt
from caseapp.people.identity import open_number
from caseapp.people.models import IdKind, Nature
from caseapp.reception.came import at_the_counter, spoken_for
from caseapp.reception.commands.printing import note_paper
from caseapp.reception.forms.cited import cited_paper
from caseapp.reception.forms.papers import CONDITION_NAMES
from caseapp.reception.models import LABELS, Matter
from caseapp.reception.queries.notices import refusal_notice
from caseapp.reception.queries.places import letterhead
from caseapp.reception.queries.visits import clocks_of, find_visit, papers_of, parties_of
from caseapp.reception.slips import read_slip
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.errors import Refusal
from caseapp.web.filters import lower_first, show_day
from caseapp.web.language import current
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

COPIES = 2
PAPER_NAMES = {IdKind.CITIZEN: "Số căn cước", IdKind.OLD_CARD: "Số CMND", IdKind.PASSPORT: "Số hộ chiếu"}
SEX_WORDS = {"M": "ông", "F": "bà"}

prints = Blueprint("prints", __name__)


def install(app: Flask) -> None:
    """Bind the papers of the counter, and the line that stands below whatever shows how denunciations are recorded."""
    app.register_blueprint(prints)
    app.add_template_global(_recording_doubt, "recording_doubt")


def _recording_doubt(*, paper: bool = False) -> str:
    """The line in the reader's language; a register on ``paper`` is Vietnamese whoever prints it."""
    return recording_doubt() if paper else _said_doubt(current())


@lru_cache
def _said_doubt(_language: str) -> str:
    """The same line on every page: put into words once in each language."""
    return recording_doubt(_)


@dataclass(frozen=True, slots=True)
class Giver:
    """A visitor as a paper names him; a denouncer has none of it. An empty number is left to the pen.

    ``other``: the person or organisation he stands for.
    """

    address: str
    name: str
    paper: str
    number: str
    issued: str
    place: str
    other: str


@prints.get("/tiep-dan/luot/<public_id>/bien-nhan")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def papers_slip(public_id: str) -> ResponseReturnValue:
    """Slip 02/TCD for papers taken in; for a denunciation the giver's lines wait for the pen."""
    visit = _live(public_id)
    papers = papers_of(visit.id)
    if not papers:
        raise Refusal(_("Lượt tiếp này không nhận giấy tờ nào nên không có giấy biên nhận."))
    form = form_number(SLIP_FORM.code, visit.held_on)
    _note("slip.print", form, visit)
    return render_template(
        "reception/print_papers_slip.html", visit=visit, head=letterhead(visit.unit_id), papers=papers,
        giver=_giver(visit), conditions=CONDITION_NAMES, copies=COPIES, officer=_officer(visit),
        promise=_promise(visit), number=number_of(visit), back=page_of("visit", public_id), form=form)


@prints.get("/tiep-dan/luot/<public_id>/tu-choi")
@guarded(Can.READ_DOSSIERS, Can.READ_SEALED)
def refusal(public_id: str) -> ResponseReturnValue:
    """Notice 01/TCD: a draft for the head's signature until the signing is recorded; a denouncer is left to the pen."""
    visit = _live(public_id)
    ground = GROUNDS.get(visit.ground or "")
    if ground is None or not ground.written:
        either = _("hoặc")
        places = f" {either} ".join(cited(one.citation, _) for one in GROUNDS.values() if one.written)
        raise Refusal(_("Chỉ từ chối theo %(places)s mới ra thông báo bằng văn bản; căn cứ khác thì giải thích "
                        "ngay tại chỗ.", places=places))
    form = ground.form(visit.held_on)
    if form is None:
        raise Refusal(_("Lượt tiếp trước ngày %(day)s chưa có mẫu thông báo từ chối; lý do đã nói tại chỗ.",
                        day=show_day(REFUSAL_FORM.since)))
    _note("refusal.print", form, visit)
    return render_template(
        "reception/print_refusal_notice.html", visit=visit, head=letterhead(visit.unit_id), ground=ground,
        giver=_giver(visit), matter=_refused_matter(visit.matter), about=_about(visit.content), signed=_signed(visit),
        number=number_of(visit), back=page_of("visit", public_id), form=form,
        year=today().year, doubt=ground.doubt(_))


@prints.get("/tiep-dan/phieu-danh-tinh")
@guarded(Can.LOG_VISIT, Can.CUSTODY)
def denouncer_slip() -> ResponseReturnValue:
    """The slip on which a denouncer writes by hand who he is; it bears the code and goes into the envelope."""
    code = read_slip(request.args.get("phieu", ""))
    if code is None:
        raise Refusal(_("Phiếu này đã quá hạn hoặc không đúng. Mở lại lượt tiếp tố cáo rồi in lại phiếu."))
    return render_template(
        "reception/print_denouncer_slip.html", code=code, head=letterhead(viewer().unit_id), day=today(),
        secrecy=duty_place("denouncer-secrecy", today()))


def _note(act: str, form: str, visit: Any) -> None:
    """A paper with a citizen's name leaves the office: who printed it and when stands in the visit's journal."""
    note_paper(act, form, dossier_id=visit.id, unit_id=visit.unit_id, sealed=visit.sealed, by=viewer().account_id,
               at=now())


def _live(public_id: str) -> Any:
    """The visit, unless its number was cancelled: nothing is issued under a void number."""
    visit = find_visit(viewer(), public_id)
    if visit is None:
        abort(404)
    if visit.state == "void":
        raise Refusal(_("Số này đã hủy, không ra giấy tờ."))
    return visit


def _giver(visit: Any) -> Giver | None:
    people = [] if visit.sealed else parties_of([visit.id]).get(visit.id, [])
    person = at_the_counter(people)
    if person is None:
        return None
    whole = viewer().may_in(Can.PRINT_REGISTER, visit.unit_id)
    organisation = person.nature == Nature.ORGANISATION
    return Giver(
        address="" if organisation else SEX_WORDS.get(person.sex, "ông (bà)"), name=person.name,
        paper=PAPER_NAMES.get(person.id_kind, "Số căn cước/định danh cá nhân/hộ chiếu"),
        number=open_number(person.public_id, person.id_cipher) if whole else "",
        issued=person.id_issued, place=", ".join(filter(None, (person.address, person.commune))),
        other=spoken_for(people))


def _officer(visit: Any) -> tuple[str, str]:
    """Name and post of who received the papers; of a row of an old book only what the book says, else the pen's."""
    name = visit.receiver or visit.receiver_name or ("" if visit.book_row else visit.author)
    return name, visit.receiver_title or "" if visit.receiver else ""


def _promise(visit: Any) -> Receipt | None:
    """The count of the answer that the visitor waits for, as it stands now; None when none is awaited."""
    running = [clock for clock in clocks_of(visit.id) if clock.rule == "reception.reply" and clock.ended_by is None]
    kept = receipts_of(viewer(), visit.public_id, running[0].public_id) if running else ()
    return Receipt.from_json(kept[0].text) if kept else None


@dataclass(frozen=True, slots=True)
class Signed:
    """A notice the head has signed: its number, the day on it, his name."""

    number: str
    day: date
    name: str


def _signed(visit: Any) -> Signed | None:
    notice = refusal_notice(visit.id)
    if notice is None:
        return None
    number, day = cited_paper(notice.document)
    return Signed(number, day or notice.given_on, notice.given_by)


def _about(content: str) -> str:
    """The matter as one sentence, whole: a notice says what it refuses to hear."""
    words = lower_first(" ".join(content.split()))
    return words if words.endswith((".", "…", "!", "?")) else f"{words}."


def _refused_matter(matter: str) -> str:
    """What the visitor came for, in the words of the form; all of them where the matter is none of these alone."""
    known = (Matter.COMPLAINT, Matter.DENUNCIATION, Matter.FEEDBACK)
    return LABELS[matter].lower() if matter in known else "khiếu nại, tố cáo, kiến nghị, phản ánh"
