"""What the pages of mediation share: their blueprint, and a dispute or team that is asked for."""
from __future__ import annotations

from flask import Blueprint

pages = Blueprint("mediation", __name__)
