"""The decision table of petitions: every row of the law file, every line of the table, and what must never come out."""

from __future__ import annotations

import random
from dataclasses import fields
from itertools import combinations, product
from typing import Any

import pytest

from caseapp.law.acts import LTC, TT05
from caseapp.law.complaint_choices import DECLINE_GROUNDS as NOT_ACCEPTED
from caseapp.law.decision_table import BESIDES, LINES, decide
from caseapp.law.denunciation_choices import DECLINE_GROUNDS, IRREGULAR
from caseapp.law.forms import FORMS
from caseapp.law.petition_choices import CONDITIONS, DOCUMENTS, NOT_HANDLED, WAYS
from caseapp.law.petition_duties import OVERDUE_BELOW, PARTY_AND_HARM
from caseapp.law.petition_facts import SENDER_WORDS, PetitionFacts, PetitionKind, Sender
from caseapp.law.registry import RULES

KN, TC, PA, ND = PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION, PetitionKind.FEEDBACK, PetitionKind.MIXED
CLASSIFY, ACCEPT, INTAKE = "petition.classify", "complaint.acceptance", "denunciation.intake"
TRANSFER, REPLY = "denunciation.transfer", "denunciation.press-reply"

# The law file's table, written down from it: its row, the facts, then way, form and limit of everything proposed.
Row = tuple[str, PetitionKind, dict[str, Any], list[tuple[str, str, str]]]
TABLE: list[Row] = [
    ("KN, competent, none of LKN 11", KN, {"competent": True}, [("propose-complaint", "petition-propose", ACCEPT)]),
    *[(f"KN, competent, LKN 11 applies: {code}", KN, {"competent": True, "decline_ground": code},
       [("decline-complaint", "complaint-decline", ACCEPT)]) for code in NOT_ACCEPTED],
    ("KN, lower level competent and overdue", KN, {"competent": False, "overdue_below": True},
     [("report-overdue", "", CLASSIFY)]),
    ("KN, not competent, sent by citizen", KN, {"competent": False}, [("guide", "petition-guide", CLASSIFY)]),
    *[(f"KN, not competent, forwarded: {one}", KN, {"competent": False, "forwarded_by": one},
       [("return", "petition-return", CLASSIFY)]) for one in (Sender.DEPUTY, Sender.PRESS, Sender.FRONT)],
    ("KN, not competent, forwarded by an authority", KN, {"competent": False, "forwarded_by": Sender.AUTHORITY},
     [("guide", "petition-guide", CLASSIFY)]),
    ("KN, many signers, not competent", KN, {"competent": False, "signers": 2},
     [("guide-one", "petition-guide", CLASSIFY)]),
    ("KN, many signers, not competent, returned all the same", KN,
     {"competent": False, "signers": 30, "forwarded_by": Sender.PRESS}, [("return", "petition-return", CLASSIFY)]),
    ("KN, many signers, competent", KN, {"competent": True, "signers": 30},
     [("propose-complaint", "petition-propose", ACCEPT)]),
    *[("KN against a final decision, new facts", KN, {"competent": ours, "final_decision_new_facts": True,
                                                     "decline_ground": ground}, [("review-final", "", CLASSIFY)])
      for ours in (True, False, None) for ground in ("", "final")],
    ("KN, execution may cause irreparable harm", KN, {"competent": True, "irreparable": True},
     [("propose-complaint", "petition-propose", ACCEPT), ("stay-first", "complaint-stay", "")]),
    ("the same, not to be accepted", KN, {"competent": True, "irreparable": True, "decline_ground": "late"},
     [("decline-complaint", "complaint-decline", ACCEPT)]),
    ("the same, of another body", KN, {"competent": False, "irreparable": True},
     [("guide", "petition-guide", CLASSIFY)]),
    ("TC, competent and conditions met", TC, {"competent": True}, [("propose-denunciation", "petition-propose", INTAKE)]),
    *[(f"TC, competent, conditions not met: {code}", TC, {"competent": True, "decline_ground": code},
       [("decline-denunciation", "", INTAKE)]) for code in DECLINE_GROUNDS],
    *[(f"TC, competent, without {code}", TC, {"competent": True, "conditions_missing": frozenset({code})},
       [("decline-denunciation", "", INTAKE)]) for code in ("denunciation", "signed", "dated", "language")],
    ("TC, not competent", TC, {"competent": False},
     [("transfer-denunciation", "petition-transfer-denunciation", TRANSFER)]),
    ("TC, not competent, oral", TC, {"competent": False, "oral": True}, [("guide-denouncer", "", CLASSIFY)]),
    ("TC, not competent and also sent to the competent body", TC, {"competent": False, "sent_to_competent": True},
     [("not-processed", "", "")]),
    ("TC, sent again after guidance", TC, {"competent": False, "guided_before": True}, [("not-processed", "", "")]),
    ("TC, sent again after guidance, oral", TC, {"competent": False, "guided_before": True, "oral": True},
     [("not-processed", "", "")]),
    *[(f"TC anonymous, clear, evidence: {code}", TC, {"anonymous": code, "competent": ours, "clear": True, "evidence": True},
       [("information", "", "")]) for code in IRREGULAR for ours in (True, False, None)],
    *[(f"TC anonymous, nothing to check: {code}", TC, {"anonymous": code, "competent": True, "clear": clear, "evidence": not clear},
       [("file-away", "", "")]) for code in IRREGULAR for clear in (True, False)],
    ("TC without name and address", TC, {"competent": True, "conditions_missing": frozenset({"writer"})},
     [("file-away", "", "")]),
    *[(f"TC via {one}, ours", TC, {"competent": True, "forwarded_by": one},
       [("propose-denunciation", "petition-propose", INTAKE), ("reply-forwarder", "", REPLY)])
      for one in Sender if one is not Sender.CITIZEN],
    ("TC via press, not ours", TC, {"competent": False, "forwarded_by": Sender.PRESS},
     [("transfer-denunciation", "petition-transfer-denunciation", TRANSFER), ("reply-forwarder", "", REPLY)]),
    ("TC growing out of a decided KN, no evidence", TC, {"competent": True, "decided_complaint": True},
     [("decline-denunciation", "", INTAKE)]),
    ("TC growing out of a decided KN, with evidence", TC, {"competent": True, "decided_complaint": True, "evidence": True},
     [("propose-denunciation", "petition-propose", INTAKE)]),
    ("KNPA competent", PA, {"competent": True}, [("propose-feedback", "petition-propose", CLASSIFY)]),
    ("KNPA not competent", PA, {"competent": False}, [("transfer-feedback", "petition-transfer-feedback", CLASSIFY)]),
    *[(f"many contents, several bodies: {kind}", kind, {"competent": ours, "several_bodies": True},
       [("split", "petition-split", CLASSIFY)]) for kind in PetitionKind for ours in (True, False, None)],
    ("many contents", ND, {}, [("split", "petition-split", CLASSIFY)]),
    ("many contents, nobody to guide, worth checking", ND, {"anonymous": "nameless", "clear": True, "evidence": True},
     [("information", "", "")]),
    ("many contents, nobody to guide", ND, {"anonymous": "nameless"}, [("file-away", "", "")]),
    *[(f"court, party and the like: {kind}", kind, {"outside_body": True},
       [("other-bodies", "", TRANSFER if kind is TC else CLASSIFY)]) for kind in PetitionKind],
    # Axis 1: not processable.
    *[(f"{kind} without {code}", kind, {"competent": True, "conditions_missing": frozenset({code})},
       [("file-away", "", CLASSIFY)]) for kind in (KN, PA) for code in ("language", "dated", "writer", "signed", str(kind))],
    *[(f"{kind} anonymous", kind, {"competent": True, "anonymous": "nameless"}, [("file-away", "", CLASSIFY)])
      for kind in (KN, PA)],
    *[(f"{kind}: {name}", kind, {"competent": False, name: True}, [("file-away", "", CLASSIFY)])
      for kind in (KN, PA) for name in ("sent_to_competent", "guided_before")],
    *[(f"{kind}: ours all the same, {name}", kind, {"competent": True, name: True},
       [(f"propose-{kind}", "petition-propose", ACCEPT if kind is KN else CLASSIFY)])
      for kind in (KN, PA) for name in ("sent_to_competent", "guided_before")],
    ("what only denunciations must say is not missed in a complaint", KN,
     {"competent": True, "conditions_missing": frozenset({"denunciation", "feedback"})},
     [("propose-complaint", "petition-propose", ACCEPT)]),
    *[(f"nobody has looked yet: {kind}", kind, {}, [("", "", CLASSIFY)]) for kind in (KN, TC, PA)],
]


@pytest.mark.parametrize(("row", "kind", "facts", "expected"), TABLE, ids=[f"{number} {row[0]}" for number, row in enumerate(TABLE)])
def test_every_row_of_the_law_file(row: str, kind: PetitionKind, facts: dict[str, Any], expected: list[tuple[str, str, str]]) -> None:
    found = decide(PetitionFacts(kind, **facts))
    assert [(one.way, one.document, one.rule) for one in found] == expected, row


def test_every_line_of_the_table_is_reached_by_a_row() -> None:
    reached = {one.line for _row, kind, facts, _expected in TABLE for one in decide(PetitionFacts(kind, **facts))}
    assert reached == {line.id for line in (*LINES, *BESIDES)}
    assert len(reached) == len(LINES) + len(BESIDES)


def test_every_way_is_proposed_by_some_line() -> None:
    assert {line.way for line in (*LINES, *BESIDES)} - {""} == set(WAYS)


@pytest.mark.parametrize("line", [*LINES, *BESIDES], ids=lambda line: line.id)
def test_a_line_asks_for_facts_and_names_what_exists(line: Any) -> None:
    known = {one.name for one in fields(PetitionFacts)} | {
        name for name, value in vars(PetitionFacts).items() if isinstance(value, property)}
    assert set(line.when) <= known
    assert line.why
    assert not line.rule or line.rule in RULES
    assert line.way in {*WAYS, ""}
    assert DOCUMENTS.get(line.way, "") in {*FORMS, ""}
    assert line.at or line.way


BOOLEANS = tuple(one.name for one in fields(PetitionFacts) if one.type == "bool" or one.type is bool)
FEW = {"competent": (True, False, None), "forwarded_by": tuple(Sender), "signers": (1, 2, 11),
       "decline_ground": ("", "late", "no-basis"), "anonymous": ("", *IRREGULAR),
       "conditions_missing": (frozenset(), *(frozenset({code}) for code in CONDITIONS), frozenset(CONDITIONS))}


def anything(chance: random.Random) -> PetitionFacts:
    more = {name: chance.choice(values) for name, values in FEW.items()}
    return PetitionFacts(chance.choice(tuple(PetitionKind)), **more, **{name: chance.random() < 0.3 for name in BOOLEANS})  # type: ignore[arg-type]


def never(facts: PetitionFacts) -> None:
    """What no combination of facts may lead to."""
    found = decide(facts)
    ways = [one.way for one in found]
    assert found, facts
    if facts.competent is not True:
        assert not any(way.startswith("propose-") for way in ways), facts
    if facts.anonymous or "writer" in facts.conditions_missing:
        assert "propose-denunciation" not in ways, facts
        assert "transfer-denunciation" not in ways, facts
    if facts.decline_ground:
        assert not {"propose-complaint", "propose-denunciation"} & set(ways), facts
    if facts.kind is not KN:
        assert not {"guide", "return", "decline-complaint", "propose-complaint", "stay-first"} & set(ways), facts
    if facts.kind in {KN, PA}:
        assert not any("denunciation" in way or "denouncer" in way for way in ways), facts
    assert "" not in ways[1:]
    assert (ways[0] == "") <= (facts.competent is None)
    assert all(one.confirmed or one.notes for one in found), facts
    assert all(one.citations for one in found), facts


def test_no_combination_is_left_without_an_answer_or_gets_a_forbidden_one() -> None:
    assert len(BOOLEANS) == 11
    chance = random.Random(20261116)
    for _ in range(6000):
        never(anything(chance))


def test_every_pair_of_facts_has_an_answer() -> None:
    """All pairs of two facts, for every kind and competence."""
    single: list[dict[str, Any]] = [{name: True} for name in BOOLEANS]
    single += [{name: value} for name, values in FEW.items() if name != "competent" for value in values]
    for kind, ours, (one, other) in product(PetitionKind, (True, False, None), combinations(single, 2)):
        never(PetitionFacts(kind, **{**one, **other, "competent": ours}))


def test_what_is_unsure_says_why() -> None:
    (guided,) = decide(PetitionFacts(KN, competent=False))
    assert (guided.confirmed, guided.notes) == (False, (WAYS["guide"].note,))
    accepted, reply = decide(PetitionFacts(TC, competent=True, forwarded_by=Sender.PRESS))
    assert accepted.confirmed
    assert reply.confirmed
    _accepted, unsure = decide(PetitionFacts(TC, competent=True, forwarded_by=Sender.DEPUTY))
    assert not unsure.confirmed
    assert unsure.notes
    (filed,) = decide(PetitionFacts(KN, competent=False, guided_before=True))
    assert (filed.why, filed.confirmed) == (NOT_HANDLED["guided-already"].text, False)
    assert filed.citations == (NOT_HANDLED["guided-already"].citation, WAYS["file-away"].citation)


def test_a_refused_denunciation_is_told_at_once_and_sure_though_no_form_was_seen() -> None:
    (declined,) = decide(PetitionFacts(TC, competent=True, decline_ground="form"))
    assert (declined.at_once, declined.confirmed, declined.document) == (True, True, "")
    assert declined.citations == (LTC(29, 1), LTC(24, 1))
    assert len(declined.notes) == 1


def test_harm_and_delay_below_are_told_with_a_denunciation_alone() -> None:
    (sent,) = decide(PetitionFacts(TC, competent=False, irreparable=True, overdue_below=True))
    assert sent.notes == (PARTY_AND_HARM.text, OVERDUE_BELOW.text)
    assert sent.citations == (TT05(14, 1), LTC(24, 2))
    assert sent.confirmed
    (feedback,) = decide(PetitionFacts(PA, competent=True, irreparable=True, overdue_below=True))
    assert PARTY_AND_HARM.text not in feedback.notes


def test_what_nobody_has_looked_at_waits_for_competence() -> None:
    (waits,) = decide(PetitionFacts(KN))
    assert (waits.way, waits.line, waits.confirmed) == ("", "unknown", True)
    assert set(SENDER_WORDS) == set(Sender)
