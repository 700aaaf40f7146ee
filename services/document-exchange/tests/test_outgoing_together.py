"""The clerk numbers, seals and sends several documents at once, whoever looks at drafts agrees to several: each has its own result."""

from typing import Any

from shared.access.rights import Role

from .reviewing.review_kit import DRAFTER, HEAD, act, draft, flow, staffed, state
from .test_journey import run
from .test_pages import post

TOGETHER = "/van-ban/di/cung-luc"


async def signed(house: Any) -> str:
    document_id = str(await house.draft())
    await house.step(document_id, "submit", Role.SPECIALIST)
    await house.step(document_id, "sign", Role.LEADER)
    return document_id


async def picks(house: Any, *ids: str) -> list[str]:
    return [f"{one}.{(await house.document(one))['version']}" for one in ids]


def test_a_clerk_brings_several_from_signature_to_dispatch(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        one, two, other = [await signed(house) for _ in range(3)]
        page = (await house.call(clerk, "GET", "/van-ban/di?trang_thai=signed")).text
        assert 'value="cap-so"' in page
        for what, done in (("cap-so", "numbered"), ("dong-dau", "sealed"), ("phat-hanh", "sent")):
            form = {"viec": what, "chon": await picks(house, one, two), "ds": ""}
            answer = await post(house, clerk, TOGETHER, form)
            assert answer.status_code == 200, answer.text
            assert [(await house.document(each))["status"] for each in (one, two)] == [done, done]
        numbers = {(await house.document(each))["reference"] for each in (one, two)}
        assert len(numbers) == 2
        mixed = {"viec": "cap-so", "chon": await picks(house, one, other), "ds": ""}
        answer = await post(house, clerk, TOGETHER, mixed)
        assert answer.status_code == 200
        assert "Đã thực hiện 1 trong 2 mục." in answer.text
        assert (await house.document(other))["status"] == "numbered"
        assert (await post(house, clerk, TOGETHER, mixed)).status_code == 409
        assert (await post(house, clerk, TOGETHER, {"viec": "cap-so", "ds": ""})).status_code == 422
        assert (await post(house, clerk, TOGETHER, mixed | {"viec": "khac"})).status_code == 400
        drafter = house.person(Role.SPECIALIST)
        assert (await post(house, drafter, TOGETHER, mixed)).status_code == 403

    run(open_house, play)


def test_a_program_gets_one_result_for_each(open_house: Any) -> None:
    async def play(house: Any) -> None:
        clerk = house.person(Role.RECORDS_CLERK)
        one, two = await signed(house), await signed(house)
        await house.step(two, "number", Role.RECORDS_CLERK)
        body = {"act": "number", "items": [{"id": one}, {"id": two}]}
        answer = await house.call(clerk, "POST", "/documents/bulk", json=body)
        assert answer.status_code == 200, answer.text
        assert {item["id"]: item["done"] for item in answer.json()["items"]} == {one: True, two: False}
        again = await house.call(clerk, "POST", "/documents/bulk", json=body)
        assert (again.status_code, again.json()["code"]) == (409, "nothing_done")
        drafter = house.person(Role.SPECIALIST)
        assert (await house.call(drafter, "POST", "/documents/bulk", json=body)).status_code == 403
        abroad = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        assert (await house.call(abroad, "POST", "/documents/bulk", json=body)).status_code == 409
        strange = body | {"act": "sign"}
        assert (await house.call(clerk, "POST", "/documents/bulk", json=strange)).status_code == 422

    run(open_house, play)


def test_a_head_agrees_to_several_and_what_was_changed_since_is_refused_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        await flow(house)
        one, two = await draft(house), await draft(house)
        for each in (one, two):
            await act(house, DRAFTER, each, "submit")
        versions = {
            each: (await house.call(HEAD, "GET", f"/documents/{each}")).json()["version"] for each in (one, two)
        }
        assert 'value="dong-y"' in (await house.call(HEAD, "GET", "/van-ban/di?pham_vi=review")).text
        await act(house, DRAFTER, two, "take-back")
        again = {
            "type_code": "CV",
            "subject": "V/v khác",
            "all_agencies": True,
            "leader_id": house.person(Role.LEADER).subject,
        }
        await house.call(DRAFTER, "PUT", f"/documents/{two}", json=again)
        await act(house, DRAFTER, two, "submit")
        form = {"viec": "dong-y", "chon": [f"{each}.{version}" for each, version in versions.items()], "ds": ""}
        answer = await post(house, HEAD, TOGETHER, form)
        assert "Đã thực hiện 1 trong 2 mục." in answer.text
        clerk_turn = (await house.call(HEAD, "GET", f"/documents/{one}/reviews")).json()
        assert [turn["state"] for turn in clerk_turn] == ["agreed", "asked"]
        assert await state(house, two) == "reviewing"

    run(open_house, play)
