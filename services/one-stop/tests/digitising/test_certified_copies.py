"""The electronic copy of a paper says SAO Y, its number, place and day at the corner of its first page, above the agency's signature."""

import asyncio
import re
from pathlib import Path
from typing import Any

import pypdfium2

from shared.core import clock

from ..sealing.kit import AGENCY_NAME, pdfsig, sealed_agency
from .test_paper_results import LEADER, PAPER, SCAN, act, entered

OWN_LEADER = "Lê Quang Minh"


def words_of(pdf: bytes) -> str:
    """As a reader sees the first page, signatures drawn too."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    page = document[0]
    pypdfium2.raw.FPDFPage_Flatten(page, 0)
    text = document[0].get_textpage().get_text_range()
    return re.sub(r"\s+", " ", text)


def test_a_copy_says_what_it_is_and_is_numbered_in_the_year(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            for place, number in enumerate(("125/GPXD", "126/GPXD"), 1):
                paper = await entered(office, SCAN, number=number)
                assert (await act(office, paper, "sign", LEADER)).status_code == 200
                (row,) = await office.rows("SELECT * FROM paper_result WHERE id = $1", paper)
                assert row["copy_number"] == place
                (booked,) = await office.rows("SELECT sha256 FROM booked_result WHERE id = $1", row["result_id"])
                assert await pdfsig(office, booked["sha256"], tmp_path) == [OWN_LEADER, AGENCY_NAME]
                pdf = await office.app.state.files.get(booked["sha256"])
                assert pdf.startswith(SCAN)
                said, today = words_of(pdf), clock.local_now().date()
                for words in ("SAO Y", row["copy_notation"], AGENCY_NAME, f"ngày {today:%d} tháng {today:%m}"):
                    assert words in said, said
                page = await office.client.get(f"/mot-cua/ket-qua-giay/{paper}", headers=office.headers(LEADER))
                assert row["copy_notation"] in page.text
            assert re.fullmatch(r"02/SY-.+", row["copy_notation"])

    asyncio.run(run())


def test_a_copy_that_is_refused_gives_its_number_back_and_one_without_certificate_says_what_it_lacks(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            async with sealed_agency(office) as authority:
                serial = authority.issue_seal(office.agency, AGENCY_NAME).serial
                authority.revoke(serial)
                paper = await entered(office, SCAN)
                refused = await act(office, paper, "sign", LEADER)
                assert (refused.status_code, refused.json()["code"]) == (422, "certificate_revoked")
                (row,) = await office.rows("SELECT state, copy_number FROM paper_result")
                assert tuple(row) == ("to-compare", None)
                assert not await office.rows("SELECT 1 FROM number_counter WHERE kind = 'copy'")
            assert (await act(office, paper, "sign", LEADER)).status_code == 200
            (booked,) = await office.rows("SELECT sha256 FROM booked_result WHERE number = $1", PAPER["number"])
            assert await pdfsig(office, booked["sha256"], tmp_path) == [OWN_LEADER]
            page = await office.client.get(f"/mot-cua/ket-qua-giay/{paper}", headers=office.headers(LEADER))
            assert "không có chữ SAO Y" in page.text

    asyncio.run(run())
