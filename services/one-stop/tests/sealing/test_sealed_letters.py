"""What a leader signs bears the agency's signature over his, in the same act; without a certificate it is given out all the same."""

import asyncio
from pathlib import Path
from typing import Any

from shared.core import clock

from ..due_dates.playing import LEADER, at, in_work, promised, proposing, worked_after
from .kit import AGENCY_NAME, pdfsig, seal_all, sealed_agency

SIGNER = "Lê Quang Minh"
FORMS = "SELECT * FROM printed_form WHERE form_no = '04' ORDER BY made_at, id"


def test_a_letter_of_apology_bears_the_leaders_signature_and_the_agencys(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office):
            dossier, due = await in_work(office)
            await promised(office, dossier, at(20), worked_after(due, 3))
            (form,) = await office.rows(FORMS)
            assert form["sealed_at"] is not None
            assert await pdfsig(office, form["sha256"], tmp_path) == [SIGNER, AGENCY_NAME]

    asyncio.run(run())


def test_signed_without_a_certificate_it_is_given_out_and_sealed_when_there_is_one(
    one_stop: Any, tmp_path: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, due = await in_work(office)
            await promised(office, dossier, at(20), worked_after(due, 3))
            (form,) = await office.rows(FORMS)
            assert await pdfsig(office, form["sha256"], tmp_path) == [SIGNER]
            await office.rows(
                "UPDATE printed_form SET made_at = $1, seal_at = $1 WHERE seal_at IS NOT NULL RETURNING 1", clock.now()
            )
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))
            assert "chưa có chữ ký số của cơ quan" in page.text
            async with sealed_agency(office):
                await seal_all(office)
                first, sealed = await office.rows(FORMS)
                assert first["sealed_as"] == sealed["id"]
                assert await pdfsig(office, sealed["sha256"], tmp_path) == [SIGNER, AGENCY_NAME]

    asyncio.run(run())


def test_an_agencys_certificate_that_was_revoked_holds_up_no_letter(one_stop: Any, tmp_path: Path) -> None:
    async def run() -> None:
        async with one_stop() as office, sealed_agency(office) as authority:
            serial = authority.issue_seal(office.agency, AGENCY_NAME).serial
            authority.revoke(serial)
            dossier, due = await in_work(office)
            with clock.stopped_at(at(20)):
                day = worked_after(due, 3)
                assert (await office.act(dossier, "propose-apology", "specialist", proposing(day))).status_code == 200
                answer = await office.act(dossier, "sign-apology", LEADER)
                assert answer.status_code == 200, answer.text
            (form,) = await office.rows(FORMS)
            assert form["sealed_at"] is None
            assert await pdfsig(office, form["sha256"], tmp_path) == [SIGNER]

    asyncio.run(run())
