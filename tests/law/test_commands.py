"""The commands rules, kinds, calendar and due: what they print, what they refuse, how fast the batch is."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from caseapp import law_cli
from caseapp.law.calendars import SHIPPED
from caseapp.law.receipts import Receipt
from caseapp.law.reception import NUMBER_NOT_SEEN_CHANGED
from caseapp.law.registry import RULES
from caseapp.workflow.kind import Kind
from tests.workflow.counter import VISIT

D = date.fromisoformat
SOURCES = law_cli.Sources(kinds=lambda: [VISIT], calendar=lambda: SHIPPED)


def run(command: click.Command, *words: str, given: str | None = None) -> Result:
    return CliRunner().invoke(command, words, input=given, obj=SOURCES)


def test_rules_name_every_rule_with_its_law() -> None:
    found = {row["code"]: row for row in json.loads(run(law_cli.rules, "--json").stdout)}
    assert found.keys() == RULES.keys()
    reply = found["reception.reply"]
    assert (reply["length"], reply["unit"], reply["since"], reply["until"]) == (10, "working-day", "2014-07-01", None)
    assert reply["citation"] == "khoản 1 Điều 28 Luật Tiếp công dân"
    assert (reply["nature"], reply["ids"], reply["confirmed"]) == ("duty", ["TCD-01"], True)
    assert reply["wordings"][0]["in_force"]
    text = run(law_cli.rules).stdout
    assert all(code in text for code in RULES)
    assert "không áp dụng hôm nay" in text
    assert text.count(NUMBER_NOT_SEEN_CHANGED) == sum(
        one.note == NUMBER_NOT_SEEN_CHANGED for rule in RULES.values() for one in rule.wordings
    )


def test_a_rule_that_is_not_in_force_yet_has_no_length() -> None:
    rule = law_cli._rule_plain(RULES["online.test"], date(2020, 1, 1))
    assert (rule["length"], rule["citation"]) == (None, None)


def test_kinds_as_json_text_and_diagram() -> None:
    (kind,) = json.loads(run(law_cli.kinds, "--json").stdout)
    assert kind["code"] == "visit"
    assert "xong hạn reception.reply" in run(law_cli.kinds).stdout
    assert run(law_cli.kinds, "--dot").stdout.startswith('digraph "visit" {')


def test_the_calendar_of_a_year() -> None:
    year = json.loads(run(law_cli.calendar, "2026", "--json").stdout)
    assert [day["day"] for day in year["worked"]] == ["2026-01-10", "2026-08-22"]
    assert year["confirmed"]
    assert {"day": "2026-11-24", "kind": "holiday"}.items() <= year["off"][-1].items()
    assert all(day["source"] for day in year["off"])
    assert year["proposed"][0]["off"] == "2026-11-23"
    assert "Đề xuất: nghỉ 23/11/2026, làm 28/11/2026" in run(law_cli.calendar, "2026").stdout
    assert "dự kiến" in run(law_cli.calendar, "2027").stdout
    assert run(law_cli.calendar, "2028").exit_code == 1
    text = run(law_cli.calendar, "2026").stdout
    assert "24/11/2026 thứ Ba: nghỉ, Ngày Văn hóa Việt Nam (Điều 2 Nghị quyết 28/2026/QH16 (chưa đọc nguyên văn))" in text
    assert "Thông báo 9441/TB-BNV (chưa đọc nguyên văn); " in text
    assert "Bộ luật Lao động)" in text
    assert "28/11/2026 thứ Bảy: làm việc" in run(law_cli.calendar, "2026", "--exchange", "23/11/2026").stdout


def test_due_for_people_and_as_json() -> None:
    text = run(law_cli.due, "reception.reply", "--from", "12/11/2026").stdout
    assert "Hạn: thứ Sáu 27/11/2026" in text
    assert "Lưu ý: Việc hoán đổi 23/11/2026" in text
    assert f"Bản văn đã đọc: {NUMBER_NOT_SEEN_CHANGED}" in text
    assert "Nghị quyết 28/2026/QH16 (chưa đọc nguyên văn))" in text
    answer = json.loads(run(law_cli.due, "reception.reply", "--from", "2026-11-12", "--json").stdout)
    assert (answer["due"], answer["safe"]) == ("2026-11-27", "2026-11-27")
    assert answer["receipt"]["rule"] == "reception.reply"
    swapped = run(law_cli.due, "reception.reply", "--from", "2026-11-12", "--exchange", "2026-11-23", "--json")
    assert json.loads(swapped.stdout)["due"] == "2026-11-28"
    paused = run(law_cli.due, "reception.reply", "--from", "2026-10-12", "--pause", "2026-10-16:2026-10-20", "--json")
    assert json.loads(paused.stdout)["due"] == "2026-10-28"
    effect = run(law_cli.due, "reception.unprocessed", "--from", "2026-11-11").stdout
    assert "Có hiệu lực: Chủ nhật 27/12/2026" in effect


def test_due_names_the_wording_that_lost() -> None:
    text = run(law_cli.due, "complaint.acceptance", "--from", "06/11/2026").stdout
    assert any(line.strip().startswith("Quy định khác: khoản 1 Điều 16") for line in text.splitlines())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["không.có", "--from", "2026-11-12"], 2),
        (["reception.reply", "--from", "31/09/2026"], 2),
        (["reception.reply", "--from", "2026-11-12", "--option", "remote"], 2),
        (["reception.reply", "--from", "2026-11-12", "--pause", "2026-11-16"], 2),
        (["reception.reply", "--from", "2026-11-12", "--pause", "2026-11-16:2026-11-13"], 2),
        (["reception.reply", "--from", "2026-11-12", "--extensions", "1"], 2),
        (["reception.reply"], 2),
        ([], 2),
        (["reception.reply", "--from", "2026-11-12", "--batch"], 2),
        (["reception.reply", "--from", "2013-11-12"], 1),
        (["reception.reply", "--from", "2029-11-12"], 1),
        (["reception.reply", "--from", "2026-11-12", "--exchange", "2026-11-25"], 1),
    ],
)
def test_due_refuses_with_a_code_and_a_sentence(words: list[str], code: int) -> None:
    result = run(law_cli.due, *words)
    assert result.exit_code == code
    assert result.stdout == ""
    assert result.stderr


def test_due_says_why_in_json_when_asked_for_json() -> None:
    result = run(law_cli.due, "không.có", "--from", "2026-11-12", "--json")
    assert json.loads(result.stdout) == {"error": "Không có quy tắc “không.có”."}


def batch(*lines: str) -> list[dict[str, object]]:
    result = run(law_cli.due, "--batch", given="\n".join(lines))
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_batch_answers_every_line_in_order() -> None:
    answers = batch(
        '{"rule":"reception.reply","from":"2026-11-12"}',
        "",
        '{"rule":"reception.reply","from":"2026-10-12","options":[],"pauses":[["2026-10-16","2026-10-20"]],"extensions":0}',
        '{"rule":"online.test","from":"2026-11-25"}',
    )
    assert [answer["due"] for answer in answers] == ["2026-11-27", "2026-10-28", "2026-11-23"]
    assert set(answers[0]) == {"due", "safe", "receipt"}
    receipt = Receipt.from_json(json.dumps(answers[0]["receipt"]))
    assert receipt.due == D("2026-11-27")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "không phải JSON"),
        ("[" * 100_000, "không phải JSON"),
        ("[]", "đối tượng JSON"),
        ('{"from":"2026-11-12"}', "Cần “rule” và “from”"),
        ('{"rule":"reception.reply","from":20261112}', "Cần “rule” và “from”"),
        ('{"rule":"reception.reply","from":"12/11/2026"}', "không phải ngày dạng"),
        ('{"rule":"reception.reply","from":"2026-11-12","option":["remote"]}', "Không có trường “option”"),
        ('{"rule":"reception.reply","from":"2026-11-12","options":"remote"}', "danh sách chữ"),
        ('{"rule":"reception.reply","from":"2026-11-12","options":[1]}', "danh sách chữ"),
        ('{"rule":"reception.reply","from":"2026-11-12","options":["remote"]}', "không có lựa chọn"),
        ('{"rule":"reception.reply","from":"2026-11-12","pauses":["2026-11-16"]}', "cặp ngày"),
        ('{"rule":"reception.reply","from":"2026-11-12","pauses":[["2026-11-16",null]]}', "cặp ngày"),
        ('{"rule":"reception.reply","from":"2026-11-12","pauses":{}}', "cặp ngày"),
        ('{"rule":"reception.reply","from":"2026-11-12","pauses":[["2026-11-16","2026-11-13"]]}', "trước khi bắt đầu"),
        ('{"rule":"reception.reply","from":"2026-11-12","extensions":true}', "số nguyên"),
        ('{"rule":"reception.reply","from":"2026-11-12","extensions":1}', "không cho gia hạn"),
        ('{"rule":"reception.reply","from":"2013-11-12"}', "có hiệu lực từ"),
        ('{"rule":"\\ud800","from":"2026-11-12"}', "Không có quy tắc"),
    ],
)
def test_a_bad_line_is_answered_with_its_error(line: str, message: str) -> None:
    (answer,) = batch(line)
    assert set(answer) == {"error"}
    assert message in str(answer["error"])


def test_bytes_that_are_not_text_are_answered_too() -> None:
    result = CliRunner().invoke(law_cli.due, ["--batch"], input=b'{"rule":"\xff","from":"2026-11-12"}\n', obj=SOURCES)
    assert "Không có quy tắc" in result.stdout


def test_the_commands_start_without_flask_and_answer_line_by_line() -> None:
    program = (
        "import sys, caseapp.law_cli as c\n"
        "assert not {'flask', 'sqlalchemy', 'babel'} & sys.modules.keys(), sys.modules.keys()\n"
        "from caseapp.law.calendars import SHIPPED\n"
        "c.due(['--batch'], obj=c.Sources(calendar=lambda: SHIPPED))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for start, due in (("2026-11-12", "2026-11-27"), ("2025-01-22", "2025-02-12")):
            asked.stdin.write(json.dumps({"rule": "reception.reply", "from": start}) + "\n")
            asked.stdin.flush()
            assert json.loads(asked.stdout.readline())["due"] == due
        asked.stdin.close()
        assert asked.wait(20) == 0


def test_without_an_office_the_shipped_calendar_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CASEAPP_HOME", str(tmp_path / "home"))
    answer = json.loads(CliRunner().invoke(law_cli.due, ["reception.reply", "--from", "2026-11-12", "--json"]).stdout)
    assert (answer["due"], answer["receipt"]["calendar_version"]) == ("2026-11-27", SHIPPED.version)
    assert not (tmp_path / "home").exists()      # asking makes no office


def test_the_procedures_of_the_program_are_loaded_when_asked_for() -> None:
    assert all(isinstance(kind, Kind) for kind in law_cli.shipped_kinds())
