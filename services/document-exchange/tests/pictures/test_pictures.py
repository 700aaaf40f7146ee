"""Hình chữ ký, con dấu thật: brought, looked at, on documents; whose they are, and what is refused."""

import asyncio
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from shared.access.rights import Role

from ..registers.test_kept_numbers import play
from ..test_pages import follow, post
from .picture_kit import (
    BLACK,
    BLUE,
    MM,
    RED,
    a_seal,
    a_signature,
    box_of,
    bring,
    drawn,
    pdfsig,
    put_in_use,
    sealed_page,
)

OTHER = "000.00.02.H08"
SIGNATURE, SEAL = "/signature-picture", "/seal-picture"


async def _sealed(house: Any) -> str:
    document_id = str(await house.draft(all_agencies=False, addressees=[OTHER]))
    for step, role in (
        ("submit", Role.SPECIALIST),
        ("sign", Role.LEADER),
        ("number", Role.RECORDS_CLERK),
        ("seal", Role.RECORDS_CLERK),
    ):
        await house.step(document_id, step, role)
    return document_id


def test_a_document_shows_the_real_signature_and_the_real_seal_of_its_size(open_house: Any, tmp_path: Path) -> None:
    async def story(house: Any) -> None:
        await put_in_use(house, house.person(Role.LEADER), SIGNATURE, a_signature())
        await put_in_use(house, house.person(Role.RECORDS_CLERK), SEAL, a_seal(), diameter=40)
        file = await sealed_page(house, await _sealed(house), tmp_path)
        said = pdfsig(file)
        assert said.count("Signature is Valid") == 2, said
        page = drawn(file)
        seal, signature = box_of(page, RED), box_of(page, BLUE)
        assert seal is not None
        assert signature is not None
        assert abs((seal[2] - seal[0]) / MM - 40) < 1.5, "real size"
        assert abs((seal[3] - seal[1]) / MM - 40) < 1.5
        assert 5 < (signature[3] - signature[1]) / MM <= 16.5
        width = (signature[2] - signature[0]) / (signature[3] - signature[1])
        assert abs(width - 824 / 304) < 0.5, "its own proportions"
        assert seal[0] < signature[0] < seal[2] < signature[2], "over its left"

    play(open_house, story)


def test_what_was_signed_before_keeps_its_picture_and_the_former_one_is_kept(open_house: Any, tmp_path: Path) -> None:
    async def story(house: Any) -> None:
        leader, other_blue = house.person(Role.LEADER), (60, 150, 230)
        await put_in_use(house, leader, SIGNATURE, a_signature())
        before = await _sealed(house)
        await put_in_use(house, leader, SIGNATURE, a_signature(other_blue))
        after = drawn(await sealed_page(house, await _sealed(house), tmp_path))
        assert box_of(drawn(await sealed_page(house, before, tmp_path)), BLUE)
        assert box_of(after, other_blue)
        assert box_of(after, BLUE) is None
        states = [one["state"] for one in (await house.call(leader, "GET", SIGNATURE)).json()]
        assert states == ["in-use", "former"]
        assert (await house.call(leader, "DELETE", SIGNATURE)).status_code == 204
        assert (await house.call(leader, "DELETE", SIGNATURE)).status_code == 409
        drawn_again = drawn(await sealed_page(house, await _sealed(house), tmp_path))
        assert box_of(drawn_again, other_blue) is None
        async with house.database.sessions() as session:
            rows = await session.execute(text("SELECT kind FROM evidence WHERE kind LIKE 'picture-%' ORDER BY id"))
            kinds = [row.kind for row in rows]
        assert kinds == [*["picture-brought", "picture-used"] * 2, "picture-dropped"]

    play(open_house, story)


def _bomb() -> bytes:
    return a_signature(size=(1200, 600))[:3000]


WRONG: list[tuple[str, bytes, str]] = [
    (SIGNATURE, b"khong phai hinh", "picture_unreadable"),
    (SIGNATURE, _bomb(), "picture_unreadable"),
    (SIGNATURE, b"", "picture_missing"),
    (SIGNATURE, a_signature(BLACK), "signature_not_blue"),
    (SIGNATURE, a_signature(RED), "signature_not_blue"),
    (SIGNATURE, a_signature((255, 255, 255)), "picture_empty"),
    (SIGNATURE, a_signature(size=(120, 60)), "picture_small"),
    (SIGNATURE, a_signature(kind="GIF"), "picture_unreadable"),
    (SEAL, a_seal(BLUE), "seal_not_red"),
    (SEAL, a_seal(size=(900, 700)), "seal_not_round"),
]


@pytest.mark.parametrize(("call", "content", "code"), WRONG)
def test_what_is_no_such_picture_is_refused_with_what_to_mend(
    open_house: Any, call: str, content: bytes, code: str
) -> None:
    async def story(house: Any) -> None:
        who = house.person(Role.LEADER if call == SIGNATURE else Role.RECORDS_CLERK)
        refused = await bring(house, who, call, content, 422)
        assert refused["code"] == code
        assert refused["errors"][0]["pointer"] == "/picture"
        assert (await house.call(who, "GET", call)).json() == []

    play(open_house, story)


def test_a_picture_is_kept_without_its_ground_and_without_what_came_with_it(open_house: Any) -> None:
    async def story(house: Any) -> None:
        leader = house.person(Role.LEADER)
        picture = await bring(house, leader, SIGNATURE, a_signature(kind="JPEG") + b"<script>tail</script>")
        kept = await house.call(leader, "GET", f"{SIGNATURE}/{picture['id']}/content")
        assert b"script" not in kept.content
        image = Image.open(io.BytesIO(kept.content))
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (900, 300))
        assert image.getchannel("A").getextrema() == (0, 255)
        assert image.crop((0, 0, 1, 1)).getchannel("A").getextrema() == (0, 0)

    play(open_house, story)


def test_nobody_but_the_person_and_the_agencys_clerk_changes_a_picture(open_house: Any) -> None:
    async def story(house: Any) -> None:
        leader, clerk = house.person(Role.LEADER), house.person(Role.RECORDS_CLERK)
        picture = await bring(house, leader, SIGNATURE, a_signature())
        seal = await bring(house, clerk, SEAL, a_seal())
        abroad, clerk_abroad = house.person(Role.LEADER, OTHER), house.person(Role.RECORDS_CLERK, OTHER)
        assert (await house.call(abroad, "GET", f"{SIGNATURE}/{picture['id']}/content")).status_code == 404
        assert (await house.call(abroad, "POST", f"{SIGNATURE}/{picture['id']}/use", json={})).status_code == 404
        assert (await house.call(clerk_abroad, "GET", f"{SEAL}/{seal['id']}/content")).status_code == 404
        assert (await house.call(clerk_abroad, "POST", f"{SEAL}/{seal['id']}/use", json={})).status_code == 404
        for who, call in ((clerk, SIGNATURE), (leader, SEAL), (house.person(Role.SPECIALIST), SIGNATURE)):
            await bring(house, who, call, a_signature(), 403)
        both = await asyncio.gather(
            *(house.call(leader, "POST", f"{SIGNATURE}/{picture['id']}/use", json={}) for _ in range(2))
        )
        assert sorted(answer.status_code for answer in both) == [200, 409]

    play(open_house, story)


def test_the_forms_show_a_picture_before_it_is_used(open_house: Any) -> None:
    async def story(house: Any) -> None:
        clerk, place = house.person(Role.RECORDS_CLERK), "/van-ban/hinh-con-dau"
        empty = await post(house, clerk, place, {"diameter": "36"})
        assert empty.status_code == 422
        assert "Hãy chọn tệp hình." in empty.text
        picture = {"picture": ("dau.png", a_seal(), "image/png")}
        wrong = await post(house, clerk, place, {"diameter": "360"}, picture)
        assert wrong.status_code == 422
        assert 'value="360"' in wrong.text
        page = await follow(house, clerk, await post(house, clerk, place, {"diameter": "35"}, picture))
        assert "Hình chờ dùng" in page
        assert "đường kính 35 mm" in page
        waiting = (await house.call(clerk, "GET", SEAL)).json()[0]["id"]
        assert (await house.call(clerk, "GET", f"{place}/{waiting}")).headers["content-type"] == "image/png"
        stale = await post(house, clerk, f"{place}/dung", {"picture_id": "0199d3a0-0000-7000-8000-00000000beef"})
        assert stale.status_code == 404
        page = await follow(house, clerk, await post(house, clerk, f"{place}/dung", {"picture_id": waiting}))
        assert "Hình mới được dùng" in page
        again = await post(house, clerk, f"{place}/dung", {"picture_id": waiting})
        assert again.status_code == 409
        assert "Hình này không còn chờ dùng" in again.text
        page = await follow(house, clerk, await post(house, clerk, f"{place}/bo", {}))
        assert "Đã dùng trước đây" in page
        own = "/van-ban/hinh-chu-ky"
        leader = house.person(Role.LEADER)
        page = await follow(
            house, leader, await post(house, leader, own, {}, {"picture": ("ky.png", a_signature(), "image/png")})
        )
        assert "Dùng hình này" in page

    play(open_house, story)


def test_one_puts_the_own_signature_in_use_on_the_page_and_gives_the_seal_up_by_call(open_house: Any) -> None:
    async def story(house: Any) -> None:
        leader, clerk, own = house.person(Role.LEADER), house.person(Role.RECORDS_CLERK), "/van-ban/hinh-chu-ky"
        waiting = (await bring(house, leader, SIGNATURE, a_signature()))["id"]
        page = await follow(house, leader, await post(house, leader, f"{own}/dung", {"picture_id": waiting}))
        assert "Hình mới được dùng" in page
        assert [one["state"] for one in (await house.call(leader, "GET", SIGNATURE)).json()] == ["in-use"]
        await follow(house, leader, await post(house, leader, f"{own}/bo", {}))
        assert [one["state"] for one in (await house.call(leader, "GET", SIGNATURE)).json()] == ["former"]
        await put_in_use(house, clerk, SEAL, a_seal())
        given_up = await house.call(clerk, "DELETE", SEAL)
        assert given_up.status_code == 204, given_up.text
        assert [one["state"] for one in (await house.call(clerk, "GET", SEAL)).json()] == ["former"]
        assert (await house.call(clerk, "DELETE", SEAL)).status_code == 409

    play(open_house, story)
