"""Lấy ý kiến on its pages: asked with a form that keeps what was typed, answered with a file, printed, exported, listed and viewed."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from sqlalchemy import text

from shared.access.rights import Role

from ..instructing.test_slips import words_in
from .opinion_kit import (
    DEPUTY,
    DRAFTER,
    OTHER,
    OTHER_HEAD,
    SNV,
    TOKEN,
    answer,
    asked_at,
    day,
    do,
    draft,
    everything,
    one_at,
    opened,
    run,
    settle,
    staffed,
    table,
)

IN_OTHER = f"unit:{OTHER}"
LONG = "Đ" * 90


def due(ahead: int) -> dict[str, Any]:
    found = day(ahead)
    return {"due_on-day": str(found.day), "due_on-month": str(found.month), "due_on-year": str(found.year)}


async def post(house: Any, who: Any, path: str, status: int = 303, **sent: Any) -> Any:
    answered = await house.call(who, "POST", f"/van-ban/{path}", data=TOKEN | sent)
    assert answered.status_code == status, answered.text[:1500]
    await settle(house)
    return answered


def test_a_draft_is_asked_about_with_a_form_that_keeps_what_was_typed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await draft(house)
        here = f"di/{document_id}/y-kien"
        page = await house.call(DRAFTER, "GET", f"/van-ban/{here}")
        fields = dict(re.findall(r'name="(id|content_version)" value="([^"]+)"', page.text))
        assert "Phòng Kế hoạch" in page.text
        assert "Sở Nội vụ" in page.text
        assert "person:soan" not in page.text, "he does not ask himself"
        before = await everything(house)
        sent = fields | {"asked": [IN_OTHER, "person:pho"], "words": "Giữ lại nội dung này"}
        wrong = await post(house, DRAFTER, here, 422, **sent, **due(-3))
        assert "Giữ lại nội dung này" in wrong.text
        assert 'href="#due_on"' in wrong.text
        assert len(re.findall(r"value=\"(?:unit|person):[^\"]+\" checked", wrong.text)) == 2
        none = await post(house, DRAFTER, here, 422, **(sent | {"asked": []}), **due(3))
        assert 'href="#asked"' in none.text
        assert await everything(house) == before
        for _ in range(2):
            done = await post(house, DRAFTER, here, **sent, **due(3))
        assert done.headers["location"] == f"/van-ban/{here}?xong=hoi"
        assert len(await table(house, document_id)) == 2, "pressed twice it was asked once"
        page = await house.call(DRAFTER, "GET", done.headers["location"])
        assert "Đã gửi lấy ý kiến." in page.text
        assert "Đã hỏi 2 nơi, 0 nơi đã trả lời." in page.text
        assert f'value="{IN_OTHER}"' not in page.text, "who has been asked is not offered again"

    run(open_house, play)


def test_an_answer_is_given_with_a_form_and_a_file_and_answered_on_the_table(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = await one_at(house, OTHER_HEAD)
        here = f"/van-ban/lay-y-kien/{row['id']}"
        files = {"tep": ("gop-y.pdf", house.letter, "application/pdf")}
        before = await everything(house)
        nothing = await house.call(OTHER_HEAD, "POST", f"{here}/y-kien", data=TOKEN | {"words": LONG}, files=files)
        assert nothing.status_code == 422
        assert LONG in nothing.text
        assert 'href="#opinion"' in nothing.text
        silent = await house.call(OTHER_HEAD, "POST", f"{here}/y-kien", data=TOKEN | {"opinion": "other"})
        assert (silent.status_code, 'href="#words"' in silent.text) == (422, True)
        assert await everything(house) == before
        form = {"opinion": "remarks", "words": f"Bổ sung {LONG}", "version": str(row["version"])}
        sent = await house.call(OTHER_HEAD, "POST", f"{here}/y-kien", data=TOKEN | form, files=files)
        assert sent.headers["location"] == f"{here}?xong=y-kien", sent.text[:600]
        files = {"tep": ("them.pdf", house.letter + b"\n%them\n", "application/pdf")}
        call = f"/opinion-requests/{row['id']}/answer-files"
        more = await house.call(
            OTHER_HEAD, "POST", call, data=TOKEN | {"opinion": "other", "words": "Khác"}, files=files
        )
        assert more.status_code == 200, more.text
        seen = (await table(house, document_id))[IN_OTHER]
        assert [one["name"] for one in seen["answer_files"]] == ["them.pdf"], "said anew, its files are those of now"
        await answer(house, OTHER_HEAD, row, words="Khác nữa")
        seen = (await table(house, document_id))[IN_OTHER]
        assert len(seen["answer_files"]) == 1, "files stay where none are sent"
        await the_drafter_reads_and_replies(house, document_id, seen)
        page = await house.call(OTHER_HEAD, "GET", here)
        assert "Tiếp thu một phần" in page.text

    run(open_house, play)


async def the_drafter_reads_and_replies(house: Any, document_id: str, row: dict[str, Any]) -> None:
    place = f"/van-ban/di/{document_id}/y-kien/{row['id']}/tep/"
    opened_file = await house.call(DRAFTER, "GET", place + row["answer_files"][0]["sha256"])
    assert opened_file.content == house.letter + b"\n%them\n"
    assert (await house.call(DRAFTER, "GET", place + "0" * 64)).status_code == 404
    kept = f"di/{document_id}/y-kien/{row['id']}"
    await post(house, DRAFTER, f"{kept}/tiep-thu", 422, reply="partly", version=str(row["version"]))
    wrong = await post(house, DRAFTER, f"{kept}/tiep-thu", 422, words="Giữ", version=str(row["version"]))
    assert ">Giữ</textarea>" in wrong.text
    await post(house, DRAFTER, f"{kept}/tiep-thu", reply="partly", words="Một phần", version=str(row["version"]))
    await post(house, DRAFTER, f"{kept}/khong-co", 404)


def test_every_act_of_the_pages_does_what_the_call_does(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER, "person:pho")
        rows = await table(house, document_id)
        kept = f"di/{document_id}/y-kien/{rows[IN_OTHER]['id']}"
        await post(house, DRAFTER, f"{kept}/gia-han", 422, **due(2))
        await post(house, DRAFTER, f"{kept}/gia-han", **due(8))
        await post(house, DRAFTER, f"{kept}/nhac")
        again = await post(house, DRAFTER, f"{kept}/nhac", 409)
        assert "Hôm nay đã nhắc nơi này." in again.text
        await post(house, DRAFTER, f"di/{document_id}/y-kien/gui-bang", 409)
        asked = f"lay-y-kien/{rows[IN_OTHER]['id']}"
        page = await house.call(OTHER_HEAD, "GET", f"/van-ban/{asked}")
        assert "Chuyển người khác trả lời" in page.text
        await post(house, OTHER_HEAD, f"{asked}/chuyen", 422, whose="person:pho")
        await post(house, OTHER_HEAD, f"{asked}/chuyen", whose="person:hoach", words="Nhờ đồng chí")
        await post(house, OTHER_HEAD, f"{asked}/chuyen")
        await post(house, OTHER_HEAD, f"{asked}/khac", 404)
        other = f"di/{document_id}/y-kien/{rows['person:pho']['id']}"
        await post(house, DRAFTER, f"{other}/rut", 422)
        await post(house, DRAFTER, f"{other}/rut", words="Hỏi nhầm")
        card = await house.call(OTHER_HEAD, "GET", "/van-ban/lay-y-kien/so-viec", headers={"hx-request": "true"})
        assert "<strong>1</strong> dự thảo chờ ý kiến" in card.text
        assert (await house.call(OTHER_HEAD, "GET", "/van-ban/lay-y-kien/so-viec")).status_code == 303

    run(open_house, play)


def test_the_journey_two_units_and_a_person_one_late_and_the_table_printed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER, "unit:u-phong", "person:pho")
        await answer(house, DEPUTY, await one_at(house, DEPUTY), opinion="agree", words="")
        await overdue(house)
        await answer(house, OTHER_HEAD, await one_at(house, OTHER_HEAD), words=f"• Bổ sung #panic() {LONG}")
        rows = await table(house, document_id)
        await do(house, document_id, rows[IN_OTHER], "reply", reply="accepted", words="Đã bổ sung *Điều 5*")
        for path in (f"/van-ban/di/{document_id}/y-kien/bang.pdf", f"/documents/{document_id}/opinions/print"):
            printed = await house.call(DRAFTER, "GET", path)
            assert (printed.status_code, printed.content[:5]) == (200, b"%PDF-")
        said = words_in(printed.content)
        for expected in (
            "BẢNG TỔNG HỢP Ý KIẾN, TIẾP THU, GIẢI TRÌNH",
            "Đã hỏi 3 nơi, 2 nơi đã trả lời: 1 thống nhất, 1 thống nhất, có góp ý; 1 nơi trả lời muộn.",
            "#panic()",
            "Tiếp thu. Đã bổ sung *Điều 5*",
            "(muộn)",
            "Chờ ý kiến",
            "Dự thảo công văn",
        ):
            assert expected in said, (expected, said)
        sheet = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}/y-kien/ket-xuat")
        with ZipFile(BytesIO(sheet.content)) as book:
            words = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
        assert "Phòng Kế hoạch" in words
        assert "Muộn" in words
        plain = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}/y-kien/ket-xuat?dang=csv")
        assert "Đã bổ sung *Điều 5*" in plain.text
        paper = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}/y-kien/ban-in")
        assert "Tiếp thu. Đã bổ sung *Điều 5*" in paper.text
        stranger = await house.call(OTHER_HEAD, "GET", f"/van-ban/di/{document_id}/y-kien/bang.pdf")
        assert stranger.status_code == 404

    run(open_house, play)


async def overdue(house: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE opinion_request SET due_on = :day WHERE state = 'asked'"), {"day": day(-2)})


def test_the_list_filters_finds_exports_and_keeps_views_by_page_and_by_call(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await opened(house, f"agency:{SNV}")
        second = await draft(house, subject="V/v quy hoạch phòng họp")
        who, clerk = house.person(Role.LEADER, SNV), house.person(Role.RECORDS_CLERK, SNV)
        asked = await house.call(
            DRAFTER,
            "POST",
            f"/documents/{second}/opinions",
            json={"asked": [f"agency:{SNV}"], "due_on": day(2).isoformat()},
        )
        assert asked.status_code == 201, asked.text
        await settle(house)
        assert [one["subject"] for one in await asked_at(house, who)] == ["V/v quy hoạch phòng họp", "V/v kiểm tra thử"]
        page = await house.call(who, "GET", "/van-ban/lay-y-kien?q=quy+hoach")
        assert "quy hoạch phòng họp" in page.text
        assert "kiểm tra thử" not in page.text
        await answer(house, clerk, (await asked_at(house, clerk))[0])
        assert len(await asked_at(house, who, status="answered")) == 1
        assert len(await asked_at(house, who, scope="came", status="asked")) == 1
        assert await asked_at(house, who, scope="mine") == []
        for path in ("ket-xuat?dang=csv&trang_thai=answered", "ban-in?trang_thai=answered"):
            taken = await house.call(who, "GET", f"/van-ban/lay-y-kien/{path}")
            assert "quy hoạch phòng họp" in taken.text
            assert "kiểm tra thử" not in taken.text
        await keeps_views(house, who, clerk)

    run(open_house, play)


async def keeps_views(house: Any, who: Any, clerk: Any) -> None:
    kept = await house.call(
        who, "POST", "/van-ban/lay-y-kien/dang-xem?trang_thai=asked", data=TOKEN | {"name": "Chờ", "usual": "true"}
    )
    assert kept.headers["location"] == "/van-ban/lay-y-kien?trang_thai=asked&xong=dang-xem"
    usual = await house.call(who, "GET", "/van-ban/lay-y-kien")
    assert usual.headers["location"] == "/van-ban/lay-y-kien?trang_thai=asked"
    views = await house.call(who, "GET", "/lists/opinion-requests/views")
    (view,) = views.json()["items"]
    assert (view["name"], view["filters"]["status"]) == ("Chờ", "asked")
    made = await house.call(
        who, "POST", "/lists/opinion-requests/views", json={"name": "Đã", "filters": {"status": "replied"}}
    )
    assert len(made.json()["items"]) == 2
    assert (await house.call(clerk, "GET", "/lists/opinion-requests/views")).json()["items"] == []
    assert (await house.call(who, "GET", "/opinion-requests?status=khong-co")).status_code == 400


def test_a_document_page_leads_to_its_opinions_and_no_stranger_sees_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        page = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}")
        assert f'href="/van-ban/di/{document_id}/y-kien"' in page.text
        assert "Đã hỏi 1 nơi, 0 nơi đã trả lời." in page.text
        assert "Lấy ý kiến" in page.text, "in its history too"
        for who in (house.person(Role.RECORDS_CLERK), house.person(Role.RECORDS_CLERK, SNV), OTHER_HEAD):
            for path in ("", "/ket-xuat", "/bang.pdf", "/ban-in"):
                refused = await house.call(who, "GET", f"/van-ban/di/{document_id}/y-kien{path}")
                assert refused.status_code == 404

    run(open_house, play)
