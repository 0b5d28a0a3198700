"""The tables of mediation: equal to a plain count over the facts, every number leads to exactly what it counts."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from bench.pages import counted
from caseapp.law.mediation_tables import ORGANISATION, RESULTS
from caseapp.mediation.figures import Line, Tally, numbers_of, sums_of, tallies, total_of
from caseapp.mediation.heads import head_rows
from caseapp.mediation.periods import Step, period_asked, whole
from caseapp.mediation.queries import figures as queries
from caseapp.staff.sessions import load_viewer
from caseapp.web.now import now
from tests.mediation.book_office import TODAY, BookOffice, Fact, drawn_facts, make_book_office, put_facts, sheets
from tests.office.templates import ON_ONE
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from flask import Flask

    from caseapp.staff.models import Account

YEAR = (date(2026, 1, 1), TODAY)
PERIODS = (YEAR, (date(2025, 1, 1), date(2025, 6, 30)), (date(2026, 3, 1), date(2026, 3, 31)),
           (date(2025, 11, 9), date(2026, 5, 20)))
NUMBER = re.compile(r'<a href="(/hoa-giai/so\?[^"]+)"[^>]*>(?:<b>)?([\d.]+)(?:</b>)?</a>')
LISTED = re.compile(r'data-count-of-list="(\d+)"')


@pytest.fixture
def office(any_app: Flask) -> BookOffice:
    """Two communes of three hamlets with 150 disputes of two years."""
    made = make_book_office(any_app)
    put_facts(any_app, made, drawn_facts(made, 150), people=False)
    return made


def opened(app: Flask, who: Account) -> tuple[Any, Any]:
    """A client of somebody's and whom the pages take them for."""
    client = app.test_client()
    token = sign_in(client, who)
    with app.app_context():
        viewer, _seen = load_viewer(token, now(), TODAY)
    return client, viewer


def plainly(facts: list[Fact], days: tuple[date, date], teams: set[int]) -> dict[str, int]:
    """Table 12 counted over the facts, column by column."""
    found: Counter[str] = Counter()
    for fact in facts:
        if fact.void or fact.team not in teams or not days[0] <= fact.received <= days[1]:
            continue
        stood = {"stopped": "failed"}.get(fact.stood(days[1]), fact.stood(days[1]))
        if stood == "referred":
            found["referred"] += 1
            continue
        scope = fact.scope or "unsaid"
        found.update(["received", scope, stood, *([f"settled-{scope}"] if stood == "settled" else [])])
    return dict(found)


def test_the_table_is_what_a_plain_count_over_the_facts_gives(any_app: Flask, office: BookOffice) -> None:
    _client, viewer = opened(any_app, office.province_head)
    codes = [column.code for column in RESULTS.columns]
    for days in PERIODS:
        with any_app.test_request_context(), counted(any_app) as statements:
            found = queries.results(viewer, days, PERIODS[1])
        assert len(statements) == 1
        for place, team in enumerate(office.teams):
            told = plainly(office.facts, days, {place})
            tally = tallies(found, "now").get(team.id, Tally())
            assert {code: tally.of(code) for code in (*codes, "unsaid", "referred")} == {
                code: told.get(code, 0) for code in (*codes, "unsaid", "referred")}, (days, place)
        before = Tally()
        for tally in tallies(found, "before").values():
            before.add(tally)
        assert before.of("settled") == plainly(office.facts, PERIODS[1], set(range(6))).get("settled", 0)


def test_every_number_leads_to_a_list_of_that_many(any_app: Flask, office: BookOffice) -> None:
    """The commune's page by team, and two periods: one that runs, one long gone."""
    client, _viewer = opened(any_app, office.head)
    for period in ("", "?ky=quy&nam=2025&so=2"):
        page = unescape(client.get(f"/hoa-giai/so-lieu{period}").text)
        numbers = dict(NUMBER.findall(page))
        assert len(numbers) > 20
        for url, shown in numbers.items():
            assert LISTED.search(client.get(url).text)[1] == shown.replace(".", ""), url
        assert page.count('data-proof="holds"') == 3
        assert "data-proof=\"fails\"" not in page


@ON_ONE
def test_everybody_sees_the_own_part_and_no_other(any_app: Flask, office: BookOffice) -> None:
    all_teams, first = set(range(6)), {0, 1, 2}
    for who, teams in ((office.province_head, all_teams), (office.head, first), (office.clerk, first),
                       (office.leader, {0})):
        client, _viewer = opened(any_app, who)
        page = client.get("/hoa-giai/so-lieu").text
        told = plainly(office.facts, YEAR, teams)
        tile = re.search(r'data-figure="received"><span class="tile-number">(\d+)', page)
        assert int(tile[1]) == told["received"], who.name
        ended = told["settled"] + told.get("failed", 0)
        assert f"{told['settled']} trên {ended} vụ đã kết thúc" in page
        if teams != all_teams:
            for other in (office.communes[1], office.hamlets[4]):
                for path in ("so-lieu", "so-lieu.xlsx", "so-lieu/in", "so", "so/in", "so.xlsx"):
                    assert client.get(f"/hoa-giai/{path}?don-vi={other.public_id}").status_code == 404
            assert client.get(f"/hoa-giai/so?to={office.teams[4].public_id}").status_code == 404
            assert "xã Thới Hưng" not in page
    client, _viewer = opened(any_app, office.mediator)
    for path in ("so-lieu", "so-lieu/in", "so-lieu.xlsx", "so", "so/in", "so.xlsx"):
        assert client.get(f"/hoa-giai/{path}").status_code in (403, 404)


@ON_ONE
def test_a_province_reads_by_commune_and_opens_one(any_app: Flask, office: BookOffice) -> None:
    client, viewer = opened(any_app, office.province_head)
    page = unescape(client.get("/hoa-giai/so-lieu").text)
    first = office.communes[0]
    opens = f"/hoa-giai/so-lieu?xem=ket-qua&don-vi={first.public_id}&ky=nam&nam=2026"
    assert opens in page
    assert "Tổ hòa giải khóm 2" not in page
    one = client.get(opens).text
    assert "Tổ hòa giải khóm 2" in one
    assert "Tổ hòa giải khóm 5" not in one
    with any_app.test_request_context():
        assert len(queries.hamlets(viewer)) == 6


@ON_ONE
def test_table_11_counts_people_of_the_day_and_adds_up(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.head)
    page = client.get("/hoa-giai/so-lieu?xem=to-chuc").text
    assert re.sub(r"\s+", " ", page).count('data-proof="holds"') == 3
    total = re.search(r'<tr class="sum">.*?</tr>', page, re.DOTALL)[0]
    # 3 hamlets, 3 teams, 9 mediators: 6 men, 3 women; 6 Kinh, 3 others; law, none, other 3 each; 3 were trained.
    assert re.findall(r"<b>(\d+)</b>", total) == ["3", "3", "9", "6", "3", "6", "3", "3", "3", "3", "3"]
    assert "Chưa đối chiếu." in page
    earlier = client.get("/hoa-giai/so-lieu?xem=to-chuc&ky=nam&nam=2025").text
    assert re.findall(r"<b>(\d+)</b>", re.search(r'<tr class="sum">.*?</tr>', earlier, re.DOTALL)[0])[-1] == "0"


@ON_ONE
def test_paper_and_sheet_say_what_the_page_says(any_app: Flask, office: BookOffice) -> None:
    client, _viewer = opened(any_app, office.province_head)
    told = plainly(office.facts, YEAR, set(range(6)))
    book = sheets(client, "/hoa-giai/so-lieu.xlsx")
    assert list(book) == ["Biểu 12", "Biểu 11", "Biểu 12 theo tổ", "Biểu 11 theo tổ", "Việc hay gặp"]
    codes = [column.code for column in RESULTS.columns]
    for name, count in (("Biểu 12", 2), ("Biểu 12 theo tổ", 6)):
        rows = book[name]
        end = next(place for place, row in enumerate(rows) if row[0] == "Cộng")
        assert list(rows[end][1:12]) == [told.get(code, 0) for code in codes]
        # The head's two rows and the numbers stand above, then a row for each place.
        assert rows[end - count - 1][1:4] == ["(1)", "(2)", "(3)"]
    paper = client.get("/hoa-giai/so-lieu/in").text
    assert f"(1) = (5) + (9) + (10) + (11): {told['received']} = {told['settled']}" in paper


def test_what_does_not_add_up_is_said() -> None:
    tally = Tally(Counter({("civil", "settled"): 2, ("family", "failed"): 1, ("unsaid", "not-yet"): 1}))
    numbers = numbers_of(Line("Tổ 1", "", {}, {}, tally=tally), RESULTS)
    assert all(one.holds for one in sums_of(RESULTS, [numbers], total_of([numbers])))
    strange = Tally(Counter({("civil", "lost"): 1, ("odd", "settled"): 1}))
    numbers = numbers_of(Line("Tổ 1", "", {}, {}, tally=strange), RESULTS)
    assert [one.holds for one in sums_of(RESULTS, [numbers], total_of([numbers]))] == [False, False, False]


def test_headings_stand_under_each_other() -> None:
    for table, tall in ((RESULTS, 2), (ORGANISATION, 3)):
        rows = head_rows(table.columns)
        assert len(rows) == tall
        covered = Counter(
            (deep, place) for row, heads in enumerate(rows) for head in heads
            for deep in range(row, row + head.tall) for place in range(head.place, head.place + head.wide))
        assert covered == Counter((row, place) for row in range(tall) for place in range(len(table.columns)))
        assert [column.number for column in table.columns] == list(range(1, 12))


def test_a_source_is_of_its_day() -> None:
    on = {day: RESULTS.source(date.fromisoformat(day)) for day in ("2018-12-31", "2019-06-01", "2025-10-31", "2025-11-01")}
    assert [one.confirmed for one in on.values()] == [True, False, False, False]
    assert [one.words.split()[2] for one in on.values()] == ["20/2013/TT-BTP", "03/2019/TT-BTP", "03/2019/TT-BTP", "16/2025/TT-BTP"]
    assert RESULTS.source(date(2001, 1, 1)).words == RESULTS.sources[0].words


@pytest.mark.parametrize(("args", "since", "until", "before"), [
    ({}, "2026-01-01", "2026-11-16", ("2025-01-01", "2025-11-16")),
    ({"ky": "thang", "nam": "2024", "so": "2"}, "2024-02-01", "2024-02-29", ("2023-02-01", "2023-02-28")),
    ({"ky": "thang", "nam": "2025", "so": "2"}, "2025-02-01", "2025-02-28", ("2024-02-01", "2024-02-29")),
    ({"ky": "quy", "nam": "2025", "so": "4"}, "2025-10-01", "2025-12-31", ("2024-10-01", "2024-12-31")),
    ({"ky": "quy"}, "2026-10-01", "2026-11-16", ("2025-10-01", "2025-11-16")),
    ({"ky": "nua-nam", "so": "1"}, "2026-01-01", "2026-06-30", ("2025-01-01", "2025-06-30")),
    ({"ky": "khac", "tu": "21/11/2025", "den": "20-5-2026"}, "2025-11-21", "2026-05-20", ("2024-11-21", "2025-05-20")),
    ({"ky": "khac", "tu": "5/3", "den": "1/3"}, "2026-01-01", "2026-11-16", ("2025-01-01", "2025-11-16")),
    ({"ky": "x", "nam": "20", "so": "99"}, "2026-01-01", "2026-11-16", ("2025-01-01", "2025-11-16")),
])  # fmt: skip
def test_periods_and_the_same_days_a_year_ago(
    app: Flask, args: dict[str, str], since: str, until: str, before: tuple[str, str],
) -> None:
    with app.test_request_context():
        period = period_asked(args, TODAY)
        assert (period.since.isoformat(), period.last.isoformat()) == (since, until)
        assert tuple(day.isoformat() for day in period.before()) == before
        assert bool(period.problem) == (args.get("den") == "1/3")
        assert period.words()
        if not period.problem:
            again = period_asked(period.address(), TODAY)
            assert (again.since, again.until) == (period.since, period.until)


def test_the_periods_of_a_year_cover_it_once() -> None:
    for step, count in ((Step.MONTH, 12), (Step.QUARTER, 4), (Step.HALF, 2), (Step.YEAR, 1)):
        found = list(whole(step, 2024, 1, TODAY).others())
        assert len(found) == count
        assert (found[0].since, found[-1].until) == (date(2024, 1, 1), date(2024, 12, 31))
        assert all((after.since - one.until).days == 1 for one, after in pairwise(found))
