"""The register 03/TCD on screen and on paper; the address says which part, never whose name."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from html import escape as html
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Flask, Response, abort, g, render_template, request, stream_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from caseapp.db import reading
from caseapp.dossiers.shown import page_of
from caseapp.ledger.proofs import Proof
from caseapp.ledger.verify import head_mark
from caseapp.reception.commands.printing import note_disclosure
from caseapp.reception.models import LABELS, Matter
from caseapp.reception.queries.places import Choices, count_rows, find_place, letterhead, page_before, register_choices
from caseapp.reception.queries.register import PAGE, register_page
from caseapp.reception.register import COLUMNS, Entry, Part, entries, month_of, part_asked, register_entries
from caseapp.reception.shown import show_visits
from caseapp.staff.policy import Can
from caseapp.staff.viewer import viewer
from caseapp.web.access import guarded
from caseapp.web.filters import short_day
from caseapp.web.language import current
from caseapp.web.language import gettext as _
from caseapp.web.now import now, today

YEARS_OFFERED = 5
PAPER = "reception/register_print.html"
AT_ONCE = 1_000      # rows of a page that is made whole before it is sent; of more, piece by piece
PIECE = 32_000       # characters of a piece
MIDDLE = frozenset({6, 7, 9})
FILTERS = ("don-vi", "nam", "tu", "den", "loai", "nguoi", "huy")

register = Blueprint("register", __name__)


def install(app: Flask) -> None:
    """Bind the register and tell the shared pages about visits."""
    show_visits(app)
    app.register_blueprint(register)


FIRST_PLAIN = 3      # number, day and person have forms of their own
PERSON, CONTENT = 2, 4
MIDDLE_CELL = ' class="mid"'
LINE = "\n"
PART = "\x1f"
HERE = "register.show_register"


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the neighbouring pages, as the pager of lists takes them."""

    newer: str | None
    older: str | None


@dataclass(frozen=True, slots=True)
class Heads:
    """The two head rows of the table in one language, and how each plain cell begins."""

    rows: Markup
    begins: tuple[str, ...]



@register.get("/so/tiep-cong-dan")
@guarded(Can.READ_REGISTER)
def show_register() -> ResponseReturnValue:
    """One page of the register, newest first, identity numbers masked."""
    choices, part = asked_part()
    after = find_place(viewer(), request.args["sau"]) if request.args.get("sau") else None
    rows = register_page(viewer(), part.chosen, after)
    total, passed = count_rows(viewer(), part.chosen, after)
    shown = entries(rows[:PAGE], choices.unit.name, masked=True, say=cache(_))
    heads = _heads(current())
    return render_template(
        "reception/register.html", heads=heads.rows, entries=shown, rows=_lines(shown, heads.begins), part=part,
        choices=choices, total=total, first=passed + 1, last=passed + len(shown), pages=_pages(part, rows, after),
        chips=_chips(part, choices), proof=proof_words(choices.proof),
        print_url=_address(url_for("register.print_register")), sheet_url=_address("/so/tiep-cong-dan.xlsx"),
        may_import=viewer().may(Can.IMPORT_BOOK))


@register.get("/so/tiep-cong-dan/in")
@guarded(Can.READ_REGISTER)
def print_register() -> ResponseReturnValue:
    """The same part in the order of the book, on A4 landscape; whole numbers for those who may print them."""
    choices, part = asked_part()
    unit_id = choices.unit.id
    whole = viewer().may_in(Can.PRINT_REGISTER, unit_id)
    if whole:
        note_disclosure("register.print", part.chosen, unit_id=unit_id, by=viewer().account_id, at=now())
    shown = {
        "columns": COLUMNS, "part": part, "head": letterhead(unit_id), "whole": whole,
        "mark": head_mark(reading(), unit_id), "proof": choices.proof,
        "entries": register_entries(viewer(), part.chosen, masked=not whole), "until": min(part.chosen.until, today()),
        "back": _address(url_for("register.show_register")),
    }
    if count_rows(viewer(), part.chosen, None)[0] <= AT_ONCE:
        return render_template(PAPER, **shown)
    return Response(_together(stream_template(PAPER, **shown)), mimetype="text/html")


def proof_words(proof: Proof | None) -> tuple[str, str] | None:
    """(icon, words) of the last proof of the office's books; None before there was one."""
    if proof is None:
        return None
    day = short_day(proof.at)
    if not proof.holds:
        return "exclamation-triangle-fill", _("chuỗi sổ ngày %(day)s không khớp, báo người quản trị máy chủ", day=day)
    if proof.is_old(now()):
        return "question-circle", _("chuỗi sổ kiểm lần cuối ngày %(day)s", day=day)
    return "check-lg", _("chuỗi sổ ngày %(day)s khớp", day=day)


def _together(pieces: Iterator[str]) -> Iterator[str]:
    """A long page in a few large pieces: a book of thousands of rows is never whole in memory."""
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size > PIECE:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


@cache
def _heads(_language: str) -> Heads:
    """The same on every page of the book: made once in each language."""
    heads = [(column.number, html(_(column.heading))) for column in COLUMNS]
    words = "".join(f'<th scope="col" class="r-{number}">{text.replace("/", "/<wbr>")}</th>' for number, text in heads)
    places = "".join(f'<th scope="col">{number}</th>' for number, _text in heads)
    begins = tuple(f'<td{MIDDLE_CELL if number in MIDDLE else ""} data-name="{text}">'
                   for number, text in heads[FIRST_PLAIN:])
    rows = Markup(f'<tr>{words}</tr><tr class="places">{places}</tr>')  # noqa: S704  every text is escaped
    return Heads(rows, begins)


def _lines(shown: Sequence[Entry], begins: Sequence[str]) -> Markup:
    """The rows as they stand in the table. Made here: a template would take as long over them as the database."""
    address = page_of("visit", "")
    return Markup("".join(_row(entry, address, begins) for entry in shown))  # noqa: S704  every text is escaped


def _row(entry: Entry, address: str, begins: Sequence[str]) -> str:
    """One row: its number leads to the visit; stored texts hold no control character, so one parts them here."""
    row = entry.row
    first, day, *plain = html(PART.join((*entry.texts[:PERSON], *_plain_texts(entry)))).replace(LINE, ", ").split(PART)
    cells = "".join(f"{begin}{text}</td>" for begin, text in zip(begins, plain, strict=True))
    kind = ' class="void"' if row.state == "void" else ""
    return (f'<tr{kind}><td><a class="nowrap" href="{address}{row.public_id}"><b>{first}</b></a></td><td>{day}</td>'
            f"{_person_cell(entry)}{cells}</tr>")


def _person_cell(entry: Entry) -> str:
    """The third column: the name stands out; a denouncer's code never breaks; a void number says why."""
    first, *others = entry.texts[PERSON].split(LINE)
    if entry.row.state == "void":
        others = [entry.texts[CONTENT]] if entry.texts[CONTENT] else []
    elif entry.row.sealed:
        return f'<td><b class="nowrap">{html(entry.row.code)}</b>{_below(others)}</td>'
    return f"<td>{f'<b>{html(first)}</b>' if first else ''}{_below(others)}</td>"


def _below(lines: Sequence[str]) -> str:
    return "".join(f"<br>{html(line)}" for line in lines)


def _plain_texts(entry: Entry) -> tuple[str, ...]:
    """Columns 4 to 13; of a void number the fifth stands in the third cell already."""
    texts = entry.texts[FIRST_PLAIN:]
    return (texts[0], "", *texts[2:]) if entry.row.state == "void" else texts


def asked_part() -> tuple[Choices, Part]:
    """Whose book and which part of it this request asks for; 404 when the viewer may open no book."""
    choices = register_choices(viewer(), request.args.get("don-vi", ""))
    if choices is None:
        abort(404)
    receiver = choices.receiver(request.args.get("nguoi", ""))
    return choices, part_asked(request.args, today(), unit_id=choices.unit.id, receiver_id=receiver)


def _address(base: str, **changes: str | None) -> str:
    """``base`` with today's filters, some of them changed or taken away; a page of the list is left behind."""
    if "filters" not in g:
        g.filters = {name: quote(request.args[name], safe="") for name in FILTERS if request.args.get(name)}
    words = g.filters.copy()
    for name, value in changes.items():
        if value:
            words[name] = value      # a number, a day, a code or a random id: nothing that needs quoting
        else:
            words.pop(name, None)
    return f"{base}?{'&'.join([f'{name}={value}' for name, value in words.items()])}" if words else base


def _here(**changes: str | None) -> str:
    if "don_vi" in changes:
        changes["don-vi"] = changes.pop("don_vi")
    return _address(url_for("register.show_register") if request.endpoint != HERE else request.path, **changes)


def _pages(part: Part, rows: Any, after: tuple[Any, int] | None) -> Pages:
    newer = None
    if after is not None:
        before = page_before(viewer(), part.chosen, after)
        newer = _here(sau=before)
    older = _here(sau=rows[PAGE - 1].public_id) if len(rows) > PAGE else None
    return Pages(newer, older)


def _chips(part: Part, choices: Choices) -> dict[str, Any]:
    """Every filter as its choices: (words, address, chosen)."""
    chosen = part.chosen
    years = range(today().year, today().year - YEARS_OFFERED, -1)
    return {
        "month": _month_words(part.year, part.month) if part.month else "",
        "range": "" if part.month or part.whole_year else f"{chosen.since:%d/%m}–{chosen.until:%d/%m/%Y}",
        "whole_year": _here(nam=str(part.year), tu=None, den=None),
        "months": lambda: [(_month_words(part.year, number), _month(part.year, number), False)
                           for number in range(1, 13)],
        "years": [(str(year), _here(nam=str(year), tu=None, den=None), year == part.year) for year in years],
        "matters": [(_("tất cả"), _here(loai=None), chosen.matter is None),
                    *((_(LABELS[matter]), _here(loai=str(matter)), chosen.matter == matter) for matter in Matter)],
        "matter": _(LABELS[chosen.matter]) if chosen.matter else _("tất cả"),
        "receivers": [(_("tất cả"), _here(nguoi=None), chosen.receiver is None), *(
            (row.name, _here(nguoi=row.public_id), row.id == chosen.receiver) for row in choices.receivers)],
        "receiver": next((row.name for row in choices.receivers if row.id == chosen.receiver), _("tất cả")),
        "units": [(row.name, _here(don_vi=row.public_id, nguoi=None), row.id == choices.unit.id)
                  for row in choices.units],
        "void": _here(huy=None if chosen.void_only else "1"),
        "reset": _here(**dict.fromkeys(("loai", "nguoi", "huy"))),
    }


def _month_words(year: int, month: int) -> str:
    return _("Tháng %(month)s/%(year)s", month=f"{month:02d}", year=str(year))


def _month(year: int, month: int) -> str:
    first, last = month_of(date(year, month, 1))
    return _here(nam=None, tu=first.isoformat(), den=last.isoformat())
