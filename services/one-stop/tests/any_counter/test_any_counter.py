"""Received at one agency's counter, decided by another: three agencies are kept apart and each sees its part (phi địa giới)."""

import asyncio
import json
from datetime import datetime
from typing import Any

import pypdfium2

from shared.core import clock
from testing.factories import an_applicant

from ..conftest import ELSEWHERE
from .kit import (
    API,
    COUNTER,
    LEADER,
    REASON,
    SPECIALIST,
    THERE,
    act,
    body,
    hand_in,
    listed,
    read,
    signed,
    staffed,
    there,
)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


async def receipt_text(office: Any, who: Any, dossier: str) -> str:
    (form,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = '01'")
    url = f"{API}/dossiers/{dossier}/files/{form['sha256']}"
    return words_of((await office.client.get(url, headers=office.headers(who))).content)


def test_the_receipt_names_both_and_the_dossier_waits_for_the_agency_that_decides(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office, helped_agency_code="000.00.10.H08")
            (row,) = await office.rows("SELECT * FROM dossier")
            assert (row["agency_code"], row["received_agency_code"]) == (office.agency, ELSEWHERE)
            assert (row["helped_agency_code"], row["return_agency_code"]) == ("000.00.10.H08", ELSEWHERE)
            assert (row["status"], row["transit"]) == (2, "sent")
            assert row["code"].startswith(f"{ELSEWHERE}-"), "the code is of the counter that gave it"
            assert row["term_from"] > row["received_at"]
            text = await receipt_text(office, counter, dossier)
            for said in (THERE.upper(), "Cơ quan có thẩm quyền giải quyết", "là dự kiến", f"Trả kết quả, {THERE}"):
                assert said in text, text
            assert (await act(office, COUNTER, dossier, "transfer", {})).json()["code"] == "dossier_not_arrived"
            told = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.officers-notified.v1'")
            (sent,) = [str(one["data"]) for one in told if "dossier-sent-here" in str(one["data"])]
            assert office.agency in sent
            (event,) = await office.rows("SELECT data FROM outbox WHERE type = 'one-stop.dossier-received.v1'")
            said = json.loads(event["data"])
            assert (said["received_by"], said["agency_code"]) == (THERE, office.agency)

    asyncio.run(run())


def test_the_term_counts_from_the_receipt_by_the_agency_that_decides(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office)
            expected = (
                await office.client.get(f"{API}/dossiers/{dossier}/due", headers=office.headers(counter))
            ).json()
            assert "phải chuyển hồ sơ đến cơ quan có thẩm quyền chậm nhất" in " ".join(expected["sentences"])
            before = await read(office, COUNTER, dossier)
            assert before["allowed_actions"][:2] == ["scan", "taken-over"] or "taken-over" in before["allowed_actions"]
            done = await act(office, COUNTER, dossier, "take-over", {"note": "Đủ giấy tờ"})
            assert done.status_code == 200, done.text
            after = await read(office, COUNTER, dossier)
            assert after["transit"] == ""
            assert after["term_from"] < before["term_from"]
            assert after["due_at"] <= before["due_at"]
            said = (await office.client.get(f"{API}/dossiers/{dossier}/due", headers=office.headers(COUNTER))).json()
            assert said["counted"] == said["due_at"], "the words lead to the date"
            assert "Cơ quan có thẩm quyền nhận được hồ sơ từ nơi tiếp nhận lúc" in " ".join(said["sentences"])
            twice = await act(office, COUNTER, dossier, "take-over", {})
            assert (twice.status_code, twice.json()["code"]) == (409, "dossier_arrived_already")
            moved = await act(office, COUNTER, dossier, "transfer", {})
            assert moved.status_code == 200, moved.text

    asyncio.run(run())


def test_what_is_sent_back_is_mended_and_sent_again_and_only_by_the_counter_that_received_it(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office)
            mute = await act(office, COUNTER, dossier, "send-back", {"reason": "x"})
            assert mute.status_code == 422
            early = await act(office, counter, dossier, "send-again", {"reason": REASON})
            assert early.json()["code"] == "dossier_not_sent_back"
            assert (await act(office, COUNTER, dossier, "send-back", {"reason": REASON})).status_code == 200
            again = await act(office, COUNTER, dossier, "send-back", {"reason": REASON})
            assert again.json()["code"] == "dossier_sent_back_already"
            (one,) = await listed(office, counter, state="sent-back")
            assert (one["id"], one["state"]) == (dossier, "Bị trả lại quầy tiếp nhận")
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(counter))
            assert REASON in page.text
            assert "Chuyển lại hồ sơ" in page.text
            wrong = await act(
                office, counter, dossier, "send-again", {"reason": "Đã thêm", "agency_code": "000.00.10.H08"}
            )
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/agency_code")
            sent = await act(office, counter, dossier, "send-again", {"reason": "Đã thêm bản vẽ"})
            assert sent.status_code == 200, sent.text
            assert (await read(office, COUNTER, dossier))["transit"] == "sent"
            assert (await act(office, COUNTER, dossier, "send-back", {"reason": REASON})).status_code == 200
            taken = await act(office, COUNTER, dossier, "take-over", {})
            assert taken.status_code == 200, "what was sent back by mistake is taken over all the same"

    asyncio.run(run())


def test_the_counter_that_received_it_returns_the_result_where_the_applicant_asked(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office, personal_id=an_applicant().personal_id)
            other = await hand_in(office, return_channel="competent-counter", full_name="Lê Văn Gần")
            await signed(office, dossier)
            (one,) = await listed(office, counter, state="to-return")
            assert one["id"] == dossier
            card = {
                "capacity": "applicant",
                "identity_kind": "citizen-card",
                "identity_number": an_applicant().personal_id,
            }
            done = await act(office, counter, dossier, "hand-over", card)
            assert done.status_code == 200, done.text
            (row,) = await office.rows("SELECT agency_code, by_name FROM result_return")
            assert (row["agency_code"], row["by_name"]) == (ELSEWHERE, "Đỗ Thị Xa")
            twice = await act(office, COUNTER, dossier, "hand-over", card)
            assert twice.json()["code"] == "result_returned_already"
            await office.rows(
                "UPDATE dossier SET status = 9, transit = '' WHERE id = $1",
                other,
            )
            refused = await act(office, counter, other, "hand-over", card)
            assert (refused.status_code, refused.json()["code"]) == (409, "result_returned_elsewhere")

    asyncio.run(run())


def test_each_side_sees_its_part_and_no_third_agency_anything(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office)
            await act(office, COUNTER, dossier, "take-over", {})
            noted = await office.press(dossier, "ghi-chu", COUNTER, text="Ghi chú của riêng sở")
            assert noted.status_code == 303, noted.text
            own = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(COUNTER))
            assert "Ghi chú của riêng sở" in own.text
            for url in (f"/mot-cua/ho-so/{dossier}", f"{API}/dossiers/{dossier}", f"{API}/dossiers/{dossier}/timeline"):
                seen = await office.client.get(url, headers=office.headers(counter))
                assert seen.status_code == 200, url
                assert "Ghi chú của riêng sở" not in seen.text
            assert set((await read(office, counter, dossier))["allowed_actions"]) == {"scan", "withdraw-at-counter"}
            for name, said in (("notes", {"text": "Ghi chú"}), ("claim", None), ("request-supplement", None)):
                refused = await act(office, counter, dossier, name, said)
                assert refused.status_code in (403, 404, 409, 422), (name, refused.text)
            draft = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(counter))
            assert draft.status_code == 404
            third = office.identity(COUNTER, "000.00.10.H08")
            assert (
                await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(third))
            ).status_code == 404
            assert await listed(office, third) == []
            assert await listed(office, COUNTER) == []
            (code,) = await office.rows("SELECT code FROM dossier")
            scanned = await office.client.get(f"/mot-cua/quet?ma={code['code']}", headers=office.headers(counter))
            assert scanned.status_code == 303

    asyncio.run(run())


def test_registers_of_both_have_it_and_the_figures_are_those_of_the_agency_that_decides(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            await hand_in(office)
            (row,) = await office.rows("SELECT code FROM dossier")
            for who in (COUNTER, counter):
                url = f"{API}/lists/register"
                items = (await office.client.get(url, headers=office.headers(who))).json()["items"]
                assert [one["code"] for one in items] == [row["code"]]
                assert "Tiếp nhận không phụ thuộc địa giới" in items[0]["note"]
                found = (await office.client.get(f"{url}?q=le+van+xa", headers=office.headers(who))).json()["items"]
                assert len(found) == 1
            clerk = office.identity("records-clerk", ELSEWHERE)
            books = (await office.client.get(f"{API}/numbers", headers=office.headers(clerk))).json()
            (last,) = [one["last"] for one in books["series"] if one["kind"] == "dossier"]
            assert (last, books["gaps"]) == (1, []), "its code is a number of the counter that gave it"
            figures = await office.rows("SELECT count(*) AS here FROM dossier WHERE agency_code = $1", office.agency)
            assert figures[0]["here"] == 1

    asyncio.run(run())


def test_the_page_of_reception_finds_what_others_decide_and_asks_which_agency(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter, procedure = await staffed(office), office.procedures["hop-bao"]
            headers = office.headers(counter)
            name = " ".join(procedure["name"].split()[:3])
            found = await office.client.get("/mot-cua/tiep-nhan", headers=headers, params={"q": name})
            assert f"thu_tuc={procedure['code']}" in found.text
            assert "giải quyết" in found.text
            form = await office.client.get(f"/mot-cua/tiep-nhan?thu_tuc={procedure['code']}", headers=headers)
            assert 'name="agency_code"' in form.text
            assert "Tại quầy của cơ quan giải quyết" in form.text
            typed = {"csrf_token": "csrf-token", **body(office)}
            papers = typed.pop("paper_codes")
            made = await office.client.post(
                "/mot-cua/tiep-nhan", headers=headers, data=typed | {"paper_codes": papers, "declared": "paper"}
            )
            assert made.status_code == 303, made.text
            shown = await office.client.get(made.headers["location"], headers=headers)
            assert "Nơi tiếp nhận" in shown.text
            own = await office.client.get(
                f"/mot-cua/tiep-nhan?thu_tuc={procedure['code']}", headers=office.headers(COUNTER)
            )
            assert 'name="agency_code"' not in own.text, "who decides it alone is not asked"
            listing = await office.client.get("/mot-cua/nhan-cho-co-quan-khac", headers=headers)
            assert "Chờ cơ quan giải quyết nhận" in listing.text

    asyncio.run(run())


def test_a_procedure_under_the_old_rules_is_received_by_its_own_agency_alone(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            with clock.stopped_at(datetime(2025, 6, 30, 9, tzinfo=clock.VIETNAM)):
                refused = await office.client.post(
                    f"{API}/dossiers", headers=office.headers(counter), json=body(office)
                )
            assert (refused.status_code, refused.json()["code"]) == (409, "procedure_received_there")
            assert await office.rows("SELECT 1 FROM dossier") == []

    asyncio.run(run())


def test_forms_of_the_page_do_the_same_and_keep_what_was_typed(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            counter = await staffed(office)
            dossier = await hand_in(office)
            url = f"/mot-cua/ho-so/{dossier}"

            async def press(who: Any, place: str, **form: str) -> Any:
                data = {"csrf_token": "csrf-token", **form}
                return await office.client.post(f"{url}/{place}", headers=office.headers(who), data=data)

            shown = await office.client.get(url, headers=office.headers(COUNTER))
            assert f"do {THERE} tiếp nhận" in shown.text
            mute = await press(COUNTER, "tra-lai-quay", reason="x")
            assert (mute.status_code, "ít nhất 5 ký tự" in mute.text) == (422, True)
            assert (await press(COUNTER, "tra-lai-quay", reason=REASON)).status_code == 303
            assert (
                await press(counter, "chuyen-lai", reason="Đã thêm bản vẽ", agency_code=office.agency)
            ).status_code == 303
            assert (await press(COUNTER, "nhan-tu-quay", note="Đủ")).status_code == 303
            sheet = await office.client.get(f"{url}/phieu-kiem-soat", headers=office.headers(counter))
            assert THERE in words_of(sheet.content)
            for role in (SPECIALIST, LEADER):
                refused = await press(there(office, role), "nhan-tu-quay")
                assert refused.status_code == 403
            (row,) = await office.rows("SELECT transit FROM dossier")
            assert row["transit"] == ""

    asyncio.run(run())
