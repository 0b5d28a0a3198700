"""A book that comes in: every row a visit or a named problem, each once, and of a denouncer nothing."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from caseapp.exchange.commands import BATCH
from caseapp.exchange.commands import bring_in as bring_in_book
from caseapp.exchange.planning import Fate, plan_book
from caseapp.exchange.shelves import VISITS
from caseapp.gazette import office_calendar
from caseapp.people.identity import open_number
from tests.exchange import books, importing
from tests.exchange.books import visit
from tests.exchange.importing import at_work, make_office, rows, sizes

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask

    from caseapp.exchange.planning import Plan
    from caseapp.exchange.visit_book import Book
    from tests.office.clock import Clock

FIGURES = {Fate.MADE: 114, Fate.BARRED: 6}


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture(autouse=True)
def _day(clock: Clock) -> None:
    clock.set(importing.DAY)


def bring_in(app: Flask, place: importing.Place, book: Book, **more: Any) -> Plan:
    with at_work(app, place) as how:
        return bring_in_book(book, VISITS, how, **more)


def fates(plan: Plan) -> dict[Fate, int]:
    return {fate: plan.count(fate) for fate in Fate if plan.count(fate)}


# ---- the register of the data set ------------------------------------------------------------------------------------


def test_every_row_becomes_a_visit_or_a_named_problem(any_app: Flask, register: Book) -> None:
    place = make_office(any_app)
    plan = bring_in(any_app, place, register)
    assert fates(plan) == FIGURES
    assert sum(fates(plan).values()) == plan.total == 120
    assert plan.sealed == 21
    assert all(step.problems and step.dossier_id is None for step in plan.steps if step.fate is Fate.BARRED)
    assert all(step.dossier and step.number for step in plan.steps if step.fate is Fate.MADE)
    assert rows(any_app, "SELECT register, count(*), min(no), max(no) FROM dossier GROUP BY register ORDER BY 1") == [
        ("TCD", 93, 1, 93),
        ("TCD-TC", 21, 1, 21),
    ]
    assert importing.faults(any_app) == []


def test_a_second_run_makes_nothing(any_app: Flask, register: Book) -> None:
    place = make_office(any_app)
    bring_in(any_app, place, register)
    before = sizes(any_app)
    assert fates(bring_in(any_app, place, register)) == {Fate.THERE: 114, Fate.BARRED: 6}
    assert sizes(any_app) == before


def test_an_interrupted_import_goes_on(any_app: Flask, register: Book) -> None:
    place, calls = make_office(any_app), []

    def progress(plan: Plan) -> None:
        calls.append(plan.count(Fate.MADE))
        if len(calls) == 3:
            raise Killed

    with pytest.raises(Killed):
        bring_in(any_app, place, register, progress=progress)
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(2 * BATCH,)]
    assert fates(bring_in(any_app, place, register)) == {
        Fate.THERE: 2 * BATCH,
        Fate.MADE: 114 - 2 * BATCH,
        Fate.BARRED: 6,
    }
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(114,)]
    assert importing.faults(any_app) == []


def test_a_batch_that_breaks_leaves_no_half_row(
    any_app: Flask, register: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    from caseapp.exchange import storing_visits as commands

    place, real, seen = make_office(any_app), commands.add_visit, []

    def breaks(*args: Any) -> Any:
        seen.append(args)
        if len(seen) == BATCH + 7:
            raise Killed
        return real(*args)

    monkeypatch.setattr(commands, "add_visit", breaks)
    with pytest.raises(Killed):
        bring_in(any_app, place, register)
    assert rows(any_app, "SELECT count(*) FROM dossier") == [(BATCH,)]
    assert rows(any_app, "SELECT count(*) FROM book_row") == [(2 * BATCH,)]
    assert importing.faults(any_app) == []


def test_one_refused_row_does_not_take_its_batch_along(
    any_app: Flask,
    register: Book,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from caseapp.exchange import storing_visits as commands

    place, real = make_office(any_app), commands.add_visit
    victim = register.rows[10]

    def breaks(session: Any, chain: Any, given: Any, how: Any) -> Any:
        if given.content == victim.content:
            raise ValueError("broken")
        return real(session, chain, given, how)

    monkeypatch.setattr(commands, "add_visit", breaks)
    plan = bring_in(any_app, place, register)
    assert fates(plan) == {Fate.MADE: 113, Fate.BARRED: 7}
    assert [found.code for found in plan.steps[10].problems][-1] == "ROW_FAILED"
    assert importing.faults(any_app) == []


def test_a_look_writes_nothing(any_app: Flask, register: Book) -> None:
    place, before = make_office(any_app), None
    before = sizes(any_app)
    with at_work(any_app, place) as how:
        plan = plan_book(register, VISITS, how, how.calendar)
    assert fates(plan) == {Fate.READY: 114, Fate.BARRED: 6}
    assert sizes(any_app) == before


def test_nothing_of_a_denouncer_stays(
    any_app: Flask, home: Path, register: Book, capfd: pytest.CaptureFixture[str]
) -> None:
    assert len(importing.needles()) >= 30
    content = books.REGISTER.read_bytes()
    place = make_office(any_app)
    plan = bring_in(any_app, place, register)
    bring_in(any_app, place, register)
    told = repr(plan.steps).encode() + str(plan.steps[5].problems).encode()
    said = "".join(capfd.readouterr()).encode()
    kept = importing.everything_kept(any_app, home)
    assert importing.stays(kept + told + said) == []
    assert content not in kept


def test_the_search_for_a_denouncer_finds_one() -> None:
    name = next(iter(importing.with_marks()))
    for form in importing.spellings(name):
        assert importing.stays(b"xx" + form + b"yy"), form


# ---- what a visit out of a book holds ------------------------------------------------------------------------------


def test_a_sealed_row_has_a_code_and_nobody(app: Flask) -> None:
    secret = visit(
        person="Trần Thị Bưởi\nThôn 9, xã Cư Blang, ĐT 0905000123",
        id="066090123456",
        kind="TC",
        content="Tố cáo trưởng thôn thu tiền. Người tố cáo là Trần Thị Bưởi.",
        count="9999",
        stt="7",
    )
    plan = bring_in(app, make_office(app), books.read_rows(secret))
    assert fates(plan) == {Fate.MADE: 1}
    found = rows(
        app,
        "SELECT d.register, d.sealed, d.code, v.envelope, v.identity, v.book_row, v.to_confirm, "
        "v.content, v.late FROM dossier d JOIN visit v ON v.dossier_id = d.id",
    )[0]
    assert found[:2] == ("TCD-TC", 1)
    assert found[2].startswith("TC-2026-")
    assert found[3:6] == (None, "in-book", "Sổ tiếp công dân 2026, trang “Sổ TCD 2026”, dòng 3")
    told = json.loads(found[6])
    assert told[0]["code"] == "CONFIDENTIAL"
    assert not any(word in found[6] for word in ("Bưởi", "9999", "066090", "Cư Blang"))
    assert "Bưởi" not in found[7]
    assert found[8] == 0
    assert sizes(app)["person"] == sizes(app)["party"] == 0


def test_the_name_of_a_sheet_is_not_taken_along_from_a_sealed_row(app: Flask) -> None:
    rows_of_sheet = [["SỔ TIẾP CÔNG DÂN NĂM 2026"], books.HEADER, visit(kind="TC", content="Tố cáo trưởng thôn.")]
    bring_in(app, make_office(app), books.read(books.write_book(("Bà Trần Thị Bưởi", rows_of_sheet))))
    assert rows(app, "SELECT book_row FROM visit") == [("Sổ tiếp công dân 2026, trang 1, dòng 3",)]


def test_an_open_row_keeps_its_people_with_masked_numbers_in_problems(app: Flask) -> None:
    bring_in(
        app,
        make_office(app),
        books.read_rows(visit(id="390123456"), visit(stt=2, id="06607191649", content="Hỏi thủ tục cấp đổi sổ đỏ.")),
    )
    people = rows(app, "SELECT public_id, name, id_kind, id_cipher, id_missing, commune FROM person ORDER BY id")
    assert [row[1:3] for row in people] == [("Nguyễn Thanh Thắng", "cmnd"), ("Nguyễn Thanh Thắng", "none")]
    with app.app_context():
        assert open_number(people[0][0], people[0][3]) == "390123456"
    assert people[1][4] == "Số giấy tờ trong sổ không dùng được"
    assert people[0][5] == "xã Cư Blang"
    told = " ".join(text for (text,) in rows(app, "SELECT to_confirm FROM visit"))
    assert "39 •••• 56" in told
    assert "390123456" not in told
    assert "06607191649" not in told


@pytest.mark.parametrize(
    ("written", "commune", "address"),
    [
        ("Thôn Tân Thủy, xã Cư Blang", "xã Cư Blang", "Thôn Tân Thủy"),
        ("Thôn 2, xã Hòa Trung, huyện Krông Sa", "xã Ea Hning", "Thôn 2 (sổ ghi: xã Hòa Trung, huyện Krông Sa)"),
        ("Thôn 2, xã Cư Blang, tỉnh Đắk Lắk", "xã Cư Blang", "Thôn 2 (sổ ghi: xã Cư Blang, tỉnh Đắk Lắk)"),
        ("Thôn 5, xã Không Có", "", "Thôn 5, xã Không Có"),
        ("Thôn 5", "", "Thôn 5"),
    ],
)
def test_an_address_loses_nothing_and_names_its_commune_once(
    app: Flask, written: str, commune: str, address: str
) -> None:
    bring_in(app, make_office(app), books.read_rows(visit(person=f"Võ An\n{written}")))
    assert rows(app, "SELECT commune, address FROM person") == [(commune, address)]


def test_a_book_that_says_answered_ends_the_clock_without_a_day(app: Flask) -> None:
    bring_in(
        app,
        make_office(app),
        books.read_rows(
            visit(follow_up="Đã trả lời bằng văn bản"),
            visit(stt=2, follow_up="Chưa trả lời", content="Kiến nghị nạo vét mương."),
        ),
    )
    assert rows(
        app,
        "SELECT d.state, d.closed_on, d.next_due, c.ended_by, c.ended_on, c.due_on FROM dossier d "
        "JOIN clock c ON c.dossier_id = d.id ORDER BY d.id",
    ) == [("done", None, None, "book", None, "2026-07-16"), ("awaiting", None, "2026-07-16", None, None, "2026-07-16")]


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        ("Đã trả lời bằng văn bản", True),
        ("đã giải quyết xong", True),
        ("Đã có kết quả ngày 3/8", True),
        ("Da tra loi cho cong dan", True),
        ("Chưa trả lời", False),
        ("Đang xem xét", False),
        ("", False),
        ("Đã giao công chức chuyên môn xác minh", False),
        ("Đã chuyển; chờ kết quả", False),
        ("Đang chờ, đã có thông báo thụ lý", False),
        ("Đã xác minh; đã trả lời công dân", True),
    ],
)
def test_words_that_say_answered(words: str, answered: bool) -> None:
    from caseapp.exchange.row_visits import says_answered

    assert says_answered(words) is answered


def test_the_second_visit_of_a_person_is_tied_to_the_first(app: Flask) -> None:
    again = visit(stt=2, date=date(2026, 7, 20), note="Tiếp lần 2")
    bring_in(app, make_office(app), books.read_rows(visit(), again))
    assert rows(app, "SELECT dossier_id, other_id, what FROM link") == [(2, 1, "same-matter")]
    assert rows(app, "SELECT repeat FROM visit ORDER BY dossier_id") == [(0,), (1,)]
    assert sizes(app)["person"] == 1


def test_a_refusal_without_a_ground_waits_for_a_person(app: Flask) -> None:
    bring_in(
        app,
        make_office(app),
        books.read_rows(
            visit(accepted="", note="Từ chối tiếp: công dân say rượu"), visit(stt=2, accepted="", note="Từ chối tiếp")
        ),
    )
    found = rows(app, "SELECT outcome, ground, to_confirm FROM visit ORDER BY dossier_id")
    assert found[0][:2] == ("refused", "R1")
    assert found[1][:2] == (None, None)
    assert "GROUND_MISSING" in found[1][2]


def test_a_year_without_calendar_is_a_named_problem_where_a_limit_would_run(app: Flask) -> None:
    old = visit(date=date(2019, 3, 4), accepted="x")
    told = visit(date=date(2019, 3, 5), stt=2, accepted="", guided="UBND huyện")
    title = [f"SỔ TIẾP CÔNG DÂN NĂM {old[1].year}"]
    plan = bring_in(app, make_office(app), books.read(books.write_book(("Sổ", [title, books.HEADER, old, told]))))
    assert [step.fate for step in plan.steps] == [Fate.BARRED, Fate.MADE]
    assert plan.steps[0].problems[-1].code == "CLOCK_UNCOUNTED"
    assert rows(app, "SELECT year, no FROM dossier") == [(2019, 1)]


def test_a_text_too_long_for_its_column_is_cut_and_told(any_app: Flask) -> None:
    bring_in(any_app, make_office(any_app), books.read_rows(visit(note="rất dài " * 400, follow_up="x" * 5000)))
    note, follow_up, told = rows(any_app, "SELECT note, follow_up, to_confirm FROM visit")[0]
    assert (len(note), len(follow_up)) == (500, 500)
    assert told.count("TEXT_CUT") == 2


def test_numbers_follow_the_book_also_when_it_runs_backwards(app: Flask) -> None:
    days = [date(2026, 7, day) for day in (30, 20, 10)]
    bring_in(
        app,
        make_office(app),
        books.read_rows(*(visit(stt=n, date=day, content=f"Kiến nghị sửa cống {n}.") for n, day in enumerate(days))),
    )
    assert rows(app, "SELECT no, opened_on FROM dossier ORDER BY no") == [
        (1, "2026-07-10"),
        (2, "2026-07-20"),
        (3, "2026-07-30"),
    ]


# ---- the same book again, corrected ----------------------------------------------------------------------------------


def some_rows() -> list[list[Any]]:
    return [
        visit(stt=1, content="Kiến nghị nạo vét mương thôn Một."),
        visit(
            stt=2,
            date="31/6/2026",
            content="Kiến nghị sửa cầu thôn Hai.",
            id="066071916499",
            person="Lê Thị Na\nThôn Hai, xã Cư Blang",
        ),
        visit(stt=3, date=date(2026, 7, 8), kind="TC", content="Tố cáo trưởng thôn thu tiền không có phiếu thu."),
        visit(
            stt=4,
            date=date(2026, 7, 9),
            content="Kiến nghị lắp đèn đường thôn Bốn.",
            person="Võ An\nThôn Bốn, xã Cư Blang",
            id="",
        ),
    ]


def test_a_corrected_row_comes_in_and_the_others_stay_single(app: Flask) -> None:
    place, written = make_office(app), some_rows()
    assert fates(bring_in(app, place, books.read_rows(*written))) == {Fate.MADE: 3, Fate.BARRED: 1}
    written[1][1] = date(2026, 7, 3)
    assert fates(bring_in(app, place, books.read_rows(*written))) == {Fate.MADE: 1, Fate.THERE: 3}


def test_a_row_put_in_between_moves_nothing(app: Flask) -> None:
    place, written = make_office(app), some_rows()
    bring_in(app, place, books.read_rows(*written))
    written.insert(
        0,
        visit(stt=0, date=date(2026, 7, 1), content="Hỏi thủ tục cấp đổi sổ đỏ.", person="Y Ban\nThôn Ba, xã Cư Blang"),
    )
    assert fates(bring_in(app, place, books.read_rows(*written))) == {Fate.MADE: 1, Fate.THERE: 3, Fate.BARRED: 1}


def test_a_row_written_otherwise_since_is_told_and_not_doubled(app: Flask) -> None:
    place, written = make_office(app), some_rows()
    bring_in(app, place, books.read_rows(*written))
    written[3][4] = "Kiến nghị lắp đèn đường và sửa vỉa hè."
    plan = bring_in(app, place, books.read_rows(*written))
    assert fates(plan) == {Fate.THERE: 2, Fate.CHANGED: 1, Fate.BARRED: 1}
    assert plan.steps[3].number == "TCD 2026/0002"
    assert plan.steps[3].problems[-1].code == "ROW_CHANGED"


def test_a_row_that_became_a_denunciation_since_is_tied_to_nothing(app: Flask) -> None:
    place, written = make_office(app), some_rows()
    bring_in(app, place, books.read_rows(*written))
    before = sizes(app)
    written[3][5], written[3][4] = "TC", "Tố cáo cán bộ nhận tiền lắp đèn."
    plan = bring_in(app, place, books.read_rows(*written))
    assert plan.steps[3].fate is Fate.CHANGED
    assert (plan.steps[3].dossier, plan.steps[3].number, plan.steps[3].dossier_id) == ("", "", None)
    assert sizes(app) == before


def test_two_equal_rows_are_two_visits(app: Flask) -> None:
    place, book = make_office(app), books.read_rows(visit(), visit())
    assert fates(bring_in(app, place, book)) == {Fate.MADE: 2}
    assert fates(bring_in(app, place, book)) == {Fate.THERE: 2}


def test_another_unit_has_a_book_of_its_own(app: Flask) -> None:
    book = books.read_rows(visit())
    for name in ("mot", "hai"):
        assert fates(bring_in(app, make_office(app, name, name.upper()), book)) == {Fate.MADE: 1}


def test_a_longer_book_brings_only_its_new_rows(app: Flask, register: Book) -> None:
    place = make_office(app)
    first = bring_in(app, place, importing.first_rows(register, 60))
    rest = bring_in(app, place, register)
    assert first.count(Fate.MADE) + rest.count(Fate.MADE) == 114
    assert rest.count(Fate.THERE) == first.count(Fate.MADE)


def test_without_an_office_a_look_still_reads(app: Flask, register: Book) -> None:
    with app.app_context():
        assert plan_book(register, VISITS, None, office_calendar()).total == 120
