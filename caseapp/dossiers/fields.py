"""The fields of a matter (lĩnh vực): the headings under which report tables count visits and cases."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Final

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
OF_COMPLAINTS: Final = (POLICY, LAND, ADMINISTRATIVE, JUSTICE, PARTY, ELSE)
OF_FEEDBACK: Final = (POLICY, LAND, JUSTICE, ELSE)
LABELS: Final[dict[str, str]] = {field.code: field.label for field in ALL}
