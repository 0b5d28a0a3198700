"""The papers of a mediation as data: the record of a settlement with its lawful contents, that of a failure.

They are Vietnamese whoever prints them. Empty lines stand where nothing was written down: for the pen.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from caseapp.cases.rules import details_of
from caseapp.law.mediation_duties import STARTED_BY
from caseapp.law.settlement_record import CONTENTS
from caseapp.mediation.dispute import SIDES, Kept
from caseapp.text import show_date
from caseapp.web.filters import lower_first

BOTH_SIDES: Final = ("party-a", "party-b")


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper: the letter of its point, its heading, what is written below it; empty: for the pen."""

    letter: str
    heading: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signs: what they are called on the paper, and their names; an empty name is a line for the pen."""

    role: str
    prompt: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class MediationPaper:
    """A paper that a mediator prints: ``day`` None while nobody wrote down when it happened."""

    title: str
    under: str
    day: date | None
    sections: Sequence[Section]
    signatures: Sequence[Signed]


def settlement_record(dispute: Any, near: Any, promises: Sequence[Any]) -> MediationPaper:
    """The record of a settlement, with exactly the contents of LHG 24(2), filled from what was written down.

    ``dispute``, ``near``: as ``queries.own`` reads them; ``promises``: all of the dispute. Before the result is
    recorded it is a draft to be filled in; printed again it says what was promised then, whatever was agreed since.
    """
    owed = on_paper(promises, near.acts)
    told = {
        "a": (_ground(dispute),), "b": [*_people(near), *_mediators(dispute, near)], "c": (str(dispute.content),),
        "d": _course(near), "đ": _lines(dispute.agreement if dispute.outcome == "settled" else ""), "e": _owed(owed),
        "g": _when(owed), "h": (),
    }
    sections = [Section(point, one.text, [line for line in told[point] if line]) for point, one in CONTENTS.items()]
    return MediationPaper("Văn bản hòa giải thành", dispute.subject, dispute.record_on or _ended(dispute), sections,
                          _signatures(near))


def failure_record(dispute: Any, near: Any) -> MediationPaper:
    """The record of a mediation that failed, which a party may ask for."""
    parts = ((CONTENTS["a"].text, (_ground(dispute),)),
             ("Các bên", [*_people(near), *_mediators(dispute, near)]),
             (CONTENTS["c"].text, (str(dispute.content),)), (CONTENTS["d"].text, _course(near)),
             ("Yêu cầu của mỗi bên", _lines(dispute.agreement)), ("Kết quả", (_failed(dispute, near),)))
    sections = [Section(str(place), heading, [line for line in lines if line])
                for place, (heading, lines) in enumerate(parts, start=1)]
    return MediationPaper("Văn bản hòa giải không thành", dispute.subject, _ended(dispute), sections,
                          _signatures(near))


def _ended(dispute: Any) -> date | None:
    day: date | None = dispute.ended_on
    return day


def _ground(dispute: Any) -> str:
    """Why the mediation began, as the law puts it; who proposed it."""
    ground = STARTED_BY.get(dispute.started_by)
    if ground is None:
        return ""
    proposed = f" ({dispute.proposed_by})" if dispute.proposed_by else ""
    received = f"Tổ hòa giải nhận vụ, việc ngày {show_date(dispute.received_on)}."
    return f"{ground.citation}: {lower_first(ground.text)}{proposed}. {received}"


def _people(near: Any) -> list[str]:
    return [f"{SIDES[one.role]}: {_told(one)}." for role in SIDES for one in near.side(role)]


def _told(person: Any) -> str:
    """Name, year of birth and address: what tells people apart, and no more."""
    born = f"sinh năm {person.birth_year}" if person.birth_year else ""
    return ", ".join(part for part in (person.name, born, person.address) if part)


def _mediators(dispute: Any, near: Any) -> list[str]:
    names = [one.name for one in near.mediating]
    lines = [f"Hòa giải viên: {', '.join(names)}, {dispute.team_name}."] if names else []
    invited = [", ".join(part for part in (one.name, one.standing) if part) for one in near.invited]
    return [*lines, *([f"Người được mời tham gia hòa giải: {'; '.join(invited)}."] if invited else [])]


def _course(near: Any) -> list[str]:
    """Every sitting: when, where, who came, what was said."""
    lines = []
    for act in near.acts:
        if act.code != "sit" or act.status != "done":
            continue
        told = details_of(act)
        place = f" tại {told['sat_at']}" if told.get("sat_at") else ""
        came = f", có mặt: {told['came']}" if told.get("came") else ""
        lines.append(f"Ngày {show_date(act.happened_on)}{place}{came}. {told.get('summary', '')}".strip())
    return lines


def on_paper(promises: Sequence[Any], acts: Sequence[Any]) -> list[Any]:
    """The promises that stand in the record: of the last settlement, as they were on the moment it was drawn up."""
    settled = _entered(acts, "settle")
    if settled is None:
        return []
    drawn = _entered(acts, "draw-record")
    until = drawn if drawn is not None and drawn >= settled else None
    return [one for one in promises if one.made_at >= settled and (until is None or one.made_at <= until)
            and not (one.state == Kept.RELEASED and (until is None or one.ended_at <= until))]


def _entered(acts: Sequence[Any], code: str) -> datetime | None:
    return next((act.entered_at for act in reversed(acts) if act.code == code and act.status == "done"), None)


def _owed(promises: Sequence[Any]) -> list[str]:
    return [f"{one.who or SIDES[one.side]} có nghĩa vụ: {_sentence(one.what)}" for one in promises]


def _when(promises: Sequence[Any]) -> list[str]:
    return [f"{_sentence(one.what).rstrip('.')}: " + (
        f"chậm nhất ngày {show_date(one.due_on)}." if one.due_on else "không hẹn ngày.") for one in promises]


def _sentence(words: str) -> str:
    return f"{words.rstrip('.')}."


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _failed(dispute: Any, near: Any) -> str:
    if dispute.outcome == "stopped":
        asked = next((details_of(act).get("asked_by", "") for act in reversed(near.acts) if act.code == "stop"), "")
        who = SIDES.get(asked, "một bên").lower()
        return f"Chấm dứt hòa giải ngày {show_date(dispute.ended_on)} theo yêu cầu của {who}."
    return f"Các bên không đạt được thỏa thuận, kết thúc hòa giải ngày {show_date(dispute.ended_on)}."


def _signatures(near: Any) -> list[Signed]:
    sides = [Signed(SIDES[role], "(Ký, ghi rõ họ tên hoặc điểm chỉ)", [one.name for one in near.side(role)] or [""])
             for role in BOTH_SIDES]
    related = [one.name for one in near.side("related")]
    return [*sides, *([Signed(SIDES["related"], "(Ký, ghi rõ họ tên hoặc điểm chỉ)", related)] if related else []),
            Signed("Hòa giải viên", "(Ký, ghi rõ họ tên)", [one.name for one in near.mediating] or [""])]
