"""Flask extensions: made here, bound in ``create_app``; a replacement touches this file alone."""
from __future__ import annotations

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from caseapp.db import db

__all__ = ["babel", "csrf", "db", "login", "migrate"]

babel = Babel()
csrf = CSRFProtect()
login = LoginManager()
migrate = Migrate()
