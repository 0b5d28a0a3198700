"""Twelve mediation teams live a year of 300 disputes; pay, logbooks and tables are compared with a count by hand.

    python -m bench.mediation_year [--disputes 300] [--teams 12] [--database-url postgresql+psycopg://…]
"""
from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Flask

from bench.mediation_count import COUNCIL_FROM, Share, months, payable
from bench.mediation_judge import book_faults, browser, pay_faults, table_faults
from bench.mediation_living import Year, settle_in
from bench.mediation_story import DISPUTES, FIRST, HALF, LAST, TEAMS, story, team_name
from bench.mediation_story import Dispute as Told
from bench.office import arguments, let_go, settings_for
from caseapp import create_app
from caseapp.db import reading
from caseapp.dossiers.commands import number_of
from caseapp.dossiers.models import Dossier
from caseapp.mediation.commands.pay_lists import make_list
from caseapp.mediation.commands.pay_steps import approve, pay
from caseapp.mediation.commands.paying import Paying
from caseapp.mediation.commands.rates import GivenRate, add_rate
from caseapp.office import make_home, open_office
from caseapp.proof import faults
from caseapp.web.now import now

COUNCIL = (("settled", 350_000), ("other", 250_000), ("team-month", 120_000))
SOURCE = "Nghị quyết 18/2026/NQ-HĐND"


@dataclass(slots=True)
class Outcome:
    """What the year came to, and everything that was counted otherwise; ``paid``: đồng by list."""

    disputes: int
    acts: int
    paid: list[int]
    faults: list[str]
    seconds: float


def live(app: Flask, told: list[Told], teams: int) -> Outcome:
    """The whole year with two lists of payments, laid beside the count by hand."""
    begun = time.perf_counter()
    commune = settle_in(app, teams)
    year = Year(app, commune, told)
    with app.app_context():
        for what, amount in COUNCIL:
            add_rate(GivenRate(what, amount, COUNCIL_FROM, None, SOURCE, True),
                     Paying(commune.head.unit_id, commune.head.id, now(), FIRST))
    found, paid, before = [], [], list[Share]()
    for first, last in ((FIRST, HALF), (HALF + timedelta(days=1), LAST)):
        year.live(last, first)
        shares = payable(told, last, last, before)
        key = _pay(year, first, last)
        client = browser(app, commune.head)
        found += pay_faults(client, f"/hoa-giai/thu-lao/{key}.xlsx", shares, months(first, last, teams),
                            _numbers(year))
        found += book_faults(client, year, last) + table_faults(client, year, last, last)
        paid.append(sum(one.amount for one in shares) + sum(amount for _t, _m, amount in months(first, last, teams)))
        before += shares
    found += table_faults(browser(app, commune.head), year, HALF, LAST)      # the first half, as it is known at the end
    with app.app_context():
        found += [f"{fault.where}: {fault.what}" for fault in faults(10)]
    return Outcome(len(told), year.acts, paid, found, round(time.perf_counter() - begun, 1))


def _pay(year: Year, first: date, last: date) -> str:
    """The clerk draws the list up, the head approves it, it is paid; its public id."""
    unit, head, clerk = year.commune.unit.id, year.commune.head, year.commune.clerk
    with year.app.app_context():
        key = make_list(first, last, Paying(unit, clerk.id, now(), last))
        approve(key, 1, last, "15/QĐ-UBND", Paying(unit, head.id, now(), last))
        pay(key, 2, last, Paying(unit, clerk.id, now(), last))
    return key


def _numbers(year: Year) -> dict[str, tuple[int, int]]:
    """Team and place of every dispute, by its team and number as sheets write it."""
    place_of = {key: place for place, key in year.ids.items()}
    team_of = {one.place: one.team for one in year.told}
    with year.app.app_context():
        rows = reading().execute(sa.select(Dossier).where(Dossier.kind == "mediation")).all()
        return {f"{team_name(team_of[place_of[row.public_id]])} {number_of(row)}":
                (team_of[place_of[row.public_id]], place_of[row.public_id]) for row in rows}


def main() -> int:
    """Print what the year came to; 1 when anything differs from the count by hand."""
    parser = arguments("A year of mediation teams.")
    parser.add_argument("--disputes", type=int, default=DISPUTES)
    parser.add_argument("--teams", type=int, default=TEAMS)
    asked = parser.parse_args()
    settings = settings_for(asked.database_url)
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    outcome = live(app, story(asked.disputes, asked.teams), asked.teams)
    print(json.dumps(asdict(outcome), ensure_ascii=False, indent=1))
    let_go(app)
    return int(bool(outcome.faults))


if __name__ == "__main__":
    sys.exit(main())
