"""What a party brings before the court that shall recognise a settlement; where people go on after one that failed."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from caseapp.cases.asks import ASKS
from caseapp.cases.rules import details_of
from caseapp.law.complaint_choices import Choice
from caseapp.law.court_recognition import AFTERWARDS, COURT_CONDITIONS, REQUEST
from caseapp.law.duties import Duty
from caseapp.law.mediation import COURT_RECOGNITION
from caseapp.law.mediation_duties import AFTER_FAILURE, NOT_MEDIABLE, OTHER_MEDIATION
from caseapp.mediation.dispute import Outcome
from caseapp.text import mark

RECORDED_BY: Final = "draw-record"
REQUESTED_BY: Final = "request-court"
SETTLED_BY: Final = "settle"
PARTIES, MEDIATED, AGREED = mark("Các bên"), mark("Người, tổ chức đã hòa giải"), mark("Nội dung thỏa thuận")
OWN_REQUEST: Final = mark("Đơn yêu cầu công nhận, do bên yêu cầu viết và ký")
RECORD: Final = mark("Văn bản hòa giải thành có chữ ký")
EXTRACT: Final = mark("Trích sổ theo dõi hoạt động hòa giải")
NOT_ASKED_FOR: Final = mark("Luật không đòi; gửi kèm để tòa án đối chiếu.")
ON_PAPER: Final = mark("Nộp bản gốc; ảnh trong hồ sơ để đối chiếu.")
NO_PHOTO: Final = mark("Chưa có ảnh chụp văn bản hòa giải thành có chữ ký trong hồ sơ.")
NOTHING_AGREED: Final = mark("Chưa ghi nội dung thỏa thuận.")
NOBODY: Final = mark("Chưa ghi ai đã hòa giải.")
ONE_SIDE: Final = mark("Chưa ghi đủ hai bên.")


@dataclass(frozen=True, slots=True)
class Named:
    """One thing the request must name, as the dispute has it; ``value`` empty: it is missing."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of the package: whether this office has it; ``files``: (public id, name) of the dispute's files."""

    label: str
    there: bool
    files: Sequence[tuple[str, str]] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class CourtPackage:
    """The whole package of one settlement.

    ``missing``: sentences; ``clock``, ``last_day``: of the time in which the court may be asked, empty and None where
    it does not run any more; ``gone_by``: its last day went by unused; ``asked_on``: a party brought it to the court.
    """

    request: Duty
    named: Sequence[Named]
    conditions: Sequence[Choice]
    papers: Sequence[Paper]
    missing: Sequence[str]
    agreed_on: date
    last_day: date | None
    clock: str
    gone_by: bool
    asked_on: date | None
    afterwards: Duty


def court_package(dispute: Any, near: Any, today: date) -> CourtPackage | None:
    """What the court gets; None without a signed record of a settlement, since then no court recognises it.

    ``dispute``, ``near``: as ``queries.own`` reads them, the row and everything beneath it.
    """
    drawn = _last(near.acts, RECORDED_BY)
    if dispute.outcome != Outcome.SETTLED or dispute.record_on is None or drawn is None:
        return None
    agreed = details_of(drawn).get("settled_on")
    agreed_on = date.fromisoformat(agreed) if agreed else dispute.ended_on
    named, photos = _named(dispute, near), _photos(near, drawn)
    clock = max((one for one in near.clocks if one.rule == COURT_RECOGNITION.code), default=None,
                key=lambda one: (one.ended_by is None, one.start_on))
    runs = clock is not None and clock.ended_by is None
    asked = _last(near.acts, REQUESTED_BY)
    return CourtPackage(
        request=REQUEST, named=named, conditions=[one for one in COURT_CONDITIONS.values() if one.holds(agreed_on)],
        papers=(Paper(OWN_REQUEST, there=False), Paper(RECORD, bool(photos), photos, ON_PAPER),
                Paper(EXTRACT, there=True, hint=NOT_ASKED_FOR)),
        missing=[*_gaps(dispute, near), *(() if photos else (NO_PHOTO,))], agreed_on=agreed_on,
        last_day=clock.due_on if clock is not None and runs else None,
        clock=clock.public_id if clock is not None and runs else "",
        gone_by=bool(clock is not None and runs and clock.due_on is not None and clock.due_on < today),
        asked_on=asked.happened_on if asked is not None else None, afterwards=AFTERWARDS)


def _last(acts: Iterable[Any], code: str) -> Any | None:
    """The latest act of a code since the last settlement: each has a record and a request to the court of its own."""
    done = [one for one in acts if one.status == "done"]
    begun = max((place for place, one in enumerate(done) if one.code == SETTLED_BY), default=-1)
    return next((one for one in reversed(done[begun + 1:]) if one.code == code), None)


def _photos(near: Any, drawn: Any) -> list[tuple[str, str]]:
    """The files that came with the record, or with the sitting it was written down together with."""
    together = {one.id for one in near.acts if one.entered_at == drawn.entered_at}
    return list(dict.fromkeys((one.public_id, one.name) for one in near.files if one.act_id in together))


def _named(dispute: Any, near: Any) -> tuple[Named, ...]:
    parties = [_with_address(one) for one in near.people if one.role in ("party-a", "party-b")]
    mediators = [one.name for one in near.mediating]
    return (Named(PARTIES, "; ".join(parties)),
            Named(MEDIATED, "; ".join([*mediators, dispute.team_name] if mediators else [])),
            Named(AGREED, dispute.agreement))


def _with_address(person: Any) -> str:
    return ", ".join(part for part in (person.name, person.address) if part)


def _gaps(dispute: Any, near: Any) -> list[str]:
    sides = {one.role for one in near.people}
    gaps = ((not {"party-a", "party-b"} <= sides, ONE_SIDE), (not near.mediating, NOBODY),
            (not dispute.agreement, NOTHING_AGREED))
    return [words for lacks, words in gaps if lacks]


# ── where people go on ──


@dataclass(frozen=True, slots=True)
class Guided:
    """A place where people may go on: the code of the act's input ``to_place``, its words, what to know of it."""

    code: str
    words: str
    note: str = ""
    duty: Duty = AFTER_FAILURE


COMMUNE_LAND, COURT, COMMUNE, POLICE = "commune-land", "court", "commune", "police"
_LAND: Final = frozenset({"land", "boundary"})
_PERHAPS_LAND: Final = frozenset({"path", "inheritance", "water"})
SEPARATE: Final = mark("Thủ tục riêng tại Ủy ban nhân dân cấp xã, không phải hòa giải ở cơ sở.")
IF_LAND: Final = mark("Chỉ khi các bên tranh chấp ai có quyền sử dụng đất. Thủ tục riêng, không phải hòa giải ở cơ sở.")
WITH_RECORD: Final = mark("Có văn bản hòa giải thành, còn thời hạn thì yêu cầu tòa án công nhận để được thi hành.")
_BARRED_TO: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "public-interest": (COMMUNE,), "family-or-civil": (COURT,), "offence": (POLICE, COMMUNE),
    "otherwise-barred": (COMMUNE,),
})


def guidance(dispute: Any) -> tuple[Guided, ...]:
    """Where the parties may go on, the likeliest first; a row with ``outcome``, ``matter``, ``barred``, ``record_on``.

    For a dispute over land the commune mediates by another law; what may not be mediated goes to whoever decides it.
    """
    if dispute.outcome == Outcome.REFERRED:
        return tuple(_guided(code, duty=NOT_MEDIABLE) for code in _BARRED_TO.get(dispute.barred, (COMMUNE,)))
    court = _guided(COURT, WITH_RECORD if dispute.outcome == Outcome.SETTLED and dispute.record_on else "")
    if dispute.matter in _LAND:
        return (_guided(COMMUNE_LAND, SEPARATE, OTHER_MEDIATION), court)
    if dispute.matter in _PERHAPS_LAND:
        return (court, _guided(COMMUNE_LAND, IF_LAND, OTHER_MEDIATION))
    return (court,)


def _guided(code: str, note: str = "", duty: Duty = AFTER_FAILURE) -> Guided:
    return Guided(code, next(one.words for one in ASKS["to_place"].own if one.code == code), note, duty)
