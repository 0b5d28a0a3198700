"""The figures after real acts of a team, day by day: taken up again, a slip put right, referred, cancelled."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from caseapp.mediation.figures import Tally, tallies
from caseapp.mediation.queries import figures as queries
from tests.mediation.making import Hamlets, act, make_hamlets, open_one
from tests.mediation.test_figures import opened

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.viewer import Viewer
    from tests.office.clock import Clock

CODES = ("received", "settled", "failed", "not-yet", "under-way", "referred")
BEGIN = date(2026, 11, 2)


def counted_on(viewer: Viewer, office: Hamlets, day: int) -> str:
    """Table 12 of the team on a day of November 2026, in the order of ``CODES``."""
    found = queries.results(viewer, (BEGIN, date(2026, 11, day)), (date(2025, 1, 1), date(2025, 1, 2)))
    tally = tallies(found, "now").get(office.team.id, Tally())
    return " ".join(str(tally.of(code)) for code in CODES)


def test_each_day_is_told_as_it_was(any_app: Flask, clock: Clock) -> None:
    office = make_hamlets(any_app)
    _client, viewer = opened(any_app, office.clerk)

    clock.set("2026-11-02 09:00")
    with any_app.app_context():
        again, slip, barred, void = (open_one(office, received_on=BEGIN) for _one in range(4))
    for number, dispute, code in (
            (3, again, "fail"), (4, barred, "refer"), (5, slip, "fail"), (6, again, "continue"), (7, void, "void"),
            (9, slip, "reopen"), (10, slip, "settle"), (11, again, "settle")):
        clock.set(f"2026-11-{number:02d} 09:00")
        with any_app.app_context():
            act(office, dispute, code, by=office.leader if code in ("void", "reopen") else None)
    # A cancelled number is counted on no day. Of the slip the failure of the 5th never was: the parties sat, though.
    with any_app.app_context():
        assert {number: counted_on(viewer, office, number) for number in range(2, 12)} == {
            2: "3 0 0 3 0 0", 3: "3 0 1 2 0 0", 4: "2 0 1 1 0 1", 5: "2 0 1 0 1 1", 6: "2 0 0 0 2 1",
            7: "2 0 0 0 2 1", 8: "2 0 0 0 2 1", 9: "2 0 0 0 2 1", 10: "2 1 0 0 1 1", 11: "2 2 0 0 0 1"}
