"""The doors to the outside: SMTP, a provider of short messages or of Zalo, or the operator's page where nothing leaves."""

import asyncio
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from functools import cache
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

import aiohttp

from shared.core.province import this_province
from shared.core.settings import Settings
from shared.notifying.kinds import Channel

PATIENCE = 20.0
"""Seconds for one letter, from the connection to the last word."""
LONGEST_SMS = 300


@dataclass(frozen=True)
class Outgoing:
    """Một thư hoặc tin nhắn. `id` is the same at each try: the other side can tell a repeat."""

    id: str
    address: str
    title: str
    text: str


class NotSent(Exception):
    """It did not go. `final`: trying again is of no use; `why`: words for the operator, no address in them."""

    def __init__(self, why: str, *, final: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.final = final


class Door(Protocol):
    """Cửa gửi tin ra ngoài."""

    leaves: bool
    """False: it stays on the operator's page."""

    async def send(self, letter: Outgoing) -> None:
        """Raises NotSent."""


class OperatorsPage:
    """In the embedded setting nothing goes to anybody: the operator reads it at /van-hanh/thu."""

    leaves = False

    async def send(self, letter: Outgoing) -> None:
        return None


class Smtp:
    """`smtp://user:password@host:587` (STARTTLS is required), `smtps://host:465`; `?tls=none` for a relay on this machine."""

    leaves = True

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("LIENTHONG_SMTP_URL: smtp://[user:password@]host[:port] hoặc smtps://...")
        self._host = parts.hostname
        self._direct = parts.scheme == "smtps"
        self._port = parts.port or (465 if self._direct else 587)
        self._plain = parse_qs(parts.query).get("tls") == ["none"]
        if self._plain and parts.username:
            raise ValueError("LIENTHONG_SMTP_URL: không gửi mật khẩu qua kết nối không mã hóa.")
        self._account = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        authorities = parse_qs(parts.query).get("ca", [None])[0]
        self._tls = ssl.create_default_context(cafile=authorities)
        self._sender = sender

    async def send(self, letter: Outgoing) -> None:
        message, title = EmailMessage(), " ".join(letter.title.split())  # a line break ends no letter
        try:
            message["From"], message["To"], message["Subject"] = self._sender, letter.address, title
        except ValueError:
            raise NotSent("Địa chỉ không viết được vào thư.", final=True) from None
        message["Date"] = formatdate(localtime=False)
        message["Message-ID"] = f"<{letter.id}@{self._sender.rsplit('@', 1)[-1]}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        try:
            await asyncio.wait_for(asyncio.to_thread(self._hand_over, message), 2 * PATIENCE)
        except TimeoutError:
            raise NotSent("Máy chủ thư không trả lời.") from None

    def _hand_over(self, message: EmailMessage) -> None:
        try:
            with self._connect() as server:
                if not self._direct and not self._plain:
                    server.starttls(context=self._tls)
                if self._account:
                    server.login(*self._account)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _ in error.recipients.values())
            raise NotSent(f"Máy chủ thư không nhận địa chỉ này ({code}).", final=code >= 500) from None
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(f"Máy chủ thư không nhận tài khoản gửi ({error.smtp_code}).") from None
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"Máy chủ thư từ chối ({error.smtp_code}).", final=error.smtp_code >= 500) from None
        except ssl.SSLError:
            raise NotSent(
                "Không lập được kết nối mã hóa với máy chủ thư; hãy kiểm tra chứng thư của máy chủ."
            ) from None
        except smtplib.SMTPException as error:
            raise NotSent(f"Máy chủ thư không làm theo giao thức ({type(error).__name__}).") from None
        except OSError:
            raise NotSent("Không nối được tới máy chủ thư.") from None

    def _connect(self) -> smtplib.SMTP:
        if self._direct:
            return smtplib.SMTP_SSL(self._host, self._port, timeout=PATIENCE, context=self._tls)
        return smtplib.SMTP(self._host, self._port, timeout=PATIENCE)


class ShortMessages:
    """A provider of SMS or Zalo over HTTPS: POST {"to", "text", "reference", "channel"} with a bearer key; 2xx is accepted, 4xx final."""

    leaves = True

    def __init__(self, url: str, key: str, channel: Channel = Channel.SMS) -> None:
        parts = urlsplit(url)
        here = parts.hostname in ("127.0.0.1", "localhost")
        if not parts.hostname or (parts.scheme != "https" and not here):
            raise ValueError(f"LIENTHONG_{channel.name}_URL: https://...")
        self._channel = channel.value
        self._url = url
        self._headers = {"authorization": f"Bearer {key}"} if key else {}

    async def send(self, letter: Outgoing) -> None:
        words = letter.text if len(letter.text) <= LONGEST_SMS else letter.title
        body = {"to": letter.address, "text": words, "reference": letter.id, "channel": self._channel}
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout, headers=self._headers) as session,
                session.post(self._url, json=body, allow_redirects=False) as answer,
            ):
                status = answer.status
        except TimeoutError:
            raise NotSent("Nhà cung cấp tin nhắn không trả lời.") from None
        except aiohttp.ClientError:
            raise NotSent("Không nối được tới nhà cung cấp tin nhắn.") from None
        if not 200 <= status < 300:
            raise NotSent(f"Nhà cung cấp tin nhắn từ chối ({status}).", final=is_final(status))


def is_final(status: int) -> bool:
    """Whether a provider's refusal is of this message, so that trying again is of no use."""
    return 400 <= status < 500 and status not in (401, 403, 408, 429)


@cache
def our_channels() -> tuple[Channel, ...]:
    """Those that this process's installation can send by."""
    return tuple(doors(Settings()))


def doors(settings: Settings) -> Mapping[Channel, Door]:
    """The channels of this installation. Where nothing is set the embedded setting shows what it would send; production sends nothing."""
    found: dict[Channel, Door] = {}
    if settings.smtp_url:
        sender = settings.smtp_sender or f"thong-bao@{this_province().mail_domain}"
        found[Channel.EMAIL] = Smtp(settings.smtp_url, sender)
    if settings.sms_url:
        found[Channel.SMS] = ShortMessages(settings.sms_url, settings.sms_key)
    if settings.zalo_url:
        found[Channel.ZALO] = ShortMessages(settings.zalo_url, settings.zalo_key, Channel.ZALO)
    if settings.embedded:
        for channel in Channel:
            found.setdefault(channel, OperatorsPage())
    return found
