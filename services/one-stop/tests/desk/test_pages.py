"""The pages: work list, dossier, reception, errors beside their fields."""

import asyncio
import re

from testing.factories import handed_to_applicant


async def _post(office, dossier: str, act: str, role: str, **form: str):
    data = {"csrf_token": "csrf-token", **form}
    return await office.client.post(f"/mot-cua/ho-so/{dossier}/{act}", headers=office.headers(role), data=data)


def test_the_work_list_finds_without_diacritics_and_leads_on(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for _ in range(23):
                await office.file()
            headers = office.headers("counter-officer")
            page = (await office.client.get("/mot-cua", headers=headers)).text
            assert page.count('data-label="Mã hồ sơ"') == 20
            following = re.search(r'href="(/mot-cua\?sau=[^"]+)"', page)
            assert following is not None
            second = (await office.client.get(following[1].replace("&amp;", "&"), headers=headers)).text
            assert second.count('data-label="Mã hồ sơ"') == 3
            found = await office.client.get("/mot-cua?q=dang phuoc", headers=headers)
            assert "Đặng Phước Thượng" in found.text
            assert (
                "Không có hồ sơ nào phù hợp"
                in (await office.client.get("/mot-cua?q=khong-ai%25_", headers=headers)).text
            )
            assert (await office.client.get("/mot-cua?sau=hỏng", headers=headers)).status_code == 400
            assert (await office.client.get("/mot-cua?trang_thai=la", headers=headers)).status_code == 400

    asyncio.run(run())


SHORT_WAY: list[tuple[str, str, dict[str, str]]] = [
    ("tiep-nhan", "counter-officer", {"version": "1"}),
    ("chuyen", "counter-officer", {}),
    ("nhan-xu-ly", "specialist", {}),
    ("trinh-ket-qua", "specialist", {"number": "5/VB", "title": "Chấp thuận", "body": "Chấp thuận tổ chức họp báo."}),
    ("tra-lai", "leader", {"reason": "Thiếu thời gian tổ chức"}),
    ("trinh-ket-qua", "specialist", {"number": "5/VB", "title": "Chấp thuận", "body": "Chấp thuận họp báo lúc 8 giờ."}),
    ("ky", "leader", {}),
    ("tra-ket-qua", "counter-officer", {"capacity": "applicant"} | handed_to_applicant()),
]


def test_whoever_looks_reads_what_to_do_or_whose_turn_it_is(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao", answers={"subject": "Công bố chương trình"})
            for act, role, form in SHORT_WAY:
                for looks in ("counter-officer", "specialist", "leader"):
                    page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(looks))).text
                    to_do = page.partition('id="viec-can-lam"')[2].partition("</section>")[0]
                    turn = "Hồ sơ đang ở bước" in to_do
                    assert turn or "data-main-action" in to_do or f"/{act}" in to_do, (act, looks)
                    assert not (turn and looks == role), (act, "it is the reader's own turn")
                assert (await _post(office, dossier, act, role, **form)).status_code == 303
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers("specialist"))).text
            assert "Hồ sơ đã kết thúc." in page.partition('id="viec-can-lam"')[2].partition("</section>")[0]

    asyncio.run(run())


def test_a_dossier_goes_the_short_way_on_paper(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file("hop-bao", answers={"subject": "Công bố chương trình"})
            leader = "leader"
            for act, role, form in SHORT_WAY:
                answer = await _post(office, dossier, act, role, **form)
                assert answer.status_code == 303, (act, answer.text[:3000])
            page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=office.headers(leader))).text
            assert "Đã trả kết quả" in page
            assert "Nội dung họp báo" in page
            sheet = await office.client.get(f"/mot-cua/ho-so/{dossier}/phieu-kiem-soat", headers=office.headers(leader))
            assert sheet.content.startswith(b"%PDF")
            assert sheet.headers["content-security-policy"] == "sandbox"
            part, asking = f"/mot-cua/ho-so/{dossier}/tien-trinh", office.headers(leader) | {"hx-request": "true"}
            opened = await office.client.get(part, headers=office.headers(leader))
            assert (opened.status_code, opened.headers["location"]) == (303, f"/mot-cua/ho-so/{dossier}#tien-trinh")
            fragment = await office.client.get(part, headers=asking)
            assert "every 4s" in fragment.text
            assert "Tải lại trang" not in fragment.text
            older = await office.client.get(f"{part}?ban=1", headers=asking)
            assert "Tải lại trang" in older.text, "the buttons on the page are older than the dossier"
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'dossier-seen'")

    asyncio.run(run())


def test_a_second_press_has_no_second_effect(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            first, second = await asyncio.gather(
                *(_post(office, dossier, "tiep-nhan", "counter-officer", version="1") for _ in range(2))
            )
            assert sorted((first.status_code, second.status_code)) == [303, 409]
            refused = first if first.status_code == 409 else second
            assert "Chưa thực hiện được" in refused.text
            assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'accept'")) == 1

    asyncio.run(run())


def test_what_is_missing_is_said_beside_its_field(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            answer = await _post(office, dossier, "tu-choi", "counter-officer", reason=" ")
            assert answer.status_code == 422
            assert 'href="#refuse-reason"' in answer.text
            assert "<title>Lỗi: " in answer.text.replace("\n", "")
            empty = await _post(office, dossier, "yeu-cau-bo-sung", "counter-officer", reason="Thiếu giấy tờ")
            assert empty.status_code == 422
            assert "request-supplement-items" in empty.text
            wordless = await _post(
                office, dossier, "yeu-cau-bo-sung", "counter-officer", reason="Thiếu", **{"ask.field.note": "1"}
            )
            assert wordless.status_code == 422
            assert "Hãy ghi nội dung cần bổ sung" in wordless.text
            asked = await _post(
                office,
                dossier,
                "yeu-cau-bo-sung",
                "counter-officer",
                reason="Thiếu giấy tờ",
                **{"ask.field.applicant_name": "1", "field.applicant_name": "Ghi đủ", "field.note": "không chọn"},
            )
            assert asked.status_code == 303
            (items,) = [row["items"] for row in await office.rows("SELECT items::text FROM supplement_request")]
            assert "applicant_name" in items
            assert 'note": "không' not in items, "words beside an item that is not ticked ask for nothing"
            control = await office.act(dossier, "refuse", "counter-officer", {"reason": "a\u0000bcdef"})
            assert control.status_code == 422

    asyncio.run(run())


def test_receiving_at_the_counter(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            headers, procedure = office.headers("counter-officer"), office.procedures["chung"]
            assert (
                procedure["name"]
                in (await office.client.get("/mot-cua/tiep-nhan?q=" + procedure["code"], headers=headers)).text
            )
            page = (await office.client.get(f"/mot-cua/tiep-nhan?thu_tuc={procedure['code']}", headers=headers)).text
            dossier = re.search(r'name="dossier_id" value="([^"]+)"', page)[1]  # type: ignore[index]
            form = {
                "csrf_token": "csrf-token",
                "procedure_code": procedure["code"],
                "dossier_id": dossier,
                "declared": "paper",
                "phone": "123",
            }
            wrong = await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=form)
            assert wrong.status_code == 422
            for field in ("full_name", "address", "phone"):
                assert f'href="#{field}"' in wrong.text
            form |= {"full_name": "Võ Thị Sáu", "address": "1 Lê Lợi", "phone": "0905123456"}
            missing = await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=form)
            assert "Hồ sơ còn thiếu" in missing.text
            form["paper_codes"] = [paper["code"] for paper in procedure["papers"]]
            answers = [await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=form) for _ in range(2)]
            assert [answer.status_code for answer in answers] == [303, 303]
            (row,) = await office.rows("SELECT id, code, status, channel FROM dossier")
            assert (str(row["id"]), row["status"], row["channel"]) == (dossier, 2, "1")
            assert row["code"].endswith("-0001")
            assert len(await office.rows("SELECT 1 FROM printed_form WHERE form_no = '01'")) == 1

    asyncio.run(run())


def test_the_front_page_learns_how_much_waits(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            address, headers = "/mot-cua/so-viec?vai=counter-officer", office.headers("counter-officer")
            assert (await office.client.get(address, headers=headers)).headers["location"] == "/mot-cua"
            headers |= {"hx-request": "true"}
            assert "Không có hồ sơ nào đang chờ" in (await office.client.get(address, headers=headers)).text
            first = await office.file()
            await office.file()
            await office.rows("UPDATE dossier SET work_due_at = '2026-01-05 02:00Z' WHERE id = $1", first)
            part = (await office.client.get(address, headers=headers)).text
            for words in ("2 hồ sơ", "1 quá hạn", "09:00 05/01/2026"):
                assert words in part
            assert "<html" not in part
            other = await office.client.get(address, headers=office.headers("specialist"))
            assert other.status_code == 400, "a role that is not one's own"
            others = office.headers("counter-officer", "000.00.12.H08") | {"hx-request": "true"}
            elsewhere = await office.client.get(address, headers=others)
            assert "Không có hồ sơ nào" in elsewhere.text

    asyncio.run(run())
