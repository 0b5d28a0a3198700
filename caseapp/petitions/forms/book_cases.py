"""The form by which a petition out of an old book gets its case: one that is open, or a new one."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.cases.commands.given import ANOTHER
from caseapp.cases.models import CONTESTED_WORDS
from caseapp.law.duties import MANY_PEOPLE
from caseapp.petitions.book_cases import COMPLAINT, KINDS, GivenBookCase
from caseapp.staff.signing import Signer
from caseapp.web.forms import (
    ChoiceField,
    DateField,
    LongTextField,
    NotFuture,
    Required,
    SelectField,
    TextField,
    VersionedForm,
)
from caseapp.web.language import gettext as _

DEMAND: Final = 5_000


class BookCaseForm(VersionedForm):
    """``joins`` alone, or what the case is about and how it was accepted; nothing of the rest is asked for then."""

    joins = TextField(_l("Đưa vào vụ việc đang có, số"), max_length=40)
    kind = ChoiceField(_l("Mở vụ việc"), [Required(_l("Chọn loại vụ việc."))])
    respondent = TextField(_l("Người bị khiếu nại, phản ánh"), max_length=200)
    contested = ChoiceField(_l("Khiếu nại gì"))
    contested_paper = TextField(_l("Quyết định, hành vi bị khiếu nại"), max_length=300)
    demand = LongTextField(_l("Yêu cầu của người gửi"), max_length=DEMAND, rows=2)
    nomination = TextField(_l("Văn bản cử người đại diện"), max_length=200)
    accepted_on = DateField(_l("Ngày thông báo thụ lý"), [NotFuture()])
    document = TextField(_l("Số, ký hiệu thông báo thụ lý"), max_length=80)
    signer = SelectField(_l("Người ký"), blank=_l("Chọn người ký"))
    signer_name = TextField(_l("Họ tên người ký trên văn bản"), max_length=120)
    signer_post = TextField(_l("Chức vụ ghi trên văn bản"), max_length=200)

    def __init__(self, signers: Sequence[Signer], *, another: bool, people: int, **more: Any) -> None:
        super().__init__(**more)
        self.people = people
        self.kind.choices = [(code, _(words)) for code, words in KINDS.items()]
        self.contested.choices = [(code, _(words)) for code, words in CONTESTED_WORDS.items()]
        self.signer.choices = [*((one.public_id, f"{one.name}, {one.post}") for one in signers),
                               *([(ANOTHER, _("Người khác, ghi như trên văn bản"))] if another else [])]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what an acceptance cannot do without."""
        if self.joins.data and not self.kind.data:
            self.kind.data = COMPLAINT
        whole = super().validate(extra_validators)
        if self.joins.data or self.accepted_on.data is None:
            return bool(whole) and self._see_accepted_by()
        return self._see_accepting() and bool(whole)

    def _see_accepted_by(self) -> bool:
        """A number or signer without a day tells of an acceptance that is not dated."""
        if not self.joins.data and (self.document.data or self.signer.data):
            self.accepted_on.errors = [_("Ghi ngày của thông báo thụ lý, hoặc bỏ trống cả số và người ký.")]
            return False
        return True

    def _see_accepting(self) -> bool:
        missing: list[tuple[Any, str]] = [
            (self.respondent, _("Ghi người bị khiếu nại: chưa rõ thì không thụ lý được.")),
            (self.contested_paper, _("Ghi quyết định, hành vi bị khiếu nại.")),
            (self.document, _("Ghi số, ký hiệu văn bản.")), (self.signer, _("Chọn người ký."))]
        if self.people >= MANY_PEOPLE:
            missing.append((self.nomination, _("Nhiều người khiếu nại: ghi văn bản cử người đại diện.")))
        if self.signer.data == ANOTHER:
            missing += [(self.signer_name, _("Ghi họ tên như trên văn bản.")),
                        (self.signer_post, _("Ghi chức vụ như trên văn bản."))]
        for field, words in missing:
            if not field.data:
                field.errors = [*field.errors, words]
        return all(field.data for field, _words in missing)

    def given(self) -> GivenBookCase:
        """What the form tells."""
        if self.joins.data:
            return GivenBookCase(joins=self.joins.data)
        return GivenBookCase(
            self.kind.data, "", self.respondent.data or "", self.contested.data or None,
            self.contested_paper.data or "", self.demand.data or "", self.nomination.data or "", self.accepted_on.data,
            self.document.data or "", self.signer.data or "",
            (self.signer_name.data or "", self.signer_post.data or ""))
