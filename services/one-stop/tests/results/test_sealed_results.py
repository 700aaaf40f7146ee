"""A result bears the signatures of those who answer for it on one file: who approved it, who signs, and the agency's over that."""

import asyncio
from pathlib import Path
from typing import Any

from ..parts.kit import NAMES, staff, there
from ..sealing.kit import AGENCY_NAME, pdfsig, sealed_agency
from ..steps_elsewhere.test_committee_signs import ABOVE, ABOVE_NAME, _above_signs
from .test_numbers import _drafted
from .test_result_files import DRAWING, LEADER, claimed, send
from .test_several_levels import _change

OWN_LEADER = "Lê Quang Minh"
API = "/api/one-stop/v1/dossiers"


def test_a_result_is_sealed_by_the_agency_over_the_leaders_signature(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            for brought in (False, True):
                if brought:
                    dossier = await claimed(office)
                    assert (await send(office, dossier, DRAWING)).status_code == 200
                else:
                    dossier, _ = await _drafted(office, "")
                signed = await office.act(dossier, "sign", LEADER)
                assert signed.status_code == 200, signed.text
                (row,) = await office.rows(
                    "SELECT sha256, sealed_by FROM dossier_result WHERE dossier_id = $1", dossier
                )
                assert row["sealed_by"] == office.agency
                assert await pdfsig(office, row["sha256"], tmp_path) == [OWN_LEADER, AGENCY_NAME]
                (booked,) = await office.rows("SELECT sha256 FROM booked_result WHERE dossier_id = $1", dossier)
                assert booked["sha256"] == row["sha256"], "what is booked and told is the sealed file"
                page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
                assert f"đã ký số bởi {OWN_LEADER} và ký số của cơ quan" in page
                told = (await office.client.get(f"{API}/{dossier}/result", headers=office.headers(LEADER))).json()
                assert told["sealed_by"] == office.agency
            recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai tên người được cấp"})
            assert recalled.status_code == 200, recalled.text
            (row,) = await office.rows("SELECT sealed_by FROM dossier_result WHERE dossier_id = $1", dossier)
            assert row["sealed_by"] == ""

    asyncio.run(run())


def test_without_the_agencys_certificate_the_result_is_given_and_the_page_says_who_can_do_what(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _drafted(office, "")
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            (row,) = await office.rows("SELECT sha256, sealed_by FROM dossier_result")
            assert row["sealed_by"] == ""
            assert await pdfsig(office, row["sha256"], tmp_path) == [OWN_LEADER]
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            for said in ("chưa có chữ ký số của cơ quan", "thu hồi kết quả rồi trình ký lại", "Quản trị danh bạ"):
                assert said in page

    asyncio.run(run())


def test_a_department_and_the_committee_sign_one_file_and_the_committee_seals_it(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office, ABOVE, ABOVE_NAME):
            await staff(office, authority_folder, ABOVE, ABOVE_NAME)
            await office.rows("UPDATE agency SET parent_code = $1 WHERE code = $2", ABOVE, office.agency)
            await _change(office, tmp_path / "province", _above_signs)
            dossier = await claimed(office)
            assert (await send(office, dossier, DRAWING)).status_code == 200
            assert (await office.act(dossier, "approve", LEADER, {"note": "Đồng ý"})).status_code == 200
            above = office.headers(there(office, LEADER, ABOVE, agency_name=ABOVE_NAME))
            back = await office.client.post(f"{API}/{dossier}/return", headers=above, json={"reason": "Sửa bản vẽ"})
            assert back.status_code == 200, back.text
            back = await office.act(dossier, "return", LEADER, {"reason": "Sửa bản vẽ"})
            assert back.status_code == 200, back.text
            assert (await send(office, dossier, DRAWING)).status_code == 200
            (row,) = await office.rows("SELECT approved_file FROM dossier_result")
            assert row["approved_file"] is None, "another draft has nobody's approval"
            assert (await office.act(dossier, "approve", LEADER, {"note": "Đồng ý"})).status_code == 200
            signed = await office.client.post(f"{API}/{dossier}/sign", headers=above)
            assert signed.status_code == 200, signed.text
            (row,) = await office.rows("SELECT sha256, sealed_by FROM dossier_result")
            assert row["sealed_by"] == ABOVE
            assert await pdfsig(office, row["sha256"], tmp_path) == [OWN_LEADER, NAMES[LEADER], ABOVE_NAME]
            assert (await office.app.state.files.get(row["sha256"])).startswith(DRAWING)

    asyncio.run(run())


def test_a_port_that_falls_silent_between_signature_and_seal_leaves_all_unsigned(
    one_stop: Any, monkeypatch: Any
) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            dossier, _ = await _drafted(office, "")
            before = [await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "dossier_result", "outbox")]
            port = office.app.state.counter.prints._port
            there_before = type(port).seal_paper

            async def silent(self: Any, *asked: Any) -> bytes:
                self._url = "http://127.0.0.1:9"
                return await there_before(self, *asked)

            monkeypatch.setattr(type(port), "seal_paper", silent)
            refused = await office.act(dossier, "sign", LEADER)
            assert (refused.status_code, refused.json()["code"]) == (503, "signing_unavailable")
            assert before == [
                await office.rows(f"SELECT * FROM {table}") for table in ("dossier", "dossier_result", "outbox")
            ]

    asyncio.run(run())
