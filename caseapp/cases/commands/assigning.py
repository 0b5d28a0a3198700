"""Who works on a case: assigned with a reason by the head; the clocks stay as they are. Internal notes."""
from __future__ import annotations

from collections.abc import Sequence

from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.mentioning import mention
from caseapp.cases.commands.teams import put_team
from caseapp.cases.commands.work import Work, working
from caseapp.cases.models import CaseNote
from caseapp.dossiers.acting import Acting
from caseapp.text import mark
from caseapp.workflow.engine import Refused

__all__ = ["ASSIGNING", "NOTING", "GivenTeam", "add_note", "assign", "put_team"]

ASSIGNING = frozenset({"supervisor"})
NOTING = frozenset({"handler", "clerk", "supervisor", "reception"})


def assign(given: GivenTeam, how: Acting) -> None:
    """Give a case to a handler and a team; whoever had it before keeps a dated row."""
    with working(how) as work:
        give(work, given)


def give(work: Work, given: GivenTeam) -> None:
    """The same inside a transaction under way; raises Refused for whoever may not, and for a case that ended."""
    if not work.roles & ASSIGNING:
        raise Refused(mark("Chỉ lãnh đạo phân công."))
    if work.state.closed:
        raise Refused(mark("Vụ việc đã kết thúc: không phân công nữa."))
    put_team(work, given)


def add_note(text: str, how: Acting, mentions: Sequence[str] = ()) -> None:
    """Write an internal note; it is read by colleagues who may see the case, and goes into no paper.

    ``mentions``: public ids of accounts it calls, beside those the text names after an “@”.
    """
    with working(how) as work:
        if not work.roles & NOTING:
            raise Refused(mark("Việc này thuộc vai trò khác."))
        note = CaseNote(dossier_id=work.dossier.id, text=text, by=how.by, at=work.how.at)
        work.session.add(note)
        work.session.flush()
        called = mention(work, note, mentions)
        work.journal("note", {"note": note.id, **({"called": called} if called else {})})
