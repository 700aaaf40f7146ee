"""The doors to the outside, against a real SMTP server and a provider that misbehaves on command."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.core.settings import Settings
from shared.notifying import ports
from shared.notifying.kinds import Channel
from shared.notifying.ports import NotSent, OperatorsPage, Outgoing, ShortMessages, Smtp, doors
from testing.simulators import MessageGateway, message_gateway

LETTER = Outgoing("0199d3b0-0000-7000-8000-000000000031", "an@example.vn", "Hồ sơ quá hạn", "Hạn trả 17:00.")


class Mailbox:
    """What came in; refuses whom it is told to."""

    def __init__(self) -> None:
        self.messages: list[Any] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if not self.answer.startswith("250"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.messages.append(envelope)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's own certificate for localhost, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return file


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


class Post:
    """A mail server that wants STARTTLS and a password, as a province's does."""

    def __init__(self, certificate: Path) -> None:
        self.mailbox = Mailbox()
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        self._controller = Controller(
            self.mailbox,
            hostname="localhost",
            port=_free_port(),
            tls_context=context,
            require_starttls=True,
            auth_required=True,
            authenticator=self._knows,
        )

    def _knows(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"thong-bao@tinh", b"mat/khau")
        return AuthResult(success=known, handled=False)

    def __enter__(self) -> "Post":
        self._controller.start()
        self.port = self._controller.port
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()


@pytest.fixture
def post(certificate: Path) -> Iterator[Post]:
    with Post(certificate) as running:
        yield running


def door(post: Post, certificate: Path, password: str = "mat%2Fkhau") -> Smtp:
    return Smtp(f"smtp://thong-bao%40tinh:{password}@localhost:{post.port}?ca={certificate}", "thong-bao@tinh.example")


def send(door: Any, letter: Outgoing = LETTER) -> None:
    asyncio.run(door.send(letter))


def test_a_letter_arrives_over_tls_with_an_id_that_stays_the_same(post: Post, certificate: Path) -> None:
    send(door(post, certificate))
    (envelope,) = post.mailbox.messages
    assert envelope.rcpt_tos == ["an@example.vn"]
    text = envelope.content.decode()
    assert f"Message-ID: <{LETTER.id}@tinh.example>" in text
    assert "Auto-Submitted: auto-generated" in text


def test_an_address_that_is_not_there_is_final_and_a_full_mailbox_is_not(post: Post, certificate: Path) -> None:
    for answer, final in (("550 5.1.1 unknown", True), ("452 4.2.2 full", False)):
        post.mailbox.answer = answer
        with pytest.raises(NotSent) as fault:
            send(door(post, certificate))
        assert (fault.value.final, "an@example.vn" in fault.value.why) == (final, False)


def test_a_wrong_password_and_an_unknown_certificate_are_told_apart(post: Post, certificate: Path) -> None:
    with pytest.raises(NotSent, match="tài khoản gửi"):
        send(door(post, certificate, "sai"))
    stranger = Smtp(f"smtp://thong-bao%40tinh:mat%2Fkhau@localhost:{post.port}", "thong-bao@tinh.example")
    with pytest.raises(NotSent, match="chứng thư"):
        send(stranger)
    assert post.mailbox.messages == []


def test_a_server_that_is_not_there_is_tried_again_later(certificate: Path) -> None:
    with pytest.raises(NotSent, match="Không nối được") as fault:
        send(Smtp("smtp://localhost:9?tls=none", "a@b"))
    assert not fault.value.final


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://u:p@localhost?tls=none"])
def test_an_address_of_a_mail_server_that_cannot_be_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="LIENTHONG_SMTP_URL"):
        Smtp(url, "a@b")


def test_a_line_break_in_a_title_neither_becomes_a_header_nor_ends_the_letter(post: Post, certificate: Path) -> None:
    send(door(post, certificate), Outgoing(LETTER.id, LETTER.address, "Văn bản 7\nBcc: x@y", LETTER.text))
    message = message_from_bytes(post.mailbox.messages[0].content, policy=policy.default)
    assert message["Subject"] == "Văn bản 7 Bcc: x@y"
    assert message["Bcc"] is None


def test_a_line_break_in_an_address_does_not_become_a_header(post: Post, certificate: Path) -> None:
    hostile = Outgoing(LETTER.id, "an@example.vn\nBcc: x@y", LETTER.title, LETTER.text)
    with pytest.raises(NotSent) as fault:
        send(door(post, certificate), hostile)
    assert fault.value.final
    assert post.mailbox.messages == []


@pytest.fixture
def provider() -> Iterator[MessageGateway]:
    with message_gateway() as running:
        yield running


def messages_of(provider: MessageGateway, channel: Channel = Channel.SMS) -> ShortMessages:
    return ShortMessages(provider.url, "khoa", channel)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.ZALO])
def test_a_short_message_carries_its_reference_and_the_key(provider: MessageGateway, channel: Channel) -> None:
    send(messages_of(provider, channel), Outgoing("1", "0905123456", "Hồ sơ quá hạn", "x" * 400))
    (message,) = provider.delivered()
    assert message.pop("at")
    assert message == {"to": "0905123456", "text": "Hồ sơ quá hạn", "reference": "1", "channel": channel.value}


def test_a_wrong_key_is_told_and_tried_again(provider: MessageGateway) -> None:
    with pytest.raises(NotSent, match="401") as fault:
        send(ShortMessages(provider.url, "sai"))
    assert (fault.value.final, provider.delivered()) == (False, [])


@pytest.mark.parametrize(("order", "status", "final"), [("error", "500", False), ("refuse", "400", True)])
def test_what_a_provider_refuses_for_good_is_not_tried_again(
    provider: MessageGateway, order: str, status: str, final: bool
) -> None:
    provider.behave(order)
    with pytest.raises(NotSent, match=status) as fault:
        send(messages_of(provider))
    assert (fault.value.final, provider.delivered()) == (final, [])


@pytest.mark.parametrize(
    ("status", "final"), [(500, False), (429, False), (401, False), (302, False), (400, True), (404, True)]
)
def test_which_refusals_are_final(status: int, final: bool) -> None:
    assert ports.is_final(status) is final


def test_a_provider_that_is_slow_or_hangs_up_is_tried_again_and_the_message_arrives_once(
    provider: MessageGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "PATIENCE", 0.5)
    for order, told in (("slow:2", "không trả lời"), ("cut", "Không nối được")):
        provider.behave(order)
        with pytest.raises(NotSent, match=told) as fault:
            send(messages_of(provider))
        assert not fault.value.final
        send(messages_of(provider))
    assert [message["reference"] for message in provider.delivered()] == [LETTER.id]
    assert provider.calls() == 4


def test_a_provider_that_repeats_does_so_under_one_reference(provider: MessageGateway) -> None:
    provider.behave("repeat", "lose")
    send(messages_of(provider))
    send(messages_of(provider), Outgoing("2", LETTER.address, LETTER.title, LETTER.text))
    assert [message["reference"] for message in provider.delivered()] == [LETTER.id, LETTER.id]


def test_only_a_provider_behind_tls_is_taken() -> None:
    with pytest.raises(ValueError, match="LIENTHONG_SMS_URL"):
        ShortMessages("http://sms.example.vn/send", "khoa")
    with pytest.raises(ValueError, match="LIENTHONG_ZALO_URL"):
        doors(Settings(_env_file=None, zalo_url="http://zalo.example.vn/send"))


def test_the_embedded_setting_sends_nothing_and_production_has_only_what_was_set() -> None:
    embedded = doors(Settings(_env_file=None))
    assert {channel: type(door) for channel, door in embedded.items()} == dict.fromkeys(Channel, OperatorsPage)
    real = Settings(_env_file=None, database_url="postgresql://x", broker_url="amqp://x")
    assert doors(real) == {}
    assert set(doors(real.model_copy(update={"smtp_url": "smtps://mail.example", "smtp_sender": "a@b"}))) == {
        Channel.EMAIL
    }
