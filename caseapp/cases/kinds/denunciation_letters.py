"""Letters to a denouncer: which acts issue one, and the act by which whoever keeps the envelope sends it.

The dossier knows a code and an envelope. The custodian opens the envelope, writes the address by hand, seals it again
under a new number, and records the day and the manner, nothing else (LTC 9, 47, 56).
"""
from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from caseapp.cases.kinds.denunciation_guards import to_be_sent
from caseapp.cases.kinds.denunciation_states import KEEPERS
from caseapp.cases.practice import Told
from caseapp.law.acts import Citation
from caseapp.text import mark
from caseapp.workflow.kind import Action, State

LETTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "tell-acceptance": ("accept",), "tell-decline": ("decline",), "tell-transfer": ("transfer", "pass-to-party"),
    "tell-extension": ("extend", "extend-especially"), "tell-suspension": ("suspend", "resume", "terminate"),
    "tell-conclusion": ("conclude",), "tell-outcome": ("not-again", "hand-on", "take-over", "again", "leave", "seize"),
}
"""By the act of sending: the acts whose paper it sends. What a denouncer is told of, in every kind."""
SENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "tell-accused": ("accept",), "send-extension": ("extend", "extend-especially"),
    "send-suspension": ("suspend", "resume", "terminate"), "send-conclusion": ("conclude",),
}
"""The same papers on their way to the accused and to whoever else is told."""
# Beside the letters, what a custodian records who may open no other page of a case; all have a page of their own.
KEEPING: Final = frozenset({*LETTERS, "check-identity"})
SENDING: Final = "/vu-viec/{}/nguoi-to-cao/{}"
ASKED: Final = ("letter_manner", "letter_result", "new_envelope")
NOTHING_TO_SEND: Final = mark("Không có văn bản nào chờ gửi người tố cáo.")


def letter(code: str, label: str, when: AbstractSet[State], citation: Citation, *, to: State | None = None,
           meets: tuple[str, ...] = ()) -> Action:
    """The act of sending a letter to whoever denounced; only a custodian carries it out."""
    return Action(code, label, when=when, to=to, by=KEEPERS, only_if=(to_be_sent(code, NOTHING_TO_SEND, citation),),
                  asks=ASKED, meets=meets, citation=citation)


def waiting(told: Told) -> frozenset[str]:
    """Acts of sending for which a paper waits: issued since it was last sent, or come back from the post."""
    return frozenset(code for code, issuing in {**LETTERS, **SENDINGS}.items() if _waits(told, code, issuing))


def _waits(told: Told, code: str, issuing: tuple[str, ...]) -> bool:
    last = told.last(code, *issuing)
    return last.get("code") in issuing or last.get("letter_result") == "returned"
