"""Quyền xem văn bản đến: those who have to do with it, until clerk or leader says otherwise; withdrawn, told, only read."""

from typing import Any

import pytest
from sqlalchemy import text

from shared.access.identity import Identity
from shared.access.rights import Role
from testing.factories import a_person, a_post

from ..entered.kit import enter
from ..entered.test_stamps import put as scan_of
from ..instructing.work_kit import act, part
from ..test_incoming import RECEIVER, post, run
from ..test_units import AGENCY, ONE, TWO, officer, registered, staffed, told, unit

BINH, NAM, KHAC = officer("binh"), officer("nam", TWO), officer("khac", TWO)
ABROAD = "000.00.11.H08"


def clerk(house: Any) -> Identity:
    who: Identity = house.person(Role.RECORDS_CLERK, RECEIVER)
    return who


async def an_arrival(house: Any) -> str:
    await staffed(house)
    return await registered(house)


async def put(house: Any, incoming_id: str, who: Identity | None = None, **body: Any) -> Any:
    return await house.call(who or clerk(house), "PUT", f"/incoming/{incoming_id}/reading", json=body)


async def changed(house: Any, statement: str, **values: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text(statement), values)


async def reads(house: Any, who: Identity, incoming_id: str) -> bool:
    """By page, call, list, search, count and file alike, or by none of them."""
    found = {
        (await house.call(who, "GET", path)).status_code
        for path in (f"/van-ban/den/{incoming_id}", f"/incoming/{incoming_id}", f"/van-ban/den/{incoming_id}/tep/0")
    }
    listed = await house.call(who, "GET", "/inbox", params={"scope": "readable", "count": "true"})
    ids = [item["id"] for item in listed.json()["items"]]
    assert listed.json()["count"] == len(ids)
    searched = await house.call(who, "GET", "/inbox", params={"scope": "readable", "q": "V/v"})
    page = (await house.call(who, "GET", "/van-ban/den?pham_vi=readable")).text
    file = (await house.call(who, "GET", "/van-ban/den/ket-xuat?dang=csv&pham_vi=readable")).text
    seen = incoming_id in ids
    assert seen == (incoming_id in page) == (len(file.strip().splitlines()) > 1)
    assert seen == (incoming_id in [item["id"] for item in searched.json()["items"]])
    assert found == ({200} if seen else {404}), found
    return seen


async def acts_on_nothing(house: Any, who: Identity, incoming_id: str) -> None:
    for path in (
        f"/incoming/{incoming_id}/work",
        f"/incoming/{incoming_id}/timeline",
        f"/incoming/{incoming_id}/reading",
    ):
        assert (await house.call(who, "GET", path)).status_code == 404, path
    for path in ("chi-dao", "chi-dao/chuyen-them", "quyen-xem", "sua"):
        assert (await house.call(who, "GET", f"/van-ban/den/{incoming_id}/{path}")).status_code in (403, 404), path
    for method, path, body in (
        ("POST", f"/incoming/{incoming_id}/status", {"code": "05"}),
        ("PUT", f"/incoming/{incoming_id}/reading", {"scope": "agency"}),
    ):
        assert (await house.call(who, method, path, json=body)).status_code == 404, path
    share = await act(house, who, incoming_id, "share", parts=[part("person:nam", "inform")])
    assert share.status_code == 404
    assert (await post(house, who, f"/van-ban/den/{incoming_id}/kiem-tra-lai")).status_code == 404


def test_nobody_reads_it_until_the_clerk_opens_it_to_the_agency(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        assert not await reads(house, NAM, incoming_id)
        await changed(house, "UPDATE incoming_document SET remark = 'Ghi chú của văn thư'")
        opened = await put(house, incoming_id, scope="agency", words="Để cơ quan tra cứu")
        assert opened.status_code == 200, opened.text
        for who in (NAM, BINH, KHAC.model_copy(update={"leads_unit": True})):
            assert await reads(house, who, incoming_id)
            await acts_on_nothing(house, who, incoming_id)
            assert (await house.call(who, "GET", "/inbox")).json()["items"] == [], "it is no work of theirs"
        page = (await house.call(NAM, "GET", f"/van-ban/den/{incoming_id}")).text
        body = (await house.call(NAM, "GET", f"/incoming/{incoming_id}")).json()
        assert "không được giao xử lý" in page
        for hidden in ("Ghi chú của văn thư", "Để cơ quan tra cứu", "Kiểm tra lại chữ ký", "<form method"):
            assert hidden not in page.split("<main")[1].split("</main")[0], hidden
        assert (body["remark"], body["history"], body["warnings"]) == ("", [], [])
        stranger = house.person(Role.SPECIALIST, ABROAD).model_copy(update={"subject": "nam", "unit": TWO})
        assert not await reads(house, stranger, incoming_id)
        history = (await house.call(clerk(house), "GET", f"/incoming/{incoming_id}/timeline")).json()
        assert "Mọi cán bộ của cơ quan. Để cơ quan tra cứu" in str(history)
        assert (await put(house, incoming_id)).status_code == 200
        assert not await reads(house, NAM, incoming_id)

    run(open_house, play)


def test_it_is_given_to_people_and_units_withdrawn_and_told(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        given = await put(house, incoming_id, readers=["person:binh", f"unit:{TWO}"])
        assert [one["whose"] for one in given.json()["readers"]] == [f"unit:{TWO}", "person:binh"]
        for who in (BINH, NAM, KHAC):
            assert await reads(house, who, incoming_id)
            await acts_on_nothing(house, who, incoming_id)
        assert not await reads(house, officer("sau"), incoming_id)
        [people] = await told(house, "reading-given")
        assert {one["person_id"] for one in people} == {"binh", "khac", "nam"}
        await house.report(RECEIVER, incoming_id, "04", Role.LEADER, lead_id="sau")
        page = await house.call(clerk(house), "GET", f"/van-ban/den/{incoming_id}/quyen-xem")
        assert "Văn bản chưa vào sổ" not in page.text
        await changed(house, "UPDATE incoming_document SET status = '01'")
        early = await house.call(clerk(house), "GET", f"/van-ban/den/{incoming_id}/quyen-xem")
        assert "Văn bản chưa vào sổ" in early.text, "nobody reads it yet, whoever is chosen"
        await changed(house, "UPDATE incoming_document SET status = '04'")
        assert page.text.count('name="readers"') == 10
        left = await post(
            house,
            clerk(house),
            f"/van-ban/den/{incoming_id}/quyen-xem",
            scope="",
            readers=["person:nam"],
            words="Gọn lại",
        )
        assert left.status_code == 303, left.text
        assert await reads(house, NAM, incoming_id)
        assert not await reads(house, BINH, incoming_id)
        assert not await reads(house, KHAC, incoming_id)
        [lost] = await told(house, "reading-withdrawn")
        assert {one["person_id"] for one in lost} == {"binh", "khac"}, "Năm still has it"
        assert [one["person_id"] for (one,) in await told(house, "reading-changed")] == ["sau"]
        history = str((await house.call(clerk(house), "GET", f"/incoming/{incoming_id}/timeline")).json())
        assert "Thôi: Phòng Cải cách; Trần Văn Bình" in history
        assert "Gọn lại" in history

    run(open_house, play)


def test_only_clerk_and_leader_set_it_and_never_twice_the_same(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        leader = house.person(Role.LEADER, RECEIVER)
        await house.report(RECEIVER, incoming_id, "04", Role.LEADER, lead_id="binh")
        refused = await put(house, incoming_id, BINH, scope="agency")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        same = await put(house, incoming_id, leader)
        assert (same.status_code, same.json()["code"]) == (409, "reading_same")
        for readers in (
            ["person:khong-co"],
            ["unit:khong-co"],
            [f"person:{house.person(Role.LEADER, ABROAD).subject}"],
        ):
            wrong = await put(house, incoming_id, leader, readers=readers)
            assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/readers")
        assert (await put(house, incoming_id, leader, scope="everybody")).status_code == 422
        assert (await put(house, incoming_id, leader, scope="agency")).status_code == 200
        stale = await put(house, incoming_id, leader, version=1)
        assert (stale.status_code, stale.json()["code"]) == (412, "changed_meanwhile")
        form = {"scope": "agency", "readers": ["person:la"], "words": "Giữ lời này"}
        page = await post(house, clerk(house), f"/van-ban/den/{incoming_id}/quyen-xem", **form)
        assert page.status_code == 422
        assert "Giữ lời này" in page.text
        assert "Hãy chọn người, đơn vị của cơ quan trong danh sách." in page.text

    run(open_house, play)


UNFIT = {
    "secret": ("reading_secret", """UPDATE incoming_document SET warnings = '["secret_marking"]'"""),
    "unread": ("reading_secret", "UPDATE incoming_document SET read_at = NULL, packet_sha256 = repeat('0', 64)"),
    "unreadable": ("reading_secret", """UPDATE incoming_document SET warnings = '["packet_altered"]'"""),
    "said in its subject": ("reading_secret", "UPDATE incoming_document SET subject = 'Tài liệu TỐI MẬT về phòng thủ'"),
    "a letter": ("reading_letter", "UPDATE incoming_document SET type_name = 'Đơn thư'"),
    "a complaint": ("reading_letter", "UPDATE incoming_document SET type_name = 'Đơn tố cáo'"),
    "a letter by its subject": ("reading_letter", "UPDATE incoming_document SET subject = 'Đơn khiếu nại của ông A'"),
}


@pytest.mark.parametrize("why", UNFIT)
def test_what_is_secret_or_a_letter_is_never_opened_to_the_agency(open_house: Any, why: str) -> None:
    code, statement = UNFIT[why]

    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        await changed(house, statement)
        refused = await put(house, incoming_id, scope="agency")
        assert (refused.status_code, refused.json()["code"]) == (422, code), refused.text
        named = await put(house, incoming_id, readers=["person:nam"])
        assert named.status_code == (200 if code == "reading_letter" else 422)
        assert not await reads(house, BINH, incoming_id)

    run(open_house, play)


def test_what_becomes_unfit_afterwards_is_shut(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        back = "UPDATE incoming_document SET readable_by = 'agency', warnings = '[]', type_name = 'Công văn', status = '03', recall = ''"
        for statement in (
            """UPDATE incoming_document SET warnings = '["secret_marking"]'""",
            "UPDATE incoming_document SET type_name = 'Đơn kiến nghị'",
            "UPDATE incoming_document SET status = '02'",
            "UPDATE incoming_document SET status = '01'",
            "UPDATE incoming_document SET recall = 'agreed'",
        ):
            await changed(house, back)
            assert await reads(house, NAM, incoming_id)
            await changed(house, statement)
            assert not await reads(house, NAM, incoming_id), statement
        await changed(house, back)
        body = {"reason": "Ghi nhầm", "subject": "Đơn phản ánh của bà B"}
        corrected = await house.call(clerk(house), "POST", f"/incoming/{incoming_id}/corrections", json=body)
        assert corrected.status_code == 200, corrected.text
        assert not await reads(house, NAM, incoming_id)
        reading = (await house.call(clerk(house), "GET", f"/incoming/{incoming_id}/reading")).json()
        assert reading["scope"] == "", "it does not open again when its words change back"

    run(open_house, play)


def test_a_person_who_left_and_a_unit_that_was_merged(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        await put(house, incoming_id, readers=["person:nam", f"unit:{TWO}"])
        await house.tell(a_person("nam", a_post(ABROAD, Role.SPECIALIST), full_name="Đỗ Thị Năm"), "mail-directory")
        moved = NAM.model_copy(update={"agency_code": ABROAD, "unit": ""})
        assert not await reads(house, moved, incoming_id)
        page = (await house.call(clerk(house), "GET", f"/van-ban/den/{incoming_id}/quyen-xem")).text
        assert "không còn ở cơ quan" in page
        kept = await put(house, incoming_id, readers=["person:nam", f"unit:{TWO}", "person:binh"])
        assert kept.status_code == 200, "who left stands in nobody's way"
        merged: dict[str, Any] = {"valid_to": "2020-01-01", "successor_id": ONE, "successor_name": "Phòng Tổ chức"}
        await unit(house, TWO, **merged)
        assert await reads(house, officer("sau"), incoming_id)
        assert not await reads(house, KHAC, incoming_id)

    run(open_house, play)


def test_the_search_box_finds_it_and_issued_documents_of_colleagues(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await an_arrival(house)
        query = {"q": "an toan"}
        await changed(house, "UPDATE incoming_document SET folded = 'an toan thong tin'")

        async def hits(who: Identity) -> str:
            answer = await house.request(who, "GET", "/internal/search", params=query)
            assert answer.status_code == 200, answer.text
            return str(answer.json())

        assert incoming_id not in await hits(NAM)
        await put(house, incoming_id, readers=["person:nam"])
        assert incoming_id in await hits(NAM)
        assert incoming_id not in await hits(BINH)
        await put(house, incoming_id, scope="agency")
        assert incoming_id in await hits(BINH)
        sent = await house.sent(all_agencies=False, addressees=[RECEIVER], subject="V/v an toàn thông tin")
        draft = await house.draft(subject="V/v an toàn dự thảo")
        colleague = house.person(Role.SPECIALIST).model_copy(update={"subject": "dong-nghiep"})
        found = await hits(colleague)
        assert str(sent["id"]) in found
        assert draft not in found
        assert str(sent["id"]) not in await hits(NAM)

    run(open_house, play)


def test_a_scan_of_a_paper_is_read_by_who_may(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        paper = await enter(house)
        other = Identity(
            kind="officer", subject="la", name="Người lạ", title="", roles=frozenset({Role.SPECIALIST}), **AGENCY
        )
        here = f"/van-ban/den/{paper['id']}"
        assert (await house.call(other, "GET", here)).status_code == 404
        assert (await scan_of(house, paper, ("quet.pdf", house.letter))).status_code == 200
        assert (await house.call(other, "GET", f"{here}/ban-quet")).status_code == 404
        assert (await put(house, paper["id"], scope="agency")).status_code == 200
        page = (await house.call(other, "GET", here)).text
        assert f"{here}/ban-quet" in page
        assert 'name="tep"' not in page
        assert (await house.call(other, "GET", f"{here}/ban-quet")).status_code == 200
        letter = await enter(house, type_code="DT", reference="")
        refused = await put(house, letter["id"], scope="agency")
        assert (refused.status_code, refused.json()["code"]) == (422, "reading_letter")

    run(open_house, play)
