"""What happened in a case, in words, newest first: acts, drafts sent back, who was given it, notes, petitions."""
from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from markupsafe import Markup

from caseapp.cases.asks import ASKS
from caseapp.cases.forms.offers import words_of
from caseapp.cases.models import DUTY_WORDS, Duty, Status
from caseapp.cases.queries.beside import Beside
from caseapp.cases.rules import KINDS, action_of, details_of, opening_of
from caseapp.cases.views.steps import MEND
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.shown import page_of
from caseapp.law.complaint_choices import RECIPIENT_NAMES
from caseapp.law.complaints import ACCEPTANCE
from caseapp.law.discipline import ACCEPTANCE as OF_DISCIPLINE
from caseapp.law.registry import RULES
from caseapp.text import show_date
from caseapp.web.filters import lower_first, number, said_place, show_time
from caseapp.web.language import gettext as _
from caseapp.web.now import local
from caseapp.workflow.kind import Action

SHOWN = 8          # the rest stands folded below
LONG = 280         # characters of a summary that are read at once
FILE, CASE_PAGE = "/tep/{}", "/vu-viec/{}"
# What was chosen, in the order in which inputs are listed; beside it what was written in free words.
CHOSEN = tuple(name for name, ask in ASKS.items() if ask.chosen)
WRITTEN = ("summary", "note", "reason")


@dataclass(frozen=True, slots=True)
class Doc:
    """A paper or file: its name, its address, what is said behind it."""

    name: str
    url: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``day``, ``at``, ``place`` order it; ``time`` is empty where the minute says nothing.

    ``said``: free words, ``rest`` what of them is folded away; ``tone``: note, returned, or empty; ``mend``: where an
    act is corrected, for whoever may.
    """

    day: date
    at: datetime
    time: str
    what: str
    who: str
    said: str = ""
    rest: str = ""
    docs: tuple[Doc, ...] = ()
    tone: str = ""
    mend: str = ""
    link: Markup | str = ""
    place: int = 0

    @property
    def papers(self) -> bool:
        """Whether a paper came of it."""
        return bool(self.docs)


def timeline(case: Any, acts: Sequence[Any], near: Beside, linked: Sequence[Any], *, mends: bool) -> list[Entry]:
    """Everything that happened to a case, newest first; ``mends``: whether the viewer corrects acts."""
    found = [*(_act(case, act, near, mends=mends) for act in acts if act.status == Status.DONE),
             *(_returned(case, act) for act in acts if act.status == Status.RETURNED),
             *_assignments(near.team), *(_note(one, case, near) for one in near.notes), *_merges(near),
             *(_recount(one) for one in near.recounts),
             *(_petition(one) for one in linked if one.kind == "petition"), _opened(case)]
    return sorted(found, key=lambda one: (one.day, one.at, one.place), reverse=True)


def _act(case: Any, act: Any, near: Beside, *, mends: bool) -> Entry:
    action, told = action_of(case.kind, act.code), details_of(act)
    said = " · ".join(str(told[name]) for name in WRITTEN if told.get(name))
    by_itself = act.entered_by is None
    who = (_by(act), _drafted(act), *_chosen(told), _basis(action, act), *_marks(act))
    return Entry(
        act.happened_on, act.entered_at, "" if act.late else show_time(act.entered_at), _what(action, told),
        " · ".join(part for part in who if part),
        *_cut(said), docs=tuple(_papers(act, told, near)),
        mend=MEND.format(case.public_id, act.public_id) if mends and not by_itself else "", place=act.place + 1)


def _what(action: Action, told: dict[str, Any]) -> str:
    """The act with what it was about: “Mời đối thoại ngày 15/12/2026”."""
    label = _(action.label)
    if told.get("dialogue_on"):
        return _("%(act)s ngày %(day)s", act=label, day=show_date(date.fromisoformat(told["dialogue_on"])))
    if told.get("subject"):
        return str(told["subject"])
    return _("%(act)s: %(about)s", act=label, about=told["whom"]) if told.get("whom") else label


def _by(act: Any) -> str:
    """Who did it: whoever signed the paper, else whoever wrote it down; what happens by itself has nobody."""
    if act.signer:
        return _("%(post)s %(name)s ký", post=act.signer_post, name=act.signer).strip()
    return str(act.entered_by or _("tự phát sinh khi hết hạn"))


def _drafted(act: Any) -> str:
    """Who laid it before whoever signed it; nobody is told twice."""
    if not act.proposed_by or act.proposed_by == (act.signer or act.entered_by):
        return ""
    return _("%(name)s trình", name=act.proposed_by)


def _chosen(told: dict[str, Any]) -> Iterator[str]:
    for name in CHOSEN:
        value = told.get(name)
        if value:
            yield ", ".join(words_of(name, one) for one in value) if isinstance(value, list) else words_of(name, value)


def _basis(action: Action, act: Any) -> str:
    form = _("mẫu %(form)s", form=act.form) if act.form else ""
    return ", ".join(part for part in (said_place(action.citation) if action.citation else "", form) if part)


def _marks(act: Any) -> Iterator[str]:
    """How it came into the dossier: later than it happened, from a signed paper, corrected since."""
    if act.late:
        yield _("nhập sau, %(day)s", day=show_date(local(act.entered_at).date()))
    if act.on_paper:
        yield _("ghi theo bản đã ký, %(name)s nhập", name=act.entered_by or "")
    if act.corrected:
        yield _("đã sửa %(times)s lần", times=act.corrected)


def _papers(act: Any, told: dict[str, Any], near: Beside) -> Iterator[Doc]:
    """The paper with those it went to, the letter an act names, its files, each delivery."""
    files = [one for one in near.files if one.ref == act.id]
    sent = _sent_to(told)
    paper = act.document or told.get("paper", "")
    if paper:
        first = files[0] if files and act.document else None
        yield Doc(paper, FILE.format(first.key) if first else "", sent)
        files = files[1:] if first else files
    yield from (Doc(one.name, FILE.format(one.key), size_words(one)) for one in files)
    for one in near.deliveries:
        if one.ref == act.id:
            yield Doc(one.name or _(RECIPIENT_NAMES.get(one.role, one.role)), "", _delivery(one))


def _sent_to(told: dict[str, Any]) -> str:
    names = [lower_first(_(RECIPIENT_NAMES[code])) for code in told.get("recipients", ()) if code in RECIPIENT_NAMES]
    return _("gửi %(names)s", names=", ".join(names)) if names else ""


def _delivery(one: Any) -> str:
    manner = lower_first(words_of("manner", one.more))
    sent = _("%(manner)s ngày %(day)s", manner=manner, day=show_date(one.since))
    if one.until is None:
        return _("%(sent)s, chưa ghi ngày nhận", sent=sent)
    return _("%(sent)s, nhận %(day)s", sent=sent, day=show_date(one.until))


def size_words(file: Any) -> str:
    """Type and size of a file: “PDF, 120 kB”."""
    return f"{file.role.upper()}, {number((file.number + 1023) // 1024)} kB"


def _returned(case: Any, act: Any) -> Entry:
    action = action_of(case.kind, act.code)
    return Entry(local(act.proposed_at).date(), act.proposed_at, show_time(act.proposed_at),
                 _("Trả lại đề xuất: %(act)s", act=_(action.label)),
                 _("%(name)s trình", name=act.proposed_by or ""), *_cut(act.reason), tone="returned")


def _assignments(team: Sequence[Any]) -> Iterator[Entry]:
    """One entry for all that was given to people at the same moment."""
    moments: dict[datetime, list[Any]] = {}
    for one in team:
        moments.setdefault(one.at, []).append(one)
    for at, given in moments.items():
        handler = next((one for one in given if one.role == Duty.HANDLER), None)
        helpers = ", ".join(one.name for one in given if one.role != Duty.HANDLER)
        what = _("Phân công %(name)s thụ lý", name=handler.name) if handler else _("Phân công xác minh")
        duty = lower_first(_(DUTY_WORDS[Duty.VERIFIER]))
        team_words = _("%(duty)s: %(names)s", duty=duty, names=helpers) if helpers else ""
        yield Entry(local(at).date(), at, show_time(at), what,
                    " · ".join(part for part in (given[0].more, team_words) if part), *_cut(given[0].text or ""))


def _note(one: Any, case: Any, near: Beside) -> Entry:
    """A note, whom it calls, and of which case it is where it came with another one."""
    called = ", ".join(row.name for row in near.mentions if row.ref == one.place)
    who = (one.name, _("nhắc %(names)s", names=called) if called else "",
           _("của vụ việc đã nhập vào") if one.ref != case.id else "")
    return Entry(local(one.at).date(), one.at, show_time(one.at), _("Ghi chú nội bộ"),
                 " · ".join(part for part in who if part), *_cut(one.text), tone="note")


def _merges(near: Beside) -> Iterator[Entry]:
    """Cases laid together with this one, and taken apart again."""
    for one, what in (*((one, _("Nhập vào vụ việc khác")) for one in near.lies_in),
                      *((one, _("Nhận vụ việc nhập vào")) for one in near.holds),
                      *((one, _("Tách lại")) for one in near.split)):
        yield Entry(local(one.at).date(), one.at, show_time(one.at), what, one.name, *_cut(one.text),
                    link=Markup('<a href="{}">{}</a>').format(CASE_PAGE.format(one.key), merged_number(one)))


def merged_number(one: Any) -> str:
    """What the other case of a merge is called."""
    return one.more or f"{one.role} {one.ref}/{one.number:04d}"


def _recount(one: Any) -> Entry:
    """A limit that a changed calendar or a new law counted otherwise."""
    facts = json.loads(one.text)["facts"]
    limit = RULES.get(facts["rule"])
    title = _(limit.title) if limit else facts["rule"]
    old, new = (show_date(date.fromisoformat(facts[name])) for name in ("from", "to"))
    what = _("Tính lại hạn theo quy định mới") if facts.get("law") else _("Tính lại hạn theo lịch nghỉ mới")
    moved = _("%(limit)s: hạn %(old)s thành %(new)s", limit=title, old=old, new=new)
    return Entry(local(one.at).date(), one.at, show_time(one.at), what, moved)


def _petition(one: Any) -> Entry:
    link = Markup('<a href="{}">{}</a>').format(page_of(one.kind, one.public_id), number_of(one))
    return Entry(one.opened_on, one.made_at, "", _("Nhận đơn"), "", link=link)


def _opened(case: Any) -> Entry:
    made = local(case.made_at).date()
    late = _("nhập sau, %(day)s", day=show_date(made)) if made > case.received_on else ""
    basis = said_place(KINDS[case.kind].citation)
    return Entry(case.received_on, case.made_at, "" if late else show_time(case.made_at),
                 _opening_words(case),
                 " · ".join(part for part in (case.author, basis, late) if part))


def _opening_words(case: Any) -> str:
    """How a case began: whether days are counted from its receipt, and for what."""
    starts = opening_of(case).starts
    if {ACCEPTANCE.code, OF_DISCIPLINE.code} & set(starts):
        return _("Mở vụ việc, tính hạn thụ lý từ ngày nhận đơn")
    return _("Mở vụ việc, tính hạn từ ngày nhận") if starts else _("Mở vụ việc")


def _cut(text: str) -> tuple[str, str]:
    """What is read at once of free words, and the rest."""
    if len(text) <= LONG:
        return text, ""
    head = text[:LONG].rpartition(" ")[0] or text[:LONG]
    return head, text[len(head):].strip()
