"""A scanned code opens the dossier; what cannot be opened is answered clearly. The folder's label bears that code."""

import asyncio

import pypdfium2
import pytest
import zxingcpp


async def _received(office) -> tuple[str, str]:
    dossier = await office.file()
    answer = await office.act(dossier, "accept", "counter-officer")
    return dossier, answer.json()["code"]


@pytest.mark.parametrize("shape", ["{}", " {}\n", "http://localhost:8000/tra-cuu?ma={}&khoa=k7qm2xwpab"])
def test_a_code_or_the_address_of_a_qr_code_opens_the_dossier(one_stop, shape):
    async def run() -> None:
        async with one_stop() as office:
            dossier, code = await _received(office)
            for role in ("counter-officer", "specialist", "leader"):
                asked = {"ma": shape.format(code)}
                answer = await office.client.get("/mot-cua/quet", params=asked, headers=office.headers(role))
                assert answer.status_code == 303
                assert answer.headers["location"] == f"/mot-cua/ho-so/{dossier}"
            lower = await office.client.get(
                "/mot-cua/quet", params={"ma": code.lower()}, headers=office.headers("leader")
            )
            assert lower.status_code == 303

    asyncio.run(run())


def test_a_code_that_is_none_and_one_of_another_agency_are_answered_in_words(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            _, code = await _received(office)
            headers = office.headers("counter-officer")
            for asked, status, words in (
                ("8934563138164", 422, "Không đọc được mã hồ sơ"),
                ("https://example.vn/tra-cuu", 422, "Không đọc được mã hồ sơ"),
                (code[:-4] + "0999", 404, "Không có hồ sơ mã"),
                ("", 200, "Quét mã hồ sơ"),
            ):
                answer = await office.client.get("/mot-cua/quet", params={"ma": asked}, headers=headers)
                assert (answer.status_code, words in answer.text) == (status, True), asked
            elsewhere = office.headers("counter-officer", "000.00.99.H08")
            answer = await office.client.get("/mot-cua/quet", params={"ma": code}, headers=elsewhere)
            assert answer.status_code == 404

    asyncio.run(run())


def test_every_page_of_the_counter_has_the_box(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, _ = await _received(office)
            procedure = office.procedures["chung"]["code"]
            for path in (
                "",
                "/tiep-nhan",
                f"/tiep-nhan?thu_tuc={procedure}",
                f"/ho-so/{dossier}",
                "/so-theo-doi",
                "/so-huong-dan",
            ):
                page = await office.client.get(f"/mot-cua{path}", headers=office.headers("counter-officer"))
                assert 'action="/mot-cua/quet"' in page.text, path
                assert 'data-key="m"' in page.text, path

    asyncio.run(run())


def test_the_label_is_made_once_with_the_code_as_barcode(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier, code = await _received(office)
            first, second = [await office.act(dossier, "label", "counter-officer") for _ in "12"]
            assert first.status_code == 200, first.text
            assert first.json()["sha256"] == second.json()["sha256"]
            headers = office.headers("counter-officer") | {"content-type": "application/x-www-form-urlencoded"}
            page = await office.client.post(
                f"/mot-cua/nhan-ho-so/{dossier}", headers=headers, content="csrf_token=csrf-token"
            )
            assert page.status_code == 303
            pdf = pypdfium2.PdfDocument((await office.client.get(page.headers["location"], headers=headers)).content)
            assert len(pdf) == 1
            (found,) = zxingcpp.read_barcodes(pdf[0].render(scale=4).to_pil())
            assert found.text == code
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = 'label'")) == 1
            new = await office.file()
            refused = await office.act(new, "label", "counter-officer")
            assert (refused.status_code, refused.json()["code"]) == (409, "dossier_without_code")
            page = await office.client.post(
                f"/mot-cua/nhan-ho-so/{new}", headers=headers, content="csrf_token=csrf-token"
            )
            assert page.status_code == 409
            assert "chưa có mã để in nhãn" in page.text

    asyncio.run(run())
