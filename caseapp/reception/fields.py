"""Under which headings (lĩnh vực) a visit of each kind can be counted."""
from __future__ import annotations

from typing import Final

from caseapp.dossiers.fields import ALL, LABELS, OF_COMPLAINTS, OF_FEEDBACK, MatterField
from caseapp.reception.models import Matter

__all__ = ["ALL", "BY_MATTER", "LABELS", "MatterField", "fields_for"]

BY_MATTER: Final[dict[str, tuple[MatterField, ...]]] = {
    Matter.COMPLAINT: OF_COMPLAINTS,
    Matter.DENUNCIATION: ALL,
    Matter.FEEDBACK: OF_FEEDBACK,
    Matter.MIXED: OF_COMPLAINTS,
    Matter.OTHER: OF_FEEDBACK,
    Matter.UNCLASSIFIED: ALL,
}


def fields_for(matter: str) -> tuple[MatterField, ...]:
    """The headings a visit of this kind can be counted under; none before a kind is chosen."""
    return BY_MATTER.get(matter, ())
