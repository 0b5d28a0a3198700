"""Settings: environment over file over default, each typed; what nobody knows or can use stops the start."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from caseapp.config import OfficeProblem, Settings, SettingsProblem, default_home, load_settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for caseapp.toml."""
    return tmp_path


def load(home: Path, toml: str = "", **environ: str) -> Settings:
    if toml:
        (home / "caseapp.toml").write_text(toml, encoding="utf-8")
    return load_settings({"CASEAPP_HOME": str(home), **{f"CASEAPP_{name}": value for name, value in environ.items()}})


def test_the_defaults_are_an_office_on_this_machine(home: Path) -> None:
    settings = load(home)
    assert (settings.host, settings.port, settings.sqlite) == ("127.0.0.1", 8000, True)
    assert settings.database_url == f"sqlite:///{home / 'caseapp.sqlite3'}"
    assert (settings.upload_mb, settings.https, settings.address) == (50, False, "http://127.0.0.1:8000")


def test_environment_over_file_over_default(home: Path) -> None:
    settings = load(home, 'port = 8100\nworkers = 5\ndraft_days = 3', PORT="8200", WORKERS=" 6 ")
    assert (settings.port, settings.workers, settings.draft_days, settings.threads) == (8200, 6, 3, 4)


@pytest.mark.parametrize(("toml", "environ", "field", "value"), [
    ('trusted_hosts = ["a.vn", "b.vn"]', {}, "trusted_hosts", ("a.vn", "b.vn")),
    ("", {"TRUSTED_HOSTS": " a.vn , b.vn,"}, "trusted_hosts", ("a.vn", "b.vn")),
    ("", {"DATABASE_URL": "postgresql+psycopg://u@h/d"}, "sqlite", False),
    ("", {"PUBLIC_URL": "https://tcd.example.vn/"}, "address", "https://tcd.example.vn"),
    ("", {"PUBLIC_URL": "https://tcd.example.vn"}, "https", True),
    ("", {"CHROMIUM": "/usr/bin/chromium", "TEST_DATABASE_URL": "postgresql://x"}, "port", 8000),
])
def test_a_setting_is_read_as_its_type(
    home: Path, toml: str, environ: dict[str, str], field: str, value: object
) -> None:
    assert getattr(load(home, toml, **environ), field) == value


@pytest.mark.parametrize(("toml", "environ", "named"), [
    ("", {"PROT": "8000"}, "CASEAPP_PROT"), ("", {"SECRET_KEY": "x"}, "CASEAPP_SECRET_KEY"),
    ("", {"": "x"}, "CASEAPP_"), ("prot = 8000", {}, "prot"), ("[server]\nport = 1", {}, "server"),
    ("port = ", {}, "caseapp.toml"), ("port = 'x'", {}, "port"), ("port = true", {}, "port"),
    ("port = 80.5", {}, "port"), ("", {"PORT": "eighty"}, "port"), ("", {"PORT": ""}, "port"),
    ("", {"PORT": "-1"}, "port"), ("", {"PORT": "65536"}, "port"),
    ("", {"UPLOAD_MB": "50MB"}, "upload_mb"),
])
def test_what_nobody_can_use_is_named_and_refused(home: Path, toml: str, environ: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsProblem, match=named):
        load(home, toml, **environ)


def test_a_file_that_is_no_text_is_refused(home: Path) -> None:
    (home / "caseapp.toml").write_bytes(b"port = \xff\xfe")
    with pytest.raises(SettingsProblem):
        load(home)
    (home / "caseapp.toml").unlink()
    (home / "caseapp.toml").mkdir()
    with pytest.raises(SettingsProblem):
        load(home)


def test_the_file_cannot_move_the_folder_it_lies_in(home: Path) -> None:
    try:
        assert load(home, 'home = "/elsewhere"').home == home
    except SettingsProblem as problem:
        assert "home" in str(problem)  # noqa: PT017  either is honest


def test_a_problem_of_settings_is_one_of_opening_the_office() -> None:
    assert issubclass(SettingsProblem, OfficeProblem)


def test_other_variables_are_nobodys_business(home: Path) -> None:
    assert load_settings({"CASEAPP_HOME": str(home), "PATH": "/bin", "caseapp_port": "1"}).port == 8000


def test_the_home_is_outside_the_tree_and_of_the_person() -> None:
    assert default_home({"XDG_DATA_HOME": "/d"}) == Path("/d/caseapp")
    assert default_home({}) == Path.home() / ".local" / "share" / "caseapp"
    assert load_settings({"CASEAPP_HOME": "~/văn phòng"}).home == Path.home() / "văn phòng"
    assert load_settings({"CASEAPP_HOME": "relative"}).home.is_absolute()


def test_hosts_are_those_people_type(home: Path) -> None:
    settings = load(home, PUBLIC_URL="https://tcd.example.vn:8443/x", TRUSTED_HOSTS="other.vn")
    assert set(settings.hosts) == {"other.vn", "tcd.example.vn", "127.0.0.1", "localhost"}


def test_settings_cannot_be_changed_on_the_way(home: Path) -> None:
    settings = load(home)
    for field in fields(settings):
        with pytest.raises(AttributeError):
            setattr(settings, field.name, None)
