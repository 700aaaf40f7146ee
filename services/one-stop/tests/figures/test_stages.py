"""On-time shares by stage: what another program counts from the histories, each opened as the very acts that it counts."""

import asyncio
import csv
import io
import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from one_stop.figures.stages import Days, list_stages
from one_stop.rights import RIGHTS, Right
from shared.access.identity import Identity
from shared.core import clock
from testing.factories import handed_to_applicant

from ..forks.kit import forked, into_the_fork, joins, ready
from ..parts.kit import OFFICES, answered, asked_id, carry, held

LIST = "/api/one-stop/v1/lists/staged"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAFT = {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện theo quy định."}
STAGES = ("Tiếp nhận", "Thẩm định", "Liên thông song song", "Phê duyệt, ký", "Trả kết quả")
KEYS = ("intake", "examine", "joint", "approve", "return")
_LINES = """SELECT dossier_id::text AS dossier, number, action, at, due_at, from_step, to_step FROM hand_over"""


async def _walk(office: Any, number: str, *, late: str = "") -> None:
    """To the applicant's hands; before the act `late` the step's deadline has gone by."""
    dossier = await office.file()
    for name, role, body in (
        ("accept", COUNTER, None),
        ("transfer", COUNTER, {}),
        ("transfer", LEADER, {"holder_id": f"{SPECIALIST}.{office.agency}"}),
        ("finish", SPECIALIST, DRAFT | {"number": number}),
        ("sign", LEADER, None),
        ("hand-over", COUNTER, handed_to_applicant()),
    ):
        if name == late:
            await _let_it_go_by(office, dossier)
        answer = await office.act(dossier, name, role, body)
        assert answer.status_code == 200, (name, answer.text)


async def _let_it_go_by(office: Any, dossier: str) -> None:
    """The history says the same as the dossier: what was due is due an hour ago."""
    for statement in (
        "UPDATE dossier SET step_due_at = now() - interval '1 hour', intake_due_at = now() - interval '1 hour' WHERE id = $1 RETURNING id",
        "UPDATE hand_over SET due_at = now() - interval '1 hour' WHERE dossier_id = $1 AND number ="
        " (SELECT max(number) FROM hand_over WHERE dossier_id = $1) RETURNING id",
    ):
        await office.rows(statement, dossier)


async def _recounted(office: Any, folder: Path) -> dict[str, list[int]]:
    lines = [dict(row) for row in await office.rows(_LINES)]
    file = folder / "lines.json"
    file.write_text(json.dumps(lines, default=lambda moment: moment.isoformat()), "utf-8")
    program = Path(__file__).with_name("recount_stages.py")
    done = await asyncio.to_thread(
        subprocess.run, [sys.executable, str(program), str(file)], capture_output=True, check=True
    )
    found: dict[str, list[int]] = json.loads(done.stdout)
    return found


async def _shown(office: Any, days: Days) -> dict[str, list[int]]:
    who = Identity(kind="officer", subject="x", agency_code=office.agency, roles=frozenset({LEADER}))
    async with office.database.sessions() as session:
        [row] = await list_stages(session, who, RIGHTS[Right.SEE_FIGURES], days)
    assert row.agency_code == office.agency
    return {said: [kept.in_time, kept.whole] for said, kept in zip(STAGES, row.stages, strict=True) if kept}


async def _file(office: Any, **wanted: str) -> list[dict[str, str]]:
    asked = await office.client.get(
        "/mot-cua/so-lieu/giai-doan/ket-xuat", headers=office.headers(LEADER), params=wanted | {"dang": "csv"}
    )
    assert asked.status_code == 200, asked.text
    return list(csv.DictReader(io.StringIO(asked.content.decode("utf-8-sig"))))


def test_each_share_is_what_another_program_counts_and_opens_the_acts_that_it_counts(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for number, late in enumerate(("", "accept", "finish", "sign"), 1):
                await _walk(office, f"{number}/GCN-SXD", late=late)
            counted = await _recounted(office, tmp_path)
            assert counted == await _shown(office, Days.usual())
            assert counted["Tiếp nhận"] == [7, 8]
            assert counted["Thẩm định"] == [7, 8]
            assert counted["Phê duyệt, ký"] == [3, 4]
            page = (await office.client.get("/mot-cua/so-lieu", headers=office.headers(LEADER))).text
            assert "75,0%" in page.partition("Đúng hạn theo giai đoạn xử lý")[2]
            for key, said in zip(KEYS, STAGES, strict=True):
                rows = await _file(office, giai_doan=key, co_quan=office.agency)
                in_time = await _file(office, giai_doan=key, ket_qua="in-time")
                assert [len(in_time), len(rows)] == counted.get(said, [0, 0])
                assert {row["Giai đoạn"] for row in rows} <= {said}
                call = await office.client.get(LIST, headers=office.headers(LEADER), params={"stage": key})
                assert len(call.json()["items"]) == len(rows), call.text
            unknown = await office.client.get(LIST, headers=office.headers(LEADER), params={"stage": "khong-co"})
            assert unknown.status_code == 422
            assert (await office.client.get(LIST, headers=office.headers(COUNTER))).status_code == 403

    asyncio.run(run())


async def _join(office: Any, dossier: str, *, late: bool = False) -> None:
    """Through the fork; with `late` its own time has gone by before the last answer comes."""
    await into_the_fork(office, dossier)
    await carry(office)
    for agency in OFFICES:
        await answered(office, await asked_id(office, agency), agency)
    if late:
        await _let_it_go_by(office, dossier)
    await carry(office)


def test_a_step_at_which_several_work_side_by_side_is_a_stage_with_its_own_time(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _join(office, await ready(office, tmp_path, authority_folder, forked))
            before = (await _recounted(office, tmp_path))["Thẩm định"]
            await _join(office, await held(office), late=True)
            assert await joins(office) == 2
            counted = await _recounted(office, tmp_path)
            assert counted == await _shown(office, Days.usual())
            assert counted["Liên thông song song"] == [1, 2]
            assert counted["Thẩm định"] == [2 * count for count in before], "the fork is no examination"
            [late] = await _file(office, giai_doan="joint", ket_qua="late")
            assert (late["Giai đoạn"], late["Bước"]) == ("Liên thông song song", "Các nơi cùng làm")

    asyncio.run(run())


def test_another_period_another_agency_and_an_unreadable_day(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _walk(office, "1/GCN-SXD")
            before = clock.local_now().date() - timedelta(days=1)
            url, day = "/mot-cua/so-lieu", before.strftime("%d/%m/%Y")
            headers = office.headers(LEADER)
            none = (
                await office.client.get(url, headers=headers, params={"tu_ngay": "01/01/2025", "den_ngay": day})
            ).text
            assert "Trong kỳ này chưa có lượt xử lý nào có hạn." in none
            wrong = await office.client.get(url, headers=headers, params={"tu_ngay": "hôm qua"})
            assert wrong.status_code == 200
            assert "govuk-error-message" in wrong.text
            assert 'value="hôm qua"' in wrong.text
            assert await _file(office, tu_ngay=day, den_ngay=day) == []
            other = office.headers(LEADER, "000.00.13.H08")
            hidden = await office.client.get(f"{url}/giai-doan", headers=other, params={"co_quan": office.agency})
            assert hidden.status_code == 200
            assert "Không có lượt xử lý nào như vậy trong kỳ." in hidden.text
            assert (await office.client.get(f"{url}/giai-doan", headers=office.headers(COUNTER))).status_code == 403

    asyncio.run(run())
