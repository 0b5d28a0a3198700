"""Signing in with a one-time password and choosing one's own, as a person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.staff.administering import send

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

CHOSEN = "chuối chín cây 8842 x"


def choose_password(app: Flask, name: str, password: str) -> FlaskClient:
    """A browser signed in as ``name``, past the page that asks for a password of one's own."""
    client = app.test_client()
    client.post("/login", data={"username": name, "password": password})
    answer = send(client, "/doi-mat-khau", current=password, new=CHOSEN, again=CHOSEN)
    assert answer.status_code == 303, answer.text
    return client
