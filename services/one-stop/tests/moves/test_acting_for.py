"""A delegate works at the giver's desk: steps and papers say who did it and for whom, and all of it stays there afterwards."""

import asyncio
import re
import subprocess
from typing import Any

from shared.access.identity import HEADER, Identity
from shared.access.rights import Power
from testing.delegates import BINH, acting_for
from testing.signing_kit import authority_in

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
RESULT = {"number": "12/GCN-SXD", "title": "Giấy chứng nhận", "body": "Công nhận đủ điều kiện."}


async def _act(office: Any, who: Identity, dossier: str, action: str, body: dict[str, Any] | None = None) -> Any:
    headers = {HEADER: office.issuer.issue(who, "one-stop")}
    return await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/{action}", headers=headers, json=body)


def test_what_a_delegate_takes_is_held_by_the_giver_and_says_who_took_it(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            giver = office.identity(SPECIALIST)
            delegate = acting_for(giver, Power.DOSSIERS)
            dossier = await office.file("hop-bao")
            await office.act(dossier, "accept", COUNTER)
            await office.act(dossier, "transfer", COUNTER, {})
            assert (await _act(office, delegate, dossier, "claim")).status_code == 200
            (row,) = await office.rows("SELECT holder_id, holder_name FROM dossier")
            assert (row["holder_id"], row["holder_name"]) == (giver.subject, giver.name)
            (step,) = await office.rows("SELECT by_id, by_name, to_holder_name FROM hand_over WHERE action = 'claim'")
            assert step["by_id"] == BINH["subject"]
            assert step["by_name"] == f"Trần Thị Bình (thay mặt {giver.name})"
            assert step["to_holder_name"] == giver.name
            (note,) = await office.rows(
                "SELECT actor, post, on_behalf_of FROM evidence WHERE kind = 'dossier-moved' ORDER BY id DESC LIMIT 1"
            )
            assert note["actor"] == f"officer:{BINH['subject']}"
            assert (note["post"], note["on_behalf_of"]) == (delegate.post, f"officer:{giver.subject}")
            headers = {HEADER: office.issuer.issue(delegate, "one-stop")}
            assert str(dossier) in (await office.client.get("/mot-cua", headers=headers)).text
            await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=headers)
            (looked,) = await office.rows("SELECT on_behalf_of FROM evidence WHERE kind = 'dossier-seen'")
            assert looked["on_behalf_of"] == f"officer:{giver.subject}"
            # The delegation may end here: the giver goes on with it.
            assert "finish" in (await _seen(office, giver, dossier))["allowed_actions"]

    asyncio.run(run())


async def _seen(office: Any, who: Identity, dossier: str) -> dict[str, Any]:
    headers = {HEADER: office.issuer.issue(who, "one-stop")}
    answer = await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=headers)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_signing_is_given_by_name_and_the_paper_says_by_whose_authority(one_stop, tmp_path):
    async def run() -> None:
        async with one_stop() as office:
            giver, dossier = office.identity(LEADER), await office.file("chung")
            await office.act(dossier, "accept", COUNTER)
            await office.act(dossier, "transfer", COUNTER, {})
            await office.act(dossier, "transfer", LEADER, {"holder_id": f"{SPECIALIST}.{office.agency}"})
            await office.act(dossier, "finish", SPECIALIST, RESULT)

            elsewhere = acting_for(giver, Power.DOCUMENTS, Power.SIGNING)
            assert (await _act(office, elsewhere, dossier, "return", {"reason": "x"})).status_code == 403
            helper = acting_for(giver, Power.DOSSIERS)
            assert "sign" not in (await _seen(office, helper, dossier))["allowed_actions"]
            assert (await _act(office, helper, dossier, "sign")).status_code == 403

            deputy = acting_for(giver, Power.DOSSIERS, Power.SIGNING)
            assert "sign" in (await _seen(office, deputy, dossier))["allowed_actions"]
            unable = await _act(office, deputy, dossier, "sign")
            assert (unable.status_code, unable.json()["code"]) == (409, "signing_key_missing")
            authority = authority_in(office.settings.authority_folder.resolve().parent)
            await asyncio.to_thread(
                authority.issue_officer, BINH["subject"], BINH["name"], BINH["title"], "Sở Xây dựng"
            )
            signed = await _act(office, deputy, dossier, "sign")
            assert signed.status_code == 200, signed.text
            (result,) = await office.rows("SELECT signed_by, signed_by_name, sha256 FROM dossier_result")
            assert result["signed_by"] == BINH["subject"]
            paper = tmp_path / "ket-qua.pdf"
            paper.write_bytes(await office.app.state.files.get(result["sha256"]))
            shown = await asyncio.to_thread(subprocess.run, ["pdftotext", str(paper), "-"], capture_output=True)
            text = re.sub(r"\s+", " ", shown.stdout.decode()).lower()
            assert "tuq. phó giám đốc" in text
            assert f"trần thị bình (thay mặt {giver.name.lower()})" in text
            known = await asyncio.to_thread(
                subprocess.run, ["pdfsig", "-nocert", str(paper)], capture_output=True, text=True
            )
            assert BINH["name"] in known.stdout

    asyncio.run(run())
