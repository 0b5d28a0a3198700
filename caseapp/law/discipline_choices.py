"""Knows who is sent the papers of complaints about disciplinary decisions (Law on Complaints, chapter IV)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from caseapp.law.acts import LKN, UNREAD_ARTICLE, Citation
from caseapp.law.complaint_choices import RECIPIENT_NAMES, RECIPIENTS, Recipient
from caseapp.text import mark

_LIST_NOT_READ: Final = mark(
    "Danh sách nơi nhận quyết định giải quyết khiếu nại kỷ luật chưa đối chiếu nguyên văn: ngoài người khiếu nại, ghi "
    "theo khiếu nại quyết định hành chính, không bắt buộc."
)


def _decided(citation: Citation, *codes: str) -> tuple[Recipient, ...]:
    """Who is sent a decision: the complainant always, whoever else is not certain; the article itself may be unread."""
    others = (Recipient(code, RECIPIENT_NAMES[code], citation, demanded=False, confirmed=False, note=_LIST_NOT_READ)
              for code in codes)
    complainant = Recipient("complainant", RECIPIENT_NAMES["complainant"], citation, confirmed=citation.confirmed,
                            note="" if citation.confirmed else UNREAD_ARTICLE)
    return (complainant, *others)


_ACCEPTED: Final = (Recipient("complainant", RECIPIENT_NAMES["complainant"], LKN(50)),)
_SHARED: Final = {
    "accept": _ACCEPTED, "decline": _ACCEPTED,
    **{act: RECIPIENTS[act] for act in ("suspend", "resume", "terminate")},
}

DISCIPLINE_RECIPIENTS: Final[Mapping[str, tuple[Recipient, ...]]] = MappingProxyType(
    {**_SHARED, "decide": _decided(LKN(54), "respondent", "superior", "concerned")})
DISCIPLINE_RECIPIENTS_2: Final[Mapping[str, tuple[Recipient, ...]]] = MappingProxyType(
    {**_SHARED, "decide": _decided(LKN(56, 2), "respondent", "first-resolver", "concerned")})


def recipients(act: str, _level: str) -> tuple[Recipient, ...]:
    """Who is sent the paper of an act at first instance; KeyError for an act without a paper."""
    return DISCIPLINE_RECIPIENTS[act]


def recipients_again(act: str, _level: str) -> tuple[Recipient, ...]:
    """Who is sent the paper of an act at second instance; KeyError for an act without a paper."""
    return DISCIPLINE_RECIPIENTS_2[act]
