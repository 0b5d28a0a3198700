"""The door for a WSGI server of your own choice: ``gunicorn wsgi:app``."""

from caseapp import create_app

app = create_app()
