"""What an act is told once for each: of every member of a team the declaration, of every content the finding.

Stored as rows, in the order of the members or contents. A single code in their place says the same of each.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from caseapp.cases.practice import Told

MEMBERS: Final = "members"
CONTENTS: Final = "contents"
NO_INTEREST: Final = "none"
# What one answer for the whole team was called, before every member had a line of his own.
ALL_WITHOUT: Final = "all"
DROPPED: Final = "dropped"          # the finding of a content that was withdrawn


@dataclass(frozen=True, slots=True)
class Declared:
    """What a member declared: ``who`` is the public id of the account, ``says`` a code, ``on`` an ISO day."""

    who: str
    says: str
    on: str
    paper: str

    @property
    def free(self) -> bool:
        """Whether nothing ties the member to the accused, or to whoever denounced."""
        return self.says in (NO_INTEREST, ALL_WITHOUT)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one content, by its code, and why."""

    finding: str
    why: str


def declared_of(told: Any, members: Iterable[str], on: str, paper: str) -> tuple[Declared, ...]:
    """The declarations in an act's input; one code for all stands for each of ``members``, in the act's own paper."""
    if isinstance(told, str):
        return tuple(Declared(one, told, on, paper) for one in members) if told else ()
    return tuple(Declared(row["who"], row.get("says", ""), row.get("on", ""), row.get("paper", ""))
                 for row in told or ())


def found_of(told: Any, contents: Sequence[str], why: str = "") -> tuple[Found, ...]:
    """The findings in an act's input, in the order of the contents; one code for all has its reason in ``why``."""
    if isinstance(told, str):
        return tuple(Found(told, why) for _one in contents) if told else ()
    return tuple(Found(row.get("finding", ""), row.get("why", "")) for row in told or ())


def contents_of(acts: Iterable[tuple[str, Mapping[str, Any]]], otherwise: str = "") -> tuple[str, ...]:
    """The contents that were accepted, a line each; where nothing says them, the whole matter is one."""
    accepted = [str(details.get("summary", "")) for code, details in acts if code == "accept"]
    lines = tuple(line.strip() for line in (accepted[-1] if accepted else "").splitlines() if line.strip())
    return lines or (otherwise,)


def all_free(told: Told) -> bool:
    """Whether every member of the team that is chosen declared that nothing ties him; true while nothing is chosen."""
    given, team = told.chosen.get("no_interest"), told.chosen.get("team")
    if given is None:
        return True
    rows = declared_of(given, team or ("",), "", "")
    return all(one.free for one in rows) and set(team or ()) <= {one.who for one in rows}


def all_found(told: Told) -> bool:
    """Whether every content has a finding with its reason; true while nothing is chosen."""
    given = told.chosen.get("findings")
    if given is None or isinstance(given, str):
        return True
    rows = found_of(given, ())
    return len(rows) == len(contents_of(told.acts)) and all(one.finding and one.why for one in rows)


def drops(told: Told) -> bool:
    """Whether some content is said to be withdrawn."""
    given = told.chosen.get("findings") or ()
    return given == DROPPED or any(one.finding == DROPPED for one in found_of(given, ()))
