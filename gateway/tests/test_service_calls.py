"""What the gateway itself asks services: once more where a connection broke and asking twice does no harm."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.clients.accounts import OWNERS, AccountOwners
from gateway.clients.services import ServiceClient
from gateway.settings import GatewaySettings
from shared.access.identity import IdentityIssuer, make_keys
from shared.core.errors import Unavailable
from shared.core.settings import Settings

SUBJECT = "0197aaaa-0000-7000-8000-000000000001"
ACCOUNT = f'{{"subject": "{SUBJECT}", "name": "Nguyễn Văn An", "user_name": "an.nv"}}'.encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ACCOUNT) + ACCOUNT


class HangingUp:
    """A service that closes so many connections without a word before it answers."""

    def __init__(self, hang_ups: int) -> None:
        self.left = hang_ups
        self.asked = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        self.left -= 1
        if self.left < 0:
            writer.write(ANSWER)
            await writer.drain()
        writer.close()


@asynccontextmanager
async def calling(folder: Path, service: HangingUp) -> AsyncIterator[ServiceClient]:
    listening = await asyncio.start_server(service, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    make_keys(folder / "identity.pem", folder / "identity.jwks.json", bits=2048)
    settings = Settings(var=folder, service_urls=dict.fromkeys(OWNERS.values(), url))
    services = ServiceClient(settings, GatewaySettings(), IdentityIssuer(folder / "identity.pem"))
    services.open()
    try:
        yield services
    finally:
        await services.close()
        listening.close()


# A GET is repeated once by the HTTP client itself, in silence, before we do.
@pytest.mark.parametrize(
    ("question", "hang_ups", "asked_again", "answered"),
    [
        ("credentials", 0, False, True),
        ("credentials", 1, True, True),
        ("credentials", 2, True, False),
        ("identity", 0, False, True),
        ("identity", 2, True, True),
        ("identity", 9, True, False),
    ],
)
def test_who_somebody_is_is_asked_once_more(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], question: str, hang_ups: int, asked_again: bool, answered: bool
) -> None:
    async def play() -> None:
        service = HangingUp(hang_ups)
        async with calling(tmp_path, service) as client:
            owners = AccountOwners(client)
            asked = (
                owners.verify("officer", "an.nv", "Mat-khau-1")
                if question == "credentials"
                else owners.find("officer", SUBJECT)
            )
            if answered:
                identity = await asked
                assert identity is not None
                assert identity.user_name == "an.nv"
            else:
                with pytest.raises(Unavailable):
                    await asked
            assert service.asked <= (2 if question == "credentials" else 4)

    asyncio.run(play())
    written = "".join(capsys.readouterr())
    assert ("service_asked_again" in written) == asked_again
    assert ("service_call_failed" in written) == (not answered)
    assert ("ServerDisconnectedError" in written) == asked_again
    assert SUBJECT not in written
    assert "Mat-khau-1" not in written


def test_other_questions_are_asked_once_and_their_failure_is_logged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def play() -> None:
        service = HangingUp(1)
        async with calling(tmp_path, service) as client:
            with pytest.raises(Unavailable):
                await client.call("mail-directory", "POST", "/internal/anything", body={})
            assert service.asked == 1

    asyncio.run(play())
    written = "".join(capsys.readouterr())
    assert "service_call_failed" in written
    assert "ServerDisconnectedError" in written
