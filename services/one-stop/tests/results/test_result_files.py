"""A result that the specialist brings as a file: looked at, signed as it is, the original kept; what cannot be signed is refused at once."""

import asyncio
import json
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from shared.signing.trust import TrustAnchors
from shared.signing.verify import verify_pdf
from testing.browser import make_pdf
from testing.hostile import files as hostile
from testing.hostile.photos import picture

COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"
DRAWING = make_pdf("Bản vẽ mặt bằng tầng 1")["buffer"]
TITLE = {"title": "Bản vẽ được thẩm định"}


async def claimed(office) -> str:
    dossier: str = await office.file("hop-bao")
    for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
        assert (await office.act(dossier, act, role, {} if act == "transfer" else None)).status_code == 200
    return dossier


async def send(office, dossier: str, *contents: bytes, page: bool = False, name: str = "ban ve.pdf", **form: str):
    url = f"/mot-cua/ho-so/{dossier}/trinh-ket-qua" if page else f"/api/one-stop/v1/dossiers/{dossier}/finish-with-file"
    files = [("tep", (name, content, "application/octet-stream")) for content in contents]
    data = {"csrf_token": "csrf-token"} | TITLE | form
    return await office.client.post(url, headers=office.headers(SPECIALIST), data=data, files=files)


def test_a_drawing_is_looked_at_signed_as_it_is_and_kept(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            drafted = await send(office, dossier, DRAWING, page=True)
            assert drafted.status_code == 303, drafted.text
            html = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(LEADER))).text
            assert "Xem tệp kết quả ban ve.pdf (PDF)" in html
            look = await office.client.get(f"/mot-cua/ho-so/{dossier}/du-thao", headers=office.headers(LEADER))
            assert look.status_code == 303
            seen = await office.client.get(look.headers["location"], headers=office.headers(LEADER))
            assert seen.content == DRAWING
            signed = await office.act(dossier, "sign", LEADER)
            assert signed.status_code == 200, signed.text
            (result,) = await office.rows("SELECT * FROM dossier_result")
            (booked,) = await office.rows("SELECT * FROM booked_result")
            assert (booked["number"], booked["sha256"]) == (result["number"], result["sha256"])
            assert result["number"].startswith("01/KQ-")
            pdf = await office.app.state.files.get(result["sha256"])
            assert pdf.startswith(DRAWING), "the signature is added, the file itself stays"
            (report,) = await asyncio.to_thread(
                verify_pdf, pdf, TrustAnchors.of_authority(office.settings.authority_folder)
            )
            assert (report.valid, report.signer_name) == (True, "Lê Quang Minh")
            kept = await office.client.get(
                f"/mot-cua/ho-so/{dossier}/tep/{json.loads(result['file'])['sha256']}", headers=office.headers(COUNTER)
            )
            assert kept.content == DRAWING

    asyncio.run(run())


def test_photographs_become_one_pdf_beside_their_originals(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            pages = picture("JPEG"), picture("JPEG", size=(200, 300))
            assert (await send(office, dossier, *pages, name="trang.jpg")).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            (result,) = await office.rows("SELECT * FROM dossier_result")
            assert len(PdfDocument(await office.app.state.files.get(result["sha256"]))) == 2
            originals = json.loads(result["originals"])
            assert len(originals) == 2
            url = f"/mot-cua/ho-so/{dossier}/tep/{originals[0]['sha256']}"
            assert (await office.client.get(url, headers=office.headers(SPECIALIST))).content == pages[0]

    asyncio.run(run())


async def _signed_already(office) -> bytes:
    dossier = await claimed(office)
    assert (await send(office, dossier, DRAWING)).status_code == 200
    assert (await office.act(dossier, "sign", LEADER)).status_code == 200
    (row,) = await office.rows("SELECT sha256 FROM booked_result")
    found: bytes = await office.app.state.files.get(row["sha256"])
    return found


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (hostile.script(), "mã lệnh"),
        (DRAWING[: len(DRAWING) // 2], "hỏng"),
        (hostile.docx(), "Tệp kết quả là PDF hoặc ảnh"),
        (None, "Tệp đã có chữ ký số"),
    ],
)
def test_what_cannot_be_signed_is_refused_at_its_box_and_changes_nothing(one_stop, content, said):
    async def run() -> None:
        async with one_stop() as office:
            bad = content or await _signed_already(office)
            dossier = await claimed(office)
            before = await office.rows("SELECT * FROM dossier")
            name = "ban ve.docx" if bad.startswith(b"PK") else "ban ve.pdf"
            by_program = await send(office, dossier, bad, name=name)
            assert by_program.status_code == 422, by_program.text
            assert by_program.json()["errors"][0]["pointer"] == "/tep"
            page = await send(office, dossier, bad, page=True, name=name)
            assert page.status_code == 422
            assert said in page.text
            assert 'id="finish-tep-error"' in page.text
            assert await office.rows("SELECT * FROM dossier") == before
            assert not await office.rows("SELECT 1 FROM dossier_result WHERE dossier_id = $1", dossier)

    asyncio.run(run())


def test_a_refusal_is_no_file_and_two_files_are_no_result(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            why: Any = {"outcome": "refused", "reason": "Không đúng quy hoạch", "legal_basis": "Điều 91"}
            refused = await send(office, dossier, DRAWING, **why)
            assert refused.status_code == 422
            assert "được in theo mẫu" in refused.json()["errors"][0]["detail"]
            both = await send(office, dossier, DRAWING, make_pdf("Hai")["buffer"])
            assert both.status_code == 422
            assert not await office.rows("SELECT 1 FROM dossier_result")

    asyncio.run(run())


def test_what_was_sent_back_keeps_its_file_where_that_is_asked_and_else_is_printed(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            assert (await send(office, dossier, DRAWING)).status_code == 200
            for keep, kept in (("1", True), ("", False)):
                back = await office.act(dossier, "return", LEADER, {"reason": "Sửa tên kết quả"})
                assert back.status_code == 200, back.text
                html = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(SPECIALIST))).text
                assert "Giữ tệp ban ve.pdf" in html
                form = {"body": "Bản vẽ được thẩm định đạt."} | ({"keep_file": keep} if keep else {})
                assert (await send(office, dossier, page=True, **form)).status_code == 303
                (result,) = await office.rows("SELECT file FROM dossier_result")
                assert (result["file"] is not None) is kept

    asyncio.run(run())


def test_sent_twice_with_one_key_it_is_drafted_once(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await claimed(office)
            url = f"/api/one-stop/v1/dossiers/{dossier}/finish-with-file"
            headers = office.headers(SPECIALIST) | {"Idempotency-Key": "trinh-tep-1"}
            body = office.client.build_request(
                "POST", url, data=TITLE, files=[("tep", ("a.pdf", DRAWING, "application/pdf"))]
            )
            content, kind = body.read(), body.headers["content-type"]
            for _ in range(2):
                done = await office.client.post(url, headers=headers | {"content-type": kind}, content=content)
                assert done.status_code == 200, done.text
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'finish'")) == 1

    asyncio.run(run())
