"""Sở soạn, UBND tỉnh ký: the department's signature is on the sheet by which it lays the draft before the committee, the committee's and
its seal on the result (Nghị định 30/2020/NĐ-CP, Điều 12, 13, 14): whoever drafts answers for the contents, whoever is competent signs.
"""

import asyncio
from pathlib import Path
from typing import Any

import pypdfium2

from ..parts.kit import NAMES, there
from ..sealing.kit import pdfsig, sealed_agency
from ..steps_elsewhere.test_committee_signs import ABOVE, ABOVE_NAME, _ready
from .test_result_files import LEADER
from .test_sealed_results import API, OWN_LEADER


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(pdf))


def test_of_a_printed_result_the_sheet_bears_the_departments_signature_and_the_result_the_committees(
    one_stop: Any, tmp_path: Path, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office, ABOVE, ABOVE_NAME):
            dossier = await _ready(office, tmp_path, authority_folder)
            above = there(office, LEADER, ABOVE, agency_name=ABOVE_NAME)
            (slip,) = await office.rows("SELECT sha256, file_name FROM printed_form WHERE form_no = 'approval'")
            assert await pdfsig(office, slip["sha256"], tmp_path) == [OWN_LEADER]
            signed = await office.client.post(f"{API}/{dossier}/sign", headers=office.headers(above))
            assert signed.status_code == 200, signed.text
            (result,) = await office.rows("SELECT sha256, sealed_by FROM dossier_result")
            assert await pdfsig(office, result["sha256"], tmp_path) == [NAMES[LEADER], ABOVE_NAME]
            assert result["sealed_by"] == ABOVE
            said = _text(await office.app.state.files.get(result["sha256"]))
            assert NAMES[LEADER] in said
            assert OWN_LEADER not in said, "who drafted it is none of those who issue it"
            for who in (office.identity(LEADER), above):
                for sha256 in (slip["sha256"], result["sha256"]):
                    kept = await office.client.get(f"{API}/{dossier}/files/{sha256}", headers=office.headers(who))
                    assert kept.status_code == 200, "both are kept with the dossier, for both agencies"
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            assert slip["file_name"] in page or slip["sha256"] in page

    asyncio.run(run())
