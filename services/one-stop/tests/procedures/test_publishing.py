"""The catalogue lives: what changed is published, what is gone is ended, and running dossiers keep what they began with."""

import asyncio
import json
from datetime import datetime
from pathlib import Path

from one_stop.seeding import seed
from shared.core import clock
from shared.core.clock import VIETNAM

COUNTER, SPECIALIST = "counter-officer", "specialist"


def _change(province: Path, change) -> None:
    file = province / "procedures.json"
    source = json.loads(file.read_text())
    change(source["procedures"])
    file.write_text(json.dumps(source))


async def _told(office, kind: str) -> int:
    return len(await office.rows("SELECT 1 FROM outbox WHERE type = $1", f"one-stop.{kind}.v1"))


def test_changed_data_is_published_once(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province = tmp_path / "province"
            before = await _told(office, "procedure-published")
            await seed(office.database, office.settings, province)
            assert await _told(office, "procedure-published") == before, "the same content twice: nothing happens"
            _change(province, lambda rows: rows[0].update(fee=123_000))
            await seed(office.database, office.settings, province)
            assert await _told(office, "procedure-published") == before + 1

    asyncio.run(run())


def test_a_procedure_taken_out_of_the_file_ends_and_its_dossiers_go_on(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province, procedure = tmp_path / "province", office.procedures["hop-bao"]
            running = await office.file("hop-bao")
            gone: list = []
            _change(province, lambda rows: gone.append(rows.pop(1)))
            for _ in range(2):
                await seed(office.database, office.settings, province)
            assert await _told(office, "procedure-ended") == 1
            new = {
                "procedure_code": procedure["code"],
                "full_name": "Lê Văn Giấy",
                "address": "12 Lê Lợi",
                "paper_codes": [paper["code"] for paper in procedure["papers"]],
            }
            url = "/api/one-stop/v1/dossiers"
            refused = await office.client.post(url, headers=office.headers(COUNTER), json=new)
            assert (refused.status_code, refused.json()["code"]) == (409, "procedure_ended"), refused.text
            page = await office.client.post(
                "/mot-cua/tiep-nhan", headers=office.headers(COUNTER), data=new | {"csrf_token": "csrf-token"}
            )
            assert page.status_code == 409
            assert "đã hết hiệu lực từ ngày" in page.text
            listed = await office.client.get("/api/one-stop/v1/procedures", headers=office.headers(COUNTER))
            assert procedure["code"] not in {row["code"] for row in listed.json()["items"]}
            # What was filed in time is opened all the same, and what runs goes on.
            await office.file("hop-bao")
            assert len(await office.rows("SELECT 1 FROM dossier")) == 2
            for act, role in (("accept", COUNTER), ("transfer", COUNTER), ("claim", SPECIALIST)):
                answer = await office.act(running, act, role, {} if act == "transfer" else None)
                assert answer.status_code == 200, answer.text
            # Back in the file, it is a new version and takes dossiers again.
            _change(province, lambda rows: rows.append(gone[0]))
            await seed(office.database, office.settings, province)
            again = await office.client.post(url, headers=office.headers(COUNTER), json=new)
            assert again.status_code == 201, again.text

    asyncio.run(run())


def _new_form(province: Path, version: int, **titles: str) -> None:
    """The general form with these questions only, in the words of this version."""
    folder = province / "eforms"
    if folder.is_symlink():
        real = folder.resolve()
        folder.unlink()
        folder.mkdir()
        for path in real.glob("*.json"):
            (folder / path.name).write_bytes(path.read_bytes())
    properties = {name: {"type": "string", "title": title} for name, title in titles.items()}
    form = {"id": "chung", "version": version, "schema": {"type": "object", "properties": properties}}
    (folder / "chung.json").write_text(json.dumps(form))


def test_a_dossier_is_shown_in_the_words_of_its_own_form(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province = tmp_path / "province"
            _new_form(province, 11, note="Ghi chú của bản một")
            await seed(office.database, office.settings, province)
            _new_form(province, 12, purpose="Mục đích của bản hai")
            await seed(office.database, office.settings, province)
            # A draft of the first version, filed after the second is out.
            old = await office.file(form_version=11, answers={"note": "trả lời cũ"})
            new = await office.file(form_version=12, answers={"purpose": "trả lời mới"})
            pages = [
                (await office.client.get(f"/mot-cua/ho-so/{d}", headers=office.headers(COUNTER))).text
                for d in (old, new)
            ]
            assert "Ghi chú của bản một" in pages[0]
            assert "Mục đích của bản hai" not in pages[0]
            assert "Mục đích của bản hai" in pages[1]
            asked = {"reason": "Thiếu thông tin", "items": [{"pointer": "/purpose", "note": "Ghi rõ"}]}
            refused = await office.act(old, "request-supplement", COUNTER, asked)
            assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "field_unknown")
            assert (await office.act(new, "request-supplement", COUNTER, asked)).status_code == 200

    asyncio.run(run())


TET_2028 = "".join(f"2028-01-{day},holiday,Tết Nguyên đán,known\n" for day in (25, 26, 27, 28, 29, 31)) + (
    "2028-01-01,holiday,Tết Dương lịch,known\n"
)


def test_a_date_in_a_year_without_calendar_is_provisional_until_it_comes(one_stop, tmp_path: Path):
    async def run() -> None:
        async with one_stop() as office:
            province = tmp_path / "province"
            _change(province, lambda rows: rows[1].update(term={"amount": 15, "unit": "working_days"}))
            await seed(office.database, office.settings, province)
            with clock.stopped_at(datetime(2028, 1, 17, 9, tzinfo=VIETNAM)):
                dossier = await office.file("hop-bao", filed_at=clock.now())
                assert (await office.act(dossier, "accept", COUNTER)).status_code == 200
                (row,) = await office.rows("SELECT due_at, due_provisional FROM dossier")
                assert row["due_at"] == datetime(2028, 2, 7, 9, tzinfo=VIETNAM)
                assert row["due_provisional"]
                headers = office.headers(COUNTER)
                page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
                assert "(tạm tính)" in page
                assert "chưa có lịch nghỉ lễ" in page
                assert "(tạm tính)" in (await office.client.get("/mot-cua", headers=headers)).text
                (told,) = await office.rows("SELECT data::text FROM outbox WHERE type = 'one-stop.dossier-received.v1'")
                assert '"due_provisional":true' in told["data"].replace(" ", "")
                with (province / "calendar.csv").open("a") as calendar:
                    calendar.write(TET_2028)
                for _ in range(2):
                    await seed(office.database, office.settings, province)
                (row,) = await office.rows("SELECT due_at, due_provisional, version FROM dossier")
                assert row["due_at"] > datetime(2028, 2, 14, tzinfo=VIETNAM)
                assert not row["due_provisional"]
                assert len(await office.rows("SELECT 1 FROM hand_over WHERE action = 'due-recounted'")) == 1
                moved = await office.rows("SELECT data::text FROM outbox WHERE type = 'one-stop.dossier-moved.v1'")
                assert "due-recounted" in moved[-1]["data"]
                page = (await office.client.get(f"/mot-cua/ho-so/{dossier}", headers=headers)).text
                assert "(tạm tính)" not in page
                assert "Tính lại ngày hẹn trả" in page

    asyncio.run(run())
