"""Results that go by post: a numbered list, tracking numbers, and for each whether it was delivered or came back."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest

from one_stop.post_lists.rules import require_day, require_sent
from shared.core import clock
from shared.core.errors import Conflict, Invalid
from testing.factories import an_applicant

from ..any_counter.test_any_counter import receipt_text
from ..returns.kit import APPLICANT, CARD, COUNTER, LEADER, SPECIALIST, row_of, signed

API = "/api/one-stop/v1/post-lists"
DOSSIERS = "/api/one-stop/v1/dossiers"
CARRIER = "Bưu cục Quy Nhơn"


async def _posted(office: Any, number: str = "1/KQ", **filed: Any) -> str:
    """A result that waits for the post."""
    return await signed(office, number, return_channel="post", **filed)


async def _hand(office: Any, *dossiers: str, role: str = COUNTER, **more: Any) -> Any:
    body = {"carrier": CARRIER, "dossiers": list(dossiers)} | more
    return await office.client.post(API, headers=office.headers(role), json=body)


async def _call(office: Any, path: str, body: dict[str, Any], role: str = COUNTER, agency: str | None = None) -> Any:
    return await office.client.post(f"{API}/{path}", headers=office.headers(role, agency), json=body)


async def _post(office: Any, path: str, **form: Any) -> Any:
    data = {"csrf_token": "csrf-token", **form}
    return await office.client.post(f"/mot-cua/{path}", headers=office.headers(COUNTER), data=data)


async def _uncollected(office: Any) -> list[str]:
    answer = await office.client.get("/api/one-stop/v1/lists/uncollected", headers=office.headers(COUNTER))
    return [row["id"] for row in answer.json()["items"]]


def _today() -> dict[str, str]:
    day = clock.local_now().date()
    return {"delivered_on-day": str(day.day), "delivered_on-month": str(day.month), "delivered_on-year": str(day.year)}


def test_a_day_of_delivery_lies_between_the_hand_over_and_today() -> None:
    today = clock.local_now().date()
    require_day(today, today, today)
    for day in (today + timedelta(days=1), today - timedelta(days=3)):
        with pytest.raises(Invalid):
            require_day(day, today - timedelta(days=2), today)
    require_sent("sent")
    for state in ("delivered", "undelivered"):
        with pytest.raises(Conflict):
            require_sent(state)


def test_a_list_is_printed_with_its_number_and_made_once(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second = await _posted(office), await _posted(office, "2/KQ")
            assert set(await _uncollected(office)) == {first, second}
            headers = office.headers(COUNTER)
            new = await office.client.get("/mot-cua/lap-bang-ke", headers=headers)
            assert APPLICANT.address in new.text
            empty = await _post(office, "lap-bang-ke", carrier=CARRIER)
            assert empty.status_code == 422
            assert "Hãy chọn ít nhất một kết quả" in empty.text
            list_id = str(uuid4())
            form = {"carrier": CARRIER, "dossiers": [first, second], "list_id": list_id}
            made = await _post(office, "lap-bang-ke", **form)
            assert (made.status_code, made.headers["location"]) == (303, f"/mot-cua/bang-ke/{list_id}?xong=lap")
            twice = await _post(office, "lap-bang-ke", **form)
            assert (twice.status_code, twice.headers["location"]) == (303, f"/mot-cua/bang-ke/{list_id}")
            assert await _uncollected(office) == []
            pdf = (await office.client.get(f"/mot-cua/bang-ke/{list_id}/phieu", headers=headers)).content
            words = " ".join(" ".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(pdf)).split())
            for said in ("01/BK-BC/", CARRIER, APPLICANT.full_name, "12 Trần Phú", "Chấp thuận, số 1/KQ"):
                assert said in words

    asyncio.run(run())


def test_two_results_never_travel_under_one_number_and_what_was_delivered_is_returned(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            headers = office.headers(COUNTER)
            read = (await _hand(office, await _posted(office), await _posted(office, "2/KQ"))).json()
            list_id = read["id"]
            one, other = read["items"]
            numbers = {f"tracking.{one['id']}": "eb 123 456 vn", f"tracking.{other['id']}": "EB123456VN"}
            same = await _post(office, f"bang-ke/{list_id}/ma-buu-gui", **numbers)
            assert same.status_code == 422
            assert "ghi cho hai hồ sơ" in same.text
            numbers[f"tracking.{other['id']}"] = ""
            assert (await _post(office, f"bang-ke/{list_id}/ma-buu-gui", **numbers)).status_code == 303
            done = await _post(office, f"bang-ke/{list_id}/{one['id']}/da-phat", receiver="Đặng Thị Con", **_today())
            assert done.status_code == 303, done.text
            row = await row_of(office, one["dossier_id"])
            assert (row["status"], row["return_receipt"], row["with_post"]) == (10, "post", "")
            page = (await office.client.get(f"/mot-cua/ho-so/{one['dossier_id']}", headers=headers)).text
            assert "Bưu gửi số EB123456VN" in page
            assert "Đặng Thị Con" in page
            told = await office.rows("SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-returned.v1'")
            assert ['"channel":"post"' in one["data"].replace(" ", "") for one in told] == [True]
            listed = await office.client.get("/api/one-stop/v1/lists/post-lists?state=open", headers=headers)
            assert [(one["amount"], one["waiting"]) for one in listed.json()["items"]] == [(2, 1)]
            shown = await office.client.get("/mot-cua/giao-buu-dien", headers=headers)
            assert "01/BK-BC/" in shown.text
            number = await office.rows("SELECT facts FROM evidence WHERE kind = 'results-posted'")
            assert len(number) == 1

    asyncio.run(run())


def test_what_came_back_waits_at_the_counter_again(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _posted(office)
            made = (await _hand(office, dossier)).json()
            (item,) = made["items"]
            at_counter = await office.act(dossier, "hand-over", COUNTER, CARD)
            assert (at_counter.status_code, at_counter.json()["code"]) == (409, "result_with_post")
            recalled = await office.act(dossier, "recall", LEADER, {"reason": "Ghi sai tên"})
            assert (recalled.status_code, recalled.json()["code"]) == (409, "result_with_post")
            page = f"bang-ke/{made['id']}/{item['id']}/tra-lai"
            assert (await _post(office, page, reason=" ")).status_code == 422
            assert (await _post(office, page, reason="Người nhận đi vắng")).status_code == 303
            assert await _uncollected(office) == [dossier]
            again = await _call(
                office, f"{made['id']}/items/{item['id']}/undelivered", {"reason": "Người nhận đi vắng"}
            )
            assert (again.status_code, again.json()["code"]) == (409, "post_item_closed")
            shown = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))).text
            assert "Bưu điện trả lại" in shown
            assert (await _hand(office, dossier)).status_code == 201, "it may go by post once more"

    asyncio.run(run())


def test_a_list_is_all_or_nothing_and_names_the_dossier_in_the_way(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            good, at_counter, early = await _posted(office), await signed(office, "2/KQ"), await office.file()
            homeless = await _posted(office, "3/KQ", applicant=an_applicant(address=""))
            for bad, code in (
                (at_counter, "result_not_by_post"),
                (early, "result_not_waiting"),
                (homeless, "post_address_missing"),
            ):
                refused = await _hand(office, good, bad)
                assert (refused.status_code, refused.json()["code"]) == (409, code)
            assert await office.rows("SELECT 1 FROM post_list") == []
            assert (await row_of(office, good))["with_post"] == ""
            both = await asyncio.gather(*(_hand(office, good) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [201, 409]
            (late,) = (answer.json() for answer in both if answer.status_code == 409)
            assert late["code"] == "result_with_post"
            assert (await row_of(office, good))["code"] in late["title"]
            made = next(answer.json() for answer in both if answer.status_code == 201)
            assert made["number"].startswith("01/"), "what was refused took no number"
            (item,) = made["items"]
            path = f"{made['id']}/items/{item['id']}"
            tomorrow = (clock.local_now() + timedelta(days=1)).date().isoformat()
            ahead = await _call(office, f"{path}/delivered", {"delivered_on": tomorrow, "receiver": "Đặng Thị Con"})
            assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (422, "/delivered_on")
            today = clock.local_now().date().isoformat()
            body = {"delivered_on": today, "receiver": "Đặng Thị Con"}
            ends = await asyncio.gather(
                _call(office, f"{path}/delivered", body),
                _call(office, f"{path}/undelivered", {"reason": "Người nhận đi vắng"}),
            )
            assert sorted(answer.status_code for answer in ends) == [200, 409]

    asyncio.run(run())


def test_only_the_counter_of_the_agency_gives_to_the_post(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await _posted(office)
            for role in (SPECIALIST, LEADER):
                assert (await _hand(office, dossier, role=role)).status_code == 403
            made = (await _hand(office, dossier)).json()
            (item,) = made["items"]
            number = {"items": [{"item_id": item["id"], "tracking": "EB1VN"}]}
            deeds: dict[str, dict[str, Any]] = {
                f"{made['id']}/tracking": number,
                f"{made['id']}/items/{item['id']}/delivered": {
                    "delivered_on": clock.local_now().date().isoformat(),
                    "receiver": "Đặng Thị Con",
                },
                f"{made['id']}/items/{item['id']}/undelivered": {"reason": "Người nhận đi vắng"},
            }
            for path, body in deeds.items():
                assert (await _call(office, path, body, SPECIALIST)).status_code == 403
                assert (await _call(office, path, body, COUNTER, "000.00.99.H08")).status_code == 404
            there = office.headers(COUNTER, "000.00.99.H08")
            for path in (f"{API}/{made['id']}", f"{API}/{made['id']}/form", f"/mot-cua/bang-ke/{made['id']}"):
                assert (await office.client.get(path, headers=there)).status_code == 404
            assert (await _call(office, f"{made['id']}/tracking", number)).status_code == 200
            unknown = {"items": [{"item_id": str(uuid4()), "tracking": "EB2VN"}]}
            assert (await _call(office, f"{made['id']}/tracking", unknown)).status_code == 422
            for path, body in list(deeds.items())[1:2]:
                assert (await _call(office, path, body)).status_code == 200

    asyncio.run(run())


def test_the_post_brings_it_where_the_applicant_asked(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            elsewhere = "Tổ 5, Nhơn Bình, Quy Nhơn"
            asked, usual = await _posted(office, return_address=elsewhere), await _posted(office, "2/KQ")
            form = await office.client.get("/mot-cua/lap-bang-ke", headers=office.headers(COUNTER))
            assert elsewhere in form.text
            made = (await _hand(office, asked, usual)).json()
            items = await office.rows("SELECT dossier_id::text AS dossier, address FROM post_item")
            assert {row["dossier"]: row["address"] for row in items} == {
                asked: elsewhere,
                usual: APPLICANT.address,
            }, made

    asyncio.run(run())


def test_who_comes_by_the_counter_says_where_the_post_goes(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            procedure = office.procedures["hop-bao"]
            new = {
                "procedure_code": procedure["code"],
                "full_name": "Lê Văn Giấy",
                "address": "Thôn 3, Vĩnh Thạnh",
                "paper_codes": [paper["code"] for paper in procedure["papers"]],
            }
            beside = new | {"return_channel": "counter", "return_address": "12 Lê Lợi"}
            refused = await office.client.post(DOSSIERS, headers=office.headers(COUNTER), json=beside)
            assert refused.status_code == 422, refused.text
            assert [error["pointer"] for error in refused.json()["errors"]] == ["/return_address"]
            assert await office.rows("SELECT 1 FROM dossier") == []
            body = new | {"return_channel": "post", "return_address": "12 Lê Lợi, Quy Nhơn"}
            made = await office.client.post(DOSSIERS, headers=office.headers(COUNTER), json=body)
            assert made.status_code == 201, made.text
            dossier = made.json()["id"]
            read = await office.client.get(f"{DOSSIERS}/{dossier}", headers=office.headers(COUNTER))
            assert read.json()["return_address"] == "12 Lê Lợi, Quy Nhơn"
            receipt = await receipt_text(office, office.identity(COUNTER), dossier)
            assert "Dịch vụ bưu chính công ích, 12 Lê Lợi, Quy Nhơn" in receipt

    asyncio.run(run())
