"""Who answers: the unit's head or whom he names; whoever stands there now when people leave and units are merged. Terms are told of."""

from typing import Any
from uuid import UUID

from sqlalchemy import text

from document_exchange.consulting.deadlines import OPINION_DEADLINE, look
from shared.access.rights import Power, Role
from testing.delegates import acting_for

from .opinion_kit import (
    DEPUTY,
    DRAFTER,
    HEAD,
    OTHER,
    OTHER_HEAD,
    OTHER_ONE,
    ROOM,
    answer,
    asked_at,
    day,
    hand_on,
    one_at,
    opened,
    run,
    table,
    told,
    unit,
    works,
)

IN_OTHER = f"unit:{OTHER}"


def leader(house: Any) -> Any:
    return house.person(Role.LEADER)


def test_a_head_answers_or_gives_it_to_somebody_of_the_unit(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = await one_at(house, OTHER_HEAD)
        assert await asked_at(house, OTHER_ONE) == []
        await hand_on(house, OTHER_HEAD, row, "person:pho", 422)
        await hand_on(house, OTHER_HEAD, row, IN_OTHER, 422)
        await hand_on(house, OTHER_HEAD, row, "person:hoach")
        assert [one["person_id"] for to in await told(house, "opinion-asked") for one in to] == ["ke", "hoach"]
        await hand_on(house, OTHER_ONE, row, "person:ke", 403)
        await answer(house, OTHER_ONE, row)
        assert (await table(house, document_id))[IN_OTHER]["answered_by"] == OTHER_ONE.name
        await answer(house, OTHER_HEAD, row, words="Trưởng phòng sửa")
        assert (await table(house, document_id))[IN_OTHER]["answered_by"] == OTHER_HEAD.name
        await hand_on(house, OTHER_HEAD, row, "person:hoach", 409)

    run(open_house, play)


def test_what_a_leaver_was_to_answer_is_the_heads_and_without_one_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho", IN_OTHER)
        await works(house, "pho", active=False)
        row = await one_at(house, HEAD)
        assert (row["asked"], row["holder_name"]) == ("person:pho", "Phòng Công nghệ (Cán bộ truong)")
        assert await asked_at(house, DEPUTY) == []
        await works(house, "ke", active=False)
        assert len(await told(house, "opinion-back")) == 2
        (lost,) = await asked_at(house, leader(house))
        assert lost["asked"] == IN_OTHER
        assert await asked_at(house, house.person(Role.RECORDS_CLERK)) == []
        await hand_on(house, leader(house), lost, "person:hoach")
        await answer(house, OTHER_ONE, lost)
        await answer(house, HEAD, row)
        rows = await table(house, document_id)
        assert {one["state"] for one in rows.values()} == {"answered"}

    run(open_house, play)


def test_a_new_head_and_a_merged_unit_answer_what_the_old_one_was_asked(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        await unit(house, OTHER, "hoach")
        new_head = OTHER_ONE.model_copy(update={"leads_unit": True})
        old_head = OTHER_HEAD.model_copy(update={"leads_unit": False})
        assert [to[0]["person_id"] for to in await told(house, "opinion-back")] == ["hoach"]
        assert await asked_at(house, old_head) == []
        assert len(await asked_at(house, new_head)) == 1
        for _ in range(2):
            await unit(house, OTHER, "hoach", successor_id=ROOM, successor_name="Phòng Công nghệ", valid_to=day(-1))
        row = await one_at(house, HEAD)
        assert row["holder_name"] == "Phòng Công nghệ (Cán bộ truong)"
        await answer(house, HEAD, row)
        seen = (await table(house, document_id))[IN_OTHER]
        assert (seen["asked_name"], seen["answered_by"]) == ("Phòng Kế hoạch", HEAD.name)

    run(open_house, play)


def test_a_unit_without_a_head_is_its_leaders_from_the_beginning(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await unit(house, OTHER, "ke")
        document_id = await opened(house, "person:pho")
        await works(house, "ke", active=False)
        again = await house.call(
            DRAFTER,
            "POST",
            f"/documents/{document_id}/opinions",
            json={"asked": [IN_OTHER], "due_on": day(3).isoformat()},
        )
        assert again.status_code == 201, again.text
        assert (await told(house, "opinion-asked"))[-1][0]["role"] == Role.LEADER
        await answer(house, leader(house), await one_at(house, leader(house)))

    run(open_house, play)


def test_a_delegate_answers_for_whoever_gave_him_documents(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        delegate = acting_for(OTHER_HEAD, Power.DOCUMENTS)
        await answer(house, delegate, await one_at(house, delegate))
        assert "thay mặt" in (await table(house, document_id))[IN_OTHER]["answered_by"]
        other = acting_for(OTHER_HEAD, Power.DOSSIERS)
        assert (await house.call(other, "GET", "/opinion-requests")).status_code == 403

    run(open_house, play)


async def morning(house: Any, due: int) -> None:
    """The job looks at every request on a morning on which the term is as many days ahead."""
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE opinion_request SET due_on = :day"), {"day": day(due)})
        ids = list(await session.scalars(text("SELECT id FROM opinion_request")))
    for one in ids:
        async with house.database.sessions.begin() as session:
            await look(session, str(UUID(str(one))))
    await house.exchange()


def test_a_term_that_is_over_is_told_once_to_who_is_asked_and_to_the_drafter(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await opened(house, IN_OTHER, "person:pho", "agency:000.00.02.H08")
        planned = text("SELECT key FROM job WHERE name = :name AND done_at IS NULL")
        async with house.database.sessions() as session:
            assert len(set(await session.scalars(planned, {"name": OPINION_DEADLINE.name}))) == 4, "the copy too"
        await answer(house, DEPUTY, await one_at(house, DEPUTY))
        for _ in range(2):
            await morning(house, -7)
        late = [one for to in await told(house, "opinion-late") for one in to]
        assert {one["person_id"] or one["agency_code"] for one in late} == {"ke", "000.00.02.H08"}, (
            "who has answered is not late"
        )
        assert len(await told(house, "opinion-late")) == 2
        (drafter,) = await told(house, "opinion-late-here")
        assert [one["person_id"] for one in drafter] == ["soan"], "once for all that are late"

    run(open_house, play)


def test_whoever_is_asked_is_told_before_the_term_ends(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await opened(house, "person:pho")
        await morning(house, 0)
        assert [to[0]["person_id"] for to in await told(house, "opinion-due-soon")] == ["pho"]

    run(open_house, play)
