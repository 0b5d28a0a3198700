"""The form of a year's calendar: its days off and worked, its proposed exchanges, each with the paper behind it."""
from __future__ import annotations

from collections import Counter
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from caseapp.law.calendars import UNANNOUNCED
from caseapp.law.days import Calendar
from caseapp.law.special_days import DayKind, Exchange, SpecialDay, Year
from caseapp.text import mark
from caseapp.web.forms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    LongTextField,
    OfficeForm,
    PartForm,
    Required,
    SelectField,
    TextField,
)
from caseapp.web.language import gettext as _

SATURDAY: Final = 5
SPARE_DAYS, SPARE_EXCHANGES = 6, 1
# More than any year had; one line beyond is read so that whoever sends more is told, and nothing is lost in silence.
MOST_DAYS, MOST_EXCHANGES = 60, 20
KIND_WORDS: Final = {
    DayKind.HOLIDAY: mark("Nghỉ lễ, tết"),
    DayKind.IN_LIEU: mark("Nghỉ bù"),
    DayKind.EXCHANGED_OFF: mark("Nghỉ hoán đổi"),
    DayKind.EXCHANGED_WORK: mark("Làm bù"),
}
# What becomes of a proposed exchange.
OPEN, DECIDED, DROPPED = "open", "decided", "dropped"
FATES: Final = ((OPEN, _l("Chưa quyết định")), (DECIDED, _l("Đã được quyết định")), (DROPPED, _l("Không thực hiện")))


class DayPart(PartForm):
    """One day that is not as the others of its weekday; a line whose day is emptied goes."""

    day = DateField(_l("Ngày"))
    kind = SelectField(_l("Là ngày"), blank="", default=str(DayKind.HOLIDAY),
                       choices=[SelectChoice(str(kind), _l(words)) for kind, words in KIND_WORDS.items()])
    reason = TextField(_l("Lý do"), max_length=120)
    source = TextField(_l("Văn bản"), max_length=200)
    planned = BooleanField(_l("Mới là dự kiến"))

    def is_blank(self) -> bool:
        """Whether nobody named a day."""
        return self.day.data is None and not any(self.day.raw_data or [])

    def check(self, year: int) -> None:
        """Whether the line makes sense; what does not stands at its field."""
        if self.day.data is None:
            return
        works = self.kind.data == DayKind.EXCHANGED_WORK
        if not self.kind.data:
            _wrong(self.kind, _("Chọn một trong các mục có sẵn."))
        if self.day.data.year != year:
            _wrong(self.day, _("Ngày này không thuộc năm %(year)s.", year=str(year)))
        elif works and self.day.data.weekday() < SATURDAY:
            _wrong(self.day, _("Làm bù phải là thứ Bảy hoặc Chủ Nhật."))
        elif not works and self.day.data.weekday() >= SATURDAY:
            _wrong(self.day, _("Ngày này vốn nghỉ cuối tuần; chỉ ghi ngày nghỉ từ thứ Hai đến thứ Sáu."))
        if not self.reason.data:
            _wrong(self.reason, _("Ghi lý do, ví dụ Tết Nguyên đán."))
        if not self.source.data and not self.planned.data:
            _wrong(self.source, _("Ghi số văn bản; chưa có thì đánh dấu mới là dự kiến."))

    def given(self) -> SpecialDay:
        """The day as typed; a planned one without a paper says so."""
        return SpecialDay(self.day.data, DayKind(self.kind.data), self.reason.data, self.source.data or UNANNOUNCED,
                          not self.planned.data)


class ExchangePart(PartForm):
    """A weekday off against a weekend day worked, as somebody proposed it, and what became of it."""

    off = DateField(_l("Nghỉ ngày"))
    work = DateField(_l("Làm bù ngày"))
    source = TextField(_l("Văn bản"), max_length=200)
    fate = SelectField(_l("Tình trạng"), choices=FATES, blank="", default=OPEN)

    def is_blank(self) -> bool:
        """Whether nobody named a day."""
        typed = any((self.off.raw_data or []) + (self.work.raw_data or []))
        return not typed and self.off.data is None and self.work.data is None

    def check(self, year: int) -> None:
        """Whether the line makes sense; what does not stands at its field."""
        self._check_days(year)
        across = self.off.data and self.work.data and self.off.data.year != self.work.data.year
        if not self.fate.data:
            _wrong(self.fate, _("Chọn một trong các mục có sẵn."))
        if self.fate.data == DECIDED and across:
            _wrong(self.fate, _("Hoán đổi qua hai năm: chọn không thực hiện, rồi ghi từng ngày ở lịch của năm ấy."))
        if not self.source.data:
            _wrong(self.source, _("Ghi văn bản đề xuất hoặc quyết định."))

    def _check_days(self, year: int) -> None:
        for field in (self.off, self.work):
            if field.data is None and not field.errors:
                _wrong(field, _("Ghi cả ngày nghỉ và ngày làm bù."))
            if field.data and abs(field.data.year - year) > 1:
                _wrong(field, _("Ngày này cách năm %(year)s quá xa.", year=str(year)))
        if self.off.data and self.off.data.weekday() >= SATURDAY:
            _wrong(self.off, _("Ngày này vốn nghỉ cuối tuần; chỉ ghi ngày nghỉ từ thứ Hai đến thứ Sáu."))
        if self.work.data and self.work.data.weekday() < SATURDAY:
            _wrong(self.work, _("Làm bù phải là thứ Bảy hoặc Chủ Nhật."))
        if self.off.data and self.work.data and year not in (self.off.data.year, self.work.data.year):
            _wrong(self.off, _("Ngày này không thuộc năm %(year)s.", year=str(year)))

    def given(self) -> Exchange:
        """The exchange as typed."""
        return Exchange(self.off.data, self.work.data, self.source.data)


class YearForm(OfficeForm):
    """A whole year; what stands in it when it is sent is what the year is to be."""

    source = LongTextField(_l("Thông báo, văn bản của cả năm"), [Required(_l("Ghi thông báo của cả năm."))],
                           max_length=500, rows=2)
    confirmed = BooleanField(_l("Đã có thông báo chính thức cho cả năm"))
    base = HiddenField()
    days = FieldList(FormField(DayPart), max_entries=MOST_DAYS + 1)
    exchanges = FieldList(FormField(ExchangePart), max_entries=MOST_EXCHANGES + 1)

    def __init__(self, calendar: Calendar, year: Year, **more: Any) -> None:
        self.calendar, self.year = calendar, year
        super().__init__(**more)

    @classmethod
    def of(cls, calendar: Calendar, year: Year) -> YearForm:
        """The form filled with a year, with lines to spare."""
        ours = [one for one in calendar.exchanges if year.year in (one.off.year, one.work.year)]
        return cls(calendar, year, data={
            "source": year.source, "confirmed": year.confirmed, "base": calendar.version,
            "days": [_line(day) for day in year.days] + [{}] * min(SPARE_DAYS, MOST_DAYS - len(year.days)),
            "exchanges": [{"off": one.off, "work": one.work, "source": one.source} for one in ours]
                         + [{}] * min(SPARE_EXCHANGES, MOST_EXCHANGES - len(ours))})

    def validate(self, extra_validators: Any = None) -> bool:
        """Every line by itself, then what no line can know."""
        whole = bool(super().validate(extra_validators))
        for part in self.lines():
            part.check(self.year.year)
        self._see_doubles()
        self._see_decisions()
        if not self.problems():
            self._see_room()
        if self.confirmed.data and any(part.planned.data for part in self.day_lines()):
            self.confirmed.errors = [*self.confirmed.errors, _("Còn ngày mới là dự kiến: chưa thể xác nhận cả năm.")]
        return whole and not self.problems()

    def _see_decisions(self) -> None:
        """What was proposed is decided by another paper than the proposal's."""
        proposals = {one.source for one in self.calendar.exchanges}
        for entry in self.exchanges:
            if entry.form.fate.data == DECIDED and entry.form.source.data in proposals:
                _wrong(entry.form.source, _("Ghi số văn bản đã quyết định việc hoán đổi."))

    def lines(self) -> list[DayPart | ExchangePart]:
        """Every line on which something was typed."""
        return [*self.day_lines(), *(entry.form for entry in self.exchanges if not entry.form.is_blank())]

    def day_lines(self) -> list[DayPart]:
        """Every day that was named."""
        return [entry.form for entry in self.days if not entry.form.is_blank()]

    def given(self) -> tuple[Year, tuple[Exchange, ...]]:
        """The year as it is to be, and every exchange of the calendar that is still open then."""
        made = {day.day: day for day in (part.given() for part in self.day_lines())}
        fates = [(entry.form.given(), entry.form.fate.data) for entry in self.exchanges if not entry.form.is_blank()]
        for one, fate in fates:
            if fate == DECIDED:
                made |= {day.day: day for day in one.decided()}
        days = tuple(made[day] for day in sorted(made))
        others = [one for one in self.calendar.exchanges if self.year.year not in (one.off.year, one.work.year)]
        kept = (*others, *(one for one, fate in fates if fate == OPEN))
        return Year(self.year.year, days, bool(self.confirmed.data), self.source.data), kept

    def _see_doubles(self) -> None:
        """A day is named once: in a line of its own, or by an exchange that is decided."""
        fields = [part.day for part in self.day_lines()]
        for part in (entry.form for entry in self.exchanges if entry.form.fate.data == DECIDED):
            fields += [part.off, part.work]
        many = Counter(field.data for field in fields if field.data)
        for field in fields:
            if many[field.data] > 1:
                _wrong(field, _("Ngày này ghi hai lần."))


    def _see_room(self) -> None:
        """Refuse what the form could not show again."""
        year, exchanges = self.given()
        if len(self.days) > MOST_DAYS or len(year.days) > MOST_DAYS:
            self.form_errors.append(_("Một năm ghi được nhiều nhất %(most)s ngày.", most=str(MOST_DAYS)))
        if len(self.exchanges) > MOST_EXCHANGES or len(exchanges) > MOST_EXCHANGES:
            self.form_errors.append(_("Lịch giữ được nhiều nhất %(most)s đề xuất hoán đổi.", most=str(MOST_EXCHANGES)))


def _line(day: SpecialDay) -> dict[str, Any]:
    return {"day": day.day, "kind": str(day.kind), "reason": day.reason, "source": day.source,
            "planned": not day.confirmed}


def _wrong(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]
