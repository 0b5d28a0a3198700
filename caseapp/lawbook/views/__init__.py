"""The pages of the law: what it says, where it is in doubt, what it changes, and when something is due."""
from __future__ import annotations

from flask import Flask

from caseapp.lawbook.views import acts as _acts
from caseapp.lawbook.views import calculator as _calculator
from caseapp.lawbook.views import calendar as _calendar
from caseapp.lawbook.views import changes as _changes
from caseapp.lawbook.views import competence as _competence
from caseapp.lawbook.views import doubts as _doubts
from caseapp.lawbook.views import entry as _entry
from caseapp.lawbook.views import procedures as _procedures
from caseapp.lawbook.views import rule as _rule
from caseapp.lawbook.views.blueprint import pages

# each binds its views to the blueprint when it is imported
_PARTS = (_entry, _rule, _acts, _procedures, _changes, _doubts, _calculator, _competence, _calendar)


def install(app: Flask) -> None:
    """Put the book of the law into the application."""
    app.register_blueprint(pages)
