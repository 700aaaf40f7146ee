"""The decision that changes an issued result is kept with the change: for officers of the agency, and for nobody else."""

import asyncio
from typing import Any

from shared.core import clock
from testing.hostile import files as hostile

from ..conftest import ELSEWHERE
from ..returns.kit import COUNTER, LEADER
from .kit import WHY, booked, decision, returned

FILE = [("tep", ("45-QD-SXD.pdf", hostile.pdf(), "application/pdf"))]


async def _press(office: Any, result_id: Any, files: Any, **typed: str) -> Any:
    today = clock.local_now().date()
    day = {f"document_date-{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    data = {"csrf_token": "csrf-token", "kind": "revoked", "version": "1", "ground": "false-papers"} | WHY | day | typed
    url = f"/mot-cua/ket-qua/{result_id}/thay-doi"
    return await office.client.post(url, headers=office.headers(LEADER), data=data, files=files)


def test_the_decision_is_attached_and_opened_from_the_result_and_the_dossier(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await returned(office)
            result = await booked(office, dossier)
            pressed = await _press(office, result["id"], FILE)
            assert pressed.status_code == 303, pressed.text
            page = f"/mot-cua/ket-qua/{result['id']}"
            html = (await office.client.get(page, headers=office.headers(COUNTER))).text
            assert "45-QD-SXD.pdf" in html
            [change] = (
                await office.client.get(
                    f"/api/one-stop/v1/issued-results/{result['id']}", headers=office.headers(LEADER)
                )
            ).json()["changes"]
            [file] = change["files"]
            address = f"{page}/van-ban/{file['sha256']}"
            assert (await office.client.get(address, headers=office.headers(COUNTER))).content == hostile.pdf()
            at_dossier = f"/mot-cua/ho-so/{dossier}/tep/{file['sha256']}"
            assert (await office.client.get(at_dossier, headers=office.headers(COUNTER))).status_code == 200
            foreign = office.headers(LEADER, ELSEWHERE)
            assert (await office.client.get(address, headers=foreign)).status_code == 404
            unknown = f"{page}/van-ban/{'a' * 64}"
            assert (await office.client.get(unknown, headers=office.headers(COUNTER))).status_code == 404

    asyncio.run(run())


def test_a_decision_that_cannot_be_opened_leaves_the_result_as_it_was(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = await booked(office, await returned(office))
            refused = await _press(office, result["id"], [("tep", ("qd.pdf", b"%PDF-1.7 hong", "application/pdf"))])
            assert refused.status_code == 422
            assert "qd.pdf (13 B)" in refused.text
            assert WHY["reason"] in refused.text, "what was typed stays"
            [row] = await office.rows("SELECT state, version FROM booked_result WHERE id = $1", result["id"])
            assert (row["state"], row["version"]) == ("in-force", 1)

    asyncio.run(run())


def test_a_program_sends_the_decision_with_the_change(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = await booked(office, await returned(office))
            url = f"/api/one-stop/v1/issued-results/{result['id']}/changes-with-file"
            body = {name: str(said) for name, said in decision("revoked", ground="false-papers").items()}
            done = await office.client.post(url, headers=office.headers(LEADER), data=body, files=FILE)
            assert done.status_code == 201, done.text
            assert [file["name"] for file in done.json()["changes"][0]["files"]] == ["45-QD-SXD.pdf"]
            unable = await office.client.post(url, headers=office.headers(COUNTER), data=body, files=FILE)
            assert unable.status_code == 403

    asyncio.run(run())
