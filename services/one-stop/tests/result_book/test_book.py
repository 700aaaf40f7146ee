"""The book of issued results: what stands in it, how it is found, taken out as a file, and who sees it."""

import asyncio
from typing import Any

from ..conftest import ELSEWHERE
from ..returns.kit import APPLICANT, COUNTER, LEADER, signed
from .kit import booked, change, decision, returned

LIST, PAGE = "/api/one-stop/v1/lists/issued-results", "/mot-cua/ket-qua-da-cap"


async def _listed(office: Any, agency: str | None = None, **asked: str) -> list[str]:
    answer = await office.client.get(LIST, headers=office.headers(COUNTER, agency), params=asked)
    assert answer.status_code == 200, answer.text
    return [row["number"] for row in answer.json()["items"]]


def test_every_signed_result_stands_in_the_book_the_newest_first_and_is_found(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            first, second = await returned(office, "45/GP"), await signed(office, "46/GP")
            assert await _listed(office) == ["46/GP", "45/GP"]
            assert await _listed(office, sort="reverse") == ["45/GP", "46/GP"]
            row = await booked(office, first)
            assert (row["holder_name"], row["holder_number"]) == (APPLICANT.full_name, APPLICANT.personal_id)
            assert await _listed(office, q="45/gp") == ["45/GP"]
            assert await _listed(office, q=APPLICANT.personal_id) == ["46/GP", "45/GP"]
            assert await _listed(office, q="không có gì") == []
            assert await _listed(office, ELSEWHERE) == []
            assert (await office.act(second, "recall", LEADER, {"reason": "Ghi sai số thửa"})).status_code == 200
            assert (await change(office, row["id"], decision("revoked", ground="ruling"))).status_code == 201
            assert await _listed(office, state="in-force") == []
            assert await _listed(office, state="revoked") == ["45/GP"]
            assert await _listed(office, state="recalled") == ["46/GP"], "its number is not given again"

    asyncio.run(run())


def test_the_book_is_a_page_a_file_and_a_print_and_each_result_opens_its_signed_file(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            result = await booked(office, await returned(office))
            for path, words in ((PAGE, "45/GP"), (f"{PAGE}/ban-in", "45/GP"), (f"{PAGE}/ket-xuat?dang=csv", "45/GP")):
                answer = await office.client.get(path, headers=office.headers(COUNTER))
                assert answer.status_code == 200
                assert words in answer.text
            for reader, status in ((office.headers(COUNTER), 200), (office.headers(COUNTER, ELSEWHERE), 404)):
                file = await office.client.get(f"/mot-cua/ket-qua/{result['id']}/tep", headers=reader)
                assert file.status_code == status
            assert await office.rows("SELECT 1 FROM evidence WHERE kind = 'issued-result-seen'")

    asyncio.run(run())
