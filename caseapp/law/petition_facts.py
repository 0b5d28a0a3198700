"""Knows what an officer has to find out about a petition before anybody can say what is to be done with it."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from caseapp.text import mark


class PetitionKind(StrEnum):
    """What a petition is by its content, whatever its title says."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    FEEDBACK = "feedback"
    MIXED = "mixed"


class Sender(StrEnum):
    """Who sent a petition here: its writer, or somebody who passed it on."""

    CITIZEN = "citizen"
    DEPUTY = "deputy"
    PRESS = "press"
    FRONT = "front"
    AUTHORITY = "authority"


SENDER_WORDS: Final = {
    Sender.CITIZEN: mark("Người viết đơn gửi"),
    Sender.DEPUTY: mark("Đại biểu Quốc hội, Hội đồng nhân dân chuyển"),
    Sender.PRESS: mark("Báo chí chuyển"),
    Sender.FRONT: mark("Mặt trận, đoàn thể chuyển"),
    Sender.AUTHORITY: mark("Cơ quan nhà nước chuyển"),
}
RETURNED_TO: Final = frozenset({Sender.DEPUTY, Sender.PRESS, Sender.FRONT})
"""Who gets a complaint back that is none of ours."""

_OF_ONE_KIND: Final = frozenset({"complaint", "denunciation", "feedback"})


@dataclass(frozen=True, slots=True)
class PetitionFacts:
    """A petition as the officer found it. `competent`: None while nobody has looked.

    `conditions_missing`: codes of CONDITIONS. `decline_ground`: code of the grounds of LKN 11 or LTC 29. `anonymous`:
    code of IRREGULAR. `clear`: names the offender and can be checked. `evidence`: brings concrete evidence.
    `final_decision_new_facts`: against a final decision that shows a violation or new facts.
    """

    kind: PetitionKind
    conditions_missing: frozenset[str] = field(default_factory=frozenset)
    competent: bool | None = None
    forwarded_by: Sender = Sender.CITIZEN
    signers: int = 1
    decline_ground: str = ""
    guided_before: bool = False
    sent_to_competent: bool = False
    decided_complaint: bool = False
    evidence: bool = False
    clear: bool = False
    oral: bool = False
    anonymous: str = ""
    overdue_below: bool = False
    final_decision_new_facts: bool = False
    irreparable: bool = False
    several_bodies: bool = False
    outside_body: bool = False

    @property
    def nameless(self) -> bool:
        """Whether nobody is known to answer to: no name and address, none that can be found, another's, no form."""
        return bool(self.anonymous) or "writer" in self.conditions_missing

    @property
    def incomplete(self) -> bool:
        """Whether a condition is missing that a petition of this kind must meet."""
        others = _OF_ONE_KIND - {str(self.kind)} if self.kind is not PetitionKind.MIXED else frozenset()
        return bool(self.anonymous) or bool(self.conditions_missing - others)

    @property
    def forwarded(self) -> bool:
        """Whether somebody else passed it on."""
        return self.forwarded_by is not Sender.CITIZEN

    @property
    def returnable(self) -> bool:
        """Whether it came from somebody who gets a complaint back."""
        return self.forwarded_by in RETURNED_TO

    @property
    def many(self) -> bool:
        """Whether more than one person signed."""
        return self.signers > 1

    @property
    def declined(self) -> bool:
        """Whether a ground against acceptance was found."""
        return bool(self.decline_ground)

    @property
    def unsupported(self) -> bool:
        """Whether it grows out of a decided complaint without evidence against whoever decided (LTC 29(1))."""
        return self.decided_complaint and not self.evidence

    @property
    def worth_checking(self) -> bool:
        """Whether information without a sender is clear and evidenced enough to be looked into (LTC 25(2))."""
        return self.clear and self.evidence

    @property
    def elsewhere(self) -> bool:
        """Whether the competent body has it already, or the sender was guided there."""
        return self.sent_to_competent or self.guided_before
