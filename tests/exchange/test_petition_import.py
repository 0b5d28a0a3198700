"""A petition book that comes in: every row a petition or a named problem, each once, and of a denouncer nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.exchange import storing_petitions
from caseapp.exchange.commands import BATCH
from caseapp.exchange.commands import bring_in as bring_in_book
from caseapp.exchange.planning import Fate, plan_book
from caseapp.exchange.shelves import PETITIONS, VISITS
from caseapp.staff.models import Unit
from tests.exchange import importing, petition_books
from tests.exchange.importing import at_work, make_office, rows, sizes
from tests.exchange.petition_books import petition
from tests.staff.making import filling, make_account

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from caseapp.exchange.petition_book import PetitionBook
    from caseapp.exchange.planning import Plan
    from caseapp.exchange.visit_book import Book
    from tests.office.clock import Clock

BARRED = 4  # rows without a day that can be read
MADE = 96
STANDS = (
    "SELECT d.register, d.state, d.sealed, d.closed_on, d.next_due, p.channel, p.content_kind, p.competent, "
    "p.book_row, p.to_confirm, c.content, c.people_count, c.forwarded_by, c.identity, c.opening FROM dossier d "
    "JOIN petition p ON p.dossier_id = d.id JOIN case_file c ON c.dossier_id = d.id ORDER BY d.register, d.no"
)


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def bring_in(app: Flask, place: importing.Place, book: PetitionBook, **more: Any) -> Plan:
    with at_work(app, place) as how:
        return bring_in_book(book, PETITIONS, how, **more)


def bring_rows(app: Flask, *written: list[Any]) -> Plan:
    return bring_in(app, make_office(app), petition_books.read_rows(*written))


def stand(app: Flask) -> list[Any]:
    """What became of the rows, sealed ones last."""
    names = [part.split(".")[-1] for part in STANDS[7 : STANDS.index(" FROM")].split(", ")]
    return [dict(zip(names, row, strict=True)) for row in rows(app, STANDS)]


def fates(plan: Plan) -> dict[Fate, int]:
    return {fate: plan.count(fate) for fate in Fate if plan.count(fate)}


# ---- the book of the data set ----------------------------------------------------------------------------------------


def test_every_row_becomes_a_petition_or_a_named_problem(any_app: Flask, petitions: PetitionBook) -> None:
    place = make_office(any_app)
    plan = bring_in(any_app, place, petitions)
    assert fates(plan) == {Fate.MADE: MADE, Fate.BARRED: BARRED}
    assert all(step.problems and step.dossier_id is None for step in plan.steps if step.fate is Fate.BARRED)
    assert all(step.dossier and step.number for step in plan.steps if step.fate is Fate.MADE)
    found = rows(any_app, "SELECT register, count(*), min(no), max(no) FROM dossier GROUP BY register ORDER BY 1")
    sealed = sum(step.row.confidential for step in plan.steps if step.fate is Fate.MADE)
    assert found == [("ĐƠN", MADE - sealed, 1, MADE - sealed), ("ĐƠN-TC", sealed, 1, sealed)]
    assert importing.faults(any_app) == []
    before = sizes(any_app)
    assert fates(bring_in(any_app, place, petitions)) == {Fate.THERE: MADE, Fate.BARRED: BARRED}
    assert sizes(any_app) == before


def test_nothing_of_a_denouncer_stays(
    any_app: Flask, home: Path, petitions: PetitionBook, capfd: pytest.CaptureFixture[str]
) -> None:
    truth = petition_books.EXPECTED
    assert len(importing.needles(truth)) >= 15
    place = make_office(any_app)
    plan = bring_in(any_app, place, petitions)
    told = repr(plan.steps).encode() + "".join(capfd.readouterr()).encode()
    kept = importing.everything_kept(any_app, home)
    assert importing.stays(kept + told, truth) == []
    assert petition_books.BOOK.read_bytes() not in kept


def test_an_interrupted_import_goes_on(
    any_app: Flask, petitions: PetitionBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real, seen = make_office(any_app), storing_petitions.find_case_again, []

    def breaks(*args: Any) -> None:
        seen.append(args)
        if len(seen) == BATCH + 7:
            raise Killed
        real(*args)

    with monkeypatch.context() as patched:
        patched.setattr(storing_petitions, "find_case_again", breaks)
        with pytest.raises(Killed):
            bring_in(any_app, place, petitions)
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(BATCH,)]
    assert importing.faults(any_app) == []
    assert fates(bring_in(any_app, place, petitions)) == {
        Fate.THERE: BATCH, Fate.MADE: MADE - BATCH, Fate.BARRED: BARRED,
    }
    assert importing.faults(any_app) == []


def test_a_look_writes_nothing(app: Flask, petitions: PetitionBook) -> None:
    place = make_office(app)
    before = sizes(app)
    with at_work(app, place) as how:
        assert fates(plan_book(petitions, PETITIONS, how, how.calendar)) == {Fate.READY: MADE, Fate.BARRED: BARRED}
    assert sizes(app) == before


def test_both_books_of_an_office_stand_side_by_side(app: Flask, petitions: PetitionBook, register: Book) -> None:
    place = make_office(app)
    with at_work(app, place) as how:
        assert bring_in_book(register, VISITS, how).count(Fate.MADE) == 114
        assert bring_in_book(petitions, PETITIONS, how).count(Fate.MADE) == MADE
    assert importing.faults(app) == []


# ---- what a petition out of a book holds -----------------------------------------------------------------------------

OTHER = {"competence": "Không thuộc thẩm quyền"}


@pytest.mark.parametrize(
    ("cells", "state", "act", "competent"),
    [
        ({}, "in-case", "open-case", 1),
        ({"outcome": "Hướng dẫn đến UBND tỉnh Đắk Lắk", **OTHER}, "guided", "guide", 0),
        ({"outcome": "Chuyển UBND tỉnh Đắk Lắk", **OTHER}, "transferred", "transfer", 0),
        ({"outcome": "Trả lại cho Báo Đắk Lắk", "source": "Báo Đắk Lắk chuyển", **OTHER}, "returned", "return", 0),
        ({"outcome": "Hướng dẫn tách đơn"}, "split", "split", 1),
        ({"outcome": "Lưu đơn"}, "filed", "file", 1),
    ],
)
def test_a_petition_stands_where_the_book_says(
    app: Flask, cells: dict[str, Any], state: str, act: str, competent: int
) -> None:
    bring_rows(app, petition(**cells))
    (found,) = stand(app)
    assert (found["state"], found["opening"], found["competent"]) == (state, state, competent)
    assert (found["next_due"], found["closed_on"]) == (None, "2026-07-09")
    (stored,) = rows(app, "SELECT code, document, happened_on, state, late, on_paper, details FROM case_act")
    assert stored[:6] == (act, "5/UBND-VP", "2026-07-09", state, 1, 1)
    told = json.loads(stored[6])
    assert cells.get("outcome", "Xem xét, trả lời") in (told.get("summary"), told.get("note"))
    assert rows(app, "SELECT rule FROM clock WHERE nature = 'duty'") == []
    assert importing.faults(app) == []


def test_a_petition_nobody_handled_waits_with_its_limit(app: Flask) -> None:
    bring_rows(app, petition(outcome="", document="", document_date=""))
    (found,) = stand(app)
    assert (found["state"], found["closed_on"]) == ("received", None)
    assert found["next_due"] == "2026-07-16"
    assert "OUTCOME_MISSING" in found["to_confirm"]
    assert importing.faults(app) == []


def test_without_the_day_of_a_paper_no_act_is_made_up(app: Flask) -> None:
    bring_rows(app, petition(outcome="Trả lời", document="9/UBND", document_date="", result="Đang giải quyết"))
    assert rows(app, "SELECT count(*) FROM case_act") == [(0,)]
    told = "Hướng xử lý theo sổ: Trả lời\nVăn bản theo sổ: 9/UBND\nKết quả theo sổ: Đang giải quyết"
    assert rows(app, "SELECT text FROM case_note") == [(told,)]
    assert stand(app)[0]["state"] == "in-case"


def test_an_accepted_petition_without_an_answer_is_named(app: Flask) -> None:
    second = petition(number=2, result="Đã trả lời công dân", content="Kiến nghị nạo vét mương.")
    bring_rows(app, petition(result="Đang giải quyết"), second)
    assert ["CASE_NOT_HERE" in one["to_confirm"] for one in stand(app)] == [True, False]


def test_whoever_forwarded_it_is_kept(app: Flask) -> None:
    bring_rows(app, petition(source="Thường trực HĐND xã chuyển đến"))
    (found,) = stand(app)
    assert (found["channel"], found["forwarded_by"]) == ("deputy", "Thường trực HĐND xã")


def test_what_a_person_must_decide_stays_empty_and_is_told(app: Flask) -> None:
    bring_rows(app, petition(kind="xyz", competence="hỏi lại", source="?"))
    (found,) = stand(app)
    assert (found["content_kind"], found["competent"]) == (None, None)
    codes = {one["code"] for one in json.loads(found["to_confirm"])}
    assert {"KIND_UNKNOWN", "COMPETENCE_MISSING", "SOURCE_UNKNOWN"} <= codes


def test_a_sealed_row_has_a_code_and_nobody(app: Flask) -> None:
    secret = petition(
        number=7,
        sender="Quàng Thị Xuyến, SĐT 0773000555",
        address="Thôn Lạ Lùng, xã Ea Hning",
        kind="Tố cáo",
        content="Tố cáo trưởng thôn thu tiền. Người tố cáo là Quàng Thị Xuyến.",
        outcome="Chuyển Thanh tra tỉnh",
        result="Đã trả lời bà Xuyến",
        **OTHER,
    )
    bring_rows(app, secret)
    (found,) = stand(app)
    assert (found["register"], found["sealed"], found["identity"]) == ("ĐƠN-TC", 1, "in-book")
    assert (found["content_kind"], found["state"]) == ("denunciation", "transferred")
    assert found["book_row"] == "Sổ tiếp nhận đơn 2026, trang “Sổ đơn 2026”, dòng 3"
    assert sizes(app)["person"] == sizes(app)["party"] == 0
    words = " ".join(str(one) for name in ("case_act", "case_note", "case_file", "petition", "search_doc", "journal")
                     for one in rows(app, f"SELECT * FROM {name}"))
    assert not any(one in words for one in ("Xuyến", "0773", "Lạ Lùng", "xuyen", "lung"))
    assert rows(app, "SELECT code FROM dossier")[0][0].startswith("TC-2026-")
    # Ids of sealed rows tell nothing of when they were made.
    assert all(rows(app, f"SELECT id FROM {name}")[0][0] < 0 for name in ("dossier", "case_act", "case_note"))


def test_an_official_whom_a_sealed_story_means_is_barred(app: Flask) -> None:
    place = make_office(app)
    with filling(app) as session:
        official = make_account(session, "ldun", ["handler"], session.get(Unit, place.unit_id), display="Lò Văn Ún")
    row = petition(kind="Tố cáo", content="Tố cáo ông Lò Văn Ún, công chức địa chính, nhận tiền.")
    bring_in(app, place, petition_books.read_rows(row))
    assert rows(app, "SELECT account_id FROM accused") == [(official.id,)]


def test_a_repeat_is_tied_to_the_first_and_keeps_its_people(app: Flask) -> None:
    again = petition(number=2, date=date(2026, 7, 20), outcome="Lưu, trùng đơn đã nhận", document="", document_date="")
    bring_rows(app, petition(), again)
    assert rows(app, "SELECT dossier_id, other_id, what FROM link") == [(2, 1, "repeat")]
    assert sizes(app)["person"] == 1
    assert sizes(app)["party"] == 2


def test_an_anonymous_open_petition_comes_in_without_people(app: Flask) -> None:
    plan = bring_rows(app, petition(sender="Nặc danh", address="", signers=""))
    assert fates(plan) == {Fate.MADE: 1}
    (found,) = stand(app)
    assert found["people_count"] == 1
    assert "ANONYMOUS" in found["to_confirm"]


def test_a_row_without_sender_or_content_is_a_named_problem(app: Flask) -> None:
    plan = bring_rows(app, petition(sender="", address=""), petition(number=2, content="", kind="Phản ánh"))
    assert fates(plan) == {Fate.BARRED: 2}
    assert sizes(app)["dossier"] == 0


def test_a_year_without_calendar_is_a_named_problem_where_a_limit_would_run(app: Flask) -> None:
    made = storing_petitions.PETITION.openings[0].starts
    assert made == ("petition.classify",)
    from caseapp.exchange import row_petitions

    row = petition_books.read_one(outcome="", document="", document_date="")

    def nobody_counts(*_args: object) -> None:
        raise row_petitions.LawError("no calendar")

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(row_petitions, "count", nobody_counts)
        told = row_petitions.translate_petition(row, None, "")
    assert told.given is None
    assert told.problems[-1].code == "CLOCK_UNCOUNTED"


def test_a_row_written_otherwise_since_is_told_and_not_doubled(app: Flask) -> None:
    place = make_office(app)
    bring_in(app, place, petition_books.read_rows(petition()))
    plan = bring_in(app, place, petition_books.read_rows(petition(content="Kiến nghị sửa cầu và đoạn đường.")))
    assert fates(plan) == {Fate.CHANGED: 1}
    assert plan.steps[0].number == "ĐƠN 2026/0001"
    assert "Sửa ở đơn đã có" in plan.steps[0].problems[-1].message


def test_a_text_too_long_for_its_column_is_cut_and_told(any_app: Flask) -> None:
    bring_rows(any_app, petition(outcome="Trả lời " + "x" * 5000, result="rất dài " * 400))
    (note,) = rows(any_app, "SELECT text FROM case_note")
    assert len(note[0]) == 1000 + len("Kết quả theo sổ: ")
    assert stand(any_app)[0]["to_confirm"].count("TEXT_CUT") >= 2
