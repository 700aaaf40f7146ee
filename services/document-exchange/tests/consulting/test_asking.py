"""Lấy ý kiến trong cơ quan: bound to the version that was asked about, said by whoever was asked, answered by whoever has the draft."""

import unicodedata
from typing import Any

from sqlalchemy import text

from shared.access.rights import Role

from .opinion_kit import (
    DEPUTY,
    DRAFTER,
    HEAD,
    OTHER,
    OTHER_HEAD,
    OTHER_ONE,
    answer,
    ask,
    asked_at,
    attach,
    day,
    do,
    draft,
    everything,
    one_at,
    opened,
    run,
    sign,
    staffed,
    table,
    told,
)

IN_OTHER = f"unit:{OTHER}"


def test_units_and_people_are_asked_and_the_drafter_answers_each(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER, "person:pho")
        assert len(await told(house, "opinion-asked")) == 2
        mine = await one_at(house, DEPUTY)
        await answer(house, DEPUTY, mine, opinion="agree", words="")
        await answer(house, OTHER_HEAD, await one_at(house, OTHER_HEAD))
        rows = await table(house, document_id)
        assert (rows["person:pho"]["opinion"], rows[IN_OTHER]["opinion"]) == ("agree", "remarks")
        assert rows[IN_OTHER]["answered_by"] == OTHER_HEAD.name
        assert len(await told(house, "opinion-given")) == 2
        await do(house, document_id, rows[IN_OTHER], "reply", 422, reply="explained")
        await do(house, document_id, rows[IN_OTHER], "reply", reply="accepted", words="Đã bổ sung")
        seen = await one_at(house, OTHER_HEAD)
        assert (seen["state"], seen["reply"], seen["reply_words"]) == ("replied", "accepted", "Đã bổ sung")
        assert seen["allowed"] == []

    run(open_house, play)


def test_who_is_asked_reads_the_version_that_was_asked_about_and_nobody_else_does(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, IN_OTHER)
        row = await one_at(house, OTHER_HEAD)
        (first,) = row["files"]
        await attach(house, DRAFTER, document_id, house.letter + b"\n% sua lai\n")
        row = await one_at(house, OTHER_HEAD)
        assert row["files"] == [first], "exactly what was asked about"
        read = await house.call(OTHER_HEAD, "GET", f"/opinion-requests/{row['id']}/files/{first['sha256']}")
        assert read.content == house.letter
        now = (await house.call(DRAFTER, "GET", f"/documents/{document_id}")).json()["files"][0]["sha256"]
        assert now != first["sha256"]
        for who, sha256 in ((OTHER_HEAD, now), (OTHER_ONE, first["sha256"]), (house.person(Role.RECORDS_CLERK), now)):
            refused = await house.call(who, "GET", f"/opinion-requests/{row['id']}/files/{sha256}")
            assert refused.status_code == 404, (who.subject, refused.text)
        assert (await house.call(OTHER_HEAD, "GET", f"/documents/{document_id}")).status_code == 404
        assert (await house.call(OTHER_HEAD, "GET", f"/van-ban/di/{document_id}/y-kien")).status_code == 404
        page = await house.call(OTHER_HEAD, "GET", f"/van-ban/lay-y-kien/{row['id']}")
        assert "Dự thảo đã được sửa sau khi lấy ý kiến" in page.text
        assert (await table(house, document_id))[IN_OTHER]["outdated"]
        await ask(house, document_id, IN_OTHER)
        assert [one["draft_number"] for one in await asked_at(house, OTHER_HEAD)] == [1, 2], (
            "asked again on the new one"
        )

    run(open_house, play)


def test_an_opinion_may_be_put_right_until_the_drafter_answers_it_and_sent_twice_is_one(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        row = await one_at(house, DEPUTY)
        await answer(house, DEPUTY, row, version=row["version"])
        before = await everything(house)
        await answer(house, DEPUTY, row, version=row["version"])
        assert await everything(house) == before, "pressed twice"
        stale = await answer(house, DEPUTY, row, 412, version=row["version"], words="Khác")
        assert stale["code"] == "changed_meanwhile"
        seen = (await table(house, document_id))["person:pho"]
        await answer(house, DEPUTY, row, words="Bổ sung Điều 6")
        refused = await do(house, document_id, row, "reply", 412, reply="accepted", version=seen["version"])
        assert refused["code"] == "changed_meanwhile", "he had read another opinion"
        now = (await table(house, document_id))["person:pho"]
        assert now["answer"] == "Bổ sung Điều 6"
        await do(house, document_id, row, "reply", reply="accepted", version=now["version"])
        before = await everything(house)
        late = await answer(house, DEPUTY, row, 409, words="Thêm nữa")
        assert late["code"] == "opinion_replied"
        assert await everything(house) == before
        lines = (await house.call(DEPUTY, "GET", f"/opinion-requests/{row['id']}/timeline")).json()["items"]
        assert [one["act"] for one in lines] == ["ask", "answer", "answer", "reply"], "what he said first is kept"

    run(open_house, play)


def test_a_late_opinion_is_taken_and_marked_until_the_draft_is_signed(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho", IN_OTHER)
        await overdue(house)
        row = await one_at(house, DEPUTY)
        await answer(house, DEPUTY, row)
        assert (await table(house, document_id))["person:pho"]["late"] is True
        page = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}")
        assert "Còn nơi chưa cho ý kiến về dự thảo: Phòng Kế hoạch." in page.text
        for who, act in ((DRAFTER, "submit"), (house.person(Role.LEADER), "sign")):
            seen = await house.call(house.person(Role.LEADER), "GET", f"/van-ban/di/{document_id}")
            assert act == "submit" or "Còn nơi chưa cho ý kiến" in seen.text, "the signer is told"
            walked = await house.call(house.person(Role.LEADER), "GET", "/van-ban/di/ky-lan-luot")
            assert act == "submit" or "Còn nơi chưa cho ý kiến" in walked.text, (
                "also where he signs one after the other"
            )
            done = await house.call(who, "POST", f"/documents/{document_id}/{act}", json={})
            assert done.status_code == 200, done.text
        before = await everything(house)
        waiting = await one_at(house, OTHER_HEAD)
        assert waiting["state"] == "closed"
        for who, one in ((OTHER_HEAD, waiting), (DEPUTY, row)):
            refused = await answer(house, who, one, 409, words="Muộn quá")
            assert (refused["code"], refused["title"]) == (
                "opinion_closed",
                "Dự thảo đã được ký hoặc đã dừng, không nhận ý kiến nữa.",
            )
        assert await everything(house) == before
        assert len(await told(house, "opinion-changed")) == 1, "who has not answered need not"
        again = await house.call(DRAFTER, "POST", f"/documents/{document_id}/opinions", json={"asked": ["person:pho"]})
        assert again.status_code == 409

    run(open_house, play)


async def overdue(house: Any) -> None:
    async with house.database.sessions.begin() as session:
        await session.execute(text("UPDATE opinion_request SET due_on = :day"), {"day": day(-2)})


def test_a_signed_document_that_comes_back_is_asked_about_and_answered_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho", IN_OTHER)
        await answer(house, DEPUTY, await one_at(house, DEPUTY))
        await sign(house, document_id)
        back = {"opinion": "Sai thể thức"}
        clerk = house.person(Role.RECORDS_CLERK)
        assert (await house.call(clerk, "POST", f"/documents/{document_id}/return", json=back)).status_code == 200
        rows = await table(house, document_id)
        await do(house, document_id, rows["person:pho"], "reply", reply="accepted")
        assert (await ask(house, document_id, "person:pho", status=422))["errors"][0]["code"] == "asked_already"
        await ask(house, document_id, IN_OTHER)
        assert {one["state"] for one in await asked_at(house, OTHER_HEAD)} == {"closed", "asked"}
        page = await house.call(DRAFTER, "GET", f"/van-ban/di/{document_id}/y-kien")
        assert "Đã hỏi 2 nơi, 1 nơi đã trả lời" in page.text, "whoever was asked twice is one"

    run(open_house, play)


def test_a_draft_that_is_dropped_ends_its_requests(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        done = await house.call(DRAFTER, "POST", f"/documents/{document_id}/cancel", json={"opinion": "Không cần"})
        assert done.status_code == 200, done.text
        row = await one_at(house, DEPUTY)
        assert (row["state"], row["ended_words"]) == ("closed", "Dự thảo đã dừng.")
        assert (await answer(house, DEPUTY, row, 409))["code"] == "opinion_closed"

    run(open_house, play)


def test_what_cannot_be_asked_is_refused_beside_its_field_and_asks_nobody(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await draft(house)
        before = await everything(house)
        for asked, more, code in (
            ([], {}, "nobody_asked"),
            (["unit:khong-co"], {}, "opinion_party_unknown"),
            (["person:la"], {}, "opinion_party_unknown"),
            (["agency:000.00.11.H08"], {}, "opinion_party_unknown"),
            (["person:soan"], {}, "asked_yourself"),
            ([IN_OTHER], {"due_on": None}, "opinion_term_required"),
            ([IN_OTHER], {"due_on": day(-1).isoformat()}, "day_over"),
            ([IN_OTHER], {"words": "MẬT: xem kỹ"}, "secret_document_stays"),
            ([IN_OTHER], {"content_version": 99}, "opinion_unknown_draft"),
        ):
            body = {"asked": asked, "due_on": day(5).isoformat()} | more
            refused = await house.call(DRAFTER, "POST", f"/documents/{document_id}/opinions", json=body)
            said = refused.json()
            codes = {said["code"], *(one["code"] for one in said.get("errors", []))}
            assert refused.status_code in (412, 422), refused.text
            assert code in codes, said
        for who, status in ((HEAD, 403), (OTHER_HEAD, 404), (house.person(Role.LEADER), 404)):
            await ask(house, document_id, IN_OTHER, status=status, who=who)
        assert await everything(house) == before
        await ask(house, document_id, IN_OTHER)
        twice = await ask(house, document_id, IN_OTHER, status=422)
        assert twice["errors"][0]["code"] == "asked_already"
        own = "0199d3a0-0000-7000-8000-00000000aaaa"
        await ask(house, document_id, "person:pho", id=own)
        before = await everything(house)
        await ask(house, document_id, "person:pho", id=own)
        assert await everything(house) == before, "pressed twice"

    run(open_house, play)


def test_the_drafter_gives_more_time_reminds_once_a_day_and_takes_back_with_a_reason(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        row = (await table(house, document_id))["person:pho"]
        await do(house, document_id, row, "extend", 422, due_on=day(3).isoformat())
        await do(house, document_id, row, "extend", due_on=day(9).isoformat(), words="Thêm thời gian")
        assert (await one_at(house, DEPUTY))["due_on"] == day(9).isoformat()
        await do(house, document_id, row, "remind")
        assert (await do(house, document_id, row, "remind", 409))["code"] == "reminded_today"
        assert len(await told(house, "opinion-due-soon")) == 1
        await do(house, document_id, row, "withdraw", 422)
        await do(house, document_id, row, "withdraw", words="Soạn lại từ đầu")
        seen = await one_at(house, DEPUTY)
        assert (seen["state"], seen["ended_words"]) == ("withdrawn", "Soạn lại từ đầu")
        assert (await answer(house, DEPUTY, seen, 409))["code"] == "opinion_withdrawn"
        assert len(await told(house, "opinion-changed")) == 2
        await ask(house, document_id, "person:pho")
        await do(house, document_id, row, "extend", 403, who=HEAD, due_on=day(20).isoformat())

    run(open_house, play)


def test_whoever_has_the_draft_now_sees_the_opinions_and_answers_them(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        await answer(house, DEPUTY, await one_at(house, DEPUTY))
        given = {"drafter_id": "pho", "opinion": "Chuyển"}
        moved = await house.call(HEAD, "POST", f"/documents/{document_id}/reassign", json=given)
        assert moved.status_code == 200, moved.text
        row = (await table(house, document_id, DEPUTY))["person:pho"]
        assert (await house.call(DRAFTER, "GET", f"/documents/{document_id}/opinions")).status_code == 404
        await do(house, document_id, row, "reply", 404, reply="accepted")
        await do(house, document_id, row, "reply", who=DEPUTY, reply="accepted")

    run(open_house, play)


def test_nothing_secret_is_asked_about(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await staffed(house)
        document_id = await draft(house)
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE outgoing_document SET secrecy = 'secret'"))
        refused = await ask(house, document_id, IN_OTHER, status=422)
        assert refused["code"] == "secret_document_stays"
        assert await asked_at(house, OTHER_HEAD) == []
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE outgoing_document SET secrecy = 'normal'"))
        await ask(house, document_id, "person:pho")
        said = await answer(house, DEPUTY, await one_at(house, DEPUTY), 422, words="Tối mật: số liệu quân sự")
        assert said["code"] == "secret_document_stays"

    run(open_house, play)


def test_words_are_composed_and_bullets_stay_readable(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document_id = await opened(house, "person:pho")
        typed = unicodedata.normalize("NFD", "• Bổ sung thời hạn\n• Sửa Điều 6")
        await answer(house, DEPUTY, await one_at(house, DEPUTY), words=typed)
        said = (await table(house, document_id))["person:pho"]["answer"]
        assert said == unicodedata.normalize("NFC", said)
        assert "Bổ sung thời hạn" in said
        long = await answer(house, DEPUTY, await one_at(house, DEPUTY), 422, words="x" * 1001)
        assert long["errors"]

    run(open_house, play)
