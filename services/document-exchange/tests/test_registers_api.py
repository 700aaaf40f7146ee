"""Registers for programs: what the page shows, to whom it is shown, page by page, and nothing for anybody else."""

import asyncio
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core import clock

from .test_incoming import RECEIVER, arrived, post

OTHER = "000.00.05.H08"
OUTGOING, INCOMING = "/lists/outgoing-register", "/lists/incoming-register"


def run(open_house: Any, play: Any) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


async def fetch(house: Any, statement: str, *arguments: object) -> Any:
    return await (await house.database.hot()).fetch(statement, *arguments)


async def written_last_year(house: Any, agency: str, amount: int) -> int:
    """So many numbers of one series of the outgoing register."""
    year = clock.local_now().year - 1
    await fetch(
        house,
        "INSERT INTO number_series (id, agency_code, code, name, document_types)"
        " VALUES (gen_random_uuid(), $1, 'administrative', 'x', '{}') ON CONFLICT DO NOTHING",
        agency,
    )
    await fetch(
        house,
        "INSERT INTO outgoing_document (id, agency_code, status, type_code, type_name, subject, reference, series_id, series_code,"
        " year, number, folded) SELECT gen_random_uuid(), $1, 'sent', 'CV', 'Công văn', 'V/v họp ' || n, n || '/CV', s.id, s.code, $2, n,"
        " 'v/v hop ' || n FROM number_series s, generate_series(1, $3::integer) AS n"
        " WHERE s.agency_code = $1 AND s.code = 'administrative'",
        agency,
        year,
        amount,
    )
    return year


def test_the_outgoing_register_is_read_by_year_page_by_page_in_the_order_of_its_numbers(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        year = await written_last_year(house, clerk.agency_code, 5)

        async def ask(**asked: Any) -> Any:
            answer = await house.call(clerk, "GET", OUTGOING, params={"year": year} | asked)
            assert answer.status_code == 200, answer.text
            return answer.json()

        numbers, after = [], ""
        while True:
            page = await ask(limit=2, after=after, count=True)
            assert page["count"] == 5
            numbers += [entry["reference"] for entry in page["items"]]
            if not (after := page["next"]):
                break
        assert numbers == [f"{number}/CV" for number in range(1, 6)]
        backwards = (await ask(sort="reverse"))["items"]
        assert [entry["reference"] for entry in backwards] == numbers[::-1]
        [found] = (await ask(q="họp 3"))["items"]
        assert {"subject", "issued", "signer", "receivers", "archive", "copies", "note"} <= found.keys()
        assert (found["reference"], found["subject"], found["archive"]) == ("3/CV", "Công văn: V/v họp 3", "Văn thư")
        this_year = await house.call(clerk, "GET", OUTGOING)
        assert this_year.json() == {"items": [], "next": None, "count": None}

    run(open_house, play)


def test_an_arrival_stands_in_the_register_once_it_has_its_number(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        incoming = await arrived(house, subject="V/v phòng chống bão")
        assert (await house.call(clerk, "GET", INCOMING)).json()["items"] == []
        done = await post(house, clerk, f"/van-ban/den/{incoming['id']}/tiep-nhan", aware="true")
        assert done.status_code == 303, done.text
        [entry] = (await house.call(clerk, "GET", INCOMING, params={"q": "phong chong"})).json()["items"]
        assert (entry["id"], entry["number"]) == (incoming["id"], 1)
        assert entry["subject"].endswith(": V/v phòng chống bão")
        assert entry["arrived"] == clock.local_now().date().isoformat()
        earlier = {"year": clock.local_now().year - 1}
        assert (await house.call(clerk, "GET", INCOMING, params=earlier)).json()["items"] == []

    run(open_house, play)


def test_registers_are_for_the_clerks_and_leaders_of_the_agency_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, clerk = house.person(Role.LEADER), house.person(Role.RECORDS_CLERK)
        year = await written_last_year(house, clerk.agency_code, 1)
        for path, page in (
            (OUTGOING, "/van-ban/so-van-ban-di"),
            (INCOMING, "/van-ban/so-van-ban-den"),
            ("/lists/tracking-register", "/van-ban/so-theo-doi"),
            ("/lists/post-register", "/van-ban/so-buu-dien"),
            ("/lists/copy-register", "/van-ban/so-ban-luu"),
        ):
            for who in (house.person(Role.SPECIALIST), house.system(clerk.agency_code), None):
                refused = [await house.call(who, "GET", way) for way in (path, page)]
                assert refused[0].status_code == (403 if who else 401), (path, who)
                assert refused[1].status_code == (403 if who else 303), (page, who)
            for who in (leader, clerk):
                assert (await house.call(who, "GET", path)).status_code == 200
        asked = {"params": {"year": year, "count": True}}
        assert (await house.call(leader, "GET", OUTGOING, **asked)).json()["count"] == 1
        stranger = house.person(Role.RECORDS_CLERK, OTHER)
        assert (await house.call(stranger, "GET", OUTGOING, **asked)).json()["items"] == []

    run(open_house, play)


@pytest.mark.parametrize(
    "asked", [{"year": "abc"}, {"year": "1"}, {"sort": "newest"}, {"limit": "101"}, {"after": "x"}]
)
def test_what_a_register_has_not_is_refused_with_a_sentence(open_house: Any, asked: dict[str, str]) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        for path in (OUTGOING, INCOMING):
            refused = await house.call(clerk, "GET", path, params=asked)
            assert refused.status_code in (400, 422), refused.text
            assert refused.json()["title"]

    run(open_house, play)
