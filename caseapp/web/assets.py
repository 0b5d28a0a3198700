"""Knows the files that ship with the code: their address with a content hash, their compressed form, their caching."""
from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Final

from flask import Flask, Response, abort, current_app, has_request_context, request, url_for

FOREVER: Final = "public, max-age=31536000, immutable"
SHORT: Final = "public, max-age=0, must-revalidate"
BOOTSTRAP: Final = "vendor/bootstrap.min.css"
COMPRESSIBLE: Final = ("text/", "image/svg+xml", "application/json", "application/manifest+json")
_TYPES: Final = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".ico": "image/x-icon"}


@dataclass(slots=True)
class Shelf:
    """The files of one process, found at first use; one hash over all of them names the version of the set."""

    folder: Path
    paths: dict[str, Path] = field(default_factory=dict)
    version: str = ""
    ready: dict[str, tuple[bytes, bytes | None, str]] = field(default_factory=dict)
    addresses: dict[tuple[str, str], str] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def current(self) -> str:
        """The version: twelve hexadecimal digits of the content of every file."""
        if not self.version:
            with self.lock:
                self._find()
        return self.version

    def file(self, name: str) -> tuple[bytes, bytes | None, str] | None:
        """Content, its gzip form when that is smaller, and media type; None when there is no such file."""
        self.current()
        if name not in self.paths:
            return None
        if name not in self.ready:
            self.ready[name] = _prepared(self.paths[name])
        return self.ready[name]

    def _find(self) -> None:
        paths = {path.relative_to(self.folder).as_posix(): path
                 for path in sorted(self.folder.rglob("*")) if path.is_file() and not path.name.startswith(".")}
        paths[BOOTSTRAP] = bootstrap_css()
        digest = hashlib.sha256()
        for name, path in paths.items():
            digest.update(name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
        self.paths, self.version = paths, digest.hexdigest()[:12]


def bootstrap_css() -> Path:
    """The stylesheet inside the installed package, found without importing the package."""
    spec = find_spec("flask_bootstrap")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package bootstrap-flask is not installed")
    return Path(spec.origin).parent / "static" / "bootstrap5" / "css" / "bootstrap.min.css"


def install(app: Flask) -> None:
    """Serve ``caseapp/static`` under an address that changes with its content; give templates ``asset``."""
    app.extensions["assets"] = Shelf(Path(app.root_path) / "static")
    if "static" in app.view_functions:
        app.view_functions["static"] = serve
    else:
        app.add_url_rule("/static/<path:filename>", "static", serve)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """The address of a file under ``static``, with the version in its path; raises KeyError for an unknown one."""
    shelf: Shelf = current_app.extensions["assets"]
    key = (request.script_root if has_request_context() else "", name)
    if key not in shelf.addresses:      # a page of twenty rows names the icons' file forty times
        version = shelf.current()
        if name not in shelf.paths:
            raise KeyError(name)
        shelf.addresses[key] = url_for("static", filename=f"{version}/{name}")
    return shelf.addresses[key]


def serve(filename: str) -> Response:
    """One file; an address of another version gets today's content, to be asked for again next time."""
    shelf: Shelf = current_app.extensions["assets"]
    version, _, name = filename.partition("/")
    found = shelf.file(name)
    if found is None:
        abort(404)
    plain, packed, media_type = found
    accepts = packed is not None and request.accept_encodings["gzip"] > 0
    answer = Response(packed if accepts and packed is not None else plain, mimetype=media_type)
    if accepts:
        answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = FOREVER if version == shelf.current() else SHORT
    answer.set_etag(f"{shelf.current()}-{hashlib.sha256(name.encode()).hexdigest()[:8]}{'-gz' if accepts else ''}")
    answer.make_conditional(request)
    return answer


def _prepared(path: Path) -> tuple[bytes, bytes | None, str]:
    plain = path.read_bytes()
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    packed = gzip.compress(plain, 9, mtime=0) if media_type.startswith(COMPRESSIBLE) else None
    return plain, packed if packed is not None and len(packed) < len(plain) else None, media_type
