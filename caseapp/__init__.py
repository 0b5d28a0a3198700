"""The application, put together: a table of contents."""
from __future__ import annotations

from caseapp.config import Settings, load_settings

__all__ = ["Settings", "create_app", "load_settings"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of one office; opens no connection and changes nothing yet."""
    from caseapp.assembly import build  # noqa: PLC0415  `caseapp due` must not wait for Flask

    return build(settings or load_settings())
