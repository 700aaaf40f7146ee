"""Xã nhận, sở thẩm định và soạn, Ủy ban tỉnh ký, xã trả: one dossier, three agencies, each with its turn (H5)."""

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pypdfium2

from one_stop.dossiers import sheets
from shared.core import clock
from testing.factories import handed_to_applicant

from ..parts.kit import NAMES, THERE, THERE_NAME
from .kit import (
    ABOVE,
    ABOVE_NAME,
    API,
    COUNTER,
    DRAFT,
    LEADER,
    SPECIALIST,
    STRANGER,
    act,
    at_department,
    chain,
    committee,
    department,
    done,
    seen,
    standing,
    told,
    work,
    written,
)

HERS = f"{SPECIALIST}.{THERE}"


async def _citizen_sees(office: Any) -> tuple[str, str]:
    """Whose turn it is, as the last event tells the portal: the agency's name, and who has it."""
    rows = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-moved.v1' ORDER BY position")
    step = json.loads(rows[-1]["data"])["step"]
    return step["agency_name"], step["holder_name"]


async def _may_not(office: Any, who: Any, dossier: str, *but: str) -> None:
    """Every act on the way is refused to who has no turn."""
    asked = {
        "claim": None,
        "transfer": {},
        "finish": DRAFT,
        "return": {"reason": "Không đúng thẩm quyền"},
        "approve": {"note": ""},
        "sign": None,
        "reassign": {"reason": "Chia lại việc"},
        "request-supplement": {"items": [], "reason": "Thiếu giấy tờ"},
        "stop": None,
    }
    for name, said in asked.items():
        if name not in but:
            refused = await act(office, who, dossier, name, said)
            assert refused.status_code in (403, 404, 409, 422), (name, refused.text)
    if "notes" not in but:
        assert await written(office, who, dossier, "notes", {"text": "Ghi chú"}) in (403, 404, 409)


async def _sheet_and_page_name_each(office: Any, dossier: str) -> None:
    """The control sheet and the page: each agency, who did it there, and its time."""
    own = office.identity(COUNTER)
    async with office.database.sessions.begin() as session:
        await sheets.job(office.settings).do(session, dossier)
    sheet = await office.client.get(f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", headers=office.headers(own))
    text = " ".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(sheet.content))
    words = " ".join(text.split())
    for name in (THERE_NAME, ABOVE_NAME, NAMES[SPECIALIST], NAMES[LEADER]):
        assert name in words, "the control sheet names each agency and who did it"
    for giver, receiver in (("Nguyễn Thị Hoa", NAMES[SPECIALIST]), (NAMES[SPECIALIST], NAMES[LEADER])):
        taken = rf"Người giao: {giver}.{{,60}} Nhận: .{{,60}} Người nhận: {receiver}"
        assert re.search(taken, words), "who took it confirmed it himself, at his agency"
    assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = '06'")) == 1, "as the worker kept it"
    page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(own))).text
    assert "Thời gian ở từng cơ quan" in page
    assert page.count(THERE_NAME) >= 2


def test_the_commune_receives_the_department_drafts_the_committee_signs_the_commune_returns(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            expert, head = department(office), department(office, LEADER)
            dossier = await at_department(office)
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME)
            assert await told(office, "dossier-assigned") == [("", THERE, SPECIALIST)], "its own people are told"
            assert await _citizen_sees(office) == (THERE_NAME, "")
            assert await work(office, expert) == [dossier], "on the list of those who may take it"
            assert await work(office, department(office, COUNTER)) == []
            assert await work(office, office.identity(COUNTER)) == [], "the commune has nothing to do now"
            assert await work(office, office.identity(COUNTER), scope="agency") == [dossier]
            await done(office, expert, dossier, "claim")
            assert await standing(office) == ("examine", THERE, HERS, NAMES[SPECIALIST])
            assert await work(office, expert) == [dossier]
            assert await written(office, expert, dossier, "notes", {"text": "Đã đối chiếu bản đồ quy hoạch"}) == 200
            check = {"made_on": clock.local_now().date().isoformat(), "place": "Phường Quy Nhơn", "took_part": "Chủ hộ"}
            check["findings"] = "Đúng hiện trạng"
            assert await written(office, expert, dossier, "field-checks", check) == 200
            assert await work(office, head, scope="agency") == [dossier]
            await done(office, expert, dossier, "finish", DRAFT)
            assert await standing(office) == ("approve", ABOVE, f"agency:{ABOVE}", ABOVE_NAME)
            assert await work(office, expert) == []
            assert await work(office, committee(office)) == [dossier]
            assert await _citizen_sees(office) == (ABOVE_NAME, "")
            await done(office, committee(office), dossier, "sign")
            assert await standing(office) == ("return", "", None, "")
            assert await work(office, office.identity(COUNTER)) == [dossier], "it is back at the commune's counter"
            await done(office, office.identity(COUNTER), dossier, "hand-over", handed_to_applicant())
            (book,) = await office.rows("SELECT agency_code FROM booked_result")
            assert book["agency_code"] == ABOVE
            await _sheet_and_page_name_each(office, dossier)

    asyncio.run(run())


def test_nobody_does_anything_before_or_after_his_turn_and_a_stranger_never_sees_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            expert, leader, above = department(office), department(office, LEADER), committee(office)
            strangers = [office.identity(role, STRANGER) for role in (COUNTER, SPECIALIST, LEADER)]
            own = [office.identity(role) for role in (COUNTER, SPECIALIST, LEADER)]
            dossier = await office.file("hop-bao")
            await done(office, own[0], dossier, "accept")
            for who in (expert, leader, above, *strangers):
                assert await seen(office, who, dossier) == 404, "before its turn"
                await _may_not(office, who, dossier)
                assert await work(office, who, scope="agency") == []
            await done(office, own[0], dossier, "transfer", {})
            for who in (above, *strangers):
                assert await seen(office, who, dossier) == 404
                await _may_not(office, who, dossier)
            for who in (*own[:2], department(office, COUNTER)):
                await _may_not(office, who, dossier, "notes")
            await _may_not(office, own[2], dossier, "stop", "notes")
            await _may_not(office, leader, dossier, "reassign", "notes")
            assert await seen(office, expert, dossier) == 200
            assert await standing(office) == ("examine", THERE, f"agency:{THERE}", THERE_NAME), (
                "all of it has changed nothing"
            )
            await done(office, expert, dossier, "claim")
            await done(office, expert, dossier, "finish", DRAFT)
            for who in (expert, leader):
                assert await seen(office, who, dossier) == 200, "it sees what becomes of what it did"
                await _may_not(office, who, dossier)
                url = f"{API}/dossiers/{dossier}"
                told = (await office.client.get(url, headers=office.headers(who))).json()
                assert told["allowed_actions"] == []
            for who in strangers:
                assert await seen(office, who, dossier) == 404
                await _may_not(office, who, dossier)

    asyncio.run(run())


def test_each_gives_it_back_to_the_step_before_and_it_finds_who_had_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            expert, above = department(office), committee(office)
            dossier = await at_department(office)
            await done(office, expert, dossier, "claim")
            back = await done(office, expert, dossier, "return", {"reason": "Thiếu bản vẽ, đề nghị yêu cầu bổ sung"})
            assert (back["step_code"], await standing(office)) == ("receive", ("receive", "", None, ""))
            assert await work(office, office.identity(COUNTER)) == [dossier]
            asked = await act(office, expert, dossier, "request-supplement", {"items": [], "reason": "Thiếu"})
            assert asked.status_code in (403, 404, 409, 422), "the counter asks, not the department"
            await done(office, office.identity(COUNTER), dossier, "transfer", {})
            await done(office, expert, dossier, "claim")
            await done(office, expert, dossier, "finish", DRAFT)
            await done(office, above, dossier, "return", {"reason": "Xem lại căn cứ pháp lý"})
            assert await standing(office) == ("examine", THERE, HERS, NAMES[SPECIALIST]), "in the hands it came from"
            assert (HERS, THERE, SPECIALIST) in await told(office, "dossier-assigned")
            assert await seen(office, above, dossier) == 200
            await _may_not(office, above, dossier)
            await done(office, expert, dossier, "finish", DRAFT)
            await done(office, above, dossier, "sign")
            lines = await office.rows("SELECT action, agency_code, to_agency_code FROM hand_over ORDER BY number")
            ways = [tuple(line) for line in lines if line["action"] in ("transfer", "return", "finish", "sign")]
            own = office.agency
            assert ways == [
                ("transfer", own, THERE), ("return", THERE, ""), ("transfer", own, THERE), ("finish", THERE, ABOVE),
                ("return", ABOVE, THERE), ("finish", THERE, ABOVE), ("sign", ABOVE, ""),
            ]  # fmt: skip

    asyncio.run(run())


def test_all_of_it_is_done_from_the_pages_without_scripts(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await chain(office, tmp_path, authority_folder)
            dossier = await office.file("hop-bao")
            await done(office, office.identity(COUNTER), dossier, "accept")

            async def page(who: Any, path: str = "") -> str:
                found = await office.client.get(f"/mot-cua{path}", headers=office.headers(who))
                assert found.status_code == 200, found.text[:500]
                return str(found.text)

            async def send(who: Any, path: str, **form: str) -> None:
                assert f'action="/mot-cua/ho-so/{dossier}/{path}"' in await page(who, f"/ho-so/{dossier}")
                data = {"csrf_token": "csrf-token"} | form
                url = f"/mot-cua/ho-so/{dossier}/{path}"
                sent = await office.client.post(url, headers=office.headers(who), data=data)
                assert sent.status_code == 303, sent.text[:3000]

            own, expert, above = office.identity(COUNTER), department(office), committee(office)
            assert f"Bước này do {THERE_NAME} làm" in await page(own, f"/ho-so/{dossier}")
            await send(own, "chuyen", note="Đã kiểm tra thành phần hồ sơ")
            assert f"/mot-cua/ho-so/{dossier}" in await page(expert)
            assert f"/mot-cua/ho-so/{dossier}" not in await page(office.identity(SPECIALIST, STRANGER))
            commune = await page(own, f"/ho-so/{dossier}")
            assert THERE_NAME in commune, "who has the dossier sees whose turn it is"
            assert f'action="/mot-cua/ho-so/{dossier}/nhan-xu-ly"' not in commune
            await send(expert, "nhan-xu-ly")
            await send(expert, "tra-lai", reason="Thiếu bản vẽ, đề nghị yêu cầu bổ sung")
            await send(own, "chuyen", note="Đã đủ bản vẽ")
            await send(expert, "nhan-xu-ly")
            await send(expert, "trinh-ket-qua", outcome="granted", **DRAFT)
            draft = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(above))
            assert draft.status_code == 200
            await send(above, "ky")
            assert await standing(office) == ("return", "", None, "")

    asyncio.run(run())
