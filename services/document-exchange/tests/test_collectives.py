"""A People's Committee signs in the name of the collective (TM., NĐ 30/2020 Điều 13), a department never."""

from typing import Any

from shared.access.identity import Identity
from shared.access.rights import Role
from shared.directory.keeping import keep_agency
from testing.factories import an_agency

from .test_exits import RECEIVER, run, with_colleagues

FIELDS = {"type_code": "CV", "subject": "V/v thử", "place": "Quy Nhơn", "addressees": [RECEIVER]}


async def _is_a_committee(house: Any, agency: str) -> None:
    async with house.database.sessions.begin() as session:
        await keep_agency(
            session, an_agency(agency, name="Thành phố Ao", short_name="TPA", collective="Ủy ban nhân dân")
        )


def test_a_document_of_a_collective_is_signed_in_its_name_unless_the_drafter_says_otherwise(open_house: Any) -> None:
    async def play(house: Any) -> None:
        deputy, _ = await with_colleagues(house)
        drafter, head = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        await _is_a_committee(house, drafter.agency_code)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])

        async def lines(leader: Identity, **chosen: str) -> str:
            body = FIELDS | {"leader_id": leader.subject} | chosen
            answer = await house.call(drafter, "PUT", f"/documents/{document_id}", json=body)
            assert answer.status_code == 200, answer.text
            return str((await house.call(drafter, "GET", f"/van-ban/di/{document_id}")).text)

        assert "TM. Ủy ban nhân dân, KT. Giám đốc, Phó Giám đốc – Phạm Văn Hai" in await lines(deputy)
        assert "TM. Ủy ban nhân dân" in await lines(head)
        assert "TM." not in await lines(head, competence=""), "what the head decides alone he signs alone"
        form = (await house.call(drafter, "GET", "/van-ban/di/soan-thao")).text
        assert '<option value="TM." selected' in form
        unsaid = await house.call(drafter, "PUT", f"/documents/{document_id}", json=FIELDS)
        assert unsaid.json()["competence"] == "TM."
        page = (await house.call(drafter, "GET", f"/van-ban/di/{document_id}")).text
        assert "TM. Ủy ban" not in page, "nobody is to sign it yet"

    run(open_house, play)


def test_where_the_head_decides_nobody_signs_for_a_collective(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        refused = await house.call(drafter, "POST", "/documents", json=FIELDS | {"competence": "TM."})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/competence")
        assert "chế độ tập thể" in refused.json()["errors"][0]["detail"]
        form = (await house.call(drafter, "GET", "/van-ban/di/soan-thao")).text
        assert 'value="TM."' not in form

    run(open_house, play)
