"""A number that the clerk gave up, or that came or went while the result was another: nobody signs with it, none is lost."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from one_stop.dossiers.models import Dossier
from one_stop.results.models import DossierResult
from one_stop.results.numbering import ask_numbers, look_for_others, tend_one
from one_stop.results.queries import list_results
from one_stop.results.rules import BEING_NUMBERED
from one_stop.results.several import drop_result
from shared.core.identifiers import new_id

from .register_kit import (
    LEADER,
    SPECIALIST,
    answer,
    claimed,
    drafted,
    finish,
    play,
    preview,
    refused,
    tended,
    told,
    voided,
)
from .test_several_results import add


def test_what_the_clerk_gives_up_is_signed_by_nobody_and_the_next_is_asked(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        await answer(office, "15/QĐ-SXD")
        await voided(office, "15/QĐ-SXD")
        assert BEING_NUMBERED in await preview(office, dossier)
        await refused(office, dossier, "result_number_awaited")
        (first, second) = await told(office)
        assert (second[0], second[1]["type_code"]) == ("asked", "QĐ")
        assert first[1]["request_id"] != second[1]["request_id"]
        await voided(office, "15/QĐ-SXD", at=0)
        assert len(await told(office)) == 2, "told again, nothing is asked again"
        await answer(office, "16/QĐ-SXD")
        assert (await office.act(dossier, "sign", LEADER)).status_code == 200
        await voided(office, "16/QĐ-SXD")
        assert (await office.rows("SELECT number FROM booked_result"))[0]["number"] == "16/QĐ-SXD"
        assert len(await told(office)) == 2
        rows = await office.rows("SELECT facts::text FROM evidence WHERE kind = 'result-number-voided'")
        assert ["15/QĐ-SXD" in row["facts"] for row in rows] == [True]

    play(one_stop, act)


def test_given_up_by_the_clerk_while_it_is_drafted_anew_nothing_is_asked(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        await answer(office, "15/QĐ-SXD")
        await office.act(dossier, "return", LEADER, {"reason": "Sửa nội dung"})
        await voided(office, "15/QĐ-SXD")
        await tended(office)
        assert [kind for kind, _ in await told(office)] == ["asked"]
        (row,) = await office.rows("SELECT number, number_key, number_request FROM dossier_result")
        assert tuple(row) == ("", None, None)

    play(one_stop, act)


def test_a_number_that_comes_while_another_book_is_chosen_is_not_kept(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await drafted(office)
        async with office.database.sessions.begin() as session:
            (result,) = await list_results(session, UUID(dossier))
            await answer(office, "15/QĐ-SXD")
            assert result.number == "", "read before the answer came"
            result.outcome = "refused"
            await ask_numbers(session, await session.get_one(Dossier, UUID(dossier)))
        (row,) = await office.rows("SELECT number, number_key, number_book FROM dossier_result")
        assert tuple(row) == ("", None, "CV")
        assert [kind for kind, _ in await told(office)] == ["asked", "given-up", "asked"]

    play(one_stop, act)


def test_dropped_as_it_is_asked_anew_the_newer_number_is_given_up(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        dossier = await claimed(office)
        assert (await add(office, dossier, title="Bản vẽ", body="Bản vẽ kèm theo quyết định.")).status_code == 200
        await finish(office, dossier)
        await answer(office, "16/QĐ-SXD", at=1)
        await office.act(dossier, "return", LEADER, {"reason": "Bỏ bản vẽ"})
        async with office.database.sessions.begin() as session:
            read = await list_results(session, UUID(dossier))
            renewed = new_id()
            await office.rows("UPDATE dossier_result SET number_request = $1 WHERE position = 1", renewed)
            await drop_result(session, office.identity(SPECIALIST), UUID(dossier), None, 1)
            assert len(read) == 2, "as it was before"
        assert (await told(office))[-1][1]["request_id"] == str(renewed)

    play(one_stop, act)


def test_a_dossier_that_fails_or_is_held_keeps_no_other_from_its_number(one_stop: Any) -> None:
    async def act(office: Any) -> None:
        held, other = await drafted(office), await drafted(office)
        await office.rows("UPDATE dossier SET status = 7")
        async with office.database.sessions.begin() as session:
            await look_for_others(session, "")
        async with office.database.sessions.begin() as session:
            await session.execute(select(DossierResult).where(DossierResult.dossier_id == UUID(held)).with_for_update())
            async with office.database.sessions.begin() as another:
                await tend_one(another, other)
        given_up = [said["request_id"] for kind, said in await told(office) if kind == "given-up"]
        assert len(given_up) == 1

    play(one_stop, act)
