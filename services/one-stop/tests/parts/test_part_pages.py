"""The pages of both agencies: who asks sees all of it, who is asked sees the question and what was shared, and nothing else."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pypdfium2

from shared.core import clock

from .kit import (
    COUNTER,
    LEADER,
    QUESTION,
    SPECIALIST,
    THERE,
    THERE_NAME,
    URL,
    ask,
    asked_id,
    carry,
    do,
    headers_of,
    held,
    page_of,
    press,
    staff,
    there,
)

ROAD: list[tuple[str, str, dict[str, str]]] = [
    ("tiep-nhan", COUNTER, {}),
    ("giao", LEADER, {"holder_id": f"{SPECIALIST}.{THERE}"}),
    ("giao", LEADER, {"holder_id": ""}),
    ("nhan-xu-ly", SPECIALIST, {}),
    ("du-thao", SPECIALIST, {"conclusion": "disagree", "opinion": "Trái quy hoạch đã duyệt."}),
    ("tra-lai", LEADER, {"reason": "Ghi rõ căn cứ quy hoạch"}),
    ("du-thao", SPECIALIST, {"conclusion": "disagree", "opinion": "Trái Quyết định 12/QĐ-UBND."}),
    ("ky", LEADER, {}),
]
"""At the asked agency, press by press."""


def _text(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


async def _is_on_the_control_sheet(office: Any, dossier: str) -> None:
    """Who gave it to whom, there and back; and who went on with the answer, once he does."""
    text = await _control_sheet(office, dossier)
    assert f"2. Nhận: {THERE_NAME}" in text, "the question went there"
    back = text.split(f"1. Giao: {THERE_NAME} ", 1)[1]
    assert back.startswith("2. Nhận: Sở Xây dựng "), "and came back here"
    asked = text.split(f"2. Nhận: {THERE_NAME} ", 1)[1]
    assert re.match(r"Giao: .{,60} Người giao: Trần Văn Bình Nhận: .{,60} Người nhận: Phạm Thị Quầy, ", asked)
    finished = await office.act(dossier, "finish", SPECIALIST, {"title": "Chấp thuận", "body": "Chấp thuận."})
    assert finished.status_code == 200, finished.text
    back = (await _control_sheet(office, dossier)).split(f"1. Giao: {THERE_NAME} ", 1)[1]
    answered = r"2\. Nhận: .{,80} Người giao: Võ Thị Lãnh, .{,60} Nhận: .{,60} Người nhận: Trần Văn Bình"
    assert re.match(answered, back), "he went on with the answer"


async def _control_sheet(office: Any, dossier: str) -> str:
    sheet = await page_of(office, f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", office.identity(SPECIALIST))
    return _text(sheet.content)


def test_a_question_goes_out_and_comes_back_on_paper_without_scripts(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            asker, here = office.identity(SPECIALIST), f"/mot-cua/ho-so/{dossier}"
            page = (await page_of(office, here, asker)).text
            assert THERE_NAME in page, "the agencies that may be asked"
            version = page.partition('name="version" value="')[2].partition('"')[0]
            paper = re.search(r'name="(giay\.[^"]+)"', page)
            assert paper is not None
            empty = await press(office, f"{here}/phan-viec", asker, version=version, hours="x", to="")
            assert empty.status_code == 422
            assert 'id="ask-part-hours-error"' in empty.text
            assert "Thời hạn trả lời là số giờ làm việc" in empty.text
            nobody = await press(office, f"{here}/phan-viec", asker, version=version, hours="8", question=QUESTION)
            assert "Hãy chọn ít nhất một cơ quan" in nobody.text
            form = {"to": THERE, "question": QUESTION, "hours": "8", "version": version, paper[1]: "1"}
            assert (await press(office, f"{here}/phan-viec", asker, **form)).status_code == 303
            pressed_twice = await press(office, f"{here}/phan-viec", asker, **form)
            assert pressed_twice.status_code == 412
            await carry(office)
            part = f"/mot-cua/phan-viec/{await asked_id(office)}"
            listed = await page_of(office, "/mot-cua/phan-viec", there(office, COUNTER))
            assert part in listed.text
            for act, role, more in ROAD:
                answer = await press(office, f"{part}/{act}", there(office, role), **more)
                assert answer.status_code == 303, (act, answer.text[:3000])
            await carry(office)
            page = (await page_of(office, here, asker)).text
            for said in ("Không đồng ý", "Trái Quyết định 12/QĐ-UBND.", "Võ Thị Lãnh", "Phiếu trả lời ý kiến"):
                assert said in page
            await _is_on_the_control_sheet(office, dossier)

    asyncio.run(run())


def test_refused_at_the_page_the_words_stay_and_the_place_is_named(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            await carry(office)
            part = f"/mot-cua/phan-viec/{await asked_id(office)}"
            await press(office, f"{part}/tiep-nhan", there(office, COUNTER))
            await press(office, f"{part}/nhan-xu-ly", there(office, SPECIALIST))
            short = await press(
                office, f"{part}/du-thao", there(office, SPECIALIST), conclusion="disagree", opinion="Ừ"
            )
            assert short.status_code == 422
            assert "lý do không đồng ý" in short.text
            assert ">Ừ</textarea>" in short.text
            none = await press(office, f"{part}/du-thao", there(office, SPECIALIST), conclusion="", opinion="Phù hợp")
            assert "Hãy chọn kết luận của ý kiến." in none.text
            twice = await press(office, f"{part}/nhan-xu-ly", there(office, SPECIALIST, subject="khac"))
            assert twice.status_code == 409
            assert "đã có người nhận xử lý" in twice.text
            stale = await press(
                office, f"{part}/tu-choi", there(office, LEADER), reason="Không thuộc thẩm quyền", version="1"
            )
            assert stale.status_code == 412
            refused = await press(office, f"{part}/tu-choi", there(office, LEADER), reason="Không thuộc thẩm quyền")
            assert refused.status_code == 303, refused.text[:2000]

    asyncio.run(run())


def test_who_asked_takes_it_back_and_a_leader_goes_on_at_the_page(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier, hours=8)
            parts, asker = f"/mot-cua/ho-so/{dossier}/phan-viec", office.identity(SPECIALIST)
            short = await press(office, f"{parts}/1/thu-hoi", asker, number="1", reason="x")
            assert short.status_code == 422
            assert 'id="part-recalled-reason-error"' in short.text
            with clock.stopped_at(clock.now() + timedelta(days=20)):
                gone_on = await press(office, f"{parts}/1/di-tiep", office.identity(LEADER), reason="Đã đủ căn cứ")
                assert gone_on.status_code == 303, gone_on.text[:2000]
            assert (await press(office, f"{parts}/1/thu-hoi", asker, reason="Không cần nữa")).status_code == 303
            assert (await press(office, f"{parts}/9/thu-hoi", asker, reason="Không cần nữa")).status_code == 404

    asyncio.run(run())


def test_a_draft_that_nobody_signed_before_it_was_recalled_is_never_called_an_answer(
    one_stop: Any, authority_folder: Path
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            await ask(office, dossier)
            await carry(office)
            part = f"/mot-cua/phan-viec/{await asked_id(office)}"
            await press(office, f"{part}/tiep-nhan", there(office, COUNTER))
            await press(office, f"{part}/nhan-xu-ly", there(office, SPECIALIST))
            drafted = {"conclusion": "disagree", "opinion": "Trái quy hoạch."}
            await press(office, f"{part}/du-thao", there(office, SPECIALIST), **drafted)
            recall = f"/mot-cua/ho-so/{dossier}/phan-viec/1/thu-hoi"
            assert (await press(office, recall, office.identity(SPECIALIST), reason="Hỏi nhầm")).status_code == 303
            await carry(office)
            page = (await page_of(office, part, there(office, LEADER))).text
            assert "Trái quy hoạch." in page
            titles = re.findall(r"<h2[^>]*>([^<]*rả lời)</h2>", page)
            assert titles == ["Dự thảo trả lời"]

    asyncio.run(run())


def _closed_to_them(dossier: str, part: str, receipt: str) -> list[str]:
    return [
        f"/mot-cua/ho-so/{dossier}",
        f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat",
        f"{URL}/dossiers/{dossier}",
        f"{URL}/dossiers/{dossier}/parts",
        f"{URL}/dossiers/{dossier}/timeline",
        f"{URL}/dossiers/{dossier}/files/{receipt}",
        f"{URL}/asked-parts/{part}/files/{receipt}",
        f"{URL}/asked-parts/{part}/files/{'a' * 64}",
        f"/mot-cua/phan-viec/{part}/tep/{receipt}",
    ]


def test_nothing_of_the_dossier_is_open_to_the_asked_agency(one_stop: Any, authority_folder: Path) -> None:
    """By no route, no file and no list: what was not shared is not there."""

    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            dossier = await held(office)
            papers = await office.rows("SELECT id, paper_name FROM dossier_paper ORDER BY paper_code")
            await office.rows(
                "UPDATE dossier_paper SET sha256 = repeat('b', 64) WHERE id = $1 RETURNING id", papers[0]["id"]
            )
            assert (await ask(office, dossier, papers=[str(papers[0]["id"])])).status_code == 200
            await carry(office)
            part = await asked_id(office)
            (receipt,) = await office.rows("SELECT sha256 FROM printed_form WHERE form_no = '01'")
            for role in (COUNTER, SPECIALIST, LEADER):
                headers = headers_of(office, there(office, role))
                for path in _closed_to_them(dossier, part, receipt["sha256"]):
                    assert (await office.client.get(path, headers=headers)).status_code == 404, (role, path)
                seen = await office.client.get(f"{URL}/asked-parts/{part}", headers=headers)
                assert [paper["file"]["sha256"] for paper in seen.json()["papers"]] == ["b" * 64]
                assert "052090001234" not in seen.text, "no number of the applicant"
                page = await office.client.get(f"/mot-cua/phan-viec/{part}", headers=headers)
                assert page.status_code == 200
                for hidden in ("052090001234", "0905123456", "12 Trần Phú"):
                    assert hidden not in page.text
            looks = await office.rows(
                "SELECT 1 FROM evidence WHERE kind = 'part-seen' AND subject = $1", f"part/{part}"
            )
            assert len(looks) == 6
            (slip,) = await office.rows("SELECT slip ->> 'sha256' AS sha256 FROM asked_part")
            path = f"{URL}/asked-parts/{part}/files/{slip['sha256']}"
            assert (
                await office.client.get(path, headers=headers_of(office, there(office, COUNTER)))
            ).status_code == 200

    asyncio.run(run())


def test_a_third_agency_finds_neither_the_part_nor_that_there_is_one(one_stop: Any, authority_folder: Path) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await staff(office, authority_folder)
            await ask(office, await held(office))
            await carry(office)
            part, nowhere = await asked_id(office), str(uuid4())
            for role in (COUNTER, SPECIALIST, LEADER):
                for who in (there(office, role, "000.00.99.H08"), office.identity(role)):
                    headers = headers_of(office, who)
                    assert (await office.client.get(f"{URL}/asked-parts", headers=headers)).json()["items"] == []
                    assert part not in (await office.client.get("/mot-cua/phan-viec", headers=headers)).text
                    for act, body in (
                        ("take-in", None), ("claim", None), ("assign", {}), ("draft", {"conclusion": "agree"}),
                        ("send-back", {"reason": "Sửa lại"}), ("sign", None), ("refuse", {"reason": "Không đúng"}),
                    ):  # fmt: skip
                        answers = [await do(office, one, act, who, body) for one in (part, nowhere)]
                        assert {answer.status_code for answer in answers} <= {403, 404}, (role, act)
                        assert answers[0].json()["code"] == answers[1].json()["code"]

    asyncio.run(run())
