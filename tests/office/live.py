"""An office that answers on a free port of this machine, in a thread of the test's own process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from flask import Flask
from waitress import create_server, wasyncore


@dataclass(frozen=True, slots=True)
class Live:
    """A served office."""

    url: str
    app: Flask


def free_door() -> socket.socket:
    """A listening place nobody else has, kept open so that nobody else takes it."""
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    door.bind(("127.0.0.1", 0))
    return door


@contextmanager
def served(app: Flask, door: socket.socket) -> Iterator[Live]:
    """Serve ``app`` behind ``door`` until the block ends."""
    server = create_server(app, sockets=[door], threads=4, clear_untrusted_proxy_headers=True)

    def run() -> None:
        with suppress(OSError):  # the door is shut from outside while the loop waits at it
            server.run()

    thread = threading.Thread(target=run, name="live office", daemon=True)
    thread.start()
    try:
        yield Live(f"http://127.0.0.1:{door.getsockname()[1]}", app)
    finally:
        server.task_dispatcher.shutdown()
        # In the thread that waits at the door, so that it stops waiting: shut from here, it would sleep out its second.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map, ignore_all=True))
        thread.join(timeout=5)
        # What a browser left open would be closed by the collector, in the middle of another test.
        wasyncore.close_all(server._map, ignore_all=True)
