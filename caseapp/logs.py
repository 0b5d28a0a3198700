"""Logs: one JSON line an event, to standard error; no personal value ever goes into one."""
from __future__ import annotations

import logging
import sys

import structlog


def install() -> None:
    """Bind structlog to standard error and quieten libraries that log what they were given."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_names: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for name in ("sqlalchemy", "alembic", "apscheduler", "waitress.queue", "flask_wtf.csrf"):
        logging.getLogger(name).setLevel(logging.ERROR)
