"""The last proof of the whole office: kept by the nightly job, shown where registers are read and printed."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from caseapp.ledger.models import OfficeFact

PROOF = "proof"
OLD = timedelta(hours=50)      # two nights without one


@dataclass(frozen=True, slots=True)
class Proof:
    """When the office was proved and whether all was as it was written; never what was not, which may be sealed."""

    at: datetime
    holds: bool

    def is_old(self, now: datetime) -> bool:
        """Whether nightly proofs are missing: nobody may take silence for agreement."""
        return now - self.at > OLD


def keep_proof(session: Session, proof: Proof) -> None:
    """Put the proof in the place of the one before it."""
    value = json.dumps({"at": proof.at.isoformat(), "holds": proof.holds})
    fact = session.get(OfficeFact, PROOF)
    if fact is None:
        session.add(OfficeFact(name=PROOF, value=value))
    else:
        fact.value = value


def read_proof(value: str | None) -> Proof | None:
    """The proof as it was kept; None when there was none yet."""
    if value is None:
        return None
    kept = json.loads(value)
    return Proof(datetime.fromisoformat(kept["at"]), kept["holds"])
