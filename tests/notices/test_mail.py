"""Digests through a real mail server: once, in working hours, without names; late but whole when the server was down."""

from __future__ import annotations

import ssl
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from caseapp.config import Settings, SettingsProblem, load_settings, smtp_password
from caseapp.db import reading, writing
from caseapp.dossiers.models import Clock, Dossier
from caseapp.ledger.live import RESTORED, Restored, write_restored
from caseapp.ledger.models import OfficeFact
from caseapp.notices import outbox as box
from caseapp.notices.models import Outbox
from caseapp.notices.models import Post as State
from caseapp.staff.models import Account
from caseapp.web.now import now
from tests.cases.making import ANH, CONTENT, Office, act, make_office, open_case
from tests.notices.making import give_addresses, outbox, sweep_now, told, use_server, waiting, watch
from tests.office.mail import Post, post_office
from tests.office.making import a_denunciation, log, make_commune
from tests.staff.making import filling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

    from tests.office.clock import Clock as Watch

HANDLER = "binh@anthinh.gov.vn"


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything."""
    with post_office() as post:
        yield post


@pytest.fixture
def office(any_app: Flask, post: Post, clock: Watch) -> Office:
    """Two complaints due on 26 November, everybody with an address, the server in the settings; it is that morning."""
    office = make_office(any_app)
    with any_app.app_context():
        for _case in range(2):
            open_case(office)
    give_addresses(any_app)
    use_server(any_app, post.port, public_url="https://tcd.anthinh.gov.vn")
    clock.set("2026-11-26 08:00")
    return office


def states(app: Flask) -> list[str]:
    return [row.state for row in outbox(app)]


def test_one_digest_a_day_without_a_name(any_app: Flask, office: Office, post: Post, clock: Watch) -> None:
    counts = [sweep_now(any_app) for _time in range(3)]
    assert [one["sent"] for one in counts] == [1, 0, 0]
    assert [one.to for one in post.mails] == [[HANDLER]]
    mail, words = post.mails[0].mail, post.mails[0].words
    assert mail["Subject"] == "Nhắc việc: 2 việc"
    assert (mail["From"], mail["To"], mail["Auto-Submitted"]) == ("nhacviec@anthinh.gov.vn", HANDLER, "auto-generated")
    assert mail["Message-ID"] == f"<{outbox(any_app)[0].mark}@anthinh.gov.vn>"
    assert "Đến hạn hôm nay: 2 (hạn 26/11/2026)" in words
    assert "https://tcd.anthinh.gov.vn/viec" in words
    whole = post.mails[0].raw.decode() + words + str(mail["Subject"])
    with any_app.app_context():
        ids = reading().execute(sa.select(Dossier.public_id)).scalars().all()
    for secret in (ANH.name, "Ánh", "Trần Văn Bình", CONTENT[:20], "KN 2026", "hiếu nại", "ố cáo", "enunciation", *ids):
        assert secret not in whole
    assert waiting(any_app) == 0
    clock.forward(days=1)
    assert sweep_now(any_app)["sent"] == 2
    assert "Quá hạn: 2 (hạn 26/11/2026)" in post.to(HANDLER)[1].words
    assert "Quá hạn, báo lãnh đạo: 2" in post.to("phuoc@anthinh.gov.vn")[0].words
    assert len({one.mail["Message-ID"] for one in post.mails}) == 3


def test_the_unit_above_gets_one_line_a_commune(any_app: Flask, office: Office, post: Post, clock: Watch) -> None:
    watch(any_app, office.commune.id, office.province_head.id)
    clock.set("2026-12-01 08:00")
    sweep_now(any_app)
    words = post.to("tinh@anthinh.gov.vn")[0].words
    assert words.count("UBND phường An Thịnh") == 1
    assert "UBND phường An Thịnh: 2 việc quá hạn" in words


def test_each_in_their_language(any_app: Flask, office: Office, post: Post) -> None:
    with filling(any_app) as session:
        session.get_one(Account, office.handler.id).language = "en"
    sweep_now(any_app)
    assert post.mails[0].mail["Content-Language"] == "en"


@pytest.mark.parametrize(("at", "sent"), [
    ("2026-11-26 00:05", "2026-11-26 07:30"), ("2026-11-26 17:30", "2026-11-27 07:30"),
    ("2026-11-21 10:00", "2026-11-23 07:30"),
])
def test_mail_waits_for_the_office_to_open(any_app: Flask, office: Office, post: Post, clock: Watch, at: str,
                                           sent: str) -> None:
    clock.set(at)
    sweep_now(any_app)
    assert post.mails == []
    clock.set(sent)
    clock.forward(minutes=-1)
    sweep_now(any_app)
    assert post.mails == []
    clock.forward(minutes=1)
    sweep_now(any_app)
    assert len(post.to(HANDLER)) == 1


def test_a_server_down_for_three_days(any_app: Flask, office: Office, clock: Watch) -> None:
    with post_office() as gone:
        port = gone.port
    use_server(any_app, port)
    with any_app.app_context():
        late = open_case(office, date(2026, 11, 18))
    due: set[str] = set()
    for _day in range(3):
        for _time in range(4):
            counts = sweep_now(any_app)
            assert (counts["sent"], counts["problems"]) == (0, 0)
            clock.forward(hours=2)
        clock.forward(hours=16)
        due |= {who for who, _rule, _step in told(any_app)}
    assert due == {"binh", "phuoc"}
    assert {row.state for row in outbox(any_app)} == {"due"}
    assert {row.problem for row in outbox(any_app)} == {"ConnectionRefusedError"}
    clock.set("2026-11-30 09:00")
    with post_office(port) as back:
        for _time in range(3):
            sweep_now(any_app)
            clock.forward(minutes=10)
        assert sorted(one.to[0] for one in back.mails) == [HANDLER, "phuoc@anthinh.gov.vn"]
        assert back.to(HANDLER)[0].mail["Subject"] == "Nhắc việc: 3 việc"
    assert waiting(any_app) == 0
    assert late.id


def test_what_was_done_meanwhile_is_not_told(any_app: Flask, office: Office, clock: Watch) -> None:
    with post_office() as gone:
        port = gone.port
    use_server(any_app, port)
    sweep_now(any_app)
    assert waiting(any_app) == 2
    with any_app.app_context():
        for case in reading().execute(sa.select(Dossier.id).where(Dossier.kind == "complaint")).scalars().all():
            act(office, Dossier(id=case), "accept")
    clock.forward(minutes=10)
    with post_office(port) as back:
        assert sweep_now(any_app)["moot"] == 1
        assert back.mails == []
    assert (states(any_app), waiting(any_app)) == (["moot"], 0)


@pytest.mark.parametrize("why", ["locked", "no address", "wants none", "given to another", "barred"])
def test_the_receiver_is_asked_about_again(any_app: Flask, office: Office, clock: Watch, why: str) -> None:
    with post_office() as gone:
        port = gone.port
    use_server(any_app, port)
    sweep_now(any_app)
    with filling(any_app) as session:
        handler = session.get_one(Account, office.handler.id)
        if why == "locked":
            handler.disabled_on = date(2026, 11, 26)
        elif why == "no address":
            handler.email = None
        elif why == "wants none":
            handler.mail_on = False
        elif why == "given to another":
            session.execute(sa.update(Dossier).values(handler_id=office.other_handler.id))
        else:
            session.execute(sa.update(Dossier).values(unit_id=office.province.id, no=Dossier.no + Dossier.id))
    clock.forward(minutes=10)
    with post_office(port) as back:
        sweep_now(any_app)
        assert back.to(HANDLER) == []


def test_a_mail_that_is_refused_is_tried_again_and_given_up(any_app: Flask, office: Office, post: Post,
                                                            clock: Watch) -> None:
    post.refuse[HANDLER] = "451 try later"
    sweep_now(any_app)
    assert (post.mails, outbox(any_app)[0].problem) == ([], "SMTPRecipientsRefused")
    assert sweep_now(any_app)["put_off"] == 0          # not before ten minutes have gone
    clock.forward(minutes=11)
    post.refuse[HANDLER] = "550 no such user"
    assert sweep_now(any_app)["put_off"] == 1
    for _time in range(box.REFUSALS):
        clock.forward(hours=2)
        sweep_now(any_app)
    row = outbox(any_app)[0]
    assert (row.state, row.refusals) == ("failed", box.REFUSALS - 1)
    post.refuse.clear()
    clock.set("2026-11-27 08:00")
    assert sweep_now(any_app)["sent"] == 2              # the next day's digest tells of what nobody read
    assert len(post.to(HANDLER)) == 1


def test_one_refusal_keeps_nobody_else_waiting(any_app: Flask, office: Office, post: Post, clock: Watch) -> None:
    post.refuse[HANDLER] = "550 no such user"
    clock.set("2026-11-27 08:00")
    sweep_now(any_app)
    assert [one.to for one in post.mails] == [["phuoc@anthinh.gov.vn"]]


def test_whoever_dies_with_a_lease_leaves_it_to_others(any_app: Flask, office: Office, post: Post, clock: Watch) -> None:
    with any_app.app_context():
        from caseapp.gazette import office_calendar
        from caseapp.notices.commands import remind

        remind(date(2026, 11, 26), office_calendar(), any_app.extensions["settings"])
        assert box.plan_mail(now(), office_calendar()) == 1
        assert len(box.claim("dead", now())) == 1
        assert box.claim("other", now()) == ()
    assert sweep_now(any_app)["sent"] == 0
    clock.forward(minutes=11)
    assert sweep_now(any_app)["sent"] == 1
    with any_app.app_context():
        box.end(outbox(any_app)[0].id, "dead", State.FAILED, now())      # it wakes up: no longer its own
    row = outbox(any_app)[0]
    assert (row.state, row.tries, row.owner) == ("sent", 2, None)


def test_a_restored_copy_sends_nothing(any_app: Flask, office: Office, post: Post, clock: Watch) -> None:
    with filling(any_app) as session:
        session.add(OfficeFact(name=RESTORED, value=write_restored(Restored(now(), now()))))
    counts = sweep_now(any_app)
    assert (counts["reminded"], counts["sent"]) == (2, 0)
    assert (post.mails, waiting(any_app)) == ([], 2)
    with filling(any_app) as session:
        session.delete(session.get_one(OfficeFact, RESTORED))
    assert sweep_now(any_app)["sent"] == 1


def test_without_a_server_nothing_is_queued(any_app: Flask, office: Office, post: Post) -> None:
    use_server(any_app, post.port, smtp_host="")
    sweep_now(any_app)
    assert (outbox(any_app), waiting(any_app), len(told(any_app))) == ([], 0, 1)


def test_sealed_dossiers_are_but_counted(any_app: Flask, post: Post, clock: Watch) -> None:
    with any_app.app_context():
        commune = make_commune("C", roles=("reception", "supervisor"))
        head = commune.accounts["supervisor"]
        sealed = log(commune, a_denunciation("26", accused=[head]))
        due = reading().execute(sa.select(sa.func.max(Clock.due_on)).where(Clock.dossier_id == sealed.id)).scalar_one()
    give_addresses(any_app)
    use_server(any_app, post.port)
    clock.set(f"{due} 09:00")
    clock.forward(days=4)
    clock.set(clock().astimezone(UTC).replace(hour=2))
    sweep_now(any_app)
    clock.forward(days=3)
    sweep_now(any_app)
    assert {one.to[0] for one in post.mails} == {"reception.c@anthinh.gov.vn"}
    whole = "".join(one.raw.decode() + one.words for one in post.mails)
    assert not any(word in whole for word in (sealed.code or "?", "TC ", "ố cáo", "kín", "Lâm", "giấy phép"))


@pytest.mark.parametrize("typed", ["a@b.vn\nBcc: x@y.vn", "a@b.vn, c@d.vn", "Anh <a@b.vn>", "a@b", "á@b.vn", "a b@c.vn"])
def test_no_address_carries_a_header(app: Flask, typed: str) -> None:
    from caseapp.config import MAIL_ADDRESS

    assert not MAIL_ADDRESS.fullmatch(typed)


def certificate(folder: Path) -> Path:
    """A key and a certificate for 127.0.0.1 that nobody signed but itself."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(begun).not_valid_after(begun + timedelta(days=3))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
    path = folder / "post.pem"
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                       serialization.NoEncryption()) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize("trusted", [True, False])
def test_mail_goes_encrypted_to_a_server_that_proves_itself(
        app: Flask, clock: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool) -> None:
    pem, secret = certificate(tmp_path), tmp_path / "password"
    secret.write_text("mật-khẩu-thư".encode("ascii", "ignore").decode() + "\n")
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    office = make_office(app)
    with app.app_context():
        open_case(office)
    give_addresses(app)
    clock.set("2026-11-26 08:00")
    with post_office(tls=context) as post:
        use_server(app, post.port, smtp_tls="starttls", smtp_user="nhacviec", smtp_password_file=str(secret))
        sweep_now(app)
        if trusted:
            assert [(one.encrypted, one.user) for one in post.mails] == [(True, "nhacviec mt-khu-th")]
        else:
            assert post.mails == []
            assert outbox(app)[0].problem == "SSLCertVerificationError"


@pytest.mark.parametrize(("given", "named"), [
    ({"SMTP_HOST": "mail.vn"}, "mail_from"), ({"SMTP_HOST": "mail.vn", "MAIL_FROM": "x"}, "mail_from"),
    ({"SMTP_HOST": "mail.vn", "MAIL_FROM": "a@b.vn", "SMTP_TLS": "none"}, "smtp_tls"), ({"SMTP_TLS": "ssl"}, "smtp_tls"),
    ({"SMTP_HOST": "mail.vn", "MAIL_FROM": "a@b.vn", "SMTP_PASSWORD": "x", "SMTP_PASSWORD_FILE": "y"}, "smtp_password"),
    ({"SMTP_PORT": "70000"}, "smtp_port"), ({"REMIND_DAYS": ""}, "remind_days"), ({"REMIND_DAYS": "7,x"}, "remind_days"),
    ({"REMIND_DAYS": "0"}, "remind_days"),
])
def test_settings_of_mail_are_whole_or_refused(tmp_path: Path, given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingsProblem, match=named):
        settings_of(tmp_path, **given)


def settings_of(home: Path, **given: str) -> Settings:
    return load_settings({"CASEAPP_HOME": str(home), **{f"CASEAPP_{name}": value for name, value in given.items()}})


def test_settings_of_mail(tmp_path: Path) -> None:
    plain: Any = settings_of(tmp_path)
    assert (plain.mails, plain.remind_days, plain.escalate_days) == (False, (7, 3), 3)
    whole = settings_of(tmp_path, SMTP_HOST="mail.vn", MAIL_FROM="a@b.vn", SMTP_PASSWORD="bí mật", REMIND_DAYS="2, 10")
    assert (whole.mails, whole.smtp_port, whole.smtp_tls, whole.remind_days) == (True, 587, "starttls", (10, 2))
    assert "bí mật" not in repr(whole)
    assert smtp_password(whole) == "bí mật"
    gone = settings_of(tmp_path, SMTP_HOST="mail.vn", MAIL_FROM="a@b.vn", SMTP_PASSWORD_FILE=str(tmp_path / "gone"))
    with pytest.raises(SettingsProblem, match="smtp_password_file"):
        smtp_password(gone)


def test_only_one_row_a_person_and_day(any_app: Flask, office: Office, clock: Watch) -> None:
    from caseapp.gazette import office_calendar
    from caseapp.notices.commands import remind

    with any_app.app_context():
        remind(date(2026, 11, 26), office_calendar(), any_app.extensions["settings"])
        assert [box.plan_mail(now(), office_calendar()) for _time in range(2)] == [1, 0]
        with writing() as session:
            session.execute(sa.update(Outbox).values(state="sent", ended_at=now()))
        # Today's has gone: what came up since goes when the office opens again.
        assert box.plan_mail(now(), office_calendar()) == 1
    assert [row.day for row in outbox(any_app)] == [date(2026, 11, 26), date(2026, 11, 27)]
