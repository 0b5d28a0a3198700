"""What may go wrong with a copy, said in one sentence to whoever runs the command."""
from __future__ import annotations

from caseapp.config import OfficeProblem


class BackupProblem(OfficeProblem):
    """No copy was made, or this one cannot be used; the message says why and that nothing was changed."""
