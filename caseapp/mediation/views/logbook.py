"""The logbook of mediation on screen, on paper and as a spreadsheet; the address says which part, never whose name."""
from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from urllib.parse import urlencode

from flask import abort, current_app, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import reading
from caseapp.law.forms import LOGBOOK_FORM
from caseapp.law.mediation_book import COVER, LEADER, MEDIATORS
from caseapp.ledger.verify import head_mark
from caseapp.mediation.dispute import SCOPE_WORDS, Scope
from caseapp.mediation.figures import UNSAID, Ground, Tally, ground_of
from caseapp.mediation.heads import head_rows
from caseapp.mediation.logbook import LeaderLine, book_entries, days_of, entries, leader_lines, on_one_line
from caseapp.mediation.matters import MATTERS
from caseapp.mediation.queries import figures, logbook
from caseapp.mediation.queries.logbook import PAGE, STOOD, VOID_ONLY, Chosen
from caseapp.mediation.sheets import Leaf, workbook
from caseapp.mediation.views.blueprint import pages
from caseapp.staff.policy import Can
from caseapp.staff.sessions import place_of
from caseapp.staff.viewer import viewer
from caseapp.text import DateProblem, mark, read_date, show_date
from caseapp.web.access import guarded
from caseapp.web.language import gettext as _
from caseapp.web.now import today
from caseapp.web.paging import cut, page_asked

SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
YEARS_OFFERED: Final = 5
SHEET_WIDTHS: Final = (7, 12, 24, 36, 40, 40, 9, 9, 18, 20)
STOOD_WORDS: Final = {
    "tiep-nhan": mark("đã tiếp nhận"), "thanh": mark("hòa giải thành"), "khong-thanh": mark("hòa giải không thành"),
    "da-ket-thuc": mark("đã kết thúc"), "chua": mark("chưa giải quyết"), "dang": mark("đang giải quyết"),
    "chua-xong": mark("chưa kết thúc"), "ngoai": mark("không thuộc phạm vi hòa giải"), VOID_ONLY: mark("số đã hủy"),
}
_FILTERS: Final = ("don-vi", "to", "nam", "tu", "den", "pham-vi", "ket-qua", "loai", "phan")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: the part, the ground it lies on, the one team (None: several), its year."""

    chosen: Chosen
    ground: Ground
    team: Any
    unit: Any
    year: int
    second: bool

    @property
    def whole_year(self) -> bool:
        """Whether it is a book by its numbers, not days that somebody chose."""
        return self.chosen.year is not None


@pages.get("/hoa-giai/so", endpoint="logbook")
@guarded(Can.READ_LOGBOOK)
def logbook_page() -> ResponseReturnValue:
    """One page of the first part, newest first, or the leader's part."""
    asked = _asked()
    total = logbook.number_of_rows(viewer(), asked.chosen)
    shown: dict[str, Any] = {"asked": asked, "chips": _chips(asked), "total": total, "here": _address,
                             "part": LEADER if asked.second else MEDIATORS}
    if asked.second:
        lines = leader_lines(viewer(), asked.chosen) if asked.team else []
        return render_template("mediation/logbook.html", lines=lines, whole=_whole(lines),
                               heads=head_rows(LEADER.columns), **shown)
    rows = logbook.page_of_book(viewer(), asked.chosen, page_asked())
    page = cut(rows, page_asked(), PAGE, total)
    return render_template("mediation/logbook.html", entries=entries(page.rows, cache(_)), page=page,
                           heads=head_rows(MEDIATORS.columns), opens=_opened(), **shown)


@pages.get("/hoa-giai/so/in")
@guarded(Can.READ_LOGBOOK)
def print_logbook() -> ResponseReturnValue:
    """The same part in the order of the book, with its cover and both parts, on A4 landscape."""
    asked = _asked()
    lines = leader_lines(viewer(), asked.chosen) if asked.team else []
    return render_template(
        "mediation/print_logbook.html", asked=asked, book=LOGBOOK_FORM.name, cover=_cover(asked),
        parts=(MEDIATORS, LEADER), heads=head_rows, entries=book_entries(viewer(), asked.chosen), lines=lines,
        whole=_whole(lines), mark=head_mark(reading(), asked.unit.unit_id) if asked.unit else "",
        back=_address("mediation.logbook"))


@pages.get("/hoa-giai/so.xlsx")
@guarded(Can.READ_LOGBOOK)
def logbook_sheet() -> ResponseReturnValue:
    """The same part as a spreadsheet."""
    asked = _asked()
    lines = leader_lines(viewer(), asked.chosen) if asked.team else []
    made = workbook(_leaves(asked, lines), folder=current_app.extensions["settings"].home / "scratch")
    days = f"{asked.chosen.since:%Y%m%d}-{asked.chosen.until:%Y%m%d}"
    return send_file(io.BytesIO(made), SHEET_TYPE, as_attachment=True, download_name=f"so-hoa-giai-{days}.xlsx",
                     max_age=0)


def _leaves(asked: Asked, lines: Sequence[LeaderLine]) -> list[Leaf]:
    rows = ((*(on_one_line(text) for text in entry.texts[:2]), *_team_first(entry, asked), *(
        on_one_line(text) for text in entry.texts[3:])) for entry in book_entries(viewer(), asked.chosen))
    under = [f"{line.words}: {value}" for line, value in _cover(asked) if value]
    unit = asked.unit or (asked.ground.rows[0] if asked.ground.rows else None)
    head = {"parent": unit.province_name or "" if unit else "", "unit": unit.commune_name or "" if unit else ""}
    book = Leaf(tab="Phần I", title=LOGBOOK_FORM.name, under=[*under, MEDIATORS.title, _days(asked)],
                columns=MEDIATORS.columns, rows=rows, widths=SHEET_WIDTHS, middle=frozenset({1, 2, 7, 8}), **head,
                notes=(MEDIATORS.note,))
    if not asked.team:
        return [book]
    return [book, Leaf(
        tab="Phần II", title=LOGBOOK_FORM.name, under=[LEADER.title, _days(asked)], columns=LEADER.columns,
        rows=[*leader_rows(lines), leader_total(lines)], widths=(7, 30, *[14] * 7, 30), middle=frozenset({1}), **head,
        notes=(LEADER.note,))]


def _team_first(entry: Any, asked: Asked) -> tuple[str]:
    """Column 3; among the books of several teams each row says whose it is."""
    text = on_one_line(entry.texts[2])
    return (text if asked.team else "; ".join(filter(None, (entry.row.team_name, text))),)


def leader_rows(lines: Sequence[LeaderLine]) -> list[tuple[str | int, ...]]:
    """The second part as rows of cells."""
    return [(place, line.name or mark("Chưa phân công"), *_cells(line.tally), _beside(line.tally))
            for place, line in enumerate(lines, 1)]


def leader_total(lines: Sequence[LeaderLine]) -> tuple[str | int, ...]:
    """Its last row."""
    whole = _whole(lines)
    return ("", mark("Cộng"), *_cells(whole), _beside(whole))


def _cells(tally: Tally) -> tuple[int, ...]:
    return tuple(tally.of(column.code) for column in LEADER.columns[2:9])


def _beside(tally: Tally) -> str:
    """What no column of the second part has a place for."""
    found = []
    if tally.of(UNSAID):
        found.append(_("%(count)s vụ chưa ghi phạm vi", count=tally.of(UNSAID)))
    if tally.of("referred"):
        found.append(_("%(count)s việc không thuộc phạm vi hòa giải", count=tally.of("referred")))
    return "; ".join(found)


def _whole(lines: Sequence[LeaderLine]) -> Tally:
    whole = Tally()
    for line in lines:
        whole.add(line.tally)
    return whole


# ── what is asked for ──

def _asked() -> Asked:
    """The part of the books this request asks for; 404 for a place out of reach or a word that means nothing."""
    args = request.args
    rows = figures.hamlets(viewer())
    ground, units, unit = _place(rows, args.get("don-vi", ""))
    team = _team(ground, args.get("to", ""))
    scope, stood, matter = args.get("pham-vi", ""), args.get("ket-qua", ""), args.get("loai", "")
    if (scope and scope not in (*Scope, UNSAID)) or (stood and stood not in (*STOOD, VOID_ONLY)) or (
            matter and matter not in (*MATTERS, logbook.NO_MATTER)):
        abort(404)
    since, until, year = _period(args)
    chosen = Chosen(since, until, year, team.team_id if team else None, units, scope, stood, matter)
    return Asked(chosen, ground, team, unit or team, since.year, args.get("phan") == "2")


def _place(rows: Sequence[Any], key: str) -> tuple[Ground, tuple[int, ...] | None, Any]:
    """Everything within reach, one commune of it, or one hamlet."""
    ground = ground_of(rows, key)
    if ground is not None:
        return ground, tuple(ground.units) if key else None, None
    ground = ground_of([row for row in rows if row.unit_key == key], "")
    if ground is None or not ground.rows:
        abort(404)
    return ground, tuple(ground.units), ground.rows[-1]


def _team(ground: Ground, key: str) -> Any:
    """The team asked for, or the only one there is."""
    teams = [row for row in ground.rows if row.team_id is not None]
    if not key:
        return teams[0] if len(teams) == 1 else None
    return next((row for row in teams if row.team_key == key), None) or abort(404)


def _period(args: Any) -> tuple[date, date, int | None]:
    """Days that were asked for, or else the book of a year."""
    written = args.get("nam", "")
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else today().year
    if year < date.min.year + 1:
        abort(404)
    try:
        if args.get("tu") and args.get("den"):
            return read_date(args["tu"], today()), read_date(args["den"], today()), None
    except DateProblem:
        abort(404)
    return *days_of(year), year


def _address(endpoint: str = "mediation.logbook", **changes: str | None) -> str:
    """An address with the filters of this one, some changed or taken away; the first page of its list."""
    words = {name: request.args[name] for name in _FILTERS if request.args.get(name)}
    for name, value in changes.items():
        words.pop(name.replace("_", "-"), None)
        if value:
            words[name.replace("_", "-")] = value
    return f"{url_for(endpoint)}?{urlencode(words)}" if words else url_for(endpoint)


def _chips(asked: Asked) -> dict[str, Any]:
    """Every filter as its choices: (words, address, chosen)."""
    chosen, ground = asked.chosen, asked.ground
    teams = [row for row in ground.rows if row.team_id is not None]
    return {
        "communes": [(_("tất cả"), _address(don_vi=None, to=None), not ground.key), *(
            (name, _address(don_vi=key, to=None), key == ground.key) for key, name in ground.communes.items())],
        # Of a whole province a commune is chosen first: a menu of a thousand teams helps nobody.
        "teams": [] if ground.by_commune else [(_("tất cả"), _address(to=None), asked.team is None), *(
            (row.team_name, _address(to=row.team_key), bool(asked.team) and row.team_id == asked.team.team_id)
            for row in teams)],
        "years": [(str(year), _address(nam=str(year), tu=None, den=None), asked.whole_year and year == asked.year)
                  for year in range(today().year, today().year - YEARS_OFFERED, -1)],
        "days": "" if asked.whole_year else f"{show_date(chosen.since)}–{show_date(chosen.until)}",
        "scopes": [(_("tất cả"), _address(pham_vi=None), not chosen.scope), *(
            (_(words), _address(pham_vi=str(code)), code == chosen.scope) for code, words in SCOPE_WORDS.items())],
        "scope": _(SCOPE_WORDS[chosen.scope]) if chosen.scope in SCOPE_WORDS else _("chưa ghi") if chosen.scope else "",
        "stood": [(_("tất cả"), _address(ket_qua=None), not chosen.stood), *(
            (_(words), _address(ket_qua=code), code == chosen.stood) for code, words in STOOD_WORDS.items())],
        "standing": _(STOOD_WORDS[chosen.stood]) if chosen.stood else "",
        "matter": _(MATTERS[chosen.matter][0]) if chosen.matter in MATTERS else _("chưa ghi") if chosen.matter else "",
    }


def _cover(asked: Asked) -> list[tuple[Any, str]]:
    """The lines of the cover with what is known of each; a blank one is for the pen."""
    row = asked.unit or next(iter(asked.ground.rows), None)
    one = bool(asked.ground.key or asked.ground.name or asked.unit)
    values = {
        "province": place_of(row.province_name or "") if row else "",
        "commune": place_of(row.commune_name or "") if row and one else "",
        "hamlet": asked.unit.unit_name if asked.unit else "", "team": asked.team.team_name if asked.team else "",
        "opened": show_date(asked.chosen.since),
        "closed": show_date(asked.chosen.until) if asked.chosen.until < today() else "",
    }
    return [(line, values.get(line.code, "")) for line in COVER if line.holds(asked.chosen.until)]


def _days(asked: Asked) -> str:
    return f"Từ ngày {show_date(asked.chosen.since)} đến ngày {show_date(min(asked.chosen.until, today()))}"


def _opened() -> frozenset[int]:
    """Hamlets whose disputes the viewer may open: the book is read by more people."""
    person = viewer()
    return frozenset({*person.units_for(Can.READ_DOSSIERS), *person.units_for(Can.LEAD_TEAM)})

