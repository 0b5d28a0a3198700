"""What mediation says of the law stands in the law's data once: names of forms, headings, scopes; doubts with their mark."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import caseapp
from caseapp.cases.asks import ASKS
from caseapp.cases.kinds.mediation import MEDIATION
from caseapp.kinds import KINDS
from caseapp.law.acts import ND15, TT16
from caseapp.law.calendars import SHIPPED
from caseapp.law.forms import LOGBOOK_FORM
from caseapp.law.mediation_book import LEADER, MEDIATORS
from caseapp.law.mediation_duties import FAILURE_PAPER, MEDIATION_DUTIES
from caseapp.law.mediation_pay import CEILINGS, ONLY_ENDED, PAY_DUTIES
from caseapp.law.mediation_people import FEWEST_MEDIATORS, RELEASES
from caseapp.law.mediation_tables import ORGANISATION, RESULTS, TABLES
from caseapp.law.rows import ROWS, unconfirmed
from caseapp.law.settlement_record import CONTENTS
from caseapp.lawbook.doubts import doubts
from caseapp.mediation.courts import guidance
from caseapp.mediation.dispute import OUTCOME_WORDS, SCOPE_WORDS
from caseapp.mediation.models import SCHOOLING_WORDS
from caseapp.mediation.papers import failure_record
from caseapp.text import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

HOME = Path(caseapp.__file__).parent
PARTS = (HOME / "mediation", HOME / "templates" / "mediation", HOME / "cases" / "asks", HOME / "cases" / "kinds")
AMOUNT = re.compile(r"\b(?:75|150|300|400)[._ ]?000\b")


def sources() -> Iterator[tuple[Path, str]]:
    """Every source of mediation outside the law's data."""
    for folder in PARTS:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".html") and (folder.name == "mediation" or "mediation" in path.name):
                yield path, path.read_text("utf-8")


def test_no_title_and_no_heading_of_a_form_stands_outside_the_law() -> None:
    long = {column.heading for table in (MEDIATORS, LEADER, *TABLES) for column in table.columns if len(column.heading) > 24}
    wanted = {LOGBOOK_FORM.name, MEDIATORS.title, LEADER.title, ORGANISATION.title, RESULTS.title, *long}
    found = [(path.name, words) for path, text in sources() for words in sorted(wanted)
             if re.search(rf"[\"'>]{re.escape(words)}[\"'<]", text, re.IGNORECASE)]
    assert len(list(sources())) > 100
    assert found == []


def test_no_amount_of_the_circular_stands_outside_the_law() -> None:
    assert {one.amount for one in CEILINGS} == {150_000, 300_000, 400_000}
    # The one that is there says how an amount is typed.
    assert [path.name for path, text in sources() if AMOUNT.search(text)] == ["pay.py"]


def test_scopes_results_and_schooling_are_called_as_the_forms_call_them() -> None:
    headings = {column.code: column.heading for column in LEADER.columns}
    assert {str(code): words for code, words in SCOPE_WORDS.items()} == {code: headings[code] for code in ("civil", "family", "other")}
    assert [OUTCOME_WORDS[code] for code in ("settled", "failed")] == [headings["settled"], headings["failed"]]
    assert [str(code) for code in SCHOOLING_WORDS] == [column.code for column in ORGANISATION.columns if "Trình độ" in column.over]
    assert RESULTS.columns[0].heading == "Tổng số vụ việc tiếp nhận"      # as the form has it


def test_the_logbook_stands_in_the_table_of_the_law_in_its_own_words() -> None:
    told = {row.id: row for row in ROWS}
    assert [told[f"HG-SO/{one.number}"].text for one in MEDIATORS.columns] == [one.heading for one in MEDIATORS.columns]
    assert told["HG-SO/9"].text.startswith("Chữ ký (hòa giải viên; người chứng kiến")
    duties = {one.text for one in (*PAY_DUTIES.values(), *MEDIATION_DUTIES.values())}
    choices = {one.text for one in (*RELEASES.values(), *CONTENTS.values())}
    assert duties | choices <= {row.text for row in ROWS}


def test_everything_unread_is_in_the_lawyers_list() -> None:
    unsure = {row.id for row in unconfirmed() if row.field == "mediation"}
    assert unsure >= {"HG-15", "NĐ15-10", ONLY_ENDED.code, "HG-SO/phan-2", "HG-BIEU/11", "HG-BIEU/12"}
    assert {row for row in unsure if row.startswith("NĐ15-5/")} == {f"NĐ15-5/{code}" for code in (
        "neighbours", "civil", "family", "minor-breach")}
    listed = {one.id for part in doubts(SHIPPED, KINDS, mark) for one in part.doubts}
    assert listed >= {*unsure, ND15.code, TT16.code, "TT03"}


def test_the_number_in_words_is_the_number_counted_by() -> None:
    assert {3: "ba"}[FEWEST_MEDIATORS] in MEDIATION_DUTIES["LHG-12"].text.split()


def test_where_parties_are_sent_names_no_article_of_another_act() -> None:
    """A dispute that may not be mediated is no failed one: the article stands with the act itself."""
    assert not ASKS["to_place"].duties
    assert str(MEDIATION.action("refer").citation).startswith("khoản 4 Điều 10 ")
    assert str(MEDIATION.action("guide").citation).startswith("Điều 27 ")


def test_side_of_a_party_is_asked_for_in_words_that_fit_every_act() -> None:
    """Who refuses to sign asks for nothing."""
    asking = {action.code for action in MEDIATION.actions if "asked_by" in action.asks}
    assert asking >= {"refuse-sign", "stop", "continue"}
    assert "yêu cầu" not in ASKS["asked_by"].label + ASKS["asked_by"].missing


class _Row:
    """A dispute that failed, as far as its papers look at it."""

    outcome, matter, barred, record_on, agreement = "failed", "debt", "", date(2026, 1, 5), ""
    started_by, subject, content, ended_on, team_name = "party", "", "", date(2026, 1, 5), ""


class _Near:
    acts = mediating = invited = ()

    def side(self, _role: str) -> tuple[()]:
        return ()


def test_papers_are_called_as_the_duties_call_them() -> None:
    _Row.proposed_by, _Row.received_on = "", date(2026, 1, 2)  # type: ignore[attr-defined]
    title = failure_record(_Row(), _Near()).title
    assert title.lower() in FAILURE_PAPER.text
    assert title in MEDIATION.action("record-failure").label.replace("Lập v", "V")
    assert "còn thời hạn" not in "".join(one.note for one in guidance(_Row()))
