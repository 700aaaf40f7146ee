"""What a packet says besides its own row stands on the arrival's page, also where an older release kept nothing of it."""

from typing import Any

from sqlalchemy import text

from shared.access.rights import Role

from ..test_incoming import arrived
from .kit import HERE, clerk_of, enter, page, play


def test_places_pages_appendixes_and_way_are_shown_and_told(open_house: Any) -> None:
    async def story(house: Any) -> None:
        incoming = await arrived(house)
        path = f"/van-ban/den/{incoming['id']}"
        told = (await house.call(clerk_of(house), "GET", f"/incoming/{incoming['id']}")).json()["said"]
        assert (told["pages"], told["copies"], told["steering"]) == (1, 1, 0)
        assert [one["organ"] for one in told["traces"]] == ["000.00.11.H08"]
        shown = await page(house, path)
        for words in ("Gói tin ghi thêm", "Không phải văn bản chỉ đạo", "Đường đi của gói tin", "Người gửi"):
            assert words in shown, words

        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE packet_check SET said = NULL"))
        assert "Đường đi của gói tin" in await page(house, path), "read once more from the packet that was kept"
        async with house.database.sessions() as session:
            assert (await session.execute(text("SELECT said IS NOT NULL FROM packet_check"))).scalar_one()

    play(open_house, story)


def test_what_is_answered_is_named(open_house: Any) -> None:
    async def story(house: Any) -> None:
        paper = await enter(house, author="Sở Tài chính", reference="7/STC-QLNS")
        assert (await house.call(clerk_of(house), "GET", f"/incoming/{paper['id']}")).json()["said"] == {}
        first = await arrived(house)
        await house.report(HERE, first["id"], "03", Role.RECORDS_CLERK)
        shown = await page(house, f"/van-ban/den/{first['id']}")
        assert "Trả lời văn bản" not in shown

    play(open_house, story)
