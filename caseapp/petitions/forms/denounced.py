"""The lines that a denunciation asks for in place of any name: the envelope, the sender's identity, the accused."""
from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField

from caseapp.web.forms import ChoiceField, HiddenField, LongTextField, Required, TextField, VersionedForm
from caseapp.web.language import gettext as _

MOST_TICKED: Final = 200
LATER: Final = "later"
IDENTITIES: Final = (
    ("checked", _l("Đã xác định được là ai")), (LATER, _l("Đơn có họ tên, chưa kiểm tra")),
    ("unknown", _l("Không xác định được là ai")))


class AccountsField(SelectMultipleField):
    """Public ids of accounts; which of them may be chosen is known to the desk alone."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = list(dict.fromkeys(str(one)[:24] for one in valuelist[:MOST_TICKED]))


def denounced_lines() -> tuple[Any, Any, Any, Any, Any, Any]:
    """Envelope, sender, accused, post, accounts, the line by which accounts are looked up; made anew for each form,
    since the place of a line among the others is where it is made."""
    return (
        TextField(_l("Phong bì số"), max_length=20, description=_l("Ghi số ngẫu nhiên này lên phong bì.")),
        ChoiceField(_l("Người gửi"), choices=IDENTITIES), TextField(_l("Người bị tố cáo")),
        TextField(_l("Chức vụ, nơi công tác")),
        AccountsField(_l("Người bị tố cáo có tài khoản trong hệ thống"), validate_choice=False),
        TextField(_l("Tìm theo họ tên hoặc chức vụ"), max_length=120))


class DenouncedLines:
    """What a form does with them; ``accounts``: those the desk offers beside the accused, once somebody asked it."""

    envelope: Any
    identity: Any
    accused_name: Any
    accused_post: Any
    accounts: Any = None

    @property
    def told_identity(self) -> str:
        """What was found out of who sent it; empty while nobody has checked."""
        return "" if self.identity.data == LATER else self.identity.data or ""

    def check_denounced(self) -> None:
        """Each line that must be filled in, at its place."""
        for line, words in (
            (self.envelope, _("Ghi số phong bì niêm phong.")),
            (self.identity, _("Chọn một: đã xác định được, chưa kiểm tra, hoặc không xác định được.")),
            (self.accused_name, _("Ghi người, cơ quan bị tố cáo như đơn viết.")),
        ):
            if not line.data:
                line.errors = [*line.errors, words]


class SealForm(DenouncedLines, VersionedForm):
    """A petition that proves to be a denunciation: told anew without the sender's name."""

    case: tuple[str, bool] | None = None      # the case that is emptied with it, and whether it keeps its state
    stays: str = ""      # the case of others that it leaves
    accused_seen = HiddenField()
    envelope, identity, accused_name, accused_post, accused_account, accused_find = denounced_lines()
    content = LongTextField(_l("Hành vi bị tố cáo"), [Required(_l("Ghi hành vi bị tố cáo, ít nhất một câu."))],
                            id="story", rows=4)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        self.check_denounced()
        return not self.problems()
