"""The pictures of README: the desk and a visit being logged, taken from the demo office in a real browser.

    python -m bench.pictures          # writes bench/pictures/*.png
"""
from __future__ import annotations

import json
from pathlib import Path

from bench.office import settings_for
from caseapp import create_app
from caseapp.demo import fill_when_empty
from caseapp.office import make_home, open_office
from tests.office.browser import started
from tests.office.live import free_door, served

FOLDER = Path(__file__).parent / "pictures"
SCREEN = {"width": 1366, "height": 768}
OFFICER = "tiepdan"


def main() -> None:
    """Open the demo office, sign in as its reception officer, photograph two pages."""
    FOLDER.mkdir(exist_ok=True)
    settings = settings_for(None)
    make_home(settings)
    app = create_app(settings)
    open_office(app)
    fill_when_empty(app, print)
    password = json.loads((settings.home / "demo.json").read_text(encoding="utf-8"))["password"]
    with free_door() as door, served(app, door) as office, started() as browser:
        page = browser.new_page(viewport=SCREEN, locale="vi-VN", base_url=office.url)
        page.goto("/login")
        page.fill("[name=username]", OFFICER)
        page.fill("[name=password]", password)
        page.press("[name=password]", "Enter")
        page.wait_for_url("**/tiep-dan")
        page.screenshot(path=FOLDER / "desk.png")
        page.goto("/tiep-dan/luot-moi?loai=complaint")
        page.fill("[name=people-0-name]", "Huỳnh Thị Ngọc Điệp")
        page.fill("[name=content]", "Không đồng ý quyết định xử phạt xây dựng. Yêu cầu hủy quyết định.")
        page.get_by_label("Tiếp nhận đơn").check()
        page.screenshot(path=FOLDER / "visit.png", full_page=True)


if __name__ == "__main__":
    main()
