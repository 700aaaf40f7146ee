"""Phiếu kiểm soát (mẫu 06): made anew while the dossier is in work, and the same paper ever after when it has ended."""

import asyncio
import hashlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdfium2
from sqlalchemy import select

from one_stop.dossiers import sheets
from one_stop.dossiers.models import Dossier
from one_stop.features import MEMBER
from shared.core import clock
from shared.core.clock import VIETNAM
from shared.work.jobs import Jobs
from testing.factories import handed_to_applicant

from ..sealing.kit import AGENCY_NAME, pdfsig, seal_all, sealed_agency

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
WHY = {"reason": "Ghi sai số thửa đất"}
STOPPING = {
    "ground": "dispute", "reason": "Thửa đất đang có tranh chấp với hộ liền kề", "legal_basis": "Điều 203 Luật Đất đai",
    "fee": "refund", "fee_note": "150.000 đồng", "papers_note": "Đơn đề nghị, bản vẽ",
}  # fmt: skip
KEPT = "SELECT dossier_id, sha256, seal_agency, seal_at, sealed_at FROM printed_form WHERE form_no = '06' ORDER BY made_at, id"
OF_SHEETS = "WHERE name = 'keep-control-sheet'"


async def _signed(office: Any) -> str:
    dossier = str(await office.file("hop-bao"))
    draft = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
    for act, role, body in (
        ("accept", COUNTER, None),
        ("transfer", COUNTER, {}),
        ("claim", SPECIALIST, None),
        ("finish", SPECIALIST, draft),
        ("sign", LEADER, None),
    ):
        assert (await office.act(dossier, act, role, body)).status_code == 200, act
    return dossier


async def _sheet(office: Any, dossier: str, agency: str | None = None) -> Any:
    url = f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat"
    return await office.client.get(url, headers=office.headers(COUNTER, agency))


def test_the_sheet_of_an_ended_dossier_is_kept_is_the_same_again_and_waits_for_the_agency_s_signature(
    one_stop: Any,
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office)
            assert (await _sheet(office, dossier)).status_code == 200
            assert await office.rows(KEPT) == [], "in work it is made when it is asked for"
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
            first = (await _sheet(office, dossier)).content
            (kept,) = await office.rows(KEPT)
            assert (kept["seal_agency"], kept["seal_at"] is not None) == (office.agency, True)
            await office.rows("UPDATE agency SET name = 'Sở Đổi Tên' WHERE code = $1", office.agency)
            assert (await _sheet(office, dossier)).content == first
            assert len(await office.rows(KEPT)) == 1
            assert (await _sheet(office, dossier, "000.00.12.H08")).status_code == 404
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
            assert page.text.count("Phiếu kiểm soát quá trình") == 1
            undone = await office.act(dossier, "undo-hand-over", COUNTER, {"reason": "Trả nhầm người"})
            assert undone.status_code == 200, undone.text
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
            assert (await _sheet(office, dossier)).content != first
            assert len(await office.rows(KEPT)) == 2, "it ended again, later"

    asyncio.run(run())


def test_one_that_was_recalled_after_its_return_and_then_stopped_gets_a_new_sheet(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _signed(office)
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
            assert (await _sheet(office, dossier)).status_code == 200
            for act, role, body in (
                ("undo-hand-over", COUNTER, WHY),
                ("recall", LEADER, WHY),
                ("stop", LEADER, STOPPING),
            ):
                answer = await office.act(dossier, act, role, body)
                assert answer.status_code == 200, (act, answer.text)
            assert len(await office.rows(KEPT)) == 1
            second = (await _sheet(office, dossier)).content
            assert len(await office.rows(KEPT)) == 2, "it ended again, by a stop"
            assert (await _sheet(office, dossier)).content == second
            assert len(await office.rows(KEPT)) == 2

    asyncio.run(run())


async def _work(office: Any, workers: int = 1) -> None:
    """What the workers find due ten minutes later."""
    with clock.stopped_at(clock.now() + timedelta(minutes=10)):
        every = [Jobs(office.database, [sheets.job(office.settings)]) for _ in range(workers)]
        while await every[0].is_due():
            await asyncio.gather(*(jobs.do_next() for jobs in every))


async def _ended(office: Any) -> str:
    dossier = await _signed(office)
    assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
    return dossier


def test_the_job_keeps_it_once_however_many_workers_and_the_agency_seals_it(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossiers = sorted([await _ended(office), await _ended(office)])
            (due,) = await office.rows(f"SELECT DISTINCT due_at > now() AS later FROM job {OF_SHEETS}")
            assert due["later"], "what is taken back at once is not printed in vain"
            assert "keep-control-sheet" in {job.name for job in MEMBER.work(office.settings).jobs}
            await _work(office, workers=4)
            kept = await office.rows(KEPT)
            assert sorted(str(row["dossier_id"]) for row in kept) == dossiers
            assert all(row["seal_agency"] == office.agency and row["seal_at"] for row in kept)
            await office.rows(f"UPDATE job SET done_at = NULL, due_at = now() {OF_SHEETS}")
            await _work(office)
            assert await office.rows(KEPT) == kept, "done again, it is found"
            await office.rows("UPDATE printed_form SET seal_at = now() WHERE seal_at > now()")
            async with sealed_agency(office):
                await seal_all(office)
                sealed = [row for row in await office.rows(KEPT) if row["sealed_at"]]
                assert sorted(str(row["dossier_id"]) for row in sealed) == dossiers
                for row in sealed:
                    opened = (await _sheet(office, str(row["dossier_id"]))).content
                    assert hashlib.sha256(opened).hexdigest() == row["sha256"], "who opens it is given what was sealed"
                    assert await pdfsig(office, row["sha256"], tmp_path) == [AGENCY_NAME]
            assert len(await office.rows(KEPT)) == 4

    asyncio.run(run())


def test_taken_back_into_work_none_is_kept_and_opened_before_none_is_kept_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _ended(office)
            assert (await office.act(dossier, "undo-hand-over", COUNTER, WHY)).status_code == 200
            await _work(office)
            assert await office.rows(KEPT) == []
            assert (await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())).status_code == 200
            opened = (await _sheet(office, dossier)).content
            await _work(office)
            assert len(await office.rows(KEPT)) == 1
            assert (await _sheet(office, dossier)).content == opened

    asyncio.run(run())


def test_whoever_acts_on_it_meanwhile_is_not_waited_for(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _ended(office)
            async with office.database.sessions.begin() as session:
                await session.execute(select(Dossier.id).where(Dossier.id == UUID(dossier)).with_for_update())
                async with asyncio.timeout(20):
                    async with office.database.sessions.begin() as another:
                        await sheets.job(office.settings).do(another, dossier)
            assert await office.rows(KEPT) == []
            await _work(office)
            assert len(await office.rows(KEPT)) == 1

    asyncio.run(run())


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_each_row_says_who_gave_and_who_took_and_when_each_confirmed_it(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            day = datetime(2026, 3, 4, tzinfo=VIETNAM)
            with clock.stopped_at(day.replace(hour=8)):
                dossier = str(await office.file("hop-bao"))
            draft = {"title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}
            for hour, act, role, body in (
                (8, "accept", COUNTER, None),
                (9, "transfer", COUNTER, {}),
                (10, "claim", SPECIALIST, None),
                (14, "finish", SPECIALIST, draft),
                (15, "sign", LEADER, None),
            ):
                with clock.stopped_at(day.replace(hour=hour, minute=5)):
                    assert (await office.act(dossier, act, role, body)).status_code == 200, act
                    words = _words((await _sheet(office, dossier)).content)
                if act == "transfer":
                    assert "Nhận: 09 giờ" not in words, "nobody has taken it yet"
                    assert words.count("Nhận: 08 giờ 05 phút, ngày 04 tháng 3") == 1
            assert "Giao: 09 giờ 05 phút, ngày 04 tháng 3 năm 2026 Người giao: Nguyễn Thị Hoa" in words
            assert "Nhận: 10 giờ 05 phút, ngày 04 tháng 3 năm 2026 Người nhận: Trần Văn Bình" in words
            assert "Giao: 14 giờ 05 phút, ngày 04 tháng 3 năm 2026 Người giao: Trần Văn Bình" in words
            assert "Nhận: 15 giờ 05 phút, ngày 04 tháng 3 năm 2026 Người nhận: Lê Quang Minh" in words
            assert "Lượt 4" in words
            assert "Lượt 5" not in words, "to take it on is no row of its own"
            assert "mỗi người bằng tài khoản của mình" in words

    asyncio.run(run())
