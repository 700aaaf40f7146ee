"""The work list as every list is: saved views, files, print, several dossiers at once."""

import asyncio
import csv
import io
import re
import zipfile
from html import unescape
from typing import Any

from one_stop.worklist.listing import WORK

VIEWS = f"/api/one-stop/v1/lists/{WORK.name.partition('.')[2]}/views"
COUNTER, SPECIALIST, LEADER = "counter-officer", "specialist", "leader"


async def _page(office: Any, address: str, role: str = COUNTER) -> str:
    answer = await office.client.get(address, headers=office.headers(role))
    assert answer.status_code == 200, (address, answer.status_code, answer.text[:300])
    return str(answer.text)


async def _post(office: Any, address: str, role: str, **fields: Any) -> Any:
    data = {"csrf_token": "csrf-token", **fields}
    return await office.client.post(address, headers=office.headers(role), data=data)


async def _ticks(office: Any, role: str = COUNTER, query: str = "") -> list[str]:
    return re.findall(r'name="chon" value="([^"]+)"', await _page(office, f"/mot-cua{query}", role))


def test_a_saved_view_is_chosen_by_link_opens_by_itself_and_is_dropped(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            await office.file()
            place = "/mot-cua?q=dang&trang_thai=submitted&pham_vi=agency"
            asked = place.replace("?", "/dang-xem?")
            assert "“dang”" in await _page(office, asked)
            nameless = await _post(office, asked, COUNTER, name=" ")
            assert nameless.status_code == 422
            assert "đặt tên" in nameless.text
            kept = await _post(office, asked, COUNTER, name="Mới nộp", usual="true")
            assert (kept.status_code, kept.headers["location"]) == (303, f"{place}&xong=dang-xem")
            assert "Đã lưu dạng xem." in await _page(office, kept.headers["location"])
            opened = await office.client.get("/mot-cua", headers=office.headers(COUNTER))
            assert (opened.status_code, opened.headers["location"]) == (303, place)
            page = await _page(office, place)
            assert "Đã lưu dạng xem." not in page
            assert re.search(r'aria-current="true">Mới nộp<', page)
            assert "Mới nộp, chờ" in await _page(office, "/mot-cua?xem=0"), "the usual list is a link away"
            assert 'aria-current="true">Mới nộp<' not in await _page(office, "/mot-cua?xem=0")
            # Another person has his own.
            assert "Mới nộp</a>" not in await _page(office, "/mot-cua", SPECIALIST)
            again = await _post(office, "/mot-cua/dang-xem?trang_thai=overdue", COUNTER, name="Mới nộp")
            assert again.status_code == 303
            rows = await office.rows("SELECT * FROM saved_view")
            assert [(row["query"], row["is_usual"]) for row in rows] == [("trang_thai=overdue", False)]
            view = f"/mot-cua/dang-xem/{rows[0]['id']}"
            assert (await _post(office, view, SPECIALIST, what="drop")).status_code == 404
            for what, said in (("usual", "Đã đặt làm dạng xem mặc định."), ("unusual", "Đã thôi đặt mặc định.")):
                done = await _post(office, f"{view}?q=dang", COUNTER, what=what)
                assert (done.status_code, done.headers["location"]) == (303, f"/mot-cua/dang-xem?q=dang&xong={what}")
                assert said in await _page(office, done.headers["location"])
            assert (await _post(office, view, COUNTER, what="everything")).status_code == 400
            assert (await _post(office, view, COUNTER, what="drop")).status_code == 303
            assert await office.rows("SELECT 1 FROM saved_view") == []

    asyncio.run(run())


def test_one_person_has_views_of_each_post_and_none_reaches_into_the_other(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            here = office.identity(COUNTER).model_copy(update={"post": "post-1", "has_other_posts": True})
            there = here.model_copy(update={"post": "post-2"})
            calls, late = VIEWS, {"filters": {"state": "overdue"}}

            async def ask(who: Any, method: str, address: str, **sent: Any) -> Any:
                return await office.client.request(method, address, headers=office.headers(who), **sent)

            async def names(who: Any) -> list[tuple[str, bool]]:
                return [(view["name"], view["usual"]) for view in (await ask(who, "GET", calls)).json()["items"]]

            kept = await ask(here, "POST", calls, json={"name": "Trễ hạn", "usual": True, **late})
            assert kept.status_code == 200, kept.text
            [view] = kept.json()["items"]
            assert (await names(here), await names(there)) == ([("Trễ hạn", True)], [])
            opened = [await ask(who, "GET", "/mot-cua") for who in (here, there)]
            assert [answer.status_code for answer in opened] == [303, 200]
            assert "Trễ hạn</a>" not in opened[1].text
            # The same name is free in the other post, and its usual view takes nothing from this one's.
            assert (await ask(there, "POST", calls, json={"name": "Trễ hạn", "usual": True})).status_code == 200
            assert (await names(here), await names(there)) == ([("Trễ hạn", True)], [("Trễ hạn", True)])
            for method, sent in (("PATCH", {"json": {"name": "Khác"}}), ("DELETE", {})):
                assert (await ask(there, method, f"{calls}/{view['id']}", **sent)).status_code == 404
            form = {"csrf_token": "csrf-token", "what": "drop"}
            assert (await ask(there, "POST", f"/mot-cua/dang-xem/{view['id']}", data=form)).status_code == 404
            assert await names(here) == [("Trễ hạn", True)]

    asyncio.run(run())


def test_a_list_in_a_file_has_the_same_rows_is_noted_and_holds_no_formula(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for _ in range(3):
                await office.file()
            formula = '=HYPERLINK("http://example.org","x")'
            await office.rows(
                "UPDATE dossier SET applicant_name = $1 WHERE id = (SELECT min(id::text)::uuid FROM dossier)", formula
            )
            page = await _page(office, "/mot-cua?pham_vi=agency&trang_thai=submitted")
            assert "3 mục." in page
            href = unescape(re.search(r'href="(/mot-cua/ket-xuat[^"]*csv)"', page)[1])  # type: ignore[index]
            assert "trang_thai=submitted" in href
            answer = await office.client.get(href, headers=office.headers(COUNTER))
            assert answer.content.startswith(b"\xef\xbb\xbf")
            assert 'filename="viec-can-xu-ly-' in answer.headers["content-disposition"]
            # As every file of ours: nothing of it is taken for a page.
            assert answer.headers["content-security-policy"] == "sandbox"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "private, no-store"
            titles, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
            assert titles[:3] == ["Mã hồ sơ", "Thủ tục", "Người nộp"]
            assert len(rows) == 3
            assert f"'{formula}" in {row[2] for row in rows}
            book = await office.client.get(href.replace("csv", "xlsx"), headers=office.headers(COUNTER))
            sheet = zipfile.ZipFile(io.BytesIO(book.content)).read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in sheet
            assert sheet.count("<row ") == 4
            noted = await office.rows("SELECT actor, facts FROM evidence WHERE kind = 'list-exported' ORDER BY id")
            assert [row["actor"] for row in noted] == [f"officer:{COUNTER}.{office.agency}"] * 2
            assert '"rows": 3' in noted[0]["facts"]
            elsewhere = await office.client.get(href, headers=office.headers(COUNTER, "000.00.12.H08"))
            assert len(list(csv.reader(io.StringIO(elsewhere.content.decode("utf-8-sig"))))) == 1

    asyncio.run(run())


def test_a_list_on_paper_is_noted_and_so_is_whom_it_was_looked_up_for(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            for _ in range(3):
                await office.file()
            paper = await _page(office, "/mot-cua/ban-in?pham_vi=agency&q=dang")
            assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in paper
            assert paper.count("<tr>") == 4
            assert "<nav" not in paper
            [step] = await office.rows("SELECT step_code, step_name FROM dossier LIMIT 1")
            chosen = await _page(office, f"/mot-cua/ban-in?pham_vi=agency&buoc={step['step_code']}")
            assert f"Bước: {step['step_name']} ·" in chosen, "not by its code"
            both = await office.client.get("/mot-cua?ket_luan=granted,refused", headers=office.headers(COUNTER))
            assert both.status_code == 400
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'list-printed'")
            await office.client.get("/mot-cua/ket-xuat?dang=csv&q=0905123456", headers=office.headers(COUNTER))
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'person-looked-up'")

    asyncio.run(run())


def test_a_file_is_bounded_and_says_so(one_stop, monkeypatch):
    monkeypatch.setattr("shared.work.sheets.MOST", 2)
    monkeypatch.setattr("shared.web.lists.PRINTED", 2)

    async def run() -> None:
        async with one_stop() as office:
            for _ in range(3):
                await office.file()
            answer = await office.client.get("/mot-cua/ket-xuat?dang=csv", headers=office.headers(COUNTER))
            assert "-2-dong-dau.csv" in answer.headers["content-disposition"]
            assert len(list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))) == 3
            paper = await _page(office, "/mot-cua/ban-in")
            assert "Chỉ in 2 mục đầu" in paper
            assert paper.count("<tr>") == 3

    asyncio.run(run())


def test_dossiers_are_received_together_and_one_that_is_refused_stays_as_it_was(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            first = await office.file()
            (tick,) = await _ticks(office)
            done = await _post(office, "/mot-cua/cung-luc", COUNTER, viec="accept", chon=tick)
            assert done.status_code == 200
            assert "Đã thực hiện 1 trong 1 mục." in done.text
            again = await _post(office, "/mot-cua/cung-luc", COUNTER, viec="accept", chon=tick)
            assert again.status_code == 409, "refused as a whole where all are"
            assert "giữ nguyên như trước" in again.text
            assert f"/mot-cua/ho-so/{first}" in again.text
            second, third = await office.file(), await office.file()
            # While the officer looks, somebody refuses one of them.
            await office.act(second, "refuse", COUNTER, {"reason": "Không thuộc thẩm quyền"})
            before = await office.rows("SELECT d::text FROM dossier d WHERE id = $1", second)
            ticks = [f"{second}.1", f"{third}.1", "00000000-0000-0000-0000-000000000001.1"]
            mixed = await _post(
                office, "/mot-cua/cung-luc", COUNTER, viec="accept", chon=ticks, ds="trang_thai=submitted"
            )
            assert mixed.status_code == 200
            assert "Đã thực hiện 1 trong 3 mục." in mixed.text
            assert "Không tìm thấy, hoặc bạn không được xem" in mixed.text
            assert 'href="/mot-cua?trang_thai=submitted"' in mixed.text
            assert await office.rows("SELECT d::text FROM dossier d WHERE id = $1", second) == before
            states = await office.rows("SELECT status FROM dossier WHERE id = ANY($1::uuid[])", [first, third])
            assert {row["status"] for row in states} == {2}
            refused = await office.rows("SELECT facts FROM evidence WHERE kind = 'refused' AND facts ? 'about'")
            assert any(second in row["facts"] for row in refused), "evidence names the dossier"
            codes = await office.rows("SELECT code FROM dossier WHERE code IS NOT NULL ORDER BY code")
            assert len({row["code"] for row in codes}) == 2

    asyncio.run(run())


def test_one_is_accepted_right_in_the_list_and_what_was_ticked_besides_is_left(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            first, second = await office.file(), await office.file()
            place = "trang_thai=submitted"
            page = await _page(office, f"/mot-cua?{place}")
            assert page.count('name="tiep-nhan"') == 2
            assert 'name="tiep-nhan"' not in await _page(office, f"/mot-cua?{place}", SPECIALIST)
            pressed = {"tiep-nhan": f"{first}.1", "chon": f"{second}.1", "ds": place}
            done = await _post(office, "/mot-cua/cung-luc", COUNTER, **pressed)
            assert (done.status_code, done.headers["location"]) == (303, f"/mot-cua?{place}&xong=da-tiep-nhan")
            after = await _page(office, done.headers["location"])
            assert "Đã tiếp nhận hồ sơ ngay trên danh sách" in after
            assert first not in after
            again = await _post(office, "/mot-cua/cung-luc", COUNTER, **pressed)
            assert again.status_code == 409
            assert "giữ nguyên như trước" in again.text
            refused = await _post(office, "/mot-cua/cung-luc", SPECIALIST, **{"tiep-nhan": f"{second}.1"})
            assert refused.status_code == 403
            states = await office.rows("SELECT id::text, status FROM dossier")
            assert {row["id"]: row["status"] for row in states} == {first: 2, second: 1}

    asyncio.run(run())


def test_a_leader_assigns_several_and_the_specialist_takes_several(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossiers = [await office.file() for _ in range(3)]
            for dossier in dossiers:
                assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            sent = await _post(office, "/mot-cua/cung-luc", COUNTER, viec="transfer", chon=await _ticks(office))
            assert "Đã thực hiện 3 trong 3 mục." in sent.text
            ticks = await _ticks(office, LEADER)
            assert len(ticks) == 3
            unassigned = await _post(office, "/mot-cua/cung-luc", LEADER, viec="transfer", chon=ticks)
            assert unassigned.status_code == 409
            assert "Hãy chọn chuyên viên thụ lý hồ sơ." in unassigned.text
            holder = f"{SPECIALIST}.{office.agency}"
            given = await _post(office, "/mot-cua/cung-luc", LEADER, viec="transfer", chon=ticks, holder_id=holder)
            assert "Đã thực hiện 3 trong 3 mục." in given.text
            held = await office.rows("SELECT holder_id, version FROM dossier")
            assert {row["holder_id"] for row in held} == {holder}
            ticks = [f"{dossier}.{row['version']}" for dossier, row in zip(dossiers, held, strict=True)]
            wordless = await _post(office, "/mot-cua/cung-luc", LEADER, viec="reassign", chon=ticks)
            assert wordless.status_code == 422
            back = await _post(
                office, "/mot-cua/cung-luc", LEADER, viec="reassign", chon=ticks, reason="Chuyên viên đi học"
            )
            assert "Đã thực hiện 3 trong 3 mục." in back.text
            assert "Nhận xử lý" in await _page(office, "/mot-cua", SPECIALIST)
            taken = await _post(
                office, "/mot-cua/cung-luc", SPECIALIST, viec="claim", chon=await _ticks(office, SPECIALIST)
            )
            assert "Đã thực hiện 3 trong 3 mục." in taken.text
            nothing = await _post(office, "/mot-cua/cung-luc", SPECIALIST, viec="claim")
            assert nothing.status_code == 422
            assert "Hãy đánh dấu ít nhất một mục" in nothing.text
            assert (await _post(office, "/mot-cua/cung-luc", SPECIALIST, viec="accept")).status_code == 403
            assert (await _post(office, "/mot-cua/cung-luc", SPECIALIST, viec="erase")).status_code == 400

    asyncio.run(run())


def test_columns_and_order_are_chosen_and_what_is_none_of_ours_is_refused(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            first, second = await office.file(), await office.file()
            page = await _page(office, "/mot-cua?cot=code&cot=holder&cot=sector")
            heads = re.findall(r'<th scope="col"[^>]*>([^<]+)</th>', page.partition("<tbody")[0])
            assert heads == ["Mã hồ sơ", "Người thụ lý", "Lĩnh vực"]
            order = re.findall(r'name="chon" value="([^".]+)', await _page(office, "/mot-cua"))
            assert (
                re.findall(r'name="chon" value="([^".]+)', await _page(office, "/mot-cua?sap_xep=reverse"))
                == order[::-1]
            )
            assert set(order) == {first, second}
            api = "/api/one-stop/v1/dossiers"
            for address in ("/mot-cua?trang_thai=la", "/mot-cua?sau=la", f"{api}?after=WzAsMV0", f"{api}?after=%00"):
                assert (await office.client.get(address, headers=office.headers(COUNTER))).status_code == 400, address
            refused = await office.client.get(f"{api}?after=WzAsMV0", headers=office.headers(COUNTER))
            assert refused.json()["code"] == "cursor_malformed"

    asyncio.run(run())
