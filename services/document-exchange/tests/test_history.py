"""The history of a document says who did what, in which post and for whom, and keeps each step's files as they were then."""

import asyncio
from collections.abc import Callable
from typing import Any

from shared.access.rights import Power, Role
from testing.delegates import acting_for

RECEIVER = "000.00.02.H08"


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


async def timeline(house: Any, who: Any, path: str) -> list[dict[str, Any]]:
    answer = await house.call(who, "GET", f"{path}/timeline")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def test_what_was_signed_and_sealed_is_still_there_as_it_was(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        drafter, clerk = house.person(Role.SPECIALIST), house.person(Role.RECORDS_CLERK)
        delegate = acting_for(drafter, Power.DOCUMENTS)
        submitted = await house.call(
            delegate, "POST", f"/documents/{document_id}/submit", json={"opinion": "Kính trình"}
        )
        assert submitted.status_code == 200, submitted.text
        for step, role in (("sign", Role.LEADER), ("number", clerk), ("seal", clerk), ("send", clerk)):
            await house.step(document_id, step, role if isinstance(role, Role) else Role.RECORDS_CLERK)
        rows = {row["act"]: row for row in await timeline(house, clerk, f"/documents/{document_id}")}
        assert list(rows) == ["draft", "attach", "submit", "sign", "number", "seal", "send"]
        assert rows["submit"]["actor"] == f"Trần Thị Bình (thay mặt {drafter.name})"
        assert rows["submit"]["on_behalf_of"] == f"officer:{drafter.subject}"
        assert (rows["submit"]["post"], rows["submit"]["note"]) == (delegate.post, "Kính trình")
        assert rows["sign"]["actor_title"] == "Giám đốc"
        (signed,), (sealed,), (packet,) = (rows[act]["files"] for act in ("sign", "seal", "send"))
        assert signed["sha256"] != sealed["sha256"]
        for file in (signed, sealed, packet):
            kept = await house.call(clerk, "GET", f"/van-ban/di/{document_id}/ban/{file['sha256']}")
            assert kept.status_code == 200
            assert len(kept.content) == file["size"]
        other = await house.call(clerk, "GET", f"/van-ban/di/{document_id}/ban/{'0' * 64}")
        assert other.status_code == 404
        page = await house.call(clerk, "GET", f"/van-ban/di/{document_id}")
        assert f'href="/van-ban/di/{document_id}/ban/{signed["sha256"]}"' in page.text
        assert f"Trần Thị Bình (thay mặt {drafter.name}), Trưởng phòng" in page.text

    run(open_house, play)


def test_a_file_that_the_store_lost_is_said_and_never_a_bare_error(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent(all_agencies=False, addressees=[RECEIVER])
        clerk, place = house.person(Role.RECORDS_CLERK), f"/van-ban/di/{document['id']}"
        rows = {row["act"]: row for row in await timeline(house, clerk, f"/documents/{document['id']}")}
        for act, path in (("sign", "ban/{sha256}"), ("send", "goi-tin")):
            (file,) = rows[act]["files"]
            sha256 = file["sha256"]
            (house.files.place.folder / sha256[:2] / sha256).unlink()
            lost = await house.call(clerk, "GET", f"{place}/{path.format(sha256=sha256)}")
            assert lost.status_code == 503
            assert "Kho tệp chưa đọc được tệp này" in lost.text

    run(open_house, play)


def test_both_sides_tell_a_recall_to_its_end(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await house.sent(all_agencies=False, addressees=[RECEIVER])
        await house.exchange()
        (incoming,) = await house.inbox(RECEIVER)
        await house.step(document["id"], "recall", Role.RECORDS_CLERK, reason="Gửi nhầm")
        await house.exchange()
        await house.report(RECEIVER, incoming["id"], "15", Role.RECORDS_CLERK)
        await house.exchange()
        clerk = house.person(Role.RECORDS_CLERK)
        acts = [row["act"] for row in await timeline(house, clerk, f"/documents/{document['id']}")]
        assert acts[-2:] == ["recall", "given-back"]
        await _check_course(house, document, incoming["id"])
        await _check_received(house, incoming["id"])

    run(open_house, play)


async def _check_course(house: Any, document: Any, incoming_id: str) -> None:
    """What the sender reads of one delivery, by program and on the page; nothing by another's ids."""
    clerk = house.person(Role.RECORDS_CLERK)
    (delivery,) = (await house.document(document["id"]))["deliveries"]
    course = f"/documents/{document['id']}/deliveries/{delivery['id']}"
    reports = await timeline(house, clerk, course)
    assert [(row["act"], row["label"]) for row in reports][-1] == ("15", "Đồng ý cập nhật / lấy lại")
    assert {row["act"] for row in reports} >= {"01", "13", "15"}
    behind = await house.call(clerk, "GET", f"{course}/timeline", params={"after": reports[0]["position"]})
    assert behind.json()["items"] == reports[1:]
    page = await house.call(clerk, "GET", f"/van-ban/di/{document['id']}")
    shown = page.text.partition(f'id="dien-bien-{delivery["id"]}"')[2].partition("</details>")[0]
    assert shown.count("lt-timeline__entry--") == len(reports)
    nowhere = await house.call(clerk, "GET", f"/documents/{document['id']}/deliveries/{incoming_id}x/timeline")
    assert nowhere.status_code == 422
    elsewhere = await house.call(clerk, "GET", f"/documents/{document['id']}/deliveries/{document['id']}/timeline")
    assert elsewhere.status_code == 404


async def _check_received(house: Any, incoming_id: str) -> None:
    """What the receiver reads, whole and piece by piece."""
    here = house.person(Role.RECORDS_CLERK, RECEIVER)
    rows = await timeline(house, here, f"/incoming/{incoming_id}")
    assert [(row["act"], row["label"]) for row in rows] == [
        ("01", "Đã đến"),
        ("13", "Lấy lại"),
        ("15", "Đồng ý cập nhật / lấy lại"),
    ]
    assert (rows[-1]["actor"], rows[-1]["actor_title"]) == (here.name, here.title)
    first = await house.call(here, "GET", f"/incoming/{incoming_id}/timeline", params={"limit": 1})
    rest = await house.call(here, "GET", f"/incoming/{incoming_id}/timeline", params={"after": first.json()["next"]})
    assert [row["act"] for row in rest.json()["items"]] == ["13", "15"]
