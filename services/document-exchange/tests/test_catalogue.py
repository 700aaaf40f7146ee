"""What a department's developer reads and starts from."""

import asyncio
from collections.abc import Callable
from typing import Any

from shared.access.rights import Role

SENDER = "000.00.11.H08"


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def test_the_sample_packet_can_be_sent_as_it_is(open_house: Any) -> None:
    async def play(house: Any) -> None:
        for who in (house.system(SENDER), house.person(Role.RECORDS_CLERK)):
            sample = await house.call(who, "GET", "/packets/sample")
            assert sample.status_code == 200
            assert sample.headers["content-type"].startswith("application/xml")
        xml = {"content-type": "application/xml"}
        sent = await house.call(house.system(SENDER), "POST", "/packets", content=sample.content, headers=xml)
        assert sent.status_code == 201, sent.text
        assert (await house.call(house.person(Role.SPECIALIST), "GET", "/packets/sample")).status_code == 403

    run(open_house, play)


def test_every_operation_has_a_vietnamese_summary_and_its_refusals(open_house: Any) -> None:
    async def play(house: Any) -> None:
        described = house.client._transport.app.fastapi.openapi()
        operations = [
            (path, operation)
            for path, item in described["paths"].items()
            if path.startswith("/api/")
            for operation in item.values()
        ]
        assert len(operations) > 25
        for path, operation in operations:
            assert not operation["summary"].isascii(), path
            assert {"401", "403", "413", "415", "422", "429"} <= set(operation["responses"]), path
        packet = described["paths"]["/api/document-exchange/v1/packets"]["post"]
        assert "OrganId" in packet["requestBody"]["content"]["application/xml"]["example"]

    run(open_house, play)
