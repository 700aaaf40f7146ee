"""Two who act on one request at the same moment: each finds what the other did."""

import asyncio
from typing import Any

from shared.access.rights import Role

from .opinion_kit import (
    DRAFTER,
    OTHER,
    OTHER_HEAD,
    OTHER_ONE,
    hand_on,
    one_at,
    opened,
    run,
    settle,
    table,
)

IN_OTHER = f"unit:{OTHER}"


def test_of_two_answers_at_one_moment_the_second_sees_the_first(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = await one_at(house, OTHER_HEAD)
        await hand_on(house, OTHER_HEAD, row, "person:hoach")
        version = (await one_at(house, OTHER_HEAD))["version"]
        path = f"/opinion-requests/{row['id']}/answer"
        said = [(OTHER_HEAD, "Ý kiến một"), (OTHER_ONE, "Ý kiến hai")]
        sent = [
            house.call(who, "POST", path, json={"opinion": "other", "words": words, "version": version})
            for who, words in said
        ]
        codes = sorted(one.status_code for one in await asyncio.gather(*sent))
        assert codes == [200, 412]
        await settle(house)
        assert (await table(house, document_id))[IN_OTHER]["answer"] in ("Ý kiến một", "Ý kiến hai")

    run(open_house, play)


def test_an_answer_beside_the_signature_is_either_taken_before_it_or_refused(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = await one_at(house, OTHER_HEAD)
        assert (await house.call(DRAFTER, "POST", f"/documents/{document_id}/submit", json={})).status_code == 200
        answer, signed = await asyncio.gather(
            house.call(OTHER_HEAD, "POST", f"/opinion-requests/{row['id']}/answer", json={"opinion": "agree"}),
            house.call(house.person(Role.LEADER), "POST", f"/documents/{document_id}/sign", json={}),
        )
        assert signed.status_code == 200, signed.text
        state = (await table(house, document_id))[IN_OTHER]["state"]
        assert (answer.status_code, state) in ((200, "answered"), (409, "closed"))

    run(open_house, play)
