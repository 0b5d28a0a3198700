"""Telling the leader, and above the hamlet the chair, what they must know of a dispute: a note that calls them.

Notes say nothing of the dispute itself. Where a duty runs a reminder goes with it, and so a mail that names nothing.
"""
from __future__ import annotations

from collections.abc import Collection
from typing import Final

from flask import current_app

from caseapp.cases.commands.work import Work
from caseapp.cases.models import CaseNote, Mention
from caseapp.notices.commands import tell
from caseapp.notices.queries import crew_of
from caseapp.notices.rules import NEWS, WARNED, WARNED_ABOVE
from caseapp.staff.roles import Role
from caseapp.text import mark

OPENED: Final = mark("Hòa giải viên đã nhận một vụ việc.")
TO_ASSIGN: Final = mark("Có vụ việc chờ phân công hòa giải viên.")
GIVEN: Final = mark("Tổ trưởng giao vụ việc này.")
INTERESTED: Final = mark("Có hòa giải viên không vô tư: xem và thay người nếu đang hòa giải.")
DANGER: Final = mark("Báo khẩn: có nguy cơ bạo lực hoặc mất trật tự.")
DANGER_PASSED: Final = mark("Tổ trưởng báo khẩn: có nguy cơ bạo lực hoặc mất trật tự.")


def tell_leader(work: Work, words: str) -> None:
    """Tell whoever leads the team, unless it is he who acts; of a danger the chair where nobody leads."""
    crew = crew_of(work.session, work.dossier.unit_id, work.how.today)
    leaders, urgent = crew.of(Role.TEAM_LEADER), words == DANGER
    if leaders or not urgent:
        call(work, leaders, words, WARNED if urgent else NEWS)
    else:
        call(work, crew.above, words, WARNED_ABOVE)


def tell_chair(work: Work) -> None:
    """Tell the head of the commune that the leader passes a warning on (LHG 15(4))."""
    crew = crew_of(work.session, work.dossier.unit_id, work.how.today)
    call(work, crew.above, DANGER_PASSED, WARNED_ABOVE)


def call(work: Work, accounts: Collection[int], words: str, step: str) -> None:
    """A note that calls accounts, but never whoever acts; each is told once until he has seen it."""
    called = sorted(set(accounts) - {work.how.by})
    if not called:
        return
    note = CaseNote(dossier_id=work.dossier.id, text=words, by=work.how.by, at=work.how.at)
    work.session.add(note)
    work.session.flush()
    work.session.add_all(Mention(note_id=note.id, account_id=one) for one in called)
    work.session.flush()
    tell(work.session, work.dossier.id, called, step, work.how.today, current_app.extensions["settings"])
    work.journal("note", {"note": note.id, "called": called})
