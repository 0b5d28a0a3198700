"""Forms of groups: a list of signers, who of them withdrew, a paper by which somebody speaks for others."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import ValidationError

from caseapp.cases.signer_lists import Listed, ListProblem, Reading, read_file, read_text
from caseapp.law.mandate_papers import AUTHORISATION, FORMS, LAWFUL, NOMINATION
from caseapp.text import mark
from caseapp.web.errors import Refusal
from caseapp.web.forms import ChoiceField, DateField, LongTextField, ManyField, Required, TextField, VersionedForm
from caseapp.web.language import gettext as _
from caseapp.web.now import today

LINES: Final = 400_000           # letters of a pasted list
ACCEPT: Final = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
PAPERS: Final = {
    NOMINATION: mark("Văn bản cử người đại diện"), AUTHORISATION: mark("Văn bản ủy quyền"),
    LAWFUL: mark("Giấy tờ người đại diện theo pháp luật"),
}
FORM_WORDS: Final = {
    "signed": mark("Văn bản có chữ ký của mọi người"), "minutes": mark("Biên bản họp có chữ ký của mọi người"),
    "certified": mark("Chứng thực"), "notarised": mark("Công chứng"), "papers": mark("Giấy tờ chứng minh quan hệ"),
}


class SignersForm(VersionedForm):
    """A list, typed or pasted, or a file; of both at once the file."""

    lines = LongTextField(_l("Dán hoặc gõ danh sách"), max_length=LINES, rows=12)
    file = FileField(_l("Hoặc chọn tệp"), render_kw={"accept": ACCEPT})

    def read(self, known: Iterable[tuple[str, str]]) -> Reading:
        """What was handed in; raises Refusal when there is nothing or the file is no list."""
        chosen = self.file.data
        content = chosen.read() if isinstance(chosen, FileStorage) else b""
        try:
            found = read_file(content, known) if content else read_text(self.lines.data or "", known)
        except ListProblem as problem:
            raise Refusal(problem.words(_), "file", 422) from problem
        if not (found.signers or found.doubled or found.unclear):
            raise Refusal(_("Dán danh sách hoặc chọn tệp."), "lines", 422)
        return found


class ChosenForm(VersionedForm):
    """Lines of the list, by their places, and the day on which those people withdrew."""

    signers = ManyField(_l("Danh sách người ký"))
    on = DateField(_l("Ngày rút"))

    def __init__(self, positions: Iterable[int], **more: Any) -> None:
        super().__init__(**more)
        self.signers.choices = [(str(one), str(one)) for one in positions]

    def positions(self) -> list[int]:
        """The places that were ticked."""
        return [int(one) for one in self.signers.data or ()]


class MandateForm(VersionedForm):
    """A paper: what it is, its form, number and day, whom it names, one on each line."""

    what = ChoiceField(_l("Loại giấy tờ"), [Required(_l("Chọn loại giấy tờ."))], choices=[
        (code, _l(words)) for code, words in PAPERS.items()])
    form = ChoiceField(_l("Hình thức"), [Required(_l("Chọn hình thức."))], choices=[
        (code, _l(words)) for code, words in FORM_WORDS.items()])
    document = TextField(_l("Số hoặc tên văn bản"), max_length=200)
    dated_on = DateField(_l("Ngày văn bản"), [Required(_l("Ghi ngày văn bản."))])
    people = LongTextField(_l("Người đại diện"), [Required(_l("Ghi người đại diện, mỗi người một dòng."))],
                           max_length=2_000, rows=3)

    def named(self) -> list[Listed]:
        """Whom the paper names; raises Refusal for a line that is no name or stands twice."""
        found = read_text(self.people.data or "")
        if found.unclear or found.doubled:
            lines = ", ".join(str(one.line) for one in (*found.unclear, *found.doubled))
            raise Refusal(_("Dòng %(lines)s không rõ là ai, hoặc ghi hai lần.", lines=lines), "people", 422)
        return found.signers

    def validate_form(self, field: Any) -> None:
        """A form that no such paper has is a slip of the pen, whatever its day."""
        known = {one.code for one in FORMS.get(self.what.data or "", ())}
        free = {"signed"} if self.what.data == AUTHORISATION else set()      # outside complaints no form is asked for
        if known and field.data not in known | free:
            raise ValidationError(_("Giấy tờ này không có hình thức đó."))


class EndForm(VersionedForm):
    """The day on which a paper ends."""

    on = DateField(_l("Hết hiệu lực từ ngày"), [Required(_l("Ghi ngày."))])

    def show(self, version: int) -> None:
        """Propose today."""
        self.version.data, self.on.data = str(version), today()
