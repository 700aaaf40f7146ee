"""Sổ sử dụng bản lưu: a copy is in one place; who has it, since when and by whose leave stands in the book (NĐ 30/2020 Phụ lục IV)."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from shared.access.rights import Role
from shared.core import clock
from shared.core.formats import vn_date

from ..test_incoming import run

BOOK = "/lists/copy-register"
NEW = {"person_name": "Trần Minh Thuận", "allowed_by": "Nguyễn Thị Yến", "file_reference": "12/QĐ"}


def clerk(house: Any) -> Any:
    return house.person(Role.RECORDS_CLERK)


async def lent(house: Any, document_id: Any, status: int = 201, **changes: Any) -> Any:
    answer = await house.call(clerk(house), "POST", f"/documents/{document_id}/copy-uses", json=NEW | changes)
    assert answer.status_code == status, answer.text
    return answer.json()


async def lines(house: Any) -> list[Any]:
    async with house.database.sessions() as session:
        found = await session.execute(text("SELECT id, used_on, returned_on, struck_reason FROM copy_use ORDER BY id"))
        return list(found.all())


async def _stand_in_the_book(house: Any, sent: Any, day: Any) -> None:
    """One that came back, one struck out, one that is out."""
    page = (await house.call(clerk(house), "GET", "/van-ban/so-ban-luu")).text
    link = f'href="/van-ban/di/{sent["id"]}/ban-luu">{sent["reference"]} ngày {vn_date(day)}</a>'
    assert link in page, "its day, and the way to its return"
    rows = (await house.call(clerk(house), "GET", BOOK)).json()["items"]
    assert [row["person"] for row in rows] == ["Trần Minh Thuận", "Lê Thị Mẫu", "Phạm Văn Ba"]
    assert rows[0] == {
        "id": sent["id"],
        "used": day.isoformat(),
        "person": "Trần Minh Thuận",
        "reference": f"{sent['reference']} ngày {vn_date(day)}",
        "about": f"Công văn: {sent['subject']}",
        "file": "12/QĐ",
        "receipt": "",
        "returned": day.isoformat(),
        "allowed": "Nguyễn Thị Yến",
        "note": "",
    }
    assert "Ghi nhầm văn bản" in rows[1]["note"]
    found = (await house.call(clerk(house), "GET", BOOK, params={"q": "pham van ba"})).json()["items"]
    assert len(found) == 1
    assert (await house.call(clerk(house), "GET", BOOK, params={"year": day.year - 1})).json()["items"] == []


def test_a_copy_is_given_out_once_and_stands_in_the_book_until_and_after_it_is_back(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent, day = await house.sent(), clock.local_now().date()
        use = await lent(house, sent["id"])
        before = await lines(house)
        again = await lent(house, sent["id"], 422, person_name="Người khác")
        assert again["code"] == "copy_lent"
        assert "Trần Minh Thuận đang giữ" in again["errors"][0]["detail"]
        early = {"returned_on": (day - timedelta(days=1)).isoformat()}
        for wrong, code in (
            (early, "day_too_early"),
            ({"returned_on": (day + timedelta(days=1)).isoformat()}, "day_ahead"),
        ):
            refused = await house.call(clerk(house), "POST", f"/copy-uses/{use['id']}/return", json=wrong)
            assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert await lines(house) == before
        back = await house.call(clerk(house), "POST", f"/copy-uses/{use['id']}/return", json={})
        assert back.json()["returned_on"] == day.isoformat()
        twice = await house.call(clerk(house), "POST", f"/copy-uses/{use['id']}/return", json={})
        assert (twice.status_code, twice.json()["code"]) == (409, "copy_not_out")
        second = await lent(house, sent["id"], person_name="Lê Thị Mẫu")
        struck = await house.call(
            clerk(house), "POST", f"/copy-uses/{second['id']}/strike", json={"strike_reason": "Ghi nhầm văn bản"}
        )
        assert struck.json()["struck_reason"] == "Ghi nhầm văn bản"
        await lent(house, sent["id"], person_name="Phạm Văn Ba")
        await _stand_in_the_book(house, sent, day)

    run(open_house, play)


def test_two_clerks_at_once_give_it_to_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent = await house.sent()
        place = f"/documents/{sent['id']}/copy-uses"
        sends = [house.call(clerk(house), "POST", place, json=NEW | {"person_name": f"Người {n}"}) for n in range(6)]
        answers = await asyncio.gather(*sends)
        assert sorted(answer.status_code for answer in answers) == [201, *[422] * 5]
        assert len(await lines(house)) == 1

    run(open_house, play)


def test_the_page_does_what_the_calls_do_and_keeps_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent, day = await house.sent(), clock.local_now().date()
        place = f"/van-ban/di/{sent['id']}/ban-luu"
        token = {"csrf_token": clerk(house).csrf}
        on = {"used_on-day": str(day.day), "used_on-month": str(day.month), "used_on-year": str(day.year)}
        assert place in (await house.call(clerk(house), "GET", f"/van-ban/di/{sent['id']}")).text
        wrong = await house.call(clerk(house), "POST", place, data=token | on | {"person_name": "Giữ lại"})
        assert wrong.status_code == 422
        assert 'value="Giữ lại"' in wrong.text
        assert 'href="#allowed_by"' in wrong.text
        assert await lines(house) == []
        done = await house.call(clerk(house), "POST", place, data=token | on | {**NEW, "note": "Bản photo"})
        assert done.headers["location"] == f"{place}?xong=cho"
        page = (await house.call(clerk(house), "GET", done.headers["location"])).text
        assert "Đã ghi cho sử dụng bản lưu." in page
        assert "Đang giữ" in page
        assert "Cho sử dụng bản lưu" not in page, "nobody else can have it meanwhile"
        (line,) = await lines(house)
        back = {"returned_on-day": "31", "returned_on-month": "2", "returned_on-year": "2026"}
        refused = await house.call(clerk(house), "POST", f"/van-ban/luot-ban-luu/{line.id}/tra", data=token | back)
        assert refused.status_code == 422
        now = {name.replace("used_on", "returned_on"): value for name, value in on.items()}
        assert (
            await house.call(clerk(house), "POST", f"/van-ban/luot-ban-luu/{line.id}/tra", data=token | now)
        ).status_code == 303
        empty = await house.call(clerk(house), "POST", f"/van-ban/luot-ban-luu/{line.id}/gach", data=token)
        assert empty.status_code == 422
        assert 'href="#strike_reason"' in empty.text
        sheet = await house.call(clerk(house), "GET", "/van-ban/so-ban-luu/so-in")
        assert sheet.headers["content-type"] == "application/pdf"
        struck = await house.call(
            clerk(house), "POST", f"/van-ban/luot-ban-luu/{line.id}/gach", data=token | {"strike_reason": "Nhầm"}
        )
        assert struck.status_code == 303
        assert (
            await house.call(clerk(house), "POST", f"/van-ban/luot-ban-luu/{line.id}/khac", data=token)
        ).status_code == 404

    run(open_house, play)


def test_a_draft_has_no_copy_and_nobody_else_has_the_book(open_house: Any) -> None:
    async def play(house: Any) -> None:
        draft = await house.draft()
        await house.step(draft, "submit", Role.SPECIALIST)
        await house.step(draft, "sign", Role.LEADER)
        assert (await lent(house, draft, 409))["code"] == "no_archived_copy"
        sent = await house.sent()
        use = await lent(house, sent["id"])
        stranger, specialist = house.person(Role.RECORDS_CLERK, "000.00.02.H08"), house.person(Role.SPECIALIST)
        for who, status in ((stranger, 404), (specialist, 403), (house.person(Role.LEADER), 403)):
            for path, sent_body in (
                (f"/documents/{sent['id']}/copy-uses", NEW),
                (f"/copy-uses/{use['id']}/return", {}),
            ):
                assert (await house.call(who, "POST", path, json=sent_body)).status_code == status
        assert (await house.call(stranger, "GET", BOOK)).json()["items"] == []
        assert (await house.call(stranger, "GET", f"/documents/{sent['id']}/copy-uses")).status_code == 404
        shown = await house.call(house.person(Role.LEADER), "GET", f"/van-ban/di/{sent['id']}/ban-luu")
        assert "Ghi đã trả" not in shown.text
        assert (
            len((await house.call(house.person(Role.LEADER), "GET", f"/documents/{sent['id']}/copy-uses")).json()) == 1
        )

    run(open_house, play)


def test_whoever_comes_second_keeps_what_he_typed_beside_the_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        sent, day = await house.sent(), clock.local_now().date()
        await lent(house, sent["id"])
        on = {"used_on-day": str(day.day), "used_on-month": str(day.month), "used_on-year": str(day.year)}
        form = {"csrf_token": clerk(house).csrf, **on, **NEW, "person_name": "Đến sau"}
        late = await house.call(clerk(house), "POST", f"/van-ban/di/{sent['id']}/ban-luu", data=form)
        assert late.status_code == 422
        assert 'value="Đến sau"' in late.text
        assert 'id="person_name"' in late.text, "the error leads to its field"
        assert len(await lines(house)) == 1

    run(open_house, play)
