"""Attacks on the calendar: what a form, an address or a second browser might do to it."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.db import reading, writing
from caseapp.gazette import office_calendar
from caseapp.gazette.models import CalendarRequest, CalendarVersion
from caseapp.gazette.versions import keep_version
from caseapp.law.calendars import SHIPPED
from caseapp.law.days import Calendar
from caseapp.law.special_days import DayKind, SpecialDay, Year
from tests.lawbook.test_calendar import FORM, HOME, THURSDAY, Tree, ask, filled, send, spare, with_day
from tests.office.making import NOW, a_denunciation, a_visit, log, make_commune, put_calendar, stored
from tests.office.templates import ON_ONE, POSTGRESQL, SQLITE
from tests.staff.administering import key_of

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture
def tree(any_app: Flask) -> Tree:
    return Tree(any_app)


def weekdays(count: int, year: int = 2026) -> list[date]:
    days = (date(year, 1, 1) + timedelta(number) for number in range(365))
    return [day for day in days if day.weekday() < 5][:count]


def full(count: int) -> Calendar:
    """A calendar whose year 2026 has so many days off."""
    days = tuple(SpecialDay(day, DayKind.HOLIDAY, "Nghỉ", "Văn bản") for day in weekdays(count))
    return Calendar("9/2026-11-16", (SHIPPED.years[0], Year(2026, days, True, "Thông báo"), SHIPPED.years[2]), ())


def test_whoever_confirms_learns_no_number_of_clocks_beyond_those_they_see(tree: Tree) -> None:
    """Rehearsed for the accused head: nothing moves; so the answer must not say that one did."""
    with tree.app.app_context():
        log(tree.commune, a_denunciation("27", accused=[tree.province.accounts["supervisor"]], held_on=THURSDAY))
    head = tree.browser(tree.province, "supervisor")
    url = ask(tree.browser(tree.commune, "administrator"))
    assert "0 hạn đang chạy tính khác" in head.get(url).text
    assert send(head, url + "/xac-nhan").status_code == 303
    said = head.get(url).text
    assert "Lịch mới đang dùng" in said
    assert "dời 1" not in said
    assert "lại 1 hạn" not in said


def test_nobody_learns_how_many_clocks_wait_to_be_counted(tree: Tree) -> None:
    with tree.app.app_context():
        log(tree.commune, a_denunciation("27", accused=[tree.province.accounts["supervisor"]], held_on=THURSDAY))
        put_calendar(SHIPPED.with_exchange(SHIPPED.exchanges[0], "Công văn 12/BNV"))
    told = "Đang tính lại hạn theo lịch nghỉ mới"
    assert told not in tree.browser(tree.province, "supervisor").get(HOME).text
    assert told in tree.browser(tree.province, "auditor").get(HOME).text


@ON_ONE
@pytest.mark.parametrize("count", [54, 55, 60])
def test_a_full_year_can_be_edited_all_the_same(tree: Tree, count: int) -> None:
    asker = tree.browser(tree.commune, "administrator")
    with tree.app.app_context():
        put_calendar(full(count))
    page = asker.get(FORM)
    assert page.status_code == 200
    data = filled(asker)
    assert sum(1 for name, value in data.items() if name.endswith("-day") and value) == count


def test_lines_beyond_the_last_are_refused_and_not_dropped(tree: Tree) -> None:
    asker = tree.browser(tree.commune, "administrator")
    data = filled(asker)
    first = spare(data)
    for line, day in enumerate(weekdays(200)[100:200], first):
        if day in {one.day for one in SHIPPED.years[1].days}:
            continue
        data[f"days-{line}-day"] = f"{day:%d/%m/%Y}"
        data[f"days-{line}-kind"], data[f"days-{line}-reason"], data[f"days-{line}-source"] = "holiday", "Nghỉ", "Văn bản"
    answer = asker.post(FORM, data=data)
    assert answer.status_code == 422


@ON_ONE
@pytest.mark.parametrize("fields", [{"kind": ""}, {"kind": None}])
def test_a_day_without_a_kind_is_told(tree: Tree, fields: dict[str, Any]) -> None:
    asker = tree.browser(tree.commune, "administrator")
    data = with_day(filled(asker), "26/11/2026")
    line = next(name for name, value in data.items() if value == "26/11/2026").split("-")[1]
    for name, value in fields.items():
        if value is None:
            del data[f"days-{line}-{name}"]
        else:
            data[f"days-{line}-{name}"] = value
    assert asker.post(FORM, data=data).status_code in (303, 422)


@ON_ONE
@pytest.mark.parametrize("fate", ["", None, "x"])
def test_an_exchange_is_not_dropped_by_a_word_that_is_none(tree: Tree, fate: str | None) -> None:
    asker = tree.browser(tree.commune, "administrator")
    data = with_day(filled(asker), "26/11/2026")
    if fate is None:
        del data["exchanges-0-fate"]
    else:
        data["exchanges-0-fate"] = fate
    answer = asker.post(FORM, data=data)
    if answer.status_code == 303:
        with tree.app.app_context():
            text = reading().execute(sa.select(CalendarRequest.text)).scalar_one()
        assert "2026-11-23" in text


@ON_ONE
@pytest.mark.parametrize(("off", "work"), [
    ("23/11/2026", "25/12/9999"), ("01/01/0001", "28/11/2026"), ("23/11/2026", "01/01/1900"), ("23/11/2026", "28/11/2099")])
def test_days_far_away_are_refused_or_shown(tree: Tree, off: str, work: str) -> None:
    asker = tree.browser(tree.commune, "administrator")
    data = filled(asker)
    data["exchanges-0-off"], data["exchanges-0-work"] = off, work
    answer = asker.post(FORM, data=data)
    assert answer.status_code == 422


@pytest.mark.parametrize("number", ["0", "9" * 10, "9" * 19, "9" * 40])
def test_a_version_number_of_any_length(tree: Tree, number: str) -> None:
    assert tree.browser(tree.commune, "reception").get(f"{HOME}/ban/{number}.json").status_code == 404


@ON_ONE
@pytest.mark.parametrize("year", ["0", "1", "9999", "10000", "9" * 30])
def test_a_year_of_any_length(tree: Tree, year: str) -> None:
    asker = tree.browser(tree.commune, "administrator")
    for url in (f"{HOME}/{year}", f"{HOME}/{year}/sua"):
        assert asker.get(url).status_code == 404


WORDS = ('"><script>alert(1)</script>', "' onmouseover=alert(1) x='", "{0.__class__}", "%(x)s %s %d", "{due}", "a\x00b", "</title>")


@pytest.mark.parametrize(("any_app", "text"), [
    *((SQLITE, text) for text in WORDS),
    # What PostgreSQL's driver might read something into, or would not store.
    *(pytest.param(POSTGRESQL, text, marks=pytest.mark.postgresql) for text in WORDS if "%" in text or "\x00" in text)],
    indirect=["any_app"])
def test_words_of_a_calendar_are_words(tree: Tree, text: str) -> None:
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    with tree.app.app_context():
        visit = log(tree.commune, a_visit(held_on=THURSDAY))
    data = with_day(filled(asker), "26/11/2026", reason=text, source=text)
    data["source"] = text
    answer = asker.post(FORM, data=data)
    assert answer.status_code == 303
    url = answer.location
    assert head.get(url).status_code == 200
    assert send(head, url + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        clock = reading().execute(sa.text("SELECT public_id FROM clock")).scalar_one()
        assert stored(visit.id).next_due == date(2026, 11, 30)
        public = stored(visit.id).public_id
    for one in (url, HOME, f"{HOME}/2026", FORM, f"/ho-so/{public}/han/{clock}", f"/ho-so/{public}/han/{clock}/in",
                f"/tiep-dan/luot/{public}", "/phap-luat/tinh-han?quy-tac=reception.reply&ngay=12/11/2026",
                "/phap-luat/tinh-han/in?quy-tac=reception.reply&ngay=12/11/2026", "/phap-luat/quy-tac/reception.reply"):
        page = head.get(one)
        assert page.status_code == 200, one
        assert "<script>alert" not in page.text, one
        assert "x='" not in page.text, one


def test_a_form_that_was_opened_before_another_change_takes_nothing_back(tree: Tree) -> None:
    """Two write the same year; the second had opened the form before the first change was in force."""
    asker, head = tree.browser(tree.commune, "administrator"), tree.browser(tree.province, "supervisor")
    old = filled(asker)
    assert send(head, ask(asker, "25/11/2026") + "/xac-nhan").status_code == 303
    answer = asker.post(FORM, data=with_day(old, "26/11/2026"))
    assert answer.status_code == 422
    assert "25/11/2026" in answer.text      # what changed meanwhile
    assert "26/11/2026" in answer.text      # what was typed stays


def test_two_tops_that_confirm_at_once(any_app: Flask) -> None:
    """The calendar is one: whoever comes second is told so, and nobody waits for nobody."""
    trees = []
    for code in ("P1", "P2"):
        tree = object.__new__(Tree)
        with any_app.app_context():
            tree.app, tree.province = any_app, make_commune(code, roles=("supervisor", "administrator"))
        with any_app.app_context(), writing() as session:
            session.execute(sa.text("UPDATE unit SET level = 'province' WHERE id = :id"), {"id": tree.province.unit})
        trees.append(tree)
    for turn in range(4):
        urls = [ask(tree.browser(tree.province, "administrator"), f"{2 * turn + 1 + place:02d}/12/2026")
                for place, tree in enumerate(trees) if date(2026, 12, 2 * turn + 1 + place).weekday() < 5]
        if len(urls) < 2:
            continue
        heads = [tree.browser(tree.province, "supervisor") for tree in trees]
        keys = [key_of(head.get(url + "/xac-nhan").text) for head, url in zip(heads, urls, strict=True)]
        codes: list[int] = []
        start = threading.Barrier(2)

        def go(place: int, urls: list[str] = urls, heads: Any = heads, keys: Any = keys, codes: Any = codes,
               start: threading.Barrier = start) -> None:
            start.wait()
            codes.append(heads[place].post(urls[place] + "/xac-nhan", data={"form_key": keys[place]}).status_code)

        threads = [threading.Thread(target=go, args=(place,)) for place in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes) == [303, 422]


@ON_ONE
@pytest.mark.parametrize("query", ["endpoint=x", "_external=1&_scheme=evil", "_anchor=x", "_method=POST", "values=1", "self=1",
                                   "quy-tac=x&ngay=99"])
def test_the_printed_calculator_takes_no_orders_from_the_address(tree: Tree, query: str) -> None:
    answer = tree.browser(tree.commune, "reception").get("/phap-luat/tinh-han/in?" + query)
    assert answer.status_code in (302, 303)
    assert answer.location.startswith("/phap-luat/tinh-han")


@pytest.mark.parametrize("query", [
    "ngay=01/01/0001", "ngay=31/12/9999", "ngay=01/01/2041", "ngay=31/12/2040", "ngay=16/11/2026&gia-han=99999999999999999999",
    "ngay=16/11/2026&truong-hop=x&truong-hop=remote", "ngay=16/11/2026&dung-0-tu=01/01/1900&dung-0-den=31/12/9999",
    "ngay=16/11/2026&dung-999999999999-tu=01/01/2026", "ngay=16/11/2026&dung-0-tu=20/11/2026&dung-0-den=19/11/2026",
    "ngay=%00", "ngay=16/11/2026%0d%0aX-Evil:1", "ngay=16/11/2026&dang=json%0d%0aX:1"])
@pytest.mark.parametrize("rule", ["reception.reply", "complaint.resolution-1", "complaint.appeal-2", "xyz%0d%0aX-Evil:1"])
def test_the_calculator_answers_anything(app: Flask, query: str, rule: str) -> None:
    """It asks no database: one is enough."""
    tree = Tree(app)
    officer = tree.browser(tree.commune, "reception")
    for more in ("", "&dang=json", "&them=1"):
        answer = officer.get(f"/phap-luat/tinh-han?quy-tac={rule}&{query}{more}")
        assert answer.status_code in (200, 404, 422), answer.status_code
        assert "X-Evil" not in answer.headers
    assert officer.get(f"/phap-luat/tinh-han/in?quy-tac={rule}&{query}").status_code in (200, 302, 303, 404)


def test_confirmed_though_counting_anew_breaks(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is in force: an error while counting is the timetable's, the person gets the truth."""
    def broken(*_args: object) -> None:
        raise sa.exc.OperationalError("settle", {}, Exception("disk full"))
    monkeypatch.setattr("caseapp.lawbook.commands.settle", broken)
    head = tree.browser(tree.province, "supervisor")
    url = ask(tree.browser(tree.commune, "administrator"))
    assert send(head, url + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        assert reading().execute(sa.select(sa.func.count()).select_from(CalendarVersion)).scalar_one() == 2
        assert office_calendar().version == "2/2026-11-16"


def test_down_and_up_with_versions_requests_and_clocks(tree: Tree) -> None:
    """Back to the release before and forward again: clocks and receipts stay, the program's calendar is in force."""
    from alembic import command

    from caseapp.db import db, upgrade
    from caseapp.gazette.versions import begin
    from caseapp.ledger.guards import missing_guards
    from tests.office.making import NOW, proof
    from tests.test_migrations import differences, settings_of
    with tree.app.app_context():
        visit = log(tree.commune, a_visit(held_on=THURSDAY))
        log(tree.commune, a_denunciation("27", held_on=THURSDAY))
    head = tree.browser(tree.province, "supervisor")
    asker = tree.browser(tree.commune, "administrator")
    assert send(head, ask(asker) + "/xac-nhan").status_code == 303
    ask(asker, "25/11/2026")
    count = sa.text("SELECT count(*) FROM clock_receipt")
    with tree.app.app_context():
        before = reading().execute(count).scalar_one()
        command.downgrade(settings_of(tree.app), "0005")
    upgrade(tree.app)
    assert differences(tree.app) == []
    tree.app.extensions.pop("calendars", None)
    with tree.app.app_context():
        with db.engine.connect() as connection:
            assert missing_guards(connection) == []
        with writing() as session:
            begin(session, NOW)
        assert (reading().execute(count).scalar_one(), stored(visit.id).next_due) == (before, date(2026, 11, 30))
        assert (office_calendar().version, proof()) == (SHIPPED.version, [])


def test_a_version_that_somebody_rewrote_is_told(tree: Tree) -> None:
    """Whoever owns the database can take the guard away; the proof says what is no more as it was put in force."""
    from caseapp.db import db, upgrade
    from caseapp.lawbook.calendar_verify import calendar_faults
    head = tree.browser(tree.province, "supervisor")
    assert send(head, ask(tree.browser(tree.commune, "administrator")) + "/xac-nhan").status_code == 303
    with tree.app.app_context():
        with db.engine.connect() as connection:
            assert list(calendar_faults(connection)) == []
        with db.engine.begin() as connection:
            for name in ("calendar_version_no_update", "calendar_version_no_change"):
                if connection.dialect.name == "sqlite":
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
                else:
                    connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name} ON calendar_version")
            connection.exec_driver_sql(
                "UPDATE calendar_version SET text = replace(text, '2026-11-26', '2026-11-27') WHERE id = 2")
    upgrade(tree.app)
    with tree.app.app_context(), db.engine.connect() as connection:
        (fault,) = calendar_faults(connection)
        assert "2/2026-11-16" in fault.where


def test_a_version_nobody_confirmed_is_told(tree: Tree) -> None:
    """A row put in beside the commands looks like any other, and no journal knows of it."""
    from caseapp.db import db
    from caseapp.lawbook.calendar_verify import calendar_faults
    with tree.app.app_context():
        with writing() as session:
            keep_version(session, full(3), NOW)
        with db.engine.connect() as connection:
            (fault,) = calendar_faults(connection)
        assert "9/2026-11-16" in fault.where


def test_a_head_of_a_province_that_is_no_more_confirms_nothing(any_app: Flask) -> None:
    """The old province was merged into a new one; its head works in a commune now and kept the old role."""
    with any_app.app_context():
        old = make_commune("OLD", roles=("supervisor",))
        new = make_commune("NEW", roles=("supervisor",))
    tree = object.__new__(Tree)
    with any_app.app_context():
        tree.app, tree.province = any_app, new
        tree.commune = make_commune("A", new, roles=("supervisor", "administrator"))
        with writing() as session:
            session.execute(sa.text("UPDATE unit SET level = 'province' WHERE id IN (:a, :b)"), {"a": old.unit, "b": new.unit})
        from caseapp.staff.commands.closing import rebuild_within
        from caseapp.staff.models import RoleGrant, Unit
        with writing() as session:
            unit = session.get_one(Unit, old.unit)
            unit.valid_to, unit.successor_id = date(2026, 7, 1), new.unit
            session.add(RoleGrant(public_id="r" * 22, account_id=old.accounts["supervisor"], unit_id=tree.commune.unit, role="supervisor",
                                  valid_from=date(2026, 7, 1)))
            session.flush()
            rebuild_within(session)
            session.add(CalendarRequest(
                public_id="x" * 22, year=2026, text=reading().execute(sa.select(CalendarVersion.text)).scalar_one(),
                base=SHIPPED.version, unit_id=old.unit, asked_by=tree.commune.accounts["administrator"],
                asked_at=unit.changed_at))
    former = tree.browser(old, "supervisor")
    assert send(former, f"{HOME}/de-nghi/{'x' * 22}/xac-nhan").status_code == 422
    assert "href" in tree.browser(new, "supervisor").get(f"{HOME}/de-nghi/{'x' * 22}").text
    assert send(tree.browser(new, "supervisor"), f"{HOME}/de-nghi/{'x' * 22}/xac-nhan").status_code == 303
