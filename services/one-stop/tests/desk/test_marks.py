"""What was seen of each paper stands with it: by whom, when, in which state, for everybody who opens the dossier."""

import asyncio
from uuid import UUID

from testing.factories import a_paper


def test_marks_are_seen_by_everybody_and_name_who_compared_the_original(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure = office.procedures["chung"]
            first, second, *_ = procedure["papers"]
            dossier = await office.file()
            marks = [
                {"paper_code": first["code"], "state": "compared"},
                {"paper_code": second["code"], "state": "wrong", "note": "Trang 2 là của giấy khác"},
            ]
            answer = await office.act(dossier, "mark-papers", "counter-officer", {"marks": marks})
            assert answer.status_code == 200, answer.text
            again = {"marks": [{"paper_code": second["code"], "state": "seen"}]}
            stale = await office.act(dossier, "mark-papers", "counter-officer", again, **{"If-Match": '"1"'})
            assert stale.status_code == 412, "somebody marked meanwhile"
            for reader, status in (("specialist", 409), ("leader", 403)):
                assert (await office.act(dossier, "mark-papers", reader, again)).status_code == status
            for role in ("counter-officer", "specialist", "leader"):
                headers = office.headers(role)
                page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
                for said in ("Đã đối chiếu bản chính", "Trang 2 là của giấy khác", "Nguyễn Thị Hoa"):
                    assert said in page, (role, said)
                one = (await office.client.get(f"/api/one-stop/v1/dossiers/{dossier}", headers=headers)).json()
                states = {mark["paper_code"]: mark["state"] for mark in one["paper_marks"]}
                assert states == {first["code"]: "compared", second["code"]: "wrong"}
            (row,) = await office.rows("SELECT note, by_name FROM hand_over WHERE action = 'mark-papers'")
            assert row["note"].startswith(f"Đã đối chiếu bản chính: {first['name']}")
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'papers-marked'")
            assert (await office.act(dossier, "mark-papers", "counter-officer", again)).status_code == 200
            (kept,) = await office.rows("SELECT paper_marks -> $1 ->> 'state' AS state FROM dossier", first["code"])
            assert kept["state"] == "compared", "what was said of the others stays"

    asyncio.run(run())


def test_what_was_found_wrong_is_not_received_until_it_comes_anew_or_is_found_right(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            first, *_ = office.procedures["chung"]["papers"]
            wrong = [{"paper_code": first["code"], "state": "wrong", "note": "Thiếu trang 2"}]
            found_right, brought_anew = await office.file(), await office.file()
            for dossier in (found_right, brought_anew):
                answer = await office.act(dossier, "mark-papers", "counter-officer", {"marks": wrong})
                assert answer.status_code == 200, answer.text
                refused = await office.act(dossier, "accept", "counter-officer", {})
                assert (refused.status_code, refused.json()["code"]) == (409, "papers_marked_faulty")
                assert first["name"] in refused.text
            assert not await office.rows("SELECT 1 FROM dossier WHERE code IS NOT NULL")
            seen = {"marks": [{"paper_code": first["code"], "state": "seen"}]}
            assert (await office.act(found_right, "mark-papers", "counter-officer", seen)).status_code == 200
            await office.rows(
                "UPDATE dossier_paper SET added_at = now() WHERE dossier_id = $1 AND paper_code = $2",
                UUID(brought_anew),
                first["code"],
            )
            for dossier in (found_right, brought_anew):
                assert (await office.act(dossier, "accept", "counter-officer", {})).status_code == 200

    asyncio.run(run())


def test_a_fault_is_named_and_a_paper_that_did_not_come_is_not_marked(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            procedure = office.procedures["chung"]
            first, second, *_ = procedure["papers"]
            dossier = await office.file(papers=(a_paper(first["code"], first["name"]),))
            for marks, code in (
                ([], "marks_missing"),
                ([{"paper_code": first["code"], "state": "unclear"}], "note_missing"),
                ([{"paper_code": first["code"], "state": "wrong"}], "note_missing"),
                ([{"paper_code": second["code"], "state": "seen"}], "paper_unknown"),
                ([{"paper_code": first["code"], "state": "seen"}] * 2, "paper_twice"),
            ):
                answer = await office.act(dossier, "mark-papers", "counter-officer", {"marks": marks})
                assert answer.status_code == 422
                assert code in [error["code"] for error in answer.json()["errors"]], answer.text
            form = {"csrf_token": "csrf-token", f"mark.{first['code']}": "unclear"}
            headers = office.headers("counter-officer")
            page = await office.client.post(f"/mot-cua/ho-so/{dossier}/danh-dau", headers=headers, data=form)
            assert page.status_code == 422
            assert "Hãy ghi trang nào" in page.text
            form[f"note.{first['code']}"] = "Trang 1 mờ"
            page = await office.client.post(f"/mot-cua/ho-so/{dossier}/danh-dau", headers=headers, data=form)
            assert page.status_code == 303
            assert not await office.rows("SELECT 1 FROM dossier WHERE paper_marks IS NULL")

    asyncio.run(run())
