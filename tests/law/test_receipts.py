"""What a receipt shows: the record itself, the picture of weeks, the sentences."""

import json
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from caseapp.law import complaints
from caseapp.law.calendars import SHIPPED
from caseapp.law.counting import appointed, count
from caseapp.law.errors import LawError
from caseapp.law.limits import Limit
from caseapp.law.picture import Cell, CellKind, weeks
from caseapp.law.receipts import NOTE_WORDS, Note, Pause, Receipt
from caseapp.law.reception import FOLLOW_UP, NUMBER_NOT_SEEN_CHANGED
from caseapp.law.sentences import in_words, length_line, ordinal, skipped_lines
from caseapp.text import canonical, mark
from tests.law import statutes as st

D = date.fromisoformat
SWAPPED = SHIPPED.with_exchange(SHIPPED.exchanges[0])
LIMITS = (*st.SAMPLES, *complaints.LIMITS)
COURT_WAIT = Pause(D("2026-10-20"), D("2026-11-03"), "Chờ kết quả của Tòa án", "Quyết định 297/QĐ-UBND")


def reply(start: str = "2026-11-12", **more: object) -> Receipt:
    return count("reception.reply", D(start), SHIPPED, **more)  # type: ignore[arg-type]


def cell(receipt: Receipt, day: str) -> Cell:
    return next(cell for week in weeks(receipt) for cell in week if cell.day == D(day))


RECORDED = (
    '{"calendar_hash":"%s","calendar_version":"2026-11-22","citation":"khoản 1 Điều 28 Luật Tiếp công dân",'
    '"confirmed":true,"counted_back":false,"due":"2026-10-26","effective":null,"event":"Công dân đến","extensions":0,'
    '"format":1,"if_exchanged":[],"nature":"duty","notes":[],"options":[],"others":[],"pauses":[],"rolled_over":[],'
    '"rule":"reception.reply","rule_hash":"%s","safe":"2026-10-26","skipped":[%s],"start":"2026-10-12",'
    '"title":"Báo kết quả tiếp công dân","unrolled":"2026-10-26","wording":{"added":0,"also":[],'
    '"citation":"khoản 1 Điều 28 Luật Tiếp công dân","confirmed":true,"due":"2026-10-26","length":10,"note":"'
    f'{NUMBER_NOT_SEEN_CHANGED}","options":[],"safe":"2026-10-26","short":"Điều 28(1) LTCD","since":"2014-07-01",'
    '"unit":"working-day","unrolled":"2026-10-26","until":null},"worked":[]}'
)


def test_a_receipt_is_recorded_byte_for_byte() -> None:
    receipt = reply("2026-10-12")
    skipped = ",".join(
        f'{{"confirmed":true,"day":"2026-10-{day}","kind":"weekend","reason":"Nghỉ cuối tuần",'
        '"source":"Tuần làm việc từ thứ Hai đến thứ Sáu của cơ quan nhà nước"}'
        for day in (17, 18, 24, 25)
    )
    assert receipt.to_json() == RECORDED % (receipt.calendar_hash, receipt.rule_hash, skipped)


@pytest.mark.parametrize(
    "receipt",
    [
        reply(),
        reply(pauses=[Pause(D("2026-11-16"), D("2026-11-18"), "Ốm", "Giấy ra viện")]),
        count(complaints.ACCEPTANCE, D("2026-11-06"), SHIPPED),
        count(complaints.EFFECT, D("2026-11-02"), SHIPPED, ("remote",)),
        count(st.RESOLUTION, D("2026-06-15"), SHIPPED, ("especially-complex",), extensions=2),
        count("online.notify", D("2026-08-28"), SHIPPED),
        appointed(FOLLOW_UP, D("2026-11-12"), D("2027-01-05"), SHIPPED),
    ],
)
def test_a_receipt_comes_back_whole_and_is_canonical(receipt: Receipt) -> None:
    text = receipt.to_json()
    assert Receipt.from_json(text) == receipt
    assert canonical(json.loads(text)) == text


def test_a_format_of_the_future_is_refused() -> None:
    later = reply().to_json().replace('"format":1', '"format":2')
    with pytest.raises(LawError, match="số định dạng 2"):
        Receipt.from_json(later)


def test_notes_speak_the_readers_language_and_keep_their_record() -> None:
    note = Note.of("exchange", off="23/11/2026", work="28/11/2026", due="28/11/2026")
    assert note.words(mark) == note.text
    assert note.words(lambda text: "{off} → {work}: {due}") == "23/11/2026 → 28/11/2026: 28/11/2026"
    assert Note("gone", {}, "Câu cũ").words(lambda text: "") == "Câu cũ"


@given(some.dates(date(2025, 1, 1), date(2027, 10, 1)), some.sampled_from(LIMITS))
def test_every_note_that_is_made_has_its_words(start: date, limit: Limit) -> None:
    assume(limit.turns[0] <= start)
    try:
        notes = count(limit, start, SHIPPED).notes
    except LawError:
        notes = ()
    assert all(note.code in NOTE_WORDS and "{" not in note.text for note in notes)


def test_the_picture_of_a_working_day_limit() -> None:
    picture = weeks(reply(), today=D("2026-11-16"))
    assert [len(week) for week in picture] == [7, 7, 7]
    assert (picture[0][0].day, picture[-1][-1].day) == (D("2026-11-09"), D("2026-11-29"))
    assert [cell.count for week in picture for cell in week if cell.count] == list(range(1, 11))
    assert [cell.day for week in picture for cell in week if cell.today] == [D("2026-11-16")]
    receipt = reply()
    assert cell(receipt, "2026-11-12") == Cell(D("2026-11-12"), None, CellKind.START, "Công dân đến (không tính)")
    assert cell(receipt, "2026-11-14").kind is CellKind.OFF
    assert cell(receipt, "2026-11-24") == Cell(D("2026-11-24"), None, CellKind.HOLIDAY, "Ngày Văn hóa Việt Nam")
    assert cell(receipt, "2026-11-27") == Cell(D("2026-11-27"), 10, CellKind.DUE, "Hạn, hết ngày")
    assert cell(receipt, "2026-11-28") == Cell(D("2026-11-28"), None, CellKind.PLAIN)


def test_the_picture_of_a_pause() -> None:
    receipt = count(complaints.RESOLUTION_1, D("2026-10-05"), SHIPPED, pauses=[COURT_WAIT])
    assert cell(receipt, "2026-10-19").count == 14
    assert cell(receipt, "2026-10-20").words == "Tạm dừng"
    assert cell(receipt, "2026-10-21") == Cell(D("2026-10-21"), None, CellKind.PAUSED)
    assert cell(receipt, "2026-11-02").words == "Ngày cuối không tính"
    assert (cell(receipt, "2026-11-03").count, cell(receipt, "2026-11-03").words) == (15, "Tính tiếp")
    assert (cell(receipt, "2026-11-18").count, cell(receipt, "2026-11-18").kind) == (30, CellKind.DUE)


def test_the_picture_of_a_rolled_day_and_of_an_effect() -> None:
    rolled = count(st.PRESS_REPLY, D("2026-10-12"), SHIPPED)
    assert cell(rolled, "2026-11-01") == Cell(D("2026-11-01"), 20, CellKind.COUNTED, "Ngày cuối, rơi vào ngày nghỉ")
    assert cell(rolled, "2026-11-02") == Cell(D("2026-11-02"), None, CellKind.DUE, "Hạn, hết ngày")
    over_holidays = count(st.PRESS_REPLY, D("2026-08-10"), SHIPPED)
    assert cell(over_holidays, "2026-08-31") == Cell(D("2026-08-31"), None, CellKind.HOLIDAY, "Nghỉ hoán đổi")
    effect = count(complaints.EFFECT, D("2026-11-02"), SHIPPED)
    assert cell(effect, "2026-12-02").words == "Ngày cuối của thời hạn"
    assert cell(effect, "2026-12-03") == Cell(D("2026-12-03"), None, CellKind.PLAIN, "Có hiệu lực")


def test_the_picture_of_counting_back_of_months_and_of_a_promise() -> None:
    back = count("reception.post-timetable", D("2026-12-11"), SHIPPED)
    assert cell(back, "2026-12-10").count == 1
    assert cell(back, "2026-12-04") == Cell(D("2026-12-04"), 5, CellKind.DUE, "Chậm nhất ngày này")
    year = count(complaints.COURT, D("2025-11-20"), SHIPPED)
    assert len(weeks(year)) == 53
    assert (cell(year, "2026-01-05").count, cell(year, "2026-01-05").kind) == (None, CellKind.COUNTED)
    promise = appointed(FOLLOW_UP, D("2026-11-12"), D("2026-11-20"), SHIPPED)
    assert cell(promise, "2026-11-13").kind is CellKind.PLAIN
    assert cell(promise, "2026-11-20").words == "Ngày đã hẹn"


def test_the_picture_speaks_the_readers_language() -> None:
    said = {"Công dân đến": "Citizen comes", "{event} (không tính)": "{event} (not counted)"}
    picture = weeks(reply(), say=lambda text: said.get(text, "…"))
    assert picture[0][3].words == "Citizen comes (not counted)"
    assert picture[0][5].words == "…"


@given(some.dates(date(2025, 1, 1), date(2027, 10, 1)), some.sampled_from(LIMITS), some.integers(0, 40))
def test_every_picture_has_whole_weeks_and_one_due_day(start: date, limit: Limit, pause: int) -> None:
    assume(limit.wordings[-1].since <= start)
    first = date.fromordinal(start.toordinal() + pause)
    pauses = [] if limit.counted_back else [Pause(first, date.fromordinal(first.toordinal() + pause))]
    try:
        receipt = count(limit, start, SHIPPED, pauses=pauses)
    except LawError:
        assume(False)
    cells = [cell for week in weeks(receipt) for cell in week]
    assert all(week[0].day.weekday() == 0 and len(week) == 7 for week in weeks(receipt))
    assert [cell.day for cell in cells if cell.kind is CellKind.DUE] == [receipt.due]
    assert receipt.wording is not None
    numbers = [cell.count for cell in cells if cell.count]
    if numbers:
        assert sorted(numbers) == list(range(1, receipt.wording.length + 1))
    assert "{" not in in_words(receipt)


@pytest.mark.parametrize(
    ("receipt", "sentence"),
    [
        (
            reply(),
            (
                "bỏ ngày 12/11; tính 13, 16, 17, 18, 19, 20, 23, bỏ 24 (lễ), tính 25, 26, 27/11. "
                "Ngày thứ mười là 27/11, đến hết 24 giờ."
            ),
        ),
        (
            count("reception.reply", D("2026-11-12"), SWAPPED),
            (
                "bỏ ngày 12/11; tính 13, 16, 17, 18, 19, 20, bỏ 23 (nghỉ hoán đổi), 24 (lễ), tính 25, 26, 27, "
                "28/11 (làm bù). Ngày thứ mười là 28/11, đến hết 24 giờ."
            ),
        ),
        (
            count("reception.tell-citizen", D("2026-12-29"), SHIPPED, pauses=[Pause(D("2027-01-04"), D("2027-01-06"))]),
            (
                "bỏ ngày 29/12; tính 30, 31/12, bỏ 01 (lễ), dừng 04, 05, tính 06, 07, 08/01/2027. "
                "Ngày thứ năm là 08/01/2027, đến hết 24 giờ."
            ),
        ),
        (
            count(complaints.RESOLUTION_1, D("2026-10-05"), SHIPPED, pauses=[COURT_WAIT]),
            (
                "bỏ ngày 05/10; tính 14 ngày, từ 06/10 đến 19/10; dừng 14 ngày, từ 20/10 đến hết 02/11; "
                "tính 16 ngày, từ 03/11 đến 18/11. Ngày thứ ba mươi là 18/11, đến hết 24 giờ."
            ),
        ),
        (
            count(st.PRESS_REPLY, D("2026-10-12"), SHIPPED),
            (
                "bỏ ngày 12/10; tính 20 ngày, từ 13/10 đến 01/11. Ngày thứ hai mươi là 01/11, Chủ nhật, là ngày nghỉ; "
                "dời sang thứ Hai 02/11, đến hết 24 giờ."
            ),
        ),
        (
            count(complaints.EFFECT, D("2026-11-02"), SHIPPED),
            (
                "bỏ ngày 02/11; tính 30 ngày, từ 03/11 đến 02/12. Ngày thứ ba mươi là 02/12, đến hết 24 giờ; "
                "có hiệu lực từ 03/12."
            ),
        ),
        (
            count("reception.post-timetable", D("2026-12-11"), SHIPPED),
            "bỏ ngày 11/12; lùi 10, 09, 08, 07, 04/12. Chậm nhất là thứ Sáu 04/12.",
        ),
        (
            count(complaints.DIALOGUE_NOTICE, D("2026-12-11"), SHIPPED),
            "bỏ ngày 11/12; lùi 5 ngày, từ 10/12 về 06/12. Chậm nhất là Chủ nhật 06/12.",
        ),
        (
            count(
                complaints.COURT,
                D("2025-11-20"),
                SHIPPED,
                pauses=[Pause(D("2026-01-05"), D("2026-01-12")), Pause(D("2027-01-05"), D("2027-01-12"))],
            ),
            "bỏ ngày 20/11; tính 1 năm; cộng 7 ngày dừng. Ngày cuối là 27/11/2026, đến hết 24 giờ.",
        ),
        (appointed(FOLLOW_UP, D("2026-11-12"), D("2026-11-20"), SHIPPED), "Cơ quan hẹn ngày 20/11/2026."),
    ],
)
def test_a_count_in_words(receipt: Receipt, sentence: str) -> None:
    assert in_words(receipt) == sentence


def test_the_length_in_a_line() -> None:
    assert length_line(reply()) == "10 ngày làm việc, tính từ hôm sau ngày 12/11/2026"
    paused = count(complaints.RESOLUTION_1, D("2026-10-05"), SHIPPED, pauses=[COURT_WAIT])
    assert length_line(paused) == "30 ngày, tính từ hôm sau ngày 05/10/2026, cộng 14 ngày tạm dừng"
    working = reply("2026-10-12", pauses=[Pause(D("2026-10-16"), D("2026-10-20"))])
    assert length_line(working).endswith("cộng 2 ngày làm việc tạm dừng")
    back = count("online.test", D("2026-11-25"), SHIPPED)
    assert length_line(back) == "1 ngày làm việc, tính ngược từ hôm trước ngày 25/11/2026"


def test_skipped_days_are_told_in_ranges() -> None:
    lines = skipped_lines(reply())
    assert [(line.days, line.reason) for line in lines] == [
        ("14–15/11 và 21–22/11", "Nghỉ cuối tuần"),
        ("24/11", "Ngày Văn hóa Việt Nam"),
    ]
    over_months = skipped_lines(reply("2026-01-22"))
    assert over_months[0].days == "24–25/01 và 31/01–01/02"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "nhất"),
        (4, "tư"),
        (5, "năm"),
        (10, "mười"),
        (11, "mười một"),
        (14, "mười bốn"),
        (15, "mười lăm"),
        (20, "hai mươi"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (30, "ba mươi"),
        (45, "bốn mươi lăm"),
        (90, "chín mươi"),
        (120, "120"),
    ],
)
def test_ordinals(number: int, words: str) -> None:
    assert ordinal(number) == words
