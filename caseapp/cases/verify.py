"""The proof of cases: every act as the journal tells it, and each case where its acts say it stands."""
from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from caseapp.cases.hand_over_verify import hand_over_faults
from caseapp.cases.measure_verify import measure_faults
from caseapp.cases.merge_verify import merge_faults
from caseapp.cases.models import Act, CaseFile, Status
from caseapp.cases.rules import KINDS, course_of
from caseapp.dossiers.models import Clock, Dossier
from caseapp.law.limits import Nature
from caseapp.law.registry import PROMISES, RULES
from caseapp.ledger.models import JournalRow, JournalValues
from caseapp.ledger.verify import Fault
from caseapp.workflow.running import Course

BATCH = 2_000
_CASES = (
    sa.select(Dossier.id, Dossier.register, Dossier.year, Dossier.no, Dossier.code.label("called"), Dossier.state,
              CaseFile.kind,
              CaseFile.received_on, CaseFile.people_count, CaseFile.nomination, CaseFile.respondent,
              CaseFile.contested_paper, CaseFile.remote, CaseFile.opening, CaseFile.traits, Act.public_id.label("act"),
              Act.code, Act.happened_on, Act.document, Act.details)
    .join(CaseFile, CaseFile.dossier_id == Dossier.id)
    .outerjoin(Act, sa.and_(Act.dossier_id == Dossier.id, Act.status == Status.DONE))
    .order_by(Dossier.id, Act.place))
_JOURNAL = (
    sa.select(JournalRow.dossier_id, JournalRow.act, JournalRow.body, JournalValues.body.label("values"))
    .join(CaseFile, CaseFile.dossier_id == JournalRow.dossier_id)
    .outerjoin(JournalValues, JournalValues.journal_id == JournalRow.id)
    .order_by(JournalRow.dossier_id, JournalRow.seq))
_RUNNING = (
    sa.select(Clock.dossier_id, Clock.rule).join(CaseFile, CaseFile.dossier_id == Clock.dossier_id)
    .where(Clock.ended_by.is_(None), Clock.nature == Nature.DUTY, Clock.rule.not_in(sorted(PROMISES)))
    .order_by(Clock.dossier_id, Clock.rule))


def case_faults(connection: Connection) -> Iterator[Fault]:
    """Everything of cases that is not as it was written."""
    running = _by_case(connection, _RUNNING, lambda row: row.rule)
    told = _told(connection)
    with connection.execute(_CASES, execution_options={"yield_per": BATCH}) as rows:
        for case_id, group in groupby(rows, key=lambda row: row.id):
            acts = list(group)
            yield from _faults(acts, told.pop(case_id, {}), running.get(case_id, []))
    yield from merge_faults(connection)
    yield from hand_over_faults(connection)
    yield from measure_faults(connection)


def _faults(rows: list[Any], told: dict[str, dict[str, str]], running: list[str]) -> Iterator[Fault]:
    case = rows[0]
    where = case.called or f"{case.register} {case.year}/{case.no:04d}"
    acts = [row for row in rows if row.act is not None]
    for act in acts:
        journaled = told.pop(act.act, None)
        if journaled is None:
            yield Fault(f"{where}, việc {act.code}", "không có trong nhật ký")
        elif journaled["on"] != act.happened_on.isoformat():
            yield Fault(f"{where}, việc {act.code}", "ngày khác nhật ký")
        elif journaled.get("document", act.document) != act.document:
            yield Fault(f"{where}, việc {act.code}", "số văn bản khác nhật ký")
    for journaled in told.values():
        yield Fault(f"{where}, việc {journaled['code']}", "việc đã ghi trong nhật ký đã mất")
    if any(row.code not in {action.code for action in KINDS[case.kind].actions} for row in acts):
        yield Fault(where, "có việc mà thủ tục không có")
        return
    now = course_of(case, acts)
    if now.state.code != case.state:
        yield Fault(where, "giai đoạn khác với các việc đã ghi")
    elif not now.state.closed and running != _duties(now):
        yield Fault(where, "hạn đang chạy khác với các việc đã ghi")


def _duties(now: Course) -> list[str]:
    """Rules of the duties that run by the acts."""
    return sorted(one.rule for one in now.limits if one.ended_on is None and RULES[one.rule].nature is Nature.DUTY)


def _told(connection: Connection) -> dict[int, dict[str, dict[str, str]]]:
    """What the journal says of each act of each case, the latest correction last."""
    found: dict[int, dict[str, dict[str, str]]] = {}
    with connection.execute(_JOURNAL, execution_options={"yield_per": BATCH}) as rows:
        for row in rows:
            facts = json.loads(row.body)["facts"]
            if row.act.endswith(".undo"):
                found.get(row.dossier_id, {}).pop(facts["act"], None)
            if "act" not in facts or "on" not in facts:
                continue
            known = found.setdefault(row.dossier_id, {}).setdefault(
                facts["act"], {"code": facts.get("code") or row.act.partition(".")[2]})
            known["on"] = facts["on"]
            values = json.loads(row.values) if row.values else {}
            if "document" in values:
                known["document"] = values["document"][1]
    return found


def _by_case(connection: Connection, statement: sa.Select[int, str], value: Any) -> dict[int, list[str]]:
    return {case: [value(row) for row in rows]
            for case, rows in groupby(connection.execute(statement), key=lambda row: row.dossier_id)}
