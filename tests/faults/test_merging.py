"""A merger survives kill -9 in the middle of it: every dossier of the agency that ends is its successor's, once, and no number is given twice.

While mail-directory, one-stop, document-exchange and the database are killed, citizens go on filing with the agency and its counter goes on
taking in. What the agency had in hand of documents is the successor's too, once.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from operations.bench.samples import new_run, packet
from operations.demo.callers import CLERK, COUNTER, Callers, Refused
from operations.demo.counter_work import CounterWork
from operations.demo.records_work import EXCHANGE, RecordsWork
from operations.errors import CannotProceed
from operations.private_province import PrivateProvince
from shared.core import clock
from tests.faults import checker
from tests.faults.faults import kill_process
from tests.journeys.filing import PROCEDURE_CODE

pytestmark = [pytest.mark.fault, pytest.mark.anyio]

ENDING, HEIR = "000.00.11.H08", "000.00.14.H08"
AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
PLANS = "/api/mail-directory/v1/reorganisations"
DOSSIERS = 130
"""More than two transactions of the mover."""
DX = "document_exchange"
MOVED = "SELECT count(*) AS amount FROM continuation"
ARRIVALS = 120
"""More than two transactions, here too."""
CONTINUED = "SELECT count(*) AS amount FROM incoming_document WHERE continued_by <> ''"
KILLED = {
    "mail-directory": "SELECT 1",  # on the day's first moment
    "one-stop as it hears": "SELECT 1 FROM agency_merger",
    "postgres in between": "SELECT 1 FROM continuation LIMIT 1",
    "one-stop at the end": f"SELECT 1 FROM continuation HAVING count(*) >= {DOSSIERS * 2 // 3}",
}
LEFT = "SELECT 1 FROM incoming_document WHERE addressee_code = $1 AND continued_by = '' LIMIT 1"
"""Documents go over by a job of their own, at its own pace."""
KILLED_BESIDE = {"document-exchange": "SELECT 1 FROM incoming_document WHERE continued_by <> '' LIMIT 1"}


def _work(province: PrivateProvince) -> CounterWork:
    return CounterWork(Callers(province.url, province.accounts()), province.province_folder, clock.local_now().date())


def _file_all(province: PrivateProvince) -> list[str]:
    """Filed with the agency; every third is received, and has a code and a number."""
    work, ids = _work(province), []
    for number in range(DOSSIERS):
        dossier = work.file("congdan.lan", PROCEDURE_CODE)
        assert dossier.agency_code == ENDING
        if number % 6 == 0:
            work.arrived(dossier)
            work.act(dossier, COUNTER, "accept")
        ids.append(dossier.id)
    work.callers.close()
    return ids


def _send_all(province: PrivateProvince) -> None:
    """Another agency writes to it; of its own documents one has a number, one its seal as well."""
    callers, run = Callers(province.url, province.accounts()), new_run()
    sender = next(code for code in callers.agencies_with(CLERK) if code not in (ENDING, HEIR))
    for number in range(ARRIVALS):
        sent = packet(sender, [ENDING], number, run, "Quy Nhơn")
        callers.at(sender, CLERK).upload(f"{EXCHANGE}/packets", sent, "application/xml")
    records = RecordsWork(callers)
    for until in ("number", "seal"):
        document = records.draft(ENDING, f"V/v sắp xếp {until}", "Nội dung", addressees=[sender])
        records.issue(ENDING, document["id"], until)
    callers.close()


async def _file_on(province: PrivateProvince, accepted: list[str], ended: asyncio.Event) -> None:
    """Whoever files meanwhile knows of no plan. What is answered with a receipt counts; what breaks off may or may not have come."""
    work = _work(province)
    while not ended.is_set():
        try:
            accepted.append((await asyncio.to_thread(work.file, "congdan.khoa", PROCEDURE_CODE)).id)
        except (Refused, CannotProceed):
            await asyncio.sleep(0.5)
        await asyncio.sleep(0.3)
    work.callers.close()


def _decide(province: PrivateProvince) -> None:
    """One draws up, another confirms; then its day is made today's, as midnight would."""
    day = clock.local_now().date()
    plan = {
        "kind": "merge",
        "ending_codes": [ENDING],
        "successor_code": HEIR,
        "first_day": str(day + timedelta(days=1)),
        "document_number": "15/NQ-HĐND",
        "document_date": str(day),
    }
    with province.client("danhba.binhdinh") as one:
        drawn = one.post(PLANS, json=plan)
        assert drawn.status_code == 201, drawn.text
    with province.client("lanhdao.binhdinh") as other:
        decided = other.post(f"{PLANS}/{drawn.json()['id']}/confirm", json={"version": drawn.json()["version"]})
        assert decided.status_code == 200, decided.text


async def _ask(province: PrivateProvince, service: str, statement: str, *values: Any) -> list[Any]:
    connection = await asyncpg.connect(province.database_url(service))
    try:
        return list(await connection.fetch(statement, *values))
    finally:
        await connection.close()


async def _begin(province: PrivateProvince) -> None:
    await _ask(province, "mail_directory", "UPDATE reorganisation SET first_day = $1", clock.local_now().date())
    await _ask(province, "mail_directory", "UPDATE job SET due_at = now() WHERE name = 'reorganise'")


async def _until(province: PrivateProvince, statement: str, service: str = "one_stop") -> Any:
    """The first row that there is, asked for often: what comes next happens in the middle of things."""
    for _ in range(6000):
        with suppress(*AWAY):  # it may be the database that is killed
            if found := await _ask(province, service, statement):
                return found[0]
        await asyncio.sleep(0.01)
    raise AssertionError(f"never: {statement}")


async def _kill_in_turn(province: PrivateProvince, killed: dict[str, str], service: str, counted: str) -> list[int]:
    """Each part once it is so far; how much had moved by then."""
    moved = []
    for name, what in killed.items():
        await _until(province, what, service)
        moved.append(int((await _until(province, counted, service))["amount"]))
        await kill_process(province, name.split()[0])
    return moved


async def _finished(province: PrivateProvince) -> None:
    for _ in range(1200):
        found = await _ask(province, "one_stop", "SELECT finished_at FROM agency_merger WHERE finished_at IS NOT NULL")
        left = await _ask(province, "one_stop", "SELECT 1 FROM dossier WHERE agency_code = $1 LIMIT 1", ENDING)
        left += await _ask(province, DX, LEFT, ENDING)
        if found and not left:
            return
        await asyncio.sleep(0.5)
    raise AssertionError("the merger did not come to its end")


async def test_every_dossier_goes_over_once_whatever_is_killed(province: PrivateProvince) -> None:
    known = await asyncio.to_thread(_file_all, province)
    await asyncio.to_thread(_send_all, province)
    await checker.wait_until_quiet(province)
    await asyncio.to_thread(_decide, province)
    meanwhile, ended = list[str](), asyncio.Event()
    filing = asyncio.create_task(_file_on(province, meanwhile, ended))
    await _begin(province)
    moved, moved_beside = await asyncio.gather(
        _kill_in_turn(province, KILLED, "one_stop", MOVED), _kill_in_turn(province, KILLED_BESIDE, DX, CONTINUED)
    )
    ended.set()
    await filing
    await asyncio.to_thread(province.wait_ready)
    await checker.wait_until_quiet(province)
    await _ask(province, "one_stop", "UPDATE job SET due_at = now() WHERE name = 'look-for-late-comers'")
    await _ask(province, DX, "UPDATE job SET due_at = now() WHERE name = 'look-for-late-documents'")
    await _finished(province)
    await checker.wait_until_quiet(province)
    await _check(province, known, meanwhile)
    await _check_documents(province)
    print(f"moved at each kill: {moved} of {len(known)}, {moved_beside} of {ARRIVALS}")  # noqa: T201


async def _check(province: PrivateProvince, known: list[str], meanwhile: list[str]) -> None:
    there = await _ask(province, "one_stop", "SELECT id::text, agency_code, code FROM dossier")
    at = {row["id"]: row["agency_code"] for row in there}
    assert not (lost := [one for one in (*known, *meanwhile) if one not in at]), lost
    assert {at[one] for one in (*known, *meanwhile)} == {HEIR}
    kept = await _ask(province, "one_stop", "SELECT dossier_id::text AS id FROM continuation")
    went = await _ask(
        province, "one_stop", "SELECT dossier_id::text AS id FROM hand_over WHERE action = 'agency-continued'"
    )
    told = await _ask(
        province,
        "online_services",
        "SELECT dossier_id::text AS id FROM course_entry WHERE kind = 'agency-continued'",
    )
    for rows in (kept, went, told):
        found = checker.compare(known, [row["id"] for row in rows if row["id"] not in meanwhile])
        assert found.clean, found
    codes = [row["code"] for row in there if row["code"]]
    assert len(codes) == len(set(codes))
    done = await _ask(province, "mail_directory", "SELECT kind FROM evidence WHERE kind = 'reorganisation-done'")
    assert len(done) == 1
    posts = await _ask(
        province,
        "mail_directory",
        "SELECT count(*) AS amount FROM post WHERE agency_code = $1 AND (valid_to IS NULL OR valid_to >= current_date)",
        ENDING,
    )
    assert posts[0]["amount"] == 0
    print(  # noqa: T201  figures for the record
        f"merged={len(known)} filed-meanwhile={len(meanwhile)} lost=0 doubled=0 numbers={len(codes)} kills={len(KILLED) + len(KILLED_BESIDE)}"
    )


async def _check_documents(province: PrivateProvince) -> None:
    came = await _ask(
        province, DX, "SELECT id::text, continued_by FROM incoming_document WHERE addressee_code = $1", ENDING
    )
    assert len(came) >= ARRIVALS
    assert {row["continued_by"] for row in came} == {HEIR}
    lines = await _ask(
        province, DX, "SELECT incoming_id::text AS id FROM incoming_status WHERE code = 'agency-continued'"
    )
    found = checker.compare([row["id"] for row in came], [row["id"] for row in lines])
    assert found.clean, found
    own = await _ask(
        province, DX, "SELECT status, subject, continued_by FROM outgoing_document WHERE agency_code = $1", ENDING
    )
    assert {row["continued_by"] for row in own} == {HEIR}
    states = {row["subject"].rsplit(" ", 1)[-1]: row["status"] for row in own}
    assert (states["number"], states["seal"]) == ("cancelled", "sealed")
    anew = await _ask(province, DX, "SELECT status FROM outgoing_document WHERE agency_code = $1", HEIR)
    assert [row["status"] for row in anew] == ["returned"]
    print(f"documents: arrivals={len(came)} lost=0 doubled=0")  # noqa: T201
