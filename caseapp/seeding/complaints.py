"""A petition of the benchmark volume and the complaint it opens: most are closed, the rest stand on the way."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from caseapp.cases.commands.opening import CASE_OF
from caseapp.cases.kinds.complaint import ACCEPTED, CLOSED, REGISTER, REPORTED, VERIFYING
from caseapp.cases.kinds.petition import IN_CASE
from caseapp.cases.kinds.petition import REGISTER as PETITIONS
from caseapp.cases.models import Act, CaseFile
from caseapp.demo import matters
from caseapp.dossiers.models import Link
from caseapp.law.complaints import ACCEPTANCE, RESOLUTION_1, SEND_DECISION_1
from caseapp.petitions.models import Channel, Content, Petition
from caseapp.seeding.batch import Batch
from caseapp.workflow.kind import State

# In a hundred complaints: how many are still open at the end, and of these how many have no handler yet.
OPEN_PERCENT = 25
UNASSIGNED_PERCENT = 5
WAITING = (ACCEPTED, VERIFYING, VERIFYING, REPORTED)
# The usual way: (act, days after receipt).
WAY = (("accept", 4), ("self-check", 6), ("assign-verification", 7), ("report", 20), ("decide", 26),
       ("send-decision", 27), ("deliver", 30), ("take-effect", 62), ("carry-out", 70), ("close", 72))
REACHED = {ACCEPTED: 1, VERIFYING: 3, REPORTED: 4, CLOSED: len(WAY)}


def add_pair(batch: Batch, day: date) -> None:
    """A petition and its complaint, both received on a day: two dossiers."""
    text, subject = batch.luck.choice(matters.COMPLAINTS)
    person, name = batch.person()
    petition = batch.dossier("petition", PETITIONS, day, text, IN_CASE.code, closed=day)
    batch.rows[Petition].append({
        "dossier_id": petition["id"], "kind": "petition", "channel": Channel.POST, "content_kind": Content.COMPLAINT,
        "competent": True, "dated_on": None})
    batch.rows[CaseFile].append(_file(petition, text, day, "petition") | {
        "opening": IN_CASE.code, "traits": Channel.POST})
    state = batch.luck.choice(WAITING) if batch.chance(OPEN_PERCENT) else CLOSED
    case = _case(batch, day, text, subject, state)
    for dossier in (petition, case):
        batch.party(dossier, person, "complainant")
        batch.findable(dossier, name, text)
    batch.rows[Link].append({"dossier_id": petition["id"], "other_id": case["id"], "what": CASE_OF})
    batch.journal(petition, "petition.register")


def _file(dossier: dict[str, Any], text: str, day: date, kind: str) -> dict[str, Any]:
    """What is written of a dossier; rows that are written together name the same columns."""
    return {
        "dossier_id": dossier["id"], "kind": kind, "opening": "", "traits": "", "instance": 1, "content": text,
        "demand": "", "field": None, "received_on": day, "people_count": 1, "nomination": "", "respondent": "",
        "contested": None, "contested_paper": "", "forwarded_by": "", "remote": False, "resolver_id": None}


def _case(batch: Batch, day: date, text: str, subject: str, state: State) -> dict[str, Any]:
    reached = WAY[:REACHED[state]]
    last = day + timedelta(days=reached[-1][1])
    handler = None if state is not CLOSED and batch.chance(UNASSIGNED_PERCENT) else batch.place.handler
    case = batch.dossier("complaint", REGISTER, day, text, state.code, awaits=state.awaits,
                         closed=last if state is CLOSED else None, handler=handler)
    case["moved_on"] = last
    batch.rows[CaseFile].append(_file(case, text, day, "complaint") | {
        "field": subject, "respondent": f"Chủ tịch {batch.place.commune}", "contested": "decision",
        "contested_paper": f"Quyết định {case['no']}/QĐ-UBND", "resolver_id": batch.place.head})
    batch.journal(case, "complaint.open")
    for place, (code, after) in enumerate(reached):
        _act(batch, case, code, day + timedelta(days=after), place)
    accepted = day + timedelta(days=WAY[0][1])
    batch.clock(case, ACCEPTANCE.code, day, met="accept", met_on=accepted)
    done = state is CLOSED
    batch.clock(case, RESOLUTION_1.code, accepted, met="decide" if done else "",
                met_on=day + timedelta(days=26) if done else None)
    if done:
        batch.clock(case, SEND_DECISION_1.code, day + timedelta(days=26), met="send-decision")
    return case


def _act(batch: Batch, case: dict[str, Any], code: str, on: date, place: int) -> None:
    act = batch.add(
        Act, public_id=batch.public_id(), dossier_id=case["id"], code=code, status="done", place=place, happened_on=on,
        entered_at=case["made_at"] + timedelta(days=(on - case["opened_on"]).days), entered_by=batch.place.handler,
        proposed_by=None, proposed_at=None, late=False, on_paper=False, state=case["state"], unit_id=batch.place.unit,
        document="", document_fold="", form="", signer_id=None, signer="", signer_post="", details="{}", reason="",
        corrected=0, version=1)
    batch.journal(case, f"complaint.{code}", {"act": act["public_id"], "on": on.isoformat()}, act["entered_at"])
