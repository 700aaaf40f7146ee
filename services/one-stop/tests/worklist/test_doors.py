"""Whoever looks for a person by number leaves a trace, by whichever door of the list."""

import asyncio
from typing import Any
from urllib.parse import quote, urlencode

import pytest

COUNTER, NUMBER = "counter-officer", "052090001234"
Q = urlencode({"q": NUMBER})
ALL = urlencode({"q": NUMBER, "pham_vi": "agency"})
REGISTER = "/mot-cua/so-theo-doi"
DOORS = [
    ("GET", f"/mot-cua?{Q}"),
    ("GET", f"/mot-cua/ket-xuat?dang=csv&{Q}"),
    ("GET", f"/mot-cua/ban-in?{Q}"),
    ("GET", f"/mot-cua/ho-so/00000000-0000-7000-8000-000000000000/ke-tiep?ds={quote(ALL)}"),
    ("GET", f"/api/one-stop/v1/dossiers?{Q}"),
    ("GET", f"/internal/search?{Q}"),
    ("GET", f"{REGISTER}?{Q}"),
    ("GET", f"{REGISTER}/ket-xuat?dang=csv&{Q}"),
    ("GET", f"{REGISTER}/ban-in?{Q}"),
    ("GET", f"{REGISTER}/so-in?{Q}"),
    ("POST", f"{REGISTER}/so-in?{Q}"),
    ("POST", f"/api/one-stop/v1/lists/register/prints?{Q}"),
]


@pytest.mark.parametrize(("method", "address"), DOORS, ids=[f"{m} {a.partition('?')[0]}" for m, a in DOORS])
def test_every_door_of_a_list_keeps_who_looked_for_whom_once(one_stop: Any, method: str, address: str) -> None:
    async def run() -> None:
        async with one_stop() as office:
            dossier = await office.file()
            assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
            sent = {"data": {"csrf_token": "csrf-token"}} if address.startswith("/mot-cua") and method == "POST" else {}
            answer = await office.client.request(method, address, headers=office.headers(COUNTER), **sent)
            assert answer.status_code < 400, answer.text
            looks = await office.rows("SELECT facts FROM evidence WHERE kind = 'person-looked-up'")
            assert len(looks) == 1
            assert "*********234" in looks[0]["facts"]
            assert NUMBER not in str([dict(row) for row in await office.rows("SELECT * FROM evidence")])

    asyncio.run(run())
