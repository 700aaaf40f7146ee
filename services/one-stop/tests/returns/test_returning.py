"""A result is returned once: to whoever may have it, checked against the dossier, signed for on paper or on a tablet."""

import asyncio
from typing import Any

import orjson
import pypdfium2
import pytest

from testing.hostile import files as hostile

from .kit import APPLICANT, CARD, COUNTER, HOLDER, LEADER, SPECIALIST, brought, drawn, post, row_of, signed

WHY = {"reason": "Trả nhầm người"}


async def _returns(office: Any) -> list[Any]:
    return list(await office.rows("SELECT * FROM result_return ORDER BY at"))


async def _receipt(office: Any, dossier: str) -> str:
    (form,) = await office.rows(
        "SELECT sha256 FROM printed_form WHERE form_no = 'tra-ket-qua' AND dossier_id = $1", dossier
    )
    url = f"/mot-cua/ho-so/{dossier}/tep/{form['sha256']}"
    pdf = pypdfium2.PdfDocument((await office.client.get(url, headers=office.headers(COUNTER))).content)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())


def test_the_applicant_comes_himself_and_signs_on_paper(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            await office.rows("UPDATE dossier SET fee_due = 150000 RETURNING id")
            headers = office.headers(COUNTER)
            shown = await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)
            assert f'action="/mot-cua/ho-so/{dossier}/tra-ket-qua"' in shown.text
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}/tra-ket-qua", headers=headers)).text
            assert f"Người nộp hồ sơ: {APPLICANT.full_name}, số giấy tờ …{APPLICANT.personal_id[-3:]}" in page
            assert APPLICANT.personal_id not in page, "what is compared is read from the paper alone"
            assert "Phí, lệ phí phải nộp: 150.000 đồng" in page
            assert "Chấp thuận, số 45/GP" in page
            done = await post(office, dossier, capacity="applicant", **CARD)
            assert done.status_code == 303, done.text
            after = (await office.client.get(done.headers["location"], headers=headers)).text
            assert "In giấy biên nhận trả kết quả" in after
            assert "Khớp số trong hồ sơ" in after
            row = await row_of(office, dossier)
            assert (row["status"], row["return_receipt"]) == (10, "paper")
            assert row["returned_at"] is not None
            words = await _receipt(office, dossier)
            for said in ("GIẤY BIÊN NHẬN TRẢ KẾT QUẢ", APPLICANT.full_name, "Chấp thuận, số 45/GP", "150.000 đồng"):
                assert said in words
            (noted,) = await office.rows("SELECT facts FROM evidence WHERE kind = 'result-returned'")
            facts = orjson.loads(noted["facts"]) if isinstance(noted["facts"], str) else noted["facts"]
            assert (facts["compared"], facts["receipt"], facts["capacity"]) == ("same", "paper", "applicant")
            assert APPLICANT.personal_id not in str(facts), "the number stands in the return, not in the log"
            told = await office.rows("SELECT data::text AS data FROM outbox WHERE type = 'one-stop.result-returned.v1'")
            assert [orjson.loads(one["data"])["channel"] for one in told] == ["counter"]
            register = await office.client.get("/api/one-stop/v1/lists/register", headers=headers)
            assert [one["receipt"] for one in register.json()["items"]] == ["Ký trên giấy biên nhận"]

    asyncio.run(run())


def test_a_holder_of_a_paper_of_authority_signs_on_a_tablet_and_takes_originals_back(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await brought(office)
            code = office.procedures["hop-bao"]["papers"][0]["code"]
            page = await office.client.get(f"/mot-cua/ho-so/{dossier}/tra-ket-qua", headers=office.headers(COUNTER))
            assert "Bản chính trả lại" in page.text
            day = {"authority_date-day": "1", "authority_date-month": "3", "authority_date-year": "2026"}
            form = {name: value for name, value in HOLDER.items() if name != "authority_date"} | day
            scan = [("giay_uy_quyen", ("uq.pdf", hostile.pdf(), "application/pdf"))]
            done = await post(office, dossier, files=scan, **form, original_codes=code, signature=drawn())
            assert done.status_code == 303, done.text
            (row,) = await _returns(office)
            assert (row["receiver_name"], row["capacity"], row["receipt"]) == ("Lê Thị Nhận Thay", "holder", "tablet")
            assert (row["identity_number"], row["compared"]) == ("052060001234", "unknown")
            assert "15/UQ" in await _receipt(office, dossier)
            words = await _receipt(office, dossier)
            assert "2 bản chính" in words
            assert "Ký trên máy tính bảng" in words
            shown = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            for said in ("Chữ ký người nhận", "Giấy ủy quyền số 15/UQ ngày 01/03/2026", "Bản chính đã trả lại"):
                assert said in shown
            for name in ("signature", "authority_file"):
                file = orjson.loads(row[name]) if isinstance(row[name], str) else row[name]
                url = f"/mot-cua/ho-so/{dossier}/tep/{file['sha256']}"
                assert (await office.client.get(url, headers=office.headers(LEADER))).status_code == 200
                other = await office.client.get(url, headers=office.headers(LEADER, "000.00.99.H08"))
                assert other.status_code == 404

    asyncio.run(run())


def test_a_number_that_differs_is_said_and_nothing_is_returned_until_the_officer_says_why(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            other = CARD | {"capacity": "applicant", "identity_number": "052 060 001 234"}
            before = await row_of(office, dossier)
            refused = await post(office, dossier, **other)
            assert refused.status_code == 422
            assert "Số trên giấy tờ khác số trong hồ sơ (tận cùng …234)" in refused.text.replace("&#34;", '"')
            assert 'name="difference"' in refused.text
            assert (await row_of(office, dossier), await _returns(office)) == (before, [])
            by_program = await office.act(dossier, "hand-over", COUNTER, other)
            pointers = [error["pointer"] for error in by_program.json()["errors"]]
            assert (by_program.status_code, pointers) == (422, ["/identity_number", "/difference"])
            why = {"difference": "Đã đổi từ chứng minh nhân dân"}
            assert (await office.act(dossier, "hand-over", COUNTER, other | why)).status_code == 200
            (row,) = await _returns(office)
            assert (row["compared"], row["difference"]) == ("different", why["difference"])
            assert why["difference"] in await _receipt(office, dossier)

    asyncio.run(run())


@pytest.mark.parametrize("text", ["khong-phai-anh", "data:image/png;base64,AAAA", "data:image/svg+xml;base64,PHN2Zz4="])
def test_what_is_no_drawing_signs_nothing(one_stop: Any, text: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            refused = await post(office, dossier, capacity="applicant", **CARD, signature=text)
            assert refused.status_code == 422
            assert "hãy ký lại" in refused.text
            assert await _returns(office) == []
            bad = [("giay_uy_quyen", ("uq.pdf", b"xin chao", "application/pdf"))]
            assert (await post(office, dossier, files=bad, **HOLDER)).status_code == 422
            assert (await row_of(office, dossier))["status"] == 9

    asyncio.run(run())


def test_of_two_officers_the_second_is_told_who_returned_it_and_when(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            both = await asyncio.gather(*(office.act(dossier, "hand-over", COUNTER, CARD) for _ in range(2)))
            assert sorted(answer.status_code for answer in both) == [200, 409]
            (late,) = (answer.json() for answer in both if answer.status_code == 409)
            assert late["code"] == "result_returned_already"
            assert f"cho {APPLICANT.full_name}, người trả: Nguyễn Thị Hoa" in late["title"]
            page = await post(office, dossier, capacity="applicant", **CARD)
            assert page.status_code == 409
            assert "người trả: Nguyễn Thị Hoa" in page.text
            assert len(await _returns(office)) == 1
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = 'tra-ket-qua'")) == 1
            again = await office.client.get(f"/mot-cua/ho-so/{dossier}/tra-ket-qua", headers=office.headers(COUNTER))
            assert (again.status_code, again.headers["location"]) == (303, f"/mot-cua/ho-so/{dossier}")

    asyncio.run(run())


def test_a_repeat_with_the_same_key_returns_once(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier, key = await signed(office), {"Idempotency-Key": "tra-mot-lan"}
            answers = [await office.act(dossier, "hand-over", COUNTER, CARD, **key) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [200, 200]
            assert len(await _returns(office)) == 1

    asyncio.run(run())


def test_a_return_that_is_undone_stays_marked_and_the_result_is_returned_anew(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            assert (await office.act(dossier, "hand-over", COUNTER, HOLDER)).status_code == 200
            assert (await office.act(dossier, "undo-hand-over", COUNTER, WHY)).status_code == 200
            row = await row_of(office, dossier)
            assert (row["status"], row["return_receipt"], row["returned_at"]) == (9, "", None)
            assert (await office.act(dossier, "hand-over", COUNTER, CARD)).status_code == 200
            url = f"/api/one-stop/v1/dossiers/{dossier}/returns"
            read = (await office.client.get(url, headers=office.headers(SPECIALIST))).json()
            assert [one["undone_reason"] for one in read["returns"]] == [WHY["reason"], ""]
            assert [one["receiver_name"] for one in read["returns"]] == ["Lê Thị Nhận Thay", APPLICANT.full_name]
            assert read["collectors"] == [{"capacity": "applicant", "name": APPLICANT.full_name}]
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'returns-seen'")

    asyncio.run(run())


def test_nobody_else_returns_and_a_strangers_number_returns_none_of_several(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await signed(office)
            for role in (SPECIALIST, LEADER):
                assert (await office.act(dossier, "hand-over", role, CARD)).status_code == 403
                assert (await post(office, dossier, role, capacity="applicant", **CARD)).status_code == 403
            there = office.headers(COUNTER, "000.00.99.H08")
            for path in ("", "/tra-ket-qua"):
                assert (await office.client.get(f"/mot-cua/ho-so/{dossier}{path}", headers=there)).status_code == 404
            stranger = {"identity_kind": "citizen-card", "identity_number": "052060001234"}
            data = {"csrf_token": "csrf-token", "viec": "hand-over", "chon": [dossier], **stranger}
            together = await office.client.post("/mot-cua/cung-luc", headers=office.headers(COUNTER), data=data)
            assert together.status_code == 409
            assert "hãy mở hồ sơ để ghi người nhận và giấy ủy quyền" in together.text
            assert await _returns(office) == []

    asyncio.run(run())
