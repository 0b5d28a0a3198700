"""The two commands: what start.py installs, when it installs nothing, and what it says when it cannot go on."""

from __future__ import annotations

import ast
import errno
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import start
from caseapp.config import default_home

ROOT = Path(start.__file__).parent
BASE_PYTHON = getattr(sys, "_base_executable", sys.executable)
LOCK_LINE = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)

CLI = '''
"""A stand-in for the office: says how it was called."""
import os, sys
def main():
    print("caseapp", *sys.argv[1:], "| home", os.environ.get("CASEAPP_HOME", "-"))
    return 7 if "seven" in sys.argv else 0
'''


# ---- a small product in a folder with blanks and Vietnamese letters -------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The real start.py beside a product with no packages to install, under git."""
    tree = tmp_path / "Ủy ban xã Đức Lĩnh" / "tiếp dân 2026"
    (tree / "caseapp").mkdir(parents=True)
    for name in ("start.py", ".gitignore"):
        shutil.copy(ROOT / name, tree / name)
    for name in start.LOCKS.values():
        (tree / name).write_text("# nothing\n")
    (tree / "caseapp/__init__.py").touch()
    (tree / "caseapp/cli.py").write_text(CLI)
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "tree"]):
        subprocess.run([*git, *words], cwd=tree, check=True)
    return tree


def run(tree: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run start.py as a person would, with an office folder and a port of the test's own."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = str(door.getsockname()[1])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CASEAPP_", "PYTEST_"))}
    kept |= {"CASEAPP_HOME": str(tree.parent / "nhà"), "CASEAPP_PORT": port, **environ}
    return subprocess.run(
        [BASE_PYTHON, str(tree / "start.py"), *words], capture_output=True, text=True, env=kept, cwd="/", check=False
    )


def test_first_start_installs_the_second_does_not_and_both_leave_the_tree_clean(tree: Path) -> None:
    first = run(tree)
    assert (first.returncode, first.stdout) == (0, f"caseapp demo | home {tree.parent / 'nhà'}\n")
    assert "Đã cài xong" in first.stderr
    second = run(tree, "due", "reception.reply", "--from", "2026-11-16")
    assert second.stdout.startswith("caseapp due reception.reply --from 2026-11-16 |")
    assert second.stderr == ""
    assert run(tree, "seven").returncode == 7
    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=tree, capture_output=True, text=True, check=True).stdout == ""

    command = tree / ".venv/bin/caseapp"
    elsewhere = tree.parent / "lối tắt"
    elsewhere.symlink_to(command)
    for script in (command, elsewhere):
        assert subprocess.run([script, "kinds"], capture_output=True, text=True, check=True).stdout.startswith(
            "caseapp kinds |"
        )

    (tree / ".venv/installed-runtime").unlink()  # as an installation cut short leaves it
    repaired = run(tree, "rules")
    assert repaired.stdout.startswith("caseapp rules |")
    assert "Đã cài xong" in repaired.stderr


def test_a_folder_that_was_moved_is_installed_anew(tree: Path) -> None:
    assert run(tree, "rules").returncode == 0
    moved = tree.rename(tree.parent / "chỗ mới")
    again = run(moved, "rules")
    assert again.stdout.startswith("caseapp rules |")
    assert "Đã cài xong" in again.stderr


def test_two_first_starts_at_once_install_once(tree: Path) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    both = [subprocess.Popen([BASE_PYTHON, tree / "start.py", "rules"], **pipes) for _ in range(2)]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sorted("Đã cài xong" in stderr for _stdout, stderr in said) == [False, True]


# ---- the interpreter -----------------------------------------------------------------------------------------------


def test_python_3_6_can_read_the_file() -> None:
    ast.parse(Path(start.__file__).read_text("utf-8"), feature_version=(3, 6))


def test_only_the_standard_library_is_imported() -> None:
    tree = ast.parse(Path(start.__file__).read_text("utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    names = {alias.name.split(".")[0] for node in imports for alias in node.names}
    assert names <= sys.stdlib_module_names
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_named_in_vietnamese_first(version: tuple[int, int, int]) -> None:
    with pytest.raises(start.Stop) as stop:
        start.check_python(version)
    vietnamese, english = stop.value.lines
    assert "quá cũ" in vietnamese
    assert "too old" in english
    assert ".".join(map(str, version)) in vietnamese


def test_an_old_python_points_at_a_newer_one_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.12" else None)
    with pytest.raises(start.Stop, match=r"hãy chạy “python3\.12 start\.py”"):
        start.check_python((3, 9, 2))


def test_today_s_python_will_do() -> None:
    start.check_python()


# ---- before the office starts --------------------------------------------------------------------------------------


def test_the_home_of_start_and_of_the_office_are_the_same() -> None:
    for environ in ({}, {"XDG_DATA_HOME": "/srv/du-lieu"}):
        assert Path(start.office_home(environ)) == default_home(environ)


def test_a_home_that_can_be_written_is_made_and_left_empty(tmp_path: Path) -> None:
    start.check_home(str(tmp_path / "cơ quan" / "nhà"))
    assert list((tmp_path / "cơ quan" / "nhà").iterdir()) == []


def test_a_home_that_cannot_be_written_stops_before_installing(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tệp").touch()
    monkeypatch.setenv("CASEAPP_HOME", str(tmp_path / "tệp" / "nhà"))
    monkeypatch.setattr(start, "install", lambda _group: pytest.fail("went on"))
    assert start.main([]) == 1
    vietnamese, english = capsys.readouterr().err.splitlines()
    assert vietnamese.startswith("Không ghi được vào thư mục dữ liệu")
    assert english.startswith("The data folder")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Root writes everywhere: meanwhile the process acts as a user who owns nothing."""
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)
    yield
    os.seteuid(me)


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that everybody may read and nobody but root may write."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o555)
        yield Path(name)
        Path(name).chmod(0o755)


def test_a_home_without_write_permission(closed_folder: Path, nobody: None) -> None:
    with pytest.raises(start.Stop, match="Không ghi được"):
        start.check_home(str(closed_folder))
    assert list(closed_folder.iterdir()) == []


def test_a_full_disk_is_called_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(start.Stop, match="Ổ đĩa đã đầy"):
        start.check_home(str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of 32 KB."""
    place = tmp_path / "đĩa nhỏ"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(place)]
    if os.geteuid() or not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk here; the simulated one above stands for it")
    yield place
    subprocess.run(["umount", place], check=True)


def test_a_really_full_disk(tiny_disk: Path) -> None:
    with pytest.raises(start.Stop, match="Ổ đĩa đã đầy"):
        start.check_home(str(tiny_disk))


def test_a_taken_port_stops_with_a_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CASEAPP_HOME", str(tmp_path))
    monkeypatch.setattr(start, "install", lambda _group: pytest.fail("went on"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("CASEAPP_PORT", str(port))
        assert start.main([]) == 1
    vietnamese, english = capsys.readouterr().err.splitlines()
    assert f"Cổng {port} đang có chương trình khác dùng" in vietnamese
    assert f"CASEAPP_PORT={port + 1}" in vietnamese
    assert f"Port {port} is taken" in english


def test_a_host_that_is_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(start.Stop, match="CASEAPP_HOST"):
        start.check_port(("192.0.2.1", 8000))


def test_the_address_comes_from_environment_then_file_then_default(tmp_path: Path) -> None:
    home = str(tmp_path)
    assert start.office_address({}, home) == ("127.0.0.1", 8000)
    (tmp_path / "caseapp.toml").write_text('host = "0.0.0.0"\nport = 9000\n')
    assert start.office_address({}, home) == ("0.0.0.0", 9000)
    assert start.office_address({"CASEAPP_PORT": "9100"}, home) == ("0.0.0.0", 9100)
    assert start.office_address({"CASEAPP_PORT": "chín nghìn"}, home) is None
    (tmp_path / "caseapp.toml").write_text("port = = 1")
    assert start.office_address({}, home) is None


# ---- installing ----------------------------------------------------------------------------------------------------


@pytest.fixture
def steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """start.py over a tree of its own where installing only writes down what it would do."""
    done: list[str] = []
    venv = tmp_path / ".venv"
    for lock in start.LOCKS.values():
        (tmp_path / lock).write_text("flask==3.1.3\n")

    def make_venv() -> None:
        shutil.rmtree(venv, ignore_errors=True)
        venv.mkdir()
        done.append("venv")

    def entrance() -> None:
        for name in ("python", "caseapp"):
            (venv / name).touch()

    monkeypatch.setattr(start, "TREE", str(tmp_path))
    monkeypatch.setattr(start, "VENV", str(venv))
    monkeypatch.setattr(start, "PYTHON", str(venv / "python"))
    monkeypatch.setattr(start, "SCRIPT", str(venv / "caseapp"))
    monkeypatch.setattr(start, "make_venv", make_venv)
    monkeypatch.setattr(start, "run_pip", done.append)
    monkeypatch.setattr(start, "write_entrance", entrance)
    return done


def test_stamps_skip_what_is_there(steps: list[str]) -> None:
    start.install("runtime")
    start.install("runtime")
    assert steps == ["venv", "requirements.lock"]
    start.install("dev")
    start.install("dev")
    start.install("runtime")
    assert steps == ["venv", "requirements.lock", "requirements-dev.lock"]


def test_dev_first_serves_both(steps: list[str]) -> None:
    start.install("dev")
    start.install("runtime")
    assert steps == ["venv", "requirements-dev.lock"]


@pytest.mark.parametrize("group", start.LOCKS)
def test_a_changed_lock_starts_from_nothing(steps: list[str], group: str, tmp_path: Path) -> None:
    lock = start.LOCKS[group]
    start.install(group)
    (tmp_path / lock).write_text("flask==3.1.4\n")
    start.install(group)
    assert steps == ["venv", lock] * 2


def test_another_interpreter_starts_from_nothing(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    start.install("runtime")
    monkeypatch.setattr(sys, "version", "3.99.0")
    start.install("runtime")
    assert steps == ["venv", "requirements.lock"] * 2


def test_an_installation_cut_short_is_made_anew(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    start.install("runtime")

    def cut(_lock: str) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(start, "run_pip", cut)
        with pytest.raises(KeyboardInterrupt):
            start.install("dev")
    start.install("runtime")
    assert steps == ["venv", "requirements.lock"] * 2


def test_a_disk_that_fills_up_meanwhile(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(start, "make_venv", full)
    with pytest.raises(start.Stop, match="Ổ đĩa đã đầy"):
        start.install("runtime")


def test_a_nearly_full_disk_stops_before_anything_is_written(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=12_000_000))
    with pytest.raises(start.Stop, match="chỉ còn 12 MB"):
        start.install("runtime")
    assert steps == []


def pip_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: int, output: str) -> dict[str, object]:
    """Have pip answer so; gives what it was called with."""
    seen: dict[str, object] = {}

    def pip(command: list[str], **options: object) -> SimpleNamespace:
        seen.update(options, command=command)
        return SimpleNamespace(returncode=code, stdout=output.encode())

    monkeypatch.setattr(start, "VENV", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", pip)
    return seen


def test_pip_writes_nowhere_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    seen = pip_answers(monkeypatch, tmp_path, 0, "")
    start.run_pip("requirements.lock")
    assert {"--require-hashes", "--no-cache-dir", "--only-binary=:all:"} <= set(seen["command"])
    environment = seen["env"]
    assert environment["TMPDIR"].startswith(str(tmp_path))
    assert "PIP_TARGET" not in environment
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "Ổ đĩa đã đầy"),
        ("WARNING: Location 'x' is ignored\nERROR: No matching distribution found for flask", "kiểm tra mạng"),
    ],
)
def test_what_pip_says_is_understood(output: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pip_answers(monkeypatch, tmp_path, 1, output)
    with pytest.raises(start.Stop, match=said) as stop:
        start.run_pip("requirements.lock")
    assert "Location" not in stop.value.lines[0]


def test_a_python_without_venv_is_told_which_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(start, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(start, "can_make_venv", lambda: False)
    monkeypatch.setattr(start, "apt_get", lambda *_packages: False)
    with pytest.raises(start.Stop, match=r"apt-get install python3\.\d+-venv"):
        start.make_venv()


def test_debian_s_root_gets_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(sys, "base_prefix", "/usr")
    monkeypatch.setattr(start, "apt_get", lambda *packages: bool(asked.extend(packages)) or True)
    monkeypatch.setattr(start, "can_make_venv", lambda: bool(asked))
    start.add_venv_module()
    assert asked == [f"python3.{sys.version_info.minor}-venv"]


# ---- the locks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", start.LOCKS)
def test_a_lock_names_no_place_and_hashes_everything(group: str) -> None:
    lock = (ROOT / start.LOCKS[group]).read_text()
    assert not re.search(r"://|^-|/|@", lock, re.MULTILINE)
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_dev_lock_holds_the_runtime_lock() -> None:
    runtime, dev = (dict(LOCK_LINE.findall((ROOT / start.LOCKS[group]).read_text())) for group in ("runtime", "dev"))
    assert runtime.items() <= dev.items()


def test_the_locks_hold_what_the_project_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    locked = {group: dict(LOCK_LINE.findall((ROOT / lock).read_text())) for group, lock in start.LOCKS.items()}
    declared = {"runtime": project["project"]["dependencies"], "dev": project["dependency-groups"]["dev"]}
    for extra in project["project"]["optional-dependencies"].values():
        declared["runtime"] += extra
    for group, wanted in declared.items():
        for requirement in wanted:
            assert re.match(r"[\w.-]+", requirement)[0].lower() in locked[group], requirement


# ---- the test command ----------------------------------------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[SimpleNamespace]:
    """What the test command would run, with which environment; everything succeeds."""
    made: list[SimpleNamespace] = []

    def call(command: list[str], **options: object) -> int:
        made.append(SimpleNamespace(command=command, **options))
        return 0

    monkeypatch.setattr(subprocess, "call", call)
    monkeypatch.setattr(start, "install", lambda group: made.append(SimpleNamespace(command=[group], env={})))
    monkeypatch.setattr(start, "find_browser", lambda: "/usr/bin/chromium")
    return made


def test_tests_never_see_the_user_s_office(calls: list[SimpleNamespace], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "DATABASE_URL", "PUBLIC_URL", "TEST_DATABASE_URL"):
        monkeypatch.setenv(f"CASEAPP_{name}", f"the user's {name}")
    assert start.main(["test", "-k", "clock"]) == 0
    assert calls[0].command == ["dev"]
    for call in calls[1:]:
        kept = {name: value for name, value in call.env.items() if name.startswith("CASEAPP_")}
        assert kept.pop("CASEAPP_HOME") != "the user's HOME"
        assert kept == {
            "CASEAPP_CHROMIUM": "/usr/bin/chromium", "CASEAPP_TEST_DATABASE_URL": "the user's TEST_DATABASE_URL",
        }
    assert not Path(calls[-1].env["CASEAPP_HOME"]).exists()
    assert calls[-1].command[-2:] == ["-k", "clock"]
    assert [next(tool for tool in ("ruff", "mypy", "lint-imports", "pytest") if tool in " ".join(call.command))
            for call in calls[1:]] == ["ruff", "mypy", "lint-imports", "pytest"]


def test_a_failed_check_stops_before_the_tests(calls: list[SimpleNamespace], monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command, **_options: int("mypy" in command))
    assert start.main(["test"]) == 1
    assert "mypy failed; the tests were not run." in capsys.readouterr().err


def test_without_a_browser_the_test_command_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEAPP_CHROMIUM", raising=False)
    for name, answer in (("browser_on_path", None), ("browser_of_playwright", None)):
        monkeypatch.setattr(start, name, lambda answer=answer: answer)
    monkeypatch.setattr(start, "apt_get", lambda *_packages: False)
    with pytest.raises(start.Stop, match="trình duyệt Chromium"):
        start.find_browser()


def test_a_named_browser_must_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEAPP_CHROMIUM", "/no/such/chromium")
    with pytest.raises(start.Stop, match="CASEAPP_CHROMIUM"):
        start.find_browser()


def test_debian_s_browser_comes_before_a_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CASEAPP_CHROMIUM", raising=False)
    there: list[str] = []
    monkeypatch.setattr(start, "apt_get", lambda *packages: bool(there.append("/usr/bin/chromium")) or True)
    monkeypatch.setattr(start, "browser_on_path", lambda: there[0] if there else None)
    monkeypatch.setattr(start, "browser_of_playwright", lambda: pytest.fail("downloaded"))
    assert start.find_browser() == "/usr/bin/chromium"


def test_ci_runs_exactly_the_test_command() -> None:
    lines = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line and not line.startswith("#")]
    assert len(lines) == 1
    assert lines[0].endswith('start.py" test')


def test_a_console_without_vietnamese_still_gets_a_sentence(tree: Path) -> None:
    said = run(tree, "test", PYTHONIOENCODING="ascii:strict", CASEAPP_CHROMIUM="/no/such/chromium")
    assert said.returncode == 1
    assert "is not a program that can be run" in said.stderr
