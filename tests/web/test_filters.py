"""Words that templates ask for: how a place in the law is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from caseapp.law.acts import LKN
from caseapp.web.filters import said_place

if TYPE_CHECKING:
    from flask import Flask


def test_an_unread_article_is_called_so(app: Flask) -> None:
    with app.test_request_context():
        assert said_place(LKN(39)) == "Điều 39 Luật Khiếu nại, chưa đối chiếu"
        assert said_place(LKN(37)) == "Điều 37 Luật Khiếu nại"
