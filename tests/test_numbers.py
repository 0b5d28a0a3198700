"""No number of days of a legal limit stands outside law/: the code, its words, its pages and its scripts are searched."""

from collections.abc import Iterator

import pytest

from caseapp.law.registry import RULES
from tests.office import numbers, source

# Where a number of days is the office's own measure, and whose. A folder ends in "/" and needs no name.
OWN_MEASURES = {
    ("config.py", "draft_days"): "setting: how long a draft that nobody finished is kept",
    ("config.py", "remind_days"): "setting: working days before the safe day on which somebody is reminded",
    ("config.py", "escalate_days"): "setting: working days after the last day until the unit above is told",
    ("board/figures.py", "AGES"): "windows shown on the board: how long open files have been open",
    ("board/figures.py", "AHEAD_DAYS"): "window shown on the board: what falls due in the coming working days",
    ("board/figures.py", "STILL_DAYS"): "window shown on the board: files in which nothing has happened for so long",
    ("board/figures.py", "STRIP_DAYS"): "window shown on the board: columns of its strip of working days",
    ("board/figures.py", "timedelta(days=7)"): "window shown on the board: a week, to compare today with",
    ("web/badges.py", "SOON_DAYS"): "colour: working days ahead in which a badge turns amber",
    ("templates/home/work.html", "3 ngày"): "colour: the working days of that badge, in words",
    ("web/forms.py", "KEY_DAYS"): "safety: how long an open form may still be sent, as long as its draft lives",
    ("staff/commands/sign_in.py", "timedelta(days=90)"): "safety: how long ended sessions are kept for the auditor",
    ("staff/consent.py", "DAYS_TO_CONFIRM"): "safety: how long a request waits for its second person",
    ("notices/digest.py", "DAYS_NAMED"): "lines of a mail: so many days are named, the rest counted",
    ("notices/outbox.py", "timedelta(days=7)"): "window shown: mails that could not be sent",
    ("exchange/book_dates.py", "timedelta(days=7)"): "tolerance: a book written up within the week is in order",
    ("exchange/jobs.py", "timedelta(days=60)"): "housekeeping: how long the outcome of an import is kept",
    ("timetable.py", "timedelta(days=3)"): "housekeeping: how long used form keys are kept",
    ("demo/", ""): "invented dossiers: what made-up people did and when",
}


def searched() -> Iterator[tuple[str, list[numbers.Find]]]:
    for path in source.modules():
        name = path.relative_to(source.PACKAGE).as_posix()
        if not name.startswith("law/"):
            yield name, numbers.in_code(path.read_text("utf-8"))
    for pattern in ("templates/**/*.html", "static/**/*.js"):
        for path in sorted(source.PACKAGE.glob(pattern)):
            yield path.relative_to(source.PACKAGE).as_posix(), numbers.in_words(path.read_text("utf-8"))


def test_no_length_of_a_limit_stands_outside_the_law() -> None:
    unknown, unused = [], set(OWN_MEASURES)
    for name, finds in searched():
        folder = f"{name.partition('/')[0]}/"
        for find in finds:
            reasons = {(name, find.name), (folder, "")} & OWN_MEASURES.keys()
            unused -= reasons
            if not reasons:
                unknown.append(f"{name}:{find.line}: {find.number} in “{find.name}”")
    assert not unknown, "\n".join(unknown)
    assert not unused, "a reason for what is no longer there"


def test_every_length_of_the_law_is_looked_for() -> None:
    assert {3, 5, 7, 10, 15, 20, 30, 45, 60, 70, 90} <= numbers.lengths()
    assert {wording.length for rule in RULES.values() for wording in rule.wordings} - {None, 1} <= numbers.lengths()


SMELLS = [
    "due = start + timedelta(days=30)",
    "due = start + timedelta(45)",
    "due = start + timedelta(weeks=1)",
    "due = start + timedelta(hours=72)",
    "due = start + 10 * ONE_DAY",
    "LIMIT_DAYS = 30",
    "ANSWER_DAYS: Final = {'normal': 30, 'remote': 45}",
    "days = 60 if complex else 30",
    "def answer(received, days=10): ...",
    "def answer(received, *, working_days: int = 10): ...",
    "rule = Task('verify', days=15)",
    "rule = {'days': 15}",
    "due = calendar.add(received, 7)",
    "due = add_working(received, 7, calendar)",
    "due = working_days_after(received, 7)",
    "late = (today - received).days > 30",
    "late = 5 <= calendar.working_days_between(received, today)",
    "due = date.fromordinal(received.toordinal() + 90)",
    "due = [day := calendar.next_working(day + ONE_DAY) for _step in range(10)]",
    "for _step in range(10):\n    day = calendar.next_working(day + ONE_DAY)",
    "expires = signed + 20 * 86_400",
    "label = _('Trả lời trong 10 ngày làm việc')",
    "label = f'{name}: 45 ngày'",
    "label = 'within 7 working days'",
    "query = \"SELECT date(received, '+30 days')\"",
    "label = 'trong 6 tháng'",
]


@pytest.mark.parametrize("snippet", SMELLS)
def test_a_limit_in_code_is_found(snippet: str) -> None:
    assert numbers.in_code(snippet)


@pytest.mark.parametrize(
    "snippet",
    [
        '"""Thirty days, or 30 days, in a docstring bind nobody."""',
        "next_day = today + timedelta(days=1)",
        "draft = timedelta(minutes=30)",
        "rows = query.limit(30)",
        "width = columns * 30",
        "for row in range(10):\n    print(row)",
        "label = _('%(count)s ngày', count=receipt.length)",
        "label = 'ngày 30/04/2026, khoản 10 Điều 7'",
        "month = day.month > 10",
        "due = count('reception.reply', received, calendar).due",
    ],
)
def test_what_is_no_limit_is_left_alone(snippet: str) -> None:
    assert numbers.in_code(snippet) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>{{ _('Trong 10 ngày làm việc') }}</p>", 10),
        ("<p>{% trans %}Không quá 45 ngày{% endtrans %}</p>", 45),
        ("{{ show(start + timedelta(days=30)) }}", 30),
        ("const DRAFT_DAYS = 1; const days = 7;", 7),
    ],
)
def test_a_limit_on_a_page_is_found(page: str, found: int) -> None:
    assert [one.number for one in numbers.in_words(page)] == [found]


def test_a_page_that_asks_the_law_is_left_alone() -> None:
    assert numbers.in_words("{{ receipt.length }} ngày, Điều 30, ngày 15/11/2026, 2026-11-30 days") == []
