"""The checker finds every kind of unsound procedure, and nothing in a sound one."""

from dataclasses import replace

import pytest

from caseapp.law.registry import PROMISES, RULES
from caseapp.workflow.check import mistakes
from caseapp.workflow.describing import kind_dot, kind_lines, kind_plain
from caseapp.workflow.kind import Action, Kind, Opening, State
from tests.workflow import counter as it

KNOWN = {**RULES, **PROMISES}
LOST = State("lost", "Lạc")
LOST_END = State("lost-end", "Lạc", final=True)


def changed(**parts: object) -> Kind:
    return replace(it.VISIT, **parts)  # type: ignore[arg-type]


def with_action(**parts: object) -> Kind:
    fields: dict[str, object] = {
        "code": "more",
        "label": "Thêm",
        "when": {it.AWAITING},
        "to": None,
        "by": {"reception"},
    }
    action = Action(**{**fields, **parts})  # type: ignore[arg-type]
    return changed(actions=(*it.VISIT.actions, action))


def without(*actions: Action) -> Kind:
    return changed(actions=tuple(action for action in it.VISIT.actions if action not in actions))


def test_a_sound_procedure_has_no_mistakes() -> None:
    assert list(mistakes(it.VISIT, KNOWN)) == []


@pytest.mark.parametrize(
    ("kind", "mistake"),
    [
        (changed(states=(*it.VISIT.states, it.DONE)), "visit: state done stands 2 times"),
        (changed(actions=(*it.VISIT.actions, it.NOTE)), "visit: action note stands 2 times"),
        (with_action(asks=("day", "day")), "visit: action more names day 2 times"),
        (with_action(only_if=(it.has_document, it.has_document)), "visit: action more names has_document 2 times"),
        (with_action(to=LOST_END), "visit: more names the unknown state lost-end"),
        (with_action(when={LOST}), "visit: more names the unknown state lost"),
        (changed(openings=(*it.VISIT.openings, Opening(LOST))), "visit: opening names the unknown state lost"),
        (with_action(meets=("no.rule",)), "visit: unknown rule no.rule"),
        (with_action(when=set()), "visit: action more starts from no state"),
        (with_action(by=set()), "visit: nobody may do more"),
        (with_action(when={it.DONE}, to=it.AWAITING), "visit: action more leaves a final state"),
        (changed(openings=()), "visit: no way to begin"),
        (changed(states=(*it.VISIT.states, LOST_END)), "visit: state lost-end cannot be reached"),
        (
            changed(states=(*it.VISIT.states, LOST), openings=(*it.VISIT.openings, Opening(LOST))),
            "visit: state lost is a dead end and not final",
        ),
        (without(it.SIGN), "visit: state signing is a dead end and not final"),
        (without(it.SIGN), "visit: nothing ever meets reception.refusal-notice"),
        (with_action(meets=("reception.report-back",)), "visit: nothing ever starts reception.report-back"),
        (with_action(extends=("reception.report-back",)), "visit: nothing ever starts reception.report-back"),
        (
            with_action(pauses=("reception.reply",)),
            "visit: reception.reply is paused but never resumed, or resumed but never paused",
        ),
        (
            with_action(to=it.REFUSED),
            "visit: reception.reply can still run in the closed state refused",
        ),
    ],
)
def test_an_unsound_procedure_is_named(kind: Kind, mistake: str) -> None:
    assert mistake in list(mistakes(kind, KNOWN))


def test_a_right_or_an_effect_may_run_out_by_itself() -> None:
    kind = changed(
        openings=(Opening(it.AWAITING, ("reception.reply", "reception.unprocessed")), *it.VISIT.openings[1:])
    )
    assert list(mistakes(kind, KNOWN)) == []


def test_a_final_state_may_still_meet_its_clock() -> None:
    late = Action("late", "Báo sau", when={it.REFUSED}, to=None, by={"reception"}, meets=("reception.reply",))
    early = Action("early", "Từ chối", when={it.AWAITING}, to=it.REFUSED, by={"reception"})
    assert list(mistakes(changed(actions=(*it.VISIT.actions, late, early)), KNOWN)) == []


def test_a_procedure_described() -> None:
    plain = kind_plain(it.VISIT)
    assert plain["code"] == "visit"
    assert plain["citation"] == "Điều 28 Luật Tiếp công dân"
    text = "\n".join(kind_lines(it.VISIT))
    assert "notify: Báo kết quả. Chờ trả lời → Xong; ai làm: reception" in text
    assert "xong hạn reception.refusal-notice; mẫu 01/TCD; khoản 3 Điều 4 Nghị định 154/2026/NĐ-CP" in text
    assert "bắt đầu: Chờ trả lời; chạy hạn reception.reply" in text
    dot = list(kind_dot(it.VISIT))
    assert '  "signing" -> "refused" [label="Ký thông báo từ chối"];' in dot
    assert '  "done" [label="Xong", peripheries=2];' in dot
    assert '  "done" -> "done" [label="Ghi thêm"];' in dot
    assert kind_plain(replace(it.VISIT, citation=None))["citation"] is None
