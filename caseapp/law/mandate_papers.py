"""Knows by which papers somebody speaks for others, and in which forms each is valid on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from caseapp.law.acts import Citation
from caseapp.law.duties import ATTESTATIONS, GROUP, REPRESENTED, Attestation
from caseapp.text import mark

NOMINATION: Final = "nomination"
AUTHORISATION: Final = "authorisation"
LAWFUL: Final = "lawful"


@dataclass(frozen=True, slots=True)
class PaperForm:
    """One form in which a paper is valid, with its days in force; `note` says why it is not confirmed."""

    code: str
    words: str
    citation: Citation
    since: date
    until: date | None = None
    confirmed: bool = True
    note: str = ""

    def holds(self, on: date) -> bool:
        """Whether a paper of that day is valid in this form."""
        return self.since <= on and (self.until is None or on <= self.until)


def _attested(code: str, way: Attestation) -> PaperForm:
    return PaperForm(code, way.words, way.citation, way.since, way.until)


_NOTARISED, _CERTIFIED = ATTESTATIONS
FORMS: Final[Mapping[str, tuple[PaperForm, ...]]] = {
    NOMINATION: (
        PaperForm("signed", mark("văn bản có chữ ký của mọi người"), GROUP.citation, GROUP.since),
        PaperForm(
            "minutes", mark("biên bản họp có chữ ký của mọi người"), GROUP.citation, GROUP.since, confirmed=False,
            note=mark("Luật chỉ nói văn bản cử người đại diện; chưa văn bản nào nói rõ biên bản họp thay được."),
        ),
    ),
    AUTHORISATION: (_attested("certified", _CERTIFIED), _attested("notarised", _NOTARISED)),
    LAWFUL: (
        PaperForm("papers", mark("giấy tờ chứng minh quan hệ đại diện"), REPRESENTED.citation, REPRESENTED.since),
    ),
}
"""By what the paper is. An authorisation is bound to a form in complaints alone (ID-03)."""

_ONLY: Final = mark("Văn bản ngày %(day)s phải là %(forms)s (%(place)s).")
_NOT_FREE: Final = frozenset({"complaint", "complaint-2", "discipline", "discipline-2"})


def bound_to_form(what: str, matter: str) -> bool:
    """Whether the law names the forms of such a paper in a matter (code of a kind of case)."""
    return what != AUTHORISATION or matter in _NOT_FREE


def form_problem(what: str, form: str, on: date) -> tuple[str, tuple[PaperForm, ...]] | None:
    """Why a paper of a day is not valid in this form: a sentence with gaps, and the forms that are; None when it is.

    A day for which no form is known refuses nothing: what the law asked for then is not known here.
    """
    valid = tuple(one for one in FORMS[what] if one.holds(on))
    return (_ONLY, valid) if valid and form not in {one.code for one in valid} else None
