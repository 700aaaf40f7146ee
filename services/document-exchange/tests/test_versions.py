"""Every draft stays with the document, with what was said of it, and two of them are held against each other (NĐ 30/2020 Điều 10.3)."""

import asyncio
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
import typst
from sqlalchemy import text

from document_exchange.versions.rules import Kind, changed, differences, lines_of, shortened
from shared.access.identity import Identity
from shared.access.rights import Power, Role
from shared.foreign.scanned_pages import PagePlace, arrange
from testing.delegates import acting_for
from testing.scans import a_scan

RECEIVER = "000.00.02.H08"
TOLD = "SELECT data::text AS data FROM outbox WHERE kind = 'notification' ORDER BY position"
FIRST = "Kính gửi các sở, ban, ngành.\n\nĐề nghị các cơ quan báo cáo kết quả trước ngày 15 tháng 12 năm 2026."
SECOND = "Kính gửi các sở, ban, ngành.\n\nĐề nghị các cơ quan, đơn vị báo cáo kết quả trước ngày 20 tháng 12 năm 2026."


def run(open_house: Callable[[], Any], play: Callable[[Any], Any]) -> None:
    async def whole() -> None:
        async with open_house() as house:
            await play(house)

    asyncio.run(whole())


def pdf(words: str) -> bytes:
    return bytes(typst.compile(f'#set page(paper: "a4")\n#set text(size: 13pt)\n{words}'.encode()))


async def drafts(house: Any, who: Identity, document_id: str) -> list[dict[str, Any]]:
    answer = await house.call(who, "GET", f"/documents/{document_id}/versions")
    assert answer.status_code == 200, answer.text
    return list(answer.json())


async def remark(house: Any, who: Identity, document_id: str, number: int, words: str) -> Any:
    return await house.call(who, "POST", f"/documents/{document_id}/versions/{number}/remarks", json={"text": words})


def test_a_draft_that_is_replaced_or_taken_away_is_kept_with_what_was_said_of_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        first = pdf(FIRST)
        await house.attach(document_id, "ban-1.pdf", first)
        await house.step(document_id, "submit", Role.SPECIALIST)
        assert (await remark(house, leader, document_id, 2, "Hạn quá ngắn,\r\nxem lại.")).status_code == 201
        await house.step(document_id, "take-back", Role.SPECIALIST)
        await house.attach(document_id, "ban-2.pdf", pdf(SECOND))
        found = await drafts(house, drafter, document_id)
        assert [(one["number"], one["file"]["name"]) for one in found] == [
            (1, "cong-van.pdf"), (2, "ban-1.pdf"), (3, "ban-2.pdf"),
        ]  # fmt: skip
        assert [(one["by"], one["text"]) for one in found[1]["remarks"]] == [
            (f"{leader.name}, {leader.title}", "Hạn quá ngắn,\nxem lại.")
        ]
        assert found[0]["remarks"] == found[2]["remarks"] == []
        kept = await house.call(drafter, "GET", f"/van-ban/di/{document_id}/du-thao/2")
        assert kept.content == first
        page = await house.call(drafter, "GET", f"/van-ban/di/{document_id}/du-thao")
        assert "Hạn quá ngắn,\nxem lại." in page.text
        assert "Bản 3" in page.text
        whole = await house.call(drafter, "GET", f"/van-ban/di/{document_id}")
        assert f'href="/van-ban/di/{document_id}/du-thao' in whole.text
        main = (await house.call(drafter, "GET", f"/documents/{document_id}")).json()["files"][0]["id"]
        await house.call(drafter, "POST", f"/van-ban/di/{document_id}/tep/{main}/bo", data={"csrf_token": "form-token"})
        assert len(await drafts(house, drafter, document_id)) == 3
        acts = await house.call(drafter, "GET", f"/documents/{document_id}/timeline")
        assert [row["act"] for row in acts.json()["items"]] == [
            "draft", "attach", "attach", "submit", "remark", "take-back", "attach", "remove",
        ]  # fmt: skip

    run(open_house, play)


def test_whoever_sees_the_draft_says_what_he_thinks_until_it_is_signed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter, leader, clerk = (house.person(r) for r in (Role.SPECIALIST, Role.LEADER, Role.RECORDS_CLERK))
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        colleague = drafter.model_copy(update={"subject": "dong-nghiep", "name": "Đồng nghiệp"})
        for who in (colleague, house.person(Role.LEADER, RECEIVER), house.person(Role.COUNTER_OFFICER), clerk):
            assert (await remark(house, who, document_id, 1, "Xem")).status_code in (403, 404), who.name
        await house.step(document_id, "submit", Role.SPECIALIST)
        for words, code in (("", "remark_required"), ("  \n ", "remark_required"), ("x" * 1001, "invalid_input")):
            refused = await remark(house, leader, document_id, 1, words)
            assert refused.status_code == 422, words
            assert refused.json()["code"] == code
        assert (await remark(house, leader, document_id, 2, "Không có bản này")).status_code == 404
        deputy = acting_for(leader, Power.DOCUMENTS)
        assert (await remark(house, deputy, document_id, 1, "• Nên thêm nơi nhận")).status_code == 201
        assert (await remark(house, leader, document_id, 1, unicodedata.normalize("NFD", "Đồng ý"))).status_code == 201
        assert (await remark(house, drafter, document_id, 1, "Đã sửa theo góp ý")).status_code == 201
        (found,) = await drafts(house, drafter, document_id)
        said = [one["text"] for one in found["remarks"]]
        assert said[1:] == ["Đồng ý", "Đã sửa theo góp ý"]
        assert found["remarks"][0]["by"].startswith(f"Trần Thị Bình (thay mặt {leader.name})")
        await house.step(document_id, "sign", Role.LEADER)
        late = await remark(house, leader, document_id, 1, "Muộn")
        assert (late.status_code, late.json()["code"]) == (409, "document_step_not_allowed")
        page = await house.call(leader, "GET", f"/van-ban/di/{document_id}/du-thao")
        assert 'name="text"' not in page.text

    run(open_house, play)


def test_the_drafter_is_told_and_what_he_answers_the_leader_who_has_the_draft(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        await remark(house, drafter, document_id, 1, "Ghi cho mình")
        await house.step(document_id, "submit", Role.SPECIALIST)
        await remark(house, leader, document_id, 1, "Thiếu căn cứ")
        await remark(house, drafter, document_id, 1, "Đã bổ sung")
        told = [json.loads(row["data"]) for row in await house.rows(TOLD)]
        remarked = [event for event in told if event.get("notification") == "draft-remarked"]
        assert [event["to"][0]["person_id"] for event in remarked] == [drafter.subject, leader.subject]
        assert "Thiếu căn cứ" not in str(remarked)

    run(open_house, play)


def test_a_form_that_is_refused_keeps_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        place = f"/van-ban/di/{document_id}/du-thao"
        await house.attach(document_id, "ban-2.pdf", pdf(FIRST))
        await house.step(document_id, "submit", Role.SPECIALIST)
        for number, words, status in (("2", "y" * 1001, 422), ("9", "Góp ý", 404), ("x", "Góp ý", 404)):
            form = {"csrf_token": "form-token", "number": number, "text": words}
            refused = await house.call(leader, "POST", place, data=form)
            assert refused.status_code == status
            assert status == 404 or words in refused.text
        form = {"csrf_token": "form-token", "number": "2", "text": "Góp ý"}
        sent = await house.call(leader, "POST", place, data=form)
        assert (sent.status_code, sent.headers["location"]) == (303, f"{place}?xong=2")
        done = await house.call(leader, "GET", sent.headers["location"])
        assert "Đã ghi góp ý về bản 2" in done.text

    run(open_house, play)


def test_two_drafts_are_compared_word_by_word_and_scans_are_said_to_have_none(open_house: Any) -> None:
    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        for name, content in (
            ("2.pdf", pdf(FIRST)),
            ("3.pdf", pdf(SECOND)),
            ("4.pdf", arrange([(a_scan(), "image/jpeg")], [PagePlace(0, 1)])),
        ):
            await house.attach(document_id, name, content)
        await house.step(document_id, "submit", Role.SPECIALIST)

        async def compared(old: int, new: int) -> dict[str, Any]:
            path = f"/documents/{document_id}/versions/comparison?old={old}&new={new}"
            return dict((await house.call(leader, "GET", path)).json())

        found = await compared(2, 3)
        assert found["changes"] == 2
        assert [(one["kind"], one["text"]) for one in found["pieces"] if one["kind"] != "same"] == [
            ("gone", "quan"), ("new", "quan, đơn vị"), ("gone", "15"), ("new", "20"),
        ]  # fmt: skip
        assert (await compared(2, 2))["changes"] == 0
        assert (await compared(3, 4))["wordless"] == [4]
        place = f"/van-ban/di/{document_id}/du-thao/so-sanh"
        page = await house.call(leader, "GET", f"{place}?cu=2&moi=3")
        assert "2 chỗ khác nhau" in page.text
        scan = await house.call(leader, "GET", f"{place}?cu=3&moi=4")
        assert "Bản 4 là ảnh quét" in scan.text
        for asked in ("?cu=1&moi=9", "?cu=5", "?cu=-1&moi=1", "?cu=a&moi=b"):
            assert 400 <= (await house.call(leader, "GET", f"{place}{asked}")).status_code < 500, asked
        newest = await house.call(leader, "GET", place)
        assert "So sánh bản 3 và bản 4" in newest.text
        stranger = house.person(Role.LEADER, RECEIVER)
        assert (await house.call(stranger, "GET", f"{place}?cu=2&moi=3")).status_code == 404

    run(open_house, play)


def test_what_is_pressed_twice_is_said_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter, leader = house.person(Role.SPECIALIST), house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        await house.step(document_id, "submit", Role.SPECIALIST)
        for who, words in ((leader, "Thiếu căn cứ"), (leader, "Thiếu căn cứ"), (drafter, "Thiếu căn cứ")):
            assert (await remark(house, who, document_id, 1, words)).status_code == 201
        (found,) = await drafts(house, leader, document_id)
        assert [one["by"].split(",")[0] for one in found["remarks"]] == [leader.name, drafter.name]

    run(open_house, play)


def test_drafts_that_would_take_minutes_are_refused_in_time(open_house: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line as every other one, and each in the other draft too: each is looked for among all."""
    monkeypatch.setattr("document_exchange.versions.comparing.SECONDS", 1.0)

    async def play(house: Any) -> None:
        leader = house.person(Role.LEADER)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        for other in ("hai", "ba"):
            await house.attach(document_id, "lap.pdf", pdf("\\ ".join(["chi tiết một", f"chi tiết {other}"] * 900)))
        await house.step(document_id, "submit", Role.SPECIALIST)
        page = await house.call(leader, "GET", f"/van-ban/di/{document_id}/du-thao/so-sanh?cu=2&moi=3")
        assert page.status_code == 422
        assert "quá nhiều để so sánh" in page.text

    run(open_house, play)


def test_a_draft_from_before_drafts_were_kept_is_the_first_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        drafter = house.person(Role.SPECIALIST)
        document_id = await house.draft(all_agencies=False, addressees=[RECEIVER])
        async with house.database.sessions.begin() as session:
            await session.execute(text("DELETE FROM document_step WHERE kind = 'attach'"))
        (found,) = await drafts(house, drafter, document_id)
        assert (found["number"], found["by"], found["file"]["name"]) == (1, drafter.name, "cong-van.pdf")
        kept = await house.call(drafter, "GET", f"/van-ban/di/{document_id}/du-thao/1")
        assert kept.content == house.letter

    run(open_house, play)


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ([], [], []),
        (["một hai"], ["một hai"], [(Kind.SAME, "một hai")]),
        ([], ["một"], [(Kind.NEW, "một")]),
        (["một"], [], [(Kind.GONE, "một")]),
        (
            ["một hai", "ba bốn"],
            ["một không hai ba", "bốn"],
            [(Kind.SAME, "một"), (Kind.NEW, "không"), (Kind.SAME, "hai ba bốn")],
        ),
    ],
)
def test_words_that_moved_to_another_line_are_the_same_words(
    old: list[str], new: list[str], pieces: list[tuple[Kind, str]]
) -> None:
    found = differences(old, new)
    assert [(one.kind, one.text) for one in found] == pieces
    assert " ".join(one.text for one in found if one.kind is not Kind.NEW) == " ".join(old)
    assert " ".join(one.text for one in found if one.kind is not Kind.GONE) == " ".join(new)
    assert changed(found) == sum(kind is not Kind.SAME for kind, _ in pieces)


def test_lines_are_read_composed_and_what_is_the_same_is_shortened() -> None:
    assert lines_of([unicodedata.normalize("NFD", " Đề  nghị \n\n"), "tiếp"]) == ["Đề nghị", "tiếp"]
    long = [f"dòng số {number}" for number in range(200)]
    whole = differences([*long, "cũ", *long], [*long, "mới", *long])
    shown = shortened(whole)
    assert [one.kind for one in shown] == [Kind.SAME, Kind.GONE, Kind.NEW, Kind.SAME]
    assert shown[0].text.startswith("…\n")
    assert shown[0].text.endswith("dòng số 199")
    assert shown[3].text.startswith("dòng số 0")
    assert all(len(one.text) < 200 for one in shown)
