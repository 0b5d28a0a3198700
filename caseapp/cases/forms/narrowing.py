"""The form by which a list of cases is narrowed: what is chosen becomes its address."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from caseapp.cases.narrowing import COLUMNS, HERE, ME, NOBODY, SORTS, Narrowing, columns_of
from caseapp.cases.rules import CASES, KINDS
from caseapp.dossiers.fields import LABELS as FIELDS
from caseapp.web.forms import DateField, ManyField, OfficeForm, SelectField, TextField
from caseapp.web.language import gettext as _

WORDS: Final = 200
_DAYS: Final = (("received_from", "received_to"), ("due_from", "due_to"))


class NarrowForm(OfficeForm):
    """People, units and kinds by their codes; a state names its kind too: ``complaint.verifying``."""

    words = TextField(_l("Có chữ"), max_length=WORDS, id="list-words")
    handler = SelectField(_l("Người thụ lý"), blank=_l("Mọi người"))
    kind = SelectField(_l("Loại"), blank=_l("Mọi loại"))
    state = SelectField(_l("Giai đoạn"), blank=_l("Mọi giai đoạn"))
    field = SelectField(_l("Lĩnh vực"), blank=_l("Mọi lĩnh vực"))
    unit = SelectField(_l("Đơn vị"), blank=_l("Mọi đơn vị"))
    received_from = DateField(_l("Nhận từ ngày"))
    received_to = DateField(_l("Nhận đến ngày"))
    due_from = DateField(_l("Hạn từ ngày"))
    due_to = DateField(_l("Hạn đến ngày"))
    columns = ManyField(_l("Cột"))
    sort = SelectField(_l("Xếp theo"), blank=_l("Hạn gần nhất"))

    def __init__(self, people: Sequence[tuple[str, str]], units: Sequence[Any], **more: Any) -> None:
        super().__init__(**more)
        self.handler.choices = [(ME, _("Tôi")), (NOBODY, _("Chưa phân công")), *people]
        self.kind.choices = [(code, _(kind.label)) for code, kind in KINDS.items() if code in CASES]
        self.state.choices = [(f"{code}.{state.code}", f"{_(kind.label)}: {_(state.label)}")
                              for code, kind in KINDS.items() if code in CASES for state in kind.states]
        self.field.choices = [(code, _(label)) for code, label in FIELDS.items()]
        self.unit.choices = [(HERE, _("Đơn vị tôi")), *((row.public_id, row.name) for row in units)]
        self.columns.choices = [(code, _(label)) for code, label in COLUMNS.items()]
        self.sort.choices = [(code, _(label)) for code, label in SORTS.items() if code]

    def show(self, asked: Narrowing, words: str) -> None:
        """Fill the form from a list as it stands."""
        for part in ("handler", "kind", "field", "unit", "received_from", "received_to", "due_from", "due_to", "sort"):
            self[part].data = getattr(asked, part) or None
        self.state.data = f"{asked.kind}.{asked.state}" if asked.state else None
        self.columns.data, self.words.data = list(asked.columns), words

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself; then whether the days and the state fit together."""
        whole = super().validate(extra_validators)
        for first, last in _DAYS:
            if self[first].data and self[last].data and self[last].data < self[first].data:
                self[last].errors = [*self[last].errors, _("Ngày này trước ngày bắt đầu ở ô bên cạnh.")]
                whole = False
        kind = (self.state.data or "").partition(".")[0]
        if kind and self.kind.data and kind != self.kind.data:
            self.state.errors = [*self.state.errors,
                                 _("Giai đoạn này thuộc loại vụ việc khác. Bỏ trống một trong hai ô.")]
            whole = False
        return whole

    def narrowing(self, asked: Narrowing, words: str) -> Narrowing:
        """The list as chosen; ``words``: the id under which the words are kept now."""
        kind, _dot, state = (self.state.data or "").partition(".")
        return replace(
            asked, handler=self.handler.data or "", kind=kind or self.kind.data or "", state=state,
            field=self.field.data or "", unit=self.unit.data or "", received_from=self.received_from.data,
            received_to=self.received_to.data, due_from=self.due_from.data, due_to=self.due_to.data, words=words,
            sort=self.sort.data or "", columns=columns_of(self.columns.data or []))
