"""Knows every row of the law as one table: what it is, of which field, where it stands, since when, sure or not.

Made from the objects that carry the facts; nothing is written here but which list belongs to which field.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from caseapp.law import complaint_choices as complaint
from caseapp.law import denunciation_choices as denunciation
from caseapp.law import mediation_duties as mediation
from caseapp.law import petition_choices as petition
from caseapp.law import second_instance
from caseapp.law.competence import LINES as COMPETENCE_LINES
from caseapp.law.competence_complaints import DISPUTES
from caseapp.law.competence_shape import Matter
from caseapp.law.complaint_choices import Choice
from caseapp.law.complaint_duties import COMPLAINT_DUTIES
from caseapp.law.complaints import LIMITS as COMPLAINT_LIMITS
from caseapp.law.counting_duties import COUNTING_DUTIES
from caseapp.law.court_recognition import COURT_CONDITIONS, COURT_DUTIES
from caseapp.law.court_recognition import LIMITS as COURT_LIMITS
from caseapp.law.denunciation_duties import DENUNCIATION_DUTIES
from caseapp.law.denunciations import LIMITS as DENUNCIATION_LIMITS
from caseapp.law.denunciations import POLICE_DECISION
from caseapp.law.dialogue_duties import DIALOGUE_DUTIES
from caseapp.law.discipline import LIMITS as DISCIPLINE_LIMITS
from caseapp.law.discipline_duties import DISCIPLINE_DUTIES
from caseapp.law.duties import (
    ATTESTATIONS,
    AUTHORISATION,
    DUTIES,
    GROUP,
    PAPER_DENUNCIATION,
    REGISTER_COLUMNS,
    REPRESENTATIONS,
    Column,
    Duty,
    recording_doubt,
)
from caseapp.law.forms import (
    COMPLAINT_FORMS,
    DENUNCIATION_FORMS,
    INFORMATION_FORMS,
    MEDIATION_FORMS,
    OLD_REGISTER_FORM,
    PETITION_FORMS,
    PROTECTION_FORMS,
    RECEPTION_FORMS,
    REGISTER_FORM,
    Form,
)
from caseapp.law.grounds import GROUNDS
from caseapp.law.information import INFORMATION_DUTIES
from caseapp.law.information import LIMITS as INFORMATION_LIMITS
from caseapp.law.limits import Limit, Wording
from caseapp.law.mediation import DIALOGUE_NOTICE, DIALOGUE_RESULTS
from caseapp.law.mediation import LIMITS as MEDIATION_LIMITS
from caseapp.law.mediation_book import LEADER, MEDIATORS
from caseapp.law.mediation_pay import PAY_DUTIES
from caseapp.law.mediation_people import RELEASES
from caseapp.law.mediation_tables import TABLES
from caseapp.law.petition_duties import PETITION_DUTIES
from caseapp.law.petitions import LIMITS as PETITION_LIMITS
from caseapp.law.protection import PROTECTION_DUTIES
from caseapp.law.reception import LIMITS as RECEPTION_LIMITS
from caseapp.law.reception_days import RECEPTION_DUTIES
from caseapp.law.reception_duties import FURTHER_DUTIES
from caseapp.law.registers import OLD_REGISTER_COLUMNS
from caseapp.law.row_shape import FIELD_WORDS, SORT_WORDS, Field, Row, Sort
from caseapp.law.settlement_record import CONTENTS
from caseapp.text import Say

__all__ = ["FIELD_WORDS", "ROWS", "SORT_WORDS", "Field", "Row", "Sort", "doubt", "rows_of", "unconfirmed"]


def _of_limits(field: Field, limits: Iterable[Limit]) -> Iterator[Row]:
    """One row for each id of a limit, in its present words, or in the last it had.

    Where several texts hold at once and each has an id, a row is what its own text says, in force since then.
    """
    for limit in limits:
        present = [one for one in limit.wordings if one.until is None] or limit.wordings[-1:]
        several = 1 < len(present) <= len(limit.ids)
        own = {row: [one] for row, one in zip(limit.ids, present, strict=False)} if several else {}
        yield from (_of_limit(row, field, limit, own.get(row, present)) for row in limit.ids)


def _of_limit(row: str, field: Field, limit: Limit, present: Sequence[Wording]) -> Row:
    citations = tuple(citation for one in present for citation in (one.citation, *one.also))
    unsure = [one for one in present if not one.confirmed]
    return Row(row, Sort.LIMIT, field, limit.title, citations, min(one.since for one in present), present[-1].until,
               not unsure, (*unsure, present[0])[0].note, rule=limit.code)


def _of_duties(field: Field, duties: Mapping[str, Duty]) -> Iterator[Row]:
    for one in duties.values():
        note = recording_doubt() if one is PAPER_DENUNCIATION else one.note
        yield Row(one.code, Sort.DUTY, field, one.text, (one.citation, *one.also), one.since, one.until, one.confirmed,
                  note)


def _of_choices(field: Field, sort: Sort, prefix: str, choices: Mapping[str, Choice]) -> Iterator[Row]:
    """Rows named after the list and the choice's own code; where each is a clause of its own, after the clause."""
    clauses = {one.citation.clause for one in choices.values()}
    numbered = len(clauses) == len(choices)
    for one in choices.values():
        row = f"{prefix}/{one.citation.clause if numbered else one.code}"
        yield Row(row, sort, field, one.text, (one.citation,), one.since, one.until, one.confirmed, one.note,
                  code=one.code)


def _of_forms(field: Field, forms: Sequence[Form]) -> Iterator[Row]:
    """Rows named after the act and the number; after the form's own code where a number is two papers, or is none."""
    numbers = [(one.act, one.number) for one in forms]
    for one in forms:
        own = one.number and numbers.count((one.act, one.number)) == 1
        name = f"BM-{one.act.code}" + (f"-{one.number}" if one.number else "") + ("" if own else f"/{one.code}")
        yield Row(name, Sort.FORM, field, one.name, (one.citation,), one.since, one.until, one.confirmed, one.note,
                  code=one.number)


def _of_columns(field: Field, prefix: str, columns: Iterable[Column], book: Form) -> Iterator[Row]:
    """The columns of a book, in force as long as its form."""
    for one in columns:
        yield Row(f"{prefix}/{one.number}", Sort.COLUMN, field, one.heading, (book.citation,), book.since, book.until,
                  book.confirmed, book.note, code=one.code)


def _of_logbook(field: Field) -> Iterator[Row]:
    """The columns that mediators write; of the leader's part, whose columns were not all seen, the part as a whole."""
    part = MEDIATORS
    for one in part.columns:
        yield Row(f"HG-SO/{one.number}", Sort.COLUMN, field, one.heading, (part.citation,), part.since, part.until,
                  part.confirmed, part.note, code=one.code)
    yield Row(f"HG-SO/phan-{LEADER.code}", Sort.FORM, field, LEADER.title, (LEADER.citation,), LEADER.since,
              LEADER.until, LEADER.confirmed, LEADER.note)


def _of_tables(field: Field) -> Iterator[Row]:
    """The statistics as they are asked for today."""
    for one in TABLES:
        source = one.sources[-1]
        yield Row(f"HG-BIEU/{one.number}", Sort.FORM, field, one.title, (one.citation,), source.since, None,
                  source.confirmed, source.note, code=one.number)


_FIELD_OF: Final = {Matter.COMPLAINT: Field.COMPLAINT, Matter.DISCIPLINE: Field.DISCIPLINE,
                    Matter.DENUNCIATION: Field.DENUNCIATION, Matter.FEEDBACK: Field.PETITION}


def _of_competence(field: Field) -> Iterator[Row]:
    """Who is competent, line by line; what belongs to every matter stands with the handling of petitions."""
    for one in COMPETENCE_LINES:
        at = Field.PETITION if len(one.matters) > 1 else _FIELD_OF[one.matters[0]]
        if at is field:
            yield Row(one.id, Sort.COMPETENCE, field, one.text, one.citations, one.since, one.until, one.confirmed,
                      one.note)


def _of_refusals() -> Iterator[Row]:
    for one in GROUNDS.values():
        yield Row(one.code, Sort.GROUND, Field.RECEPTION, one.text, (one.citation,), one.since, one.until,
                  one.confirmed, one.doubt(), code=one.code)


def _of_reception_days() -> Iterator[Row]:
    for one in RECEPTION_DUTIES:
        clause = f"/{one.citation.clause}" if one.citation.clause else ""
        row = f"{one.citation.act.code}-{one.citation.article}{clause}" + ("/2026" if one.citation.amended else "")
        yield Row(row, Sort.DUTY, Field.RECEPTION, one.text, (one.citation, *one.also), one.since, one.until,
                  one.confirmed, one.note)


def _of_representatives() -> Iterator[Row]:
    places = (GROUP.citation, *GROUP.also)
    for number, one in enumerate(REPRESENTATIONS, 1):
        yield Row(f"{GROUP.code}/{number}", Sort.DUTY, Field.RECEPTION, one.text, places, GROUP.since, GROUP.until,
                  GROUP.confirmed, GROUP.note)


def _of_attestations() -> Iterator[Row]:
    for number, one in enumerate(ATTESTATIONS, 1):
        yield Row(f"{AUTHORISATION.code}/{number}", Sort.DUTY, Field.RECEPTION, one.words, (one.citation,), one.since,
                  one.until, confirmed=True, note="")


def _every() -> Iterator[Row]:
    ground, outcome = Sort.GROUND, Sort.OUTCOME
    dialogue = (DIALOGUE_NOTICE, DIALOGUE_RESULTS)
    yield from _of_duties(Field.CALENDAR, COUNTING_DUTIES)
    at = Field.RECEPTION
    yield from _of_limits(at, RECEPTION_LIMITS)
    yield from _of_duties(at, DUTIES)
    yield from _of_duties(at, FURTHER_DUTIES)
    yield from _of_representatives()
    yield from _of_attestations()
    yield from _of_reception_days()
    yield from _of_refusals()
    yield from _of_forms(at, RECEPTION_FORMS)
    yield from _of_columns(at, "REG-01", REGISTER_COLUMNS, REGISTER_FORM)
    yield from _of_columns(at, "REG-02", OLD_REGISTER_COLUMNS, OLD_REGISTER_FORM)
    at = Field.PETITION
    yield from _of_limits(at, PETITION_LIMITS)
    yield from _of_duties(at, PETITION_DUTIES)
    yield from _of_choices(at, ground, "XLĐ-ĐK", petition.CONDITIONS)
    yield from _of_choices(at, ground, "XLĐ-KĐK", petition.NOT_HANDLED)
    yield from _of_choices(at, outcome, "XLĐ-KQ", petition.WAYS)
    yield from _of_competence(at)
    yield from _of_forms(at, PETITION_FORMS)
    yield from _of_complaints(ground, outcome)
    yield from _of_denunciations(ground, outcome)
    at = Field.MEDIATION
    yield from _of_limits(at, (*(one for one in MEDIATION_LIMITS if one not in dialogue), *COURT_LIMITS))
    yield from _of_duties(at, mediation.MEDIATION_DUTIES)
    yield from _of_duties(at, COURT_DUTIES)
    yield from _of_duties(at, PAY_DUTIES)
    yield from _of_choices(at, Sort.DUTY, "LHG-24/2", CONTENTS)
    yield from _of_choices(at, ground, "NĐ15-5", mediation.SCOPES)
    yield from _of_choices(at, ground, "LHG-3", mediation.BARRED)
    yield from _of_choices(at, ground, "LHG-16", mediation.STARTED_BY)
    yield from _of_choices(at, ground, "LHG-11", RELEASES)
    yield from _of_choices(at, ground, "BLTTDS-417", COURT_CONDITIONS)
    yield from _of_choices(at, outcome, "LHG-23", mediation.ENDED_BY)
    yield from _of_choices(at, outcome, "LHG-KQ", mediation.RESULTS)
    yield from _of_forms(at, MEDIATION_FORMS)
    yield from _of_logbook(at)
    yield from _of_tables(at)
    yield from _of_limits(Field.DIALOGUE, dialogue)
    yield from _of_duties(Field.DIALOGUE, DIALOGUE_DUTIES)
    yield from _of_limits(Field.INFORMATION, INFORMATION_LIMITS)
    yield from _of_duties(Field.INFORMATION, INFORMATION_DUTIES)
    yield from _of_forms(Field.INFORMATION, INFORMATION_FORMS)


def _of_complaints(ground: Sort, outcome: Sort) -> Iterator[Row]:
    at = Field.COMPLAINT
    # Which of two limits in force counts is a reading of ours and has a row of its own, less sure than the limits.
    limits = _of_limits(at, (*COMPLAINT_LIMITS, *second_instance.LIMITS))
    yield from (row for row in limits if row.id not in COMPLAINT_DUTIES)
    yield from _of_duties(at, COMPLAINT_DUTIES)
    yield from _of_duties(at, second_instance.SECOND_INSTANCE_DUTIES)
    yield from _of_choices(at, ground, "LKN-11", complaint.DECLINE_GROUNDS)
    yield from _of_choices(at, ground, "KN-07", complaint.COMPLEX_CRITERIA)
    yield from _of_choices(at, ground, "KN-20", complaint.SUSPEND_GROUNDS)
    yield from _of_choices(at, ground, "KN-22", complaint.TERMINATE_GROUNDS)
    yield from _of_choices(at, outcome, "LKN-31", complaint.FINDINGS)
    yield from _of_choices(at, outcome, "LKN-31", complaint.DISPOSITIONS)
    yield from _of_choices(at, outcome, "LKN-40", second_instance.FINDINGS_2)
    yield from _of_choices(at, outcome, "LKN-41", second_instance.PUBLISHED_BY)
    yield from _of_competence(at)
    yield Row(DISPUTES.code, Sort.COMPETENCE, at, DISPUTES.text, (DISPUTES.citation,), DISPUTES.since, DISPUTES.until,
              DISPUTES.confirmed, DISPUTES.note)
    yield from _of_forms(at, COMPLAINT_FORMS)
    yield from _of_limits(Field.DISCIPLINE, DISCIPLINE_LIMITS)
    yield from _of_duties(Field.DISCIPLINE, DISCIPLINE_DUTIES)
    yield from _of_competence(Field.DISCIPLINE)


def _of_denunciations(ground: Sort, outcome: Sort) -> Iterator[Row]:
    at = Field.DENUNCIATION
    yield from _of_limits(at, (one for one in DENUNCIATION_LIMITS if one is not POLICE_DECISION))
    yield from _of_duties(at, DENUNCIATION_DUTIES)
    yield from _of_choices(at, ground, "LTC-29", denunciation.DECLINE_GROUNDS)
    yield from _of_choices(at, ground, "LTC-25", denunciation.IRREGULAR)
    yield from _of_choices(at, outcome, "LTC-25", denunciation.INFORMATION_OUTCOMES)
    yield from _of_choices(at, ground, "TC-08", denunciation.COMPLEX_DENUNCIATION)
    yield from _of_choices(at, ground, "TC-11", denunciation.SUSPEND_DENUNCIATION)
    yield from _of_choices(at, ground, "TC-12", denunciation.TERMINATE_DENUNCIATION)
    yield from _of_choices(at, ground, "TC-14", denunciation.GOES_ON)
    yield from _of_choices(at, outcome, "LTC-35", denunciation.DENUNCIATION_FINDINGS)
    yield from _of_choices(at, outcome, "TC-20", denunciation.CONTINUED_OUTCOMES)
    yield from _of_competence(at)
    yield from _of_forms(at, DENUNCIATION_FORMS)
    yield from _of_limits(Field.PROTECTION, (POLICE_DECISION,))
    yield from _of_duties(Field.PROTECTION, PROTECTION_DUTIES)
    yield from _of_forms(Field.PROTECTION, PROTECTION_FORMS)


ROWS: Final = tuple(_every())
"""Every row, field by field."""


def rows_of(field: Field) -> tuple[Row, ...]:
    """The rows of one field, in the order of the table."""
    return tuple(row for row in ROWS if row.field is field)


def doubt(row: Row, say: Say) -> str:
    """The row's note in the reader's language; two notes have gaps for places in the law."""
    if row.id == PAPER_DENUNCIATION.code:
        return recording_doubt(say)
    return GROUNDS[row.id].doubt(say) if row.id in GROUNDS else say(row.note) if row.note else ""


def unconfirmed() -> tuple[Row, ...]:
    """What a lawyer still has to confirm."""
    return tuple(row for row in ROWS if not row.confirmed)
