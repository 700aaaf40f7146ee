"""Books of an agency that was split are read, and lists mended, by the successor that has what is in them."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from testing.factories import an_agency

from ..intake.test_walk_ins import _body
from ..moves.test_holders import COUNTER, LEADER
from ..parts.kit import URL
from ..post_lists.test_post_lists import _hand as post
from ..post_lists.test_post_lists import _posted
from ..result_book.kit import booked, returned
from ..unit_lists.kit import at_counter, hand, staffed
from .kit import DIRECTORY, HEIR, today, work
from .test_split_work import INTO_ROOM, _split
from .test_splitting import OTHER, ROOM


async def _divide(office: Any, procedure: str = "") -> None:
    """The procedure's sector goes to the other one, and so does the room; the rest to the first."""
    await _split(office, *([office.procedures[procedure]["sector"]["name"]] if procedure else []))
    yesterday = today() - timedelta(days=1)
    await office.tell(an_agency(office.agency, valid_to=yesterday, successor_code=HEIR), DIRECTORY)
    await work(office)


async def _read(office: Any, path: str, agency: str, role: str = COUNTER) -> Any:
    headers = office.headers(office.identity(role, agency))
    return await office.client.get(f"{URL}/{path}", headers=headers)


async def _listed(office: Any, name: str, agency: str, role: str = COUNTER) -> set[str]:
    return {row["id"] for row in (await _read(office, f"lists/{name}", agency, role)).json()["items"]}


def test_slips_are_read_where_their_procedure_is_decided_and_all_by_the_first(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            made = {}
            for name in ("chung", "hop-bao"):
                headers, body = office.headers(COUNTER), _body(office.procedures[name])
                answer = await office.client.post(f"{URL}/walk-ins/guide", headers=headers, json=body)
                made[name] = answer.json()["id"]
            assert await _listed(office, "walk-ins", OTHER) == set(), "nothing of an agency that still works"
            await _divide(office, "chung")
            assert await _listed(office, "walk-ins", OTHER) == {made["chung"]}
            assert await _listed(office, "walk-ins", HEIR) == set(made.values())
            read = [await _read(office, f"walk-ins/{one}/form", OTHER) for one in made.values()]
            assert [answer.status_code for answer in read] == [200, 404]
            again = await office.client.post(
                f"{URL}/walk-ins/guide",
                headers=office.headers(office.identity(COUNTER, OTHER)),
                json=_body(office.procedures["chung"]),
            )
            assert (again.status_code, again.json()["code"]) == (409, "guided_already"), (
                "who was told once is told once"
            )

    asyncio.run(run())


def test_hand_over_lists_are_read_where_their_dossiers_are(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staffed(office)
            lists = {}
            for name, heir in (("chung", OTHER), ("hop-bao", HEIR)):
                lists[heir] = (await hand(office, await at_counter(office, name))).json()["id"]
            await _divide(office, "chung")
            for agency, other in ((OTHER, HEIR), (HEIR, OTHER)):
                assert await _listed(office, "unit-lists", agency) == {lists[agency]}
                read = [await _read(office, f"unit-lists/{lists[one]}", agency) for one in (agency, other)]
                assert [answer.status_code for answer in read] == [200, 404]

    asyncio.run(run())


def test_old_lists_of_the_post_are_mended_where_their_dossiers_are(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            ours, theirs = await _posted(office), await _posted(office, "2/KQ")
            await office.rows(INTO_ROOM, UUID(theirs), ROOM)
            first, second = [(await post(office, one)).json()["id"] for one in (ours, theirs)]
            await _divide(office)
            assert await _listed(office, "post-lists", OTHER) == {second}
            assert await _listed(office, "post-lists", HEIR) == {first, second}

    asyncio.run(run())


def test_what_was_made_electronic_from_paper_is_had_by_who_decides_its_procedure(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = (await booked(office, await returned(office)))["id"]
            await office.rows("UPDATE booked_result SET dossier_id = NULL")
            await _divide(office, "hop-bao")
            assert await _listed(office, "issued-results", OTHER, LEADER) == {str(result)}

    asyncio.run(run())
