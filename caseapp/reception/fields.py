"""The fields of a matter (lĩnh vực): the headings under which report tables count, by what a visit is about."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from caseapp.reception.models import Matter
from caseapp.text import mark


@dataclass(frozen=True, slots=True)
class MatterField:
    """One heading; ``group`` is the one above it, empty when it stands alone."""

    code: str
    label: str
    group: str = ""


_ADMINISTRATIVE: Final = mark("Hành chính")
POLICY: Final = MatterField("policy", mark("Chế độ, chính sách"), _ADMINISTRATIVE)
LAND: Final = MatterField("land", mark("Đất đai, nhà cửa"), _ADMINISTRATIVE)
SERVICE: Final = MatterField("civil-service", mark("Công chức, công vụ"), _ADMINISTRATIVE)
ADMINISTRATIVE: Final = MatterField("administrative", mark("Việc hành chính khác"), _ADMINISTRATIVE)
CORRUPTION: Final = MatterField("corruption", mark("Tham nhũng"))
JUSTICE: Final = MatterField("justice", mark("Tư pháp"))
PARTY: Final = MatterField("party", mark("Đảng, đoàn thể"))
ELSE: Final = MatterField("else", mark("Lĩnh vực khác"))

ALL: Final = (POLICY, LAND, SERVICE, ADMINISTRATIVE, CORRUPTION, JUSTICE, PARTY, ELSE)
_COMPLAINT: Final = (POLICY, LAND, ADMINISTRATIVE, JUSTICE, PARTY, ELSE)
_FEEDBACK: Final = (POLICY, LAND, JUSTICE, ELSE)
BY_MATTER: Final[dict[str, tuple[MatterField, ...]]] = {
    Matter.COMPLAINT: _COMPLAINT,
    Matter.DENUNCIATION: ALL,
    Matter.FEEDBACK: _FEEDBACK,
    Matter.MIXED: _COMPLAINT,
    Matter.OTHER: _FEEDBACK,
    Matter.UNCLASSIFIED: ALL,
}
LABELS: Final[dict[str, str]] = {field.code: field.label for field in ALL}


def fields_for(matter: str) -> tuple[MatterField, ...]:
    """The headings a visit of this kind can be counted under; none before a kind is chosen."""
    return BY_MATTER.get(matter, ())
