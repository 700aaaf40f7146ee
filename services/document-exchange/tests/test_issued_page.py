"""Số, ký hiệu, địa danh, ngày tháng stand on the issued page, as the register has them (NĐ 30/2020 Điều 8.2, Phụ lục I, II.3-4)."""

import asyncio
import io
from typing import Any

import pypdfium2
from pyhanko.pdf_utils.reader import PdfFileReader

from document_exchange.documents.issuing import NOT_ON_PAGE
from shared.access.rights import Role
from shared.signing.fields import entry, form_fields
from shared.signing.keys import AuthorityKeyStore, LoadedKeySigner
from shared.signing.pdf import sign_person
from testing.signing_kit import authority_in

from .test_attaching import attach
from .test_journey import run

RECEIVER = "000.00.02.H08"
TO_ONE: dict[str, Any] = {"all_agencies": False, "addressees": [RECEIVER]}
WAY = [("submit", Role.SPECIALIST), ("sign", Role.LEADER), ("number", Role.RECORDS_CLERK), ("seal", Role.RECORDS_CLERK)]


async def brought(house: Any, until: str, **changes: Any) -> str:
    document_id = await house.draft(**TO_ONE | changes)
    for step, role in WAY:
        await house.step(document_id, step, role)
        if step == until:
            break
    return str(document_id)


async def main_of(house: Any, document_id: str) -> bytes:
    document = await house.document(document_id)
    stored = await (await house.database.hot()).fetchval(
        "SELECT sha256 FROM document_file WHERE document_id = $1::uuid AND position = 0", document["id"]
    )
    content: bytes = await house.files.get(stored)
    return content


def written(pdf: bytes) -> list[str]:
    """What stands in the blanks."""
    fields = form_fields(PdfFileReader(io.BytesIO(pdf)))
    return [str(value) for _, node, kind in fields if kind == "/Tx" and (value := entry(node, "/V"))]


def leader_of(house: Any) -> LoadedKeySigner:
    return AuthorityKeyStore(authority_in(house.settings.var)).signer(f"officer:{house.person(Role.LEADER).subject}")


def looks(pdf: bytes) -> bytes:
    """The heading of the first page; the seal stands below."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    picture = document[0].render(scale=1).to_pil().convert("L")
    heading: bytes = picture.crop((0, 0, picture.width, picture.height // 4)).tobytes()
    return heading


def test_the_issued_page_bears_number_and_day_of_the_register_and_receivers_find_it_whole(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await brought(house, "seal")
        document = await house.document(document_id)
        year, month, day = str(document["issued_on"]).split("-")
        month = month if int(month) <= 2 else str(int(month))
        assert written(await main_of(house, document_id)) == [
            f"Số: {document['reference']}",
            f"{document['place']}, ngày {day} tháng {month} năm {year}",
        ]
        await house.step(document_id, "send", Role.RECORDS_CLERK)
        await house.exchange()
        await house.read()
        (incoming,) = await house.inbox(RECEIVER)
        page = await house.call(house.person(Role.RECORDS_CLERK, RECEIVER), "GET", f"/van-ban/den/{incoming['id']}")
        assert "Chữ ký số hợp lệ" in page.text
        assert "Chỉ ghi thêm số, ký hiệu, ngày tháng vào ô để sẵn khi cơ quan ký số" in page.text

    run(open_house, play)


def test_nothing_is_written_before_the_seal_and_the_clerk_sees_how_it_will_look(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await brought(house, "number")
        clerk, path = house.person(Role.RECORDS_CLERK), f"/van-ban/di/{document_id}"
        assert written(await main_of(house, document_id)) == []
        page = await house.call(clerk, "GET", path)
        assert f"{path}/se-phat-hanh?xem=1" in page.text
        seen = await house.call(clerk, "GET", f"{path}/se-phat-hanh?xem=1", headers={"accept": "text/html"})
        assert seen.status_code == 200
        reference = str((await house.document(document_id))["reference"])
        assert f"Số: {reference}" in seen.text, "the words of the page"
        before = (await house.call(clerk, "GET", f"{path}/se-phat-hanh")).content
        await house.step(document_id, "seal", Role.RECORDS_CLERK)
        assert looks(await main_of(house, document_id)) == looks(before), "as it was shown"
        assert (await house.call(clerk, "GET", f"{path}/se-phat-hanh")).status_code == 404

    run(open_house, play)


def test_a_document_cancelled_after_numbering_bears_no_number_and_the_next_one_its_own(open_house: Any) -> None:
    async def play(house: Any) -> None:
        first = await brought(house, "number")
        await house.step(first, "cancel", Role.RECORDS_CLERK, opinion="Sai nơi nhận.")
        second = await brought(house, "seal")
        assert written(await main_of(house, first)) == []
        references = [str((await house.document(one))["reference"]) for one in (first, second)]
        assert references[0] != references[1]
        assert written(await main_of(house, second))[0] == f"Số: {references[1]}"

    run(open_house, play)


def test_a_document_signed_before_there_were_blanks_is_sealed_and_the_step_says_so(open_house: Any) -> None:
    async def play(house: Any) -> None:
        older = await asyncio.to_thread(sign_person, house.letter, leader_of(house))
        document_id = await brought(house, "number")
        stored = await house.files.put(older, "application/pdf", "cong-van.pdf")
        await (await house.database.hot()).execute(
            "UPDATE document_file SET sha256 = $2, size = $3 WHERE document_id = $1::uuid AND position = 0",
            document_id,
            stored.sha256,
            stored.size,
        )
        await house.step(document_id, "seal", Role.RECORDS_CLERK)
        document = await house.document(document_id)
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document_id}")
        assert NOT_ON_PAGE.format(reference=document["reference"]) in page.text
        await house.step(document_id, "send", Role.RECORDS_CLERK)

    run(open_house, play)


def test_where_the_page_has_no_blanks_everybody_is_told_before_anything_changes(open_house: Any) -> None:
    async def play(house: Any) -> None:
        signed = await asyncio.to_thread(sign_person, house.letter, leader_of(house), then_sealed=False)
        document_id = await house.draft(**TO_ONE)
        taken = await attach(house, document_id, signed, "da-ky.pdf")
        assert taken.json()["warnings"] == ["certified_before", "number_not_shown"]
        words = "Số, ký hiệu và ngày tháng không ghi được lên trang đầu"
        for step, role in WAY:
            assert words in (await house.call(house.person(role), "GET", f"/van-ban/di/{document_id}")).text
            await house.step(document_id, step, role)
        assert written(await main_of(house, document_id)) == []

    run(open_house, play)


def test_who_signs_decides_how_urgent_it_is_and_the_page_bears_that_mark(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await brought(house, "submit", priority=1)
        path = f"/van-ban/di/{document_id}"
        assert 'name="priority"' in (await house.call(leader, "GET", path)).text
        sent = {"csrf_token": "form-token", "priority": "9"}
        wrong = await house.call(leader, "POST", f"{path}/ky-so", data=sent)
        assert wrong.status_code == 422
        assert "Hãy chọn mức độ khẩn trong danh sách." in wrong.text
        refused = await house.call(leader, "POST", f"/documents/{document_id}/sign", json={"priority": 4})
        assert refused.status_code == 422
        seen = (await house.call(leader, "GET", f"/documents/{document_id}")).json()
        assert (seen["status"], seen["priority"]) == ("submitted", 1), "nothing was changed"
        done = await house.call(leader, "POST", f"{path}/ky-so", data=sent | {"priority": "3"})
        assert done.status_code == 303
        assert (await house.document(document_id))["priority"] == 3
        assert written(await main_of(house, document_id)) == ["HỎA TỐC"]
        history = (await house.call(leader, "GET", path)).text
        assert "Mức độ khẩn: Hỏa tốc (người soạn thảo đề xuất: Khẩn)." in history

    run(open_house, play)


def test_where_the_page_has_no_room_for_the_mark_everybody_reads_that(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(**TO_ONE, priority=2)
        signed = await asyncio.to_thread(sign_person, house.letter, leader_of(house), then_sealed=False)
        await attach(house, document_id, signed, "da-ky.pdf")
        for step, role in WAY[:2]:
            await house.step(document_id, step, role)
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document_id}")
        assert "Dấu chỉ mức độ khẩn không ghi được lên trang đầu" in page.text

    run(open_house, play)


def test_what_the_clerk_returned_is_signed_anew_with_new_blanks(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await brought(house, "sign")
        await house.step(document_id, "return", Role.RECORDS_CLERK, opinion="Sai thể thức.")
        for step, role in WAY:
            await house.step(document_id, step, role)
        (number, _) = written(await main_of(house, document_id))
        assert number == f"Số: {(await house.document(document_id))['reference']}"

    run(open_house, play)
