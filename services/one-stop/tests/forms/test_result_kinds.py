"""Each kind of result that a procedure declares may have a look of its own; the others have the procedure's, or the general one."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from ..results.test_result_files import claimed
from ..results.test_several_results import add
from .test_own_results import LEADER, OURS, SPECIALIST, Desk, _hidden
from .test_templates import OPERATOR, text_of

CODE, OTHER = "KQ.G07.000122", "KQ.H08.15.000007"
KINDS = [{"name": "Giấy chấp thuận", "code": CODE}, {"name": "Bản đồ", "code": OTHER}, {"name": "Biên bản"}]
MAP = OURS.replace("Về việc tổ chức họp báo", "Bản đồ khu vực họp báo")


async def declare(office: Any) -> None:
    merged = "UPDATE procedure_version SET source = source || $1::jsonb WHERE form_id = 'hop-bao'"
    await office.rows(merged, json.dumps({"results": KINDS}))


async def _published(desk: Desk, source: str) -> None:
    assert (await desk.save(source)).status_code == 303
    assert (await desk.publish()).status_code == 303


def test_a_kind_is_printed_on_its_own_template_else_on_the_procedures_else_on_the_general_one(
    one_stop: Callable[[], Any],
) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await declare(office)
            whole, kind = Desk(office), Desk(office, OTHER)
            await _published(kind, MAP)
            its = {"result_code": OTHER}
            assert "Bản đồ khu vực họp báo" in await kind.draft_of(await kind.drafted(**its))
            assert "Địa điểm họp báo" not in await kind.draft_of(await kind.drafted(result_code=CODE)), (
                "the general form"
            )
            await _published(whole, OURS)
            for marked, words in ((its, "Bản đồ khu vực họp báo"), ({"result_code": CODE}, "Về việc tổ chức họp báo")):
                dossier = await kind.drafted(**marked)
                assert words in await kind.draft_of(dossier)
                assert words in text_of(await kind.signed(dossier))
            assert "Về việc tổ chức họp báo" in await kind.draft_of(await kind.drafted()), "marked as none"
            assert (await kind.press("bo", stamp="1-0")).status_code == 303
            assert "Về việc tổ chức họp báo" in await kind.draft_of(await kind.drafted(**its))

    asyncio.run(run())


def test_who_looked_before_the_template_of_one_kind_changed_looks_again(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await declare(office)
            desk = Desk(office, OTHER)
            pages = {}
            for marked in (CODE, OTHER):
                dossier = await desk.drafted(result_code=marked)
                page = f"/mot-cua/ho-so/{dossier}"
                html = (await office.client.get(page, headers=office.headers(LEADER))).text
                pages[marked] = page, {"version": _hidden(html, "version"), "ban": _hidden(html, "ban")}
            await _published(desk, MAP)
            for marked, status in ((OTHER, 412), (CODE, 303)):
                page, seen = pages[marked]
                data = {"csrf_token": "csrf-token"} | seen
                signed = await office.client.post(f"{page}/ky", headers=office.headers(LEADER), data=data)
                assert signed.status_code == status, marked

    asyncio.run(run())


def test_two_results_of_one_dossier_have_each_the_look_of_its_kind(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await declare(office)
            desk = Desk(office, OTHER)
            await _published(desk, MAP)
            await _published(Desk(office, CODE), OURS)
            dossier = await claimed(office)
            added = await add(office, dossier, title="Bản đồ", body="Bản đồ kèm theo.", result_code=OTHER)
            assert added.status_code == 200, added.text
            words = {"title": "Chấp thuận họp báo", "body": "Chấp thuận tổ chức họp báo.", "result_code": CODE}
            assert (await office.act(dossier, "finish", SPECIALIST, words)).status_code == 200
            assert (await office.act(dossier, "sign", LEADER)).status_code == 200
            found = "SELECT sha256 FROM dossier_result WHERE dossier_id = $1 ORDER BY result_code"
            first, second = [
                text_of(await office.app.state.files.get(row["sha256"])) for row in await office.rows(found, dossier)
            ]
            assert ("Về việc tổ chức họp báo" in first, "Bản đồ khu vực họp báo" in first) == (True, False)
            assert ("Về việc tổ chức họp báo" in second, "Bản đồ khu vực họp báo" in second) == (False, True)

    asyncio.run(run())


def test_kinds_with_a_code_are_in_the_list_and_others_have_no_page(one_stop: Callable[[], Any]) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await declare(office)
            desk, operator = Desk(office, OTHER), office.headers(OPERATOR)
            listed = (await office.client.get("/mot-cua/bieu-mau", headers=operator)).text
            name = desk.page.rsplit("/", 1)[1]
            assert f'<option value="{name}">' in listed
            assert "Bản đồ (KQ.H08.15.000007)" in listed
            assert "Biên bản" not in listed, "nothing marks a result as one without a code"
            page = await desk.html()
            assert "Mẫu riêng của thủ tục nếu có, không thì mẫu chung" in page
            assert (await desk.save(MAP)).status_code == 303
            tried = await office.client.get(f"{desk.page}/xem-thu/tinh", headers=operator)
            assert "Bản đồ khu vực họp báo" in text_of(tried.content)
            assert "Chưa dùng, có bản nháp" in (await office.client.get("/mot-cua/bieu-mau", headers=operator)).text
            unknown = await office.client.get(f"{Desk(office).page}--KQ.G07.999999", headers=operator)
            assert unknown.status_code == 404

    asyncio.run(run())
