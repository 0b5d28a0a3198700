#!/usr/bin/env python3
"""Two commands, with nothing installed beforehand but Python 3.11 or later.

    python3 start.py                  install what is missing into .venv, then open the demo office
    python3 start.py test [...]       install, then all checks and all tests ([...] goes to pytest)
    python3 start.py COMMAND [...]    any other command of caseapp, for example: start.py due --help

Standard library only. Python 3.6 must be able to read this file, so that an old interpreter answers with a sentence
and not with a SyntaxError; and a second start must be quick, so each function imports what it alone needs.
"""

import os
import sys

OLDEST = (3, 11)
TREE = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(TREE, ".venv")
WINDOWS = os.name == "nt"
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")
SCRIPT = os.path.join(BIN, "caseapp-run.py" if WINDOWS else "caseapp")
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
ROOM_FOR_TESTS = 4096  # MB
ROOM = {"runtime": 300, "dev": 900}  # MB that an installation needs while it is being made
# The first is the same engine without a window: half the work for the machine.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MINUTES_FOR_A_BROWSER = 10


class Stop(Exception):
    """Nothing more can be done; says why in Vietnamese, then in English."""

    def __init__(self, vietnamese, english, code=1):
        super().__init__(vietnamese)
        self.lines = (vietnamese, english)
        self.code = code


def say(*lines):
    """Print for a person. Goes to stderr: stdout belongs to the command that follows."""
    for line in lines:
        try:
            print(line, file=sys.stderr, flush=True)
        except UnicodeEncodeError:  # a console that knows no Vietnamese
            print(line.encode("ascii", "replace").decode("ascii"), file=sys.stderr, flush=True)


# ---- before anything is installed ----------------------------------------------------------------------------------


def check_python(version=None):
    """Refuse an interpreter that is too old, and name a newer one of this machine if there is one."""
    version = tuple(version or sys.version_info[:3])
    if version >= OLDEST:
        return
    import shutil

    newer = next((name for name in ("python3.%d" % minor for minor in range(19, 10, -1)) if shutil.which(name)), None)
    has, wants = ".".join(map(str, version)), ".".join(map(str, OLDEST))
    raise Stop(
        "Python này quá cũ (%s); cần Python %s trở lên.%s"
        % (has, wants, " Máy này có sẵn %s: hãy chạy “%s start.py”." % (newer, newer) if newer else ""),
        "This Python is too old (%s); %s or later is needed.%s"
        % (has, wants, " This machine has %s: run “%s start.py”." % (newer, newer) if newer else ""),
    )


def office_home(environ):
    """The folder in which the office keeps its data; the same answer as caseapp.config gives."""
    if environ.get("CASEAPP_HOME"):
        return os.path.abspath(os.path.expanduser(environ["CASEAPP_HOME"]))
    if WINDOWS:
        return os.path.join(environ.get("LOCALAPPDATA") or os.path.expanduser("~"), "caseapp")
    return os.path.join(environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share"), "caseapp")


def check_home(home):
    """Make the folder if need be and write one block into it, then take that away again."""
    probe = os.path.join(home, ".write-test-%d" % os.getpid())
    try:
        os.makedirs(home, mode=0o700, exist_ok=True)
        with open(probe, "wb") as file:
            file.write(b"\0" * 65536)
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        refuse_full_disk(problem, home)
        raise Stop(
            "Không ghi được vào thư mục dữ liệu %s (%s). Hãy cấp quyền ghi, hoặc đặt CASEAPP_HOME sang nơi khác."
            % (home, problem.strerror),
            "The data folder %s cannot be written to (%s). Grant write access or set CASEAPP_HOME to another place."
            % (home, problem.strerror),
        ) from None
    finally:
        try:
            os.unlink(probe)
        except OSError:
            pass


def office_address(environ, home):
    """Host and port that the office will take; None for what only the office itself can make sense of."""
    given = {}
    path = os.path.join(home, "caseapp.toml")
    if os.path.exists(path):
        import tomllib

        try:
            with open(path, "rb") as file:
                given = tomllib.load(file)
        except (OSError, ValueError):
            return None
    try:
        return (
            str(environ.get("CASEAPP_HOST") or given.get("host") or "127.0.0.1"),
            int(environ.get("CASEAPP_PORT") or given.get("port") or 8000),
        )
    except ValueError:
        return None


def check_port(address):
    """Refuse to start where another program already listens."""
    import errno
    import socket

    host, port = address
    try:
        family, kind, protocol, _name, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as door:
            if not WINDOWS:  # there this option would let two programs share the port
                door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            door.bind(place)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            raise Stop(
                "Cổng %d đang có chương trình khác dùng. Nếu caseapp đã mở rồi, hãy vào http://%s:%d; nếu không, "
                "chọn cổng khác: CASEAPP_PORT=%d python3 start.py" % (port, host, port, port + 1),
                "Port %d is taken by another program. If caseapp is already running open http://%s:%d; otherwise "
                "choose another port: CASEAPP_PORT=%d python3 start.py" % (port, host, port, port + 1),
            ) from None
        raise Stop(
            "Không mở được cổng %d trên %s (%s). Hãy xem lại CASEAPP_HOST và CASEAPP_PORT."
            % (port, host, problem.strerror or problem),
            "Cannot listen on port %d of %s (%s). Check CASEAPP_HOST and CASEAPP_PORT."
            % (port, host, problem.strerror or problem),
        ) from None


def refuse_full_disk(problem, place):
    """Say it plainly when the trouble behind an error (or a tool's output) is a full disk."""
    import errno

    full = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
    text = problem if isinstance(problem, str) else str(getattr(problem, "output", ""))
    if getattr(problem, "errno", None) in full or "No space left on device" in text or "Disk quota exceeded" in text:
        raise Stop(
            "Ổ đĩa đã đầy, không ghi được vào %s. Hãy giải phóng chỗ rồi chạy lại; không có gì bị hỏng." % place,
            "The disk is full, %s cannot be written. Free some space and run this again; nothing is damaged." % place,
        ) from None


# ---- .venv ---------------------------------------------------------------------------------------------------------


def key(group):
    """What an installation depends on: the lock, the interpreter, and where the tree lies."""
    import hashlib

    with open(os.path.join(TREE, LOCKS[group]), "rb") as file:
        lock = file.read().replace(b"\r\n", b"\n")
    who = [sys.version, sys.platform, sys.base_prefix, TREE]
    return hashlib.sha256(lock + "\n".join(who).encode("utf-8", "surrogateescape")).hexdigest()


def stamp(group):
    """The key that the present installation was made with; empty when there is none, or an unfinished one."""
    try:
        with open(os.path.join(VENV, "installed-" + group)) as file:
            return file.read() if os.path.exists(PYTHON) and os.path.exists(SCRIPT) else ""
    except OSError:
        return ""


def write_stamps(*groups):
    """Say that these groups are complete; with none, that nothing is."""
    for group in LOCKS:
        path = os.path.join(VENV, "installed-" + group)
        if group in groups:
            with open(path, "w") as file:
                file.write(key(group))
        elif os.path.exists(path):
            os.unlink(path)


def install(group):
    """Bring .venv to what the lock says. Costs one look at a stamp when it is there already."""
    if stamp(group) == key(group):
        return
    with one_at_a_time():
        if stamp(group) == key(group):  # somebody else has just done it
            return
        import shutil
        import time

        began = time.monotonic()
        free = shutil.disk_usage(TREE).free // 1_000_000
        if free < ROOM[group]:
            raise Stop(
                "Ổ đĩa gần đầy: cài đặt cần khoảng %d MB, chỉ còn %d MB." % (ROOM[group], free),
                "The disk is nearly full: the installation needs about %d MB, %d MB are left." % (ROOM[group], free),
            )
        say("Đang cài đặt vào .venv (chỉ lần đầu, chừng một phút)… / Installing into .venv…")
        try:
            fresh = stamp("runtime") != key("runtime") or stamp("dev") not in ("", key("dev"))
            if fresh:
                make_venv()
            write_stamps()  # an installation cut short has none, and is made anew by the next run
            run_pip(LOCKS[group])
            write_entrance()
            # the dev lock holds the runtime lock, package for package
            write_stamps(*(("runtime", "dev") if group == "dev" else ("runtime",)))
        except OSError as problem:
            refuse_full_disk(problem, VENV)
            raise Stop(
                "Không cài đặt được vào %s: %s." % (VENV, problem.strerror or problem),
                "Cannot install into %s: %s." % (VENV, problem.strerror or problem),
            ) from None
        say("Đã cài xong sau %d giây. / Installed in %d s." % ((time.monotonic() - began,) * 2))


class one_at_a_time:
    """Two starts at once: the second waits until the first has installed. The lock lies on this file: no trace."""

    def __enter__(self):
        self.file = open(os.path.abspath(__file__), "rb")
        try:
            import fcntl
        except ImportError:  # Windows: there the second one fails on the first one's open files
            return
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Đang chờ một lần cài đặt khác xong… / Waiting for another installation to end…")
            fcntl.flock(self.file, fcntl.LOCK_EX)
        except OSError:  # a file system without locks
            return

    def __exit__(self, *_problem):
        self.file.close()


def make_venv():
    """An empty .venv of this interpreter, in place of whatever was there."""
    import subprocess

    if not can_make_venv():
        add_venv_module()
    import venv

    if os.path.islink(VENV):
        os.unlink(VENV)  # what it points to belongs to another tree, and would be emptied
    try:
        venv.EnvBuilder(clear=True, symlinks=not WINDOWS, with_pip=True).create(VENV)
    except subprocess.CalledProcessError as problem:
        output = problem.output or b""
        output = output if isinstance(output, str) else output.decode("utf-8", "replace")
        refuse_full_disk(output, VENV)
        raise Stop(
            "Không tạo được môi trường Python trong .venv:\n" + output[-1500:],
            "The Python environment in .venv could not be made (see above).",
        ) from None


def can_make_venv():
    """Whether this interpreter has its own `venv` and `ensurepip` (Debian splits them off)."""
    import importlib
    import importlib.util

    importlib.invalidate_caches()
    return bool(importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"))


def add_venv_module():
    """Install Debian's package where we may; else say which one is missing."""
    package = "python%d.%d-venv" % sys.version_info[:2]
    if sys.base_prefix == "/usr" and apt_get(package) and can_make_venv():
        return
    raise Stop(
        "Python này thiếu mô-đun venv/ensurepip. Trên Debian, Ubuntu: sudo apt-get install %s. Rồi chạy lại." % package,
        "This Python lacks venv/ensurepip. On Debian, Ubuntu: sudo apt-get install %s. Then run this again." % package,
    )


def apt_get(*packages):
    """Install system packages as root on a Debian; False where that cannot be done."""
    import shutil
    import subprocess

    if WINDOWS or os.geteuid() != 0 or not os.path.exists("/etc/debian_version") or not shutil.which("apt-get"):
        return False
    say("Đang cài gói hệ thống: {0}… / Installing system packages: {0}…".format(" ".join(packages)))
    quiet = {
        "env": dict(os.environ, DEBIAN_FRONTEND="noninteractive"),
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "timeout": MINUTES_FOR_A_BROWSER * 60,
    }
    try:
        subprocess.call(["apt-get", "update", "-qq"], **quiet)
        install_them = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"] + list(packages)
        return subprocess.call(install_them, **quiet) == 0
    except subprocess.TimeoutExpired:
        return False


def run_pip(lock):
    """Install exactly the files that the lock names; every temporary byte stays inside .venv."""
    import shutil
    import subprocess

    scratch = os.path.join(VENV, "tmp")
    os.makedirs(scratch, exist_ok=True)
    elsewhere = ("PIP_TARGET", "PIP_PREFIX", "PIP_ROOT")
    environment = {name: value for name, value in os.environ.items() if name not in elsewhere}
    environment.update(TMPDIR=scratch, TEMP=scratch, TMP=scratch, PIP_USER="0", PYTHONNOUSERSITE="1")
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary=:all:", "--require-hashes", "-r", os.path.join(TREE, lock)]
    try:
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        done = subprocess.run(command, env=environment, check=False, **pipes)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    if done.returncode == 0:
        return
    output = done.stdout.decode("utf-8", "replace")
    refuse_full_disk(output, VENV)
    lines = [line for line in output.splitlines() if line.strip() and not line.startswith("WARNING: Location")]
    raise Stop(
        "\n".join(lines[-12:])
        + "\nKhông cài được các gói cần thiết. Hãy kiểm tra mạng rồi chạy lại (máy không nối mạng: xem README).",
        "The packages could not be installed. Check the network and run this again (without network: see README).",
    )


def write_entrance():
    """Make the tree importable from .venv, and write the `caseapp` command. Relative, so any letters in a path do."""
    import glob

    libraries = glob.glob(os.path.join(VENV, "Lib" if WINDOWS else "lib/python*", "site-packages"))[0]
    with open(os.path.join(libraries, "caseapp-tree.pth"), "w") as file:
        file.write(os.path.relpath(TREE, libraries) + "\n")
    lines = ["import sys", "from caseapp.cli import main", 'if __name__ == "__main__":', "    sys.exit(main())", ""]
    if WINDOWS:
        with open(os.path.join(BIN, "caseapp.cmd"), "w") as file:
            file.write('@"%~dp0python.exe" "%~dp0caseapp-run.py" %*\n')
    else:  # a shell line that Python reads as a string: the kernel allows no blanks in the path after #!
        lines[:0] = ["#!/bin/sh", "''''exec \"$(dirname -- \"$(readlink -f -- \"$0\")\")/python\" \"$0\" \"$@\" # '''"]
    with open(SCRIPT, "w") as file:
        file.write("\n".join(lines))
    os.chmod(SCRIPT, 0o755)


# ---- running -------------------------------------------------------------------------------------------------------


def become(arguments):
    """Turn into the office's own process; on Windows, wait for it."""
    command = [PYTHON, SCRIPT] + arguments
    if WINDOWS:
        import subprocess

        return subprocess.call(command)
    sys.stdout.flush()
    return os.execv(PYTHON, command)


def find_browser():
    """A Chromium for the browser tests: named, on the path, from Debian, or Playwright's own; never left out."""
    import shutil

    named = os.environ.get("CASEAPP_CHROMIUM")
    if named and not shutil.which(named):
        raise Stop(
            "CASEAPP_CHROMIUM=%s không phải là chương trình chạy được." % named,
            "CASEAPP_CHROMIUM=%s is not a program that can be run." % named,
        )
    found = named or browser_on_path()
    for package in BROWSERS[:2]:
        if not found and apt_get(package, "fonts-dejavu-core"):
            found = browser_on_path()
    found = found or browser_of_playwright()
    if not found:
        raise Stop(
            "Không có trình duyệt Chromium để kiểm thử. Hãy cài chromium, hoặc đặt CASEAPP_CHROMIUM.",
            "There is no Chromium for the browser tests. Install chromium, or set CASEAPP_CHROMIUM.",
        )
    return found


def browser_on_path():
    """The first Chromium that the machine already has."""
    import shutil

    return next(filter(None, map(shutil.which, BROWSERS)), None)


def browser_of_playwright():
    """Playwright's own download, kept inside .venv; None when it does not arrive in time."""
    import glob
    import subprocess

    place = os.path.join(VENV, "browsers")
    pattern = os.path.join(glob.escape(place), "chromium-*", "chrome-*")
    names = ("chrome", "chrome.exe", os.path.join("*.app", "Contents", "MacOS", "*"))
    if not glob.glob(pattern):
        say("Đang tải trình duyệt để kiểm thử… / Downloading a browser for the tests…")
        try:
            subprocess.call(
                [PYTHON, "-m", "playwright", "install", "chromium"],
                env=dict(os.environ, PLAYWRIGHT_BROWSERS_PATH=place),
                stdout=subprocess.DEVNULL,
                timeout=MINUTES_FOR_A_BROWSER * 60,
            )
        except subprocess.TimeoutExpired:
            return None
    return next((file for name in names for file in glob.glob(os.path.join(pattern, name))), None)


def memory():
    """A folder in memory with room for what the tests write, so that no test waits for a disk; None for the disk."""
    place = "/dev/shm"  # noqa: S108  what pytest and PostgreSQL put there has random names and is theirs alone
    try:
        room = os.statvfs(place)
    except (AttributeError, OSError):  # Windows, or a system without it
        return None
    enough = room.f_bavail * room.f_frsize >= ROOM_FOR_TESTS << 20
    return place if enough and os.access(place, os.W_OK) else None


def test(arguments):
    """Every check, then every test; the last line is pytest's own summary. Stops at the first check that fails."""
    import subprocess
    import tempfile

    install("dev")
    chromium = find_browser()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
    if os.environ.get("CASEAPP_TEST_DATABASE_URL"):
        environment["CASEAPP_TEST_DATABASE_URL"] = os.environ["CASEAPP_TEST_DATABASE_URL"]
    # Three workers and every command that a test starts read the same thousand modules: compiled once, not each time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    checks = (
        ("ruff", [PYTHON, "-m", "ruff", "check", "--quiet", "."]),
        ("mypy", [PYTHON, "-m", "mypy"]),
        ("import-linter", [PYTHON, os.path.join(BIN, "lint-imports.exe" if WINDOWS else "lint-imports")][WINDOWS:]),
    )
    if memory():
        environment.setdefault("TMPDIR", memory())
    with tempfile.TemporaryDirectory(prefix="caseapp-test-", ignore_cleanup_errors=True) as home:
        environment.update(CASEAPP_HOME=home, CASEAPP_CHROMIUM=chromium)
        for name, command in checks:
            say("— %s" % name)
            code = subprocess.call(command, cwd=TREE, env=environment)
            if code:
                raise Stop("%s chưa đạt, dừng trước khi kiểm thử." % name, "%s failed; the tests were not run." % name)
        say("— pytest")
        # One worker more than two cores: a third of the time they wait for a browser, a server or the disk.
        pytest = [PYTHON, "-m", "pytest", "-n", "3", "--dist", "worksteal"] + arguments
        return subprocess.call(pytest, cwd=TREE, env=environment)


def main(arguments):
    """Carry out one of the two commands, or pass the words on to caseapp; gives the exit code."""
    try:
        check_python()
        if arguments[:1] == ["test"]:
            return test(arguments[1:])
        arguments = arguments or ["demo"]
        if arguments in (["demo"], ["serve"]):
            home = office_home(os.environ)
            check_home(home)
            address = office_address(os.environ, home)
            if address:
                check_port(address)
        install("runtime")
        return become(arguments)
    except Stop as stop:
        say(*stop.lines)
        return stop.code
    except KeyboardInterrupt:
        say("Đã dừng theo yêu cầu; chạy lại lúc nào cũng được. / Interrupted; run it again at any time.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
