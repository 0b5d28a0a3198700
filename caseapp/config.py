"""Settings: read once, typed; environment over ``caseapp.toml`` over the default."""
from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

PREFIX = "CASEAPP_"
LAST_PORT = 65_535
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SMTP_TLS = ("starttls", "tls", "none")
# What both we and every mail server take for an address: no spaces, no brackets, nothing beyond ASCII.
MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
# Read by the start script and by the tests, never by the office itself.
OUTSIDE = frozenset({"CASEAPP_CHROMIUM", "CASEAPP_TEST_DATABASE_URL"})


class OfficeProblem(Exception):
    """The office cannot be opened; the message says why and what to do."""


class SettingsProblem(OfficeProblem):
    """A setting is unknown or has a value nobody can use; the message is for the operator."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an operator may decide; lengths in the unit their name says."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: str = ""
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    session_idle_minutes: int = 15
    session_hours: int = 8
    one_time_password_hours: int = 72
    draft_days: int = 7
    search_minutes: int = 60
    upload_mb: int = 50
    book_mb: int = 10
    workers: int = 2
    threads: int = 4
    # How many working days before the safe day somebody is reminded, and how many after the last day the account that
    # the unit above has named is told. The office's own measures, no limit of any law.
    remind_days: tuple[int, ...] = (7, 3)
    escalate_days: int = 3
    # Mail is off until a server is named. Without encryption only to this machine itself.
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_password_file: str = ""
    smtp_tls: str = "starttls"
    mail_from: str = ""

    @property
    def mails(self) -> bool:
        """Whether reminders go out by mail, too."""
        return bool(self.smtp_host)

    @property
    def https(self) -> bool:
        """Whether people reach the office over TLS: decides Secure cookies and HSTS."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """The address people type, without a slash at its end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that requests may carry."""
        named = urlsplit(self.address).hostname or self.host
        return tuple(dict.fromkeys((*self.trusted_hosts, named, self.host, "localhost", "127.0.0.1")))

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def default_home(environ: Mapping[str, str]) -> Path:
    """The folder of an office that was told nothing: outside the source tree, per user."""
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home()) / "caseapp"
    return Path(environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "caseapp"


def load_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment and ``caseapp.toml``; an unknown name is refused, not ignored."""
    environ = os.environ if environ is None else environ
    home = Path(environ.get("CASEAPP_HOME") or default_home(environ)).expanduser().resolve()
    known = {field.name: field for field in fields(Settings)}
    given: dict[str, object] = {}
    for name, value in _from_file(home).items():
        if name not in known:
            raise SettingsProblem(f"caseapp.toml: không có thiết lập “{name}”. / unknown setting “{name}”.")
        given[name] = value
    for variable, value in environ.items():
        if not variable.startswith(PREFIX) or variable in OUTSIDE:
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in known:
            raise SettingsProblem(f"Không có thiết lập {variable}. / Unknown setting {variable}.")
        given[name] = value
    given["home"] = home
    settings = Settings(**{name: _typed(name, value) for name, value in given.items()})  # type: ignore[arg-type]
    _see_ports(settings)
    _see_mail(settings)
    if settings.database_url:
        return settings
    return _with(settings, database_url=f"sqlite:///{home / 'caseapp.sqlite3'}")


def _see_ports(settings: Settings) -> None:
    for name in ("port", "smtp_port"):
        if getattr(settings, name) > LAST_PORT:
            raise SettingsProblem(f"Giá trị của {name} không dùng được: {getattr(settings, name)}. "
                                  f"/ {name}: unusable value.")


def _see_mail(settings: Settings) -> None:
    """A way to send mail is whole, or there is none."""
    if settings.smtp_tls not in SMTP_TLS:
        raise SettingsProblem(f"smtp_tls phải là một trong: {', '.join(SMTP_TLS)}. / smtp_tls: unusable value.")
    if not settings.mails:
        return
    if settings.smtp_tls == "none" and settings.smtp_host not in LOOPBACK:
        raise SettingsProblem("smtp_tls=none chỉ dùng được khi máy chủ thư ở chính máy này. "
                              "/ smtp_tls: none is for this machine alone.")
    if not MAIL_ADDRESS.fullmatch(settings.mail_from):
        raise SettingsProblem("mail_from phải là địa chỉ thư gửi đi của đơn vị. / mail_from: no mail address.")
    if settings.smtp_password and settings.smtp_password_file:
        raise SettingsProblem("Chỉ đặt smtp_password hoặc smtp_password_file. "
                              "/ smtp_password and smtp_password_file: one of them.")


def smtp_password(settings: Settings) -> str:
    """The password of the mail server, from the settings or from its file; raises SettingsProblem."""
    if not settings.smtp_password_file:
        return settings.smtp_password
    try:
        return Path(settings.smtp_password_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsProblem(f"Không đọc được smtp_password_file: {type(problem).__name__}.") from problem


def _with(settings: Settings, **changes: object) -> Settings:
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return Settings(**{**values, **changes})


def _from_file(home: Path) -> dict[str, object]:
    path = home / "caseapp.toml"
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise SettingsProblem(f"Không đọc được {path}: {problem}") from problem


def _typed(name: str, value: object) -> object:
    if name == "home":
        return value
    wanted = {field.name: field.type for field in fields(Settings)}[name]
    try:
        return _READERS[str(wanted)](value)
    except (TypeError, ValueError) as problem:
        raise SettingsProblem(f"Giá trị của {name} không dùng được: {value!r}. / {name}: unusable value.") from problem


def _number(value: object) -> int:
    number = int(str(value))
    if number < 0:
        raise ValueError(value)
    return number


def _words(value: object) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else str(value).split(",")
    return tuple(part.strip() for part in map(str, parts) if part.strip())


def _numbers(value: object) -> tuple[int, ...]:
    """Days ahead, the farthest first; at least one, since nothing may fall due unannounced."""
    numbers = tuple(sorted({_number(word) for word in _words(value)}, reverse=True))
    if not numbers or not numbers[-1]:
        raise ValueError(value)
    return numbers


_READERS: dict[str, Callable[[Any], object]] = {
    "str": str, "int": _number, "tuple[str, ...]": _words, "tuple[int, ...]": _numbers,
}
