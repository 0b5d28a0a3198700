"""How the parts become one application: plumbing, doors, frame; nothing else."""
from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from caseapp import db, health, home, logs
from caseapp.board import views as board
from caseapp.cases import views as cases
from caseapp.config import Settings
from caseapp.dossiers import views as dossiers
from caseapp.exchange import views as exchange
from caseapp.extensions import login, migrate
from caseapp.keys import open_keyring
from caseapp.kinds import KINDS
from caseapp.lawbook import views as lawbook
from caseapp.mediation import views as mediation
from caseapp.navigation import frame
from caseapp.notices import views as notices
from caseapp.office import MIGRATIONS, keys_may_be_made
from caseapp.petitions import views as petitions
from caseapp.reception import views as reception
from caseapp.staff import views as staff
from caseapp.web import access
from caseapp.web import assembly as pages


def build(settings: Settings) -> Flask:
    """Every door under the guard; a route without a policy stops the start."""
    app = Flask("caseapp")
    app.extensions["settings"] = settings
    app.extensions["kinds"] = KINDS
    app.extensions["keys"] = open_keyring(settings.home, may_make=keys_may_be_made(settings))
    app.config["SECRET_KEY"] = app.extensions["keys"].secret("cookie")
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if settings.https else "session", SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_HTTPONLY=True)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=1)  # type: ignore[method-assign]
    app.config["MAX_CONTENT_LENGTH"] = (settings.upload_mb + 2) << 20
    logs.install()
    db.install(app)
    migrate.init_app(app, db.db, directory=str(MIGRATIONS), render_as_batch=True)
    login.init_app(app)
    pages.install(app, staff.guard, frame())
    for part in (health, home, staff, dossiers, notices, cases, petitions, reception, mediation, board, exchange,
                 lawbook):
        part.install(app)
    access.check_routes(app)
    return app
