"""Dossiers of an agency that was split go on at one of its successors each: by procedure, by unit, else at the first."""

import asyncio
from typing import Any
from unicodedata import normalize
from uuid import UUID

import pytest

from one_stop.agencies.rules import Matter, heir_by
from one_stop.continuing import actions
from one_stop.dossiers import actions as dossier_actions
from shared.contracts.mail_directory import AgencyMerged, UnitRecorded
from shared.contracts.values import Share
from testing.factories import a_person, a_post, an_agency

from ..moves.test_holders import COUNTER, LEADER, SPECIALIST, _held
from .kit import DIRECTORY, HEIR, agency_of, merged, tell_heir, today, work
from .test_nine_become_three import KilledError

OTHER = "000.00.57.H08"
ROOM, NEW_ROOM = "0199d3a0-5b1e-7c44-8f21-000000000001", "0199d3a0-5b1e-7c44-8f21-000000000002"
PAGE, API = "/mot-cua/sap-xep-co-quan", "/api/one-stop/v1/agency-mergers"


def split(code: str, *matters: str, to: str = OTHER, rooms: tuple[str, ...] = (ROOM, NEW_ROOM)) -> AgencyMerged:
    """The room goes to the other one; so do the matters, if nothing else is said."""
    given = {OTHER: (), HEIR: ()} | {to: matters}
    shares = (
        Share(successor_code=HEIR, successor_name="Sở Mới", matters=given[HEIR]),
        Share(successor_code=OTHER, successor_name="Sở Khác", units=rooms, matters=given[OTHER]),
    )
    return merged(code, act="split", shares=shares)


async def _tell_heirs(office: Any) -> None:
    await tell_heir(office)
    await tell_heir(office, OTHER, "Sở Khác")


async def _settle(office: Any) -> None:
    """The specialist lies in the room."""
    post = a_post(office.agency, SPECIALIST, unit_id=ROOM)
    await office.tell(a_person(f"{SPECIALIST}.{office.agency}", post), DIRECTORY)


async def _people(office: Any) -> None:
    """The specialist went with the room, everybody else to the first."""
    for role in (COUNTER, LEADER):
        await office.tell(
            a_person(f"{role}.{office.agency}", a_post(HEIR, role, merged_agencies=(office.agency,))), DIRECTORY
        )
    went: dict[str, Any] = {"unit_id": NEW_ROOM, "merged_units": (ROOM,), "merged_agencies": (office.agency,)}
    await office.tell(a_person(f"{SPECIALIST}.{office.agency}", a_post(OTHER, SPECIALIST, **went)), DIRECTORY)


async def _units(office: Any) -> None:
    room = UnitRecorded(
        unit_id=ROOM,
        agency_code=office.agency,
        code="P1",
        name="Phòng Một",
        unit_kind="division",
        valid_from=today(),
        valid_to=today(),
        successor_id=NEW_ROOM,
        successor_name="Phòng Một",
    )
    await office.tell(room, DIRECTORY)


def test_whose_it_is_says_its_procedure_then_its_sector_then_its_unit() -> None:
    shares = [
        {"successor_code": "A", "units": ["u1"], "matters": []},
        {"successor_code": "B", "units": ["u2"], "matters": ["1.001", "Đất đai"]},
        {"successor_code": "C", "units": [], "matters": ["1.002", "Văn hoá"]},
    ]
    for matter, heir in (
        (Matter("1.001", "Xây dựng", "u1"), "B"),
        (Matter("1.002", "đất đai", "u1"), "C"),
        (Matter("1.003", "ĐẤT ĐAI", "u1"), "B"),
        (Matter("1.003", "Văn hóa"), "C"),
        (Matter("1.003", normalize("NFD", "Văn hóa")), "C"),
        (Matter("1.003", "Xây dựng", "u2"), "B"),
        (Matter("1.003", "Xây dựng", "u1"), "A"),
        (Matter("1.003", "Xây dựng"), "A"),
        (Matter(), "A"),
    ):
        assert heir_by(shares, matter, "A") == heir, matter


ORDERS = [
    ("heirs", "split", "people", "units"),
    ("people", "units", "split", "heirs"),
    ("units", "split", "heirs", "people"),
]


@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_each_dossier_goes_to_one_successor_whatever_order_it_is_heard_in(
    one_stop: Any, order: tuple[str, ...]
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _settle(office)
            with_room, by_procedure = await _held(office), await _held(office)
            unheld = await office.file("hop-bao")
            sector = "UPDATE dossier SET sector_name = 'Đất đai' WHERE id = $1"
            await office.rows(sector, UUID(by_procedure))
            kept = "SELECT id, code, status, step_code, due_at FROM dossier ORDER BY id"
            before = await office.rows(kept)
            tell = {"heirs": _tell_heirs, "people": _people, "units": _units}
            for what in order:
                if what == "split":
                    await office.tell(an_agency(office.agency, successor_code=HEIR), DIRECTORY)
                    await office.tell(split(office.agency, "đất đai", to=HEIR), DIRECTORY)
                else:
                    await tell[what](office)
                await office.rows("UPDATE job SET due_at = now() WHERE name = 'continue-agency'")
                await work(office)
            at = [await agency_of(office, one) for one in (with_room, by_procedure, unheld)]
            assert at == [OTHER, HEIR, HEIR]
            assert await office.rows(kept) == before
            held = await office.rows("SELECT id::text, holder_id, unit_id FROM dossier")
            hands = {row["id"]: (row["holder_id"], row["unit_id"]) for row in held}
            assert hands[with_room] == (f"{SPECIALIST}.{office.agency}", NEW_ROOM), "its holder goes on"
            assert hands[by_procedure] == (None, ""), "its holder went elsewhere"
            lines = await office.rows("SELECT dossier_id::text AS id FROM hand_over WHERE action = 'agency-continued'")
            assert sorted(row["id"] for row in lines) == sorted((with_room, by_procedure, unheld))
            rows = await office.rows("SELECT dossier_id::text AS id, continued_by FROM continuation")
            assert {row["id"]: row["continued_by"] for row in rows} == dict(
                zip((with_room, by_procedure, unheld), at, strict=True)
            )
            theirs = office.headers(office.identity(SPECIALIST, OTHER, f"{SPECIALIST}.{office.agency}"))
            seen = [await office.client.get(f"/api/one-stop/v1/dossiers/{one}", headers=theirs) for one in hands]
            assert sorted(answer.status_code for answer in seen) == [200, 404, 404]

    asyncio.run(run())


def _dies(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The worker is killed as it moves its seventh dossier, and once more later; counts how often it began to move one."""
    moves, told = [0], dossier_actions.moved_event

    async def moved_event(*arguments: Any) -> Any:
        moves[0] += 1
        if moves[0] in (7, 23):
            raise KilledError
        return await told(*arguments)

    monkeypatch.setattr(actions, "moved_event", moved_event)
    monkeypatch.setattr(actions, "AT_ONCE", 5)
    return moves


def test_killed_between_batches_and_heard_twice_none_is_lost_or_doubled(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = _dies(monkeypatch)

    async def run() -> None:
        async with one_stop() as office:
            ids = [await office.file("hop-bao") for _ in range(30)]
            await office.rows(
                "UPDATE dossier SET unit_id = $2 WHERE id = ANY($1)", [UUID(one) for one in ids[:12]], ROOM
            )
            await office.rows("UPDATE dossier SET status = 10 WHERE id = ANY($1)", [UUID(one) for one in ids[10:14]])
            await _tell_heirs(office)
            for _ in range(2):
                await office.tell(split(office.agency), DIRECTORY)
            while True:
                try:
                    await work(office)
                    break
                except KilledError:
                    continue
            await office.tell(split(office.agency), DIRECTORY)
            await work(office)
            rows = await office.rows("SELECT agency_code, count(*) AS all FROM dossier GROUP BY 1 ORDER BY 1")
            assert [tuple(row) for row in rows] == [(HEIR, 18), (OTHER, 12)]
            (kept,) = await office.rows(
                "SELECT count(*) AS all, count(*) FILTER (WHERE open) AS open FROM continuation"
            )
            assert tuple(kept) == (30, 26)
            (lines,) = await office.rows("SELECT count(*) AS all FROM hand_over WHERE action = 'agency-continued'")
            assert (lines["all"], moves[0]) == (26, 26 + 2 + 1), "what a death undid was done again"

    asyncio.run(run())


def test_procedures_and_what_is_filed_afterwards_are_whose_the_plan_says(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _tell_heirs(office)
            await office.tell(split(office.agency, office.procedures["hop-bao"]["sector"]["name"].upper()), DIRECTORY)
            await work(office)
            current = (
                "SELECT v.code, c.agency_code FROM competent_agency c"
                " JOIN procedure_version v ON v.id = c.procedure_version_id WHERE v.current"
            )
            competent = {row["code"]: row["agency_code"] for row in await office.rows(current)}
            sectors = {row["sector"]["name"] for row in office.procedures.values()}
            assert len(sectors) == 2
            assert competent == {office.procedures["hop-bao"]["code"]: OTHER, office.procedures["chung"]["code"]: HEIR}
            assert await agency_of(office, await office.file("hop-bao")) == OTHER
            assert await agency_of(office, await office.file("chung")) == HEIR

    asyncio.run(run())


def test_what_each_would_have_is_counted_before_and_after(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _settle(office)
            held = await _held(office)
            await office.file("chung")
            above = office.headers("directory-administrator", "000.00.00.H08")
            asked = {
                "co_quan": office.agency,
                "con_lai": HEIR,
                "chia": [f"{OTHER}~", f"{OTHER}~{ROOM}", f"{OTHER}~Săn bắn", "không có"],
            }
            page = (await office.client.get(PAGE, params=asked, headers=above)).text
            cells = page.partition('id="neu-chia"')[2].partition("</table>")[0]
            assert [cells.count(code) for code in (HEIR, OTHER)] == [1, 1]
            assert [
                piece.partition("</td>")[0] for piece in cells.split('data-label="Hồ sơ đang giải quyết">')[1:]
            ] == ["1", "1", "0"]
            assert "theo đơn vị đang giữ hồ sơ" in page
            assert "không có thủ tục, lĩnh vực nào là: Săn bắn." in page
            known = asked | {"chia": [f"{OTHER}~{office.procedures['hop-bao']['sector']['name'].upper()}"]}
            assert "lĩnh vực nào là" not in (await office.client.get(PAGE, params=known, headers=above)).text
            await _tell_heirs(office)
            await office.tell(split(office.agency), DIRECTORY)
            await work(office)
            (one,) = (await office.client.get(API, headers=above)).json()["items"]
            assert (one["successors"], one["open"]) == ([HEIR, OTHER], 2)
            assert "Sở Mới; Sở Khác" in (await office.client.get(PAGE, headers=above)).text
            (row,) = await office.rows("SELECT code FROM dossier WHERE id = $1", UUID(held))
            for agency, shown in ((OTHER, True), (HEIR, False)):
                mine = office.headers(office.identity(LEADER, agency))
                report = (await office.client.get(f"{PAGE}/{office.agency}", headers=mine)).text
                assert ("Phần của từng cơ quan kế thừa" in report, row["code"] in report) == (True, shown), agency

    asyncio.run(run())


def test_nothing_moves_before_all_successors_are_known(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            await tell_heir(office)
            await office.tell(split(office.agency), DIRECTORY)
            await work(office)
            assert await agency_of(office, dossier) == office.agency
            await tell_heir(office, OTHER, "Sở Khác")
            await office.rows("UPDATE job SET due_at = now() WHERE name = 'continue-agency'")
            await work(office)
            assert await agency_of(office, dossier) == HEIR

    asyncio.run(run())
