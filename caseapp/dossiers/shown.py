"""What a kind of dossier tells the pages that all kinds share: its page, its registers, its codes, its states."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Shown:
    """One kind as shared pages show it.

    ``page``: its address with ``{}`` for the public id. ``home``: (name, address) of the place the
    viewer reaches it from.
    ``coded``: ids of dossiers that a code names, whoever may see them. ``states``: names of states by code.
    ``cancelled``: the state of a cancelled number.
    """

    kind: str
    page: str
    home: Callable[[], tuple[str, str]]
    registers: tuple[str, ...]
    coded: Callable[[str], list[int]]
    states: Mapping[str, str]
    cancelled: str = "void"


def show_kind(app: Flask, shown: Shown) -> None:
    """Register a kind at assembly."""
    app.extensions.setdefault("shown_kinds", {})[shown.kind] = shown


def shown_kinds() -> Mapping[str, Shown]:
    """Every kind that has pages in this office."""
    kinds: Mapping[str, Shown] = current_app.extensions.get("shown_kinds", {})
    return kinds


def page_of(kind: str, public_id: str) -> str:
    """The address of a dossier's own page."""
    return shown_kinds()[kind].page.format(public_id)
