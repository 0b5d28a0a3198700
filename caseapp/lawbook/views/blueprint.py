"""The blueprint that the pages of the law share, and the address of the one page that others make."""
from __future__ import annotations

from typing import Final

from flask import Blueprint

pages = Blueprint("lawbook", __name__)

CALENDAR: Final = "/phap-luat/lich"      # a page of the calendar's own
