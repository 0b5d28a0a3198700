"""Invented denouncers whose names are typed before anybody knows the kind, and the ways in which that comes about.

Every one bears the same invented word in the name and in the street, and numbers that begin alike, so that one search
finds any of them: in the database, in every file under CASEAPP_HOME, in what was logged and printed; as written,
decomposed, without marks, in base64, in UTF-16.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from caseapp.db import reading
from caseapp.text import fold
from tests.browser.addresses import token
from tests.browser.offices import account_of
from tests.browser.typing_in import Fields, read, send, summary, with_typed
from tests.office.traces import spellings, traces
from tests.staff.making import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

NEW, COMPLAINT = "/tiep-dan/luot-moi", "/tiep-dan/luot-moi?loai=complaint"
# Words that no language has. An index may keep the head of a word with its neighbour's, so the tails are sought too.
SOUGHT = ("Quềnhxoạng", "enhxoang", "Xuyếnkhoăn", "enkhoan", "0977351", "0977 351", "0977.351", "092199735",
          "0921 9973 5", "092 199 735")
FAMILIES, GIVEN = ("Trịnh", "Đoàn", "Lữ", "Thạch", "Sơn"), ("Ánh", "Diệu", "Hảo", "Út", "Nguyệt", "Thuở", "Đượm")
SEALED: dict[str, str | None] = {"matter": "denunciation", "identity": "checked", "accused_name": "Lâm Văn Tường",
                                 "accused_post": "Trưởng ban quản lý chợ", "outcome": "taken"}


@dataclass(frozen=True, slots=True)
class Denouncer:
    """An invented person, written as different hands write."""

    number: int

    @property
    def name(self) -> str:
        plain = f"{FAMILIES[self.number % 5]} Quềnhxoạng {GIVEN[self.number % 7]}"
        ways = (str, str.upper, fold, lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "  "))
        return ways[self.number % len(ways)](plain)

    @property
    def id_number(self) -> str:
        digits = f"092199735{self.number:03d}"
        return digits if self.number % 2 else f"{digits[:4]} {digits[4:8]} {digits[8:]}"

    @property
    def phone(self) -> str:
        digits = f"0977351{self.number:03d}"
        return digits if self.number % 3 else f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"

    @property
    def street(self) -> str:
        return f"{self.number} đường Xuyếnkhoăn"

    def typed(self) -> dict[str, str | None]:
        """The ordinary form with this person in every line that takes words."""
        return {
            "matter": "complaint", "lookup": self.name, "people-0-name": self.name, "people-0-id_number": self.id_number,
            "people-0-phone": self.phone, "people-0-birth_year": "1971", "people-0-commune": "Phường An Thịnh",
            "people-0-address": self.street, "people-0-id_issued": "21/04/2022", "outcome": "taken",
            "content": f"Bà {self.name.upper()}, ở {self.street}, gọi {self.phone}, CCCD {self.id_number}, kể: nhận tiền.",
            "resolved_by": f"UBND phường đã trả lời {self.name}", "papers-0-name": f"Đơn của {self.name}",
            "papers-0-pages": "2", "papers-0-condition": "original", "place": f"Nhà {self.name}, {self.street}",
        }


@dataclass(frozen=True, slots=True)
class Counter:
    """An officer before a test client, and what the office keeps."""

    app: Flask
    home: Path
    client: FlaskClient

    def one(self, statement: str) -> Any:
        with self.app.app_context():
            return reading().execute(sa.text(statement)).scalar()

    def post(self, url: str, fields: Fields | dict[str, str | None]) -> TestResponse:
        return self.client.post(url, data={name: value for name, value in fields.items() if value is not None})

    def keep(self, fields: Fields, typed: dict[str, str | None]) -> None:
        """What the page sends by itself while somebody types."""
        answer = self.post(f"/nhap/visit/{fields['draft'][0]}", with_typed(fields, typed))
        assert answer.status_code == 200

    def denounce(self, fields: Fields, typed: dict[str, str | None], number: int) -> TestResponse:
        answer = self.post(NEW, with_typed(fields, {**typed, **SEALED, "envelope": str(number)}))
        assert answer.status_code == 303, summary(answer)
        return answer

    def left(self) -> list[str]:
        with self.app.app_context():
            return traces(SOUGHT, self.home)


# ---- ways in which a name comes to be typed before the kind is known -------------------------------------------------


def autosaved_then_changed(at: Counter, who: Denouncer) -> TestResponse:
    """Typed as a complaint, kept as a draft, then the kind was changed in the page and saved."""
    fields = opened(at)
    at.keep(fields, who.typed())
    at.post(f"{NEW}/nguoi", {"csrf_token": fields["csrf_token"][0], "matter": "complaint", "lookup": who.name})
    at.post(f"{NEW}/kin", {"csrf_token": fields["csrf_token"][0], "draft": fields["draft"][0]})
    at.keep(fields, {**SEALED, "envelope": "1", "content": "Nhận tiền."})
    return at.denounce(fields, {"content": "Nhận tiền ngoài quy định."}, who.number + 1)


def posted_with_everything(at: Counter, who: Denouncer) -> TestResponse:
    """Two drafts, then everything is sent as it stands, only the kind is another."""
    fields = opened(at)
    at.keep(fields, who.typed())
    at.keep(fields, {**who.typed(), "matter": "feedback", "note": who.name})
    return at.denounce(fields, who.typed(), who.number + 1)


def put_aside_and_taken_up(at: Counter, who: Denouncer) -> TestResponse:
    """Kept for later, opened again, the kind changed by a browser without scripts, then saved."""
    fields = opened(at)
    assert at.post(NEW, with_typed(fields, {**who.typed(), "step": "later"})).status_code == 303
    again, _errors = read(at.client.get(f"{NEW}?nhap={fields['draft'][0]}").text, "visit")
    changed = at.post(NEW, with_typed(again, {"matter": "denunciation", "step": "kind"}))
    assert not_echoed(changed)
    return at.denounce(read(changed.text, "visit")[0], {"content": "Nhận tiền."}, who.number + 1)


def from_the_queue(at: Counter, who: Denouncer) -> TestResponse:
    """A number was taken under the name and called; the visitor then says it is a denunciation."""
    fields = called(at, who)
    at.post(f"{NEW}/kin", {"csrf_token": fields["csrf_token"][0], "draft": fields["draft"][0], "ticket": fields["ticket"][0]})
    return at.denounce(fields, {"content": "Nhận tiền.", "people-0-name": None, "lookup": None}, who.number + 1)


def from_the_queue_without_telling(at: Counter, who: Denouncer) -> TestResponse:
    """The same, but nothing told the server before the form was sent."""
    fields = called(at, who)
    at.keep(fields, who.typed())
    return at.denounce(fields, who.typed(), who.number + 1)


def as_part_of_several_matters(at: Counter, who: Denouncer) -> TestResponse:
    """Looked up and searched for, logged as several matters, then one of them is a denunciation."""
    fields = opened(at)
    for words in (who.name, who.id_number, who.phone):
        at.post("/tim", {"csrf_token": fields["csrf_token"][0], "words": words})
    at.keep(fields, {**who.typed(), "matter": "mixed"})
    mixed = with_typed(fields, {**who.typed(), **SEALED, "matter": "mixed", "has_denunciation": "y", "envelope": str(who.number + 1)})
    answer = at.post(NEW, mixed)
    assert answer.status_code == 303, summary(answer)
    return answer


def mended_after_an_error(at: Counter, who: Denouncer) -> TestResponse:
    """The first try lacks the envelope; the page that says so must not say the name."""
    fields = opened(at)
    at.keep(fields, who.typed())
    refused = at.post(NEW, with_typed(fields, {**who.typed(), **SEALED, "envelope": ""}))
    assert refused.status_code == 422
    assert not_echoed(refused)
    return at.denounce(read(refused.text, "visit")[0], {}, who.number + 1)


def as_a_group_with_somebody_behind(at: Counter, who: Denouncer) -> TestResponse:
    """Several visitors, and an organisation that they came for."""
    fields, more = opened(at), who.typed()
    more |= {"people_count": "7", "people-1-name": who.name, "people-1-id_missing": "lost", "people-1-commune": who.street,
             "nomination": f"Văn bản cử {who.name}", "stands_in": "y", "represented-nature": "organisation",
             "represented-name": f"Hợp tác xã {who.name}", "represented-address": who.street,
             "authority": f"Giấy ủy quyền của {who.name}"}
    at.keep(fields, more)
    return at.denounce(fields, more, who.number + 1)


WAYS = (autosaved_then_changed, posted_with_everything, put_aside_and_taken_up, from_the_queue,
        from_the_queue_without_telling, as_part_of_several_matters, mended_after_an_error, as_a_group_with_somebody_behind)


def opened(at: Counter) -> Fields:
    return read(at.client.get(COMPLAINT).text, "visit")[0]


def called(at: Counter, who: Denouncer) -> Fields:
    taken = send(at.client, "/tiep-dan/so-thu-tu", {"matter": "complaint", "name": who.name, "people": "1",
                                                    "purpose": f"{who.name} hỏi về đất {who.street}"})
    assert taken.status_code == 303
    where = re.search(r'action="(/tiep-dan/so-thu-tu/[^"]+/goi)"', at.client.get("/tiep-dan").text)
    assert where
    return read(at.client.get(at.post(where[1], {"csrf_token": token(at.client)}).location).text, "visit")[0]


NEEDLES = {word: spellings(word) for word in SOUGHT}


def told_in(said: bytes) -> list[str]:
    """The words sought that stand in ``said``, however they are written there."""
    low = said.lower()
    return [word for word, needles in NEEDLES.items() if any(needle in said or needle in low for needle in needles)]


def not_echoed(answer: TestResponse) -> bool:
    """Whether a page says nothing of any of them."""
    return not told_in(answer.get_data())


def counter_of(app: Flask, home: Path, name: str = "tiepdan") -> Counter:
    """An officer who sits down at the counter of ``app``."""
    client = app.test_client()
    with app.app_context():
        account = account_of(name)
    sign_in(client, account)
    return Counter(app, home, client)


def receive(at: Counter, number: int) -> list[str]:
    """Receive one denouncer in the way whose turn it is; pages behind it that tell who it was, by address."""
    answer = WAYS[number % len(WAYS)](at, Denouncer(number))
    if number >= len(WAYS):      # each way once: what the pages say does not depend on the person
        return []
    return [url for url in (answer.location, "/tiep-dan", "/so/tiep-cong-dan", "/so/tiep-cong-dan/in")
            if not not_echoed(at.client.get(url))]
