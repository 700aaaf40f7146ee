"""A leader reads the open dossiers of the agencies below his own, figure by figure; of no other agency, and without the people."""

import asyncio
from typing import Any
from uuid import UUID

from one_stop.dossiers.actions import note_aside
from one_stop.dossiers.cases import BY_ITSELF, CALENDAR, CATALOGUE, Worker
from one_stop.dossiers.models import Dossier
from one_stop.dossiers.rules import Doing
from shared.directory.keeping import DIRECTORY, keep_agency
from testing.factories import an_agency

from ..conftest import ELSEWHERE
from ..inside.kit import held, send

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
ABOVE, BELOW = "000.00.90.H08", "000.00.91.H08"
PAGE, CALL = "/mot-cua/tinh-hinh", "/api/one-stop/v1/overview"
NAME = "Chi cục Quản lý chất lượng"


async def _below(office: Any) -> str:
    """A late dossier of an agency below ABOVE; another agency beside them."""
    async with office.app.state.database.sessions.begin() as session:
        await keep_agency(session, an_agency(ABOVE, name="Sở Cấp Trên"))
        await keep_agency(session, an_agency(BELOW, name=NAME, parent_code=ABOVE))
        await keep_agency(session, an_agency(ELSEWHERE, name="Sở Khác"))
    dossier = str(await office.file())
    await office.act(dossier, "accept", COUNTER)
    move = "UPDATE dossier SET agency_code = $2, work_due_at = now() - interval '3 days' WHERE id = $1"
    await office.rows(move, dossier, BELOW)
    return dossier


async def _get(office: Any, path: str, agency: str, role: str = LEADER) -> Any:
    return await office.client.get(path, headers=office.headers(role, agency))


def test_each_figure_of_an_agency_below_leads_to_its_dossiers_which_are_only_read(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _below(office)
            own = (await _get(office, PAGE, ABOVE)).text
            assert (NAME in own, f"{PAGE}?co-quan={BELOW}" in own) == (True, True)
            there = f"{PAGE}?co-quan={BELOW}"
            for figure in ("", "&muc=tat-ca", "&muc=tre", "&cho=tiep-nhan", "&cho=dang-xu-ly", "&nguoi=buoc:Tiếp nhận"):
                assert (await _get(office, there + figure, ABOVE)).status_code == 200, figure
            late = (await _get(office, f"{there}&muc=tre", ABOVE)).text
            assert f"{PAGE}/ho-so/{dossier}" in late
            assert f"/mot-cua/ho-so/{dossier}" not in late
            one = await _get(office, f"{PAGE}/ho-so/{dossier}", ABOVE)
            assert (one.status_code, NAME in one.text) == (200, True)
            (row,) = await office.rows("SELECT applicant_name FROM dossier")
            assert row["applicant_name"] not in one.text + late
            assert 'method="post"' not in one.text.split("<main", 1)[1].split("</main>", 1)[0]
            assert (await _get(office, f"/mot-cua/ho-so/{dossier}", ABOVE)).status_code == 404
            read = (await _get(office, f"{CALL}?agency_code={BELOW}", ABOVE)).json()
            assert (read["held"], read["late"]) == (1, 1)
            seen = await office.rows("SELECT subject FROM evidence WHERE kind = 'dossier-seen'")
            assert [row["subject"] for row in seen] == [f"dossier/{dossier}"]
            looked = await office.rows(
                "SELECT 1 FROM evidence WHERE kind = 'overview-seen' AND subject = $1", f"agency/{BELOW}"
            )
            assert len(looked) == 8

    asyncio.run(run())


def test_a_corrected_name_is_read_above_neither_as_it_was_nor_as_it_is(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await held(office)
            was = (await office.rows("SELECT applicant_name FROM dossier"))[0]["applicant_name"]
            told = {"field": "applicant.full_name", "value": "Lê Thị Tên Mới", "reason": "Đối chiếu thẻ căn cước"}
            assert (await send(office, dossier, "dinh-chinh", SPECIALIST, told)).status_code == 303
            async with office.app.state.database.sessions.begin() as session:
                await keep_agency(session, an_agency(ABOVE, name="Sở Cấp Trên"))
                await keep_agency(session, an_agency(BELOW, name=NAME, parent_code=ABOVE))
                row = await session.get_one(Dossier, UUID(dossier))
                row.agency_code = BELOW
                for worker in (DIRECTORY, BY_ITSELF, CALENDAR, CATALOGUE):
                    await note_aside(session, row, Doing.RECOUNT, Worker("", worker, BELOW, frozenset()), was)
                asked = Worker("", "Hồ Thị Được Hỏi", ELSEWHERE, frozenset())
                await note_aside(session, row, Doing.PART_ANSWERED, asked, was)
            page = await _get(office, f"{PAGE}/ho-so/{dossier}", ABOVE)
            assert page.status_code == 200
            assert (was in page.text, "Lê Thị Tên Mới" in page.text) == (False, False)
            history = page.text.split("Tiến trình", 1)[1]
            for actor in ("Người nộp", DIRECTORY, BY_ITSELF, CALENDAR, CATALOGUE, "Hồ Thị Được Hỏi"):
                assert history.count(actor) == 1, actor

    asyncio.run(run())


def test_another_tree_the_own_superior_and_officers_are_refused(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _below(office)
            for path in (f"{PAGE}?co-quan={BELOW}", f"{PAGE}/ho-so/{dossier}", f"{CALL}?agency_code={BELOW}"):
                assert (await _get(office, path, ELSEWHERE)).status_code == 404, path
                for role in (COUNTER, SPECIALIST):
                    assert (await _get(office, path, ABOVE, role)).status_code == 403, path
                assert (await office.client.get(path)).status_code in (303, 401), path
            assert (await _get(office, f"{PAGE}?co-quan={ABOVE}", BELOW)).status_code == 404, "nobody looks upwards"
            assert (await _get(office, f"{PAGE}?co-quan=khong-co", ABOVE)).status_code == 404
            at_home = await _get(office, f"{PAGE}/ho-so/{dossier}", BELOW)
            assert (at_home.status_code, at_home.headers["location"]) == (303, f"/mot-cua/ho-so/{dossier}")
            assert await office.rows("SELECT 1 FROM evidence WHERE kind IN ('dossier-seen', 'overview-seen')") == []

    asyncio.run(run())
