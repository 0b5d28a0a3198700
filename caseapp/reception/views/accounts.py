"""The accounts a form offers beside the accused: those its words may mean, those looked up, those ticked already."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from caseapp.db import reading
from caseapp.reception.accused import named_in_full
from caseapp.reception.commands.barring import nobody_left
from caseapp.reception.forms.people import wrong
from caseapp.reception.queries import office
from caseapp.reception.queries.readers import leaves_nobody
from caseapp.staff.viewer import viewer
from caseapp.text import fold
from caseapp.web.language import gettext as _
from caseapp.web.now import today

MOST_FOUND: Final = 20


@dataclass(frozen=True, slots=True)
class Offered:
    """One account as a tick box: who it is, and why it stands there."""

    public_id: str
    words: str
    why: str
    ticked: bool


@dataclass(slots=True)
class Accounts:
    """The accounts on one form. ``barred`` are barred already; ``before`` is what stood there before a correction:
    name with post, and the story. Whom these meant was settled then, and is not asked again."""

    form: Any
    unit_id: int
    barred: frozenset[int] = frozenset()
    before: tuple[str, str] = ("", "")
    barred_words: list[str] = field(default_factory=list)
    sought: str | None = None
    found: list[Any] = field(default_factory=list)
    more: bool = False
    _known: Sequence[Any] | None = None

    def look_up(self) -> None:
        """Accounts near the unit with these words in name, post or unit; without words those of the unit itself."""
        self.sought = self.form.accused_find.data or ""
        words = fold(self.sought).split()
        found = [row for row in self._rows() if row.near and row.id not in self.barred
                 and (all(word in _line(row) for word in words) if words else row.unit_id == self.unit_id)]
        self.found, self.more = found[:MOST_FOUND], len(found) > MOST_FOUND
        self.form.accused_find.data = ""

    def check(self) -> None:
        """Whoever may be meant is shown once, ticked, and confirmed by saving again; nobody ticks himself."""
        form, meant = self.form, self._meant()
        self._see_ids(meant)
        if form.accused_find.data:
            self.look_up()
            wrong(form.accused_find, _("Chưa lưu: bên dưới là kết quả tìm. Đánh dấu đúng người nếu có, rồi lưu lại."))
        seen = set((form.accused_seen.data or "").split())
        new = [public_id for public_id in meant if public_id not in seen]
        form.accused_seen.data = " ".join(sorted(meant))
        if new:
            form.accused_account.data = [*dict.fromkeys([*form.accused_account.data, *new])]
            wrong(form.accused_name, self._told(any(meant[one] is not _in_story for one in new)))
        elif viewer().public_id in form.accused_account.data:
            wrong(form.accused_account, _("Bạn được đánh dấu là người bị tố cáo nên không làm việc này được. Mời người "
                                          "khác làm; bỏ dấu nếu chắc chắn là người trùng họ tên, chức vụ."))
        elif leaves_nobody(reading(), self.unit_id, today(), new=self.chosen(), barred=self.barred):
            wrong(form.accused_account, nobody_left())

    def names_me(self) -> bool:
        """Whether name and post, as written now and not before, hold the viewer's whole name."""
        me = [row for row in self._rows() if row.id == viewer().account_id and row.id not in self.barred]
        return bool(named_in_full(self._written(), me)) and not named_in_full(self.before[0], me)

    def chosen(self) -> tuple[int, ...]:
        """The ticked accounts: for them the dossier will not exist."""
        ticked = set(self.form.accused_account.data or ())
        return tuple(row.id for row in self._rows() if row.public_id in ticked) if ticked else ()

    def others(self) -> list[Any]:
        """The accounts that were proposed and not ticked: a person said that they are somebody else's."""
        meant, ticked = self._meant(), set(self.form.accused_account.data or ())
        return [row for row in self._rows() if row.public_id in meant and row.public_id not in ticked]

    @property
    def lines(self) -> list[Offered]:
        """The tick boxes: whoever is meant and was shown, then whoever was ticked besides, then what was found."""
        ticked, seen = set(self.form.accused_account.data or ()), set((self.form.accused_seen.data or "").split())
        if not ticked and not seen and self.sought is None:
            return []
        meant = self._meant()
        found = {row.public_id for row in self.found}
        rows = {row.public_id: row for row in self._rows() if row.near or row.public_id in meant}
        order = [one for one in meant if one in seen]
        order += [one for one in rows if one in ticked and one not in order]
        order += [one for one in rows if one in found and one not in order]
        return [Offered(one, words_of(rows[one]), meant[one]() if one in meant else "", one in ticked)
                for one in order]

    def _see_ids(self, meant: Iterable[str]) -> None:
        """Refuse ids that stand in no list this form can show."""
        known = {row.public_id for row in self._rows() if row.near} | set(meant)
        ticked = list(self.form.accused_account.data or ())
        self.form.accused_account.data = [one for one in ticked if one in known]
        if len(self.form.accused_account.data) < len(ticked):
            wrong(self.form.accused_account, _("Có tài khoản không thuộc danh sách chọn. Chọn trong danh sách."))

    def _meant(self) -> dict[str, Any]:
        """Public ids of the accounts that are meant, each with the words why; those in the story come last."""
        rows = [row for row in self._rows() if row.id not in self.barred]
        (text, story), (old_text, old_story) = (self._written(), self.form.content.data or ""), self.before
        named = _new(office.proposed_among, text, old_text, rows)
        told = _new(named_in_full, story, old_story, rows)
        return {row.public_id: _in_story for row in told} | {row.public_id: _by_name for row in named}

    def _written(self) -> str:
        return f"{self.form.accused_name.data or ''}, {self.form.accused_post.data or ''}"

    def _rows(self) -> Sequence[Any]:
        if self._known is None:
            self._known = office.officials(self.unit_id)
        return self._known

    @staticmethod
    def _told(by_name: bool) -> str:
        if by_name:
            return _("Có tài khoản trùng họ tên hoặc chức vụ. Kiểm tra danh sách bên dưới rồi lưu lại.")
        return _("Nội dung có họ tên của người có tài khoản. Kiểm tra danh sách bên dưới rồi lưu lại.")


def words_of(row: Any) -> str:
    """An account as people know it: name, post, unit."""
    out = _("đã khóa")
    locked = f" ({out})" if row.disabled_on else ""
    title = row.title[:1].lower() + row.title[1:]
    return ", ".join(part for part in (row.display_name, title, row.unit_name) if part) + locked


def _new(search: Any, text: str, before: str, rows: Sequence[Any]) -> list[Any]:
    """Whom ``text`` means and ``before`` did not."""
    found = search(text, rows) if text.strip(", ") else []
    old = {row.id for row in search(before, found)} if found and before.strip(", ") else set()
    return [row for row in found if row.id not in old]


def _line(row: Any) -> str:
    return fold(f"{row.display_name} {row.title} {row.unit_name}")


def _by_name() -> str:
    return _("trùng họ tên hoặc chức vụ")


def _in_story() -> str:
    return _("có tên trong nội dung")
