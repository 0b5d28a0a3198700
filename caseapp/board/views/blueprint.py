"""The blueprint that the board's pages share."""
from __future__ import annotations

from flask import Blueprint

pages = Blueprint("board", __name__)
