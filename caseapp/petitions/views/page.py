"""The page of a petition: what must happen next and by when, what the decision table proposes and why, what it says."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from caseapp.cases.commands.assigning import ASSIGNING, NOTING
from caseapp.cases.commands.mending import MENDING
from caseapp.cases.forms.offers import words_of
from caseapp.cases.kinds.petition import CLASSIFIED, IN_CASE, OFFICE, PETITION, VOID
from caseapp.cases.models import CONTESTED_WORDS, Status
from caseapp.cases.queries.cases import acts_of
from caseapp.cases.queries.whole import whole
from caseapp.cases.rules import CASES, course_of, details_of
from caseapp.cases.views.case import standing_of
from caseapp.cases.views.clocks import RECEIPT, Days, badge_of, cells, groups
from caseapp.cases.views.linked import others_of
from caseapp.cases.views.markup import NOTE_HINT, bar, empty_note, journal, limits, links, outlined
from caseapp.cases.views.steps import ACT, Next, Standing, next_step
from caseapp.cases.views.timeline import FILE, Entry, size_words, timeline
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.doubts import doubts_said
from caseapp.dossiers.fields import LABELS as FIELD_LABELS
from caseapp.dossiers.shown import page_of, shown_kinds
from caseapp.dossiers.views.standing import Button, roles_in
from caseapp.gazette import office_calendar
from caseapp.law.citing import cited
from caseapp.law.forms import form_number
from caseapp.law.limits import UNIT_WORDS
from caseapp.law.registry import RULES
from caseapp.petitions.models import CHANNEL_WORDS, CONTENT_WORDS, Channel
from caseapp.petitions.proposing import Advice, advise
from caseapp.petitions.queries import how_it_came
from caseapp.petitions.taking_in import REPEAT
from caseapp.petitions.views.blueprint import pages, petition_or_404
from caseapp.petitions.views.bodies import NAVIGATOR, named_body
from caseapp.petitions.views.book_cases import waits
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.workflow.engine import Way, available, way_of


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of the decision table's answer in words: what, why, where it stands, on which form, by when.

    ``url`` empty: this viewer cannot do it; ``barred``: why nobody can.
    """

    what: str
    why: str
    places: str
    form: str
    within: str
    unsure: bool
    notes: tuple[str, ...]
    act: str
    url: str
    barred: str
    at_once: bool


@pages.get("/don/<public_id>")
@guarded(Can.READ_DOSSIERS)
def petition(public_id: str) -> ResponseReturnValue:
    """A petition, for whoever may see it."""
    row = petition_or_404(public_id)
    return _void_page(row) if row.state == VOID.code else petition_page(row)


def _void_page(row: Any) -> str:
    last = next((act for act in acts_of(row.id) if act.code == "void" and act.status == Status.DONE), None)
    return render_template("petitions/void.html", petition=row, number=number_of(row), last=last,
                           reason=details_of(last).get("reason", "") if last else "")


def petition_page(row: Any) -> str:
    """The page of a petition that was not cancelled."""
    person, days = viewer(), Days(today(), office_calendar())
    found = whole(person, row, days.today)
    standing, roles = standing_of(row, found.acts, found.clocks), roles_in(person, row.unit_id)
    step, told, beside = _advised(standing, roles)
    case = next((one for one in found.linked if one.kind in CASES and one.what != REPEAT), None)
    came = how_it_came(row.id)
    folded = [*step.others, *_as_denunciation(row, roles)]
    waiting = bool(roles & OFFICE) and case is None and waits(row, came)
    entries = timeline(row, found.acts, found.near, found.linked, mends=bool(roles & MENDING))
    return render_template(
        "petitions/petition.html", petition=row, came=came, doubts=doubts_said(came.to_confirm, _),
        number=number_of(row), state=PETITION.state(row.state),
        step=step, told=told, beside=beside, others=links(folded) if folded else "", outlined=outlined(step.outlined),
        badge=badge_of(step.clock, days) if step.clock else None,
        receipt=RECEIPT.format(row.public_id, step.clock.public_id) if step.clock else "",
        bar=bar(cells(row, found.clocks, [one for one in found.linked if one.kind == "visit"],
                      course_of(row, standing.done), days)) if not _lives_elsewhere(row) else "",
        limits=limits(groups(row, found.clocks, days)), clock_count=len(found.clocks),
        entries=journal(_opened_as_petition(entries, row, came)), near=found.near,
        case=_case_told(case) if case is not None else None, waiting=waiting, sorting=_sorting(standing),
        repeats=[_related(one) for one in found.linked if one.what == REPEAT and one.kind in shown_kinds()],
        related=others_of([one for one in found.linked if one is not case and one.what != REPEAT]),
        files=[(one, FILE.format(one.key), size_words(one)) for one in found.near.files],
        channels=CHANNEL_WORDS, contents=CONTENT_WORDS, contested=CONTESTED_WORDS,
        field=FIELD_LABELS.get(row.field or "", row.field or ""), note_hint=NOTE_HINT,
        empty_note=empty_note(row) if roles & NOTING else "", may_assign=bool(roles & ASSIGNING),
        may_add=person.may_in(Can.ANSWER_VISIT, row.unit_id), body=named_body(request.args),
        body_acts=_body_acts(standing, roles), navigator=_navigator(row), forwarded=came.channel != Channel.COUNTER)


def _as_denunciation(row: Any, roles: frozenset[str]) -> list[Button]:
    """The way out for a petition that proves to be a denunciation."""
    if row.sealed or not roles & OFFICE:
        return []
    return [Button("", _("Đơn này là tố cáo"), url_for("petitions.seal", public_id=row.public_id))]


def _lives_elsewhere(row: Any) -> bool:
    """Whether it has no limit of its own: whatever is counted is counted in its case."""
    return bool(row.state == IN_CASE.code and row.opening == IN_CASE.code)


def _opened_as_petition(entries: Sequence[Entry], row: Any, came: Any) -> list[Entry]:
    """The journal of a petition begins with its arrival, not with a case that is opened."""
    *later, first = entries
    how = " · ".join(part for part in (_(CHANNEL_WORDS[came.channel]), row.forwarded_by, first.who) if part)
    return [*later, replace(first, what=_("Nhận đơn, ghi số %(number)s", number=number_of(row)), who=how)]


# ── what is proposed ──


def _advised(standing: Standing, roles: frozenset[str]) -> tuple[Next, Told | None, list[Told]]:
    """The next step; of a sorted petition the one that the decision table proposes, with why and what else."""
    step, row = next_step(standing, roles), standing.case
    advised = advise(row, [(act.code, details_of(act)) for act in standing.done], standing.facts)
    if advised is None or row.state != CLASSIFIED.code:
        return step, None, []
    open_to = {one.code for one in available(PETITION, row.state, roles, standing.facts, today())
               if step.proposal is None or way_of(one, roles) is not Way.PROPOSE}
    main = _told(standing, advised.main, open_to)
    beside = [_told(standing, one, open_to) for one in advised.beside]
    if step.proposal is not None:
        return step, main, beside
    buttons = [one for one in (step.primary, *step.outlined, *step.others) if one is not None]
    primary = next((one for one in buttons if one.code and one.code == main.act), None)
    left = [one for one in buttons if one is not primary]
    near = [one for one in left if one.code in {told.act for told in beside} | {"classify"}]
    # Both are the other way on; the table's answer takes the place of the procedure's own guess.
    return replace(step, act=main.what, first="", primary=primary, outlined=tuple(near[:2]),
                   others=tuple(one for one in left if one not in near[:2])), main, beside


def _told(standing: Standing, advice: Advice, open_to: set[str]) -> Told:
    line, code = advice.line, advice.act.code if advice.act else ""
    form = form_number(line.document, today()) if line.document else ""
    return Told(
        what=_(advice.words), why=_(advice.why), places="; ".join(cited(one, _) for one in line.citations),
        form=_("mẫu %(form)s", form=form) if form else "", within=_within(line.rule) if line.rule else "",
        unsure=not line.confirmed, notes=tuple(_(note) for note in line.notes), act=code,
        url=ACT.format(standing.case.public_id, code) if code in open_to else "",
        barred=_(str(advice.barred)) if advice.barred else "", at_once=line.at_once)


def _within(rule: str) -> str:
    """How long the limit is under which it must be done: “10 ngày làm việc”."""
    held = [one for one in RULES[rule].in_force(today()) if one.length is not None]
    return f"{held[0].length} {_(UNIT_WORDS[held[0].unit])}" if held else ""


def _sorting(standing: Standing) -> list[tuple[str, str]]:
    """What the latest sorting found, in the words of its form."""
    last = next((details_of(act) for act in reversed(standing.done) if act.code == "classify"), None)
    if last is None:
        return []
    names: Mapping[str, str] = {"competence": _("Thẩm quyền"), "missing": _("Còn thiếu"),
                                "circumstances": _("Trường hợp riêng")}
    return [(label, _in_words(name, last[name])) for name, label in names.items() if last.get(name)]


def _in_words(name: str, value: str | Sequence[str]) -> str:
    return words_of(name, value) if isinstance(value, str) else "; ".join(words_of(name, one) for one in value)


def _body_acts(standing: Standing, roles: frozenset[str]) -> list[Button]:
    """The acts that name who is competent and may be done now."""
    actions = available(PETITION, standing.case.state, roles, standing.facts, today())
    return [Button(one.code, _(one.label), "") for one in actions if "body" in one.asks]


def _navigator(row: Any) -> str:
    """Where to ask who is competent; it comes back to this page."""
    return f"{NAVIGATOR}?{urlencode({'ve': url_for('petitions.petition', public_id=row.public_id)})}"


# ── where it belongs ──


def _case_told(case: Any) -> dict[str, str]:
    states = shown_kinds()[case.kind].states if case.kind in shown_kinds() else {}
    state = states.get(case.state, "")
    return {"number": number_of(case), "url": page_of(case.kind, case.public_id) if case.kind in shown_kinds() else "",
            "state": _(state) if state else ""}


def _related(row: Any) -> dict[str, Any]:
    state = shown_kinds()[row.kind].states.get(row.state, "")
    return {"number": number_of(row), "url": page_of(row.kind, row.public_id), "day": row.opened_on,
            "subject": row.subject, "state": _(state) if state else "", "case": row.kind in CASES,
            "open": row.kind in CASES and row.rule is not None and row.ended_by is None}
