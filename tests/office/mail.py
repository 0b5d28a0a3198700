"""A mail server for tests: speaks SMTP on a port of this machine, keeps what it takes, refuses what it is told to."""

from __future__ import annotations

import base64
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any


@dataclass(slots=True)
class Taken:
    """One mail as it came over the wire."""

    sender: str
    to: list[str]
    raw: bytes
    encrypted: bool
    user: str

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=SMTP)  # type: ignore[return-value]

    @property
    def words(self) -> str:
        """The body as its reader sees it."""
        return self.mail.get_content()


@dataclass(slots=True)
class Post:
    """What the server has taken, and how it answers.

    ``refuse``: address → answer to its RCPT, such as "550 no such user". ``taken_hook`` is called when a mail was kept
    and before its sender hears so; ``stage_hook`` at "connect" and "mail" before the answer.
    """

    port: int = 0
    mails: list[Taken] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    taken_hook: Callable[[], None] = lambda: None
    stage_hook: Callable[[str], None] = lambda _stage: None
    tls: ssl.SSLContext | None = None

    def to(self, address: str) -> list[Taken]:
        return [one for one in self.mails if address in one.to]


class _Talk(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        with suppress(OSError):
            self._talk()

    def _talk(self) -> None:
        post, self.encrypted, self.user = self.server.post, False, ""
        sender, to = "", []
        post.stage_hook("connect")
        self._say("220 test ready")
        while line := self.rfile.readline(4096):
            words = line.decode("ascii").strip()
            verb, _space, rest = words.partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    more = ["STARTTLS"] if post.tls and not self.encrypted else ["AUTH PLAIN LOGIN"]
                    for one in ("test", *more):
                        self._say(f"250-{one}")
                    self._say("250 OK")
                case "STARTTLS":
                    self._say("220 go ahead")
                    self._encrypt()
                case "AUTH":
                    self.user = base64.b64decode(rest.split(" ")[1]).decode().replace("\0", " ").strip()
                    self._say("235 welcome")
                case "MAIL":
                    post.stage_hook("mail")
                    sender, to = _address(rest), []
                    self._say("250 OK")
                case "RCPT":
                    answer = post.refuse.get(_address(rest), "250 OK")
                    to += [_address(rest)] if answer.startswith("250") else []
                    self._say(answer)
                case "DATA":
                    self._say("354 go on")
                    post.mails.append(Taken(sender, to, self._data(), self.encrypted, self.user))
                    post.taken_hook()
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 OK")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _encrypt(self) -> None:
        assert self.server.post.tls is not None
        self.request = self.server.post.tls.wrap_socket(self.request, server_side=True)
        self.connection = self.request
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.encrypted = True

    def finish(self) -> None:
        """Hang up; an encrypted line is a socket of its own."""
        with suppress(OSError):
            super().finish()
        self.request.close()

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode("ascii"))
        self.wfile.flush()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, block_on_close = True, True, False
    post: Post

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed hangs up in the middle: nothing to tell."""


@contextmanager
def post_office(port: int = 0, post: Post | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Post]:
    """A mail server until the block ends; with ``port`` and ``post`` one that was down comes back."""
    server = _Server(("127.0.0.1", port), _Talk)
    server.post = post or Post()
    server.post.port, server.post.tls = server.server_address[1], tls
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="post", daemon=True)
    thread.start()
    try:
        yield server.post
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _address(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]
