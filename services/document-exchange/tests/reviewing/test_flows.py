"""Quy trình trình ký as data of an agency: made, changed, dropped; which one a draft takes."""

import asyncio
from typing import Any

import pytest

from shared.access.rights import Role

from ..test_pages import follow, post, version_in
from .review_kit import (
    DRAFTER,
    HEAD,
    OTHER,
    ROOM,
    USUAL,
    act,
    draft,
    flow,
    run,
    staffed,
    state,
    states,
    step,
    submitted,
)

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"steps": [step("person:khong-co", 1)]}, "/steps/0/whose"),
    ({"steps": [step("unit:khong-co", 1)]}, "/steps/0/whose"),
    ({"steps": [step("clerk", 1), step("clerk", 1)]}, "/steps/1/whose"),
    ({"steps": []}, "/steps"),
    ({"steps": [step("clerk", 10)]}, "/steps/0/level"),
    ({"steps": [step("clerk", 1, "khac")]}, "/steps/0/kind"),
    ({"type_codes": ["khong-co"]}, "/type_codes"),
    ({"unit_id": "khong-co"}, "/unit_id"),
    ({"name": " \u00ad "}, "/name"),
]


@pytest.mark.parametrize(("changed", "pointer"), WRONG)
def test_a_flow_that_cannot_be_is_refused_beside_its_field(
    open_house: Any, changed: dict[str, Any], pointer: str
) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        refused = await flow(house, **({"status": 422} | changed))
        assert refused["errors"][0]["pointer"] == pointer
        clerk = house.person(Role.RECORDS_CLERK)
        assert (await house.call(clerk, "GET", "/review-flows")).json() == []

    run(open_house, play)


def test_a_draft_takes_the_flow_made_most_closely_for_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        await flow(house, [step("clerk", 1, "form")])
        await flow(house, [step("person:pho", 1)], name="Quyết định", type_codes=["QĐ"])
        await flow(house, [step("unit-head", 1)], name="Phòng Công nghệ", unit_id=ROOM)
        await flow(house, [step("person:hoach", 1)], name="Tờ trình của phòng", unit_id=ROOM, type_codes=["TTr"])
        for kind, expected in (("CV", f"unit:{ROOM}"), ("QĐ", f"unit:{ROOM}"), ("TTr", "person:hoach")):
            document_id = await draft(house, type_code=kind)
            await act(house, DRAFTER, document_id, "submit")
            (turn,) = (await house.call(DRAFTER, "GET", f"/documents/{document_id}/reviews")).json()
            assert turn["whose"] == expected, kind
        of_nobody = house.person(Role.SPECIALIST)
        for kind, expected in (("CV", "clerk"), ("QĐ", "person:pho")):
            document_id = await draft(house, of_nobody, type_code=kind)
            await act(house, of_nobody, document_id, "submit")
            (turn,) = (await house.call(of_nobody, "GET", f"/documents/{document_id}/reviews")).json()
            assert turn["whose"] == expected, kind

    run(open_house, play)


def test_two_flows_never_claim_the_same_draft(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        first = await flow(house)
        assert (await flow(house, status=422))["code"] == "flow_name_taken"
        assert (await flow(house, status=422, name="QUY TRINH CHUNG", unit_id=ROOM))["code"] == "flow_name_taken"
        assert (await flow(house, status=422, name="Khác"))["code"] == "flow_overlaps"
        await flow(house, name="Hai loại", type_codes=["QĐ", "CV"])
        assert (await flow(house, status=422, name="Một loại", type_codes=["CV"]))["code"] == "flow_overlaps"
        clerk = house.person(Role.RECORDS_CLERK)
        body = {"name": "Phòng", "steps": USUAL, "unit_id": OTHER}
        both = await asyncio.gather(
            *(house.call(clerk, "POST", "/review-flows", json=body | {"name": name}) for name in ("Một", "Hai"))
        )
        assert sorted(answer.status_code for answer in both) == [201, 422]
        same = await house.call(clerk, "PUT", f"/review-flows/{first['id']}", json={"name": "Chung", "steps": USUAL})
        assert (same.status_code, same.json()["version"]) == (200, 2)
        late = await house.call(
            clerk, "PUT", f"/review-flows/{first['id']}", json={"name": "Muộn", "steps": USUAL, "version": 1}
        )
        assert late.status_code == 412
        abroad = house.person(Role.RECORDS_CLERK, "000.00.02.H08")
        for method in ("GET", "PUT", "DELETE"):
            answer = await house.call(
                abroad, method, f"/review-flows/{first['id']}", json=body if method == "PUT" else None
            )
            assert answer.status_code == 404, method
        for who in (DRAFTER, HEAD):
            assert (await house.call(who, "POST", "/review-flows", json=body)).status_code == 403
            assert (await house.call(who, "GET", "/van-ban/quy-trinh")).status_code == 403

    run(open_house, play)


def test_a_flow_is_made_changed_and_dropped_by_its_form_and_drafts_on_their_way_keep_theirs(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        clerk = house.person(Role.RECORDS_CLERK)
        line = {"steps.2.whose": "unit-head", "steps.2.level": "1", "steps.2.kind": "content"}
        empty = await post(house, clerk, "/van-ban/quy-trinh/moi", {"name": "Chung"})
        assert empty.status_code == 422
        assert "Hãy chọn ít nhất một người kiểm tra" in empty.text
        wrong = await post(house, clerk, "/van-ban/quy-trinh/moi", line | {"name": "Chung", "steps.2.whose": "unit:x"})
        assert wrong.status_code == 422
        assert 'href="#steps.0.whose"' in wrong.text
        page = await follow(house, clerk, await post(house, clerk, "/van-ban/quy-trinh/moi", line | {"name": "Chung"}))
        assert "Trưởng đơn vị soạn thảo" in page
        (kept,) = (await house.call(clerk, "GET", "/review-flows")).json()
        document_id = await draft(house)
        await act(house, DRAFTER, document_id, "submit")
        where = f"/van-ban/quy-trinh/{kept['id']}"
        form = (await house.call(clerk, "GET", where)).text
        more = {"steps.0.whose": "clerk", "steps.0.level": "2", "steps.0.kind": "form", "steps.0.optional": "true"}
        changed = {"name": "Chung sửa", "version": version_in(form)}
        assert "Chung sửa" in await follow(house, clerk, await post(house, clerk, where, line | more | changed))
        (kept,) = (await house.call(clerk, "GET", "/review-flows")).json()
        assert [(one["level"], one["whose"], one["optional"]) for one in kept["steps"]] == [
            (1, "unit-head", False),
            (2, "clerk", True),
        ]
        late = await post(house, clerk, where, line | changed)
        assert late.status_code == 412
        assert await states(house, document_id) == [(1, "asked")]
        stale = await post(house, clerk, f"{where}/bo", {"version": "1"})
        assert stale.status_code == 412
        await follow(house, clerk, await post(house, clerk, f"{where}/bo", {"version": str(kept["version"])}))
        assert (await house.call(clerk, "GET", "/review-flows")).json() == []
        assert (await house.call(clerk, "DELETE", f"/review-flows/{kept['id']}")).status_code == 404
        await act(house, HEAD, document_id, "agree")
        assert await state(house, document_id) == "submitted"

    run(open_house, play)


def test_a_flow_leaves_the_api_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await submitted(house)
        clerk = house.person(Role.RECORDS_CLERK)
        (kept,) = (await house.call(clerk, "GET", "/review-flows")).json()
        assert (await house.call(clerk, "GET", f"/review-flows/{kept['id']}")).json() == kept
        assert (await house.call(clerk, "DELETE", f"/review-flows/{kept['id']}")).status_code == 204
        await act(house, HEAD, document_id, "return", opinion="Viết lại")
        assert (await act(house, DRAFTER, document_id, "submit"))["status"] == "submitted", "no flow any more"

    run(open_house, play)
