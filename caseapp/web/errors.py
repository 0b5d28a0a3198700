"""Knows what a person reads when something fails: what is wrong, what to do, a reference; never content."""
from __future__ import annotations

import re
import secrets
import traceback
from typing import Any, Final, cast

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError

from caseapp.text import CODE_LETTERS
from caseapp.web.access import LOGIN
from caseapp.web.assets import BOOTSTRAP, asset

log = structlog.get_logger(__name__)

# Status → heading and what to do. Whatever is missing here is shown as 400 or 500 of its family.
PAGES: Final[dict[int, tuple[Any, Any]]] = {
    400: (_l("Yêu cầu không đọc được"), _l("Quay lại trang trước, tải lại rồi làm lại. Chưa có gì được lưu.")),
    401: (
        _l("Hết phiên làm việc"),
        _l("Lần bấm vừa rồi chưa lưu gì. Đăng nhập lại rồi làm lại; riêng phiếu tiếp dân còn bản nháp ở "
           "Bàn tiếp dân, mục Nháp của tôi."),
    ),
    404: (
        _l("Không có trang này"),
        _l("Hồ sơ không tồn tại, đã chuyển đơn vị, hoặc không thuộc phạm vi bạn được xem. "
           "Kiểm tra lại số hồ sơ, hoặc hỏi người giao việc cho bạn."),
    ),
    405: (_l("Trang này không nhận cách gửi đó"), _l("Mở lại từ danh mục. Chưa có gì được lưu.")),
    409: (_l("Chưa làm được việc này"), _l("Hồ sơ đã đổi từ lúc bạn mở trang. Mở lại hồ sơ để xem bản mới.")),
    413: (
        _l("Gửi lên quá lớn"),
        _l("Chọn tệp nhỏ hơn, hoặc chia thành nhiều tệp. Chưa có gì được lưu."),
    ),
    422: (_l("Chưa lưu được"), _l("Quay lại, sửa chỗ được báo rồi lưu lại.")),
    429: (_l("Quá nhiều lần trong thời gian ngắn"), _l("Chờ vài phút rồi thử lại.")),
    500: (_l("Máy chủ gặp lỗi"), _l("Lỗi đã được ghi lại. Thử lại sau một phút; bản nháp vẫn còn.")),
    503: (_l("Hệ thống đang bận hoặc đang bảo trì"), _l("Chờ một phút rồi tải lại trang; bản nháp vẫn còn.")),
}
CSRF_HEADING: Final = _l("Trang đã mở quá lâu, chưa lưu")
CSRF_ADVICE: Final = _l(
    "Lần bấm vừa rồi chưa lưu gì, chữ gõ ở trang trước không giữ lại. Đăng nhập lại nếu đã hết phiên, mở lại trang "
    "rồi làm lại; riêng phiếu tiếp dân còn bản nháp ở Bàn tiếp dân, mục Nháp của tôi."
)
_SQLITE_CONSTRAINT = re.compile(r"(?:CHECK|UNIQUE|NOT NULL|FOREIGN KEY) constraint failed(?:: [\w.]+(?:, [\w.]+)*)?")


class Refusal(Exception):
    """An act that may not be done now; ``message`` says why and what to do, ``field`` names the field it concerns."""

    def __init__(self, message: object, field: str | None = None, status: int = 409) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.status = status

    def __str__(self) -> str:
        return str(self.message)


def install(app: Flask) -> None:
    """Answer every failure with a page of its own."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _no_token)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(SQLAlchemyError, _database_error)
    app.register_error_handler(Exception, _unexpected)


def new_reference() -> str:
    """A code to read over the telephone, in the page and in the log: “R7-40K2”."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(6))
    return f"{letters[:2]}-{letters[2:]}"


def constraint_of(error: SQLAlchemyError) -> str | None:
    """Name of the constraint a statement broke, without any value; None when the database names none."""
    cause = getattr(error, "orig", None)
    named = getattr(getattr(cause, "diag", None), "constraint_name", None)
    if named:
        return str(named)
    found = _SQLITE_CONSTRAINT.search(str(cause)) if isinstance(error, IntegrityError) else None
    return found[0] if found else None


def error_page(status: int, heading: object = None, advice: object = None, reference: str | None = None, *,
               login: bool = False) -> Response:
    """The page for ``status``; heading and advice default to those of the status."""
    g.pop("lies_under", None)      # the frame of an error page must not tell which kind of dossier was asked for
    known = status if status in PAGES else (500 if status >= 500 else 400)
    own_heading, own_advice = PAGES[known]
    shown = {
        "status": status,
        "heading": str(heading or own_heading),
        "advice": str(advice or own_advice),
        "reference": reference or new_reference(),
        "login": LOGIN if login or status == 401 else "",
    }
    if _wants_json():
        answer = jsonify(error=shown["heading"], advice=shown["advice"], reference=shown["reference"])
        answer.status_code = status
        return answer
    return make_response(_framed(shown) if status < 500 else _bare(shown), status)


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return accepted.best_match(["text/html", "application/json"]) == "application/json"


def _framed(shown: dict[str, Any]) -> str:
    """The page inside the usual frame; without the frame when the frame itself fails."""
    try:
        return render_template("error.html", **shown)
    except Exception as problem:  # noqa: BLE001  an error page must not fail over its decoration
        _note("error page without frame", problem, shown["reference"])
        return _bare(shown)


def _bare(shown: dict[str, Any]) -> str:
    template = current_app.jinja_env.get_template("error_bare.html")
    return template.render(language=_language(), sheets=_sheets(), **shown)


def _sheets() -> list[str]:
    """Stylesheets of a page without frame; none for a foreign host, which has no address to build on."""
    try:
        return [asset(BOOTSTRAP), asset("css/caseapp.css")]
    except Exception:  # noqa: BLE001  whatever is broken, the words must come through
        return []


def _language() -> str:
    try:
        return str(get_locale() or "vi")
    except Exception:  # noqa: BLE001  the language may come from the database that has just failed
        return "vi"


def _refused(refusal: Refusal) -> Response:
    return error_page(refusal.status, advice=refusal.message)


def _no_token(_error: CSRFError) -> Response:
    reference = new_reference()
    log.info("request without a valid token", reference=reference, endpoint=request.endpoint)
    return error_page(400, CSRF_HEADING, CSRF_ADVICE, reference, login=True)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return cast(Response, error.get_response())
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        return _unexpected(error.original_exception)
    answer = error_page(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            answer.headers[name] = value
    return answer


def _database_error(error: SQLAlchemyError) -> Response:
    if current_app.testing and not current_app.config.get("ERROR_PAGES"):
        raise error
    reference = new_reference()
    log.error(
        "database refused", reference=reference, endpoint=request.endpoint, kind=type(error).__name__,
        cause=type(getattr(error, "orig", None)).__name__, constraint=constraint_of(error), at=_frames(error),
    )
    busy = isinstance(error, OperationalError | PoolTimeout)
    answer = error_page(503 if busy else 500, reference=reference)
    if busy:
        answer.headers["Retry-After"] = "30"
    return answer


def _unexpected(error: BaseException) -> Response:
    if current_app.testing and not current_app.config.get("ERROR_PAGES"):
        raise error
    reference = new_reference()
    _note("request failed", error, reference)
    return error_page(500, reference=reference)


def _note(event: str, error: BaseException, reference: str) -> None:
    """Log where it failed and with what type; the message of an exception may quote what a citizen said."""
    log.error(event, reference=reference, endpoint=request.endpoint, kind=type(error).__name__, at=_frames(error))


def _frames(error: BaseException) -> list[str]:
    return [f"{frame.name}:{frame.lineno} {frame.filename.rpartition('/')[2]}"
            for frame in traceback.extract_tb(error.__traceback__)[-12:]]
