"""The front page of who works with documents says how many wait for them, and of what."""

from typing import Any

from document_exchange.desk.feature import FEATURE
from shared.access.rights import Role

from .test_incoming import arrived
from .test_journey import run

RECEIVER = "000.00.02.H08"
NOTHING = "Không có văn bản nào đang chờ."
EMPTY = {"/nhiem-vu": "Không có nhiệm vụ nào đang chờ.", "/van-ban/lay-y-kien": "Không có dự thảo nào chờ ý kiến."}


async def part(house: Any, who: Any, address: str) -> str:
    answer = await house.call(who, "GET", address, headers={"hx-request": "true"})
    assert answer.status_code == 200, answer.text
    assert "<html" not in answer.text
    return " ".join(answer.text.split())


def test_the_front_page_learns_how_many_documents_wait(open_house: Any) -> None:
    async def play(house: Any) -> None:
        cards = {card.href: card.amount for card in FEATURE.cards}
        assert cards == {href: f"{href}/so-viec" for href in ("/van-ban/den", "/van-ban/di", *EMPTY)}
        clerk, elsewhere = house.person(Role.RECORDS_CLERK, RECEIVER), house.person(Role.RECORDS_CLERK, "000.00.05.H08")
        for href, amount in cards.items():
            assert amount is not None
            assert (await house.call(clerk, "GET", amount)).headers["location"] == href, "opened by its own address"
            assert await part(house, clerk, amount) == EMPTY.get(href, NOTHING)
        await arrived(house)
        assert await part(house, clerk, "/van-ban/den/so-viec") == "<strong>1</strong> đã đến"
        assert await part(house, elsewhere, "/van-ban/den/so-viec") == NOTHING
        # Each sees what waits for him; what went out and what was cancelled waits for nobody.
        specialist, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        await house.draft()
        await house.step(await house.draft(), "submit", Role.SPECIALIST)
        await house.step(await house.draft(), "cancel", Role.SPECIALIST, opinion="Soạn nhầm")
        amount = "/van-ban/di/so-viec"
        assert await part(house, specialist, amount) == "<strong>1</strong> đang soạn thảo · <strong>1</strong> chờ ký"
        assert await part(house, leader, amount) == "<strong>1</strong> chờ ký"

    run(open_house, play)


def test_a_cancelled_draft_leaves_no_empty_frame_above_the_list(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await house.step(await house.draft(), "cancel", Role.SPECIALIST, opinion="Soạn nhầm")
        page = (await house.call(house.person(Role.SPECIALIST), "GET", "/van-ban/di")).text
        assert "Việc đang chờ" not in page

    run(open_house, play)
