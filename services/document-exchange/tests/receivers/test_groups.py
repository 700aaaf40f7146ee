"""Groups of receivers: kept by the clerk, chosen by every drafter, of one agency alone."""

import asyncio
from typing import Any

import pytest

from document_exchange.receivers import actions
from shared.access.rights import Role

from ..test_exits import close, run
from ..test_incoming import post

ONE, TWO = "000.00.02.H08", "000.00.05.H08"
PATH = "/addressee-groups"


async def made(house: Any, name: str = "Khối nội chính", *members: str) -> dict[str, Any]:
    body = {"name": name, "addressees": list(members or (ONE, TWO))}
    answer = await house.call(house.person(Role.RECORDS_CLERK), "POST", PATH, json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_a_draft_is_sent_to_a_group_and_keeps_its_receivers(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group = await made(house)
        clerk, drafter = house.person(Role.RECORDS_CLERK), house.person(Role.SPECIALIST)
        document_id = await house.draft(all_agencies=False, groups=[group["id"]])
        whole = (await house.call(drafter, "GET", f"/documents/{document_id}")).json()
        assert whole["addressees"] == [ONE, TWO]
        assert "Khối nội chính (2)" in (await house.call(drafter, "GET", "/van-ban/di/soan-thao")).text
        assert (await house.call(clerk, "DELETE", f"{PATH}/{group['id']}")).status_code == 204
        assert (await house.call(drafter, "GET", f"/documents/{document_id}")).json()["addressees"] == [ONE, TWO]
        body = {"type_code": "CV", "subject": "V/v thử", "groups": [group["id"]]}
        gone = await house.call(drafter, "POST", "/documents", json=body)
        assert (gone.status_code, gone.json()["code"]) == (422, "group_unknown")

    run(open_house, play)


def test_groups_are_made_changed_and_dropped_on_their_pages(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, place = house.person(Role.RECORDS_CLERK), "/van-ban/nhom-noi-nhan"
        empty = await post(house, clerk, f"{place}/moi", name="Khối kinh tế")
        assert empty.status_code == 422
        assert 'value="Khối kinh tế"' in empty.text
        assert (await post(house, clerk, f"{place}/moi", name="Khối kinh tế", addressees=[ONE])).status_code == 303
        (group,) = (await house.call(clerk, "GET", PATH)).json()
        assert "Khối kinh tế" in (await house.call(clerk, "GET", place)).text
        path = f"{place}/{group['id']}"
        assert "checked" in (await house.call(clerk, "GET", path)).text
        changed = await post(house, clerk, path, name="Khối kinh tế", addressees=[ONE, TWO], version="1")
        assert changed.status_code == 303, changed.text
        stale = await post(house, clerk, path, name="Khác", addressees=[ONE], version="1")
        assert stale.status_code == 412
        dropped = await post(house, clerk, f"{path}/bo", version="2")
        assert dropped.status_code == 303
        assert (await house.call(clerk, "GET", PATH)).json() == []
        assert (await post(house, clerk, f"{path}/bo")).status_code == 404

    run(open_house, play)


def test_one_name_is_one_group_however_it_is_written(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group = await made(house)
        clerk = house.person(Role.RECORDS_CLERK)
        twin = await house.call(clerk, "POST", PATH, json={"name": "khối nội chính", "addressees": [ONE]})
        assert (twin.status_code, twin.json()["code"]) == (422, "group_name_taken")
        same = await house.call(
            clerk, "PUT", f"{PATH}/{group['id']}", json={"name": "Khối Nội chính", "addressees": [ONE]}
        )
        assert (same.status_code, same.json()["addressees"]) == (200, [ONE])

    run(open_house, play)


def test_other_agencies_and_other_posts_do_not_touch_a_group(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group = await made(house)
        abroad, drafter = house.person(Role.RECORDS_CLERK, ONE), house.person(Role.SPECIALIST)
        body = {"name": "Khác", "addressees": [TWO]}
        for who, status in ((abroad, 404), (drafter, 403)):
            assert (await house.call(who, "PUT", f"{PATH}/{group['id']}", json=body)).status_code == status
            assert (await house.call(who, "DELETE", f"{PATH}/{group['id']}")).status_code == status
        assert (await house.call(abroad, "GET", f"{PATH}/{group['id']}")).status_code == 404
        draft = {"type_code": "CV", "subject": "V/v thử", "groups": [group["id"]]}
        other = await house.call(house.person(Role.SPECIALIST, ONE), "POST", "/documents", json=draft)
        assert other.status_code == 422
        assert (await house.call(drafter, "GET", f"{PATH}/{group['id']}")).json()["addressees"] == [ONE, TWO]

    run(open_house, play)


def test_a_group_with_a_closed_agency_says_so_at_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group = await made(house)
        await close(house, ONE)
        body = {"type_code": "CV", "subject": "V/v thử", "groups": [group["id"]]}
        answer = await house.call(house.person(Role.SPECIALIST), "POST", "/documents", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "addressee_unknown")

    run(open_house, play)


def test_two_clerks_with_one_name_at_the_same_moment_make_one_group(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk, body = house.person(Role.RECORDS_CLERK), {"name": "Khối nội chính", "addressees": [ONE]}
        many = await asyncio.gather(*(house.call(clerk, "POST", PATH, json=body) for _ in range(6)))
        assert sorted(answer.status_code for answer in many) == [201] + [422] * 5
        assert len((await house.call(clerk, "GET", PATH)).json()) == 1
        group = await made(house, "Khối kinh tế")
        paths = (f"{PATH}/{group['id']}",) * 3
        renamed = await asyncio.gather(*(house.call(clerk, "PUT", path, json=body) for path in paths))
        assert {answer.status_code for answer in renamed} == {422}

    run(open_house, play)


def test_a_group_is_dropped_by_who_saw_it_as_it_is(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group, clerk = await made(house), house.person(Role.RECORDS_CLERK)
        path = f"{PATH}/{group['id']}"
        await house.call(clerk, "PUT", path, json={"name": "Khối nội chính", "addressees": [ONE]})
        stale = await house.call(clerk, "DELETE", path, headers={"if-match": '"1"'})
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        assert (await house.call(clerk, "GET", path)).status_code == 200
        assert (await house.call(clerk, "DELETE", path, headers={"if-match": '"2"'})).status_code == 204

    run(open_house, play)


def test_an_agency_keeps_no_more_groups_than_a_form_can_offer(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_GROUPS", 2)

    async def play(house: Any) -> None:
        await made(house, "Khối 1")
        group = await made(house, "Khối 2")
        clerk = house.person(Role.RECORDS_CLERK)
        more = await house.call(clerk, "POST", PATH, json={"name": "Khối 3", "addressees": [ONE]})
        assert (more.status_code, more.json()["code"]) == (409, "groups_too_many")
        assert "2 nhóm" in more.json()["title"]
        page = await post(house, clerk, "/van-ban/nhom-noi-nhan/moi", name="Khối 3", addressees=[ONE])
        assert page.status_code == 409
        assert 'value="Khối 3"' in page.text
        await house.call(clerk, "DELETE", f"{PATH}/{group['id']}")
        await made(house, "Khối 3")

    run(open_house, play)


def test_the_form_of_a_group_names_who_takes_no_documents_any_more(open_house: Any) -> None:
    async def play(house: Any) -> None:
        group = await made(house)
        await close(house, ONE)
        page = await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/nhom-noi-nhan/{group['id']}")
        assert "lưu nhóm thì bỏ ra: Sở Nội vụ" in page.text

    run(open_house, play)
