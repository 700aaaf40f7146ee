"""What the counter types is read like everywhere else, and refused by name before anything is done."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest

URL = "/api/one-stop/v1/dossiers"


def _body(procedure: dict[str, Any], **changes: Any) -> dict[str, Any]:
    body = {
        "dossier_id": str(uuid4()),
        "procedure_code": procedure["code"],
        "full_name": "Võ Thị Sáu",
        "address": "1 Lê Lợi",
        "paper_codes": [paper["code"] for paper in procedure["papers"]],
    }
    return body | changes


def test_values_are_kept_in_one_form_and_found(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            headers = office.headers("counter-officer")
            typed = {
                "full_name": "Ðặng\u200b Văn Ðức",
                "personal_id": "052 085.001-234\u200b",
                "phone": "+84 (0)905 123 456",
                "email": "kin\u200b@Example.vn",
                "address": "12\u2060 Lê Lợi\ufeff",
                "owner_name": "Trần Chủ Đất",
                "owner_id": "052085001235",
                "relation": "relative",
            }
            answer = await office.client.post(URL, headers=headers, json=_body(office.procedures["chung"], **typed))
            assert answer.status_code in (200, 201), answer.text
            (row,) = await office.rows("SELECT applicant, owner, search_text FROM dossier")
            applicant = json.loads(row["applicant"])
            assert {name: applicant[name] for name in ("full_name", "personal_id", "phone", "email", "address")} == {
                "full_name": "Đặng Văn Đức",
                "personal_id": "052085001234",
                "phone": "0905123456",
                "email": "kin@example.vn",
                "address": "12 Lê Lợi",
            }
            assert "Trần Chủ Đất" in row["owner"]
            page = await office.client.get("/mot-cua?q=dang van duc", headers=headers)
            assert "Đặng Văn Đức" in page.text

    asyncio.run(run())


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"personal_id": "0100109106"}, "/personal_id"),
        ({"personal_id": "abc"}, "/personal_id"),
        ({"applicant_kind": "organisation", "personal_id": "0100109107"}, "/personal_id"),
        ({"phone": "1"}, "/phone"),
        ({"email": "khong"}, "/email"),
        ({"full_name": "   "}, "/full_name"),
        ({"full_name": "Lê Vui 😀"}, "/full_name"),
        ({"content": "Xin \ue123 giấy phép"}, "/content"),
        ({"personal_id": "052085001234", "owner_name": "A", "owner_id": "052085001234"}, "/owner_id"),
        ({"owner_id": "052085001234"}, "/owner_name"),
        ({"sets": 0}, "/sets"),
    ],
)
def test_what_is_wrong_is_refused_at_its_field_and_changes_nothing(one_stop, changes, pointer):
    async def run() -> None:
        async with one_stop() as office:
            headers = office.headers("counter-officer")
            answer = await office.client.post(URL, headers=headers, json=_body(office.procedures["chung"], **changes))
            assert answer.status_code == 422, answer.text
            assert pointer in [error["pointer"] for error in answer.json()["errors"]], answer.text
            assert not await office.rows("SELECT 1 FROM dossier")

    asyncio.run(run())


def test_a_word_bullet_is_printed_and_a_sign_without_picture_is_named(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            smile = await office.act(dossier, "refuse", "counter-officer", {"reason": "Thiếu 😀 giấy tờ"})
            assert (smile.status_code, smile.json()["errors"][0]["pointer"]) == (422, "/reason")
            bullet = await office.act(dossier, "refuse", "counter-officer", {"reason": "Thiếu \uf0b7 giấy tờ"})
            assert bullet.status_code == 200, bullet.text

    asyncio.run(run())


def test_above_the_page_every_empty_field_has_its_name(one_stop):
    async def run() -> None:
        async with one_stop() as office:
            form = {"csrf_token": "csrf-token", "procedure_code": office.procedures["chung"]["code"]}
            form |= {"dossier_id": str(uuid4()), "full_name": "", "address": ""}
            headers = office.headers("counter-officer")
            page = await office.client.post("/mot-cua/tiep-nhan", headers=headers, data=form)
            assert page.status_code == 422
            for field, name in (("full_name", "Họ và tên hoặc tên tổ chức"), ("address", "Địa chỉ")):
                summary = page.text.partition("error-summary__list")[2].partition("</ul>")[0]
                assert f'<a href="#{field}">{name}: hãy nhập mục này.</a>' in summary

    asyncio.run(run())
