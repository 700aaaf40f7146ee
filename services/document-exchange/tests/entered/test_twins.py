"""The same document by two ways is never entered without a look, whichever came first (NĐ 30/2020, Phụ lục VI, III.1h)."""

import asyncio
from typing import Any

import pytest

from shared.access.rights import Role
from shared.core.identifiers import new_id

from ..test_incoming import arrived
from .kit import HERE, PLACE, a_form, clerk_of, enter, page, play

SENDER_NAME = "Sở Thông tin và Truyền thông"


@pytest.mark.parametrize("reference", ["12/CV-MD", "12/cv-md", " 12 / CV – MD ", "012/CV-MD", "12/CV\u2011MD"])
def test_however_it_is_written_the_second_is_shown_the_first(open_house: Any, reference: str) -> None:
    async def story(house: Any) -> None:
        first = await enter(house)
        refused = await enter(
            house, 422, reference=reference, author="CÔNG TY CỔ PHẦN  MINH DƯƠNG", issued_on="2026-01-02", origin="fax"
        )
        assert refused["code"] == "duplicate_found"
        form = a_form(house, reference=reference) | {"viec": "vao-so", "id": str(new_id())}
        asked = await house.call(clerk_of(house), "POST", PLACE, data=form)
        assert asked.status_code == 422
        assert f"/van-ban/den/{first['id']}" in asked.text
        assert "Vẫn nhập" in asked.text
        done = await house.call(clerk_of(house), "POST", PLACE, data=form | {"anyway": "true"})
        assert done.status_code == 303, done.text
        second = done.headers["location"].partition("?")[0]
        assert f"/van-ban/den/{first['id']}" in await page(house, second)
        assert second in await page(house, f"/van-ban/den/{first['id']}"), "the link leads both ways"

    play(open_house, story)


def test_of_two_clerks_who_enter_it_at_the_same_moment_one_is_shown_the_others(open_house: Any) -> None:
    async def story(house: Any) -> None:
        for number in range(6):
            new = {"origin": "post", "author": "Công ty Minh Long", "reference": f"{number}1/ML", "subject": "Đơn"}
            calls = (house.call(clerk_of(house), "POST", "/incoming", json=new) for _ in range(3))
            answers = sorted([answer.status_code for answer in await asyncio.gather(*calls)])
            assert answers == [201, 422, 422]

    play(open_house, story)


def test_the_same_number_of_another_author_is_another_document(open_house: Any) -> None:
    async def story(house: Any) -> None:
        await enter(house)
        await enter(house, author="Công ty Minh Long")
        await enter(house, reference="", author="Nguyễn Văn An")
        await enter(house, reference="", author="Nguyễn Văn An")
        assert len(await house.inbox(HERE)) == 4

    play(open_house, story)


def test_paper_after_packet_and_packet_after_paper_warn_each_other(open_house: Any) -> None:
    async def story(house: Any) -> None:
        packet = await arrived(house)
        refused = await enter(house, 422, author=SENDER_NAME, reference=packet["reference"])
        assert refused["code"] == "duplicate_found"
        paper = await enter(house, author=SENDER_NAME, reference=packet["reference"], anyway=True)
        assert paper["warnings"] == ["duplicate_reference"]
        here = f"/van-ban/den/{packet['id']}"
        unseen = await house.call(clerk_of(house), "POST", f"{here}/tiep-nhan", data={"csrf_token": "form-token"})
        assert unseen.status_code == 422, "the packet is not registered beside its paper without a look"
        assert f"/van-ban/den/{paper['id']}" in unseen.text

        number = packet["reference"].partition("/")
        following = f"{int(number[0]) + 1:02d}/{number[2]}"
        early = await enter(house, author=SENDER_NAME, reference=following)
        late = await arrived(house)
        assert late["reference"] == following
        assert "duplicate_reference" in late["warnings"]
        assert f"/van-ban/den/{early['id']}" in await page(house, f"/van-ban/den/{late['id']}")

    play(open_house, story)


def test_what_was_returned_is_no_twin(open_house: Any) -> None:
    async def story(house: Any) -> None:
        packet = await arrived(house)
        await house.report(HERE, packet["id"], "02", Role.RECORDS_CLERK, description="Thiếu phụ lục")
        paper = await enter(house, author=SENDER_NAME, reference=packet["reference"])
        assert paper["warnings"] == []

    play(open_house, story)
