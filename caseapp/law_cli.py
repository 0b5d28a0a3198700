"""The commands about the law: rules, procedures, the calendar of days off, and due days with their receipts."""

import importlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final, NoReturn
from zoneinfo import ZoneInfo

import click

from caseapp.config import load_settings
from caseapp.law.batch import answer_json, answering, error_json
from caseapp.law.calendars import SHIPPED
from caseapp.law.citing import sourced
from caseapp.law.counting import count
from caseapp.law.days import Calendar
from caseapp.law.errors import LawError, WrongUse
from caseapp.law.limits import NATURE_WORDS, UNIT_WORDS, Limit, Wording
from caseapp.law.receipts import Pause, Receipt
from caseapp.law.registry import RULES
from caseapp.law.sentences import in_words, length_line, skipped_lines
from caseapp.law.special_days import SpecialDay
from caseapp.stored_calendar import stored_calendar
from caseapp.text import DateProblem, mark, read_date, show_date, weekday
from caseapp.workflow.describing import kind_dot, kind_lines, kind_plain
from caseapp.workflow.kind import Kind

READ_AT_ONCE: Final = 1 << 16


def shipped_kinds() -> Iterable[Kind]:
    """Every procedure of the program, loaded when asked for: `due` must not wait for the features."""
    kinds_by_code: dict[str, Kind] = importlib.import_module("caseapp.kinds").KINDS
    return kinds_by_code.values()


def office_calendar() -> Calendar:
    """The office's calendar when there is an office here, else the one that comes with the program.

    Only what notices and proposals say: the command line refuses a year of which the statutes alone speak.
    """
    return stored_calendar(load_settings()) or SHIPPED


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the commands get procedures and calendar; handed in as the click context's object, or these."""

    kinds: Callable[[], Iterable[Kind]] = shipped_kinds
    calendar: Callable[[], Calendar] = office_calendar


def _sources() -> Sources:
    return click.get_current_context().find_object(Sources) or Sources()


def _today() -> date:
    return datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _day(text: str) -> date:
    try:
        return read_date(text, _today())
    except DateProblem as problem:
        raise click.BadParameter(problem.message) from problem


def _one_day(ctx: click.Context, param: click.Parameter, text: str | None) -> date | None:  # noqa: ARG001
    return None if text is None else _day(text)


def _many_days(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[date, ...]:  # noqa: ARG001
    return tuple(map(_day, texts))


def _intervals(ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]) -> tuple[Pause, ...]:  # noqa: ARG001
    pairs = [text.partition(":") for text in texts]
    if not all(colon for _, colon, _ in pairs):
        raise click.BadParameter("Ghi hai ngày cách nhau bằng dấu hai chấm: 2026-09-21:2026-10-06.")
    return tuple(Pause(_day(first), _day(until)) for first, _, until in pairs)


AS_JSON = click.option("--json", "as_json", is_flag=True, help="In JSON.")


@click.command()
@AS_JSON
@click.option("--rehearse", is_flag=True,
              help="Liệt kê hạn đang chạy của văn phòng mà quy định trong chương trình này tính khác.")
@click.option("--apply", "carry_out", is_flag=True, help="Cùng --rehearse: ghi giấy tính mới bên cạnh giấy cũ.")
def rules(as_json: bool, rehearse: bool, carry_out: bool) -> None:
    """Mọi thời hạn: mã, quy định đang áp dụng, căn cứ, hiệu lực, đã đối chiếu hay chưa."""
    on = _today()
    if carry_out and not rehearse:
        raise click.UsageError("--apply chỉ đi cùng --rehearse.")
    if rehearse:
        importlib.import_module("caseapp.rehearsing").rehearse_rules(on, as_json=as_json, carry_out=carry_out)
        return
    if as_json:
        _print_json([_rule_plain(limit, on) for limit in RULES.values()])
        return
    for limit in RULES.values():
        click.echo(f"{limit.code}  [{', '.join(limit.ids)}]  {limit.title}")
        direction = "tính ngược từ" if limit.counted_back else "tính từ"
        click.echo(f"    {NATURE_WORDS[limit.nature]}; {direction}: {limit.start}")
        for wording in limit.wordings:
            click.echo(f"    {_wording_line(wording, on)}")
            if wording.note:
                click.echo(f"        {wording.note}")


def _rule_plain(limit: Limit, on: date) -> dict[str, object]:
    in_force = limit.in_force(on)
    named = ("length", "unit", "citation", "since", "until", "confirmed")
    first = in_force[0].plain() if in_force else dict.fromkeys(named)
    wordings = [{**wording.plain(), "in_force": wording in in_force} for wording in limit.wordings]
    return {**limit.plain(), **{name: first[name] for name in named}, "wordings": wordings, "hash": limit.hash}


def _wording_line(wording: Wording, on: date) -> str:
    length = f"{wording.length} {UNIT_WORDS[wording.unit]}" if wording.length is not None else "chưa đọc được số ngày"
    until = f" đến {show_date(wording.until)}" if wording.until else ""
    marks = ("" if wording.holds(on) else ", không áp dụng hôm nay") + ("" if wording.confirmed else ", chưa đối chiếu")
    options = "".join(f"; {'+'.join(sorted(names))}: {number}" for names, number in wording.lengths)
    return f"{length}{options}: {sourced(wording.citation, mark)}, từ {show_date(wording.since)}{until}{marks}"


@click.command()
@AS_JSON
@click.option("--dot", is_flag=True, help="In sơ đồ cho Graphviz.")
def kinds(as_json: bool, dot: bool) -> None:
    """Mọi thủ tục: giai đoạn, việc, ai làm, thời hạn, giấy tờ."""
    every = list(_sources().kinds())
    if as_json:
        _print_json([kind_plain(kind) for kind in every])
    elif dot:
        click.echo("\n".join(line for kind in every for line in kind_dot(kind)))
    else:
        click.echo("\n".join(line for kind in every for line in kind_lines(kind)))


EXCHANGES = click.option(
    "--exchange",
    "exchanges",
    callback=_many_days,
    multiple=True,
    help="Coi đề xuất hoán đổi có ngày nghỉ này là đã được duyệt.",
)


@click.command()
@click.argument("year", type=int)
@EXCHANGES
@AS_JSON
def calendar(year: int, exchanges: tuple[date, ...], as_json: bool) -> None:
    """Ngày nghỉ và thứ Bảy làm bù của một năm, với văn bản làm căn cứ."""
    try:
        whole = _sources().calendar().with_decided(dict.fromkeys(exchanges, ""))
        found = whole.year(year)
    except LawError as problem:
        _fail(problem, as_json=as_json)
    proposed = [one for one in whole.exchanges if year in (one.off.year, one.work.year)]
    if as_json:
        off = [_day_plain(day) for day in found.days if not day.works]
        worked = [_day_plain(day) for day in found.days if day.works]
        maybe = [{"off": one.off.isoformat(), "work": one.work.isoformat(), "source": one.source} for one in proposed]
        head = {"year": year, "confirmed": found.confirmed, "source": found.source}
        _print_json(
            {**head, "version": whole.version, "hash": whole.hash, "off": off, "worked": worked, "proposed": maybe}
        )
        return
    state = "đã có thông báo" if found.confirmed else "mới là dự kiến"
    click.echo(f"Năm {year}, {state}: {sourced(found.source, mark)} (bản {whole.version}, mã {whole.hash})")
    for day in found.days:
        doubt = "" if day.confirmed else "; dự kiến"
        what = "làm việc" if day.works else "nghỉ"
        source = sourced(day.source, mark)
        click.echo(f"    {show_date(day.day)} {weekday(day.day)}: {what}, {day.reason} ({source}{doubt})")
    for one in proposed:
        click.echo(f"    Đề xuất: nghỉ {show_date(one.off)}, làm {show_date(one.work)} ({one.source})")


def _day_plain(day: SpecialDay) -> dict[str, object]:
    return {**day.plain(), "weekday": weekday(day.day)}


@click.command()
@click.argument("rule", required=False)
@click.option("--from", "start", callback=_one_day, help="Ngày bắt đầu (hoặc ngày sẽ tới, với hạn tính ngược).")
@click.option("--option", "options", multiple=True, help="Ví dụ: remote, complex.")
@click.option("--pause", "pauses", callback=_intervals, multiple=True, help="FROM:TO, TO là ngày tính tiếp.")
@click.option("--extensions", type=click.IntRange(min=0), default=0, help="Số lần đã quyết định gia hạn.")
@EXCHANGES
@click.option("--batch", is_flag=True, help="Đọc JSON từng dòng, trả lời JSON từng dòng.")
@AS_JSON
def due(
    rule: str | None,
    start: date | None,
    options: tuple[str, ...],
    pauses: tuple[Pause, ...],
    extensions: int,
    exchanges: tuple[date, ...],
    batch: bool,
    as_json: bool,
) -> None:
    """Ngày đến hạn của một quy tắc và giấy tính hạn."""
    if batch == (rule is not None) or (not batch and start is None):
        raise click.UsageError("Cần RULE và --from, hoặc chỉ --batch.")
    try:
        whole = _sources().calendar().with_decided(dict.fromkeys(exchanges, ""))
        if batch or rule is None or start is None:
            _answer_lines(answering(whole), sys.stdin.buffer, sys.stdout.buffer)
            return
        receipt = count(rule, start, whole, options, pauses, extensions)
    except LawError as problem:
        _fail(problem, as_json=as_json)
    click.echo(answer_json(receipt) if as_json else "\n".join(_receipt_lines(receipt)))


def _answer_lines(answer: Callable[[str], str], questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line as soon as it is there: in bulk when they come in bulk, one by one when asked one by one."""
    rest = b""
    while chunk := questions.read1(READ_AT_ONCE):  # type: ignore[attr-defined]  # standard input is buffered
        *lines, rest = (rest + chunk).split(b"\n")
        _write(answer, lines, answers)
    _write(answer, [rest], answers)


def _write(answer: Callable[[str], str], lines: Iterable[bytes], answers: BinaryIO) -> None:
    told = [answer(line.decode(errors="replace")) for line in lines if line.strip()]
    answers.write("".join(f"{line}\n" for line in told).encode(errors="replace"))
    answers.flush()


def _receipt_lines(receipt: Receipt) -> Iterator[str]:
    yield f"{receipt.title} ({receipt.rule})"
    yield f"Hạn: {weekday(receipt.due)} {show_date(receipt.due)}"
    yield f"Nên xong trước: {weekday(receipt.safe)} {show_date(receipt.safe)}"
    if receipt.effective:
        yield f"Có hiệu lực: {weekday(receipt.effective)} {show_date(receipt.effective)}"
    yield f"Căn cứ: {sourced(receipt.citation, mark)}; {length_line(receipt)}"
    if receipt.wording and receipt.wording.note:
        yield f"Bản văn đã đọc: {receipt.wording.note}"
    for other in receipt.others:
        yield f"Quy định khác: {other.citation}, hạn {show_date(other.due)}"
    yield f"Bằng lời: {in_words(receipt)}"
    for skipped in skipped_lines(receipt):
        yield f"Bỏ qua {skipped.days}: {skipped.reason} ({sourced(skipped.source, mark)})"
    for note in receipt.notes:
        yield f"Lưu ý: {note.text}"
    yield f"Lịch bản {receipt.calendar_version}, mã {receipt.calendar_hash}; mã luật {receipt.rule_hash}"


def _fail(problem: LawError, *, as_json: bool) -> NoReturn:
    click.echo(error_json(problem) if as_json else problem.message, err=not as_json)
    sys.exit(2 if isinstance(problem, WrongUse) else 1)
