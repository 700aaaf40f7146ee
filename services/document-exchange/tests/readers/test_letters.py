"""What citizens write is never opened to the agency; what only begins with such a word is."""

from typing import Any

import pytest

from ..test_incoming import run
from .test_readers import NAM, an_arrival, changed, put, reads


@pytest.mark.parametrize(
    "subject", ["Đôn đốc thực hiện chế độ báo cáo", "Đơn giá nhân công xây dựng", "Đơn vị hành chính mới"]
)
def test_what_begins_like_a_letter_is_none(open_house: Any, subject: str) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        await changed(house, "UPDATE incoming_document SET subject = :subject", subject=subject)
        opened = await put(house, incoming_id, scope="agency")
        assert opened.status_code == 200, opened.text
        assert await reads(house, NAM, incoming_id)

    run(open_house, play)
