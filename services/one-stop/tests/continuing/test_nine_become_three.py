"""Nine communes become three while dossiers run, and the worker dies in the middle: nothing is lost and nothing happens twice."""

import asyncio
import sys
from collections import Counter
from typing import Any

import pytest

from one_stop.continuing import actions
from one_stop.continuing.actions import CONTINUE
from one_stop.dossiers import actions as dossier_actions
from shared.work import numbering
from shared.work.jobs import Jobs
from shared.work.numbering import Series
from testing.factories import an_agency

from ..moves.test_holders import _held
from .kit import DIRECTORY, tell_heir, tell_merged, today

NINE = [f"000.{number:02}.31.H08" for number in range(1, 10)]
THREE = {code: f"000.{50 + place // 3}.31.H08" for place, code in enumerate(NINE)}
EACH = 56

FILL = """
INSERT INTO dossier SELECT (jsonb_populate_record(NULL::dossier, to_jsonb(d) || jsonb_build_object(
  'id', gen_random_uuid(), 'agency_code', a, 'received_agency_code', a, 'holder_id', d.holder_id,
  'code', CASE WHEN d.code IS NULL THEN NULL ELSE a || '-261127-' || lpad(n::text, 4, '0') END))).*
FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM dossier) d, unnest($1::text[]) a, generate_series(1, $2) n
WHERE n % (SELECT count(*)::int FROM dossier) = d.place - 1
"""


class KilledError(BaseException):
    """The worker is gone: nothing of its own hand is written any more."""


async def _fill(office: Any) -> int:
    """New, held and ended ones at each of the nine; the templates go away."""
    await office.file("hop-bao")
    await _held(office)
    ended = await _held(office)
    await office.rows(
        "UPDATE dossier SET status = 10, holder_id = NULL, returned_at = now() WHERE id::text = $1", ended
    )
    await office.rows(FILL, NINE, EACH)
    (row,) = await office.rows("SELECT count(*) AS all FROM dossier WHERE agency_code = ANY($1)", NINE)
    return int(row["all"])


async def _work(office: Any) -> int:
    runs = 0
    while await Jobs(office.database, [CONTINUE]).do_next():
        runs += 1
    return runs


async def _count(office: Any, statement: str) -> int:
    (row,) = await office.rows(f"SELECT count(*) AS all FROM {statement}")
    return int(row["all"])


@pytest.fixture
def dies(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """The worker is killed as it moves its hundredth dossier, and once more later."""
    told, seen = dossier_actions.moved_event, Counter[str]()

    async def moved_event(*arguments: Any) -> Any:
        seen["moves"] += 1
        if seen["moves"] in {75, 230}:
            seen["deaths"] += 1
            raise KilledError
        return await told(*arguments)

    monkeypatch.setattr(actions, "moved_event", moved_event)
    return seen


def test_nine_communes_become_three_while_dossiers_run(
    one_stop: Any, dies: Counter[str], capsys: pytest.CaptureFixture[str]
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            filled = await _fill(office)
            for code in NINE:
                await office.tell(an_agency(code, name=f"UBND {code}", tier="commune"), DIRECTORY)
            for code in reversed(NINE):
                await tell_merged(office, code, THREE[code])
                await tell_merged(office, code, THREE[code])
            for heir in set(THREE.values()):
                await tell_heir(office, heir, f"UBND {heir}")
            runs = 0
            while True:
                try:
                    runs += await _work(office)
                    break
                except KilledError:
                    continue
            await _look(office, filled, dies, capsys, runs)

    asyncio.run(run())


async def _look(office: Any, filled: int, dies: Counter[str], capsys: Any, runs: int) -> None:
    by_heir = await office.rows(
        "SELECT continued_by, count(*) AS all, count(*) FILTER (WHERE open) AS open FROM continuation GROUP BY 1 ORDER BY 1"
    )
    with capsys.disabled():
        write = sys.stdout.write
        write(f"\n{filled} hồ sơ của 9 xã, {runs} lượt chuyển, worker chết {dies['deaths']} lần:\n")
        for row in by_heir:
            write(f"  {row['continued_by']}: {row['all']} hồ sơ, đang giải quyết {row['open']}\n")
    assert dies["deaths"] == 2
    left = ", ".join(f"'{code}'" for code in NINE)
    assert await _count(office, f"dossier WHERE agency_code IN ({left})") == 0
    assert sum(row["all"] for row in by_heir) == filled == 9 * EACH
    opened = sum(row["open"] for row in by_heir)
    assert 0 < opened < filled
    assert await _count(office, "hand_over WHERE action = 'agency-continued'") == opened
    assert await _count(office, "outbox WHERE data::text LIKE '%agency-continued%'") == opened
    assert await _count(office, "evidence WHERE kind = 'dossier-continued'") == opened
    twice = "(SELECT code FROM dossier WHERE code IS NOT NULL GROUP BY 1 HAVING count(*) > 1) AS t"
    assert await _count(office, twice) == 0
    assert await _count(office, "agency_merger WHERE finished_at IS NOT NULL") == 9


def test_the_series_of_the_agency_are_closed_and_the_successors_go_on(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            heir = "000.00.55.H08"
            await _held(office)
            line = await office.database.hot()
            series, own = (Series(code, "result", today().year) for code in (office.agency, heir))
            async with line.acquire() as connection, connection.transaction():
                assert await numbering.take(connection, own) == 1
                await numbering.reserve(connection, series, numbering.By(), "Giữ cho kết quả đang ký", "dossier/1")
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await _work(office)
            (held,) = await office.rows("SELECT void, reason FROM held_number WHERE kind = 'result'")
            assert (held["void"], held["reason"][:8]) == (True, "Sáp nhập")
            open_ones = "number_counter WHERE closed_at IS NULL AND agency_code <> '000.00.55.H08'"
            assert await _count(office, open_ones) == 0
            async with line.acquire() as connection, connection.transaction():
                assert await numbering.take(connection, own) == 2
            (row,) = await office.rows("SELECT numbers_given_up FROM agency_merger")
            assert row["numbers_given_up"] == 1

    asyncio.run(run())


def test_procedures_are_the_successors_and_the_provinces_files_do_not_bring_the_old_one_back(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            held = await _held(office)
            before = await office.rows("SELECT procedure_version_id FROM dossier")
            await tell_heir(office)
            await tell_merged(office, office.agency)
            await _work(office)
            current = (
                "SELECT DISTINCT agency_code FROM competent_agency"
                " JOIN procedure_version v ON v.id = procedure_version_id WHERE v.current"
            )
            assert [row["agency_code"] for row in await office.rows(current)] == ["000.00.55.H08"]
            told = "SELECT data FROM outbox WHERE type LIKE '%procedure-published%' ORDER BY position DESC LIMIT 1"
            (row,) = await office.rows(told)
            assert "000.00.55.H08" in row["data"]
            assert await office.rows("SELECT procedure_version_id FROM dossier") == before
            versions = await _count(office, "procedure_version")
            await _seed_again(office)
            assert await _count(office, "procedure_version") == versions
            assert held

    asyncio.run(run())


async def _seed_again(office: Any) -> None:
    from one_stop.catalogue.seeding import seed_procedures

    async with office.database.sessions.begin() as session:
        rows = list(office.procedures.values())
        labels = {
            row["form"]: labels
            for row in rows
            for (labels,) in [
                await _labels(office, row["code"]),
            ]
        }
        await seed_procedures(session, rows, labels)


async def _labels(office: Any, code: str) -> tuple[Any]:
    import json

    (row,) = await office.rows("SELECT field_labels FROM procedure_version WHERE code = $1 AND version = 1", code)
    return (json.loads(row["field_labels"]),)
