"""The proof of the whole office, for the command, the register's print and the tests: what is not as it was written."""
from __future__ import annotations

from itertools import chain, islice

from caseapp.cases.verify import case_faults
from caseapp.db import db
from caseapp.dossiers.verify import dossier_faults
from caseapp.lawbook.calendar_verify import calendar_faults
from caseapp.ledger.verify import Fault, journal_faults
from caseapp.mediation.pay_verify import pay_faults
from caseapp.mediation.verify import mediation_faults


def faults(most: int) -> list[Fault]:
    """The first ``most`` faults: journal, numbers, due days, files, cases, disputes, pay; empty when all is right."""
    with db.engine.connect() as connection:
        parts = (journal_faults(connection), dossier_faults(connection), case_faults(connection),
                 mediation_faults(connection), pay_faults(connection), calendar_faults(connection))
        return list(islice(chain.from_iterable(parts), most))
