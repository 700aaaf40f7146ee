"""Quyền hạn ký held to the signer's post: as he is named, as the draft is submitted, as he signs (NĐ 30/2020 Điều 13)."""

from typing import Any

import pytest

from shared.access.rights import Role
from shared.directory.keeping import keep_person
from testing.factories import a_person, a_post

from .conftest import SENDER
from .test_exits import RECEIVER, SECOND_LEADER, run, with_colleagues

FIELDS = {"type_code": "CV", "subject": "V/v thử", "place": "Quy Nhơn", "addressees": [RECEIVER]}


async def _holds(house: Any, title: str, **changed: Any) -> None:
    """What the second leader is from now on."""
    post = a_post(SENDER, Role.LEADER, title=title, **changed)
    async with house.database.sessions.begin() as session:
        await keep_person(session, a_person(SECOND_LEADER, post, full_name="Phạm Văn Hai"))


async def _draft(house: Any, **chosen: Any) -> Any:
    body = FIELDS | {"leader_id": SECOND_LEADER} | chosen
    return await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)


@pytest.mark.parametrize(
    ("title", "chosen", "instead"),
    [
        ("Giám đốc", "KT.", "hãy chọn ký theo chức danh"),
        ("Phó Giám đốc", "TL.", "hãy chọn ký thay (KT.)"),
        ("Phó Giám đốc", "Q.", "hãy chọn ký thay (KT.)"),
        ("Phó Giám đốc", "TUQ.", "hãy chọn người ủy quyền làm người ký"),
    ],
)
def test_what_the_post_does_not_allow_is_refused_with_what_to_choose(
    open_house: Any, title: str, chosen: str, instead: str
) -> None:
    async def play(house: Any) -> None:
        await with_colleagues(house)
        await _holds(house, title)
        refused = await _draft(house, competence=chosen)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/competence")
        assert instead in refused.json()["errors"][0]["detail"]
        assert (await house.call(house.person(Role.SPECIALIST), "GET", "/documents")).json()["items"] == []
        form = (await house.call(house.person(Role.SPECIALIST), "GET", "/van-ban/di/soan-thao")).text
        assert 'value="TUQ."' not in form

    run(open_house, play)


def test_who_leads_a_unit_signs_by_order_of_the_head(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await with_colleagues(house)
        await _holds(house, "Chánh Văn phòng", unit="Văn phòng", unit_id="u-vp")
        made = await _draft(house)
        assert (made.status_code, made.json()["competence"]) == (201, "TL.")
        page = await house.call(house.person(Role.SPECIALIST), "GET", f"/van-ban/di/{made.json()['id']}")
        assert "TL. Giám đốc, Chánh Văn phòng – Phạm Văn Hai" in page.text
        await _holds(house, "Phó Chánh Văn phòng", unit="Văn phòng", unit_id="u-vp")
        made = await _draft(house, competence="TL.")
        page = await house.call(house.person(Role.SPECIALIST), "GET", f"/van-ban/di/{made.json()['id']}")
        assert "TL. Giám đốc, KT. Chánh Văn phòng, Phó Chánh Văn phòng – Phạm Văn Hai" in page.text

    run(open_house, play)


def test_a_signer_who_rose_meanwhile_does_not_sign_by_what_he_was(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader, _ = await with_colleagues(house)
        await _holds(house, "Phó Giám đốc")
        draft = {"leader_id": SECOND_LEADER, "all_agencies": False, "addressees": [RECEIVER]}
        document_id = await house.draft(**draft)
        await house.step(document_id, "submit", Role.SPECIALIST)
        await _holds(house, "Quyền Giám đốc")
        refused = await house.call(leader, "POST", f"/documents/{document_id}/sign", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "authority_changed")
        assert "Q. Giám đốc" in refused.json()["title"]
        assert (await house.call(leader, "GET", f"/documents/{document_id}")).json()["status"] == "submitted"
        back = await house.call(leader, "POST", f"/documents/{document_id}/return", json={"opinion": "Chọn lại"})
        assert back.status_code == 200, back.text
        again = await house.step(document_id, "submit", Role.SPECIALIST, 409)
        assert again["code"] == "authority_changed"
        drafter = house.person(Role.SPECIALIST)
        body = FIELDS | {"leader_id": SECOND_LEADER, "competence": ""}
        mended = await house.call(drafter, "PUT", f"/documents/{document_id}", json=body)
        assert (mended.status_code, mended.json()["competence"]) == (200, "Q.")
        await house.step(document_id, "submit", Role.SPECIALIST)
        signed = await house.call(leader, "POST", f"/documents/{document_id}/sign", json={})
        assert signed.status_code == 200, signed.text

    run(open_house, play)
