"""A question to another agency bears the asking agency's seal soon after it went; nothing waits for it, and the answer bears the other's."""

import asyncio
from pathlib import Path
from typing import Any

from ..parts.kit import LEADER, SPECIALIST, THERE, THERE_NAME, answered, ask, asked_id, carry, held, staff, there
from .kit import AGENCY_NAME, pdfsig, seal_all, sealed_agency

DRAFT = {"number": "1/GP", "title": "Giấy phép", "body": "Đồng ý cấp phép"}
SLIPS = "SELECT sha256, seal_at, sealed_at, seal_why FROM printed_form WHERE form_no = 'part-ask' ORDER BY made_at, id"
ARRIVED = "SELECT slip->>'sha256' AS slip, sealed_slip->>'sha256' AS sealed, answer->>'sha256' AS answer, version FROM asked_part"
FORMS_TOLD = "SELECT 1 FROM outbox WHERE type = 'one-stop.form-sealed.v1' AND data->>'unsealed_sha256' = $1"


async def _asked(office: Any, folder: Path, who: str = SPECIALIST) -> str:
    await staff(office, folder)
    dossier = await held(office)
    if who == LEADER:
        assert (await office.act(dossier, "finish", SPECIALIST, DRAFT)).status_code == 200
    answer = await ask(office, dossier, who=who)
    assert answer.status_code == 200, answer.text
    await carry(office)
    return dossier


async def _page(office: Any, path: str = "") -> str:
    url = f"/mot-cua/phan-viec/{await asked_id(office)}{path}"
    answer = await office.client.get(url, headers=office.headers(there(office, SPECIALIST)))
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def test_a_specialist_s_question_is_sealed_after_it_went_and_the_asked_agency_checks_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            await _asked(office, authority_folder)
            (before,) = await office.rows(ARRIVED)
            assert "Phiếu chưa có chữ ký số" in await _page(office, "/chu-ky")
            await seal_all(office)
            await carry(office)
            await carry(office, again=True)
            (bare, sealed) = await office.rows(SLIPS)
            (after,) = await office.rows(ARRIVED)
            assert (after["slip"], after["sealed"]) == (bare["sha256"], sealed["sha256"])
            assert after["version"] == before["version"], "whoever is about to answer is not held up"
            assert await pdfsig(office, after["sealed"], tmp_path) == [AGENCY_NAME]
            assert not await office.rows(FORMS_TOLD, bare["sha256"]), "the applicant is not told of it"
            assert "đã ký số của cơ quan hỏi" in await _page(office)
            checked = await _page(office, "/chu-ky")
            assert "Chữ ký số hợp lệ" in checked
            assert AGENCY_NAME in checked
            for sha256 in (bare["sha256"], sealed["sha256"]):
                await _page(office, f"/tep/{sha256}?xem=1")
            stranger = office.headers(there(office, SPECIALIST, "000.00.77.H08"))
            hidden = await office.client.get(f"/mot-cua/phan-viec/{await asked_id(office)}/chu-ky", headers=stranger)
            assert hidden.status_code == 404

    asyncio.run(run())


def test_without_a_certificate_the_question_goes_is_answered_and_is_sealed_when_there_is_one(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _asked(office, authority_folder)
            await seal_all(office)
            await answered(office, await asked_id(office))
            await carry(office)
            (slip,) = await office.rows(SLIPS)
            assert slip["seal_why"] == "seal_no_certificate"
            (part,) = await office.rows("SELECT state FROM dossier_part")
            assert part["state"] == "answered"
            (arrived,) = await office.rows(ARRIVED)
            assert await pdfsig(office, arrived["answer"], tmp_path) == ["Võ Thị Lãnh"]
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))
            assert "chưa có chứng thư số còn hiệu lực" in page.text
            async with sealed_agency(office):
                await office.rows("UPDATE printed_form SET seal_at = now() WHERE seal_at IS NOT NULL RETURNING 1")
                await seal_all(office)
                await carry(office)
                (arrived,) = await office.rows(ARRIVED)
                assert await pdfsig(office, arrived["sealed"], tmp_path) == [AGENCY_NAME]

    asyncio.run(run())


def test_the_answer_bears_the_leader_s_signature_and_his_agency_s_seal(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office, THERE, THERE_NAME):
            await _asked(office, authority_folder)
            await answered(office, await asked_id(office))
            (arrived,) = await office.rows(ARRIVED)
            assert await pdfsig(office, arrived["answer"], tmp_path) == ["Võ Thị Lãnh", THERE_NAME]
            assert "Phiếu trả lời" in await _page(office, "/chu-ky")

    asyncio.run(run())


def test_what_a_leader_asks_is_signed_and_sealed_at_once(one_stop: Any, tmp_path: Path, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            await _asked(office, authority_folder, who=LEADER)
            (slip,) = await office.rows(SLIPS)
            assert (slip["seal_at"], slip["sealed_at"] is not None) == (None, True)
            (arrived,) = await office.rows(ARRIVED)
            signed = await pdfsig(office, arrived["slip"], tmp_path)
            assert signed[1:] == [AGENCY_NAME]

    asyncio.run(run())
