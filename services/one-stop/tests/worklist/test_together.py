"""Several dossiers at once: results handed over, forms printed in one file, the same by calls; views by calls."""

import asyncio
import re
from typing import Any
from uuid import uuid4

import asyncpg
import pypdfium2
import pytest

from one_stop.moves import statements
from testing.factories import an_applicant, handed_to_applicant

COUNTER, SPECIALIST = "counter-officer", "specialist"
ELSEWHERE = "000.00.12.H08"
API = "/api/one-stop/v1"
LIST = "work"
VIEWS = f"/lists/{LIST}/views"


async def _post(office: Any, **fields: Any) -> Any:
    data = {"csrf_token": "csrf-token", **fields}
    return await office.client.post("/mot-cua/cung-luc", headers=office.headers(COUNTER), data=data)


async def _call(office: Any, role: str, method: str, path: str, body: Any = None, agency: str | None = None) -> Any:
    return await office.client.request(method, f"{API}{path}", headers=office.headers(role, agency), json=body)


async def _resolved(office: Any) -> str:
    """A dossier whose result waits to be handed over."""
    dossier = await office.file()
    assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
    await office.rows(
        "UPDATE dossier SET status = 9, step_role = $2, step_position = 4, holder_id = NULL WHERE id = $1",
        dossier,
        COUNTER,
    )
    return str(dossier)


async def _states(office: Any) -> dict[str, int]:
    return {str(row["id"]): row["status"] for row in await office.rows("SELECT id, status FROM dossier")}


def test_results_are_handed_over_together_and_what_is_refused_stays(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second, early = await _resolved(office), await _resolved(office), str(await office.file())
            before = await office.rows("SELECT d::text FROM dossier d WHERE id = $1", early)
            page = (await office.client.get("/mot-cua", headers=office.headers(COUNTER))).text
            assert 'value="hand-over"' in page
            done = await _post(office, viec="hand-over", chon=[first, second, early], **handed_to_applicant())
            assert done.status_code == 200
            assert "Đã thực hiện 2 trong 3 mục." in done.text
            assert await office.rows("SELECT d::text FROM dossier d WHERE id = $1", early) == before
            assert (await _states(office))[first] == (await _states(office))[second] == 10
            names = await office.rows("SELECT note FROM hand_over WHERE action = 'hand-over'")
            assert [row["note"] for row in names] == [an_applicant().full_name] * 2
            page = (await office.client.get("/mot-cua", headers=office.headers(SPECIALIST))).text
            assert 'value="hand-over"' not in page

    asyncio.run(run())


def test_forms_of_several_are_one_file_with_a_line_for_each(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            printed = [str(await office.file()) for _ in range(3)]
            for dossier in printed:
                assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            bare, foreign = str(await office.file()), str(uuid4())
            for form in ("01", "06"):
                done = await _post(office, viec="print", form=form, chon=[*printed, bare, foreign])
                assert "Đã thực hiện 3 trong 5 mục." in done.text, done.text[:3000]
                assert "Không tìm thấy, hoặc bạn không được xem" in done.text
                [href] = re.findall(r'href="(/mot-cua/in-cung-luc[^"]+)"', done.text)
                answer = await office.client.get(href.replace("&amp;", "&"), headers=office.headers(COUNTER))
                assert answer.status_code == 200
                assert answer.headers["content-type"] == "application/pdf"
                whole = pypdfium2.PdfDocument(answer.content)
                words = " ".join(page.get_textpage().get_text_range() for page in whole)
                for row in await office.rows("SELECT code FROM dossier WHERE code IS NOT NULL"):
                    assert row["code"] in words
                other = await office.client.get(href.replace("&amp;", "&"), headers=office.headers(COUNTER, ELSEWHERE))
                assert other.status_code == 404
            noted = await office.rows("SELECT facts FROM evidence WHERE kind = 'form-printed'")
            assert len(noted) == 6
            none = await _post(office, viec="print", form="03", chon=printed)
            assert none.status_code == 409
            assert "Hồ sơ chưa có biểu mẫu này" in none.text
            assert (await _post(office, viec="print", form="99", chon=printed)).status_code == 422

    asyncio.run(run())


def test_programs_do_the_same_with_one_result_for_each(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second, foreign = str(await office.file()), str(await office.file()), str(uuid4())
            items = [{"id": first, "version": 1}, {"id": second, "version": 7}, {"id": foreign}]
            answer = await _call(office, COUNTER, "POST", "/dossiers/bulk", {"act": "accept", "items": items})
            assert answer.status_code == 200, answer.text
            outcome = {item["id"]: item for item in answer.json()["items"]}
            assert {row_id: item["done"] for row_id, item in outcome.items()} == {
                first: True,
                second: False,
                foreign: False,
            }
            assert outcome[second]["problem"]["status"] == 412
            assert outcome[foreign]["problem"]["code"] == "not_found"
            states = await _states(office)
            assert (states[first], states[second]) == (2, 1)
            printed = await _call(office, COUNTER, "POST", "/dossiers/bulk", {"act": "print", "items": items})
            file = await office.client.get(printed.json()["file"], headers=office.headers(COUNTER))
            assert file.content.startswith(b"%PDF")
            again = await _call(office, COUNTER, "POST", "/dossiers/bulk", {"act": "accept", "items": items[:1]})
            assert again.status_code == 409
            assert again.headers["content-type"] == "application/problem+json"
            assert again.json()["items"][0]["problem"]["title"]
            for role, body, status in (
                (SPECIALIST, {"act": "accept", "items": items}, 403),
                (COUNTER, {"act": "accept", "items": []}, 422),
                (COUNTER, {"act": "erase", "items": items}, 422),
                (COUNTER, {"act": "accept", "items": items * 20}, 422),
                (SPECIALIST, {"act": "reassign", "items": items}, 403),
                (COUNTER, {"act": "reassign", "items": items}, 422),
            ):
                assert (await _call(office, role, "POST", "/dossiers/bulk", body)).status_code == status, (role, body)
            elsewhere = await _call(
                office, COUNTER, "POST", "/dossiers/bulk", {"act": "accept", "items": [{"id": second}]}, ELSEWHERE
            )
            assert elsewhere.json()["items"][0]["problem"]["code"] == "not_found"
            assert await _states(office) == states

    asyncio.run(run())


def test_views_are_kept_renamed_made_usual_and_dropped_by_calls_and_are_those_of_the_page(one_stop: Any) -> None:

    async def run() -> None:
        async with one_stop() as office:
            new = {
                "name": "Quá hạn",
                "q": "dang",
                "filters": {"state": "overdue", "scope": "agency"},
                "columns": ["code", "due"],
            }
            kept = await _call(office, COUNTER, "POST", VIEWS, new)
            assert kept.status_code == 200, kept.text
            [view] = kept.json()["items"]
            assert view["filters"] == {"state": "overdue", "scope": "agency", "step": "", "outcome": ""}
            assert (view["name"], view["q"], view["columns"], view["usual"]) == (
                "Quá hạn",
                "dang",
                ["code", "due"],
                False,
            )
            assert (await office.client.get(view["page"], headers=office.headers(COUNTER))).status_code == 200
            one = f"{VIEWS}/{view['id']}"
            changed = await _call(office, COUNTER, "PATCH", one, {"name": "Trễ hạn", "usual": True})
            assert [(row["name"], row["usual"]) for row in changed.json()["items"]] == [("Trễ hạn", True)]
            opened = await office.client.get("/mot-cua", headers=office.headers(COUNTER))
            assert opened.headers["location"] == view["page"]
            await _call(office, COUNTER, "POST", VIEWS, {"name": "Khác"})
            taken = await _call(office, COUNTER, "PATCH", one, {"name": "Khác"})
            assert (taken.status_code, taken.json()["code"]) == (409, "view_name_taken")
            assert len((await _call(office, COUNTER, "GET", VIEWS)).json()["items"]) == 2
            assert (await _call(office, SPECIALIST, "GET", VIEWS)).json()["items"] == []
            for method in ("PATCH", "DELETE"):
                body = {"usual": True} if method == "PATCH" else None
                assert (await _call(office, SPECIALIST, method, one, body)).status_code == 404
            left = await _call(office, COUNTER, "DELETE", one)
            assert [row["name"] for row in left.json()["items"]] == ["Khác"]
            assert (await _call(office, "records-clerk", "GET", VIEWS)).status_code == 403

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"name": " "}, 422),
        ({"name": "x" * 61}, 422),
        ({"name": "a", "filters": {"color": "red"}}, 422),
        ({"name": "a", "columns": ["color"]}, 422),
        ({"name": "a", "filters": {"state": "red"}}, 400),
        ({"name": "a", "sort": "red"}, 400),
        ({"name": "a", "colour": "red"}, 422),
        ({}, 422),
    ],
)
def test_a_view_of_what_there_is_not_is_refused(one_stop: Any, body: dict[str, Any], status: int) -> None:
    async def run() -> None:
        async with one_stop() as office:
            answer = await _call(office, COUNTER, "POST", VIEWS, body)
            assert answer.status_code == status, answer.text
            assert await office.rows("SELECT 1 FROM saved_view") == []

    asyncio.run(run())


def test_a_view_is_renamed_on_its_page(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            for name in ("Một", "Hai"):
                await _call(office, COUNTER, "POST", VIEWS, {"name": name})
            [row] = await office.rows("SELECT id FROM saved_view WHERE name = 'Một'")
            for name, status in (("Hai", 409), (" ", 422), ("Ba", 303)):
                answer = await office.client.post(
                    f"/mot-cua/dang-xem/{row['id']}",
                    headers=office.headers(COUNTER),
                    data={"csrf_token": "csrf-token", "what": "rename", "name": name},
                )
                assert answer.status_code == status, answer.text
            assert {row["name"] for row in await office.rows("SELECT name FROM saved_view")} == {"Hai", "Ba"}

    asyncio.run(run())


def test_moves_together_stand_or_fall_with_their_request_and_its_key(
    one_stop: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second failed in the database: the key was free again, the first move stayed, and the repeat made it once more."""
    write, failing = statements.write_move, set[str]()

    async def fails(line: Any, passage: statements.Passage, *more: Any) -> Any:
        if str(passage.dossier_id) in failing:
            raise asyncpg.DiskFullError("disk full")
        return await write(line, passage, *more)

    async def run() -> None:
        async with one_stop() as office:
            items = [{"id": str(await office.file("hop-bao"))} for _ in range(2)]
            for item in items:
                assert (await office.act(item["id"], "accept", COUNTER)).status_code == 200
            monkeypatch.setattr(statements, "write_move", fails)
            failing.add(max(item["id"] for item in items))
            headers = office.headers(COUNTER) | {"Idempotency-Key": "chuyen-cung-luc-1"}
            order = {"act": "transfer", "items": items}

            async def send() -> Any:
                return await office.client.post(f"{API}/dossiers/bulk", headers=headers, json=order)

            before = await office.rows("SELECT d::text FROM dossier d ORDER BY id")
            failed = await send()
            assert failed.status_code >= 500, failed.text
            assert await office.rows("SELECT d::text FROM dossier d ORDER BY id") == before
            failing.clear()
            done = await send()
            assert [item["done"] for item in done.json()["items"]] == [True, True], done.text
            assert (await send()).headers["idempotent-replay"] == "true"
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'transfer'")) == 2

    asyncio.run(run())
