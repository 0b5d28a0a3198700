"""Knows everything that nobody has checked against its text yet, and where each such thing decides something."""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.cases.forms.offers import FROM_LAW
from caseapp.law.acts import ACTS, UNREAD_ARTICLE, Citation
from caseapp.law.citing import cited, joined
from caseapp.law.days import Calendar
from caseapp.law.forms import FORMS
from caseapp.law.grounds import GROUNDS
from caseapp.law.registry import RULES
from caseapp.law.rows import SORT_WORDS, Field, Row, Sort, doubt, unconfirmed
from caseapp.law.special_days import Year
from caseapp.lawbook.places import rules_citing
from caseapp.lawbook.procedures import Use, uses_of_asked, uses_of_form, uses_of_rule
from caseapp.lawbook.wording import length_words
from caseapp.text import Say, mark, show_date
from caseapp.workflow.kind import Kind

LIMITS, TEXTS, DAYS = mark("Thời hạn"), mark("Văn bản chưa đọc nguyên văn"), mark("Lịch ngày nghỉ")
ARTICLES = mark("Điều dẫn theo hiểu biết chung")
NO_NOTE = mark("Văn bản chưa đọc; chỉ thấy qua nơi khác nhắc lại.")


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to check: its id, what it says, where it stands, why it is in doubt, where it decides something.

    `everywhere`: every count of days rests on it.
    """

    id: str
    text: str
    place: str
    note: str
    rule: str = ""
    act: str = ""
    uses: tuple[Use, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Doubts of one sort."""

    title: str
    doubts: tuple[Doubt, ...]


def doubts(calendar: Calendar, kinds: Mapping[str, Kind], say: Say) -> list[Part]:
    """The whole list, by sort; empty parts are left out."""
    rows = [row for row in unconfirmed() if row.sort is not Sort.LIMIT]
    parts = [Part(say(LIMITS), tuple(_limits(kinds, say)))]
    for sort in Sort:
        found = tuple(_row(row, kinds, say) for row in rows if row.sort is sort)
        parts.append(Part(say(SORT_WORDS[sort]), found))
    parts.append(Part(say(DAYS), tuple(_days(calendar, say))))
    parts.append(Part(say(ARTICLES), tuple(_articles(kinds, say))))
    parts.append(Part(say(TEXTS), tuple(_texts(say))))
    return [part for part in parts if part.doubts]


def number_of(calendar: Calendar) -> int:
    """How long the list is."""
    return sum(len(part.doubts) for part in doubts(calendar, {}, mark))


def _limits(kinds: Mapping[str, Kind], say: Say) -> Iterator[Doubt]:
    for limit in RULES.values():
        for wording in limit.wordings:
            if not wording.confirmed:
                text = say(mark("{title}: {length}")).format(title=say(limit.title), length=length_words(wording, say))
                place = joined((wording.citation, *wording.also), say) + _days_of(wording.since, wording.until, say)
                yield Doubt(", ".join(limit.ids) or limit.code, text, place, say(wording.note or NO_NOTE), limit.code,
                            uses=tuple(uses_of_rule(limit.code, kinds, say)))


def _days_of(since: date, until: date | None, say: Say) -> str:
    if until:
        return say(mark(", từ {since} đến {until}")).format(since=show_date(since), until=show_date(until))
    return say(mark(", từ {since}")).format(since=show_date(since))


def _row(row: Row, kinds: Mapping[str, Kind], say: Say) -> Doubt:
    return Doubt(row.id, say(row.text), joined(row.citations, say), doubt_of(row, say),
                 uses=() if row.field is Field.CALENDAR else tuple(uses_of_row(row, kinds, say)),
                 everywhere=row.field is Field.CALENDAR)


def doubt_of(row: Row, say: Say) -> str:
    """Why a row is not confirmed, in the reader's language."""
    return cited(doubt(row, say) or say(NO_NOTE), say)


def uses_of_row(row: Row, kinds: Mapping[str, Kind], say: Say) -> list[Use]:
    """The acts a row decides in: those done on the form, those that offer the choice, those of the same article."""
    if row.sort is Sort.FORM:
        return uses_of_form(_forms_of(row), kinds, say)
    asked = [ask for ask, choices in FROM_LAW.items()
             if row.code in choices and choices[row.code].text == row.text]
    if asked:
        return uses_of_asked(asked, kinds, say)
    if row.sort is Sort.GROUND and row.code in GROUNDS and "visit" in kinds:
        return [Use("visit", say(kinds["visit"].label), "", say(kinds["visit"].label))]
    return _of_same_article(row.citations, kinds, say)


def _forms_of(row: Row) -> set[str]:
    """What acts call the form of a row: by its code, those at the counter by its number."""
    found = {form.code for form in FORMS.values() if (form.number, form.name) == (row.code, row.text)}
    return found | {row.code} if found else found


def _of_same_article(citations: Sequence[Citation], kinds: Mapping[str, Kind], say: Say) -> list[Use]:
    places = {(one.act.code, one.article) for one in citations}
    return [Use(kind.code, say(kind.label), action.code, say(action.label))
            for kind in kinds.values() for action in kind.actions
            if action.citation and (action.citation.act.code, action.citation.article) in places]


def _texts(say: Say) -> Iterator[Doubt]:
    for act in ACTS.values():
        if not act.read:
            count = len(rules_citing(act))
            cited_by = say(mark("Số quy tắc dẫn văn bản này: {count}.")).format(count=count)
            note = f"{say(act.note or NO_NOTE)} {cited_by}"
            yield Doubt(act.code, cited(act.cited, say), act.number, note, act=act.code)


def _articles(kinds: Mapping[str, Kind], say: Say) -> Iterator[Doubt]:
    """Articles of acts that were read which stand in nothing that was: each with the acts that rest on it."""
    for act in ACTS.values():
        for article in sorted(act.unread, key=int):
            place = act(article)
            yield Doubt(f"{act.code} {article}", cited(place, say), act.number, say(UNREAD_ARTICLE), act=act.code,
                        uses=tuple(_of_same_article((place,), kinds, say)))


def _days(calendar: Calendar, say: Say) -> Iterator[Doubt]:
    if calendar.unknown_years:
        note = say(mark("Chỉ trừ cuối tuần và ngày lễ dương lịch do luật ấn định; có thông báo thì tính lại."))
        yield Doubt(say(mark("Chưa có lịch")), _runs(sorted(calendar.unknown_years)), "–", note, everywhere=True)
    for year in calendar.years:
        if year.known and not year.confirmed:
            text = say(mark("Lịch năm {year}")).format(year=year.year)
            yield Doubt(str(year.year), text, say(year.source), _proposed(say), everywhere=True)
        yield from _single(year, say)
    for one in calendar.exchanges:
        text = say(mark("Nghỉ {off}, làm bù {work}")).format(off=show_date(one.off), work=show_date(one.work))
        note = say(mark("Việc hoán đổi mới là đề xuất; được duyệt thì các hạn đi qua hai ngày này phải tính lại."))
        yield Doubt(show_date(one.off), text, say(one.source), note, everywhere=True)


def _single(year: Year, say: Say) -> Iterator[Doubt]:
    for day in year.days:
        if not day.confirmed:
            yield Doubt(show_date(day.day), say(day.reason), say(day.source), _proposed(say), everywhere=True)


def _proposed(say: Say) -> str:
    return say(mark("Mới là dự kiến, chưa có thông báo chính thức."))


def _runs(years: Sequence[int]) -> str:
    """Years in a row as one: “2017–2024, 2028–2040”."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
