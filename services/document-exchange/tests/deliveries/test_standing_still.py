"""A delivery that stands still is seen by its sender: on the list, on the page, in a call, and told to the clerks once."""

from datetime import datetime, timedelta
from typing import Any

from document_exchange.deliveries.standing import STANDING
from shared.access.rights import Role
from shared.core import clock
from shared.work.jobs import Jobs

from ..test_journey import RECEIVER, run
from ..test_notifications import told

MONDAY = datetime(2026, 8, 31, 8, 0, tzinfo=clock.VIETNAM)
LIST = "/van-ban/di?pham_vi=still"
OTHER = "000.00.05.H08"


async def at_work(house: Any, moment: datetime) -> list[dict[str, Any]]:
    before = len(await told(house))
    with clock.stopped_at(moment):
        jobs = Jobs(house.database, [STANDING])
        await jobs.begin()
        await (await house.database.hot()).execute("UPDATE job SET due_at = $1 WHERE name = $2", moment, STANDING.name)
        await jobs.do_next()
    return [event for event in (await told(house))[before:] if event["notification"] == "delivery-still"]


async def sent_on_monday(house: Any, *, arrived: bool = True) -> dict[str, Any]:
    with clock.stopped_at(MONDAY):
        document = dict(await house.sent(addressees=[RECEIVER], all_agencies=False))
        if arrived:
            await house.exchange()
    pool = await house.database.hot()
    await pool.execute("UPDATE delivery SET status_at = $1, sent_at = $1", MONDAY)
    return document


async def listed(house: Any, agency: str = "000.00.11.H08") -> list[str]:
    clerk = house.person(Role.RECORDS_CLERK, agency)
    answer = await house.call(clerk, "GET", "/documents?scope=still")
    return [item["id"] for item in answer.json()["items"]]


def test_what_arrived_and_nobody_took_in_for_a_day_of_work_is_told_once(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await sent_on_monday(house)
        assert await at_work(house, MONDAY + timedelta(hours=9)) == []
        assert await listed(house) == []
        (event,) = await at_work(house, MONDAY + timedelta(days=1, hours=1))
        assert event["facts"] == {"reference": document["reference"], "agency": "Sở Nội vụ"}
        assert [to["role"] for to in event["to"]] == ["records-clerk"]
        assert await at_work(house, MONDAY + timedelta(days=2)) == []
        assert await listed(house) == [document["id"]]
        assert await listed(house, RECEIVER) == []
        clerk = house.person(Role.RECORDS_CLERK)
        assert "1 lượt gửi đứng yên" in (await house.call(clerk, "GET", LIST)).text
        page = (await house.call(clerk, "GET", f"/van-ban/di/{document['id']}")).text
        assert "Hãy gọi văn thư nơi nhận" in page
        assert "ngày" in page[page.find("Đứng yên") :][:200]
        (shown,) = (await house.document(document["id"]))["deliveries"]
        assert shown["still_at"]
        assert shown["failure"] == ""

    run(open_house, play)


def test_a_second_receiver_who_stands_still_later_is_listed_and_not_told_again(open_house: Any) -> None:
    async def play(house: Any) -> None:
        with clock.stopped_at(MONDAY):
            document = await house.sent(addressees=[RECEIVER, OTHER], all_agencies=False)
            await house.exchange()
        pool = await house.database.hot()
        for agency, hours in ((RECEIVER, 0), (OTHER, 3)):
            moment = MONDAY + timedelta(hours=hours)
            await pool.execute(
                "UPDATE delivery SET sent_at = $1, status_at = $2 WHERE addressee_code = $3", MONDAY, moment, agency
            )
        assert len(await at_work(house, MONDAY + timedelta(days=1, hours=1))) == 1
        assert await at_work(house, MONDAY + timedelta(days=2)) == []
        shown = (await house.document(document["id"]))["deliveries"]
        assert [bool(one["still_at"]) for one in shown] == [True, True]

    run(open_house, play)


def test_the_mark_goes_when_the_receiver_moves(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await sent_on_monday(house)
        assert len(await at_work(house, MONDAY + timedelta(days=2))) == 1
        (arrival,) = await house.inbox(RECEIVER)
        await house.report(RECEIVER, arrival["id"], "03", Role.RECORDS_CLERK)
        await house.exchange()
        assert await listed(house) == []
        (shown,) = (await house.document(document["id"]))["deliveries"]
        assert (shown["status"], shown["still_at"]) == ("03", None)

    run(open_house, play)


def test_what_never_came_is_seen_after_a_quarter_of_an_hour(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await sent_on_monday(house, arrived=False)
        assert await at_work(house, MONDAY + timedelta(minutes=10)) == []
        assert len(await at_work(house, MONDAY + timedelta(minutes=20))) == 1
        page = (await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document['id']}")).text
        assert "Gói tin chưa tới nơi nhận" in page

    run(open_house, play)


def test_what_was_given_up_says_why(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await sent_on_monday(house, arrived=False)
        (shown,) = (await house.document(document["id"]))["deliveries"]
        pool = await house.database.hot()
        await pool.execute(
            "INSERT INTO inbox (event_id, source, subject, sequence, type, state, envelope, error) VALUES"
            " (gen_random_uuid(), '/document-exchange', $1, 1, 'x', 'dead', 'x'::bytea, 'partner/FileMissing: x')",
            f"delivery/{shown['id']}",
        )
        (shown,) = (await house.document(document["id"]))["deliveries"]
        assert shown["failure"] == "partner"
        page = (await house.call(house.person(Role.RECORDS_CLERK), "GET", f"/van-ban/di/{document['id']}")).text
        assert "Không chuyển được" in page
        assert "kho tệp hoặc dịch vụ liên quan không trả lời" in page

    run(open_house, play)


def test_what_was_taken_back_stands_no_more(open_house: Any) -> None:
    async def play(house: Any) -> None:
        document = await sent_on_monday(house, arrived=False)
        assert len(await at_work(house, MONDAY + timedelta(hours=1))) == 1
        await house.step(document["id"], "recall", Role.RECORDS_CLERK, reason="Nhầm nơi nhận")
        assert await listed(house) == []

    run(open_house, play)
