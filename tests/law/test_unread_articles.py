"""No article of the Law on Complaints is cited as read that the law files do not hold; what is not in them says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import caseapp
from caseapp.kinds import KINDS
from caseapp.law.acts import ACTS, LKN, UNREAD_ARTICLE
from caseapp.law.calendars import SHIPPED
from caseapp.law.discipline_choices import DISCIPLINE_RECIPIENTS
from caseapp.lawbook.doubts import doubts
from caseapp.text import mark

# Articles of the law whose words, or a report of them, the law files hold (17 and 18: competence, unconfirmed by its own rows).
READ = {7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 40, 41, 42, 44, 48,
        49, 50, 51, 52, 53, 55, 56, 57, 58}
CITED = re.compile(r'\bLKN\(\s*"?(\d+)')


def test_every_article_that_is_cited_was_read_or_says_that_it_was_not() -> None:
    cited = {int(article) for path in Path(caseapp.__file__).parent.rglob("*.py") for article in CITED.findall(path.read_text("utf-8"))}
    unread = {int(article) for article in LKN.unread}
    assert cited > unread, "nothing is listed that nobody cites"
    assert cited - unread <= READ
    assert not unread & READ


def test_an_unread_article_is_not_confirmed() -> None:
    assert [(LKN(38).confirmed, LKN(38, 1).confirmed, LKN(37).confirmed)] == [(False, False, True)]
    assert {one.code: (one.confirmed, one.note) for one in DISCIPLINE_RECIPIENTS["decide"]}["complainant"] == (False, UNREAD_ARTICLE)


@pytest.mark.parametrize("article", sorted(LKN.unread))
def test_the_lawyer_finds_it_with_the_acts_that_rest_on_it(article: str) -> None:
    listed = {one.id: one for part in doubts(SHIPPED, KINDS, mark) for one in part.doubts}
    found = listed[f"LKN {article}"]
    assert (found.note, found.act) == (UNREAD_ARTICLE, "LKN")
    assert found.uses or article in {"39", "47"} or any(action.citation and action.citation.article == article
                                                        for kind in KINDS.values() for action in kind.actions)


def test_an_act_that_is_named_is_an_act_that_is_known() -> None:
    """A decree or circular that a sentence of the program names by its number has its place among the acts."""
    named = re.compile(r"(?:Nghị định|Thông tư|Nghị quyết|Luật) (\d+/\d{4}/[\w-]+)")
    known = {act.number for act in ACTS.values()}
    missing = {(path.name, number) for path in Path(caseapp.__file__).parent.rglob("*.py") for number in named.findall(path.read_text("utf-8"))
               if number not in known}
    assert missing == set()
