"""The law read a second time: every limit as the law file gives it, counted by walking from day to day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from tests.law.walking import (
    ONE,
    PROPOSED,
    Pauses,
    Refused,
    due_day,
    last_day,
    last_day_back,
    last_working,
    months_later,
    safe_day,
)

# ---- the limits (parts 2 to 5 of the law file; 1.3, 1.4 and 8 of the companion) --------------------------------------

WD, CD, MONTHS, YEARS = "working days", "days", "months", "years"


@dataclass(frozen=True)
class Text:
    """One wording: so many days of one kind, in force from a day on; other lengths where options say so."""

    length: int
    unit: str
    since: str
    longer: Mapping[str, int] = field(default_factory=dict)
    sure: bool = True
    until: str = "9999-12-31"

    def binds(self, on: date) -> bool:
        return date.fromisoformat(self.since) <= on <= date.fromisoformat(self.until)

    def length_with(self, options: frozenset[str]) -> int:
        return max([self.length, *(days for names, days in self.longer.items() if set(names.split()) <= options)])


@dataclass(frozen=True)
class Rule:
    """One limit: its wordings, and what else a question about it may say."""

    texts: tuple[Text, ...]
    options: frozenset[str] = frozenset()
    back: bool = False
    rolls: bool = True
    extension: int = 0  # days that one decided extension adds


def rule(*texts: Text, options: str = "", back: bool = False, rolls: bool = True, extension: int = 0) -> Rule:
    named = set(options.split()).union(*(names.split() for text in texts for names in text.longer))
    return Rule(texts, frozenset(named), back, rolls, extension)


# Laws and decrees by the day from which they bind.
LTCD, LKN, LTC, NEW = "2014-07-01", "2012-07-01", "2019-01-01", "2026-07-01"
NGHI_DINH_31, HOA_GIAI, BLTTDS, LTTHC = "2019-05-28", "2014-01-01", "2016-07-01", "2016-07-01"
NGHI_DINH_15, TT_145 = "2014-04-25", "2020-12-31"  # the file gives no first day for TT 145: no question here is older
TT_07 = "2014-12-31"  # nor for TT 07/2014
NGHI_DINH_75_END = "2020-12-09"
LTCTT, LTCTT_END = "2018-07-01", "2026-08-31"
LTCCQDP = "2025-06-16"  # nor for the law on local government of 2025: the day of its passing, from the product

RULES: Final[dict[str, Rule]] = {
    # reception
    "reception.reply": rule(Text(10, WD, LTCD)),  # TCD-01
    "reception.refusal-notice": rule(Text(3, WD, NEW)),  # TCD-05
    "reception.post-timetable": rule(Text(5, WD, LTCD), back=True),  # TCD-04
    "online.notify": rule(Text(5, WD, NEW), back=True),  # TCD-06
    "online.test": rule(Text(1, WD, NEW), back=True),  # TCD-07
    "reception.report-back": rule(Text(7, WD, LTCD)),  # TCD-02
    "reception.tell-citizen": rule(Text(5, WD, LTCD)),  # TCD-03
    "reception.unprocessed": rule(Text(45, CD, NEW), rolls=False),  # TCD-10: a ground that arises, nothing to be done
    "deputy.told": rule(Text(10, WD, LTCD, sure=False), back=True),  # TCD-09: "A (old text)"
    "deputy.cannot": rule(Text(5, WD, LTCD, sure=False), back=True),  # TCD-09
    # petitions: statute for visits (A), practice for posted ones (C), and one rule for both
    "petition.classify": rule(Text(10, WD, LTCD, sure=False)),  # XLD-01
    "petition.keep-filed": rule(Text(1, YEARS, TT_07, until="2021-11-14"), rolls=False),  # XLD-07: TT05 unread
    # complaints
    "complaint.limitation": rule(Text(90, CD, LKN)),  # KN-01
    "complaint.acceptance": rule(Text(10, CD, LKN), Text(7, WD, NEW)),  # KN-02, 03, 03x
    "complaint.resolution-1": rule(Text(30, CD, LKN, {"complex": 45, "remote": 45, "complex remote": 60})),  # KN-05, 06
    "complaint.send-decision-1": rule(Text(3, WD, LKN)),  # KN-10
    "complaint.second": rule(Text(30, CD, LKN, {"remote": 45})),  # KN-11
    "complaint.resolution-2": rule(Text(45, CD, LKN, {"complex": 60, "remote": 60, "complex remote": 70})),  # KN-12, 13
    "complaint.send-decision-2": rule(Text(7, CD, LKN)),  # KN-14
    "complaint.effect": rule(Text(30, CD, LKN, {"remote": 45}), rolls=False),  # KN-16, 17
    "complaint.dialogue-notice": rule(Text(5, CD, NEW), back=True),  # KN-09
    "complaint.send-suspension": rule(Text(3, WD, NEW)),  # KN-20, 21, 22
    "complaint.information": rule(Text(7, CD, LKN)),  # KN-08
    "complaint.publish": rule(Text(15, CD, LKN, sure=False)),  # KN-15: "C number today"
    "complaint.posting": rule(Text(15, CD, LKN, until=NGHI_DINH_75_END), rolls=False),  # KN-15: NĐ 124 unread
    "complaint.meeting-notice": rule(Text(3, WD, LKN, until=NGHI_DINH_75_END), back=True),  # KN-15: NĐ 124 unread
    "complaint.reopen": rule(Text(30, CD, LKN, until="2026-06-30"), Text(30, CD, NEW, sure=False)),  # KN-23: "A old"
    "complaint.court": rule(Text(1, YEARS, LTTHC)),  # KN-25
    # disciplinary decisions
    "discipline.limitation": rule(Text(15, CD, LKN)),  # KL-01
    "discipline.second": rule(Text(10, CD, LKN, {"dismissal": 30})),  # KL-02
    "discipline.acceptance": rule(Text(10, CD, LKN), Text(7, WD, NEW)),  # KL-03
    "discipline.resolution": rule(Text(30, CD, LKN, {"complex": 45})),  # KL-04
    "discipline.send-decision-2": rule(Text(7, CD, LKN)),  # KL-06
    "discipline.effect": rule(Text(30, CD, LKN), rolls=False),  # KL-07
    # denunciations
    "denunciation.intake": rule(Text(7, WD, LTC, {"several-places": 10})),  # TC-01
    "denunciation.transfer": rule(Text(5, WD, LTC)),  # TC-03
    "denunciation.tell-transfer": rule(Text(5, WD, LTC)),  # TC-03: the denouncer is told in the same days
    "denunciation.tell-denouncer": rule(Text(5, WD, LTC)),  # TC-05: both sides are told
    "denunciation.tell-suspension": rule(Text(5, WD, LTC)),  # TC-13
    "denunciation.tell-conclusion": rule(Text(5, WD, LTC)),  # TC-15
    "denunciation.press-reply": rule(Text(20, CD, LTC)),  # TC-04
    "denunciation.notice": rule(Text(5, WD, LTC)),  # TC-05
    "denunciation.resolution": rule(Text(30, CD, LTC), options="complex especially-complex", extension=30),  # TC-06
    "denunciation.send-suspension": rule(Text(5, WD, LTC)),  # TC-13
    "denunciation.send-conclusion": rule(Text(5, WD, LTC)),  # TC-15
    "denunciation.act-on-conclusion": rule(Text(7, WD, LTC)),  # TC-16
    "denunciation.publish": rule(Text(7, WD, LTC)),  # TC-18
    "denunciation.continued": rule(Text(20, CD, LTC)),  # TC-20
    "denunciation.report-result": rule(Text(5, WD, LTC)),  # TC-17
    "denunciation.posting": rule(Text(15, CD, NGHI_DINH_31), rolls=False),  # TC-19: a shortest duration, day after day
    "denunciation.demand-report": rule(Text(5, WD, LTC)),  # TC-21
    "denunciation.overdue-report": rule(Text(5, WD, LTC)),  # TC-22
    "protection.police-decision": rule(Text(3, WD, TT_145, {"complex": 5}, sure=False)),  # BV-10: later changes unchecked
    # grassroots mediation and the court that recognises it
    "mediation.start": rule(Text(3, CD, HOA_GIAI)),  # art. 20(2)
    "mediation.court-recognition": rule(Text(6, MONTHS, BLTTDS)),  # art. 418(1)
    "mediation.court-answer": rule(Text(5, WD, BLTTDS)),  # art. 419
    "mediation.court-prepare": rule(Text(15, CD, BLTTDS)),  # art. 419
    "mediation.court-hearing": rule(Text(10, CD, BLTTDS)),  # art. 419
    "mediation.payment": rule(Text(5, WD, NGHI_DINH_15, sure=False)),  # NĐ 15/2014 art. 14-15, never read
    # dialogue with the people
    "dialogue.notice": rule(Text(7, CD, LTCCQDP), back=True),  # art. 43
    "dialogue.results": rule(Text(10, CD, LTCCQDP)),  # art. 43
    # access to information: the law of 2016 to its last day; of the law of 2026 no number was read, so none is given
    "information.at-office": rule(Text(10, WD, LTCTT, until=LTCTT_END), options="complex", extension=10),  # art. 29
    "information.online": rule(Text(3, WD, LTCTT, {"complex": 15}, until=LTCTT_END)),  # art. 30
    "information.online-notice": rule(Text(3, WD, LTCTT, until=LTCTT_END)),  # art. 30
    "information.post": rule(Text(5, WD, LTCTT, {"complex": 15}, until=LTCTT_END)),  # art. 31
    "information.post-notice": rule(Text(3, WD, LTCTT, until=LTCTT_END)),  # art. 31
}


# ---- questions and answers -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    due: date
    safe: date
    confirmed: bool


def _extensions_allowed(asked: Rule, options: frozenset[str]) -> int:
    if not asked.extension:
        return 0
    return 2 if "especially-complex" in options else 1 if "complex" in options else 0


def _last(start: date, text: Text, added: int, options: frozenset[str], pauses: Pauses) -> date:
    length = text.length_with(options) + added
    if text.unit in (MONTHS, YEARS):
        length = (months_later(start, length * (12 if text.unit == YEARS else 1)) - start).days
    return last_day(start, length, working=text.unit == WD, pauses=pauses)


def _one(asked: Rule, text: Text, start: date, added: int, options: frozenset[str], pauses: Pauses) -> Answer:
    if asked.back:
        first = last_day_back(start, text.length_with(options), working=text.unit == WD)
        walked = start - ONE if text.unit == WD else first
        return Answer(first, last_working(first), text.sure and walked.year != PROPOSED)
    last = _last(start, text, added, options, pauses)
    due = due_day(last) if asked.rolls else last
    return Answer(due, safe_day(last, start, due), text.sure and due.year != PROPOSED)


def answer(question: Mapping[str, Any]) -> Answer:
    """What the law says to one question, or Refused."""
    asked = RULES.get(question["rule"])
    if asked is None:
        raise Refused("no such rule")
    start = date.fromisoformat(question["from"])
    options = frozenset(question.get("options", ()))
    if not options <= asked.options:
        raise Refused("an option of another rule")
    pauses = [(date.fromisoformat(first), date.fromisoformat(again)) for first, again in question.get("pauses", ())]
    if any(again < first for first, again in pauses):
        raise Refused("a pause that ends before it begins")
    if asked.back and pauses:
        raise Refused("a limit counted back has no clock that could stand still")
    extensions = question.get("extensions", 0)
    if not 0 <= extensions <= _extensions_allowed(asked, options):
        raise Refused("an extension that nobody may decide")
    texts = [text for text in asked.texts if text.binds(start)]
    if not texts:
        raise Refused("not yet law")
    found = [_one(asked, text, start, extensions * asked.extension, options, pauses) for text in texts]
    first = min(found, key=lambda one: one.due)
    alike = all((one.due, one.safe) == (first.due, first.safe) for one in found)
    # KN-03x, that the earlier of two wordings binds, is an inference: where it decides, the day is not confirmed.
    return Answer(first.due, min(one.safe for one in found), first.confirmed and alike)
