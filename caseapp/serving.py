"""How the office is served: one process with the scheduler inside, or workers with the scheduler apart."""
from __future__ import annotations

import sys

from flask import Flask

from caseapp.config import LOOPBACK, OfficeProblem, Settings
from caseapp.office import open_office, see_port
from caseapp.timetable import OFFICE_ZONE, put_on


def serve(app: Flask, settings: Settings) -> None:
    """Production: SQLite in one process with the scheduler; PostgreSQL with gunicorn's workers and none."""
    if settings.host not in LOOPBACK and not settings.https:
        raise OfficeProblem("Mở ra mạng phải qua HTTPS: đặt CASEAPP_PUBLIC_URL=https://… "
                            "(hoặc để CASEAPP_HOST=127.0.0.1 sau máy chủ trung gian).")
    open_office(app)
    see_port(settings)
    if settings.sqlite:
        serve_alone(app, settings)
    else:
        _serve_workers(settings)


def serve_alone(app: Flask, settings: Settings) -> None:
    """One process: waitress, and the scheduler in a thread."""
    from apscheduler.schedulers.background import BackgroundScheduler  # noqa: PLC0415  slow to import
    from waitress import create_server  # noqa: PLC0415

    server = create_server(
        app, host=settings.host, port=settings.port, threads=max(settings.threads, 4), ident=None,
        # What is too large still reaches the application, which says so in Vietnamese.
        max_request_body_size=(4 * settings.upload_mb) << 20,
        # A register waits in memory: it may hold names that must not touch the disk.
        inbuf_overflow=(settings.book_mb + 1) << 20)
    scheduler = BackgroundScheduler(timezone=OFFICE_ZONE, daemon=True)
    put_on(scheduler, app)
    scheduler.start()
    try:
        server.run()
    finally:
        scheduler.shutdown(wait=False)


def schedule(app: Flask) -> None:
    """The scheduler alone, until stopped; any number may run, every job is safe to repeat."""
    from apscheduler.schedulers.blocking import BlockingScheduler  # noqa: PLC0415

    open_office(app)
    scheduler = BlockingScheduler(timezone=OFFICE_ZONE)
    put_on(scheduler, app)
    scheduler.start()


def _serve_workers(settings: Settings) -> None:
    try:
        from gunicorn.app.wsgiapp import run  # noqa: PLC0415  an extra: only Linux with PostgreSQL needs it
    except ImportError as problem:
        raise OfficeProblem("Chạy nhiều tiến trình cần gunicorn: cài gói mở rộng “unix”.") from problem
    sys.argv = ["gunicorn", "--workers", str(settings.workers), "--threads", str(settings.threads),
                "--worker-class", "gthread", "--bind", f"{settings.host}:{settings.port}",
                "--forwarded-allow-ips", "127.0.0.1" if settings.proxies else "", "wsgi:app"]
    run()
