"""Phiếu kiểm soát (mẫu 06): made anew while the dossier is in work, and the same paper ever after when it has ended."""

import asyncio
from typing import Any

from testing.factories import handed_to_applicant

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
WHY = {"reason": "Ghi sai số thửa đất"}
STOPPING = {
    "ground": "dispute", "reason": "Thửa đất đang có tranh chấp với hộ liền kề", "legal_basis": "Điều 203 Luật Đất đai",
    "fee": "refund", "fee_note": "150.000 đồng", "papers_note": "Đơn đề nghị, bản vẽ",
}  # fmt: skip
KEPT = "SELECT sha256, seal_agency, seal_at FROM printed_form WHERE form_no = '06' ORDER BY made_at"


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
