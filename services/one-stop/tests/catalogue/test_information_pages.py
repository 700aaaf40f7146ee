"""Trang thông tin (mức độ 1, 2): a procedure without e-form and steps is published all the same, and the counter says why it waits."""

import asyncio
import json
from pathlib import Path
from uuid import uuid4

import pytest

from one_stop.catalogue.comparing import facts_of
from one_stop.procedures.rules import faults_of, whole
from one_stop.seeding import seed
from shared.core import clock

from .kit import CHANGES, EDITOR, LIST, boxes, decide, look, press, save, send

COUNTER = "counter-officer"
CODE = "1.009998"
RECEPTION = "/mot-cua/tiep-nhan"
PAGE = {
    "code": CODE, "name": "Thủ tục chỉ có trang thông tin", "tier": "province", "level": 1,
    "sector": {"code": "X", "name": "Xây dựng"}, "agencies": [], "supplement_days": 0, "fee_collected": "none",
    "steps": [], "form": "",
}  # fmt: skip
STEPS = [
    {"code": "receive", "name": "Tiếp nhận", "role": COUNTER, "hours": 4, "actions": []},
    {"code": "examine", "name": "Thẩm định", "role": "specialist", "hours": 32, "actions": []},
    {"code": "approve", "name": "Ký", "role": "leader", "hours": 2, "actions": ["approve"]},
    {"code": "return", "name": "Trả kết quả", "role": COUNTER, "hours": 2, "actions": ["return_result"]},
]


def _pointers(**changed: object) -> list[str]:
    return [fault.pointer for fault in faults_of(PAGE | changed, [])]


def test_a_page_alone_needs_neither_steps_nor_term_and_what_is_filed_online_needs_all() -> None:
    assert _pointers() == []
    assert _pointers(level=2) == []
    assert _pointers(form="chung") == ["/form"]
    assert _pointers(level=3) == ["/form", "/steps"]
    assert _pointers(level=3, form="chung") == ["/steps"]
    assert _pointers(level=2, steps=STEPS) == ["/term/amount"]
    assert _pointers(level=2, steps=STEPS, term={"amount": 5, "unit": "working_days"}) == ["/result"]
    known = {"term": {"amount": 5, "unit": "working_days"}, "result": "Giấy phép"}
    assert _pointers(level=2, steps=STEPS, **known) == []


def test_what_nobody_knows_is_said_to_be_brought_up_to_date() -> None:
    assert whole(PAGE)["updating"] == ["term", "fee", "papers", "result"]
    assert whole(PAGE | {"fee": 0})["updating"] == ["term", "papers", "result"]
    facts = facts_of(PAGE, {})
    assert [what for what, said in facts.items() if said == "Đang cập nhật"] == [
        "Thời hạn giải quyết", "Phí, lệ phí", "Kết quả", "Kết quả theo danh mục", "Giấy tờ",
    ]  # fmt: skip


def _walk_in(code: str, **more: object) -> dict[str, object]:
    who = {"dossier_id": str(uuid4()), "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
    return {"procedure_code": code, **who, **more}


@pytest.mark.parametrize("steps", [[], STEPS], ids=["a page alone", "with steps"])
def test_the_counter_takes_it_when_it_has_steps_and_says_why_when_it_has_none(one_stop, tmp_path: Path, steps):
    async def run() -> None:
        async with one_stop() as office:
            row = PAGE | {"agencies": [office.agency], "level": 2, "steps": steps}
            row |= {"term": {"amount": 5, "unit": "working_days"}, "result": "Giấy phép"} if steps else {}
            file = tmp_path / "province" / "procedures.json"
            source = json.loads(file.read_text())
            file.write_text(json.dumps(source | {"procedures": [*source["procedures"], row]}))
            await seed(office.database, office.settings, tmp_path / "province")
            chosen = (await office.client.get(RECEPTION, headers=office.headers(COUNTER))).text
            assert row["name"] in chosen
            assert ("chưa tiếp nhận được tại đây" in chosen) == (not steps)
            url = "/api/one-stop/v1/dossiers"
            answer = await office.client.post(url, headers=office.headers(COUNTER), json=_walk_in(CODE))
            if steps:
                assert answer.status_code == 201, answer.text
                return
            assert (answer.status_code, answer.json()["code"]) == (409, "procedure_only_a_page")
            opened = await office.client.get(f"{RECEPTION}?thu_tuc={CODE}", headers=office.headers(COUNTER))
            assert "chưa có quy trình giải quyết" in opened.text
            assert f'href="/dich-vu-cong/thu-tuc/{CODE}"' in opened.text
            assert 'name="full_name"' not in opened.text, "nobody types what cannot be received"
            by_page = await press(office, RECEPTION, COUNTER, **_walk_in(CODE))
            assert by_page.status_code == 409
            assert "chưa có quy trình giải quyết" in by_page.text
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())


def test_an_editor_publishes_a_page_alone_and_the_public_catalogue_is_told_what_is_not_known(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            begun = await press(office, "/mot-cua/soan-thu-tuc-moi", EDITOR, code=CODE, name=PAGE["name"])
            change = begun.headers["location"].removesuffix("/sua")
            assert change.startswith(CHANGES)
            form = boxes(await look(office, f"{change}/sua"))
            none = {name: "" for name in form if name.startswith("steps.") and name.endswith(".name")}
            said = {
                "sector.name": "Xây dựng", "tier": "province", "level": "1", "form": "chung",
                "agencies": [office.agency], "fee": "", "fee_collected": "none",
            }  # fmt: skip
            await save(office, change, **said, **none)
            page = await look(office, f"{change}/sua?kiem_tra=1")
            assert "hãy bỏ chọn tờ khai điện tử" in page
            assert 'id="form-error"' in page
            saved = await save(office, change, form="")
            assert saved.headers["location"].endswith("?xong=luu"), await look(office, f"{change}/sua?kiem_tra=1")
            await send(office, change, clock.local_now().date())
            assert (await decide(office, change, "duyet")).status_code == 303
            (told,) = await office.rows(
                "SELECT data::text FROM outbox WHERE type = 'one-stop.procedure-published.v1'"
                " AND data->>'procedure_code' = $1",
                CODE,
            )
            event = json.loads(told["data"])
            assert (event["level"], event["form_id"]) == (1, "")
            assert event["updating"] == ["term", "fee", "papers", "result"]
            assert "Đang cập nhật" in await look(office, f"{LIST}/{CODE}")

    asyncio.run(run())


def test_the_list_says_the_day_in_vietnam_from_which_a_procedure_is_in_force(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            code = office.procedures["chung"]["code"]
            await office.rows(
                "UPDATE procedure_version SET effective_from = '2026-03-01T18:30:00Z' WHERE code = $1", code
            )
            listed = await look(office, f"{LIST}?q={code}")
            assert ("02/03/2026" in listed, "01/03/2026" in listed) == (True, False)

    asyncio.run(run())
