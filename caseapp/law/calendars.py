"""Knows the public-sector calendars of 2025 and 2026 with their notices, and what is only proposed for 2027."""

from datetime import date
from typing import Final

from caseapp.law.acts import BLLD, CV3383, CV12729, NQ28, TB6150, TB9441
from caseapp.law.days import Calendar
from caseapp.law.special_days import EXCHANGE_WORKED, EXCHANGED, DayKind, Exchange, SpecialDay, Year
from caseapp.text import mark

NEW_YEAR: Final = mark("Tết Dương lịch")
TET: Final = mark("Tết Nguyên đán")
HUNG_KINGS: Final = mark("Giỗ Tổ Hùng Vương")
VICTORY: Final = mark("Ngày Chiến thắng")
LABOUR: Final = mark("Ngày Quốc tế lao động")
NATIONAL: Final = mark("Quốc khánh")
CULTURE: Final = mark("Ngày Văn hóa Việt Nam")
IN_LIEU_HUNG_KINGS: Final = mark("Nghỉ bù Giỗ Tổ Hùng Vương")
IN_LIEU_LABOUR: Final = mark("Nghỉ bù Ngày Quốc tế lao động")
IN_LIEU_TET: Final = mark("Nghỉ bù Tết Nguyên đán")

NOTICE_2025: Final = TB6150.cited
NOTICE_2026: Final = TB9441.cited
NOTICE_NEW_YEAR_2026: Final = CV12729.cited
NO_SWAP_2026: Final = CV3383.cited
STATUTE: Final = str(BLLD(112, 1))
IN_LIEU: Final = str(BLLD(111, 3))
CULTURE_SOURCE: Final = str(NQ28(2))
UNANNOUNCED: Final = mark("Dự kiến, chưa có thông báo")


def _off(
    days: str, reason: str, source: str, kind: DayKind = DayKind.HOLIDAY, *, sure: bool = True
) -> list[SpecialDay]:
    return [SpecialDay(date.fromisoformat(day), kind, reason, source, sure) for day in days.split()]


def _exchange(off: str, work: str, source: str) -> list[SpecialDay]:
    return [
        *_off(off, EXCHANGED, source, DayKind.EXCHANGED_OFF),
        *_off(work, EXCHANGE_WORKED, source, DayKind.EXCHANGED_WORK),
    ]


def _year(number: int, source: str, *parts: list[SpecialDay], confirmed: bool = True) -> Year:
    days = sorted((day for part in parts for day in part), key=lambda day: day.day)
    return Year(number, tuple(days), confirmed, source)


YEAR_2025: Final = _year(
    2025,
    NOTICE_2025,
    _off("2025-01-01", NEW_YEAR, NOTICE_2025),
    _off("2025-01-27 2025-01-28 2025-01-29 2025-01-30 2025-01-31", TET, NOTICE_2025),
    _off("2025-04-07", HUNG_KINGS, NOTICE_2025),
    _off("2025-04-30", VICTORY, NOTICE_2025),
    _off("2025-05-01", LABOUR, NOTICE_2025),
    _exchange("2025-05-02", "2025-04-26", NOTICE_2025),
    _off("2025-09-01 2025-09-02", NATIONAL, NOTICE_2025),
)

YEAR_2026: Final = _year(
    2026,
    f"{NOTICE_2026}; {NOTICE_NEW_YEAR_2026}; {NO_SWAP_2026}; {NQ28.cited}",
    _off("2026-01-01", NEW_YEAR, NOTICE_2026),
    _exchange("2026-01-02", "2026-01-10", NOTICE_NEW_YEAR_2026),
    _off("2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20", TET, NOTICE_2026),
    _off("2026-04-27", IN_LIEU_HUNG_KINGS, f"{NO_SWAP_2026}; {IN_LIEU}", DayKind.IN_LIEU),
    _off("2026-04-30", VICTORY, NO_SWAP_2026),
    _off("2026-05-01", LABOUR, NO_SWAP_2026),
    _exchange("2026-08-31", "2026-08-22", NOTICE_2026),
    _off("2026-09-01 2026-09-02", NATIONAL, NOTICE_2026),
    _off("2026-11-24", CULTURE, CULTURE_SOURCE),
)

YEAR_2027: Final = _year(
    2027,
    UNANNOUNCED,
    _off("2027-01-01", NEW_YEAR, STATUTE),
    _off("2027-02-05 2027-02-08 2027-02-09", TET, UNANNOUNCED, sure=False),
    _off("2027-02-10 2027-02-11", IN_LIEU_TET, UNANNOUNCED, DayKind.IN_LIEU, sure=False),
    _off("2027-04-16", HUNG_KINGS, STATUTE),
    _off("2027-04-30", VICTORY, STATUTE),
    _off("2027-05-03", IN_LIEU_LABOUR, IN_LIEU, DayKind.IN_LIEU),
    _off("2027-09-02", NATIONAL, STATUTE),
    _off("2027-09-03", NATIONAL, UNANNOUNCED, sure=False),
    _off("2027-11-24", CULTURE, CULTURE_SOURCE),
    confirmed=False,
)

NOVEMBER_2026: Final = Exchange(date(2026, 11, 23), date(2026, 11, 28), mark("Đề xuất, chưa có quyết định"))

SHIPPED: Final = Calendar("2026-11-22", (YEAR_2025, YEAR_2026, YEAR_2027), (NOVEMBER_2026,))
"""The calendar that comes with the program, as known on 22/11/2026; an office's own calendar replaces it."""
