"""What is found about a file when it is attached is said then and there, and once more before anybody signs."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest

from shared.access.rights import Role
from shared.core.clock import now, stopped_at
from shared.signing.keys import AuthorityKeyStore
from shared.signing.pdf import sign_person
from testing.hostile import files as hostile
from testing.pieces import drop_what_came, send_in_pieces
from testing.signing_kit import authority_in

from .test_foreign_packets import a_packet, arrived, send
from .test_journey import run

RECEIVER = "000.00.02.H08"
FOLDED = '<details class="govuk-details govuk-!-margin-bottom-3"><summary'
CERTIFIED = "bản chứng nhận trước đã bị thay đổi"


async def attach(house: Any, document_id: str, content: bytes, name: str, part: str = "main") -> httpx.Response:
    answer = await house.call(
        house.person(Role.SPECIALIST),
        "POST",
        f"/documents/{document_id}/files?name={name}&part={part}",
        content=content,
        headers={"content-type": "application/octet-stream"},
    )
    assert isinstance(answer, httpx.Response)
    return answer


async def certified(house: Any, *, time_stamped: bool = True) -> bytes:
    """The letter signed by somebody at home: the first signature certifies."""
    signer = AuthorityKeyStore(authority_in(house.settings.var)).signer(f"officer:{house.person(Role.LEADER).subject}")
    if not time_stamped:
        signer.time_stamper = None
    return await asyncio.to_thread(sign_person, house.letter, signer, then_sealed=False)


def test_a_file_certified_before_says_so_when_attached_and_before_each_signature(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        path, page = f"/documents/{document_id}", f"/van-ban/di/{document_id}"
        specialist, leader, clerk = (house.person(r) for r in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
        assert CERTIFIED not in (await house.call(specialist, "GET", page)).text
        attached = await attach(house, document_id, await certified(house), "da-ky.pdf")
        assert attached.json()["warnings"] == ["certified_before", "number_not_shown"]
        enclosed = await attach(house, document_id, await certified(house), "phu-luc.pdf", "appendix")
        assert enclosed.json()["warnings"] == ["certified_before"]
        seen = (await house.call(specialist, "GET", page)).text
        assert seen.count(CERTIFIED) == 2
        assert "da-ky.pdf: Tệp đã được chứng nhận" in seen
        await house.step(document_id, "submit", Role.SPECIALIST)
        before_signing = (await house.call(leader, "GET", path)).json()
        warned = [["certified_before", "number_not_shown"], ["certified_before"]]
        assert [file["warnings"] for file in before_signing["files"]] == warned
        assert (await house.call(leader, "GET", page)).text.count(CERTIFIED) == 2
        await house.step(document_id, "sign", Role.LEADER)
        assert CERTIFIED in (await house.call(clerk, "GET", page)).text
        await house.step(document_id, "number", Role.RECORDS_CLERK)
        await house.step(document_id, "seal", Role.RECORDS_CLERK)
        assert CERTIFIED not in (await house.call(clerk, "GET", page)).text, "nothing is left to decide"

    run(open_house, play)


def test_another_main_file_takes_the_warning_away(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        await attach(house, document_id, await certified(house), "da-ky.pdf")
        await attach(house, document_id, house.letter, "chua-ky.pdf")
        document = (await house.call(house.person(Role.SPECIALIST), "GET", f"/documents/{document_id}")).json()
        assert [(file["name"], file["warnings"]) for file in document["files"]] == [("chua-ky.pdf", [])]

    run(open_house, play)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\x1b%-12345X@PJL JOB\n@PJL ENTER LANGUAGE=PDF\n"])
def test_a_file_with_bytes_before_its_header_is_signed_and_sealed(open_house: Any, before: bytes) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        for name, part in (("cong-van.pdf", "main"), ("phu-luc.pdf", "appendix")):
            taken = await attach(house, document_id, before + house.letter, name, part)
            assert (taken.status_code, taken.json()["size"]) == (201, len(house.letter)), taken.text
        for step, role in (
            ("submit", Role.SPECIALIST),
            ("sign", Role.LEADER),
            ("number", Role.RECORDS_CLERK),
            ("seal", Role.RECORDS_CLERK),
        ):
            await house.step(document_id, step, role)

    run(open_house, play)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.doc", hostile.old_word(locked=True), "file_locked"),
        ("a.xls", hostile.old_excel(locked=True), "file_locked"),
        ("a.docx", hostile.old_office(("EncryptedPackage", b"x" * 5000)), "file_locked"),
        ("a.pdf", hostile.hidden_layer(), "pdf_hidden_content"),
    ],
)
def test_what_cannot_be_opened_or_hides_something_is_told_when_it_is_attached(
    open_house: Any, name: str, content: bytes, code: str
) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft()
        for part, pointer in (("main", "/main"), ("appendix", "/appendices")):
            refused = await attach(house, document_id, content, name, part)
            assert refused.status_code == 422
            (error,) = refused.json()["errors"]
            assert (error["pointer"], error["code"]) == (pointer, code)
        assert "mật khẩu" in error["detail"] or code != "file_locked"

    run(open_house, play)


def test_a_moment_without_a_time_stamp_is_shown_as_the_signers_machine_told_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        with stopped_at(now() - timedelta(hours=20)):
            claimed = await certified(house, time_stamped=False)
        await send(house, a_packet(1, claimed), a_packet(2, await certified(house)))
        await house.read()
        clerk = house.person(Role.RECORDS_CLERK, RECEIVER)
        rows = await arrived(house)
        for number, stamped in (("01", False), ("02", True)):
            (file,) = (await house.call(clerk, "GET", f"/incoming/{rows[number].id}")).json()["files"]
            (signature,) = file["signatures"]
            assert (signature["valid"], signature["time_stamped"]) == (True, stamped)
            page = (await house.call(clerk, "GET", f"/van-ban/den/{rows[number].id}")).text
            assert ("theo máy của người ký" in page) != stamped
            assert ("theo dấu thời gian" in page) == stamped
            assert "Ký lúc" not in page
            assert FOLDED in page, "what is well needs no look"
        changed = (await certified(house)).replace(b"/Type/Pages", b"/Type/Paget", 1)
        await send(house, a_packet(3, changed))
        await house.read()
        page = (await house.call(clerk, "GET", f"/van-ban/den/{(await arrived(house))['03'].id}")).text
        assert FOLDED not in page, "what is not well lies open"
        assert "Chi tiết" in page

    run(open_house, play)


def test_a_draft_names_files_that_came_in_pieces(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        uploads, headers = "/api/document-exchange/v1/uploads", house.headers(specialist)
        main = await send_in_pieces(house.client, uploads, "công văn.pdf", house.letter, headers)
        enclosed = await send_in_pieces(house.client, uploads, "phụ lục.pdf", house.letter, headers)
        fields = {"csrf_token": "form-token", "type_code": "CV", "priority": "0", "competence": "none"}
        fields |= {"leader_id": str(leader.subject), "all_agencies": "true", "main": main, "appendices": enclosed}
        unnamed = {name: (None, value) for name, value in fields.items()}
        refused = await house.call(specialist, "POST", "/van-ban/di/soan-thao", files=unnamed)
        assert refused.status_code == 422
        for place in (main, enclosed):
            assert (await house.call(specialist, "GET", f"/uploads/{place}")).status_code == 200
        named = unnamed | {"subject": (None, "Về việc gửi tệp lớn")}
        sent = await house.call(specialist, "POST", "/van-ban/di/soan-thao", files=named)
        assert sent.status_code == 303, sent.text
        document = (
            await house.call(specialist, "GET", f"/documents/{sent.headers['location'].rpartition('/')[2]}")
        ).json()
        assert [file["name"] for file in document["files"]] == ["công văn.pdf", "phụ lục.pdf"]
        again = await house.call(specialist, "POST", "/van-ban/di/soan-thao", files=named)
        assert again.status_code == 422
        assert "Không có tệp tải lên dở này" in again.text
        clerk = house.person(Role.RECORDS_CLERK, "000.00.05.H08")
        assert (await house.call(clerk, "GET", f"/uploads/{main}")).status_code in (403, 404)

    run(open_house, play)


def test_pieces_of_a_file_are_dropped_by_who_sent_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        specialist = house.person(Role.SPECIALIST)
        another = house.person(Role.SPECIALIST, "000.00.05.H08")
        uploads = "/api/document-exchange/v1/uploads"
        await drop_what_came(house.client, uploads, house.headers(specialist), house.headers(another))

    run(open_house, play)
