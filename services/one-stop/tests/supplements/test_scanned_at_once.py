"""What is brought as a supplement is scanned in the act that takes it in: one press, whatever the channel."""

import asyncio
import json

from testing.hostile.photos import picture

COUNTER, SPECIALIST = "counter-officer", "specialist"
CSRF = {"csrf_token": "csrf-token"}


async def _asked(office) -> tuple[str, dict]:
    """An online dossier, with its papers as files, whose first paper was asked for."""
    dossier = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    paper = office.procedures["hop-bao"]["papers"][0]
    asked = {"reason": "Bản chụp bị mờ", "items": [{"paper_code": paper["code"], "note": "Nộp bản chính"}]}
    assert (await office.act(dossier, "request-supplement", SPECIALIST, asked)).status_code == 200
    return dossier, paper


async def _take(office, dossier: str, files: list, **typed: str):
    url = f"/mot-cua/ho-so/{dossier}/nhan-bo-sung"
    return await office.client.post(url, headers=office.headers(COUNTER), data=CSRF | typed, files=files)


def test_a_scan_chosen_in_the_act_counts_as_brought_and_takes_the_place_of_the_old_file(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, paper = await _asked(office)
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
            assert f'name="tep.{paper["code"]}"' in page
            pages = [(f"tep.{paper['code']}", (f"{at}.jpg", picture("JPEG"), "image/jpeg")) for at in (1, 2)]
            taken = await _take(office, dossier, pages)
            assert taken.status_code == 303, taken.text
            (row,) = await office.rows("SELECT status FROM dossier")
            assert row["status"] == 4
            (line,) = await office.rows("SELECT note FROM hand_over WHERE action = 'supplement-taken-in'")
            assert f"Đã nhận: {paper['name']}" in line["note"]
            kept = await office.rows(
                "SELECT file_name, originals, replaced_at FROM dossier_paper WHERE paper_code = $1 ORDER BY added_at",
                paper["code"],
            )
            assert [row["replaced_at"] is None for row in kept] == [False] * (len(kept) - 1) + [True]
            assert len(json.loads(kept[-1]["originals"])) == 2, "two pictures became one file"
            (noted,) = await office.rows("SELECT facts FROM evidence WHERE kind = 'paper-scanned'")
            assert json.loads(noted["facts"])["paper"] == paper["code"]

    asyncio.run(run())


def test_a_scan_that_cannot_be_kept_leaves_the_dossier_waiting_and_is_named_at_its_box(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, paper = await _asked(office)
            before = await office.rows("SELECT id, replaced_at FROM dossier_paper ORDER BY id")
            bad = [(f"tep.{paper['code']}", ("to.jpg", b"xin chao", "image/jpeg"))]
            refused = await _take(office, dossier, bad, note="Người nộp hẹn mang thêm")
            assert refused.status_code == 422
            assert "to.jpg (8 B)" in refused.text
            assert "Người nộp hẹn mang thêm" in refused.text, "what was typed stays"
            assert f'id="supplement-taken-in-tep.{paper["code"]}' in refused.text
            stranger = [("tep.la", ("to.jpg", picture("JPEG"), "image/jpeg"))]
            unasked = await _take(office, dossier, stranger)
            assert (unasked.status_code, "không nằm trong yêu cầu bổ sung" in unasked.text) == (422, True)
            assert await office.rows("SELECT id, replaced_at FROM dossier_paper ORDER BY id") == before
            (row,) = await office.rows("SELECT status FROM dossier")
            assert row["status"] == 5

    asyncio.run(run())
