"""What a stranger's packet may hold when a clerk brings it: too long, too many and oddly written is a sentence, never a fault of ours."""

import random
import string
from typing import Any

import pytest
from sqlalchemy import text

from document_exchange.packets.packet import ReceiverChange

from .change_kit import CODE, a_recall, a_replacement, an_update, change, new_document, wish
from .test_packets_api import OUTSIDE, bring, run

LONG = "".join(random.Random(1).choices(string.ascii_uppercase + string.digits, k=9000))
REPLACED = b"ReplacementInfo>"


async def kept(house: Any) -> int:
    async with house.database.sessions() as session:
        query = text("SELECT (SELECT count(*) FROM incoming_document) + (SELECT count(*) FROM sender_change)")
        return int((await session.execute(query)).scalar_one())


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (new_document().replace(CODE.encode(), LONG.encode()), "/MessageHeader/DocumentId"),
        (new_document().replace(OUTSIDE.encode(), LONG.encode()), "/MessageHeader/From/OrganId"),
        (a_recall().replace(CODE.encode(), LONG.encode()), "/MessageHeader/DocumentId"),
        (an_update("ma-khac").replace(b"ma-khac", LONG.encode()), "/TraceHeaderList/Bussiness/DocumentId"),
        (
            a_replacement().replace(CODE.encode(), LONG.encode()),
            "/TraceHeaderList/Bussiness/ReplacementInfoList/DocumentId",
        ),
    ],
)
def test_an_identifier_too_long_to_be_kept_is_refused_where_it_stands(
    open_house: Any, content: bytes, where: str
) -> None:
    async def play(house: Any) -> None:
        refused = await bring(house, content)
        assert (refused.status_code, refused.json()["code"]) == (422, "packet_refused")
        assert [error["pointer"] for error in refused.json()["errors"]] == [where]
        assert await kept(house) == 0

    run(open_house, play)


def test_one_packet_replaces_no_more_than_a_clerk_can_answer(open_house: Any) -> None:
    async def play(house: Any) -> None:
        many = await bring(house, a_replacement(codes=tuple(f"ma-{number}" for number in range(101))))
        assert (many.status_code, many.json()["code"]) == (422, "packet_refused")
        assert "văn bản bị thay thế" in many.text.lower()
        assert await kept(house) == 0

    run(open_house, play)


def test_what_a_stranger_names_is_one_line_and_a_list_that_ends(open_house: Any) -> None:
    async def play(house: Any) -> None:
        odd = await wish(house, a_recall("ma-la").replace(b">ma-la<", ">ma\u202e\n- \uf0b7 la<".encode()))
        assert odd["target_code"] == "ma - • la"
        strangers = tuple(ReceiverChange(f"000.00.{number:02d}.H{number % 90}", added=True) for number in range(250))
        long = await wish(house, an_update("ma-khac", strangers))
        assert len((await change(house, long["id"]))["receivers"]) == 200

    run(open_house, play)
