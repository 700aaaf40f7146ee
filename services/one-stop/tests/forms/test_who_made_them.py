"""Each paper names who made it, in which post and for whom: the receipt, the slips, the control sheet and the register."""

import asyncio
from typing import Any

import pypdfium2
import pytest

from shared.access.identity import HEADER, Identity
from shared.access.rights import Power
from testing.delegates import BINH, acting_for

COUNTER, SPECIALIST, TITLE = "counter-officer", "specialist", "Công chức Bộ phận Một cửa"
ASKED = {"reason": "Bản chụp bị mờ", "items": [{"pointer": "/applicant_name", "note": "Viết đủ họ tên"}]}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


def people(office: Any) -> list[tuple[Identity, str, str]]:
    """In a post of his own, and for another: name as printed, and title."""
    giver = office.identity(COUNTER).model_copy(update={"title": TITLE})
    delegate = acting_for(giver, Power.DOSSIERS)
    return [(giver, giver.name, TITLE), (delegate, f"{BINH['name']} (thay mặt {giver.name})", BINH["title"])]


async def act(office: Any, who: Identity, dossier: str, action: str, body: dict[str, Any] | None = None) -> None:
    headers = {HEADER: office.issuer.issue(who, "one-stop")}
    answer = await office.client.post(f"/api/one-stop/v1/dossiers/{dossier}/{action}", headers=headers, json=body)
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("form_no", "action", "body"),
    [
        ("01", "accept", None),
        ("02", "request-supplement", ASKED),
        ("03", "refuse", {"reason": "Không thuộc thẩm quyền"}),
    ],
)
def test_a_form_for_the_applicant_names_the_officers_post(
    one_stop: Any, form_no: str, action: str, body: dict[str, Any] | None
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            for who, name, title in people(office):
                dossier = await office.file()
                await act(office, who, dossier, action, body)
                (made,) = await office.rows("SELECT form_no, sha256 FROM printed_form WHERE dossier_id = $1", dossier)
                assert made["form_no"] == form_no
                assert f"{name} {title}" in text_of(await office.app.state.files.get(made["sha256"]))

    asyncio.run(play())


def test_the_receipt_says_when_the_fee_is_taken_and_how_much(one_stop: Any) -> None:
    async def play() -> None:
        async with one_stop() as office:
            await office.rows("UPDATE procedure_version SET fee_collected = 'at_intake'")
            for fee, said in ((28000, "Thu khi tiếp nhận hồ sơ, 28.000 đồng"), (0, "Thu khi tiếp nhận hồ sơ")):
                dossier = await office.file(fee_due=fee)
                await act(office, office.identity(COUNTER), dossier, "accept")
                (made,) = await office.rows("SELECT sha256 FROM printed_form WHERE dossier_id = $1", dossier)
                receipt = text_of(await office.app.state.files.get(made["sha256"]))
                assert said in receipt
                assert ("đồng" in receipt.partition("Thu khi")[2][:40]) == bool(fee)

    asyncio.run(play())


def test_the_control_sheet_names_the_post_of_each_hand(one_stop: Any) -> None:
    async def play() -> None:
        async with one_stop() as office:
            (giver, *_), (delegate, name, title) = people(office)
            specialist = office.identity(SPECIALIST).model_copy(update={"title": "Chuyên viên chính"})
            dossier = await office.file("hop-bao")
            await act(office, delegate, dossier, "accept")
            await act(office, giver, dossier, "transfer", {"holder_id": specialist.subject})
            await act(office, specialist, dossier, "return", {"reason": "Thiếu bản vẽ"})
            sheet = await office.client.get(
                f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", headers=office.headers(COUNTER)
            )
            text = text_of(sheet.content)
            assert f"Người nhận: {name}, {title}" in text
            assert f"Người giao: {giver.name}, {TITLE} (" in text
            # The second hand's post is what it was when he gave the dossier on.
            assert f"Người nhận: {specialist.name}, Chuyên viên chính (" in text

    asyncio.run(play())


def test_the_register_names_the_post_of_who_printed_it(one_stop: Any) -> None:
    async def play() -> None:
        async with one_stop() as office:
            for who, name, title in people(office):
                headers = {HEADER: office.issuer.issue(who, "one-stop")}
                printed = await office.client.get("/mot-cua/so-theo-doi/so-in", headers=headers)
                assert f"người in: {name}, {title}" in text_of(printed.content)

    asyncio.run(play())
