"""The command that shows what a new law does to the running clocks of the office, and does it when told."""
from __future__ import annotations

import json
from datetime import UTC, date, datetime

import click

from caseapp.dossiers.new_wordings import Reworded, apply_law, rehearse_law
from caseapp.gazette import office_calendar
from caseapp.office_cli import opened
from caseapp.text import show_date


def rehearse_rules(today: date, *, as_json: bool, carry_out: bool) -> None:
    """List the running clocks that this program's law counts otherwise; with ``carry_out`` move those it governs."""
    app, _settings = opened()
    with app.app_context():
        found = rehearse_law(office_calendar(), today)
        done = apply_law(found, datetime.now(UTC)) if carry_out else 0
    if as_json:
        click.echo(json.dumps({"clocks": [_plain(one) for one in found], "applied": done}, ensure_ascii=False))
        return
    for one in found:
        click.echo(_line(one))
    moving = sum(one.moves for one in found)
    click.echo(f"{moving} hạn theo quy định mới, {len(found) - moving} hạn giữ nguyên; " + (
        f"đã ghi {done} giấy tính mới." if carry_out else "chưa ghi gì (thêm --apply để ghi)."))


def _plain(one: Reworded) -> dict[str, object]:
    because = one.because
    return {
        "number": one.number, "rule": one.before.rule, "start": one.before.start.isoformat(),
        "from": one.before.due.isoformat(), "to": one.after.due.isoformat() if one.after else None,
        "safe": one.after.safe.isoformat() if one.after else None, "moves": one.moves,
        "wording": str(because.citation) if because else None,
        "transitional": str(because.reaches) if because and because.reaches else None, "problem": one.problem or None}


def _line(one: Reworded) -> str:
    head = f"{one.number:20} {one.before.rule:26} {show_date(one.before.due)} → "
    if one.after is None:
        return f"{head}không tính được: {one.problem}"
    head += show_date(one.after.due)
    if one.because is None:
        return f"{head}  (giữ nguyên: bắt đầu trước quy định mới, không có điều khoản chuyển tiếp)"
    reached = f", chuyển tiếp theo {one.because.reaches}" if one.because.reaches else ""
    return f"{head}  ({one.because.citation}, từ {show_date(one.because.since)}{reached})"
