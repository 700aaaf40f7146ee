"""Letters to officers: gathered at night, tried again, and sent as each person chose."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text

from shared.contracts.values import Recipient
from shared.core import clock
from shared.notifying.ports import NotSent

from .conftest import ADMINISTRATOR, HERE, Directory
from .test_notifications import EVENING, LETTERS, MORNING, OPERATOR, Doorman, as_person, send_until, take, told


def test_what_comes_at_night_goes_in_one_letter_in_the_morning(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await as_person(directory, "anhnt.stttt")
        to = Recipient(person_id=str(person.id), agency_code=HERE)
        await take(directory, told("dossier-late", to, code="A"), told("dossier-due-soon", to, code="B"), at=EVENING)
        door = Doorman()
        await send_until(directory, door, EVENING + timedelta(hours=8))
        assert door.sent == []
        await send_until(directory, door, EVENING + timedelta(hours=9))
        (letter,) = door.sent
        assert letter.title == "Bạn có 2 thông báo mới"
        assert letter.address == "anhnt.stttt@binhdinh.gov.vn"
        assert "Hồ sơ A đã quá hạn trả" in letter.text
        (row,) = await directory.rows(LETTERS)
        assert (row.state, row.n, row.attempts) == ("sent", 2, 1)

    run(act)


def test_what_was_read_meanwhile_is_not_sent_any_more(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        await take(directory, told("dossier-assigned", Recipient(person_id=str(person.id), agency_code=HERE)))
        (row,) = await directory.rows("SELECT id FROM notification")
        await directory.call("GET", f"/thong-bao/{row.id}", who)
        door = Doorman()
        await send_until(directory, door, MORNING + timedelta(days=1))
        assert door.sent == []
        assert [row.state for row in await directory.rows(LETTERS)] == ["dropped"]

    run(act)


def test_a_letter_is_tried_again_and_its_last_failure_is_shown_to_the_person_and_the_operator(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        await take(
            directory, told("dossier-late", Recipient(person_id=str(person.id), agency_code=HERE)), at=clock.now()
        )
        away = [NotSent("Không nối được tới máy chủ thư.")] * 6
        door = Doorman(*away)
        moment = clock.now() + timedelta(days=1)
        for tries in range(1, 7):
            await send_until(directory, door, moment)
            (row,) = await directory.rows(LETTERS)
            assert row.attempts == tries
            moment = max(moment, row.due_at) + timedelta(seconds=1)
        assert (row.state, row.error) == ("failed", "Không nối được tới máy chủ thư.")
        page = await directory.call("GET", "/thong-bao", who)
        assert "an***@binhdinh.gov.vn" in page.text
        assert "Không nối được tới máy chủ thư." in page.text
        seen = (await directory.call("GET", "/internal/operations/letters?state=failed", OPERATOR)).json()
        (letter,) = seen["letters"]
        assert (letter["address"], letter["title"], seen["counts"]) == (
            "an***@binhdinh.gov.vn",
            "Hồ sơ 000.00.11.H08-261126-0001 đã quá hạn trả",
            {"failed": 1},
        )
        again = f"/internal/operations/letters/{letter['id']}/send-again"
        assert (await directory.call("POST", again, ADMINISTRATOR)).status_code == 403
        assert (await directory.call("POST", again, OPERATOR)).status_code == 200
        await send_until(directory, door, moment + timedelta(days=1))
        assert len(door.sent) == 1

    run(act)


def test_an_address_that_does_not_exist_is_tried_once(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await as_person(directory, "anhnt.stttt")
        await take(directory, told("dossier-late", Recipient(person_id=str(person.id), agency_code=HERE)))
        door = Doorman(NotSent("Máy chủ thư không nhận địa chỉ này (550).", final=True))
        await send_until(directory, door, MORNING + timedelta(minutes=1))
        (row,) = await directory.rows(LETTERS)
        assert (row.state, row.attempts) == ("failed", 1)

    run(act)


def test_a_closed_account_is_written_to_no_more(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, _ = await as_person(directory, "anhnt.stttt")
        await take(directory, told("dossier-late", Recipient(person_id=str(person.id), agency_code=HERE)))
        async with directory.database.sessions.begin() as session:
            await session.execute(text("UPDATE person SET active = false"))
        door = Doorman()
        await send_until(directory, door, MORNING + timedelta(minutes=1))
        assert door.sent == []
        await take(directory, told("dossier-late", Recipient(person_id=str(person.id), agency_code=HERE)))
        assert len(await directory.rows("SELECT 1 FROM notification")) == 1

    run(act)


def test_a_person_chooses_what_is_sent_and_when(run: Any) -> None:
    async def act(directory: Directory) -> None:
        person, who = await as_person(directory, "anhnt.stttt")
        page = await directory.call("GET", "/thong-bao/tuy-chon", who)
        assert "Hồ sơ được giao cho tôi" in page.text
        assert "Hồ sơ của tôi cần bổ sung" not in page.text
        sent = {
            "dossier-late-email": "never",
            "dossier-assigned-email": "at-once",
            "quiet_from": "00",
            "quiet_to": "00",
        }
        wrong = await directory.call("POST", "/thong-bao/tuy-chon", who, data=sent | {"quiet_from": "25"})
        assert (wrong.status_code, await directory.rows("SELECT 1 FROM notification_choice")) == (422, [])
        assert "Hãy chọn một giờ trong ngày." in wrong.text
        strange = await directory.call("POST", "/thong-bao/tuy-chon", who, data=sent | {"dossier-late-email": "hourly"})
        assert strange.status_code == 422
        assert (await directory.call("POST", "/thong-bao/tuy-chon", who, data=sent)).status_code == 303
        to = Recipient(person_id=str(person.id), agency_code=HERE)
        await take(directory, told("dossier-late", to), told("dossier-assigned", to), at=EVENING)
        door = Doorman()
        await send_until(directory, door, EVENING)
        assert [letter.title for letter in door.sent] == ["Hồ sơ 000.00.11.H08-261126-0001 được giao cho bạn"]

    run(act)
