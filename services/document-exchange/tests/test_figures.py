"""Figures of documents: what is told of each day is what the tables hold."""

import re
from datetime import date, timedelta
from typing import Any

import orjson
from sqlalchemy import text

from document_exchange.figures.counting import FIGURES
from shared.access.rights import Role
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.core import clock
from shared.directory.keeping import keep_agency
from shared.messaging.figures import tell_figure
from testing.factories import an_agency

from .entered.kit import a_letter
from .test_journey import run

HERE = "000.00.02.H08"


async def _sent_and_done(house: Any, today: date) -> Any:
    """Sent to everybody; done in time by one agency and late by another."""
    sent = await house.sent()
    await house.exchange()
    await house.read()
    async with house.database.sessions.begin() as session:
        connection = await session.connection()
        for agency, due in ((HERE, today), ("000.00.03.H08", today - timedelta(days=2))):
            await connection.exec_driver_sql(
                "UPDATE incoming_document SET status = '06', status_at = now(), due_on = $1 WHERE addressee_code = $2",
                (due, agency),
            )
    return sent


async def _figures(house: Any) -> Any:
    return (await house.call(house.person(Role.LEADER, HERE), "GET", "/van-ban/so-lieu")).text


def test_documents_sent_electronically_and_done_in_time_are_told_by_agency_and_day(open_house: Any) -> None:
    async def play(house: Any) -> None:
        today = clock.local_now().date()
        sent = await _sent_and_done(house, today)
        for again in (False, True):
            async with house.database.sessions.begin() as session:
                told = sum([await tell_figure(session, figure, today + timedelta(days=1)) for figure in FIGURES])
                kept = await session.scalar(text("SELECT count(*) FROM figure_told"))
            assert told == (0 if again else kept)
            assert kept > 2
        async with house.database.sessions() as session:
            connection = await session.connection()
            rows = (
                await connection.exec_driver_sql(
                    "SELECT data::text FROM outbox WHERE type = $1", (DocumentFigureRecorded.type,)
                )
            ).all()
            held = (
                await connection.exec_driver_sql("SELECT count(*) FROM outgoing_document WHERE sent_at IS NOT NULL")
            ).scalar()
        events = [DocumentFigureRecorded.model_validate(orjson.loads(row[0])) for row in rows]
        electronic = [event for event in events if event.name == "documents-electronic"]
        assert sum(event.numerator for event in electronic) == held == 1, sent
        in_time = {e.agency_code: (e.numerator, e.denominator) for e in events if e.name == "documents-on-time"}
        assert in_time[HERE] == (1, 1)
        assert all(values == (0, 1) for agency, values in in_time.items() if agency != HERE)

    run(open_house, play)


def test_a_leader_reads_the_figures_of_days_that_are_over_of_the_own_agency_and_those_below(open_house: Any) -> None:
    async def play(house: Any) -> None:
        today = clock.local_now().date()
        await _sent_and_done(house, today)
        async with house.database.sessions.begin() as session:
            for figure in FIGURES:
                await tell_figure(session, figure, today + timedelta(days=1))
        page = await _figures(house)
        assert "Chưa có số liệu. Việc làm hôm nay hiện ở đây từ 1 giờ 15 phút ngày" in page, "today is not over"
        assert 'href="/van-ban/den">Văn bản đến</a>' in page.partition("Việc của hôm nay:")[2]
        async with house.database.sessions.begin() as session:
            await session.execute(text("UPDATE figure_told SET day = day - 1"))
        page = await _figures(house)
        shown = " ".join(re.sub("<[^>]+>", " ", page.partition("<tbody")[2].partition("</tbody")[0]).split())
        assert "100,0% 1 trên 1" in shown
        above = house.person(Role.LEADER, HERE).model_copy(update={"agency_code": "000.00.00.H08"})
        beside = above.model_copy(update={"agency_code": "000.00.05.H08"})
        for leader, sees in ((above, True), (beside, False)):
            page = await house.call(leader, "GET", "/van-ban/so-lieu")
            assert ("Sở Nội vụ" in page.text.partition("<tbody")[2].partition("</tbody")[0]) == sees
        refused = await house.call(house.person(Role.RECORDS_CLERK), "GET", "/van-ban/so-lieu")
        assert refused.status_code == 403

    run(open_house, play)


async def _told_of_yesterday(house: Any) -> None:
    """Everything that happened so far is of a day that is over."""
    async with house.database.sessions.begin() as session:
        for figure in FIGURES:
            await tell_figure(session, figure, clock.local_now().date() + timedelta(days=1))
        await session.execute(text("UPDATE figure_told SET day = day - 1"))


async def _values(house: Any, leader: Any, **days: str) -> dict[tuple[str, str], tuple[int, int]]:
    answer = await house.call(leader, "GET", "/reports/exchange", params=days)
    assert answer.status_code == 200, answer.text
    rows = answer.json()["rows"]
    return {
        (row["agency"], one["name"]): (one["numerator"], one["denominator"]) for row in rows for one in row["figures"]
    }


COMMITTEE = "000.00.00.H08"
COMMITTEE_NAME = "Ủy ban nhân dân tỉnh Bình Định"
STTTT = "Sở Thông tin và Truyền thông"


async def _packet_and_paper(house: Any) -> str:
    """At the committee one packet, accepted and looked at twice, and a letter by post; its id."""
    await house.sent()
    await house.exchange()
    await house.read()
    letter = a_letter(author=STTTT, reference="7/BC-STTTT")
    entered = await house.call(house.person(Role.RECORDS_CLERK, COMMITTEE), "POST", "/incoming", json=letter)
    assert entered.status_code == 201, entered.text
    (arrival,) = [one for one in await house.inbox(COMMITTEE) if one["origin"] == "packet"]
    await house.report(COMMITTEE, arrival["id"], "03", Role.RECORDS_CLERK)
    for _ in range(2):
        await house.call(house.person(Role.LEADER, COMMITTEE), "GET", f"/van-ban/den/{arrival['id']}")
    return str(arrival["id"])


def test_paper_beside_packets_is_counted_at_who_received_it_and_at_who_sent_it(open_house: Any) -> None:
    async def play(house: Any) -> None:
        await _packet_and_paper(house)
        await _told_of_yesterday(house)
        leader = house.person(Role.LEADER, COMMITTEE)
        found = await _values(house, leader)
        assert found[COMMITTEE_NAME, "documents-received"] == (1, 2)
        assert found[STTTT, "documents-to-committee"] == (1, 2)
        assert found[COMMITTEE_NAME, "documents-inside"] == (0, 2), "nobody was given either"
        assert found[COMMITTEE_NAME, "document-reads"] == (2, 0)
        page = (await house.call(leader, "GET", "/van-ban/so-lieu")).text
        assert "95%" in page, "what the plan wants"
        assert "Dưới chỉ tiêu" in page
        assert "<strong>4</strong> trên 4" in page, "all received something"
        later = (clock.local_now().date() + timedelta(days=2)).isoformat()
        assert await _values(house, leader, since=later, until=later) == {}
        for path in ("ket-xuat", "ket-xuat?dang=csv", "ban-in"):
            taken = await house.call(leader, "GET", f"/van-ban/so-lieu/{path}")
            assert taken.status_code == 200, path
        sheet = (await house.call(leader, "GET", "/van-ban/so-lieu/ket-xuat?dang=csv")).text
        assert re.search(rf"{COMMITTEE_NAME};.*50", sheet) or re.search(rf"{COMMITTEE_NAME},.*50", sheet)
        wrong = await house.call(leader, "GET", "/van-ban/so-lieu?tu_ngay=31/2/2026")
        assert wrong.status_code == 422
        assert 'href="#tu_ngay"' in wrong.text

    run(open_house, play)


def test_the_province_reads_the_figures_of_every_level_and_a_department_its_own(open_house: Any) -> None:
    async def play(house: Any) -> None:
        async with house.database.sessions.begin() as session:
            below = an_agency(
                "000.01.05.H08", name="Chi cục", short_name="CC", tier="department", parent_code="000.00.05.H08"
            )
            await keep_agency(session, below)
            await session.execute(
                text("INSERT INTO figure_told VALUES ('documents-electronic', '000.01.05.H08', :day, 1, 2, 1)"),
                {"day": clock.local_now().date() - timedelta(days=1)},
            )
        above = await _values(house, house.person(Role.LEADER, COMMITTEE))
        assert above["Chi cục", "documents-electronic"] == (1, 2)
        assert ("Chi cục", "documents-electronic") in await _values(house, house.person(Role.LEADER, "000.00.05.H08"))
        assert await _values(house, house.person(Role.LEADER, HERE)) == {}
        assert (await house.call(house.person(Role.RECORDS_CLERK), "GET", "/reports/exchange")).status_code == 403

    run(open_house, play)


def test_who_opened_a_document_is_counted_and_named_for_leaders_and_clerks_alone(open_house: Any) -> None:
    async def play(house: Any) -> None:
        incoming_id = await _packet_and_paper(house)
        leader, clerk = (house.person(role, COMMITTEE) for role in (Role.LEADER, Role.RECORDS_CLERK))
        answer = await house.call(leader, "GET", f"/incoming/{incoming_id}/accesses", params={"limit": 1})
        found = answer.json()
        assert (found["counts"]["read"], found["counts"]["file"], found["people"]) == (2, 0, 2)
        assert found["counts"]["change"] >= 1
        (first,) = found["items"]
        assert (first["kind"], first["name"]) == ("read", leader.name)
        rest = await house.call(leader, "GET", f"/incoming/{incoming_id}/accesses", params={"after": found["next"]})
        assert first["position"] not in [one["position"] for one in rest.json()["items"]]
        assert len(rest.json()["items"]) == sum(found["counts"].values()) - 1, "that somebody looked here is no access"
        changes = await house.call(leader, "GET", f"/incoming/{incoming_id}/accesses", params={"kind": "change"})
        assert {one["kind"] for one in changes.json()["items"]} == {"change"}
        assert "Thay đổi" not in {one["label"] for one in changes.json()["items"]}, "which change is said"
        page = await house.call(clerk, "GET", f"/van-ban/den/{incoming_id}/truy-cap?loai=read")
        assert page.text.count(leader.name) == 2
        assert (
            f"/van-ban/den/{incoming_id}/truy-cap"
            in (await house.call(clerk, "GET", f"/van-ban/den/{incoming_id}")).text
        )
        for who, status in ((house.person(Role.SPECIALIST, COMMITTEE), 403), (house.person(Role.LEADER, HERE), 404)):
            for path in (f"/incoming/{incoming_id}/accesses", f"/van-ban/den/{incoming_id}/truy-cap"):
                assert (await house.call(who, "GET", path)).status_code == status
        sent = (await house.call(house.person(Role.RECORDS_CLERK), "GET", "/documents")).json()["items"][0]
        own = await house.call(house.person(Role.LEADER), "GET", f"/documents/{sent['id']}/accesses")
        assert "Ký số" in [one["label"] for one in own.json()["items"]]
        own_page = await house.call(house.person(Role.LEADER), "GET", f"/van-ban/di/{sent['id']}/truy-cap")
        assert own_page.status_code == 200
        assert (await house.call(leader, "GET", f"/documents/{sent['id']}/accesses")).status_code == 404

    run(open_house, play)
