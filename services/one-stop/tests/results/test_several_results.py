"""A dossier with several results: each with a number of its own, signed together or not at all, named wherever one is."""

import asyncio
import json
from typing import Any

from testing.factories import handed_to_applicant

from .test_result_files import DRAWING, LEADER, SPECIALIST, claimed

COUNTER = "counter-officer"
FIRST = {"title": "Quyết định chấp thuận", "body": "Chấp thuận cấp giấy cho các thửa."}
PARCEL = "Giấy chứng nhận thửa đất số 21"


async def add(office: Any, dossier: str, page: bool = False, files: Any = None, **form: str) -> Any:
    url = f"/mot-cua/ho-so/{dossier}/ket-qua-khac" if page else f"/api/one-stop/v1/dossiers/{dossier}/further-results"
    sent = files or {"khong": ("", b"")}
    return await office.client.post(
        url, headers=office.headers(SPECIALIST), data={"csrf_token": "csrf-token"} | form, files=sent
    )


async def prepared(office: Any) -> str:
    """A decision in words, a certificate as a file, another in words; laid before the leader."""
    dossier = await claimed(office)
    drawing = {"tep": ("gcn.pdf", DRAWING, "application/pdf")}
    added = await add(office, dossier, page=True, files=drawing, title=PARCEL)
    assert added.status_code == 303, added.text
    added = await add(office, dossier, title="Giấy chứng nhận thửa đất số 22", body="Cấp cho thửa đất số 22.")
    assert added.status_code == 200, added.text
    drafted = await office.act(dossier, "finish", SPECIALIST, FIRST)
    assert drafted.status_code == 200, drafted.text
    return dossier


async def told(office: Any, kind: str) -> dict[str, Any]:
    (row,) = await office.rows("SELECT data FROM outbox WHERE type = $1 ORDER BY sequence DESC LIMIT 1", kind)
    found: dict[str, Any] = json.loads(row["data"])
    return found


def test_each_is_looked_at_and_all_are_signed_with_numbers_of_their_own(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await prepared(office)
            html = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            assert "Hồ sơ có 3 kết quả: ký một lần cho tất cả" in html
            assert f"/mot-cua/ho-so/{dossier}/du-thao?so=2" in html
            look = f"/mot-cua/ho-so/{dossier}/du-thao"
            for place, status in ((0, 200), (1, 303), (2, 200), (3, 404)):
                seen = await office.client.get(look, params={"so": place}, headers=office.headers(LEADER))
                assert seen.status_code == status, place
            signed = await office.act(dossier, "sign", LEADER)
            assert signed.status_code == 200, signed.text
            booked = await office.rows("SELECT * FROM booked_result ORDER BY series_number")
            assert [row["title"] for row in booked] == [FIRST["title"], PARCEL, "Giấy chứng nhận thửa đất số 22"]
            assert [row["series_number"] for row in booked] == [1, 2, 3]
            assert len({row["sha256"] for row in booked} | {row["verification_code"] for row in booked}) == 6
            assert not await office.rows("SELECT 1 FROM held_number")
            event = await told(office, "one-stop.dossier-finished.v1")
            assert [one["result_number"] for one in event["others"]] == [row["number"] for row in booked[1:]]
            results = await office.client.get(
                f"/api/one-stop/v1/dossiers/{dossier}/results", headers=office.headers(COUNTER)
            )
            assert [one["title"] for one in results.json()] == [row["title"] for row in booked]

    asyncio.run(run())


def test_where_one_cannot_be_signed_none_is_issued_and_no_number_is_gone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            other, dossier = await claimed(office), await prepared(office)
            assert (await add(office, other, title=PARCEL, body="Cấp cho thửa 21.", number="5/GCN")).status_code == 200
            again = await add(office, other, title=PARCEL, body="Cấp cho thửa 22.", number="05/gcn")
            assert (again.status_code, again.json()["errors"][0]["pointer"]) == (422, "/number")
            # As if it had been drafted in another year, in which the number was free.
            mine = "WHERE dossier_id = $1 AND position = 2"
            await office.rows(f"UPDATE dossier_result SET number = '5/GCN' {mine}", dossier)
            before = await office.rows("SELECT * FROM dossier_result ORDER BY dossier_id, position")
            refused = await office.act(dossier, "sign", LEADER)
            assert (refused.status_code, refused.json()["code"]) == (409, "result_number_taken")
            assert await office.rows("SELECT * FROM dossier_result ORDER BY dossier_id, position") == before
            for table in ("booked_result", "held_number"):
                assert not await office.rows(f"SELECT 1 FROM {table}")
            await office.rows(f"UPDATE dossier_result SET number = '' {mine}", dossier)
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            booked = await office.rows("SELECT series_number FROM booked_result ORDER BY series_number")
            assert [row["series_number"] for row in booked] == [1, 2, 3]

    asyncio.run(run())


def test_recalled_together_they_are_drafts_again_and_one_may_be_dropped(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await prepared(office)
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai số thửa"})
            assert recalled.status_code == 200, recalled.text
            assert {row["state"] for row in await office.rows("SELECT state FROM booked_result")} == {"recalled"}
            assert len(await office.rows("SELECT 1 FROM recalled_result")) == 3
            assert len((await told(office, "one-stop.result-recalled.v1"))["others"]) == 2
            await office.act(dossier, "claim", SPECIALIST)
            dropped = await office.press(dossier, "ket-qua-khac/2/bo", SPECIALIST)
            assert dropped.status_code == 303, dropped.text
            again = await office.act(dossier, "further-results/2/drop", SPECIALIST)
            assert again.status_code == 404
            assert (await office.act(dossier, "further-results/1/drop", SPECIALIST)).status_code == 200
            assert (await office.act(dossier, "finish", SPECIALIST, FIRST)).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            numbers = await office.rows("SELECT series_number FROM booked_result WHERE state = 'in-force'")
            assert [row["series_number"] for row in numbers] == [4]

    asyncio.run(run())


def test_a_refusal_stands_alone_and_the_return_names_each(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            assert (await add(office, dossier, title=PARCEL, body="Cấp cho thửa 21.")).status_code == 200
            why = {"outcome": "refused", "reason": "Không đúng quy hoạch", "legal_basis": "Điều 91"}
            refused = await office.act(dossier, "finish", SPECIALIST, why)
            assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/outcome")
            nameless = await add(office, dossier, page=True, body="Nội dung đủ dài.")
            assert nameless.status_code == 422
            assert 'id="set-results-title-error"' in nameless.text
            assert (await office.act(dossier, "finish", SPECIALIST, FIRST)).status_code == 200
            late = await add(office, dossier, title=PARCEL, body="Cấp cho thửa 23.")
            assert late.status_code in (403, 409), "what lies before the leader is not changed under his hand"
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            await office.rows("UPDATE dossier SET return_channel = 'counter' WHERE id = $1", dossier)
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/tra-ket-qua", headers=office.headers(COUNTER))
            assert FIRST["title"] in page.text
            assert PARCEL in page.text
            done = await office.act(dossier, "hand-over", COUNTER, handed_to_applicant())
            assert done.status_code == 200, done.text
            (row,) = await office.rows("SELECT results FROM result_return")
            assert [one["title"] for one in json.loads(row["results"])] == [FIRST["title"], PARCEL]
            await _revoke_one(office)

    asyncio.run(run())


async def _revoke_one(office: Any) -> None:
    """Of several one is revoked, and the other counts on."""
    booked = await office.rows("SELECT id FROM booked_result ORDER BY series_number")
    revoking = {
        "kind": "revoked",
        "ground": "other",
        "reason": "Sai thửa đất",
        "legal_basis": "Điều 1",
        "document_number": "1/QĐ",
        "document_date": (
            await office.rows("SELECT to_char(now() AT TIME ZONE 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') AS day")
        )[0]["day"],
    }
    url = f"/api/one-stop/v1/issued-results/{booked[1]['id']}/changes"
    changed = await office.client.post(url, headers=office.headers(LEADER), json=revoking)
    assert changed.status_code == 201, changed.text
    states = await office.rows("SELECT state FROM booked_result ORDER BY series_number")
    assert [row["state"] for row in states] == ["in-force", "revoked"]
