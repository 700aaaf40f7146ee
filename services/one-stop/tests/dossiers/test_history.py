"""The history of a dossier says who did what, in which post and for whom, and has the papers of each step."""

import asyncio
from collections.abc import Callable
from typing import Any

from shared.access.identity import HEADER
from shared.access.rights import Power
from testing.delegates import acting_for


def test_each_step_names_post_and_giver_and_has_its_papers(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            await office.act(dossier, "accept", "counter-officer")
            await office.act(dossier, "transfer", "counter-officer", {"note": "Chuyển sớm"})
            giver = office.identity("specialist").model_copy(update={"title": "Chuyên viên"})
            delegate = acting_for(giver, Power.DOSSIERS)
            headers = {HEADER: office.issuer.issue(delegate, "one-stop")}
            url = f"/api/one-stop/v1/dossiers/{dossier}"
            assert (await office.client.post(f"{url}/claim", headers=headers)).status_code == 200

            found = (await office.client.get(f"{url}/timeline", headers=headers)).json()
            assert [entry["act"] for entry in found["items"]] == ["file", "accept", "transfer", "claim"]
            assert found["next"] is None
            filed, accepted, transferred, claimed = found["items"]
            assert (filed["post"], filed["on_behalf_of"], filed["files"]) == ("", "", [])
            (receipt,) = accepted["files"]
            download = await office.client.get(f"{url}/files/{receipt['sha256']}", headers=headers)
            assert download.content.startswith(b"%PDF")
            assert len(download.content) == receipt["size"]
            assert transferred["note"] == "Chuyển sớm"
            assert transferred["leads_to"]
            assert claimed["actor"] == f"Trần Thị Bình (thay mặt {giver.name})"
            assert (claimed["actor_title"], claimed["post"]) == ("Trưởng phòng", delegate.post)
            assert claimed["on_behalf_of"] == f"officer:{giver.subject}"

            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)
            assert f"Trần Thị Bình (thay mặt {giver.name}), Trưởng phòng" in page.text
            assert f'href="/mot-cua/ho-so/{dossier}/tep/{receipt["sha256"]}"' in page.text

    asyncio.run(run())


def test_a_long_history_is_read_in_parts_and_by_its_own_agency_alone(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            await office.act(dossier, "accept", "counter-officer")
            await office.act(dossier, "transfer", "counter-officer", {})
            url, headers = f"/api/one-stop/v1/dossiers/{dossier}/timeline", office.headers("leader")
            acts, after = [], 0
            while after is not None:
                answer = await office.client.get(url, headers=headers, params={"limit": 1, "after": after})
                part = answer.json()
                acts += [entry["act"] for entry in part["items"]]
                after = part["next"]
            assert acts == ["file", "accept", "transfer"]
            elsewhere = await office.client.get(url, headers=office.headers("leader", "000.00.99.H08"))
            assert elsewhere.status_code == 404
            seen = await office.rows("SELECT count(*) AS looks FROM evidence WHERE kind = 'dossier-seen'")
            assert seen[0]["looks"] == 3

    asyncio.run(run())
