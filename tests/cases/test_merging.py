"""Two cases become one and two again: what is refused, what shows where, and that undoing puts back exactly what was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound

from caseapp.cases.commands.assigning import add_note, assign
from caseapp.cases.commands.given import GivenTeam
from caseapp.cases.commands.mending import mend_case
from caseapp.cases.commands.merging import GivenMerge, forget_reasons, merge, unmerge
from caseapp.cases.models import Act, CaseNote, Merge
from caseapp.cases.queries.merging import lying_in
from caseapp.cases.queries.whole import whole
from caseapp.cases.verify import case_faults
from caseapp.db import db, reading, writing
from caseapp.dossiers.attaching import Attaching, attach
from caseapp.dossiers.commands import Stale
from caseapp.dossiers.files import store_file
from caseapp.dossiers.models import Accused, Clock, Link
from caseapp.ledger.form_keys import FormKeyUsed
from caseapp.people.commands import Given
from caseapp.proof import faults
from caseapp.web.errors import Refusal
from caseapp.web.now import today
from caseapp.workflow.engine import Refused
from tests.cases.making import DETAILS, act, acting, make_office, open_case, stored, walk
from tests.cases.views.scene import PDF, petition_of
from tests.office.source import PACKAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from tests.cases.making import Office
    from tests.office.clock import Clock as OfficeClock

RECEIVED = date(2026, 11, 12)
BE = Given("Trần Thị Bé", birth_year=1960, commune="phường An Thịnh", address="3 hẻm 12")
WHY = "Cùng khiếu nại Quyết định 264."


def join(office: Office, merged: Any, kept: Any, **changes: Any) -> str:
    """Lay one case into another as the head."""
    return merge(GivenMerge(kept.id, stored(kept.id).version, WHY), acting(office, merged, **changes))


def split(office: Office, merged: Any, **changes: Any) -> str:
    """Take it out again."""
    return unmerge("Hai quyết định khác nhau.", acting(office, merged, **changes))


def rows(table: Any, column: Any, case_id: int) -> list[Any]:
    """Everything a table keeps of a case."""
    return sorted(map(tuple, reading().execute(sa.select(*table.__table__.c).where(column == case_id))), key=repr)


def state_of(case_id: int) -> dict[str, Any]:
    """Everything that makes a case what it is, but the count of its versions."""
    row = stored(case_id)._asdict()
    row.pop("version")
    return {"row": row, "acts": rows(Act, Act.dossier_id, case_id), "clocks": rows(Clock, Clock.dossier_id, case_id),
            "notes": rows(CaseNote, CaseNote.dossier_id, case_id), "petitions": rows(Link, Link.other_id, case_id)}


def two_cases(office: Office) -> tuple[Any, Any]:
    """Two open complaints on one matter, each with a petition, a note and a person."""
    kept, merged = open_case(office, RECEIVED), open_case(office, RECEIVED + timedelta(days=1), people=(BE,))
    for case in (kept, merged):
        petition_of(office, case, today(), "counter")
        add_note("Đã gọi điện.", acting(office, case, "handler"))
    return kept, merged


def test_everything_of_the_merged_case_shows_on_the_kept_one(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        kept, merged = two_cases(office)
        attach(store_file(BytesIO(PDF), "Đơn.pdf", limit=1 << 20),
               Attaching(merged.id, office.commune.id, office.handler.id, acting(office, merged).at))
        before = state_of(merged.id)
        join(office, merged, kept)
        row = stored(merged.id)
        assert (row.state, row.closed_on, row.next_due, row.awaits) == ("received", today(), None, "")
        assert all(one.paused_on == today() and one.ended_by is None for one in reading().execute(
            sa.select(Clock.paused_on, Clock.ended_by).where(Clock.dossier_id == merged.id)))
        near, linked = near_of(office, kept)
        assert [one.name for one in near.people] == ["Nguyễn Thị Ánh", "Trần Thị Bé"]
        assert [one.name for one in near.files] == ["Đơn.pdf"]
        assert len(near.notes) == 2
        assert sum(one.kind == "petition" for one in linked) == 2
        assert [(one.role, one.text) for one in near.standing_merges] == [("KN", WHY)]
        assert {here: (row.id, row.why) for here, row in lying_in([kept.id, merged.id]).items()} == {
            merged.id: (kept.id, "merged")}
        assert faults(9) == []
        split(office, merged)
        assert state_of(merged.id) == before
        near, linked = near_of(office, kept)
        assert [one.name for one in near.people] == ["Nguyễn Thị Ánh"]
        assert (len(near.notes), sum(one.kind == "petition" for one in linked), near.standing_merges) == (1, 1, [])
        assert faults(9) == []


def near_of(office: Office, case: Any) -> tuple[Any, Any]:
    """What lies beside a case, and its dossiers, as the head sees them."""
    from caseapp.staff.sessions import held_by
    from caseapp.staff.viewer import Viewer

    held, _names = held_by(office.head.id, today())
    viewer = Viewer(office.head.id, "", "", "", "vi", keys_on=True, unit_id=office.commune.id, unit_name="",
                    parent_unit_name="", held=held)
    found = whole(viewer, stored(case.id), today())
    return found.near, found.linked


def test_a_suspended_case_comes_back_suspended(app: Flask, clock: OfficeClock) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        walk(office, merged, "assign-verification")
        act(office, merged, "suspend")
        before = state_of(merged.id)
        join(office, merged, kept)
    clock.set("2026-12-20 09:00")
    with app.app_context():
        split(office, merged)
        assert state_of(merged.id) == before
        act(office, merged, "send-suspension", by="clerk")
        act(office, merged, "resume")
        assert faults(9) == []


def test_what_went_overdue_meanwhile_is_overdue_again_and_not_before(app: Flask, clock: OfficeClock) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        due = stored(merged.id).next_due
        join(office, merged, kept)
    clock.set("2027-01-20 09:00")
    with app.app_context():
        assert stored(merged.id).next_due is None
        split(office, merged)
        assert stored(merged.id).next_due == due < today()


# ---- refused ---------------------------------------------------------------------------------------------------------


def away(office: Office, kept: Any, merged: Any) -> None:
    third = open_case(office, RECEIVED)
    join(office, kept, third)


def holding(office: Office, kept: Any, merged: Any) -> None:
    third = open_case(office, RECEIVED)
    join(office, third, merged)


def closed(office: Office, kept: Any, merged: Any) -> None:
    act(office, kept, "decline")


def void(office: Office, kept: Any, merged: Any) -> None:
    act(office, kept, "void", reason="Nhập nhầm.")


def proposed(office: Office, kept: Any, merged: Any) -> None:
    act(office, kept, "decline", by="handler")


REFUSED: dict[str, tuple[Callable[..., None], str]] = {
    "the kept case lies in another": (away, "đã nhập hoặc đã chuyển"),
    "the merged case holds another": (holding, "đang giữ vụ việc khác"),
    "the kept case ended": (closed, "đã kết thúc"),
    "the kept number was cancelled": (void, "đã hủy số"),
    "a proposal waits": (proposed, "có đề xuất chờ duyệt"),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_cannot_be_one_is_refused_with_the_reason(app: Flask, why: str) -> None:
    office = make_office(app)
    prepare, words = REFUSED[why]
    with app.app_context():
        kept, merged = two_cases(office)
        prepare(office, kept, merged)
        before = state_of(kept.id), state_of(merged.id)
        with pytest.raises(Refusal, match=words):
            join(office, merged, kept)
        assert (state_of(kept.id), state_of(merged.id)) == before


@pytest.mark.parametrize(("change", "words"), [
    ("kind = 'feedback', register = 'PA'", "là loại vụ việc khác"),
    ("sealed = TRUE, code = 'TC-1'", "vụ việc kín không nhập"),
    ("instance", "cùng lần giải quyết"),
    ("unit", "đơn vị khác"),
])
def test_cases_that_differ_are_refused(app: Flask, change: str, words: str) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        with db.engine.begin() as connection:
            if change == "instance":
                connection.execute(sa.text("UPDATE case_file SET instance = 2 WHERE dossier_id = :id"), {"id": kept.id})
            elif change == "unit":
                connection.execute(sa.text("UPDATE dossier SET unit_id = :unit WHERE id = :id"),
                                   {"id": kept.id, "unit": office.province.id})
            elif change.startswith("kind"):
                connection.execute(sa.text("DELETE FROM case_file WHERE dossier_id = :id"), {"id": kept.id})
                connection.execute(sa.text("UPDATE dossier SET kind = 'feedback' WHERE id = :id"), {"id": kept.id})
                connection.execute(sa.text(
                    "INSERT INTO case_file (dossier_id, kind, instance, content, demand, received_on, people_count, "
                    "nomination, respondent, contested_paper, forwarded_by, remote) VALUES "
                    "(:id, 'feedback', 1, 'x', '', '2026-11-12', 1, '', '', '', '', FALSE)"), {"id": kept.id})
            else:
                connection.execute(sa.text(f"UPDATE dossier SET {change} WHERE id = :id"), {"id": kept.id})
        with pytest.raises(Refusal, match=words):
            join(office, merged, kept)


def test_sealed_cases_about_different_people_stay_apart(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = (open_case(office, RECEIVED) for _two in range(2))
        with db.engine.begin() as connection:
            for case in (kept, merged):
                connection.execute(sa.text("UPDATE dossier SET sealed = TRUE, code = :code WHERE id = :id"),
                                   {"id": case.id, "code": f"TC-{case.id}"})
            connection.execute(sa.insert(Accused).values(dossier_id=kept.id, account_id=office.handler.id))
        with pytest.raises(Refusal, match="vụ việc kín không nhập"):
            join(office, merged, kept)
        with db.engine.begin() as connection:
            connection.execute(sa.insert(Accused).values(dossier_id=kept.id, account_id=office.head.id))
        with pytest.raises(NotFound):
            join(office, merged, kept)


def test_only_the_head_with_a_reason_and_not_onto_itself(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        for role in ("handler", "clerk"):
            with pytest.raises(Refused):
                join(office, merged, kept, by=office.holder(role).id, roles=frozenset({role}))
        with pytest.raises(Refusal, match="lý do"):
            merge(GivenMerge(kept.id, stored(kept.id).version, ""), acting(office, merged))
        with pytest.raises(Refusal, match="chính nó"):
            join(office, merged, merged)
        with pytest.raises(Refused):
            split(office, merged)
        join(office, merged, kept)
        with pytest.raises(Refusal, match="lý do"):
            unmerge("", acting(office, merged))
        with pytest.raises(Refused):
            split(office, merged, by=office.clerk.id, roles=frozenset({"clerk"}))


def test_both_versions_and_the_form_key_are_checked(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        old_kept = GivenMerge(kept.id, stored(kept.id).version - 1, WHY)
        with pytest.raises(Stale):
            merge(old_kept, acting(office, merged))
        with pytest.raises(Stale):
            join(office, merged, kept, version=1)
        first = acting(office, merged, form_key="k" * 22)
        given = GivenMerge(kept.id, stored(kept.id).version, WHY)
        merge(given, first)
        with pytest.raises(FormKeyUsed):
            merge(given, first)
        # The second of two heads who saw both as they were.
        with pytest.raises(Stale):
            merge(GivenMerge(merged.id, 1, WHY), replace(acting(office, kept), version=given.kept_version))


def test_nothing_is_written_into_a_merged_case(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        kept, merged = two_cases(office)
        walk(office, merged, "accept")
        join(office, merged, kept)
        before = state_of(merged.id)
        attempts: list[Callable[[], Any]] = [
            lambda: act(office, merged, "self-check", by="handler"), lambda: act(office, merged, "suspend"),
            lambda: act(office, merged, "suspend", by="handler"),
            lambda: add_note("Thêm.", acting(office, merged)),
            lambda: assign(GivenTeam(office.other_handler.id, (), "Đổi."), acting(office, merged)),
            lambda: mend_case({"respondent": "Ai đó"}, acting(office, merged)),
            lambda: petition_of(office, merged, today(), "post"),
            lambda: attach(store_file(BytesIO(PDF), "A.pdf", limit=1 << 20),
                           Attaching(merged.id, office.commune.id, office.handler.id, acting(office, merged).at)),
        ]
        for attempt in attempts:
            with pytest.raises((Refusal, Refused), match="đã nhập vào KN 2026/0001"):
                attempt()
        with pytest.raises(Refusal, match="Tách ra trước rồi mới hủy số"):
            act(office, kept, "void", reason="Nhầm.")
        assert state_of(merged.id) == before
        assert faults(9) == []


def test_why_they_were_merged_is_erased_with_all_else(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        join(office, merged, kept)
        split(office, merged)
        with writing() as session:
            forget_reasons(session, kept.id)
        assert reading().execute(sa.select(Merge.reason, Merge.undone_why)).all() == [("", "")]
        assert faults(9) == []


def test_a_petition_that_came_later_stays_in_the_kept_case(app: Flask) -> None:
    office = make_office(app)
    with app.app_context():
        kept, merged = two_cases(office)
        before = state_of(merged.id)
        join(office, merged, kept)
        petition_of(office, kept, today(), "post")
        split(office, merged)
        assert state_of(merged.id) == before
        assert len(state_of(kept.id)["petitions"]) == 2


CHANGED = {
    "a merge without journal": ("UPDATE case_merge SET public_id = 'abc'", "việc nhập hoặc tách vụ việc khác nhật ký"),
    "a merge taken away": ("DELETE FROM case_merge", "việc nhập vụ việc đã ghi trong nhật ký đã mất"),
    "a merge called undone": ("UPDATE case_merge SET undone_by = merged_by, undone_at = merged_at",
                              "việc nhập hoặc tách vụ việc khác nhật ký"),
    "a merged case that is open": ("UPDATE dossier SET closed_on = NULL WHERE id = :merged",
                                   "vụ việc đã nhập hoặc chuyển đi mà hạn còn chạy"),
}


@pytest.mark.parametrize("change", CHANGED)
def test_what_somebody_changed_behind_is_named(app: Flask, change: str) -> None:
    office = make_office(app)
    statement, words = CHANGED[change]
    with app.app_context():
        kept, merged = two_cases(office)
        join(office, merged, kept)
        assert faults(9) == []
        with db.engine.begin() as connection:
            connection.execute(sa.text(statement), {"merged": merged.id} if ":merged" in statement else {})
        assert words in {fault.what for fault in faults(9)}


# ---- merge, random acts, unmerge -------------------------------------------------------------------------------------

CODES = ("accept", "self-check", "assign-verification", "record-work", "ask-information", "report", "suspend", "resume",
         "prolong", "decline", "withdraw", "invite-dialogue", "hold-dialogue", "decide", "send-suspension", "terminate",
         "void", "note", "petition")
STARTS = ("", "accept", "assign-verification", "report")
DOING = st.tuples(st.sampled_from(CODES), st.sampled_from(("supervisor", "handler", "clerk")), st.booleans())


def try_one(office: Office, case: Any, code: str, role: str) -> bool:
    """One act as somebody tries it; whether it was done."""
    try:
        if code == "note":
            add_note("Ghi thêm.", acting(office, case, role))
        elif code == "petition":
            petition_of(office, case, today(), "post")
        else:
            act(office, case, code, by=role, **({"subject": "Đo đạc"} if code == "record-work" else
                                                {"reason": "Nhầm."} if code == "void" and code not in DETAILS else {}))
    except (Refused, Refusal):
        return False
    return True


def settled(office: Office, doings: list[tuple[str, str, bool]], starts: tuple[str, str]) -> None:
    """Merge, do what can be done, unmerge: both as they were, and exactly what was done in the kept one besides."""
    kept, merged = two_cases(office)
    for case, start in zip((kept, merged), starts, strict=True):
        if start:
            walk(office, case, start)
    kept_before, merged_before = state_of(kept.id), state_of(merged.id)
    join(office, merged, kept)
    done = 0
    for code, role, astray in doings:
        if astray:
            assert not try_one(office, merged, code, role), (code, role)
        else:
            done += try_one(office, kept, code, role)
    kept_worked = state_of(kept.id)
    split(office, merged)
    assert state_of(merged.id) == merged_before
    mine = kept_worked | {"petitions": [one for one in kept_worked["petitions"]
                                        if one[0] not in {row[0] for row in merged_before["petitions"]}]}
    assert state_of(kept.id) == mine
    if not done:
        assert state_of(kept.id) == kept_before
    assert [one for one in state_of(kept.id)["acts"] if one in kept_before["acts"]] == kept_before["acts"]
    with db.engine.connect() as connection:
        assert list(case_faults(connection)) == []


@settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings=st.lists(DOING, max_size=20), starts=st.tuples(st.sampled_from(STARTS), st.sampled_from(STARTS)))
def run_random(app: Flask, office: Office, doings: list[Any], starts: Any) -> None:
    with app.app_context():
        settled(office, doings, starts)


def test_unmerging_gives_back_both_and_keeps_what_was_done(app: Flask) -> None:
    office = make_office(app)
    run_random(app, office)
    with app.app_context():
        assert faults(9) == []


def test_the_same_on_either_database(any_app: Flask) -> None:
    office = make_office(any_app)
    with any_app.app_context():
        settled(office, [("accept", "supervisor", False), ("accept", "supervisor", True), ("note", "handler", False),
                         ("self-check", "handler", False), ("petition", "clerk", False), ("note", "clerk", True)],
                ("", "report"))
        settled(office, [("suspend", "supervisor", False), ("decline", "handler", True)], ("report", "accept"))
        assert faults(9) == []


# Which modules lay hands on the row of a case themselves, and where each asks whether it was set aside.
DOORS = {
    "cases/commands/work.py": "the door of every act",
    "cases/commands/merging.py": "acts through the door; the kept case is asked by open_flaw",
    "cases/commands/handing_over.py": "acts through the door; one that was set aside is closed, and not taken over",
    "cases/commands/cancelling.py": "asks by itself, inside another act",
    "cases/commands/sealed_papers.py": "asks by itself, as files of any dossier do",
    "cases/commands/linking.py": "lays two dossiers side by side, writes into neither",
    "petitions/sealing.py": "asks by itself before it empties a case",
}


def test_nothing_changes_a_case_without_passing_a_door() -> None:
    found = {path.relative_to(PACKAGE).as_posix() for folder in ("cases", "petitions") for path in (PACKAGE / folder).rglob("*.py")
             if re.search(r"lock_dossier\(|\.version \+= 1", path.read_text("utf-8"))}
    assert found == set(DOORS)
    for asks in ("cases/commands/work.py", "cases/commands/cancelling.py", "petitions/sealing.py", "cases/commands/opening.py"):
        assert "see_open(" in (PACKAGE / asks).read_text("utf-8"), asks
