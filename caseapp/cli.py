"""The command ``caseapp``: a table of contents; each command's own module is loaded when it is called."""
from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from caseapp.config import OfficeProblem

COMMANDS = {
    "demo": "caseapp.office_cli:demo",
    "serve": "caseapp.office_cli:serve",
    "scheduler": "caseapp.office_cli:scheduler",
    "sweep": "caseapp.office_cli:sweep",
    "verify": "caseapp.office_cli:verify",
    "backup": "caseapp.backup_cli:backup",
    "restore": "caseapp.backup_cli:restore",
    "live": "caseapp.backup_cli:live",
    "seed": "caseapp.office_cli:seed",
    "routes": "caseapp.office_cli:routes",
    "import": "caseapp.exchange.cli:import_book",
    "unit": "caseapp.staff_cli:unit",
    "user": "caseapp.staff_cli:user",
    "rules": "caseapp.law_cli:rules",
    "kinds": "caseapp.law_cli:kinds",
    "calendar": "caseapp.law_cli:calendar",
    "due": "caseapp.law_cli:due",
}


class Office(click.Group):
    """Loads a command's module only when somebody calls it: ``caseapp due`` must not wait for Flask."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=Office)
def caseapp() -> None:
    """Tiếp công dân, đơn, khiếu nại, tố cáo, hòa giải."""


def _open_office() -> Any:
    """The office of this environment, for commands that lie below the assembly."""
    return importlib.import_module("caseapp.office_cli").opened()[0]


def main() -> None:
    """Run the command; problems that a person can mend are one line and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        caseapp(prog_name="caseapp", obj=_open_office)
    except OfficeProblem as problem:
        click.echo(str(problem), err=True)
        sys.exit(1)
