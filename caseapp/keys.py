"""Keys: one per purpose in ``CASEAPP_HOME/keys``, with an id; what is encrypted under which key."""
from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.config import OfficeProblem

# cookie: signs sessions and forms · person: identity numbers · index: look-up of identity numbers
# draft: unfinished forms · search: words searched for · import: which book rows came in already
# backup: copies of the whole office · vault: sealed files
PURPOSES = ("cookie", "person", "index", "draft", "search", "import", "backup", "vault")
# Purposes that offices with data may still lack, for they are older than these. If such a key was there and is lost,
# the new one is not the one that the database remembers, and the start is refused there.
LATER = frozenset({"backup", "vault"})
LENGTH = 32
NONCE = 12
# The folder that stands in an office's home while a copy is being restored into it; see caseapp/backup/restoring.py.
UNFINISHED = "restoring"


class KeyProblem(OfficeProblem):
    """Keys are missing, weak or not the ones the data were written with."""


@dataclass(frozen=True, slots=True)
class Key:
    """32 random bytes and the id by which stored values name them."""

    id: str
    secret: bytes


class Keyring:
    """All keys of one office. Values carry the key id in front, so a key can be replaced later."""

    def __init__(self, keys: dict[str, Key]) -> None:
        self._keys = keys

    @property
    def ids(self) -> dict[str, str]:
        """purpose → key id; kept in the database to notice that keys were lost or swapped."""
        return {purpose: key.id for purpose, key in self._keys.items()}

    def secret(self, purpose: str) -> bytes:
        return self._keys[purpose].secret

    def encrypt(self, purpose: str, text: str, aad: str) -> bytes:
        """AES-256-GCM; ``aad`` ties the value to its row and column."""
        key = self._keys[purpose]
        nonce = secrets.token_bytes(NONCE)
        sealed = AESGCM(key.secret).encrypt(nonce, text.encode(), aad.encode())
        return key.id.encode() + b":" + nonce + sealed

    def decrypt(self, purpose: str, blob: bytes, aad: str) -> str:
        """Raises KeyProblem when the key, the row or a byte is not the one it was written with."""
        key = self._keys[purpose]
        name, _, rest = bytes(blob).partition(b":")
        if name.decode(errors="replace") != key.id:
            raise KeyProblem(f"Giá trị được mã hóa bằng khóa khác ({purpose}).")
        try:
            return AESGCM(key.secret).decrypt(rest[:NONCE], rest[NONCE:], aad.encode()).decode()
        except (InvalidTag, ValueError) as problem:      # ValueError: cut so short that no nonce is left
            raise KeyProblem(f"Không giải mã được giá trị ({purpose}).") from problem

    def index(self, purpose: str, text: str) -> bytes:
        """Keyed fingerprint (HMAC-SHA256): equal values can be found, none can be guessed without the key."""
        return hmac.digest(self._keys[purpose].secret, text.encode(), hashlib.sha256)


def open_keyring(home: Path, *, may_make: bool) -> Keyring:
    """Keys of the office in ``home``; missing ones are made only while there are no data yet.

    Refuses a home into which a copy is being restored: every way into the office leads through here.
    """
    if (home / UNFINISHED).exists():
        raise KeyProblem(f"Khôi phục vào {home} chưa xong: văn phòng này chưa dùng được. Nếu lệnh khôi phục không còn "
                         "chạy, dọn trống thư mục (và cơ sở dữ liệu PostgreSQL nếu dùng) rồi khôi phục lại.")
    folder = home / "keys"
    missing = [purpose for purpose in PURPOSES if not (folder / f"{purpose}.key").exists()]
    if set(missing) - LATER and not may_make:
        raise KeyProblem(
            f"Thiếu khóa {', '.join(missing)} trong {folder}. Dữ liệu đã có: hãy chép lại thư mục keys từ nơi cất giữ.")
    if missing:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for purpose in missing:
            _make(folder / f"{purpose}.key")
    return Keyring({purpose: _read(folder / f"{purpose}.key") for purpose in PURPOSES})


def read_keyring(folder: Path) -> Keyring:
    """Keys that lie somewhere else, as they are: a stick may know no modes, and nothing is made there.

    Raises KeyProblem when there are none, or one is damaged.
    """
    found = [purpose for purpose in PURPOSES if (folder / f"{purpose}.key").is_file()]
    if not found:
        raise KeyProblem(f"Không có khóa nào trong {folder}. Hãy chỉ đúng thư mục keys đã cất giữ.")
    return Keyring({purpose: _read(folder / f"{purpose}.key", foreign=True) for purpose in found})


def copy_keys(folder: Path, home: Path) -> None:
    """Put the keys of ``folder`` into the home of an office that has none, readable by its owner alone."""
    (home / "keys").mkdir(mode=0o700, parents=True)
    for purpose in PURPOSES:
        if (folder / f"{purpose}.key").is_file():
            _put(home / "keys" / f"{purpose}.key", (folder / f"{purpose}.key").read_text(encoding="ascii"))


def _make(path: Path) -> None:
    _put(path, f"{secrets.token_hex(4)} {base64.b64encode(secrets.token_bytes(LENGTH)).decode()}\n")


def _put(path: Path, line: str) -> None:
    part = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)      # two first starts at once: the first one's key stays
    except FileExistsError:
        pass
    finally:
        part.unlink()


def _read(path: Path, *, foreign: bool = False) -> Key:
    if os.name == "posix" and not foreign and path.stat().st_mode & 0o077:
        raise KeyProblem(f"Người khác đọc được khóa {path}. Hãy chạy: chmod 600 {path}")
    try:
        name, encoded = path.read_text(encoding="ascii").split()
        secret = base64.b64decode(encoded, validate=True)
    except ValueError as problem:
        raise KeyProblem(f"Khóa {path} bị hỏng.") from problem
    if len(secret) != LENGTH or len(set(secret)) < LENGTH // 2:
        raise KeyProblem(f"Khóa {path} quá yếu hoặc bị cắt ngắn.")
    return Key(name, secret)
