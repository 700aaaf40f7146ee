"""What an update proposes is what its sender changed: not how urgent it is where it does not say, nor a term that a leader gave since."""

import re
from datetime import date
from typing import Any

from shared.access.rights import Role

from .change_kit import an_update, answer, incoming, new_document, wish
from .test_packets_api import SENDER, bring, run

TERM, EARLIER, LATER = date(2026, 12, 20), "2026-12-10", date(2026, 12, 28)


async def urgent(house: Any) -> str:
    """Registered, with the sender's term and one that a leader gave; its id."""
    id_ = str((await bring(house, new_document(priority=3, due_on=TERM))).json()["incoming_id"])
    await house.read()
    assert (await house.report(SENDER, id_, "03", Role.RECORDS_CLERK)).status_code == 200
    worker = house.person(Role.SPECIALIST)
    given = await house.report(SENDER, id_, "04", Role.LEADER, lead_id=worker.subject, due_on=EARLIER)
    assert given.status_code == 200, given.text
    return id_


def titles(asked: dict[str, Any]) -> list[str]:
    return [one["title"] for one in asked["changes"]]


def test_a_packet_that_does_not_say_how_urgent_it_is_makes_nothing_ordinary(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await urgent(house)
        silent, amount = re.subn(rb"<edXML:Priority>[^<]*</edXML:Priority>", b"", an_update(subject="V/v số liệu"))
        assert amount == 1
        asked = await wish(house, silent)
        assert titles(asked) == ["Trích yếu"]
        await answer(house, asked["id"], "agree")
        assert (await incoming(house, id_))["priority"] == 3
        said = await wish(house, an_update(subject="V/v số liệu", priority=1))
        assert titles(said) == ["Mức độ khẩn"]
        strange = an_update(subject="V/v số liệu", priority=1).replace(b"Priority>1<", b"Priority>9<")
        assert titles(await wish(house, strange)) == []

    run(open_house, play)


def test_a_term_that_the_sender_did_not_change_does_not_undo_the_leaders(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await urgent(house)
        asked = await wish(house, an_update(subject="V/v số liệu", priority=3, due_on=TERM))
        assert titles(asked) == ["Trích yếu"]
        await answer(house, asked["id"], "agree")
        assert (await incoming(house, id_))["due_on"] == EARLIER
        changed = await wish(house, an_update(subject="V/v số liệu", priority=3, due_on=LATER))
        assert titles(changed) == ["Hạn xử lý"]
        await answer(house, changed["id"], "agree")
        assert (await incoming(house, id_))["due_on"] == LATER.isoformat()

    run(open_house, play)


def test_who_answers_an_older_update_after_a_newer_one_is_warned(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await urgent(house)
        older = await wish(house, an_update(subject="V/v số liệu lần một", priority=3, due_on=TERM))
        newer = await wish(house, an_update(subject="V/v số liệu lần hai", priority=3, due_on=TERM))
        clerk, place = house.person(Role.RECORDS_CLERK), f"/van-ban/den/thay-doi/{older['id']}"
        assert "đồng ý yêu cầu này thì ghi lại" not in (await house.call(clerk, "GET", place)).text
        await answer(house, newer["id"], "agree")
        assert "đồng ý yêu cầu này thì ghi lại" in (await house.call(clerk, "GET", place)).text
        newer_page = (await house.call(clerk, "GET", f"/van-ban/den/thay-doi/{newer['id']}")).text
        assert "đồng ý yêu cầu này thì ghi lại" not in newer_page

    run(open_house, play)


def test_a_day_that_cannot_be_is_refused_where_the_clerk_can_answer(open_house: Any) -> None:
    async def play(house: Any) -> None:
        id_ = await urgent(house)
        future = an_update(priority=3, due_on=TERM).replace(b">2026/11/20</edXML:Prom", b">2126/11/20</edXML:Prom")
        asked = await wish(house, future)
        assert titles(asked) == ["Ngày văn bản"]
        refused = await answer(house, asked["id"], "agree", 422)
        assert (refused["code"], refused["errors"][0]["pointer"]) == ("update_day_wrong", "/words")
        clerk, place = house.person(Role.RECORDS_CLERK), f"/van-ban/den/thay-doi/{asked['id']}"
        page = await house.call(clerk, "POST", f"{place}/dong-y", data={"csrf_token": "form-token"})
        assert page.status_code == 422
        assert "Hãy từ chối và ghi lý do" in page.text
        assert 'href="#words"' in page.text
        assert (await incoming(house, id_))["issued_on"] == "2026-11-20"

    run(open_house, play)
