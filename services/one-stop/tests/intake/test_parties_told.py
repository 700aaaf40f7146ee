"""The portal is told by which numbers the people of a dossier are known, of one that was brought to the counter and of no other."""

import asyncio
import json
from typing import Any

COUNTER = "counter-officer"
LAN, DUC, WRONG = "052190004317", "052085001234", "052190004328"


async def _parties(office: Any, kind: str) -> list[Any]:
    rows = await office.rows(
        "SELECT data::text AS data FROM outbox WHERE type = $1 ORDER BY position", f"one-stop.{kind}.v1"
    )
    return [json.loads(row["data"])["parties"] for row in rows]


def test_applicant_and_owner_are_told_by_number_and_again_when_a_number_is_put_right(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            procedure = office.procedures["hop-bao"]
            papers = [{"code": paper["code"], "copies": 1} for paper in procedure["papers"]]
            new = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
            more = {"personal_id": WRONG, "owner_name": "Lê Đức", "owner_id": DUC, "relation": "relative"}
            url, headers = "/api/one-stop/v1/dossiers", office.headers(COUNTER)
            made = await office.client.post(url, headers=headers, json=new | more | {"papers": papers})
            assert made.status_code == 201, made.text
            nameless = await office.client.post(url, headers=headers, json=new | {"papers": papers})
            assert nameless.status_code == 201, nameless.text
            both, nobody = await _parties(office, "dossier-received")
            known = {one["capacity"]: (one["number"], one["is_person"]) for one in both}
            assert known == {"applicant": (WRONG, True), "owner": (DUC, True)}
            assert nobody == []
            fix = {"field": "applicant.personal_id", "value": LAN, "reason": "Gõ nhầm số định danh"}
            done = await office.act(made.json()["id"], "correct", COUNTER, fix)
            assert done.status_code == 200, done.text
            [told] = await _parties(office, "dossier-corrected")
            assert {one["number"] for one in told} == {LAN, DUC}

    asyncio.run(run())


def test_of_one_filed_online_the_portal_knows_already(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao")
            assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            assert await _parties(office, "dossier-received") == [[]]

    asyncio.run(run())
