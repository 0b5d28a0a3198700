"""Signs of life: the process answers; the database answers and the scheduler is awake."""
from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from caseapp.notices.heartbeat import last_beat
from caseapp.web.access import public
from caseapp.web.now import now

FRESH = timedelta(minutes=5)

health = Blueprint("health", __name__)


def install(app: Flask) -> None:
    """Open the two signs to everybody."""
    app.register_blueprint(health)


@health.get("/healthz")
@public
def alive() -> ResponseReturnValue:
    """The process lives: for start-up and load balancers."""
    return {"status": "ok"}


@health.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """The database answers and the scheduler's heartbeat is fresh; 503 otherwise: for monitoring."""
    try:
        beat = last_beat()
    except SQLAlchemyError:
        return {"status": "error", "database": False, "scheduler": False}, 503
    awake = beat is not None and now() - beat < FRESH
    return {"status": "ok" if awake else "error", "database": True, "scheduler": awake}, 200 if awake else 503
