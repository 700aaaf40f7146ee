"""Numbers that results have from the register of outgoing documents survive kill -9 between asking, answering, giving up and entering.

Whatever is killed, each dossier ends with one number that its agency's register has on a line of its own; no number is given twice, and
each that no line bears is void with its reason.
"""

import asyncio
from typing import Any

import asyncpg
import pytest

from operations.demo.callers import Callers
from operations.demo.counter_work import CounterWork
from operations.private_province import PrivateProvince
from shared.core import clock
from tests.faults import checker
from tests.faults.faults import kill_process
from tests.faults.workload import until_done
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

KILLED = (
    "document-exchange-worker",
    "one-stop",
    "document-exchange-worker",
    "postgres",
    "one-stop",
    "document-exchange",
)
AT_EACH = 4
"""Dossiers that are laid before the leader just before something is killed: one of each kind."""
ONE_STOP, EXCHANGE = "/api/one-stop/v1/dossiers", "/api/document-exchange/v1"
SPECIALIST, LEADER, CLERK = "chuyenvien1.stttt", "lanhdao.stttt", "vanthu.stttt"
DRAFT = {"title": "Văn bản chấp thuận họp báo", "body": "Chấp thuận tổ chức họp báo."}
REFUSED = DRAFT | {"outcome": "refused", "reason": "Không đủ điều kiện", "legal_basis": "Điều 5"}
BEING_NUMBERED = ("result_number_awaited", "result_number_refused")
ASKED = "SELECT count(*) AS amount FROM dossier_result WHERE number_request IS NOT NULL AND number = ''"
SERIES = """
SELECT c.kind, c.last, array(SELECT number FROM held_number h WHERE h.kind = c.kind AND void AND reason <> '') AS void,
  array(SELECT number FROM held_number h WHERE h.kind = c.kind AND NOT (void AND reason <> '')) AS unexplained,
  array(SELECT number FROM outgoing_document d WHERE 'outgoing/' || d.series_code = c.kind AND d.number IS NOT NULL) AS borne
FROM number_counter c WHERE c.agency_code = '000.00.11.H08' AND c.kind LIKE 'outgoing/%'
"""


async def _ask(province: PrivateProvince, service: str, statement: str, *values: Any) -> list[Any]:
    """Looked at from outside, also while the database comes back."""
    while True:
        try:
            connection = await asyncpg.connect(province.database_url(service))
            try:
                return list(await connection.fetch(statement, *values))
            finally:
                await connection.close()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await asyncio.sleep(0.2)


def _held(province: PrivateProvince, amount: int) -> list[str]:
    """Dossiers in a specialist's hands."""
    callers = Callers(province.url, province.accounts())
    work, ids = CounterWork(callers, province.province_folder, clock.local_now().date()), []
    filed = [work.file("congdan.lan", PROCEDURE_CODE) for _ in range(amount)]
    for dossier in filed:
        work.arrived(dossier)
        work.act(dossier, "counter-officer", "accept")
        work.act(dossier, "counter-officer", "transfer", {})
        callers.person(SPECIALIST).post(f"{ONE_STOP}/{dossier.id}/claim")
        ids.append(dossier.id)
    callers.close()
    for user in (SPECIALIST, LEADER, CLERK):
        province.token(user)
    return ids


async def _number_of(province: PrivateProvince, dossier: str, before: str = "") -> str:
    """As the register gave it, once it has given another than `before`."""
    while True:
        rows = await _ask(province, "one_stop", "SELECT number FROM dossier_result WHERE dossier_id = $1", dossier)
        if rows and rows[0]["number"] not in ("", before):
            return str(rows[0]["number"])
        await asyncio.sleep(0.1)


async def _void(province: PrivateProvince, dossier: str) -> None:
    """The clerk gives up the number that is kept for it, and another comes."""
    number = await _number_of(province, dossier)
    (kept,) = await _ask(province, "document_exchange", "SELECT * FROM result_number WHERE reference = $1", number)
    told = {"kind": f"outgoing/{kept['series_code']}", "year": kept["year"], "number": kept["number"]}
    await until_done(province, CLERK, f"{EXCHANGE}/numbers/void", told | {"reason": "Ghi nhầm sổ"})
    await _number_of(province, dossier, number)


async def _settle(province: PrivateProvince, dossier: str, kind: int, one_signs: asyncio.Semaphore) -> None:
    """Laid before the leader and signed: at once; given back and laid before him again; as a refusal, of another book; renumbered."""
    path = f"{ONE_STOP}/{dossier}"
    await until_done(province, SPECIALIST, f"{path}/finish", DRAFT)
    if kind in (1, 2):
        await until_done(province, LEADER, f"{path}/return", {"reason": "Xem lại nội dung"})
        await until_done(province, SPECIALIST, f"{path}/finish", REFUSED if kind == 2 else DRAFT)
    if kind == 3:
        await _void(province, dossier)
    async with one_signs:
        await until_done(province, LEADER, f"{path}/sign", {}, BEING_NUMBERED)


async def _quiet(province: PrivateProvince) -> None:
    await checker.wait_until_quiet(province)
    await _ask(province, "one_stop", "UPDATE job SET due_at = now() WHERE name = 'result-numbers'")
    for _ in range(300):
        due = "SELECT 1 FROM job WHERE name LIKE 'result-number%' AND done_at IS NULL AND due_at <= now()"
        if not await _ask(province, "one_stop", due):
            break
        await asyncio.sleep(0.1)
    await checker.wait_until_quiet(province)


async def test_each_result_has_one_number_and_each_number_is_explained_whatever_is_killed(
    province: PrivateProvince,
) -> None:
    book = """UPDATE procedure_version SET source = source || '{"result_book": "QĐ"}'::jsonb WHERE code = $1"""
    await _ask(province, "one_stop", book, PROCEDURE_CODE)
    await kill_process(province, "one-stop")  # it keeps what it has read of procedures
    dossiers = await asyncio.to_thread(_held, province, AT_EACH * len(KILLED))
    one_signs = asyncio.Semaphore()
    working, asked = list[asyncio.Task[None]](), []
    for place, name in enumerate(KILLED):
        for kind, dossier in enumerate(dossiers[place * AT_EACH : (place + 1) * AT_EACH]):
            working.append(asyncio.create_task(_settle(province, dossier, kind, one_signs)))
        await asyncio.sleep(0.25)
        asked.append((await _ask(province, "one_stop", ASKED))[0]["amount"])
        await kill_process(province, name)
    await asyncio.wait_for(asyncio.gather(*working), 300)
    await asyncio.to_thread(province.wait_ready)
    await _quiet(province)
    print(f"asked and not answered at each kill: {asked}")  # noqa: T201
    await _check(province, dossiers)


async def _check(province: PrivateProvince, dossiers: list[str]) -> None:
    signed = await _ask(province, "one_stop", "SELECT dossier_id::text AS id, number, entry FROM booked_result")
    assert checker.compare(dossiers, [row["id"] for row in signed]).clean
    assert {row["entry"] for row in signed} == {"entered"}
    lines = "SELECT reference FROM outgoing_document WHERE origin = 'one-stop'"
    entered = [row["reference"] for row in await _ask(province, "document_exchange", lines)]
    assert checker.compare([row["number"] for row in signed], entered).clean
    void = 0
    for series in await _ask(province, "document_exchange", SERIES):
        assert series["unexplained"] == [], series
        assert sorted([*series["borne"], *series["void"]]) == list(range(1, series["last"] + 1)), series
        void += len(series["void"])
    waiting = await _ask(province, "one_stop", "SELECT 1 FROM dossier_result WHERE number_request IS NOT NULL")
    assert waiting == []
    print(  # noqa: T201  figures for the record
        f"signed={len(signed)} numbers={len(set(entered))} void={void} lost=0 doubled=0 unexplained=0 kills={len(KILLED)}"
    )
