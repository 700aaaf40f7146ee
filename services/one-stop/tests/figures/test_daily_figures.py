"""Daily figures: told once, corrected when a late fact comes, and the sum is what the tables hold."""

import asyncio
from typing import Any

import orjson

from one_stop.figures.actions import keep_figure
from one_stop.figures.counting import FIGURES
from shared.contracts.document_exchange import DocumentFigureRecorded
from shared.contracts.one_stop import DossierFigureRecorded
from shared.core import clock
from shared.messaging.figures import tell_figure

COUNTER, LEADER = "counter-officer", "leader"


async def _tell(office: Any) -> int:
    async with office.database.sessions.begin() as session:
        return sum([await tell_figure(session, figure, clock.local_now().date()) for figure in FIGURES])


async def _received_yesterday(office: Any, amount: int) -> list[str]:
    dossiers = [await office.file() for _ in range(amount)]
    for dossier in dossiers:
        await office.act(dossier, "accept", COUNTER)
    await office.rows(
        "UPDATE dossier SET received_at = now() - interval '1 day' WHERE id = ANY($1::uuid[]) RETURNING id", dossiers
    )
    return dossiers


async def _events(office: Any) -> list[DossierFigureRecorded]:
    told = "SELECT data::text AS data FROM outbox WHERE type = $1 ORDER BY position"
    rows = await office.rows(told, DossierFigureRecorded.type)
    return [DossierFigureRecorded.model_validate(orjson.loads(row["data"])) for row in rows]


def test_a_day_is_told_once_and_again_when_a_late_fact_changes_it(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _received_yesterday(office, 2)
            assert await _tell(office) == 2
            assert await _tell(office) == 0
            [finished] = (await _received_yesterday(office, 1))[:1]
            await office.rows(
                "UPDATE dossier SET finished_at = now() - interval '1 day', due_at = now() WHERE id = $1 RETURNING id",
                finished,
            )
            assert await _tell(office) == 6
            told = await _events(office)
            said = {(event.name, event.revision): (event.numerator, event.denominator) for event in told}
            assert said == {
                ("dossiers-received", 1): (2, 0),
                ("dossiers-online", 1): (2, 2),
                ("dossiers-received", 2): (3, 0),
                ("dossiers-online", 2): (3, 3),
                ("dossiers-finished", 1): (1, 0),
                ("dossiers-on-time", 1): (1, 1),
                ("dossiers-not-granted", 1): (0, 1),
                ("dossiers-partly-granted", 1): (0, 1),
            }
            # What no longer stands is taken back.
            await office.rows("UPDATE dossier SET finished_at = NULL WHERE id = $1 RETURNING id", finished)
            assert await _tell(office) == 4
            assert [event.denominator for event in await _events(office)][-4:] == [0, 0, 0, 0]
            assert [event.numerator for event in await _events(office)][-4:] == [0, 0, 0, 0]

    asyncio.run(run())


def test_the_sum_of_what_is_kept_is_what_the_tables_hold_whatever_the_order(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            await _received_yesterday(office, 2)
            await _tell(office)
            await _received_yesterday(office, 3)
            await office.file()
            await _tell(office)
            async with office.database.sessions.begin() as session:
                for event in reversed(await _events(office)):
                    for _ in range(2):
                        await keep_figure(session, event)
            held = await office.rows(
                "SELECT count(*) AS n, count(*) FILTER (WHERE channel = '2') AS online FROM dossier"
                " WHERE received_at < date_trunc('day', now(), 'Asia/Ho_Chi_Minh')"
            )
            kept = await office.rows("SELECT name, sum(numerator) AS n FROM daily_figure GROUP BY 1")
            assert {row["name"]: row["n"] for row in kept} == {
                "dossiers-received": held[0]["n"],
                "dossiers-online": held[0]["online"],
            }
            assert held[0]["n"] == 5

    asyncio.run(run())


def test_a_leader_sees_the_last_thirty_days_of_his_agency_and_nobody_else_does(one_stop: Any) -> None:
    async def run() -> None:
        async with one_stop() as office:
            empty = await office.client.get("/mot-cua/so-lieu", headers=office.headers(LEADER))
            assert "Chưa có số liệu. Việc làm hôm nay hiện ở đây từ 1 giờ 15 phút ngày" in empty.text
            assert 'href="/mot-cua/so-theo-doi"' in empty.text.partition("Việc của hôm nay:")[2]
            await _received_yesterday(office, 2)
            await _tell(office)
            for event in await _events(office):
                await office.tell(event, "one-stop")
            share = DocumentFigureRecorded(
                series=f"documents-electronic/{office.agency}", name="documents-electronic", title="Văn bản gửi điện tử",
                agency_code=office.agency, day=(await _events(office))[0].day, numerator=3, denominator=4, revision=1,
            )  # fmt: skip
            await office.tell(share, "document-exchange")
            page = (await office.client.get("/mot-cua/so-lieu", headers=office.headers(LEADER))).text
            assert "Hồ sơ đã tiếp nhận" in page
            assert "75,0%" in page
            assert "100,0%" in page
            assert "Tất cả" not in page, "one agency alone"
            below = share.model_copy(
                update={"agency_code": "000.00.12.H08", "series": "documents-electronic/12", "numerator": 0}
            )
            await office.tell(below, "document-exchange")
            above = await office.client.get("/mot-cua/so-lieu", headers=office.headers(LEADER, "000.00.00.H08"))
            assert "Tất cả 2 cơ quan" in above.text
            assert "37,5%" in above.text
            elsewhere = await office.client.get("/mot-cua/so-lieu", headers=office.headers(LEADER, "000.00.13.H08"))
            assert "Chưa có số liệu." in elsewhere.text
            assert (await office.client.get("/mot-cua/so-lieu", headers=office.headers(COUNTER))).status_code == 403

    asyncio.run(run())
