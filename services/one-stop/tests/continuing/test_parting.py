"""A part leaves an agency that stands: what belongs to it goes, what stays stays, and it may come back."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from one_stop.dossiers.cases import HELD_BY_AGENCY
from one_stop.dossiers.hand_on import agency_at
from one_stop.dossiers.models import Dossier
from shared.contracts.mail_directory import AgencyMerged
from shared.contracts.values import Share
from testing.factories import an_agency

from ..moves.test_holders import LEADER, SPECIALIST, _held
from .kit import DIRECTORY, HEIR, agency_of, merged, tell_heir, today, work
from .test_splitting import API, NEW_ROOM, OTHER, PAGE, ROOM, _settle, split

BACK = "0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e62"


def part(code: str, *matters: str, to: str = HEIR, rooms: tuple[str, ...] = (), **changed: Any) -> AgencyMerged:
    shares = (Share(successor_code=to, successor_name="Sở Mới", units=rooms, matters=matters),)
    return merged(code, code, successor_name="Sở Cũ", act="part", shares=shares, **changed)


def _sector(office: Any, procedure: str) -> str:
    return str(office.procedures[procedure]["sector"]["name"])


async def _hear(office: Any, *events: AgencyMerged) -> None:
    await tell_heir(office)
    for event in events:
        await office.tell(event, DIRECTORY)
    await work(office)


def test_what_belongs_to_the_part_goes_and_what_stays_stays(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _settle(office)
            await _held(office)
            by_sector, stays = await office.file("hop-bao"), await office.file("chung")
            with_room, ended = await office.file("chung"), await office.file("chung")
            await office.rows("UPDATE dossier SET unit_id = $2 WHERE id = $1", UUID(with_room), ROOM)
            await office.rows("UPDATE dossier SET unit_id = $2, status = 10 WHERE id = $1", UUID(ended), ROOM)
            before = await office.rows("SELECT id, code, status, step_code, due_at FROM dossier ORDER BY id")
            event = part(office.agency, _sector(office, "hop-bao"), rooms=(ROOM, NEW_ROOM))
            for _ in range(2):
                await _hear(office, event)
            at = [await agency_of(office, one) for one in (by_sector, with_room, ended, stays)]
            assert at == [HEIR, HEIR, HEIR, office.agency]
            assert await office.rows("SELECT id, code, status, step_code, due_at FROM dossier ORDER BY id") == before
            (lines,) = await office.rows("SELECT count(*) AS all FROM hand_over WHERE action = 'agency-continued'")
            assert lines["all"] == 3, "each once, however often it is heard"
            current = (
                "SELECT v.code, c.agency_code FROM competent_agency c"
                " JOIN procedure_version v ON v.id = c.procedure_version_id WHERE v.current"
            )
            competent = {row["code"]: row["agency_code"] for row in await office.rows(current)}
            assert competent == {
                office.procedures["hop-bao"]["code"]: HEIR,
                office.procedures["chung"]["code"]: office.agency,
            }
            assert await agency_of(office, await office.file("hop-bao")) == HEIR, "what is filed afterwards too"
            assert await agency_of(office, await office.file("chung")) == office.agency
            books = await office.rows("SELECT closed_at FROM number_counter WHERE agency_code = $1", office.agency)
            assert {row["closed_at"] for row in books} == {None}, "it goes on numbering"

    asyncio.run(run())


def test_whoever_goes_with_the_unit_keeps_what_he_holds_and_who_stays_does_not(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _settle(office)
            goes, parted = await _held(office), await _held(office)
            await office.rows("UPDATE dossier SET unit_id = '' WHERE id = $1", UUID(parted))
            await office.rows("UPDATE person_post SET unit_id = '' WHERE role = $1", LEADER)
            await office.rows(
                "UPDATE dossier SET holder_id = $2 WHERE id = $1", UUID(parted), f"{LEADER}.{office.agency}"
            )
            await _hear(office, part(office.agency, _sector(office, "hop-bao"), rooms=(ROOM, NEW_ROOM)))
            held = {str(row["id"]): row["holder_id"] for row in await office.rows("SELECT id, holder_id FROM dossier")}
            assert held == {goes: f"{SPECIALIST}.{office.agency}", parted: None}

    asyncio.run(run())


def test_parts_leave_by_several_plans_come_back_and_the_rest_goes_when_it_ends(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, rest = await office.file("hop-bao"), await office.file("chung")
            sector = _sector(office, "hop-bao")
            await _hear(office, part(office.agency, sector, first_day=today() - timedelta(days=3)))
            assert await agency_of(office, dossier) == HEIR
            back = part(HEIR, sector, to=office.agency, first_day=today() - timedelta(days=2), reorganisation_id=BACK)
            await _hear(office, back)
            assert [await agency_of(office, one) for one in (dossier, rest)] == [office.agency, office.agency]
            await tell_heir(office, OTHER, "Sở Khác")
            again = part(office.agency, sector, reorganisation_id="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e63")
            over = merged(office.agency, OTHER, reorganisation_id="0199d3a0-5b1e-7c44-8f21-3a6f0c9b7e64")
            await _hear(office, again)
            await _hear(office, over)
            assert [await agency_of(office, one) for one in (dossier, rest)] == [HEIR, OTHER]
            kept = await office.rows(
                "SELECT agency_code, continued_by FROM continuation WHERE dossier_id = $1 ORDER BY at", UUID(dossier)
            )
            assert [tuple(row) for row in kept] == [(office.agency, HEIR), (HEIR, office.agency), (office.agency, HEIR)]
            above = office.headers("directory-administrator", "000.00.00.H08")
            rows = (await office.client.get(API, headers=above)).json()["items"]
            counted = sorted((row["agency_code"] == HEIR, row["open"]) for row in rows)
            assert counted == [(False, 1), (False, 1), (False, 1), (True, 1)]

    asyncio.run(run())


def test_its_page_says_what_would_go_and_each_plan_what_went(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await office.file("hop-bao")
            await office.file("chung")
            sector = _sector(office, "hop-bao")
            above = office.headers("directory-administrator", "000.00.00.H08")
            asked = {"co_quan": office.agency, "con_lai": office.agency, "chia": [f"{HEIR}~", f"{HEIR}~{sector}"]}
            page = (await office.client.get(PAGE, params=asked, headers=above)).text
            cells = page.partition('id="neu-chia"')[2].partition("</table>")[0]
            assert [
                piece.partition("</td>")[0] for piece in cells.split('data-label="Hồ sơ đang giải quyết">')[1:]
            ] == ["1", "1"]
            assert "(ở lại)" in cells
            assert "Cơ quan này vẫn hoạt động" in page
            event = part(office.agency, sector)
            await _hear(office, event)
            address = f"{PAGE}/{office.agency}?phuong_an={event.reorganisation_id}"
            assert address in (await office.client.get(PAGE, headers=above)).text
            said = (await office.client.get(address, headers=above)).text
            assert "Tách một phần theo 15/NQ-HĐND" in said
            assert "vẫn hoạt động" in said
            none = await office.client.get(f"{PAGE}/{office.agency}?phuong_an={BACK}", headers=above)
            assert none.status_code == 404

    asyncio.run(run())


def test_steps_and_counters_named_for_others_follow_the_matter_of_their_dossier(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            there = "000.00.61.H08"
            await office.tell(an_agency(there, name="Sở Cũ"), DIRECTORY)
            press, other = await office.file("hop-bao"), await office.file("chung")
            named = "UPDATE dossier SET holder_id = $1, step_agency_code = $2, received_agency_code = $2, return_agency_code = $2"
            await office.rows(named, f"{HELD_BY_AGENCY}{there}", there)
            await tell_heir(office)
            await tell_heir(office, OTHER, "Sở Khác")
            await office.tell(split(there, _sector(office, "hop-bao")), DIRECTORY)
            await work(office)
            async with office.database.sessions() as session:
                for dossier, heir in ((press, OTHER), (other, HEIR)):
                    row = await session.get_one(Dossier, UUID(dossier))
                    assert row.agency_code == office.agency
                    assert row.holder_id == f"{HELD_BY_AGENCY}{heir}"
                    assert (row.received_agency_code, row.return_agency_code) == (heir, heir)
                    assert await agency_at(session, row, there) == heir, "and so does the next step that names it"

    asyncio.run(run())


def test_of_an_agency_that_stands_steps_follow_and_counters_stay(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            there = "000.00.61.H08"
            await office.tell(an_agency(there, name="Sở Cũ"), DIRECTORY)
            press, other = await office.file("hop-bao"), await office.file("chung")
            named = "UPDATE dossier SET holder_id = $1, step_agency_code = $2, received_agency_code = $2"
            await office.rows(named, f"{HELD_BY_AGENCY}{there}", there)
            await _hear(office, part(there, _sector(office, "hop-bao")))
            rows = await office.rows("SELECT id, holder_id, received_agency_code FROM dossier")
            assert {str(row["id"]): (row["holder_id"], row["received_agency_code"]) for row in rows} == {
                press: (f"{HELD_BY_AGENCY}{HEIR}", there),
                other: (f"{HELD_BY_AGENCY}{there}", there),
            }

    asyncio.run(run())
