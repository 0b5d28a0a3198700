"""What forms of a denunciation share: the fields by which accounts of the accused are chosen, the envelope's hint."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from caseapp.web.forms import TextField

MOST_TICKED: Final = 200
ENVELOPE_HINT: Final = _l("Ghi số ngẫu nhiên này lên phong bì.")


class AccountsField(SelectMultipleField):
    """Public ids of accounts; which of them may be chosen is known to the books alone (``views.accounts``)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_l("Người bị tố cáo có tài khoản trong hệ thống"), validate_choice=False, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(one)[:24] for one in valuelist[:MOST_TICKED]))


class FindAccountField(TextField):
    """Words of a name or post; empty again once they were looked up."""

    def __init__(self, **more: Any) -> None:
        super().__init__(_l("Tìm theo họ tên hoặc chức vụ"), max_length=120, **more)
