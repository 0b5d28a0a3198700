"""Writing down a sitting with its end: what came of it, the record that was signed or not, what was promised."""
from __future__ import annotations

from typing import Any, Final

from caseapp.cases.commands.acting import carry_out_in
from caseapp.cases.commands.given import GivenAct
from caseapp.cases.commands.papers import kept_or_removed
from caseapp.cases.commands.work import Work, working
from caseapp.dossiers.acting import Acting
from caseapp.mediation.commands.given import GivenPromise, GivenResult
from caseapp.mediation.commands.promises import put_promises
from caseapp.mediation.dispute import Outcome
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.language import gettext as _

__all__ = ["GivenPromise", "GivenResult", "record_result"]

GOES_ON: Final = "under-way"
ENDS: Final = {Outcome.SETTLED: "settle", Outcome.FAILED: "fail", Outcome.STOPPED: "stop"}
REFUSED: Final = "refused"
RECORDS: Final = frozenset({"", "signed", "fingerprinted", REFUSED})
NO_RESULT: Final = mark("Chọn kết quả buổi hòa giải.")
NO_PLACE: Final = mark("Ghi nơi hòa giải.")
NOBODY_CAME: Final = mark("Ghi ai có mặt.")
NO_COURSE: Final = mark("Ghi các bên đã nói gì, đã giải thích gì.")
NO_AGREEMENT: Final = mark("Ghi các bên đã thỏa thuận gì.")
NO_DEMANDS: Final = mark("Ghi yêu cầu của mỗi bên.")
WHY_NOT_SIGNED: Final = mark("Ghi vì sao không ký.")
ONLY_SETTLED: Final = mark("Chỉ ghi cam kết, văn bản khi hòa giải thành.")


def record_result(given: GivenResult, how: Acting) -> None:
    """The sitting and whatever it came to, in one transaction; a settlement without promises is finished at once.

    Raises Refused with the reason, Refusal with the field, Stale, FormKeyUsed; then nothing changed.
    """
    _see_result(given)
    with kept_or_removed(given.papers), working(how) as work:
        _do(work, given, "sit", sat_at=given.sat_at, came=given.came, summary=given.course,
            next_on=given.next_on if given.result == GOES_ON else None, absent=list(given.absent))
        if given.result == GOES_ON:
            return
        _do(work, given, ENDS[Outcome(given.result)], summary=given.agreement,
            asked_by=given.asked_by if given.result == Outcome.STOPPED else "")
        if given.result == Outcome.SETTLED:
            _settle(work, given)


def _settle(work: Work, given: GivenResult) -> None:
    """The record, what was promised; where nothing was, nothing is left to be followed."""
    if given.record == REFUSED:
        _do(work, given, "refuse-sign", asked_by=given.refused_by, summary=given.refused_why)
    elif given.record:
        _do(work, given, "draw-record", signed_as=given.record, settled_on=given.happened_on)
    if given.promises:
        put_promises(work, given.promises)
    else:
        _do(work, given, "finish")


def _do(work: Work, given: GivenResult, code: str, **told: Any) -> None:
    """One act of the sitting's day; papers and draft go with the sitting itself."""
    first = code == "sit"
    carry_out_in(work, GivenAct(
        code, given.happened_on, details={name: value for name, value in told.items() if value not in (None, "", [])},
        papers=given.papers if first else (), draft=given.draft if first else ""))


def _see_result(given: GivenResult) -> None:
    """Raise Refusal at the first input that is missing or goes with another result."""
    settled = given.result == Outcome.SETTLED
    wrong: tuple[tuple[bool, str, str], ...] = (
        (given.result not in {*ENDS, GOES_ON}, NO_RESULT, "result"),
        (not given.sat_at.strip(), NO_PLACE, "sat_at"), (not given.came.strip(), NOBODY_CAME, "came"),
        (not given.course.strip(), NO_COURSE, "course"),
        (settled and not given.agreement.strip(), NO_AGREEMENT, "agreement"),
        (given.result in (Outcome.FAILED, Outcome.STOPPED) and not given.agreement.strip(), NO_DEMANDS, "agreement"),
        (bool(given.promises or given.record) and not settled, ONLY_SETTLED, "result"),
        (given.record not in RECORDS, NO_RESULT, "record"),
        (given.record == REFUSED and not given.refused_why.strip(), WHY_NOT_SIGNED, "refused_why"),
    )
    for is_wrong, words, field in wrong:
        if is_wrong:
            raise Refusal(_(words), field, 422)
