"""Sổ theo dõi hồ sơ: dossiers accepted in the year, on the screen, by the form of their rule-set, and stored."""

import asyncio
import hashlib
import re
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pypdfium2
import pytest

from one_stop.forms.render import FORM_TEMPLATES, REGISTER
from shared.core import clock
from shared.printing.forms import print_accepted

PLACE, REGISTER_CALLS = "/mot-cua/so-theo-doi", "/api/one-stop/v1/lists/register"
CALLS = f"{REGISTER_CALLS}/prints"
ANOTHER = "000.00.99.H08"


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)).split())


async def bring(office: Any, sets: int) -> None:
    """A dossier on paper, at the counter."""
    officer, api = office.headers("counter-officer"), "/api/one-stop/v1"
    procedure = (await office.client.get(f"{api}/procedures", headers=officer)).json()["items"][0]
    papers = [paper["code"] for paper in procedure["papers"] if paper["required"]]
    new = {"procedure_code": procedure["code"], "full_name": "Lê Văn Giấy", "address": "12 Lê Lợi"}
    made = await office.client.post(
        f"{api}/dossiers", headers=officer, json={**new, "paper_codes": papers, "sets": sets}
    )
    assert made.status_code == 201, made.text


@pytest.mark.parametrize("rule_set", ["ND61_2018", "ND118_2025"])
def test_the_register_prints_without_a_dossier_too(rule_set: str) -> None:
    template = FORM_TEMPLATES[rule_set, REGISTER]
    pdf = asyncio.run(print_accepted(template, template.file.read_bytes(), {**template.sample, "rows": []}))
    assert "Sổ chưa có hồ sơ nào." in text_of(pdf)


async def _get(office: Any, path: str, agency: str | None = None) -> Any:
    return await office.client.get(path, headers=office.headers("counter-officer", agency))


def test_what_was_accepted_is_in_the_register_and_what_was_not_is_not(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            get = partial(_get, office)
            await bring(office, sets=37)
            waiting, *accepted = [await office.file() for _ in range(3)]
            for dossier in accepted:
                assert (await office.act(dossier, "accept", "counter-officer", {})).status_code == 200
            codes = [row["code"] for row in await office.rows("SELECT code FROM dossier WHERE code IS NOT NULL")]
            page = (await get(PLACE)).text
            printed = text_of((await get(f"{PLACE}/so-in")).content)
            exported = (await get(f"{PLACE}/ket-xuat?dang=csv")).text
            assert len(codes) == 3
            for code in codes:
                assert code in page
                assert code in printed.replace(" ", "")
                assert code in exported
            assert str(waiting) not in page
            # Số bộ, on the screen, in the file and on paper: as it was handed in, one of what came online.
            assert re.findall(r'data-label="Số bộ"[^>]*>\s*(\d+)', page) == ["37", "1", "1"]
            assert "Số bộ" in printed
            assert " 37 " in printed
            assert "SỔ THEO DÕI HỒ SƠ" in printed
            last_year = clock.local_now().year - 1
            assert codes[0] not in (await get(f"{PLACE}?nam={last_year}")).text
            assert (await get(f"{PLACE}/so-in?phan=2")).status_code == 404
            assert codes[0] not in (await get(PLACE, ANOTHER)).text

    asyncio.run(play())


def test_a_stored_print_stays_as_it_was_and_is_open_to_the_own_agency_alone(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            officer, get = office.headers("counter-officer"), partial(_get, office)
            await bring(office, sets=37)
            waiting, *accepted = [await office.file() for _ in range(3)]
            for dossier in accepted:
                assert (await office.act(dossier, "accept", "counter-officer", {})).status_code == 200
            done = await office.client.post(f"{PLACE}/so-in", headers=officer, data={"csrf_token": "csrf-token"})
            assert done.status_code == 303, done.text
            (stored,) = (await get(CALLS)).json()["items"]
            assert stored["rows"] == 3
            assert (await office.act(waiting, "accept", "counter-officer", {})).status_code == 200
            opened = await get(f"{PLACE}/ban-in-luu/{stored['id']}")
            assert hashlib.sha256(opened.content).hexdigest() == stored["sha256"]
            assert stored["sha256"][:16] in (await get(f"{PLACE}/ban-in-luu")).text
            for path in (f"{PLACE}/ban-in-luu/{stored['id']}", f"{CALLS}/{stored['id']}"):
                assert (await get(path, ANOTHER)).status_code == 404

    asyncio.run(play())


def test_the_register_is_stored_by_programs_and_has_views_like_every_list(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            officer = office.headers("counter-officer")

            async def post(path: str, **fields: str) -> Any:
                data = {"csrf_token": "csrf-token", **fields}
                return await office.client.post(path, headers=officer, data=data)

            stored = await office.client.post(CALLS, headers=officer)
            assert (stored.status_code, stored.json()["rows"]) == (201, 0)
            assert (await post(f"{PLACE}/dang-xem?q=khai", name="Khai sinh")).status_code == 303
            views = (await office.client.get(f"{PLACE}/dang-xem", headers=officer)).text
            assert "Khai sinh" in views
            view = views.partition(f'action="{PLACE}/dang-xem/')[2].partition('"')[0]
            assert (await post(f"{PLACE}/dang-xem/{view}", what="drop")).status_code == 303
            left = (await office.client.get(f"{PLACE}/dang-xem", headers=officer)).text
            assert "Chưa có dạng xem nào" in left

    asyncio.run(play())


def test_programs_read_the_register_page_by_page(
    one_stop: Callable[[], AbstractAsyncContextManager[Any]],
) -> None:
    async def play() -> None:
        async with one_stop() as office:
            officer = office.headers("counter-officer")
            await bring(office, sets=2)
            for _ in range(2):
                dossier = await office.file()
                assert (await office.act(dossier, "accept", "counter-officer", {})).status_code == 200
            await office.file()  # waits, so it is not in the register

            async def ask(headers: Any = officer, **asked: Any) -> Any:
                return await office.client.get(REGISTER_CALLS, headers=headers, params=asked)

            first = (await ask(limit=2, count=True)).json()
            second = (await ask(limit=2, after=first["next"])).json()
            entries = first["items"] + second["items"]
            rows = await office.rows("SELECT id::text, code FROM dossier WHERE code IS NOT NULL ORDER BY code")
            assert [(entry["id"], entry["code"]) for entry in entries] == [(row["id"], row["code"]) for row in rows]
            assert (first["count"], second["next"]) == (3, None)
            assert sorted(entry["sets"] for entry in entries) == [1, 1, 2]
            assert all(entry["received"] and entry["promised"] and not entry["returned"] for entry in entries)
            [paper] = (await ask(q="le van giay")).json()["items"]
            assert (paper["applicant"], paper["address"]) == ("Lê Văn Giấy", "12 Lê Lợi")
            assert (await ask(sort="reverse")).json()["items"] == entries[::-1]
            await office.rows("UPDATE dossier SET due_at = '2026-03-16 10:00Z' WHERE applicant_name = 'Lê Văn Giấy'")
            [paper] = (await ask(q="le van giay")).json()["items"]
            assert paper["note"] == "Hẹn lại 16/03/2026", "the column keeps what was first promised"
            assert (await ask(year=clock.local_now().year - 1)).json()["items"] == []
            assert (await ask(office.headers("counter-officer", ANOTHER))).json()["items"] == []
            # As the page: for whoever sees dossiers.
            for headers, status in ((office.headers("records-clerk"), 403), ({}, 401)):
                assert (await ask(headers)).status_code == status
            for wrong in ({"year": "1"}, {"sort": "newest"}, {"after": "x"}, {"limit": "0"}):
                refused = await ask(**wrong)
                assert refused.status_code in (400, 422), wrong
                assert refused.json()["title"]

    asyncio.run(play())


def test_programs_keep_views_of_the_register(one_stop: Callable[[], AbstractAsyncContextManager[Any]]) -> None:
    async def play() -> None:
        async with one_stop() as office:
            officer, last_year = office.headers("counter-officer"), str(clock.local_now().year - 1)
            new = {"name": "Năm trước", "filters": {"year": last_year}, "columns": ["code", "sets"]}
            kept = await office.client.post(f"{REGISTER_CALLS}/views", headers=officer, json=new)
            assert kept.status_code == 200, kept.text
            [view] = kept.json()["items"]
            assert "Năm trước" in (await office.client.get(f"{PLACE}?xem=0", headers=officer)).text
            one = f"{REGISTER_CALLS}/views/{view['id']}"
            changed = await office.client.patch(one, headers=officer, json={"name": "Năm ngoái"})
            assert [entry["name"] for entry in changed.json()["items"]] == ["Năm ngoái"]
            assert (await office.client.delete(one, headers=officer)).json()["items"] == []

    asyncio.run(play())
