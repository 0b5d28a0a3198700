"""The forms by which a measure is named, reported done, or not followed any further."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.web.forms import DateField, LongTextField, NotFuture, Required, TextField, VersionedForm

WHAT: Final = 500
DONE: Final = 1_000
REASON: Final = 500


class MeasureForm(VersionedForm):
    """What must be done, by whom, by which day; the day is asked for only where the decision names one."""

    what = LongTextField(_l("Phải làm gì"), [Required(_l("Ghi phải làm gì."))], max_length=WHAT, rows=3)
    who = TextField(_l("Ai phải làm"), [Required(_l("Ghi ai phải làm."))], max_length=200)
    due_on = DateField(_l("Xong trước hoặc trong ngày"))

    def __init__(self, case: Any, **more: Any) -> None:
        super().__init__(**more)
        if not self.version.data:
            self.version.data = str(case.version)


class ResultForm(VersionedForm):
    """What was done, when, and the paper that shows it."""

    done_on = DateField(_l("Ngày xong"), [Required(_l("Ghi ngày làm xong.")), NotFuture()])
    done = LongTextField(_l("Đã làm gì"), [Required(_l("Ghi đã làm gì."))], max_length=DONE, rows=3)
    document = TextField(_l("Số, ký hiệu văn bản chứng minh"), max_length=80)

    def __init__(self, case: Any, **more: Any) -> None:
        super().__init__(**more)
        if not self.version.data:
            self.version.data = str(case.version)


class DropForm(VersionedForm):
    """Why a measure is not followed any further."""

    reason = LongTextField(_l("Lý do thôi theo dõi"), [Required(_l("Ghi lý do."))], max_length=REASON, rows=3)

    def __init__(self, case: Any, **more: Any) -> None:
        super().__init__(**more)
        if not self.version.data:
            self.version.data = str(case.version)
