"""A year of twelve mediation teams as a story: 300 disputes, who mediated them, what came of each, what was promised.

Plain values from one seed; nothing here knows the program. ``mediation_year`` lives it, ``mediation_count`` counts it.
"""
from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
HALF = date(2026, 6, 30)
TEAMS, DISPUTES, MEDIATORS = 12, 300, 4
BEGUN_LATE, FORMED_ON = 11, date(2026, 3, 16)        # one team was formed in spring
SCOPES = {
    "civil": ("path", "boundary", "debt", "damage"), "family": ("spouses", "children", "inheritance"),
    "other": ("noise", "hygiene", "quarrel", "animals"),
}
ABOUT = {
    "path": "Lối đi chung bị xây bậc thềm lấn ra", "boundary": "Hàng rào lấn qua ranh đất",
    "debt": "Mượn tiền làm vườn chưa trả", "damage": "Xe tải cán vỡ sân gạch", "spouses": "Vợ chồng bất hòa",
    "children": "Con không góp tiền nuôi mẹ", "inheritance": "Chia đất cha mẹ để lại", "noise": "Hát loa kéo khuya",
    "hygiene": "Đổ rác sang vườn bên cạnh", "quarrel": "Lời qua tiếng lại ở chợ", "animals": "Gà sang phá luống rau",
}
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Thạch", "Lý")
MIDDLE = ("Văn", "Thị", "Minh", "Ngọc", "Hữu", "Kim", "Thanh", "Thu")
GIVEN = ("An", "Bình", "Cúc", "Dũng", "Giàu", "Hạnh", "Khoa", "Lan", "Mẫn", "Nga", "Oanh", "Phúc", "Quý", "Sang", "Tâm")


@dataclass(frozen=True, slots=True)
class Side:
    """A party: role, name, age in years, address."""

    role: str
    name: str
    age: int
    address: str


@dataclass(frozen=True, slots=True)
class Vow:
    """What a side promised by a day, and what came of it: kept, late, broken, moved to another day, or still open."""

    side: str
    what: str
    due_on: date
    fate: str
    on: date


@dataclass(frozen=True, slots=True)
class End:
    """How a dispute ended: settled, failed, stopped, referred; ``mistaken``: recorded wrongly, and set right later.

    ``noted_on``: the day it was written down, where that was later.
    """

    on: date
    result: str
    words: str
    record: str = ""
    vows: tuple[Vow, ...] = ()
    mistaken: bool = False
    again_on: date | None = None        # the parties asked to go on, or the leader took a mistake back
    noted_on: date | None = None


@dataclass(slots=True)
class Dispute:
    """One dispute; ``mediators`` are places in the team, the first leads.

    ``swapped``: (day, who went, who came, why): for an interest before anything was done, or a breach after a sitting.
    ``entered_on``: the day it was written down, later than it was received where somebody was late.
    """

    place: int
    team: int
    received_on: date
    entered_on: date
    scope: str
    matter: str
    title: str
    content: str
    sides: tuple[Side, ...]
    started_by: str
    mediators: tuple[int, ...]
    sat_on: date | None = None
    invited: str = ""
    swapped: tuple[date, int, int, str] | None = None
    ends: list[End] = field(default_factory=list)
    void_on: date | None = None
    urgent: bool = False


def name_of(luck: random.Random) -> str:
    """An invented person."""
    return " ".join((luck.choice(FAMILY), luck.choice(MIDDLE), luck.choice(GIVEN)))


def team_name(team: int) -> str:
    """What a team is called."""
    return f"Tổ hòa giải ấp {team + 1}"


def mediator_name(team: int, place: int) -> str:
    """What a mediator is called: every one of the year's has another name."""
    family, given = FAMILY[team % len(FAMILY)], GIVEN[(team + 4 * place) % len(GIVEN)]
    return f"{family} {('Văn', 'Thị', 'Minh', 'Thị')[place]} {given} {team + 1}{'abcd'[place]}"


def story(disputes: int = DISPUTES, teams: int = TEAMS, seed: int = 2026) -> list[Dispute]:
    """The year in the order in which it was written down."""
    luck = random.Random(seed)
    told = [_dispute(luck, place, teams) for place in range(disputes)]
    return sorted(told, key=lambda one: (one.entered_on, one.place))


def _dispute(luck: random.Random, place: int, teams: int) -> Dispute:
    team = place % teams
    first = FORMED_ON if team == BEGUN_LATE else FIRST
    received = first + timedelta(days=luck.randrange((LAST - first).days - 5))
    scope = luck.choices(tuple(SCOPES), (5, 3, 4))[0]
    matter = luck.choice(SCOPES[scope])
    hamlet = f"ấp {team + 1}"
    sides = [Side(role, f"{name_of(luck)} {place}{letter}", luck.randrange(22, 80), hamlet)
             for role, letter in (("party-a", "a"), ("party-b", "b"), ("related", "c"))[:2 + (place % 7 == 0)]]
    late = luck.choice((20, 45)) if place % 29 == 0 else 0
    one = Dispute(
        place, team, received, min(received + timedelta(days=late), LAST), scope, matter, f"{ABOUT[matter]} ({place})",
        f"{ABOUT[matter]}, hai bên không nói chuyện với nhau, vụ {place}.", tuple(sides),
        luck.choice(("party", "party", "witnessed", "assigned")),
        tuple(luck.sample(range(MEDIATORS), luck.choices((1, 2, 3), (5, 3, 1))[0])))
    _course(luck, one)
    return one


def _course(luck: random.Random, one: Dispute) -> None:
    fate = luck.choices(
        ("settled", "failed", "stopped", "referred", "open", "waiting", "void", "again", "mistaken"),
        (62, 12, 5, 4, 4, 3, 2, 5, 3))[0]
    if fate == "waiting":
        return
    if fate == "void":
        one.void_on = one.entered_on
        return
    if fate == "referred":
        one.ends.append(End(one.entered_on, "referred", f"Hướng dẫn gửi đúng nơi, vụ {one.place}."))
        return
    one.sat_on = one.entered_on + timedelta(days=luck.randrange(3))
    one.urgent = one.place % 41 == 0
    one.invited = f"{name_of(luck)} {one.place}i" if one.place % 11 == 0 else ""
    _swap(luck, one)
    if fate == "open":
        return
    ended = one.sat_on + timedelta(days=luck.randrange(20))
    if fate == "again":
        one.ends.append(End(ended, luck.choice(("failed", "stopped")), f"Mỗi bên giữ ý mình, vụ {one.place}.",
                            again_on=ended + timedelta(days=luck.randrange(10, 60))))
        ended = one.ends[0].again_on + timedelta(days=luck.randrange(1, 15))
        fate = "settled"
    elif fate == "mistaken":
        one.ends.append(End(ended, "failed", f"Ghi nhầm, vụ {one.place}.", mistaken=True,
                            again_on=ended + timedelta(days=1)))
        ended, fate = ended + timedelta(days=2), "settled"
    one.ends.append(_end(luck, one, ended, fate))
    while one.ends and one.ends[-1].on > LAST:          # what lies beyond the year has not happened in it
        one.ends.pop()
    if one.ends and (again := one.ends[-1].again_on) is not None and again > LAST:
        last = one.ends.pop()
        one.ends.append(End(last.on, last.result, last.words))
    if one.sat_on > LAST:
        one.sat_on = None


def _swap(luck: random.Random, one: Dispute) -> None:
    left = [place for place in range(MEDIATORS) if place not in one.mediators]
    if one.place % 17 or not left:
        return
    why = luck.choice(("interest", "breach"))
    on = one.entered_on if why == "interest" else one.sat_on
    assert on is not None
    one.swapped = (on, one.mediators[0], luck.choice(left), why)


def _end(luck: random.Random, one: Dispute, on: date, result: str) -> End:
    noted = min(on + timedelta(days=12), LAST) if one.place % 31 == 0 and on <= LAST else None
    if result != "settled":
        return End(on, result, f"Bên A đòi bồi thường, bên B không chịu, vụ {one.place}.", noted_on=noted)
    record = luck.choices(("", "signed", "fingerprinted", "refused"), (4, 5, 1, 1))[0]
    many = luck.choices((0, 1, 2, 3), (3, 5, 3, 1))[0]
    vows = tuple(_vow(luck, one, on, noted or on, place) for place in range(many))
    words = f"Hai bên bắt tay, mỗi bên nhường một phần, vụ {one.place}."
    return End(on, "settled", words, record, vows, noted_on=noted)


def _vow(luck: random.Random, one: Dispute, on: date, noted: date, place: int) -> Vow:
    due = on + timedelta(days=luck.randrange(3, 50))
    fate = luck.choices(("kept", "late", "broken", "moved", "open"), (12, 3, 2, 2, 2))[0]
    found = {"kept": due - timedelta(days=1), "late": due + timedelta(days=6), "broken": due + timedelta(days=9),
             "moved": due - timedelta(days=2), "open": due}[fate]
    found = max(found, noted + timedelta(days=1))
    return Vow(luck.choice(("party-a", "party-b")), f"Làm xong việc thứ {place + 1} của vụ {one.place}", due,
               fate if found <= LAST else "open", found)
